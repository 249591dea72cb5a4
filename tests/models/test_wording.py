from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from framing.cli import cli
from framing.errors import InputError
from framing.models import evaluate, fitting, labelled, lists, predict, weights, wording
from framing.models.encoder import WIDTH
from framing.models.lists import Lists
from framing.models.wording import LAYERS, Head, outside_marks

LISTS = Lists({"label": ["thug*", "circus"]}, {"vile": -3.0})
PLAIN = "The {} met on day {} to talk of the road."
LOADED = "The thugs of the {} ran a circus on day {}."
ROWS = [
    (json.dumps({"text": "The thugs met."}).encode(), ""),
    (b"", "the line is empty"),
    (b"{", "the line is no JSON"),
    (b'"text"', "the line is no JSON object"),
    (json.dumps({"text": " \n"}).encode(), "the text is empty"),
    (json.dumps({"text": 7}).encode(), "text is missing or no string"),
    (json.dumps({"sentence": "Ada won."}).encode(), "text is missing or no string"),
    (json.dumps({"text": "word " * 5000, "id": 4}).encode(), ""),
    (json.dumps({"text": "🙂🙃"}).encode(), ""),
    (json.dumps({"text": "El alcalde mintió."}).encode(), ""),
]


def listed_only() -> Head:
    """Weigh the first list alone: 3 for each of its words, loaded from one word on."""
    width = len(LAYERS) * WIDTH + len(LISTS.names)
    weight = np.zeros(width, np.float32)
    weight[len(LAYERS) * WIDTH] = 3.0
    return Head(np.zeros(width, np.float32), np.ones(width, np.float32), weight, 3.0, 1.0)


@pytest.fixture
def home(tiny: Path) -> Path:
    digest = weights.manifest(tiny / "encoder")["files"]["encoder.npz"]
    fitting.write(tiny / "wording", listed_only(), LISTS, {"encoder": digest}, {}, "# Card\n")
    return tiny


@pytest.fixture
def model(home: Path) -> wording.Wording:
    return wording.load(home)


def labelled_file(path: Path) -> Path:
    names = ["board", "club", "crew", "team", "guild", "union"]
    rows = [
        {"text": form.format(names[n % 6], n), "label": label, "group": f"g{n % 12}"}
        for n in range(20)
        for form, label in ((PLAIN, "plain"), (LOADED, "loaded"))
    ]
    rows[0] = {"text": rows[0]["text"], "biased": False, "group": "g0"}
    lines = [json.dumps(row) for row in rows] + ["{", '{"text": "No label."}']
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("He called it “a circus” on Monday.", ["He called it ", " on Monday."]),
        ('He called it "a circus" on "that" day.', ["He called it ", " on ", " day."]),
        ('a circus," he said.', [" he said."]),
        ("a circus,” he said.", [" he said."]),
        ('He said: "It is a circus.', ["He said: "]),
        ("“A circus.”", ["“A circus.”"]),
        ("No marks, it's plain.", ["No marks, it's plain."]),
    ],
)
def test_what_stands_outside_the_marks(text: str, kept: list[str]) -> None:
    if text.startswith('a circus,"'):
        kept = ["a circus,"]
    assert [text[start:end] for start, end in outside_marks(text)] == kept


def test_counts_by_hand() -> None:
    counted = dict(zip(LISTS.names, LISTS.count("Thugs, thugs - a vile circus!"), strict=True))
    per = (5 / 20) ** 0.5
    assert counted["label"] == pytest.approx(3 / per)
    assert counted["unfriendly"] == pytest.approx(3.0 / per)
    assert counted["strongest"] == 3.0
    assert counted["exclamations"] == counted["dashes"] == pytest.approx(1 / per)
    assert counted["length"] == pytest.approx(5**0.5)


def test_parts_of_hyphened_words_count() -> None:
    assert LISTS.count("a thug-loving one")[0] > 0


def test_quoted_heat_is_not_the_narrators(model: wording.Wording) -> None:
    assert model.probability("The thugs run a circus here.") > 0.5
    assert model.probability("He spoke of “thugs” and “a circus” here.") < 0.5
    whole = "He spoke of “thugs” here."
    assert model.probability(whole, [(13, 18)]) > 0.5


def test_the_words_that_carry_it(model: wording.Wording) -> None:
    text = "A quiet crew of thugs met."
    assert next(text[start:end] for start, end, _ in model.words(text)) == "thugs"
    assert model.words("It was “a circus” then, he said.", most=1) == []


def test_an_answer_does_not_depend_on_the_others(model: wording.Wording) -> None:
    texts = ["The thugs met.", "The crew met.", "The thugs met."]
    together = model.judge([(text, None) for text in texts])
    assert together == [model.probability(text) for text in texts]
    assert together[0] == together[2] != together[1]


def test_every_row_gets_one_answer_in_order(model: wording.Wording, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"\n".join(line for line, _ in ROWS) + b"\n")
    count = predict.write(source, target, predict.wording(model, words=2))
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").split("\n")[:-1]]
    assert len(answers) == len(ROWS) == count.rows
    assert count.faulty == sum(bool(fault) for _, fault in ROWS)
    for answer, (_, fault) in zip(answers, ROWS, strict=True):
        if fault:
            assert answer["label"] is None
            assert fault in answer["error"]
        else:
            assert answer["label"] == ("loaded" if answer["probability"] >= 0.5 else "plain")
    assert answers[0]["words"][0] == {"start": 4, "end": 9, "text": "thugs"}
    assert answers[7]["id"] == 4


def test_a_text_without_a_word_is_an_error_in_python(model: wording.Wording) -> None:
    with pytest.raises(InputError, match="the text is empty"):
        model.probability("  ")


@pytest.mark.slow
def test_the_same_file_gives_the_same_head(home: Path, tmp_path: Path) -> None:
    source = labelled_file(tmp_path / "own.jsonl")
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        fitting.train(source, folder, folder=home)
    for path in folders[0].iterdir():
        assert path.read_bytes() == (folders[1] / path.name).read_bytes()


def test_training_learns_and_measures(home: Path, tmp_path: Path) -> None:
    source, first = labelled_file(tmp_path / "own.jsonl"), tmp_path / "first"
    found = fitting.train(source, first, folder=home)
    assert {path.name for path in first.iterdir()} == fitting.OURS
    assert found["macro_f1"] > 0.9
    assert (found["rows"], found["faulty"], found["groups"]) == (40, 2, 12)
    own = wording.load(home, first)
    assert (
        own.probability(LOADED.format("choir", 3)) > 0.5 > own.probability(PLAIN.format("choir", 3))
    )
    assert evaluate.wording(source, own)["macro_f1"] == 1.0
    assert "Macro-F1" in (first / "CARD.md").read_text()


def test_folds_never_part_a_group() -> None:
    groups = [f"g{n // 3}" for n in range(60)]
    labels = np.arange(60) % 2
    for known, unseen in fitting.folds(groups, labels):
        assert not {groups[n] for n in known} & {groups[n] for n in unseen}


def test_labels_are_read_in_both_forms() -> None:
    rows = [{"label": "loaded"}, {"biased": True}, {"biased": "yes"}, {"label": "odd"}]
    assert [labelled.label_of(row) for row in rows] == [1, 1, None, None]


def test_too_few_labels_are_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "few.jsonl").write_text('{"text": "The thugs met.", "label": "loaded"}\n')
    with pytest.raises(InputError, match="1 loaded and 0 plain"):
        fitting.train(tmp_path / "few.jsonl", tmp_path / "out", folder=home)
    assert not (tmp_path / "out").exists()


def test_no_usable_row_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text('{"text": "The thugs met."}\n')
    with pytest.raises(InputError, match="no row that can be used"):
        labelled.read(tmp_path / "none.jsonl")


def test_a_foreign_folder_is_left_alone(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match=r"thesis\.txt"):
        fitting.train(labelled_file(tmp_path / "own.jsonl"), out, folder=home)
    assert (out / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["head.npz", "lists.json"])
def test_a_changed_file_is_refused(home: Path, name: str) -> None:
    path = home / "wording" / name
    path.write_bytes(path.read_bytes().replace(b"thug", b"thus") + b" ")
    with pytest.raises(InputError, match=f"{name} is damaged"):
        wording.load(home)


def test_a_head_of_another_encoder_is_refused(home: Path) -> None:
    fitting.write(home / "wording", listed_only(), LISTS, {"encoder": "0" * 64}, {}, "")
    with pytest.raises(InputError, match="another encoder"):
        wording.load(home)


def test_a_head_of_other_lists_is_refused(home: Path) -> None:
    digest = weights.manifest(home / "encoder")["files"]["encoder.npz"]
    longer = Lists({**LISTS.words, "more": ["x"]}, {})
    fitting.write(home / "wording", listed_only(), longer, {"encoder": digest}, {}, "")
    with pytest.raises(InputError, match="does not fit the lists"):
        wording.load(home)


def test_lists_survive_their_file() -> None:
    again = lists.parse(LISTS.dump())
    assert again.names == LISTS.names
    assert (again.count("Vile thugs!") == LISTS.count("Vile thugs!")).all()


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        cli,
        [
            "model",
            "predict",
            "wording",
            str(tmp_path / "in"),
            "--out",
            str(tmp_path / "out"),
            "--weights",
            str(tmp_path),
        ],
    )
    assert result.exit_code != 0
    assert not (tmp_path / "out").exists()
