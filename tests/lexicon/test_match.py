from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import tables
from framing.lexicon import dictionary, files, match
from framing.lexicon.line import put_on_line

from .conftest import Make, cut, hits, rows


def texts_of(found: pd.DataFrame) -> list[str]:
    return found["text"].tolist()


def test_every_form_is_found_whole_words_only_in_any_case(make: Make) -> None:
    one = make("alien -> calm", "crack down on -> loud")
    found = hits(one, "ALIENS alienate an alien. It cracked down on inalienable rights.")
    assert texts_of(found) == ["ALIENS", "alien", "cracked down on"]
    assert found["counted"].all()


def test_the_longest_match_comes_first_and_nothing_counts_twice(make: Make) -> None:
    one = make("illegal -> loud", "illegal alien -> loud", "alien -> calm")
    assert texts_of(hits(one, "An illegal alien, an illegal act, an alien.")) == [
        "illegal alien", "illegal", "alien",
    ]  # fmt: skip


def test_dimensions_do_not_take_words_from_each_other(make: Make) -> None:
    one = make("illegal alien -> loud")
    other = make("alien -> loud", name="b.toml").model_copy(update={"id": "other"})
    found = match.find(**cut(["An illegal alien."]), dictionary=dictionary.compile([one, other]))
    assert found[["dimension", "text"]].to_numpy().tolist() == [
        ["calm-loud", "illegal alien"], ["other", "alien"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["an illegal\nalien", "an illegal   alien", "an illegal\r\nalien", "an illegal-alien",
     "an il\u00adlegal ali\u200ben", "an illegal\u00a0alien", "an illegal \n alien"],
)  # fmt: skip
def test_wrapped_lines_hyphens_and_invisible_marks_do_not_part_a_phrase(
    make: Make, text: str
) -> None:
    found = hits(make("illegal alien -> loud"), text)
    assert len(found) == 1
    assert texts_of(found) == [text[3:]]


@pytest.mark.parametrize("text", ["illegal. Alien", "illegal, alien", "illegal\n\nalien"])
def test_a_phrase_does_not_run_across_a_sign_or_paragraph(make: Make, text: str) -> None:
    assert len(hits(make("illegal alien -> loud"), text)) == 0


def test_apostrophes_and_accents_are_equal(make: Make) -> None:
    one = make("people's power -> calm", "regime -> loud")
    found = hits(one, "The people’s power and the people's power. The régime’s end.")
    assert texts_of(found) == ["people’s power", "people's power", "régime"]


def test_capitals_of_a_term_must_be_capitals(make: Make) -> None:
    found = hits(make("Global South -> calm"), "The Global South, the global south, GLOBAL SOUTH.")
    assert texts_of(found) == ["Global South", "GLOBAL SOUTH"]


def test_a_wildcard_takes_the_whole_word(make: Make) -> None:
    assert texts_of(hits(make("threat* -> loud"), "A threatening thread; threats.")) == [
        "threatening", "threats",
    ]  # fmt: skip


def test_other_scripts_match_with_valid_offsets(make: Make) -> None:
    found = hits(make("мир -> calm"), "Здесь Мир, 😀 мира нет, мир!")
    assert texts_of(found) == ["Мир", "мир"]


@pytest.mark.parametrize(
    "text",
    ["The Alien Enemies Act is old.", "The Terrorism Confinement Center opened.",
     "Homeland Security said so.", "Since the Cold War it stood."],
)  # fmt: skip
def test_names_are_no_framing(make: Make, text: str) -> None:
    one = make(
        "alien -> loud", "enemy -> loud", "terrorism -> loud", "security -> calm", "war -> loud"
    )
    assert len(hits(one, text)) == 0
    assert len(hits(one, "A cold war of aliens, enemies, terrorism, security.")) == 5


def test_not_in_voids_a_phrase_and_words_nearby(make: Make) -> None:
    one = make('alien -> loud\nnot_in = ["alien species", "space", "flying saucer"]')
    text = (
        "An alien came. Alien species spread. In space no alien hears. "
        "The alien left the flying saucers behind. Space is wide. An alien stays."
    )
    assert [row.start for row in hits(one, text).itertuples()] == [
        text.index("alien came"), text.rindex("alien stays"),
    ]  # fmt: skip


def test_a_prefix_makes_another_word(make: Make) -> None:
    found = hits(make("criminal -> loud", "anti-war -> calm", "war -> loud"),
                 "A non-criminal matter, an anti-war march, a post-war criminal.")  # fmt: skip
    assert texts_of(found) == ["anti-war", "war", "criminal"]


def quoted(text: str, inner: str, speaker: str = "A. Ruiz", kind: str = "direct") -> pd.DataFrame:
    start = text.index(inner)
    return rows("quotes", {"doc_id": "0", "start": start, "end": start + len(inner),
                           "kind": kind, "speaker": speaker})  # fmt: skip


def test_voice_speaker_and_polarity_decide(make: Make) -> None:
    text = "A din, “another din,” she said. No din. Allegedly a din."
    low, loud = text.index("No din"), text.index("Allegedly")
    scopes = rows(
        "scopes",
        {"doc_id": "0", "start": low, "end": low + 6, "polarity": "negated", "cue_start": low,
         "cue_end": low + 2},
        {"doc_id": "0", "start": loud, "end": len(text), "polarity": "alleged",
         "cue_start": loud, "cue_end": loud + 9},
    )  # fmt: skip
    found = hits(make("din -> loud"), text, quotes=quoted(text, "another din"), scopes=scopes)
    assert found["voice"].tolist() == ["narrator", "direct", "narrator", "narrator"]
    assert found["speaker"].tolist() == ["", "A. Ruiz", "", ""]
    assert found["counted"].tolist() == [True, True, False, False]
    assert found["reason"].tolist() == ["", "", "negated", "alleged, by nobody named"]


def test_a_negator_inside_the_term_does_not_negate_it(make: Make) -> None:
    text = "People without papers or noise."
    start = text.index("without")
    scopes = rows("scopes", {"doc_id": "0", "start": start, "end": len(text), "polarity": "negated",
                             "cue_start": start, "cue_end": start + 7})  # fmt: skip
    found = hits(make("without papers -> calm", "noise -> loud"), text, scopes=scopes)
    assert found["counted"].tolist() == [True, False]


def label(text: str, words: str, **more: object) -> dict[str, object]:
    start = text.index(words)
    given: dict[str, object] = {"doc_id": "0", "sent_id": 0, "referent": "guests", "start": start,
                                "end": start + len(words), "text": words, "counted": True,
                                "voice": "narrator", "polarity": "asserted"}  # fmt: skip
    return given | more


def test_only_what_is_said_of_the_referent_counts(make: Make) -> None:
    one = make("rowdy -> loud", "thug -> loud", head='referent = "guests"')
    text = (
        "The rowdy guests sang. The rowdy neighbours slept. A rowdy street. "
        "The guests were thugs. Guests feared thugs."
    )
    labels = rows(
        "labels",
        label(text, "The rowdy guests"),
        label(text, "The rowdy neighbours", counted=False, reason="they live there"),
        label(text, "The guests"),
        label(text, "Guests"),
    )
    found = hits(one, text, labels=labels)
    assert found["reason"].tolist() == [
        "",
        "not the people of this event: they live there",
        "no person of this referent named here",
        "",
        "no person of this referent named here",
    ]
    assert found["counted"].tolist() == [True, False, False, True, False]


@pytest.mark.parametrize(
    ("text", "counts"),
    [("Guests who live here without papers sang.", True),
     ("Guests are seen as people without papers.", False),
     ("Guests told the court of neighbours without papers.", False)],
)  # fmt: skip
def test_a_phrase_after_the_name_is_said_of_it(make: Make, text: str, counts: bool) -> None:
    one = make("without papers -> loud", head='referent = "guests"')
    found = hits(one, text, labels=rows("labels", label(text, "Guests")))
    assert found["counted"].tolist() == [counts]


def test_a_name_takes_the_reading_of_its_label(make: Make) -> None:
    one = make("rowdy -> loud", head='referent = "guests"')
    text = "They refused the rowdy guests."
    scopes = rows("scopes", {"doc_id": "0", "start": 0, "end": len(text), "polarity": "negated",
                             "cue_start": 5, "cue_end": 12})  # fmt: skip
    asserted = hits(one, text, scopes=scopes, labels=rows("labels", label(text, "rowdy guests")))
    assert asserted["counted"].tolist() == [True]
    denied = label(text, "rowdy guests", polarity="negated")
    assert hits(one, text, scopes=scopes, labels=rows("labels", denied))["counted"].tolist() == [
        False
    ]


def test_neighbours_in_one_noun_phrase_are_one_hit(make: Make) -> None:
    one = make("criminal -> loud", "illegal alien -> loud", head='referent = "guests"')
    text = "The criminal illegal aliens left."
    found = hits(one, text, labels=rows("labels", label(text, "criminal illegal aliens")))
    assert found[["text", "entry"]].to_numpy().tolist() == [
        ["criminal illegal aliens", "illegal alien"]
    ]


def test_debris_and_foreign_texts_do_not_count(make: Make) -> None:
    one = make("din -> loud")
    made = cut(["A din. A din."])
    made["sentences"].loc[1, "part"] = "debris"
    found = match.find(**made, dictionary=dictionary.compile([one]))
    assert found["reason"].tolist() == ["", "page debris"]
    made["documents"]["language"] = "es"
    found = match.find(**made, dictionary=dictionary.compile([one]))
    assert found["reason"].tolist() == ["not an English text", "page debris"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="alien illegal.\n\r\u00ad é😀’-", max_size=60), max_size=4))
def test_offsets_are_true_whatever_the_text(texts: list[str]) -> None:
    one = files.Dimension.model_validate({
        "id": "a-b", "title": "t", "question": "q", "kind": "bipolar",
        "pole": [{"id": "a", "title": "a"}, {"id": "b", "title": "b"}],
        "entry": [{"term": "illegal alien", "pole": "a"}, {"term": "ali*", "pole": "b"}],
    })  # fmt: skip
    made = cut(texts)
    found = match.find(**made, dictionary=dictionary.compile([one]))
    assert tables.check("hits", found) == []
    for row in found.itertuples():
        assert texts[int(row.doc_id)][row.start : row.end] == row.text
    line = put_on_line(texts)
    assert len(line.folded) == len(line.text) - len(line.seams)


def test_order_and_batching_of_documents_change_nothing() -> None:
    packs = files.load_folder([files.shipped()])
    words = dictionary.compile(packs)
    texts = [e.examples[0] for one in packs for e in one.entries[:12] if e.examples]
    made = cut(texts)
    whole = match.find(**made, dictionary=words)
    shuffled = made["documents"].sample(frac=1, random_state=random.Random(1).randint(0, 9))
    again = match.find(**{**made, "documents": shuffled}, dictionary=words)
    keys = ["doc_id", "start", "dimension"]
    pd.testing.assert_frame_equal(
        whole.sort_values(keys, ignore_index=True), again.sort_values(keys, ignore_index=True)
    )
    few = made["documents"].iloc[:3]
    alone = match.find(**{**made, "documents": few}, dictionary=words)
    pd.testing.assert_frame_equal(alone, whole[whole["doc_id"].isin(few["doc_id"])])


@pytest.mark.slow
def test_no_entry_can_hang_the_matcher(make: Make) -> None:
    one = make(*(f"{'a ' * 7}{'a' * n} -> calm" for n in range(1, 40)), "aaa* -> loud")
    found = hits(one, "a " * 20_000 + "a" * 20_000)
    assert len(found) > 0


def test_relevant_dimensions_need_hits_in_two_texts(make: Make) -> None:
    one = make("din -> loud")
    documents = cut(["A din. A din. A din."])["documents"]
    found = hits(one, "A din. A din. A din.")
    assert match.relevant(found, documents, [one]) == ["calm-loud"]
    two = cut(["A din. A din. A din.", "Rain."])["documents"]
    assert match.relevant(found, two, [one]) == []
    assert match.relevant(found.assign(counted=False), documents, [one]) == []
