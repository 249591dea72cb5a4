from __future__ import annotations

import json
from pathlib import Path

import pytest

from framing.__main__ import main

from .conftest import lexicon_text


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["lexicon", *words])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.fixture
def own(tmp_path: Path) -> Path:
    entries = [
        'calm -> calm\nreason = "It stills."\nexamples = ["A calm day."]',
        'din -> loud\nreason = "It is loud."\nexamples = ["A din arose."]',
    ]
    (tmp_path / "calm-loud.toml").write_text(lexicon_text(*entries), encoding="utf-8")
    return tmp_path


def test_list_and_show(
    capsys: pytest.CaptureFixture[str], own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = run(capsys, "list", "--json", "--lexicons", str(own))
    assert code == 0
    assert {"calm-loud", "order-dignity"} <= {row["id"] for row in json.loads(out)}
    monkeypatch.setenv("FRAMING_LEXICONS", str(own))
    code, out, _ = run(capsys, "show", "calm-loud", "--forms")
    assert "forms: din, dins" in out
    code, out, _ = run(capsys, "show", "calm-loud", "--json")
    assert json.loads(out)["entries"][0]["term"] == "calm"


def test_an_unknown_dimension_is_named_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, _, err = run(capsys, "show", "no-such")
    assert code == 2
    assert "no dimension is called 'no-such'" in err
    assert "order-dignity" in err


def test_check_tells_faults_with_exit_code_2(
    capsys: pytest.CaptureFixture[str], own: Path, tmp_path: Path
) -> None:
    assert run(capsys, "check", str(own))[:2] == (0, "no faults\n")
    bad = tmp_path / "bad.toml"
    bad.write_text(lexicon_text("din -> loud"), encoding="utf-8")
    code, out, _ = run(capsys, "check", str(bad))
    assert code == 2
    assert "2 fault(s)" in out
    code, out, _ = run(capsys, "check", str(bad), "--json")
    assert [fault["rule"] for fault in json.loads(out)] == ["reason", "example"]


def test_probe_shows_every_wording(capsys: pytest.CaptureFixture[str], own: Path) -> None:
    sentence = "A din arose in the square."
    code, out, _ = run(capsys, "probe", "calm-loud", sentence, "--lexicons", str(own), "--json")
    assert code == 0
    rows = {row["probe"]: row for row in json.loads(out)}
    assert rows["as written"]["n_pole_2"] == 1
    assert rows["swapped"]["n_pole_1"] == 1
    assert rows["negated"]["n_counted"] == 0
    assert all(row["holds"] for row in rows.values())
    code, out, _ = run(capsys, "probe", "calm-loud", sentence, "--lexicons", str(own))
    assert "Is it true that a din arose in the square?" in out


def test_new_import_export(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name, text in (("a.txt", "calm\nstill\n"), ("b.txt", "din\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    made = tmp_path / "calm-loud.toml"
    words = ["calm-loud", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--out", str(made)]
    assert run(capsys, "new", *words)[0] == 0
    code, _, err = run(capsys, "new", *words)
    assert code == 2
    assert "is there already" in err
    dic = tmp_path / "calm.dic"
    code, out, _ = run(capsys, "export", str(made), "--out", str(dic))
    assert code == 0
    assert "dropped: reasons, examples" in out
    again = tmp_path / "again.toml"
    code, out, _ = run(capsys, "import", str(dic), "--id", "calm-loud", "--out", str(again))
    assert code == 0
    assert "=din" in again.read_text(encoding="utf-8")


def test_suggest_writes_entries_to_be_approved(
    capsys: pytest.CaptureFixture[str], root: Path, tmp_path: Path
) -> None:
    out_file = tmp_path / "more.toml"
    folder = str(root / "corpus" / "us-colombia-flights")
    code, out, _ = run(capsys, "suggest", "confrontation-negotiation", folder, "--most", "3",
                       "--out", str(out_file), "--json")  # fmt: skip
    assert code == 0
    assert out_file.read_text(encoding="utf-8").count("[[entry]]") == 3
    assert len(json.loads(out)) == 3
