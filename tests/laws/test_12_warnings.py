"""Law 12: warnings are errors."""

from __future__ import annotations

import warnings

import pytest


def test_a_warning_ends_a_test() -> None:
    with pytest.raises(UserWarning, match="look at me"):
        warnings.warn("look at me", stacklevel=1)
