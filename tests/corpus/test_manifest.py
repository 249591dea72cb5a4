from __future__ import annotations

from pathlib import Path

import pytest

from framing.corpus.readers import load
from framing.errors import FaultsError, InputError

WHOLE = """
[event]
id = "river-flood"
title = "The river"
date = 2025-01-26
lexicons = ["loaded-plain"]
facts = "facts.toml"

[[article]]
file = "post.txt"
doc_id = "P"
outlet = "The Post"
title = "River rises"
published = 2025-01-27
url = "https://example.org/p"
genre = "news"
licence = "CC-BY-4.0"

[[article]]
file = "radio/one.txt"

[[actor]]
name = "Mayor Okafor"
aliases = ["Okafor"]
role = "official"
side = "town"

[[outlet]]
name = "The Post"
profile = "A paper that does not exist."
invented = true

[[quotation]]
speaker = "Mayor Okafor"
text = "We leave."
source = "invented"
"""


def folder(tmp_path: Path, toml: str) -> Path:
    here = tmp_path / "flood"
    (here / "radio").mkdir(parents=True, exist_ok=True)
    (here / "post.txt").write_text("Rain fell.")
    (here / "radio" / "one.txt").write_text("Rain again.")
    (here / "left.txt").write_text("Not listed.")
    (here / "facts.toml").write_text('[[fact]]\nid = "F1"\ntext = "rain fell"\n')
    (here / "corpus.toml").write_text(toml)
    return here


def test_whole(tmp_path: Path) -> None:
    corpus = load(folder(tmp_path, WHOLE))
    first, second = corpus.documents.iloc[0], corpus.documents.iloc[1]
    assert first["doc_id"] == "P"
    assert first["text"] == "River rises\n\nRain fell."
    assert first["published"] == "2025-01-27"
    assert first["url"] == "https://example.org/p"
    assert second["outlet"] == "radio"
    assert second["doc_id"].startswith("radio-")
    assert corpus.event.id == "river-flood"
    assert corpus.event.date == "2025-01-26"
    assert corpus.event.lexicons == ("loaded-plain",)
    assert [fact.id for fact in corpus.event.facts] == ["F1"]
    assert corpus.actors[0].aliases == ("Okafor",)
    assert corpus.outlets[0].invented
    assert "files not listed in corpus.toml left out: left.txt" in corpus.cautions


def test_without_articles_it_is_a_bare_folder_with_an_event(tmp_path: Path) -> None:
    corpus = load(folder(tmp_path, '[event]\nid = "river-flood"\n'))
    assert corpus.documents["outlet"].tolist() == ["left", "post", "radio"]
    assert set(corpus.documents["event"]) == {"river-flood"}


def test_a_folder_of_such_folders_has_several_events(tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder(tmp_path / name, WHOLE.replace("river-flood", name)).rename(tmp_path / f"{name}-x")
    corpus = load(tmp_path)
    assert corpus.documents["event"].tolist() == ["one", "one", "two", "two"]
    assert corpus.documents["doc_id"].iloc[0] == "one/P"
    assert len(corpus.actors) == 1


def test_all_faults_at_once_with_their_places(tmp_path: Path) -> None:
    toml = """
[event]
id = 7
colour = "red"
[[article]]
outlet = "The Post"
[[article]]
file = "post.txt"
autor = "Ada"
[[actor]]
name = "Mayor Okafor"
role = "queen"
[[outlet]]
name = "The Post"
invented = "yes"
"""
    with pytest.raises(FaultsError) as raised:
        load(folder(tmp_path, toml))
    assert sorted(fault.where for fault in raised.value.faults) == [
        "corpus.toml, actor 1, role",
        "corpus.toml, article 1, file",
        "corpus.toml, article 2, autor",
        "corpus.toml, event, colour",
        "corpus.toml, event, id",
        "corpus.toml, outlet 1, invented",
    ]
    assert raised.value.exit_code == 2


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "/etc/hostname",
        "radio/../../secret.txt",
        "C:\\\\secret.txt",
        "..",
        "radio\\\\..\\\\one.txt",
        "",
        "missing.txt",
        "radio",
        "link.txt",
        "linked/secret.txt",
        "post.txt\\u0000",
        "loop.txt",
    ],
)
def test_paths_stay_inside_the_folder(tmp_path: Path, path: str) -> None:
    here = folder(tmp_path, f'[[article]]\nfile = "{path}"\noutlet = "a"\n')
    (tmp_path / "secret.txt").write_text("A secret.")
    (here / "link.txt").symlink_to(tmp_path / "secret.txt")
    (here / "linked").symlink_to(tmp_path)
    (here / "loop.txt").symlink_to("loop.txt")
    with pytest.raises(FaultsError) as raised:
        load(here)
    assert raised.value.faults[0].where == "corpus.toml, article 1, file"


def test_facts_stay_inside_the_folder(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match="event, facts"):
        load(folder(tmp_path, '[event]\nid = "a"\nfacts = "../facts.toml"\n'))


def test_a_link_out_of_a_bare_folder_is_skipped(tmp_path: Path) -> None:
    here = tmp_path / "in"
    here.mkdir()
    (here / "post.txt").write_text("Rain.")
    (tmp_path / "secret.txt").write_text("A secret.")
    (here / "link.txt").symlink_to(tmp_path / "secret.txt")
    corpus = load(here)
    assert corpus.documents["outlet"].tolist() == ["post"]
    assert "skipped: link.txt" in corpus.cautions


@pytest.mark.parametrize(
    "toml", ["[event", "a" * 100, "x = " + "[" * 20_000, "\x00", 'article = "post.txt"', "x = 1"]
)
def test_broken_toml_is_one_clear_error(tmp_path: Path, toml: str) -> None:
    with pytest.raises(InputError) as raised:
        load(folder(tmp_path, toml))
    assert "corpus.toml" in str(raised.value)


def test_repeated_files_and_ids(tmp_path: Path) -> None:
    entry = '[[article]]\nfile = "post.txt"\ndoc_id = "P"\n'
    with pytest.raises(FaultsError) as raised:
        load(folder(tmp_path, entry * 2))
    assert [fault.found for fault in raised.value.faults] == [
        "file 'post.txt' is given twice",
        "doc_id 'P' is given twice",
    ]
