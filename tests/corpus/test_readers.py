from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from framing import tables
from framing.corpus.readers import chunks, load
from framing.errors import FaultsError, InputError

HTML = """<html><head><title>Flood | The Post</title>
<meta property="article:published_time" content="2025-01-26T08:00:00Z"></head><body>
<nav><a href="/">Home</a></nav><article><h1>River floods lower town</h1>
<p>The river rose in the night and the mayor asked people to leave their houses early.</p>
<p>The mayor said that the dam would hold, and that nobody was hurt in the lower town.</p>
</article><script>alert(1)</script></body></html>"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_bare_folder(tmp_path: Path) -> None:
    folder = tmp_path / "flood"
    write(folder / "The Post.txt", "Rain fell.\r\n\r\n“It is late,” she said.  \n")
    write(folder / "Herald.md", "# Rain\n\nRain fell.")
    write(folder / "Radio" / "one.txt", "Rain.")
    write(folder / "Radio" / "2025" / "two.txt", "Rain again.")
    write(folder / "README.md", "not an article")
    write(folder / "LICENSE", "not an article")
    write(folder / ".hidden.txt", "not an article")
    write(folder / "photo.png", "not an article")
    corpus = load(folder)
    documents = corpus.documents
    assert tables.check("documents", documents) == []
    assert documents["outlet"].tolist() == ["Herald", "Radio", "Radio", "The Post"]
    assert documents["event"].unique().tolist() == ["flood"]
    assert corpus.event.id == "flood"
    # nothing is stripped, straightened or joined
    assert documents["text"].iloc[3] == "Rain fell.\r\n\r\n“It is late,” she said.  \n"
    raw = (folder / "The Post.txt").read_bytes()
    assert documents["sha256"].iloc[3] == hashlib.sha256(raw).hexdigest()
    assert documents["doc_id"].iloc[3] == f"The Post-{hashlib.sha256(raw).hexdigest()[:12]}"
    skipped = next(note for note in corpus.cautions if note.startswith("skipped"))
    for name in ("README.md", "LICENSE", ".hidden.txt", "photo.png"):
        assert name in skipped


def test_one_file_and_event_name(tmp_path: Path) -> None:
    path = write(tmp_path / "The Post.txt", "Rain fell.")
    assert load(path).documents["event"].tolist() == ["The Post"]
    assert load(path, event="flood").documents["event"].tolist() == ["flood"]
    assert load(tmp_path, event="flood").event.id == "flood"


def test_html(tmp_path: Path) -> None:
    import trafilatura

    path = write(tmp_path / "Post.html", HTML)
    document = load(path).documents.iloc[0]
    assert document["title"] == "River floods lower town"
    assert document["published"] == "2025-01-26"
    assert document["text"].startswith("River floods lower town")
    assert trafilatura.extract(HTML, include_comments=False) in document["text"]
    assert "alert" not in document["text"]
    assert "Home" not in document["text"]


def test_rows_are_taken_exactly_as_given(tmp_path: Path) -> None:
    text = "  Rain fell,\r\n“late”.  caf\u00c3\u00a9 \n"
    table = pd.DataFrame({"outlet": ["Post"], "text": [text]})
    forms: dict[str, Path | pd.DataFrame] = {
        "frame": table,
        "csv": tmp_path / "week.csv",
        "jsonl": tmp_path / "week.jsonl",
        "parquet": tmp_path / "week.parquet",
    }
    table.to_csv(forms["csv"], index=False)
    table.to_json(forms["jsonl"], orient="records", lines=True, force_ascii=False)
    table.to_parquet(forms["parquet"])
    for name, source in forms.items():
        document = load(source).documents.iloc[0]
        assert document["text"] == text, name
        assert document["sha256"] == hashlib.sha256(text.encode()).hexdigest()
        assert document["event"] == ("table" if name == "frame" else "week")
        # letters decoded wrongly before are cautioned, not mended
        assert any("wrongly decoded" in warning for warning in document["warnings"]), name


def test_wrongly_decoded_letters_of_a_file_are_mended(tmp_path: Path) -> None:
    path = write(tmp_path / "Post.txt", "The caf\u00c3\u00a9 \u2018closed\u2019 early.")
    document = load(path).documents.iloc[0]
    assert document["text"] == "The caf\u00e9 \u2018closed\u2019 early."
    assert document["warnings"][0] == "wrongly decoded letters mended"


def test_title_is_put_in_front_unless_the_text_opens_with_it() -> None:
    table = pd.DataFrame(
        {
            "outlet": ["a", "b", "c", "d"],
            "title": ["River rises", "River rises", "River rises", ""],
            "text": ["Rain fell.", "River rises\nRain fell.", "RIVER  RISES\n\nRain.", "Rain."],
        }
    )
    texts = load(table).documents["text"].tolist()
    assert texts == [
        "River rises\n\nRain fell.",
        "River rises\nRain fell.",
        "RIVER  RISES\n\nRain.",
        "Rain.",
    ]


def test_ids() -> None:
    table = pd.DataFrame({"outlet": ["a", "a", "b", "a"], "text": ["Rain."] * 4})
    corpus = load(table)
    digest = hashlib.sha256(b"Rain.").hexdigest()[:12]
    assert corpus.documents["doc_id"].tolist() == [
        f"a-{digest}",
        f"a-{digest}-2",
        f"b-{digest}",
        f"a-{digest}-3",
    ]
    assert sum("has the same words as" in note for note in corpus.cautions) == 3


def test_a_doc_id_given_twice_is_an_error() -> None:
    table = pd.DataFrame({"doc_id": ["x", "x"], "outlet": ["a", "b"], "text": ["Rain.", "Sun."]})
    with pytest.raises(InputError, match="a second doc_id 'x'"):
        load(table)
    corpus = load(table, skip_bad=True)
    assert len(corpus.documents) == 1
    assert corpus.rejected["source"].tolist() == ["table, row 2"]


def test_unknown_columns_are_named_and_ignored() -> None:
    table = pd.DataFrame({"outlet": ["a"], "text": ["Rain."], "mood": [1], 7: [2]})
    assert "table: unknown columns ignored: mood, 7" in load(table).cautions


def test_every_bad_row_is_listed() -> None:
    table = pd.DataFrame({"outlet": ["a", "", "c", "d"], "text": ["Rain.", "Sun.", None, "  "]})
    with pytest.raises(FaultsError) as raised:
        load(table)
    assert [fault.where for fault in raised.value.faults] == [f"table, row {n}" for n in (2, 3, 4)]
    corpus = load(table, skip_bad=True)
    assert len(corpus.documents) == 1
    assert corpus.rejected["reason"].tolist() == [
        "no outlet; expected a name",
        "no text; expected the article's text",
        "an empty text; expected the article's text",
    ]


def test_all_bad_is_an_error_even_when_skipped() -> None:
    with pytest.raises(InputError, match="no article that can be read"):
        load(pd.DataFrame({"outlet": ["a"], "text": [""]}), skip_bad=True)


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("2025-01-26", "2025-01-26"),
        ("2025-01-26T10:00:00+02:00", "2025-01-26"),
        ("2025/1/6", "2025-01-06"),
        ("20250126", "2025-01-26"),
        ("26 January 2025", "2025-01-26"),
        ("Jan 26, 2025", "2025-01-26"),
        ("Sun, 26 Jan 2025 10:00:00 GMT", "2025-01-26"),
        ("Sept. 3, 2024", "2024-09-03"),
        (pd.Timestamp("2025-01-26 10:00"), "2025-01-26"),
        ("", ""),
        (None, ""),
    ],
)
def test_dates_that_are_understood(given: object, date: str) -> None:
    table = pd.DataFrame({"outlet": ["a"], "text": ["Rain."], "published": [given]})
    document = load(table).documents.iloc[0]
    assert document["published"] == date
    assert not any("date" in warning for warning in document["warnings"])


@pytest.mark.parametrize(
    "given",
    [
        "03/04/2025",
        "2025-02-30",
        "2025-13-01",
        "yesterday",
        "0000-00-00",
        "1737849600",
        "2025-01",
        "26.01.25",
        "2025-01-26-27",
        "9999-99-99",
        "٢٠٢٥-٠١-٢٦",
        "2025-01-26" * 20,
        "Blub 26, 2025",
    ],
)
def test_dates_that_are_not_guessed(given: str) -> None:
    table = pd.DataFrame({"outlet": ["a"], "text": ["Rain."], "published": [given]})
    corpus = load(table)
    assert corpus.documents["published"].iloc[0] == ""
    assert any("date not understood" in note for note in corpus.cautions)


def test_dates_file(tmp_path: Path) -> None:
    folder = tmp_path / "flood"
    write(folder / "Post.txt", "Rain.")
    write(folder / "Herald.txt", "Sun.")
    dates = write(tmp_path / "dates.csv", "doc_id,published\nPost,2025-01-26\nRadio,2025-01-27\n")
    corpus = load(folder, dates=dates)
    published = dict(zip(corpus.documents["outlet"], corpus.documents["published"], strict=True))
    assert published == {"Herald": "", "Post": "2025-01-26"}
    assert "dates for unknown articles ignored: Radio" in corpus.cautions
    bad = write(tmp_path / "bad.csv", "doc_id,published\nPost,soon\nHerald,never\n")
    with pytest.raises(FaultsError) as raised:
        load(folder, dates=bad)
    assert [fault.where for fault in raised.value.faults] == ["bad.csv, line 2", "bad.csv, line 3"]
    with pytest.raises(InputError, match="columns a, b"):
        load(folder, dates=write(tmp_path / "worse.csv", "a,b\n1,2\n"))


def test_facts_file(tmp_path: Path) -> None:
    post = write(tmp_path / "Post.txt", "Rain.")
    toml = write(
        tmp_path / "facts.toml",
        '[[fact]]\nid = "F1"\ntext = "rain fell"\nknown_from = 2025-01-26\nphrases = ["rain"]\n',
    )
    lines = write(
        tmp_path / "facts.jsonl",
        json.dumps(
            {
                "id": "F1",
                "label": "rain fell",
                "known_from": "2025-01-26",
                "phrases": ["rain"],
                "core": True,
            }
        ),
    )
    one, other = load(post, facts=toml).event.facts, load(post, facts=lines).event.facts
    assert one == other
    assert one[0].label == "rain fell"
    assert one[0].known_from == "2025-01-26"
    bad = write(
        tmp_path / "bad.jsonl",
        '{"id": "F1"}\n{"id": "F2", "text": "a", "known_from": "x"}\n{"text": "b"}\n',
    )
    with pytest.raises(FaultsError) as raised:
        load(post, facts=bad)
    assert [fault.where for fault in raised.value.faults] == [
        "bad.jsonl, line 1",
        "bad.jsonl, line 2, known_from",
        "bad.jsonl, line 3, id",
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "folder", "pattern"])
def test_pieces_together_are_the_whole(tmp_path: Path, size: int, ending: str) -> None:
    texts = ["Rain.", "Sun.", "Rain.", "", "Snow fell on the harbour.\nShares", "Rain.", "Hail."]
    table = pd.DataFrame({"outlet": list("aabbbaa"), "text": texts, "odd": range(7)})
    source: Path | str
    if ending == "folder":
        source = tmp_path / "in"
        for number, text in enumerate(texts):
            write(tmp_path / "in" / "ab"[number % 2] / f"{number}.txt", text)
    elif ending == "pattern":
        table[:4].to_csv(tmp_path / "a.csv", index=False)
        table[4:].to_csv(tmp_path / "b.csv", index=False)
        source = str(tmp_path / "*.csv")
    else:
        source = tmp_path / f"in.{ending}"
        writer = {"csv": table.to_csv, "parquet": table.to_parquet}.get(ending)
        if writer:
            writer(source, index=False)
        else:
            table.to_json(source, orient="records", lines=True)
    whole = load(source, skip_bad=True)
    pieces = list(chunks(source, size))
    documents = tables.concat("documents", [piece.documents for piece in pieces])
    pd.testing.assert_frame_equal(documents, whole.documents)
    pd.testing.assert_frame_equal(
        pd.concat([piece.debris for piece in pieces], ignore_index=True), whole.debris
    )
    rejected = pd.concat([piece.rejected for piece in pieces], ignore_index=True)
    assert rejected.astype(str).values.tolist() == whole.rejected.values.tolist()
    assert len(rejected) == 1


def test_a_bad_file_among_several_is_rejected(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "outlet,text\na,Rain.\n")
    write(tmp_path / "b.csv", "outlet,words\nb,Rain.\n")
    write(tmp_path / "c.csv", "outlet,text\nc,Sun.\n")
    pieces = list(chunks(tmp_path, 10))
    assert pieces[0].documents["outlet"].tolist() == ["a", "c"]
    assert pieces[0].documents["event"].tolist() == ["a", "c"]
    assert pieces[0].rejected["source"].tolist() == ["b.csv"]
    with pytest.raises(InputError, match="no column 'text'"):
        load(tmp_path)


def test_semicolons_and_tabs(tmp_path: Path) -> None:
    for name, sign in (("a.csv", ";"), ("b.csv", "\t"), ("c.tsv", "\t")):
        path = write(tmp_path / name, f"outlet{sign}text\nPost{sign}Rain, then sun.\n")
        assert load(path).documents["text"].tolist() == ["Rain, then sun."]


def test_order_of_rows_does_not_change_a_document() -> None:
    table = pd.DataFrame({"outlet": list("abc"), "text": ["Rain.", "Sun.", "Snow.\nShares"]})
    one = load(table).documents.set_index("doc_id").sort_index()
    other = load(table[::-1]).documents.set_index("doc_id").sort_index()
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("pattern", ["missing", "missing/*.csv", "nul\x00byte", "x" * 5000])
def test_what_is_not_there(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(InputError):
        load(str(tmp_path / pattern))


def test_folder_without_articles(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a folder without articles"):
        load(tmp_path)
    write(tmp_path / "README.md", "words")
    with pytest.raises(InputError, match="a folder without articles"):
        load(tmp_path)


def test_three_words_are_a_caution() -> None:
    corpus = load(pd.DataFrame({"outlet": ["a"], "text": ["Rain fell again."]}))
    assert corpus.documents["warnings"].iloc[0] == ["short text (3 words)"]
    assert corpus.documents["completeness"].iloc[0] == "short"
