from __future__ import annotations

import re
from pathlib import Path

from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from framing.lexicon import card, check, draft, files
from framing.lexicon.vectorizer import LexiconVectorizer

from .conftest import Make, hits


def block(page: str, title: str) -> str:
    found = re.search(rf'```\w+ title="{re.escape(title)}"\n(.*?)```', page, re.DOTALL)
    assert found is not None, title
    return found[1]


def test_the_tutorial_runs(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "write-a-dimension.md").read_text(encoding="utf-8")
    path = tmp_path / "noise-life.toml"
    path.write_text(block(page, "noise-life.toml"), encoding="utf-8")
    assert check.check([path]) == []
    dimension = files.load(path)
    lists = [draft.read_list(block(page, f"{name}.txt")) for name in ("noise", "life")]
    started = draft.new("noise-life", lists[0], lists[1])
    assert [(e.term, e.pole) for e in started.entries] == [
        (e.term, e.pole) for e in dimension.entries
    ]
    sentence = re.search(r'probe noise-life.toml "([^"]+)"', page)
    assert sentence is not None
    assert hits(dimension, sentence[1])["pole"].tolist() == ["life"]


def test_the_reference_names_every_key(root: Path) -> None:
    page = (root / "docs" / "lexicons.md").read_text(encoding="utf-8")
    keys = {field.alias or name for model in (files.Dimension, files.Pole, files.Entry)
            for name, field in model.model_fields.items()} - {"sha256", "path"}  # fmt: skip
    assert [key for key in sorted(keys) if key not in page] == []
    figures = set(files.Card.model_fields)
    assert [key for key in sorted(figures) if f"`{key}`" not in page] == []


def test_the_cards_in_the_docs_are_not_stale(root: Path) -> None:
    folder = root / "docs" / "dimensions"
    pages = card.pages(files.load_folder([files.shipped()]))
    lying = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    stale = sorted(
        name for name in pages.keys() | lying.keys() if pages.get(name) != lying.get(name)
    )
    assert stale == [], "run: framing lexicon show all --out docs/dimensions"


def test_the_card_says_what_was_measured_and_what_was_not(make: Make) -> None:
    one = make('calm -> calm\nreason = "r"', "loud -> loud")
    text = card.show(one)
    assert "Not measured yet." in text
    assert "untested" in text
    figure = files.Figure(value=0.9, low=0.84, high=0.95, n=100)
    measured = one.model_copy(
        update={"card": files.Card(precision=figure, known_failures=("irony",))}
    )
    text = card.show(measured)
    assert "**Precision**: 0.90 (0.84 to 0.95, n = 100)" in text
    assert "- irony" in text


def test_leave_one_term_out_by_hand(make: Make) -> None:
    one = make("calm -> calm", "loud -> loud", "din -> loud")
    found = hits(one, "A calm day. A calm day. A loud day. A din. A din.")
    # 2 calm, 1 loud, 2 din: 3/5; without calm 3/3; without din 1/3
    share, low, high = card.leave_one_out(one, found)
    assert (share, low, high) == (0.6, 1 / 3, 1.0)
    assert "0.60; without any one term between 0.33 and 1.00" in card.show(one, hits=found)


def test_overlap_sees_inflected_forms(make: Make) -> None:
    one, two = make("child -> calm"), make("children -> loud", name="b.toml")
    assert card.overlap(one, [two.model_copy(update={"id": "other"})]) == {"other": ["child"]}


def test_the_vectorizer_fits_a_pipeline(make: Make) -> None:
    one = make("illegal alien -> calm", "alien -> loud")
    lower = FunctionTransformer(lambda texts: [text.lower() for text in texts])
    counts = make_pipeline(lower, LexiconVectorizer([one])).fit_transform(
        ["Illegal Aliens and an alien.", ""]
    )
    assert counts.tolist() == [[1, 1], [0, 0]]
