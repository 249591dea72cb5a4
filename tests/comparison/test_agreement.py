from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.comparison import agreement
from framing.errors import InputError
from framing.parameters import Parameters

NAN = np.nan
# the reliability data of Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability":
# four observers, twelve units, values missing; Gwet's handbook uses the same numbers
PUBLISHED = pd.DataFrame(
    {
        "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        "C": [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    }
)
FEW = Parameters(resamples=200)


@pytest.mark.parametrize(
    ("level", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_of_the_published_example(level: agreement.Level, value: float) -> None:
    found = agreement.alpha(PUBLISHED, level, FEW)
    assert found.value == pytest.approx(value, abs=0.0006)
    assert found.low < found.value <= found.high
    assert found.n_units == 11


def test_ac1_of_the_published_example() -> None:
    assert agreement.ac(PUBLISHED, parameters=FEW).value == pytest.approx(0.77544, abs=0.00001)


def test_by_hand() -> None:
    # 6 units, 2 coders, one disagreement: observed 1/6; the 12 codes are 7 times 0, 5 times 1:
    # expected 2*7*5/(12*11); alpha = 1 - (1/6) / (70/132)
    table = pd.DataFrame({"a": [0, 0, 0, 1, 1, 1], "b": [0, 0, 0, 1, 1, 0]})
    assert agreement.alpha(table, parameters=FEW).value == pytest.approx(1 - (1 / 6) / (70 / 132))
    # AC1: observed 5/6, prevalence 7/12 and 5/12, chance 2 * 7/12 * 5/12 over one
    chance = 2 * (7 / 12) * (5 / 12)
    assert agreement.ac(table, parameters=FEW).value == pytest.approx(
        (5 / 6 - chance) / (1 - chance)
    )
    assert agreement.percent(table) == pytest.approx(5 / 6)


def test_ordinal_weights_forgive_a_step() -> None:
    near = pd.DataFrame({"a": [1, 2, 3, 4, 5, 3], "b": [2, 3, 4, 5, 4, 3]})
    far = pd.DataFrame({"a": [1, 2, 3, 4, 5, 3], "b": [5, 4, 5, 1, 1, 3]})
    assert agreement.ac(near, "ordinal", FEW).value > agreement.ac(far, "ordinal", FEW).value
    assert agreement.ac(near, "ordinal", FEW).value > agreement.ac(near, "nominal", FEW).value


def test_few_units_are_withheld() -> None:
    found = agreement.alpha(pd.DataFrame({"a": [1, 2], "b": [1, 2]}))
    assert np.isnan(found.value)
    assert found.n_units == 2


def test_an_unknown_level_is_named() -> None:
    with pytest.raises(InputError, match="sideways"):
        agreement.alpha(PUBLISHED, "sideways")  # type: ignore[arg-type]


def test_codes_that_are_all_the_same_have_no_alpha_and_no_warning() -> None:
    alike = pd.DataFrame({"a": [0] * 8, "b": [0] * 8})
    found = agreement.alpha(alike, "nominal", FEW)
    assert np.isnan([found.value, found.low, found.high]).all()
    assert found.n_units == 8
