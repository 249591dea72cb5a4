"""Law 7: same input, same bytes, whatever the hash seed, the locale and the time zone."""

from __future__ import annotations

import hashlib
import locale
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORLDS = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "America/Bogota"},
)


def prints(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for number, world in enumerate(WORLDS):
        out = tmp_path / str(number) / "report"
        subprocess.run(
            [
                sys.executable,
                "-m",
                "framing",
                "compare",
                "corpus/us-colombia-flights",
                "--out",
                str(out),
                "--xlsx",
                "--quiet",
            ],
            cwd=ROOT,
            check=True,
            env={**os.environ, **world},
        )
        found.append(prints(out))
    assert found[0] == found[1]
    for name in ("report.pdf", "report.html", "report.png", "report.xlsx", "tables/hits.parquet"):
        assert name in found[0]


LOCALES = ("en_US.UTF-8", "tr_TR.UTF-8", "es_CO.UTF-8")
# a program around ours that has taken over the locale with all its parts, as a desktop does
INSIDE = """
import locale
locale.setlocale(locale.LC_ALL, "")
from framing.__main__ import entry
entry()
"""


def written(out: Path, name: str) -> dict[str, str]:
    call = [sys.executable, "-c", INSIDE, "compare", "tests/tiny", "--out", str(out)]
    subprocess.run(
        [*call, "--xlsx", "--quiet", "--no-models"],
        cwd=ROOT,
        check=True,
        env={**os.environ, "LC_ALL": name, "PYTHONPATH": str(ROOT)},
    )
    return prints(out)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return written(tmp_path_factory.mktemp("C") / "report", "C.UTF-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", LOCALES)
def test_the_users_locale_changes_no_byte(name: str, plain: dict[str, str], tmp_path: Path) -> None:
    """Was: in Spanish locales the letters of charts were joined otherwise."""
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        pytest.skip(f"locale missing on this machine: {name}")
    finally:
        locale.setlocale(locale.LC_ALL, before)
    assert written(tmp_path / "report", name) == plain


@pytest.mark.slow
def test_letters_of_charts_are_set_as_in_english_everywhere(tmp_path: Path) -> None:
    """The tiny event need not hold a word with fi: here is one."""
    draw = (
        "import locale, sys\nlocale.setlocale(locale.LC_ALL, '')\n"
        "from framing.charts import style\n"
        "with style.settings():\n"
        "    style.save(style.figure('fifty fine officials'), sys.argv[1])\n"
    )
    found = {}
    for name in ("C.UTF-8", "es_CO.UTF-8"):
        environment = {**os.environ, "LC_ALL": name, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", draw, str(tmp_path / f"{name}.svg")],
            env=environment, check=False, capture_output=True, text=True,
        )  # fmt: skip
        if "unsupported locale" in done.stderr:
            pytest.skip(f"locale missing on this machine: {name}")
        assert done.returncode == 0, done.stderr
        found[name] = (tmp_path / f"{name}.svg").read_bytes()
    assert found["C.UTF-8"] == found["es_CO.UTF-8"]
