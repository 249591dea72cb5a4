"""Bad input at the door: every command refuses it with 2, one clear error, and writes nothing."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import framing
from framing import pipeline
from framing.__main__ import main
from framing.pipeline import Lexicons

Capture = pytest.CaptureFixture[str]
RAIN = "Rain fell on the harbour on Monday. The mayor said that the bridge stays shut.\n"
ARTICLE = '[[article]]\nfile = "{}"\noutlet = "One"\n'


def saved(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def zip_bomb(folder: Path) -> Path:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 10_000_000)
    return saved(folder / "a.csv", stream.getvalue())


def gzip_bomb(folder: Path) -> Path:
    return saved(folder / "a.csv", gzip.compress(b"0" * 10_000_000))


def empty_folder(folder: Path) -> Path:
    (folder / "event").mkdir()
    return folder / "event"


def empty_files(folder: Path) -> Path:
    for name in ("One.txt", "Two.md", "Three.html"):
        saved(folder / "event" / name, b"")
    return folder / "event"


def manifest(entry: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        saved(folder / "secret.txt", RAIN)
        saved(folder / "event" / "one.txt", RAIN)
        saved(folder / "event" / "corpus.toml", entry.replace("HERE", str(folder)))
        return folder / "event"

    return make


def link_out(folder: Path) -> Path:
    made = manifest(ARTICLE.format("link.txt"))(folder)
    (made / "link.txt").symlink_to(folder / "secret.txt")
    return made


def table(name: str, **columns: list[object]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        pd.DataFrame(columns).to_parquet(folder / name)
        return folder / name

    return make


def file(name: str, data: bytes | str) -> Callable[[Path], Path]:
    return lambda folder: saved(folder / name, data)


BAD: dict[str, Callable[[Path], Path]] = {
    "nothing there": lambda folder: folder / "missing.csv",
    "empty folder": empty_folder,
    "empty files": empty_files,
    "empty table": file("a.csv", b""),
    "header only": file("a.csv", "outlet,text\n"),
    "empty lines": file("a.jsonl", "\n\n\n"),
    "zeros": file("a.csv", b"\x00" * 1000),
    "zip bomb": zip_bomb,
    "gzip bomb": gzip_bomb,
    "numbers for text": table("a.parquet", outlet=["a"], text=[1.5]),
    "bytes for text": table("a.parquet", outlet=["a"], text=[b"Rain"]),
    "lists for text": table("a.parquet", outlet=["a"], text=[["Rain"]]),
    "no columns of ours": table("a.parquet", words=["Rain"]),
    "doc_id twice": file("a.csv", "outlet,text,doc_id\na,Rain,x\nb,Sun,x\n"),
    "deep page": file("a.html", "<div>" * 100_000 + RAIN),
    "script only": file("a.html", "<script>alert(1)</script>"),
    "deep JSON": file("a.jsonl", "[" * 100_000),
    "up and out": manifest(ARTICLE.format("../secret.txt")),
    "absolute": manifest(ARTICLE.format("HERE/secret.txt")),
    "link out": link_out,
    "facts from outside": manifest('[event]\nfacts = "../secret.txt"\n'),
    "manifest without end": manifest("[event\nid = 'x"),
    "date that is none": manifest(f'[event]\ndate = "soon"\n{ARTICLE.format("one.txt")}'),
}  # fmt: skip


@pytest.mark.parametrize("command", ["compare", "annotate", "score", "events"])
@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused(name: str, command: str, tmp_path: Path, capsys: Capture) -> None:
    source = BAD[name](tmp_path)
    before = sorted(path for path in tmp_path.rglob("*"))
    out = tmp_path / ("out.parquet" if command in ("score", "events") else "out")
    code = main([command, str(source), "--out", str(out)])
    said = capsys.readouterr().err
    assert code in ((2,) if command == "compare" else (2, 3)), said
    assert "Traceback" not in said
    assert "framing: " in said or "left out: " in said
    if code == 2:
        assert sorted(path for path in tmp_path.rglob("*")) == before, "something was written"


@pytest.mark.slow
@pytest.mark.parametrize("command", [["class", "kit"], ["class", "worksheet"], ["compare"]])
@pytest.mark.parametrize("event", ["../../evil", "HERE/evil", "..", "a/../../../evil"])
def test_an_events_id_leads_out_of_no_folder(
    command: list[str], event: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Was: kit and worksheet went where the id of a stranger's corpus.toml led."""
    source = tmp_path / "in"
    source.mkdir()
    for name in ("One", "Two"):
        saved(source / f"{name}.txt", RAIN * 12)
    made = event.replace("HERE", str(tmp_path))
    saved(source / "corpus.toml", f'[event]\nid = "{made}"\n')
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert main([*command, str(source), "--no-models", "--quiet"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "in"]
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["reports"]


@pytest.mark.slow
def test_a_terminal_is_told_nothing_by_a_text(tmp_path: Path, capsys: Capture) -> None:
    """Names and titles with the signs that terminals obey: none comes out."""
    bad = "\\u001b]0;title\\u0007\\u001b[31m\\u009b2J"
    outlet = f'[[outlet]]\nname = "O{bad}"\nprofile = "p{bad}"\n'
    article = '[[article]]\nfile = "{}.txt"\noutlet = "O{} {}"\ntitle = "t{}"\ndoc_id = "{}{}"\n'
    source = tmp_path / "in"
    entries = ""
    for name in ("one", "two"):
        saved(source / f"{name}.txt", RAIN * 12 + f"Day {name}. \x1b]0;title\x07 \x9b2J")
        entries += article.format(name, name, bad, bad, name, bad)
    head = f'[event]\nid = "e{bad}"\ntitle = "A{bad}"\n'
    saved(source / "corpus.toml", head + entries + outlet)
    assert main(["compare", str(source), "--out", str(tmp_path / "out"), "--no-models"]) == 0
    said = "".join(capsys.readouterr())
    assert "A]0;title[31m2J" in said
    assert not {"\x1b", "\x07", "\x9b"} & set(said)


@pytest.mark.parametrize("data", [b"no lessons here", b"SQLite format 3\x00 and nothing more" * 99])
@pytest.mark.parametrize("command", ["start", "import", "report"])
def test_a_file_that_holds_no_lessons_is_refused(
    command: str, data: bytes, tmp_path: Path, capsys: Capture
) -> None:
    """Was: a fault of our own, with a traceback."""
    place = saved(tmp_path / "class.sqlite", data)
    answers = saved(tmp_path / "answers.csv", "code,A_scale1\n")
    more = {"start": ["--no-serve"], "import": [str(answers)], "report": []}[command]
    assert main(["class", command, *more, "--data", str(place)]) == 2
    said = capsys.readouterr().err
    assert "no file with lessons" in said
    assert "Traceback" not in said
    assert place.read_bytes() == data


@pytest.mark.parametrize(
    ("text", "caution"),
    [
        ("😀🎉 " * 50, "no words"),
        ("مطر\u202e غزير على الميناء في المدينة. " * 40, "not English"),
        ("川は夜の間に増水し、市長は住民に家を離れるよう求めた。" * 20, ""),
        ("e\u0301" * 400, ""),
        ("The harbour\x00 was shut. " * 20, ""),
    ],
    ids=["emoji", "arabic", "japanese", "combining", "NUL"],
)
def test_text_that_is_not_read_is_said_and_not_scored(
    text: str, caution: str, packs: Lexicons
) -> None:
    corpus = framing.load(pd.DataFrame({"outlet": ["One"], "text": [text]}))
    annotated = pipeline.annotate(corpus, packs)
    said = [*corpus.cautions, *annotated["documents"]["warnings"].iloc[0]]
    assert not caution or any(caution in given for given in said), said
    assert annotated["documents"]["text"].iloc[0] == text
    for row in annotated["sentences"].itertuples():
        assert text[row.start : row.end] == row.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        '"' * 100_000 + " Rain",
        '"Rain" ' * 30_000,
        "“‘" * 50_000 + "Rain",
        "“" * 100_000,
        RAIN.replace("\n", " ") * 5_000,
        "not said that " * 20_000,
        "according to the " * 15_000,
        ("The mayor, " + "who said that " * 40) * 200,
        "a, b and " * 30_000,
    ],
    ids=["marks", "quoted", "nested", "opened", "one line", "not", "according", "who", "lists"],
)
def test_endless_text_takes_bounded_work(text: str, packs: Lexicons) -> None:
    """A third of a megabyte without a break passes all stages of the text, offsets right."""
    corpus = framing.load(pd.DataFrame({"outlet": ["One"], "text": [text]}))
    annotated = pipeline.annotate(corpus, packs)
    for name in ("sentences", "hits", "labels"):
        for row in annotated[name].head(200).itertuples():
            assert text[row.start : row.end] == row.text
