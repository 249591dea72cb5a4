from __future__ import annotations

import sqlite3

import pytest

from framing.classroom import answers, lesson, store
from framing.comparison import agreement

TEXT = "The board calls the plan a disgrace. Others call it a gift."


def test_a_set_up_comes_back_as_it_was(kept: store.Store, material: lesson.Material) -> None:
    made = kept.add_lesson("Garden", material, "es", 90, experiment=True, now=0.0)
    assert kept.lesson(made.id) == made
    assert made.expires == 30 * 86400
    assert kept.lesson(made.id).material == material


def test_codes_have_four_signs_that_cannot_be_confused(
    kept: store.Store, section: store.Section
) -> None:
    codes = [kept.add_section(section.lesson, str(n)).code for n in range(20)]
    assert len(set(codes)) == 20
    assert not set("".join(codes)) & set("0O1IL2Z5S8BAEU")
    assert kept.by_code(f" {codes[3].lower()} ") == kept.sections(section.lesson)[4]
    assert kept.by_code("????") is None


def test_pupils_have_names_of_animals_and_come_back_with_their_phrase(
    kept: store.Store, section: store.Section
) -> None:
    pupils = [kept.add_pupil(section.id, ["Otter", "Heron"], "amber river") for _ in range(5)]
    names = [pupil.name for pupil in pupils]
    assert sorted(names[:4]) == ["Heron", "Heron 2", "Otter", "Otter 2"]
    assert names[4] in ("Heron 3", "Otter 3")
    assert sorted(p.cue for p in pupils[:4]) == [0, 0, 1, 1]
    assert kept.recover(section.id, pupils[1].name.lower(), " Amber  RIVER ") == pupils[1]
    assert kept.recover(section.id, pupils[1].name, "amber lake") is None
    assert kept.recover(section.id, "Wolf", "amber river") is None
    on_disk = b"".join(path.read_bytes() for path in kept.path.parent.iterdir())
    assert b"amber river" not in on_disk


def fill(kept: store.Store, section: store.Section) -> list[store.Pupil]:
    pupils = [kept.add_pupil(section.id, ["Otter", "Heron", "Lynx"], "a b") for _ in range(3)]
    for pupil, start in zip(pupils, (27, 27, 54), strict=True):
        ratings = [store.Rating("s1", 2), store.Rating("s2", None, turned=True)]
        marks = [store.Mark(start, start + 4, TEXT[start : start + 4], "strong word")]
        for text in "AB":
            kept.save_answers(pupil.id, "first", text, ratings, marks)
    return pupils


def test_answers_come_back_as_tables(kept: store.Store, section: store.Section) -> None:
    pupils = fill(kept, section)
    kept.save_note(pupils[0].id, "exit", "One word changes much.")
    kept.hide(pupils[0].id, "exit")
    kept.hide_mark(pupils[1].id, "first", "A", 27)
    found = answers.of_section(kept, section.id)
    assert len(found.ratings) == 12
    assert found.ratings["value"].isna().sum() == 6
    assert list(found.ratings.columns) == list(answers.RATINGS)
    assert found.marks["hidden"].sum() == 1
    assert found.notes["words"].tolist() == ["One word changes much."]
    assert found.notes["hidden"].tolist() == [True]
    assert kept.count_done(section.id)[("first", "A")] == 3
    assert kept.done(pupils[0].id) == {("first", "A"), ("first", "B"), ("exit", "")}


def test_marked_words_are_units_and_pupils_raters(
    kept: store.Store, section: store.Section
) -> None:
    fill(kept, section)
    found = answers.of_section(kept, section.id)
    words = {label: lesson.Text(label, "", "", "", TEXT).words() for label in "AB"}
    there = answers.handed_in(kept, section.id)
    table = answers.by_word(found.marks, there, words)
    assert table.shape == (24, 3)
    assert table.to_numpy().sum() == 6
    assert agreement.alpha(table).n_units == 24
    scale = answers.by_scale(found.ratings)
    assert scale.shape == (4, 3)


def test_a_class_without_answers_has_its_columns(kept: store.Store, section: store.Section) -> None:
    found = answers.of_section(kept, section.id)
    assert list(found.marks.columns) == list(answers.MARKS)
    assert found.pupils.empty


def test_a_second_answer_replaces_the_first(kept: store.Store, section: store.Section) -> None:
    pupil = kept.add_pupil(section.id, ["Otter"], "a b")
    for value in (2, 6):
        kept.save_answers(pupil.id, "first", "A", [store.Rating("s1", value)], [])
    assert answers.of_section(kept, section.id).ratings["value"].tolist() == [6.0]


def test_a_locked_file_is_said_and_nothing_is_half_stored(
    kept: store.Store, section: store.Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    pupil = kept.add_pupil(section.id, ["Otter"], "a b")
    kept._base.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(kept.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(store.Unsaved, match="cannot be written"):
        kept.save_note(pupil.id, "exit", "words")
    other.execute("ROLLBACK")
    other.close()
    kept.save_note(pupil.id, "exit", "words")
    assert kept.done(pupil.id) == {("exit", "")}


def test_a_full_disk_is_said_and_what_was_stored_stays(
    kept: store.Store, section: store.Section
) -> None:
    pupil = kept.add_pupil(section.id, ["Otter"], "a b")
    kept.save_note(pupil.id, "exit", "words")
    pages = kept._base.execute("PRAGMA page_count").fetchone()[0]
    kept._base.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(store.Unsaved, match="full"):
        kept.save_note(pupil.id, "headline", "long " * 20_000)
    assert kept.done(pupil.id) == {("exit", "")}


def test_wiping_leaves_no_word(kept: store.Store, section: store.Section) -> None:
    pupil = kept.add_pupil(section.id, ["Otter"], "a b")
    kept.save_note(pupil.id, "exit", "Zanzibar marmalade")
    assert kept.wipe(section.lesson) == 1
    kept.close()
    left = b"".join(path.read_bytes() for path in kept.path.parent.iterdir())
    assert b"marmalade" not in left
    assert kept.path.stat().st_mode & 0o077 == 0


def test_lessons_expire_after_30_days(kept: store.Store, material: lesson.Material) -> None:
    old = kept.add_lesson("old", material, "en", 45, now=0.0)
    young = kept.add_lesson("young", material, "en", 45, now=86400.0)
    assert kept.expire(now=old.expires) == 1
    assert [left.id for left in kept.lessons()] == [young.id]


def test_a_clock_that_is_put_right_wipes_no_lesson(
    kept: store.Store, material: lesson.Material
) -> None:
    """A computer whose clock began at 1970, and then learned the year, in mid-lesson."""
    begun = kept.add_lesson("begun", material, "en", 45, now=3600.0)
    today = 1_790_000_000.0
    assert kept.expire(now=today) == 0
    assert kept.lesson(begun.id).expires == today + 30 * 86400
    assert kept.expire(now=today + 29 * 86400) == 0
    assert kept.expire(now=today + 30 * 86400) == 1


def test_the_file_survives_being_opened_again(kept: store.Store, section: store.Section) -> None:
    fill(kept, section)
    key = kept.teacher_key()
    again = store.Store(kept.path)
    assert again.teacher_key() == key
    assert len(key) == 32
    assert len(answers.of_section(again, section.id).ratings) == 12
    again.close()


def test_sides_are_recoded() -> None:
    assert [lesson.recode(v, turned=True) for v in (1, 4, 7, None)] == [7, 4, 1, None]
    assert lesson.recode(1, turned=False) == 1
