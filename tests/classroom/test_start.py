"""``framing class start`` and ``wipe`` on the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from framing.__main__ import main
from framing.classroom import lesson, serve, store
from tests.classroom.conftest import make_material


def start(data: Path, *more: str) -> list[str]:
    return ["class", "start", "--data", str(data), "--no-serve", "--host", "127.0.0.1", *more]


def begun(data: Path) -> store.Lesson:
    kept = store.Store(data)
    made = kept.add_lesson("Court or garden", make_material(), "en", 45)
    kept.close()
    return made


def test_what_a_teacher_sees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "class.sqlite"
    begun(data)
    assert main(start(data, "--class", "7a", "--class", "7b")) == 0
    said = capsys.readouterr().out
    assert "█" in said
    assert "Pupils go to   http://127.0.0.1:8765" in said
    codes = re.findall(r"Code           ([A-Z0-9]{4})   \(class (\w+)\)", said)
    assert [name for _, name in codes] == ["7a", "7b"]
    assert re.search(r"http://127\.0\.0\.1:8765/t/[0-9a-f]{32}", said)
    assert main(start(data, "--json", "--port", "80", "--name", "school.local")) == 0
    again = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in again["classes"]] == [code for code, _ in codes]
    assert again["address"] == "http://school.local"


def test_without_a_lesson_the_events_are_offered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "class.sqlite"
    assert main(start(data)) == 0
    assert re.search(r"1  school-garden: .*\n  2  ", capsys.readouterr().out)
    made = begun(data)
    kept = store.Store(data)
    section = kept.add_section(made.id, "1")
    kept.set_phase(section.id, "end")
    kept.close()
    assert main(start(data)) == 0
    assert "1  school-garden" in capsys.readouterr().out, "the last lesson is over"


@pytest.mark.slow
def test_a_lesson_on_ones_own_articles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    data = tmp_path / "class.sqlite"
    assert main(start(data, str(root / "tests/tiny"), "--json", "--language", "es")) == 0
    said = json.loads(capsys.readouterr().out)
    kept = store.Store(data)
    made = kept.lesson(said["lesson"])
    kept.close()
    assert made.language == "es"
    assert [text.label for text in made.material.texts][:2] == ["A", "B"]
    outlets = [text.outlet for text in made.material.texts]
    assert not any(outlet in text.text for text in made.material.texts for outlet in outlets)
    assert main(start(data, "no-such-event")) == 2
    assert "school-garden" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("event", ["school-garden", "wire-edits"])
def test_the_material_of_an_event(event: str) -> None:
    from framing.classroom import material

    made = material.build(event)
    assert [text.label for text in made.texts] == ["A", "B", "C"]
    assert len(made.scales) == 4
    assert made.mistakes
    assert made.content
    assert lesson.Material.from_json(made.to_json()) == made
    for text in made.texts:
        assert 40 < len(text.text.split()) <= 150 + 2
        assert text.outlet not in text.text
        assert text.profile
        for hit in text.hits:
            assert text.text[hit.start : hit.end].split() == hit.text.split()
            assert hit.why
    assert made.texts[2].other_outlet not in ("", made.texts[2].outlet)


def test_wiping_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "class.sqlite"
    wipe = ["class", "wipe", "--data", str(data)]
    assert main(wipe) == 0
    assert "no lessons" in capsys.readouterr().out
    one, other = begun(data), begun(data)
    assert main(wipe) == 0
    assert one.id in capsys.readouterr().out
    assert main([*wipe, "nothing", "--yes"]) == 2
    assert main([*wipe, one.id, "--yes"]) == 0
    assert "Deleted: 1 lesson." in capsys.readouterr().out
    kept = store.Store(data)
    assert [left.id for left in kept.lessons()] == [other.id]
    kept.close()
    assert main([*wipe, "--all", "--yes"]) == 0


def test_links() -> None:
    assert serve.link("10.0.0.1", 8765) == "http://10.0.0.1:8765"
    assert serve.place().name == "class.sqlite"
