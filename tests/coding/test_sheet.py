"""The sheets: the same bytes, no formulas, a page that works in a browser without a network."""

from __future__ import annotations

import html as entities
import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from framing.__main__ import main
from framing.corpus import codings
from framing.errors import InputError
from framing.report import codesheet, study

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=8000",
]
DRIVE = """
<script>addEventListener("load", () => {
  const out = {}, at = id => document.getElementById(id);
  const press = key => document.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
  const stored = () => JSON.parse(
    Object.entries(localStorage).find(([k]) => k.startsWith("framing-code:"))[1]);
  if (sessionStorage.getItem("second")) {
    out.again = [at("progress").textContent, at("text").textContent];
    const done = JSON.parse(sessionStorage.getItem("second"));
    const pre = document.createElement("pre"); pre.id = "outcome";
    pre.textContent = JSON.stringify({...done, ...out}); document.body.append(pre); return;
  }
  out.first = [at("progress").textContent, at("text").textContent, at("after").textContent];
  press("1"); press("2"); press("0");
  out.mark = [at("text").textContent, at("text").querySelector("mark").textContent,
              at("text").querySelector("b") === null];
  press("ArrowRight");
  document.querySelector('input[value="loud"]').click();
  at("note").value = 'a "noted" word,\\nand a line'; at("note").dispatchEvent(new Event("input"));
  at("note").dispatchEvent(new KeyboardEvent("keydown", {key: "1", bubbles: true}));
  press("u"); out.open = at("progress").textContent;
  press("1"); press("ArrowLeft"); press("Backspace"); out.cleared = at("progress").textContent;
  let blob; URL.createObjectURL = given => { blob = given; return "#"; };
  press("s");
  out.labels = [...document.querySelectorAll("fieldset label")].length;
  out.wide = document.documentElement.scrollWidth <= innerWidth;
  out.answers = stored().answers;
  blob.text().then(text => {
    out.csv = text; sessionStorage.setItem("second", JSON.stringify(out)); location.reload();
  });
});</script>
"""


def test_three_forms_hold_the_same_empty_sheet(folder: Path, small: study.Study) -> None:
    assert main(["code", "sheet", str(folder), "--coder", "anna", "--quiet"]) == 0
    sheets = folder / "sheets"
    assert sorted(p.name for p in sheets.iterdir()) == [
        "anna.csv",
        "anna.html",
        "anna.xlsx",
        "codebook.md",
    ]
    raw = (sheets / "anna.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert table.columns.tolist() == [
        "unit",
        "rater",
        "before",
        "text",
        "after",
        "leaning",
        "note",
    ]
    assert table["unit"].tolist() == small.shown["unit"].tolist()
    assert set(table["leaning"]) == {""}
    assert table["text"][2] == "'=Nothing stirred, the clerk wrote."
    book = load_workbook(sheets / "anna.xlsx")
    cells = book["coding"]
    assert cells["D4"].value == "=Nothing stirred, the clerk wrote."
    assert cells["D4"].data_type == "s"
    assert cells.max_row == 9
    rule = cells.data_validations.dataValidation[0]
    assert (rule.formula1, str(rule.sqref)) == ('"calm,neither,loud"', "F2:F9")
    page = (sheets / "anna.html").read_text(encoding="utf-8")
    assert "<b>storms</b>" not in page
    assert page.count("http") == page.count("http-equiv")
    for words in ((sheets / "codebook.md").read_text(encoding="utf-8"), page):
        assert "Read what stands around." in words
        assert "The sea was calm." in words


def test_the_same_study_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    read = study.read(folder)
    for name in ("one", "two"):
        codesheet.write(read, ["anna"], tmp_path / name)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_sheet_that_may_hold_codings_stays(folder: Path) -> None:
    read = study.read(folder)
    codesheet.write(read, ["anna"], folder / "sheets")
    (folder / "sheets" / "anna.csv").write_text("filled in")
    for names in (["anna"], ["ben", "anna"], ["ben", "Ben"], ["../ben"], [""]):
        with pytest.raises(InputError):
            codesheet.write(read, names, folder / "sheets")
    assert (folder / "sheets" / "anna.csv").read_text() == "filled in"
    assert not list((folder / "sheets").glob("[bB]en*"))


@pytest.fixture(scope="module")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no chromium on this machine")
    return found


def browse(chromium: str, page: Path, home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [chromium, *FLAGS, f"--user-data-dir={home / 'profile'}", *more, page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.browser
def test_coding_by_keyboard_is_kept_and_exported(
    chromium: str, small: study.Study, tmp_path: Path
) -> None:
    html = codesheet.page(small, "anna").decode()
    copy = tmp_path / "copy.html"
    open_policy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    copy.write_text(open_policy.replace("</body>", DRIVE + "</body>"), encoding="utf-8")
    done = browse(chromium, copy, tmp_path, "--window-size=500,800", "--dump-dom")
    match = re.search(r'<pre id="outcome">(.*?)</pre>', done.stdout, flags=re.DOTALL)
    assert match, done.stderr[-2000:]
    out: dict[str, Any] = json.loads(entities.unescape(match.group(1)))
    assert out["first"] == ["1 of 8; 0 coded; coder anna", small.shown["text"][0], "Then rain."]
    assert out["mark"] == ["They spoke softly of <b>storms</b> & rain.", "softly", True]
    assert out["labels"] == 3
    assert out["wide"]
    assert out["open"] == "6 of 8; 4 coded; coder anna"
    # the u06 answered, then back to u06 and cleared
    assert "4 coded" in out["cleared"] or "5 coded" in out["cleared"]
    assert out["answers"]["u01"] == {"leaning": "calm"}
    assert out["answers"]["u02"] == {"leaning": "loud"}
    assert out["answers"]["u03"] == {"leaning": "neither"}
    assert out["answers"]["u05"] == {"leaning": "loud"}
    # after a new start of the page everything is there
    assert out["again"][0].split(";")[1] == out["cleared"].split(";")[1]
    (tmp_path / "anna.csv").write_text(out["csv"], encoding="utf-8", newline="")
    read = codings.read([tmp_path / "anna.csv"], small.book, small.shown)
    kept = {row.unit: row.value for row in read.table.query("variable == 'leaning'").itertuples()}
    assert kept == {unit: one["leaning"] for unit, one in out["answers"].items() if one}
    assert read.table.query("variable == 'note'")["value"].tolist() == [
        'a "noted" word,\nand a line'
    ]


@pytest.mark.browser
def test_the_policy_stops_nothing_of_our_own(
    chromium: str, small: study.Study, tmp_path: Path
) -> None:
    (tmp_path / "sheet.html").write_bytes(codesheet.page(small, "anna"))
    done = browse(
        chromium,
        tmp_path / "sheet.html",
        tmp_path,
        "--enable-logging=stderr",
        "--v=0",
        f"--screenshot={tmp_path / 'a.png'}",
    )
    assert (tmp_path / "a.png").stat().st_size > 5000
    assert "Content Security Policy" not in done.stderr
    assert "Uncaught" not in done.stderr
    shown = browse(chromium, tmp_path / "sheet.html", tmp_path, "--dump-dom").stdout
    assert "1 of 8; 0 coded; coder anna" in shown
