from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from framing.errors import InputError
from framing.models import evaluate, predict, toward, weights
from framing.models.learned import Learned

GOOD = {"text": "The mayor thanked Bo, who mocked Ada.", "start": 4, "end": 9}
ROWS = [
    (json.dumps(GOOD).encode(), ""),
    (b"", "the line is empty"),
    (b"{", "the line is no JSON"),
    (b"[1]", "the line is no JSON object"),
    (b'{"text": "\xff"}', "the line is not UTF-8"),
    (json.dumps({**GOOD, "text": ""}).encode(), "the text is empty"),
    (json.dumps({**GOOD, "text": 5}).encode(), "text is missing or no string"),
    (json.dumps({"text": "Bo won."}).encode(), "start or end is missing or no whole number"),
    (json.dumps({**GOOD, "start": True}).encode(), "start or end is missing or no whole number"),
    (json.dumps({**GOOD, "end": 99}).encode(), "the target 4 to 99 lies outside the text"),
    (json.dumps({**GOOD, "start": 9}).encode(), "the target 9 to 9 lies outside the text"),
    (json.dumps({**GOOD, "start": -3}).encode(), "the target -3 to 9 lies outside the text"),
    (json.dumps({**GOOD, "start": 3, "end": 4}).encode(), "the target is white space"),
    (json.dumps({**GOOD, "id": "x7"}).encode(), ""),
    (json.dumps({"text": "Bo " * 5000, "start": 14000, "end": 14002}).encode(), ""),
    (json.dumps({"text": "🙂 and 🙃", "start": 0, "end": 1}).encode(), ""),
    (json.dumps({"text": "El alcalde mintió.", "start": 3, "end": 10}).encode(), ""),
    ('{"text": "Bo\u2028won.", "start": 0, "end": 2}'.encode(), ""),
]


@pytest.fixture
def model(tiny: Path) -> toward.Toward:
    return toward.load(tiny)


def test_every_row_gets_one_answer_in_order(model: toward.Toward, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"\n".join(line for line, _ in ROWS) + b"\n")
    count = predict.write(source, target, predict.toward(model))
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").split("\n")[:-1]]
    assert len(answers) == len(ROWS) == count.rows
    assert count.faulty == sum(bool(fault) for _, fault in ROWS)
    for answer, (_, fault) in zip(answers, ROWS, strict=True):
        if fault:
            assert answer["label"] is None
            assert fault in answer["error"]
        else:
            assert answer["label"] in (-1, 0, 1)
            assert abs(sum(answer["probabilities"].values()) - 1) < 1e-3
            assert answer["probability"] == max(answer["probabilities"].values())
    assert answers[13]["id"] == "x7"


def test_an_empty_file_gives_an_empty_file(model: toward.Toward, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"")
    assert predict.write(tmp_path / "in.jsonl", tmp_path / "out", predict.toward(model)).rows == 0
    assert (tmp_path / "out").read_bytes() == b""


def test_a_missing_file_is_named(model: toward.Toward, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        predict.write(tmp_path / "none.jsonl", tmp_path / "out", predict.toward(model))
    assert not (tmp_path / "out").exists()


def test_an_answer_does_not_depend_on_the_others(model: toward.Toward) -> None:
    questions = [("Bo thanked Ada.", 0, 2), ("Bo thanked Ada.", 11, 14), ("Ada left.", 0, 3)]
    together = model.judge(questions)
    for number, question in enumerate(questions):
        assert (model.probabilities(*question) == together[number]).all()
    assert not np.allclose(together[0], together[1])
    np.testing.assert_allclose(together.sum(axis=1), 1)


def test_a_faulty_question_is_an_error_in_python(model: toward.Toward) -> None:
    with pytest.raises(InputError, match="outside the text"):
        model.probabilities("Bo won.", 0, 70)


def test_a_long_text_is_read_around_its_target(model: toward.Toward) -> None:
    text = "x " * 3000 + "Bo lies." + " y" * 3000
    near = "x " * 200 + "Bo lies." + " y" * 200
    far = model.probabilities(text, 6000, 6002)
    np.testing.assert_allclose(far, model.probabilities(near, 400, 402), atol=1e-6)


def test_a_head_of_another_encoder_is_refused(tiny: Path) -> None:
    about = json.loads((tiny / "toward" / "manifest.json").read_text())
    (tiny / "toward" / "manifest.json").write_text(json.dumps({**about, "encoder": "0" * 64}))
    with pytest.raises(InputError, match="another encoder"):
        toward.load(tiny)


def test_a_run_without_models_says_so(tiny: Path, tmp_path: Path) -> None:
    learned = Learned(tiny)
    assert learned.toward is not None
    assert learned.caution(wanted=True) == ""
    assert "--no-models" in learned.caution(wanted=False)
    assert "models/encoder/vocab.txt" in learned.versions(wanted=True)
    assert learned.versions(wanted=False) == {}
    removed = Learned(tmp_path / "none")
    assert removed.toward is None
    assert "is not there" in removed.caution(wanted=True)
    assert removed.versions(wanted=True) == {}


def test_cards_and_list(tiny: Path) -> None:
    assert [one["name"] for one in weights.installed(tiny)] == ["encoder", "toward"]
    (tiny / "toward" / "CARD.md").write_text("# card\n")
    assert weights.card("toward", tiny) == "# card\n"
    with pytest.raises(InputError, match="no model is called 'tone'"):
        weights.card("tone", tiny)


def test_figures_by_hand() -> None:
    odds = np.array([[0.8, 0.2], [0.6, 0.4], [0.3, 0.7], [0.1, 0.9]])
    found = evaluate.figures(np.array([0, 1, 1, 1]), odds, ["plain", "loaded"])
    # plain: 1 of 2 right, none missed: F1 2/3; loaded: 2 right, 1 missed: 4/5
    assert found["f1"] == {"plain": 0.6667, "loaded": 0.8}
    assert found["macro_f1"] == 0.7333
    assert found["confusion"] == [[1, 0], [1, 2]]
    assert found["accuracy"] == 0.75
    assert sum(one["rows"] for one in found["calibration"]) == 4


def test_evaluate_reads_labelled_rows(model: toward.Toward, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    rows = [{**GOOD, "label": 1}, {**GOOD, "label": 3}, {**GOOD, "label": -1}, {"text": "x"}]
    rows.append({"sentence": GOOD["text"], "start": 4, "end": 9, "polarity": 0})
    source.write_text("\n".join(map(json.dumps, rows)))
    found = evaluate.toward(source, model)
    assert (found["rows"], found["faulty"]) == (3, 2)
    assert "macro-F1" in evaluate.text(found)
    source.write_text("{}\n")
    with pytest.raises(InputError, match="no row that can be judged"):
        evaluate.toward(source, model)
