from __future__ import annotations

import math
from pathlib import Path

import pytest

from framing.classroom import answers, cells, classdata, export, given, intake, paper
from framing.classroom.lesson import Hit, Material, Scale, Text
from framing.classroom.store import Rating, Store
from framing.errors import FaultsError, InputError

A = "River rises\n\nThe “angry” river rose. It’s a disaster, the mayor said."
B = "A small flood\n\nWater came and went."
HIT = Hit(44, 52, "disaster", "Crisis or routine", "Crisis", "narrator", "", "asserted", True,
          "disaster", "", "")  # fmt: skip
MATERIAL = Material(
    "flood",
    "A flood",
    (
        Text("A", "a", "Post", "a paper", A, (HIT,)),
        Text("B", "b", "Mail", "another paper", B),
        Text("C", "c", "Wire", "an agency", "Rain fell on the town."),
    ),
    (
        Scale("crisis-routine", "a disaster", "an everyday matter", turned=True),
        Scale("calm-heated", "calm", "heated"),
        Scale("sure-doubtful", "sure", "doubtful"),
        Scale("plain-loaded", "plain", "loaded"),
    ),
)
HEAD = ",".join(paper.columns("ABC"))


def table(tmp_path: Path, *rows: dict[str, str], sign: str = ",", encoding: str = "utf-8") -> Path:
    names = paper.columns("ABC")
    lines = [sign.join(names), *(sign.join(row.get(n, "") for n in names) for row in rows)]
    file = tmp_path / "answers.csv"
    file.write_text("\r\n".join(lines) + "\r\n", encoding=encoding)
    return file


def test_the_hit_of_this_file_stands_where_it_says() -> None:
    assert A[HIT.start : HIT.end] == HIT.text


def test_a_sheet_is_recoded_from_the_sides_of_the_print(tmp_path: Path) -> None:
    file = table(tmp_path, {"code": "p7", "A_scale1": "1", "A_scale2": "1", "A_scale3": "?"})
    sheet = paper.read(file, MATERIAL)[0][0]
    assert sheet.code == "P07"
    ratings = {r.scale: r.value for r in sheet.answers["first", "A"][0]}
    # the first scale is printed turned: circle 1 stands at its high end
    assert ratings == {"crisis-routine": 7, "calm-heated": 1, "sure-doubtful": None}


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_spreadsheets_do_to_a_table_is_read(tmp_path: Path, sign: str, encoding: str) -> None:
    rows = [
        {"code": "P02", "A_scale1": "3.0", "exit": "déjà vu"},
        {"code": "P03"},
        {},
        {"code": "1", "B_scale2": " 5 ", "C_scale1": "x"},
    ]
    sheets, _ = paper.read(table(tmp_path, *rows, sign=sign, encoding=encoding), MATERIAL)
    assert [sheet.code for sheet in sheets] == ["P01", "P02"]
    assert sheets[1].notes == {"exit": "déjà vu"}
    assert sheets[0].answers["third", "C"][0][0].value is None


def test_columns_may_stand_in_any_order_and_be_left_out(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("sep=;\nA_Scale2;CODE\n2;P01\n", encoding="utf-8")
    assert paper.read(file, MATERIAL)[0][0].answers["first", "A"][0][0].value == 2


def test_every_fault_is_named_with_row_and_column_and_nothing_is_given(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        {"code": "Anna", "A_scale1": "2"},
        {"code": "P02", "A_scale1": "8", "A_again4": "two"},
        {"code": "P02", "B_scale1": "3"},
        {"A_scale1": "3"},
    )
    with pytest.raises(FaultsError) as caught:
        paper.read(file, MATERIAL)
    text = str(caught.value)
    assert "5 cells cannot be read; nothing was imported" in text
    for place in (
        "row 2, column A (code)",
        "row 3, column B (A_scale1)",
        "column Y (A_again4)",
        "row 4, column A (code)",
        "row 5, column A (code)",
    ):
        assert place in text


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (f"{HEAD},name", "a column called 'name'"),
        ("A_scale1,A_scale2", "no column 'code'"),
        ("code,A_scale1,A_scale1", "two columns called 'A_scale1'"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, head: str, said: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{head}\nP01,1\n", encoding="utf-8")
    with pytest.raises(FaultsError, match=said):
        paper.read(file, MATERIAL)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04zip", b"code,A_scale1\n"])
def test_what_is_no_table_of_answers_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(data)
    with pytest.raises(InputError):
        paper.read(file, MATERIAL)


def test_words_are_found_in_the_text_whatever_their_marks(tmp_path: Path) -> None:
    row = {
        "code": "P01",
        "A_word1": '""angry"" River',
        "A_why1": "a river feels nothing",
        "A_word2": "IT'S A",
        "A_word3": "tsunami",
    }
    sheets, cautions = paper.read(table(tmp_path, row), MATERIAL)
    marks = sheets[0].answers["first", "A"][1]
    assert [A[m.start : m.end] for m in marks] == ["angry” river", "It’s a"]
    assert marks[0].reason == "a river feels nothing"
    assert len(cautions) == 1
    assert "row 2" in cautions[0]
    assert "“tsunami” does not stand in text A" in cautions[0]


def test_the_template_is_read_back_as_no_answers(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(paper.template("ABC"), encoding="utf-8")
    with pytest.raises(InputError, match="no row has an answer"):
        paper.read(file, MATERIAL)


# --- hidden numbers, by hand ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([0, 0, 9], [0, 0, 9]),
        # 3 alone could be worked out from the sum, so the next one goes too
        ([3, 6, 15], [None, None, 15]),
        # 1 + 1 = 2: both are known once the sum is known
        ([1, 1, 6, 16], [None, None, None, 16]),
        # 4 + 4 = 8 leaves one solution
        ([4, 4, 7, 9], [None, None, None, 9]),
        # 3 + 4 = 7 may be 3 + 4 or 4 + 3
        ([3, 4, 7, 9], [None, None, 7, 9]),
        ([2, 0, 0], [None, 0, 0]),
    ],
)
def test_small_cells_are_hidden_so_that_sums_give_nothing_away(
    counts: list[int], shown: list[int | None]
) -> None:
    assert cells.hide(counts) == shown


# --- from sheets to the class report ------------------------------------------------------------


def a_class(tmp_path: Path, pupils: int = 8) -> list[paper.Sheet]:
    rows = [
        {
            "code": f"P{n:02d}",
            **{f"{t}_scale{k}": str(1 + (n + k) % 3) for t in "AB" for k in range(1, 5)},
            **{f"A_again{k}": str(2 + (n + k) % 3) for k in range(1, 5)},
            "A_word1": "disaster",
            "A_word2": "mayor" if n % 2 else "rose",
            "B_word1": "small" if n < 7 else "came",
            "A_why1": f"=reason {n % 2}",
            "exit": f"@word {n}",
        }
        for n in range(1, pupils + 1)
    ]
    return paper.read(table(tmp_path, *rows), MATERIAL)[0]


def test_the_tables_hide_small_cells_and_name_nobody(tmp_path: Path) -> None:
    own = given.of_sheets(a_class(tmp_path), MATERIAL)
    made = export.tables(own)
    words = made["words"]
    assert words[["text", "words", "pupils", "tool"]].to_numpy().tolist() == [
        ["A", "disaster", "8", "yes"],
        ["B", "small", "6", "no"],
    ]
    ratings = made["ratings"]
    assert set(ratings["pupils"]) == {"8"}
    numbers = ratings[[f"step{n}" for n in range(1, 8)]].to_numpy().ravel().tolist()
    assert not {"1", "2", "3", "4"} & set(numbers)
    assert export.HIDDEN in numbers
    assert made["notes"]["words"].tolist() == [f"@word {n}" for n in range(1, 9)]
    everything = b"".join(export.csv(table) for table in [*made.values(), export.long(own)])
    assert b"P01" not in everything
    # no spreadsheet may run a pupil's words
    assert b",'@word 1\n" in everything
    assert b",@word" not in everything


def test_alpha_of_marked_words_as_worked_out_by_hand(tmp_path: Path) -> None:
    own = given.of_sheets(a_class(tmp_path), MATERIAL)
    alpha, ac = classdata.agreement(own)
    words = {text.label: text.words() for text in MATERIAL.texts[:2]}
    units = sum(map(len, words.values()))
    assert (alpha[1].n_units, alpha[2]) == (units, 8)
    # marked by k of 8 readers: disaster 8, mayor 4, rose 4, small 6, came 2; all other words 0
    unequal = sum(2 * k * (8 - k) / 7 for k in (4, 4, 6, 2))
    ones, total = 8 + 4 + 4 + 6 + 2, 8 * units
    expected = 2 * ones * (total - ones) / (total - 1)
    assert math.isclose(alpha[1].value, 1 - unequal / expected, rel_tol=1e-9)
    assert ac[1].value > alpha[1].value


def test_hidden_words_are_in_no_file(tmp_path: Path) -> None:
    own = given.of_sheets(a_class(tmp_path), MATERIAL)
    own.found.notes.loc[0, "hidden"] = True
    own.found.marks.loc[own.found.marks["reason"] == "=reason 1", "hidden"] = True
    data = classdata.gather(own)
    assert "@word 1" not in classdata.notes(own)["exit"]
    assert [row["reasons"] for row in data["texts"][0]["top"]] == [["=reason 0"]]


def test_a_class_of_four_gets_no_numbers(tmp_path: Path) -> None:
    own = given.of_sheets(a_class(tmp_path, pupils=4), MATERIAL)
    assert all(table.empty for table in export.tables(own).values())
    data = classdata.gather(own)
    assert not data["enough"]
    assert not data["scales"] + data["texts"] + data["agreement"] + data["notes"]


def test_a_class_that_marked_no_word_gets_dots_and_no_agreement(tmp_path: Path) -> None:
    rows = [{"code": str(n), "A_scale1": "2"} for n in range(1, 7)]
    own = given.of_sheets(paper.read(table(tmp_path, *rows), MATERIAL)[0], MATERIAL)
    assert classdata.agreement(own) == []
    assert export.tables(own)["ratings"]["pupils"].tolist() == ["6"]
    assert classdata.gather(own)["agreement"] == []


def test_paper_in_the_store_reads_like_paper_alone(tmp_path: Path) -> None:
    sheets = a_class(tmp_path)
    store = Store(tmp_path / "class.sqlite")
    lesson = store.add_lesson("A flood", MATERIAL, "en", 45)
    section = store.add_section(lesson.id, "9b")
    assert intake.add(store, intake.find(store, "9B"), sheets) == (8, 0)
    # typed again after a correction: replaced, not doubled
    assert intake.add(store, intake.find(store, section.code), sheets) == (0, 8)
    stored, name, _ = export.from_store(store, section.id)
    assert name == "9b"
    alone = given.of_sheets(sheets, MATERIAL)
    for mine, other in zip(
        export.tables(stored).values(), export.tables(alone).values(), strict=True
    ):
        assert mine.to_csv() == other.to_csv()
    assert export.csv_text(store, section.id) == export.csv(export.long(alone)).decode()
    with pytest.raises(InputError, match="0 classes are called 'x'"):
        intake.find(store, "x")
    store.close()


def test_the_source_cue_groups_stand_apart_and_paper_is_in_neither(tmp_path: Path) -> None:
    store = Store(tmp_path / "class.sqlite")
    lesson = store.add_lesson("A flood", MATERIAL, "en", 90, experiment=True)
    section = store.add_section(lesson.id, "9b")
    for _ in range(12):
        pupil = store.add_pupil(section.id, ["Otter"], "two words")
        store.save_answers(pupil.id, "third", "C", [Rating("calm-heated", 2 + 4 * pupil.cue)], [])
    sheet = paper.Sheet("P01", {("third", "C"): ((Rating("calm-heated", 1),), ())}, {})
    intake.add(store, section, [sheet])
    own, _, _ = export.from_store(store, section.id)
    rows = export.tables(own)["ratings"].set_index("phase")
    assert rows.loc["cue0", ["step1", "step2", "step6", "pupils"]].tolist() == ["0", "6", "0", "6"]
    assert rows.loc["cue1", ["step1", "step2", "step6", "pupils"]].tolist() == ["0", "0", "6", "6"]
    # a row of everybody beside the two groups would give hidden numbers away
    assert "third" not in rows.index
    plain = given.of_section(store, section.id, MATERIAL)
    assert set(export.tables(plain)["ratings"]["phase"]) == {"third"}
    store.close()


def test_a_fault_in_the_middle_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    sheets = a_class(tmp_path)
    broken = paper.Sheet("P99", {("first", "A"): ((), ())}, {"exit": None})  # type: ignore[dict-item]
    store = Store(tmp_path / "class.sqlite")
    lesson = store.add_lesson("A flood", MATERIAL, "en", 45)
    section = store.add_section(lesson.id, "9b")
    with pytest.raises(Exception, match="NOT NULL"):
        intake.add(store, section, [*sheets, broken])
    assert answers.of_section(store, section.id).pupils.empty
    store.close()


@pytest.mark.slow
def test_the_class_report_is_written_and_the_same_again(tmp_path: Path) -> None:
    own = given.of_sheets(a_class(tmp_path), MATERIAL)
    first = export.write(own, tmp_path / "one", title="9b")
    again = export.write(own, tmp_path / "two", title="9b")
    names = sorted(file.name for file in first.iterdir())
    tables = [f"{name}.csv" for name in export.tables(own)]
    assert names == sorted(["class-report.pdf", export.RECORD, *tables])
    for name in names:
        assert (first / name).read_bytes() == (again / name).read_bytes()
    export.write(own, first, title="9b")
    (first / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.txt"):
        export.write(own, first)
