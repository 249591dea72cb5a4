"""Input that means harm, or means well and is broken: each gets its documented result."""

from __future__ import annotations

import gc
import gzip
import io
import json
import os
import warnings
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing import tables
from framing.corpus.readers import chunks, load, open_input
from framing.errors import FramingError, InputError

RAIN = "Rain fell on the harbour."
RUSSIAN = "Река поднялась ночью, и мэр попросила людей покинуть дома. " * 5
JAPANESE = "川は夜の間に増水し、市長は住民に家を離れるよう求めた。" * 5
SPANISH = "El río creció durante la noche y la alcaldesa pidió “calma”. " * 20


def save(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def zipped(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "text", "warning"),
    [
        (RAIN.encode("utf-8-sig"), RAIN, ""),
        (RAIN.encode("utf-16"), RAIN, ""),
        (RAIN.encode("utf-32"), RAIN, ""),
        (RAIN.encode("utf-16-le"), RAIN, "encoding guessed: utf-16-le"),
        (RAIN.encode("utf-16-be"), RAIN, "encoding guessed: utf-16-be"),
        (SPANISH.encode("cp1252"), SPANISH, "encoding guessed: cp1252"),
        (RUSSIAN.encode("cp1251"), RUSSIAN, "encoding guessed: cp1251"),
        (JAPANESE.encode("cp932"), JAPANESE, "encoding guessed: cp932"),
        ("“Rain” café".encode() + b" \xff", "“Rain” café �", "some bytes could not be read"),
        (RAIN.encode("utf-16") + b"\x00", RAIN + "�", "some bytes could not be read"),
        (b"Rain \x00fell " * 3, "Rain \x00fell " * 3, "control characters in the text"),
        ("مطر\u202e غزير".encode(), "مطر\u202e غزير", ""),
        ("e\u0301" * 40, "e\u0301" * 40, ""),
    ],
)
def test_encodings(tmp_path: Path, data: bytes | str, text: str, warning: str) -> None:
    document = load(save(tmp_path / "a.txt", data)).documents.iloc[0]
    assert document["text"] == text
    if warning:
        assert any(given.startswith(warning) for given in document["warnings"])


@pytest.mark.parametrize("ending", ["txt", "md", "html", "csv", "jsonl", "parquet"])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n ",
        b"\xef\xbb\xbf",
        b"\x00" * 100,
        gzip.compress(b"0" * 10_000_000),
        zipped(b"0" * 10_000_000),
        b"%PDF-1.7 words",
        b"\x89PNG\r\n",
        bytes(range(256)) * 10,
        b"PAR1 but no Parquet PAR1",
        b"\x7fELF" + b"\x00\x01\x02" * 100,
    ],
    ids=[
        "empty",
        "blank",
        "mark",
        "zeros",
        "gzip bomb",
        "zip bomb",
        "pdf",
        "png",
        "bytes",
        "false parquet",
        "program",
    ],
)
def test_no_text_is_a_clear_error(tmp_path: Path, ending: str, data: bytes) -> None:
    with pytest.raises(InputError) as raised:
        load(save(tmp_path / f"a.{ending}", data))
    assert f"a.{ending}" in str(raised.value)
    assert str(tmp_path) not in str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        "rain fell on the harbour " * 400_000,
        "a" * 10_000_000,
        '"' * 100_000 + "Rain",
        "\n" * 1_000_000 + "Rain",
        " " * 10_000_000 + "Rain",
        "Read more: \n" * 10_000,
        "Photo: " * 40 + "\n" + "Share " * 48,
        "\u200b",
        "😀🎉",
        "\u202e" * 1000,
        "́" * 100_000 + "a",
    ],
    ids=range(11),
)
def test_strange_texts_are_read_unchanged(tmp_path: Path, text: str) -> None:
    corpus = load(save(tmp_path / "a.txt", text))
    assert corpus.documents["text"].iloc[0] == text
    for row in corpus.debris.itertuples():
        assert 0 <= row.start < row.end <= len(text)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<div>" * 100_000 + RAIN, "HTML nested too deeply"),
        ("<table><tr><td>" * 100_000 + RAIN, "HTML nested too deeply"),
        ("<" * 1_000_000, "a page without article text"),
        ("<a " * 300_000, "a page without article text"),
        ("<meta " * 200_000, "a page without article text"),
        ("<h1 " * 200_000, "a page without article text"),
        ("<script>alert(1)</script>", "a page without article text"),
        ("<html></html>", "a page without article text"),
    ],
    ids=range(8),
)
def test_hostile_pages(tmp_path: Path, page: str, found: str) -> None:
    with pytest.raises(InputError) as raised:
        load(save(tmp_path / "a.html", page))
    assert raised.value.found == found


def test_scripts_never_reach_the_text(tmp_path: Path) -> None:
    page = (
        f"<html><head><title>Rain &lt;b&gt;</title></head><body onload='x()'><script>steal()"
        f"</script><article><p>{RAIN * 5}</p><p onclick='y()'>{RAIN}</p><style>p {{}}</style>"
        "<!-- hidden --></article></body></html>"
    )
    document = load(save(tmp_path / "a.html", page)).documents.iloc[0]
    for word in ("steal", "x()", "y()", "p {", "hidden"):
        assert word not in document["text"]
    assert document["title"] == "Rain <b>"


@pytest.mark.parametrize(
    ("name", "data", "bad", "good"),
    [
        ("a.csv", 'outlet,text\na,"Rain\nb,Sun\n', 1, 0),
        ("a.csv", 'outlet,text\na,"Rain"x"\nb,Sun\n', 1, 1),
        ("a.csv", "outlet,text\na,Rain,then sun\nb,Sun\n", 1, 1),
        ("a.csv", "outlet,text\na\nb,Sun\n\n", 1, 1),
        ("a.csv", b"outlet,text\na,caf\xe9 \xff\nb,\xe2\x80\x9cSun\xe2\x80\x9d\n", 1, 1),
        ("a.csv", "outlet,text\na,=1+1\nb,Sun\x00\n", 0, 2),
        ("a.csv", "outlet,text\na," + "x" * 21_000_000 + "\nb,Sun\n", 1, 1),
        ("a.jsonl", '{"outlet": "a", "text": "Rain"\n{"outlet": "b", "text": "Sun"}\n', 1, 1),
        ("a.jsonl", "[" * 100_000 + '\n{"outlet": "b", "text": "Sun"}\n', 1, 1),
        ("a.jsonl", '[1]\n"x"\nnull\n7\n{"outlet": "b", "text": "Sun"}\n', 4, 1),
        ("a.jsonl", '{"outlet": "a"}\n{"text": "Rain"}\n{"outlet": "b", "text": "Sun"}', 2, 1),
        (
            "a.jsonl",
            '{"outlet": "a", "text": "Rain \\ud800"}\n{"outlet": "b", "text": "Sun"}',
            1,
            1,
        ),
        (
            "a.jsonl",
            '{"outlet": ' + "9" * 10_000 + ', "text": "x"}\n{"outlet":"b","text":"Sun"}',
            1,
            1,
        ),
        ("a.jsonl", '{"outlet": ["x"], "text": {"a": 1}}\n{"outlet": "b", "text": "Sun"}', 1, 1),
        ("a.jsonl", '{"outlet": {"x": 1}, "text": "Rain"}\n{"outlet": "b", "text": "Sun"}', 1, 1),
    ],
)
def test_broken_rows_are_rejected_and_the_rest_is_read(
    tmp_path: Path, name: str, data: bytes | str, bad: int, good: int
) -> None:
    path = save(tmp_path / name, data)
    pieces = list(chunks(path, 10))
    assert sum(len(piece.rejected) for piece in pieces) == bad
    assert sum(len(piece.documents) for piece in pieces) == good
    if bad:
        with pytest.raises(InputError, match=r"row \d"):
            load(path)


@pytest.mark.parametrize(
    "header", ["", "text", "outlet", "a,b", "outlet,text,text", '"outlet', "\ufeffoutlet;x"]
)
def test_broken_headers(tmp_path: Path, header: str) -> None:
    with pytest.raises(InputError):
        load(save(tmp_path / "a.csv", header + "\na,Rain,Sun\n"))


@pytest.mark.parametrize(
    "values",
    [
        {"outlet": ["a"], "text": [1]},
        {"outlet": ["a"], "text": [1.5]},
        {"outlet": ["a"], "text": [["Rain"]]},
        {"outlet": ["a"], "text": [b"Rain"]},
        {"outlet": ["a"], "text": [True]},
        {"outlet": ["a"], "text": [pd.Timestamp("2025-01-26")]},
        {"outlet": [None], "text": ["Rain."]},
        {"words": ["Rain."]},
    ],
    ids=range(8),
)
def test_wrong_types(tmp_path: Path, values: dict[str, list[object]]) -> None:
    table = pd.DataFrame(values)
    with pytest.raises(InputError):
        load(table)
    table.to_parquet(tmp_path / "a.parquet")
    with pytest.raises(InputError):
        load(tmp_path / "a.parquet")


def test_other_types_beside_the_text_become_strings(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "outlet": [7.0, 8.0],
            "text": ["Rain.", "Sun."],
            "published": pd.to_datetime(["2025-01-26", None]),
            "title": [3, 4],
        }
    )
    table.to_parquet(tmp_path / "a.parquet")
    for source in (table, tmp_path / "a.parquet"):
        documents = load(source).documents
        assert documents["outlet"].tolist() == ["7", "8"]
        assert documents["published"].tolist() == ["2025-01-26", ""]
        assert documents["text"].tolist() == ["3\n\nRain.", "4\n\nSun."]


def test_a_cut_parquet_file(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"outlet": ["a"] * 999, "text": [RAIN] * 999}).to_parquet(path)
    whole = path.read_bytes()
    for size in (3, len(whole) // 2, len(whole) - 4):
        with pytest.raises(InputError):
            load(save(path, whole[:size]))


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "😀 Post",
        "a/b/../c",
        "'; DROP TABLE",
        "x" * 300,
        "$(rm -rf)",
        "..",
        "\u202egnp.exe",
        "=1+1",
        "#let x",
        "\\",
        "C:\\x",
    ],
)
def test_outlet_names_of_every_kind(name: str) -> None:
    corpus = load(pd.DataFrame({"outlet": [name], "text": [RAIN]}))
    assert corpus.documents["outlet"].iloc[0] == name


def test_outlet_names_are_one_printable_line() -> None:
    corpus = load(pd.DataFrame({"outlet": ["The\x00 \nPost\x1b[31m \t!"], "text": [RAIN]}))
    assert corpus.documents["outlet"].iloc[0] == "The Post[31m !"


def test_five_hundred_outlets() -> None:
    table = pd.DataFrame({"outlet": [f"o{i}" for i in range(500)], "text": [RAIN] * 500})
    corpus = load(table)
    assert corpus.documents["outlet"].nunique() == 500
    assert corpus.documents["doc_id"].is_unique


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    save(folder / "a.txt", RAIN)
    os.mkfifo(folder / "pipe.txt")
    assert "skipped: pipe.txt" in load(folder).cautions
    with pytest.raises(InputError, match="neither a file nor a folder"):
        load(folder / "pipe.txt")
    with pytest.raises(InputError):
        load("/dev/zero")


def test_a_file_name_that_is_no_unicode(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        save(tmp_path / name, RAIN)
    except OSError:
        pytest.skip("this file system takes only Unicode names")
    document = load(tmp_path).documents.iloc[0]
    assert document["outlet"] == "caf?"
    document["doc_id"].encode()


FUZZ = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)


def held(path: Path) -> None:
    """Read whatever it is: either a clear error, or tables that keep their promises."""
    try:
        corpus = load(path, skip_bad=True)
    except FramingError as error:
        assert error.exit_code == 2  # noqa: PT017
        return
    assert tables.check("documents", corpus.documents) == []
    assert corpus.documents["doc_id"].is_unique
    texts = dict(zip(corpus.documents["doc_id"], corpus.documents["text"], strict=True))
    for text in texts.values():
        text.encode("utf-8")
    for row in corpus.debris.itertuples():
        assert texts[row.doc_id][row.start : row.end].strip()


@FUZZ
@given(data=st.binary(max_size=300), ending=st.sampled_from(["txt", "html", "csv", "jsonl", "md"]))
def test_any_bytes(tmp_path: Path, data: bytes, ending: str) -> None:
    held(save(tmp_path / f"a.{ending}", data))


@FUZZ
@given(
    rows=st.lists(st.tuples(st.text(max_size=20), st.text(max_size=80)), max_size=5),
    junk=st.text(max_size=30),
    ending=st.sampled_from(["csv", "jsonl"]),
)
def test_any_rows(tmp_path: Path, rows: list[tuple[str, str]], junk: str, ending: str) -> None:
    if ending == "csv":
        lines = ["outlet,text", *(f"{outlet},{text}" for outlet, text in rows)]
    else:
        lines = [json.dumps({"outlet": outlet, "text": text}) for outlet, text in rows]
    lines.insert(len(lines) // 2, junk)
    held(save(tmp_path / f"a.{ending}", "\n".join(lines).encode("utf-8", "replace")))


@FUZZ
@given(
    values=st.lists(
        st.one_of(
            st.none(),
            st.text(max_size=60),
            st.integers(),
            st.floats(),
            st.booleans(),
            st.binary(max_size=9),
            st.lists(st.integers(), max_size=2),
        ),
        min_size=2,
        max_size=6,
    )
)
def test_any_cells(values: list[object]) -> None:
    half = len(values) // 2
    table = pd.DataFrame(
        {
            "outlet": values[:half],
            "text": values[-half:],
            "title": values[:half],
            "published": values[-half:],
        },
        dtype=object,
    )
    try:
        corpus = load(table, skip_bad=True)
    except InputError:
        return
    assert tables.check("documents", corpus.documents) == []


@FUZZ
@given(toml=st.text(max_size=120))
def test_any_manifest(tmp_path: Path, toml: str) -> None:
    save(tmp_path / "a.txt", RAIN)
    save(tmp_path / "corpus.toml", toml.encode("utf-8", "replace"))
    held(tmp_path)


@FUZZ
@given(table=st.lists(st.text(max_size=40), max_size=4))
def test_csv_round_trip(tmp_path: Path, table: list[str]) -> None:
    texts = [text for text in table if text.strip().strip("\x00")]
    path = tmp_path / "a.csv"
    pd.DataFrame({"outlet": ["a"] * len(texts), "text": texts}).to_csv(
        path, index=False, quoting=1, lineterminator="\n"
    )
    if texts:
        assert load(path).documents["text"].tolist() == texts


def test_a_table_that_nobody_reads_is_closed(tmp_path: Path) -> None:
    table = tmp_path / "news.jsonl"
    table.write_text('{"outlet": "a", "text": "Rain fell."}\n', encoding="utf-8")
    opened = open_input(table, "")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        del opened
        gc.collect()
    assert [w for w in told if w.category is ResourceWarning] == []


def damaged(path: Path, groups: int = 3) -> Path:
    """A Parquet file of so many row groups, three rows each; the last one's texts are noise."""
    import pyarrow
    from pyarrow import parquet

    texts = [f"{RAIN} Day {n}." for n in range(3 * groups)]
    rows = {"doc_id": [f"d{n}" for n in range(3 * groups)], "outlet": "o", "text": texts}
    parquet.write_table(pyarrow.Table.from_pandas(pd.DataFrame(rows)), path, row_group_size=3)
    last = parquet.ParquetFile(path).metadata.row_group(groups - 1)
    column = last.column(last.num_columns - 1)
    at = column.dictionary_page_offset or column.data_page_offset
    data = bytearray(path.read_bytes())
    data[at : at + column.total_compressed_size] = b"\xff" * column.total_compressed_size
    path.write_bytes(data)
    return path


def test_a_parquet_file_damaged_in_the_middle_is_read_up_to_there(tmp_path: Path) -> None:
    path = damaged(tmp_path / "a.parquet")
    with pytest.raises(InputError, match="unreadable from here on") as raised:
        load(path)
    assert raised.value.where == "a.parquet, row 7"
    corpus = load(path, skip_bad=True)
    assert corpus.documents["doc_id"].tolist() == [f"d{n}" for n in range(6)]
    assert corpus.rejected["source"].tolist() == ["a.parquet, row 7"]
    with pytest.raises(InputError, match=r"no article that can be read: .*unreadable"):
        load(damaged(tmp_path / "b.parquet", 1), skip_bad=True)


@pytest.mark.parametrize("strict", [False, True], ids=["going on", "strict"])
def test_a_batch_over_a_damaged_parquet_file_keeps_what_is_finished(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], strict: bool
) -> None:
    from framing.__main__ import main

    path, out = damaged(tmp_path / "a.parquet"), tmp_path / "out"
    call = ["batch", str(path), "--out", str(out), "--workers", "1", "--size", "3", "--no-models"]
    assert main([*call, "--quiet", *(["--strict"] if strict else [])]) == (2 if strict else 3)
    said = capsys.readouterr().err
    assert "Traceback" not in said
    finished = [pd.read_parquet(part) for part in sorted((out / "documents").glob("part-*"))]
    assert [name for part in finished for name in part["doc_id"]] == [f"d{n}" for n in range(6)]
    if strict:
        assert "unreadable from here on" in said
        assert "finished partitions are kept" in said
    else:
        rejected = pd.read_parquet(out / "rejected.parquet")
        assert rejected["source"].tolist() == ["a.parquet, row 7"]
        assert "unreadable from here on" in rejected["reason"][0]


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
@pytest.mark.parametrize("code", ["utf-16-le", "utf-16-be", "cp1252"])
def test_tables_in_other_encodings_are_read_or_refused(
    tmp_path: Path, ending: str, code: str
) -> None:
    """Without a mark: read with a caution, never as wrong letters."""
    if ending == "csv":
        text = f'outlet,text\nEl Río,"{SPANISH}"\n'
    else:
        text = json.dumps({"outlet": "El Río", "text": SPANISH}, ensure_ascii=False) + "\n"
    path = save(tmp_path / f"a.{ending}", text.encode(code))
    try:
        corpus = load(path)
    except InputError:
        assert code != "cp1252"
        return
    assert corpus.documents["text"].tolist() == [SPANISH]
    assert corpus.documents["outlet"].tolist() == ["El Río"]
    assert any("encoding guessed" in caution for caution in corpus.cautions)


@pytest.mark.parametrize(
    "published",
    [
        "2025-02-30", "2025-13-01", "03/04/2025", "0000-00-00", "9999-99-99", "26.13.2025", "soon",
        "-1", "1e9", "1737849600", "２０２５-０１-２６", "2025-01-26T25:61:61Z", "\u202e2025-01-26",
        "=NOW()", "2025-01-26" * 20, "31 April 2025", "Feb 29, 2025", "١٢/٣/٢٠٢٥",
    ],
)  # fmt: skip
def test_dates_that_are_none(tmp_path: Path, published: str) -> None:
    """No day is guessed: the article is read without a date, and a caution says so."""
    row = {"outlet": "a", "text": RAIN, "published": published}
    documents = load(save(tmp_path / "a.jsonl", json.dumps(row) + "\n")).documents
    if documents["published"].iloc[0]:
        assert documents["published"].iloc[0] == "2025-01-26"  # the day stood there, the hour not
        assert published.startswith("2025-01-26T")
    else:
        assert any("date" in given for given in documents["warnings"].iloc[0])


@pytest.mark.slow
def test_one_line_of_ten_megabytes_in_every_kind_of_table(tmp_path: Path) -> None:
    text = RAIN * (10_000_000 // len(RAIN))
    row = {"outlet": "a", "text": text}
    save(tmp_path / "a.jsonl", json.dumps(row) + "\n")
    save(tmp_path / "a.csv", f"outlet,text\na,{text}\n")
    save(tmp_path / "a.html", f"<html><body><article><p>{text}</p></article></body></html>")
    pd.DataFrame([row]).to_parquet(tmp_path / "a.parquet")
    for ending in ("jsonl", "csv", "parquet"):
        found = load(tmp_path / f"a.{ending}").documents["text"].iloc[0]
        assert found == text, ending
    with pytest.raises(InputError, match="a page without article text"):
        load(tmp_path / "a.html")
