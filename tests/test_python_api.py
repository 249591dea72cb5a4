"""The package as a script or a notebook meets it."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import framing
from framing import tables
from framing.errors import InputError
from framing.event import Corpus
from framing.parameters import Parameters
from framing.pipeline import Lexicons

ROOT = Path(framing.__file__).resolve().parent.parent
TINY = ROOT / "tests" / "tiny"

# a name that leaves this list, or an argument that changes, breaks somebody's script
PUBLIC = {
    "Comparison": ["corpus", "packs", "parameters", "tables", "cautions", "limits", "shown"],
    "__version__": None,
    "annotate": ["corpus", "packs", "on_step"],
    "compare": ["source", "packs", "parameters", "on_step", "options"],
    "load": ["source", "options"],
    "sample": ["event"],
    "score": ["annotated", "packs", "parameters", "on_step", "actors"],
}


def articles() -> pd.DataFrame:
    """Give the tiny event as a table that a notebook might hold."""
    documents = framing.load(TINY).documents
    return documents[["doc_id", "outlet", "text", "published"]]


def test_the_public_names_are_these() -> None:
    assert framing.__all__ == sorted(PUBLIC)
    assert dir(framing) == sorted(PUBLIC)
    for name, arguments in PUBLIC.items():
        thing = getattr(framing, name)
        if arguments is not None:
            assert list(inspect.signature(thing).parameters) == arguments, name
            assert inspect.getdoc(thing)
    with pytest.raises(AttributeError, match="no attribute 'no_such_name'"):
        _ = framing.no_such_name


def test_a_name_is_the_same_after_its_second_use() -> None:
    """No lazy name is hidden by a package of that name once it was imported."""
    code = (
        "import framing; a = framing.compare; framing.load(framing.sample());"
        "import framing.comparison; assert framing.compare is a and callable(a)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_importing_the_package_is_light() -> None:
    code = "import sys, framing; assert not {'numpy', 'pandas', 'matplotlib'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_load_takes_a_table() -> None:
    corpus = framing.load(articles())
    assert isinstance(corpus, Corpus)
    assert tables.check("documents", corpus.documents) == []
    assert corpus.documents["doc_id"].tolist() == ["north-1", "north-2", "south-1"]
    assert framing.load(corpus) is corpus
    assert corpus.event.id == "table"


def test_unknown_columns_are_named_and_ignored() -> None:
    corpus = framing.load(articles().assign(colour="red", mood=1))
    (caution,) = [text for text in corpus.cautions if "colour" in text]
    assert "mood" in caution
    assert "colour" not in corpus.documents


def test_a_table_and_a_folder_give_the_same_numbers(packs: Lexicons) -> None:
    told = framing.load(TINY)
    table = told.documents[["doc_id", "outlet", "text", "published"]].assign(event="tiny")
    of_table = framing.compare(table, packs=packs)
    of_folder = framing.compare(TINY, packs=packs)
    for name in ("hits", "scores", "sentences", "naming"):
        one, other = of_table.tables[name], of_folder.tables[name]
        # corpus.toml lists the actors' full names, a table cannot: only names of people differ
        shown = [column for column in one.columns if column not in ("speaker", "target")]
        pd.testing.assert_frame_equal(one[shown], other[shown])


def test_a_table_is_not_changed(packs: Lexicons) -> None:
    table = articles()
    before = table.copy(deep=True)
    framing.compare(table, packs=packs)
    pd.testing.assert_frame_equal(table, before)


def test_a_comparison_has_one_attribute_per_table(sample_comparison: framing.Comparison) -> None:
    assert set(sample_comparison.tables) == set(tables.TABLES) - {"panel"}
    for name in sample_comparison.tables:
        assert getattr(sample_comparison, name) is sample_comparison.tables[name]
        assert tables.check(name, sample_comparison.tables[name]) == []
        assert name in dir(sample_comparison)
    with pytest.raises(AttributeError, match="no attribute 'panel'"):
        _ = sample_comparison.panel


def test_annotate_and_score_give_the_tables(packs: Lexicons) -> None:
    annotated = framing.annotate(framing.load(TINY), packs)
    scored = framing.score(annotated, packs, Parameters())
    assert set(scored) - set(annotated) == {"judgements", "elements", "scores"}
    for name, table in scored.items():
        assert tables.check(name, table) == []


@pytest.mark.slow
def test_the_seed_moves_no_count(packs: Lexicons) -> None:
    one = framing.compare(TINY, packs=packs)
    other = framing.compare(TINY, packs=packs, parameters=Parameters(seed=1))
    pd.testing.assert_frame_equal(one.hits, other.hits)
    again = framing.compare(TINY, packs=packs)
    for name in one.tables:
        pd.testing.assert_frame_equal(one.tables[name], again.tables[name])


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda table: table.head(0), "no article"),
        (lambda table: table.head(1), "1 article"),
        (lambda table: table.drop(columns="text"), "text"),
        (lambda table: table.assign(doc_id="same"), "same"),
        (lambda table: table.assign(event=["a", "b", "b"]), "2 events"),
    ],
    ids=["empty", "one", "no text", "same ids", "two events"],
)
def test_a_wrong_table_is_an_input_error(change: object, found: str, packs: Lexicons) -> None:
    assert callable(change)
    with pytest.raises(InputError) as caught:
        framing.compare(change(articles()), packs=packs)
    assert found in caught.value.text()


def test_a_lexicon_that_is_not_there_is_named(tmp_path: Path, packs: Lexicons) -> None:
    import shutil

    shutil.copytree(TINY, tmp_path / "in", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    manifest = tmp_path / "in" / "corpus.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("criminals-migrants", "no-such-words"), encoding="utf-8")
    with pytest.raises(InputError, match="no lexicon is called 'no-such-words'"):
        framing.compare(tmp_path / "in", packs=packs)


def test_sample_names_the_events_that_there_are() -> None:
    assert (framing.sample("river-flood") / "corpus.toml").is_file()
    with pytest.raises(InputError, match="river-flood"):
        framing.sample("no-such-event")


@pytest.mark.slow
def test_a_report_from_python_is_that_of_the_command_line(tmp_path: Path) -> None:
    from framing.__main__ import main

    made = framing.compare(TINY).report(tmp_path / "python", pages="short")
    assert made == tmp_path / "python"
    assert (
        main(
            ["compare", str(TINY), "--out", str(tmp_path / "shell"), "--pages", "short", "--quiet"]
        )
        == 0
    )
    for path in sorted(made.rglob("*")):
        if path.is_file():
            other = tmp_path / "shell" / path.relative_to(made)
            assert path.read_bytes() == other.read_bytes(), path.name
