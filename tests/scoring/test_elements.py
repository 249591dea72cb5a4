from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from framing import paths, pipeline, tables
from framing.__main__ import main
from framing.event import Actor, Corpus, Event
from framing.pipeline import Comparison, Lexicons
from framing.scoring import constructions, elements, faults
from framing.text import deeds


def read(text: str, packs: Lexicons, *actors: Actor, language: str = "en") -> pd.DataFrame:
    """Run the stages on one text of ours."""
    documents = tables.frame(
        "documents",
        {
            name: [
                {
                    "doc_id": "d",
                    "event": "e",
                    "outlet": "o",
                    "language": language,
                    "text": text,
                }.get(name, "" if column.type == "str" else [] if column.type == "list" else 0)
            ]
            for name, column in ((c.name, c) for c in tables.TABLES["documents"].columns)
        },
    )
    done = pipeline.annotate(Corpus(documents, Event("e"), actors=actors), packs)
    return elements.find(documents, done["sentences"], done["quotes"], done["scopes"], actors)


def rows(found: pd.DataFrame, element: str) -> list[tuple[Any, ...]]:
    own = found[found["element"] == element]
    return list(zip(own["text"], own["actor"], own["target"], own["polarity"], strict=True))


@pytest.mark.parametrize(
    ("text", "element", "words", "target"),
    [
        ("Old pipes led to the flood.", "cause", "Old pipes led to the flood", "Old pipes"),
        ("The port closed because of the storm.", "cause", "because of the storm", "storm"),
        ("It goes back to the port’s negligence.", "cause", "the port’s negligence", "port"),
        ("The council must mend the roof, at once.", "remedy", "The council must mend the roof",
         "council"),
        ("Voters in Lund should decide.", "remedy", "Voters in Lund should decide", "Voters"),
        ("The plan is irresponsible.", "judgement", "The plan is irresponsible", "plan"),
        ("Then came a cruel law.", "judgement", "a cruel law", ""),
        ("They wrote about the housing crisis.", "problem", "the housing crisis", ""),
        ("Farmers spoke of the growing risk of floods.", "problem", "the growing risk of floods",
         ""),
    ],
)  # fmt: skip
def test_a_construction_gives_span_and_target(
    text: str, element: str, words: str, target: str, packs: Lexicons
) -> None:
    found = rows(read(text, packs), element)
    assert [(one[0], one[2]) for one in found] == [(words, target)]


def test_who_accuses_is_the_actor_and_who_is_accused_the_target(packs: Lexicons) -> None:
    mayor = Actor("Ada Okafor", aliases=("Mayor Okafor",), role="official")
    text = "Mayor Okafor accused the Harbour Board of hiding the report."
    assert rows(read(text, packs, mayor), "cause") == [
        ("accused the Harbour Board of hiding the report", "Ada Okafor", "Harbour Board", "alleged")
    ]


def test_the_passive_turns_them_round(packs: Lexicons) -> None:
    text = "The Harbour Board was blamed for the delay by the crews."
    assert [one[2] for one in rows(read(text, packs), "cause")] == ["Harbour Board"]


def test_a_quotation_gives_the_actor_and_the_narrator_stays_the_narrator(packs: Lexicons) -> None:
    text = "“The board must resign,” said Ada Okafor. The board must resign."
    found = read(text, packs)
    assert [(row[1], row[2]) for row in rows(found, "remedy")] == [
        ("Ada Okafor", "board"),
        ("narrator", "board"),
    ]
    assert found["voice"].tolist() == ["direct", "narrator"]


def test_what_is_denied_stays_and_says_so(packs: Lexicons) -> None:
    found = rows(read("The storm did not cause the delay.", packs), "cause")
    assert [one[3] for one in found] == ["negated"]


def test_i_is_the_speaker(packs: Lexicons) -> None:
    found = rows(read("“I vow to rebuild the pier,” said Ada Okafor.", packs), "remedy")
    assert [one[2] for one in found] == ["Ada Okafor"]


@pytest.mark.parametrize(
    "text",
    [
        "The Crisis Centre opened at noon.",
        "The emergency room was painted.",
        "She must have missed the bus.",
        "The court was due to meet on Monday.",
        "",
        "؟ … “ ”",
        "blamed",
        "accused of",
    ],
)
def test_look_alikes_and_remains_are_no_elements(text: str, packs: Lexicons) -> None:
    assert len(read(text, packs)) == 0


def test_another_language_is_not_counted(packs: Lexicons) -> None:
    found = read("The crisis.", packs, language="de")
    assert found["reason"].tolist() == ["not English"]
    assert not found["counted"].any()


def test_the_table_is_sound_and_swapping_articles_changes_nothing(
    sample_comparison: Comparison,
) -> None:
    table = sample_comparison.tables["elements"]
    assert tables.check("elements", table) == []
    assert set(table["element"]) == set(constructions.ELEMENTS)
    parts = {name: sample_comparison.tables[name] for name in ("sentences", "quotes", "scopes")}
    parts["quotes"] = deeds.without(sample_comparison.documents, parts["quotes"])
    back = sample_comparison.documents.iloc[::-1].reset_index(drop=True)
    again = elements.find(back, actors=sample_comparison.corpus.actors, **parts)
    assert again.sort_values(["doc_id", "start", "element"], ignore_index=True).equals(
        table.sort_values(["doc_id", "start", "element"], ignore_index=True)
    )


def test_the_projects_constructions_have_no_fault() -> None:
    files = faults.files_in([paths.data_dir("lexicons")])
    assert [path.stem for path in files] == sorted(constructions.ELEMENTS)
    assert [str(fault) for fault in faults.check(files)] == []


def test_faulty_files_name_every_fault(tmp_path: Path) -> None:
    home = tmp_path / "elements"
    home.mkdir()
    head = 'id = "cause"\ntitle = "t"\nquestion = "q"\n'
    one = '[[construction]]\nid = "x"\nreason = "r"\nspan = "clause"\n'
    (home / "a.toml").write_text(
        head + one + 'cues = ["mends"]\nexamples = ["It breaks."]\n'
        'counter_examples = ["It mends."]\n' + one + 'examples = ["It mends."]\n'
    )  # fmt: skip
    (home / "b.toml").write_text(head + '[[construction]]\nid = "x"\nspan = "wide"\n')
    (home / "c.toml").write_text("id = ")
    found = [fault.found for fault in faults.check(faults.files_in([tmp_path]))]
    assert found[0] == 'the example "It breaks." is not found'
    assert found[1] == 'the counter-example "It mends." is found'
    assert "stands twice" in found[2]
    assert "neither cues nor verbs" in found[3]
    assert sum("construction.0" in one for one in found) == 3
    assert "TOML" in found[-1]


def test_seeds_say_who_blames_whom(seeds_comparison: Comparison) -> None:
    table = seeds_comparison.tables["elements"]
    causes = table[(table["element"] == "cause") & table["counted"]]
    number = causes["doc_id"].str[:3]
    blamed = causes["target"].str.contains(r"U\.S\.|United States|Trump admin", regex=True)
    own = causes[blamed & (causes["voice"] == "narrator")]
    assert (own["doc_id"].str[:3] == "003").sum() >= 4
    for doc in ("001", "004"):
        accused = causes[blamed & (number == doc)]
        assert accused["actor"].tolist() == ["Gustavo Petro"], doc
        assert (accused["voice"] != "narrator").all()
    judged = table[(table["element"] == "judgement") & (table["doc_id"].str[:3] == "000")]
    mistake = judged[judged["text"].str.contains("mistake")]
    assert len(mistake) == 1
    assert mistake["target"].str.contains("countries").all()
    assert mistake["voice"].tolist() == ["narrator"]


@pytest.mark.parametrize("name", constructions.ELEMENTS)
def test_an_element_under_the_least_precision_is_experimental(name: str) -> None:
    element = constructions.load(paths.data_dir("lexicons") / "elements" / f"{name}.toml")
    right = element.card["precision"]["value"]
    assert element.status == ("measured" if right >= 0.7 else "experimental")
    assert "not by outsiders" in element.card["coders"]


def test_the_codings_point_to_texts_and_hold_none() -> None:
    coded = pd.read_csv(
        paths.data_dir("lexicons") / "coding" / "elements.csv", keep_default_na=False
    )
    assert coded.groupby("coder")["item"].nunique().tolist() == [320, 320]
    assert set(coded["element"]) == {*constructions.ELEMENTS, ""}
    marked = coded[coded["element"] != ""]
    assert (marked["span_start"] >= marked["start"]).all()
    assert (marked["span_end"] <= marked["end"]).all()
    words = coded.select_dtypes(exclude="number").drop(columns=["sha256", "source"])
    assert all(words[column].str.len().max() <= len("judgement") for column in words)


def test_a_cue_denied_only_in_part_is_asserted(seeds_comparison: Comparison) -> None:
    table = seeds_comparison.tables["elements"]
    mistake = table[(table["cue"] == "make-a-mistake") & (table["doc_id"].str[:3] == "000")]
    assert mistake["polarity"].tolist() == ["asserted"]


def test_the_command_checks_constructions_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "elements"
    home.mkdir()
    (home / "cause.toml").write_text('id = "cause"\n')
    assert main(["lexicon", "check", str(tmp_path)]) == 2
    assert "title: Field required" in capsys.readouterr().out
    assert main(["lexicon", "check", str(paths.data_dir("lexicons") / "elements")]) == 0
