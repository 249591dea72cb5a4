from __future__ import annotations

from framing.pipeline import Comparison
from framing.report import elements, wording


def test_the_grid_of_the_sample_has_every_outlet_and_says_none_found(
    sample_comparison: Comparison,
) -> None:
    made = elements.section(sample_comparison.view())
    names = sample_comparison.view().outlet_names()
    assert made["outlets"] == names
    assert [row["element"] for row in made["rows"]] == list(wording.ELEMENTS.values())
    for row in made["rows"]:
        assert [cell["outlet"] for cell in row["cells"]] == names
        for cell in row["cells"]:
            assert len(cell["quotes"]) <= 2
            assert bool(cell["quotes"]) == bool(cell["own"] + cell["told"])


def test_every_quotation_of_the_grid_stands_in_the_article(sample_comparison: Comparison) -> None:
    made = elements.section(sample_comparison.view())
    texts = dict(
        zip(
            sample_comparison.documents["outlet"],
            (" ".join(t.split()) for t in sample_comparison.documents["text"]),
            strict=True,
        )
    )
    for row in made["rows"]:
        for cell in row["cells"]:
            for quote in cell["quotes"]:
                whole = quote["before"] + quote["core"] + quote["after"]
                assert whole.removeprefix("… ").removesuffix(" …") in texts[cell["outlet"]]
                assert len(whole.split()) <= 27


def test_brackwater_blames_colombia_and_undertow_the_stronger_power(
    sample_comparison: Comparison,
) -> None:
    blame = elements.section(sample_comparison.view())["blame"]
    own = {row["who"]: row for row in blame["rows"] if row["voice"] == "own voice"}
    where = blame["targets"].index("Colombia")
    assert own["The Brackwater Standard"]["counts"][where] == 1
    assert own["Undertow Review"]["counts"][where] == 0
    assert any("power" in target for target in blame["targets"])


def test_shared_reports_quote_once_in_a_cell(sample_comparison: Comparison) -> None:
    made = elements.section(sample_comparison.view(), share=True)
    assert max(len(cell["quotes"]) for row in made["rows"] for cell in row["cells"]) == 1


def test_the_same_demand_in_several_outlets_is_one_row(sample_comparison: Comparison) -> None:
    must = elements.section(sample_comparison.view())["must"]
    demands = [row for row in must if row["target"] == "United States"]
    assert [len(row["outlets"]) for row in demands] == [3]
