from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import paths, tables
from framing.errors import FaultsError
from framing.event import Actor
from framing.lexicon import labels, nations, referents
from framing.text import scope, sentences

NO_DEBRIS = pd.DataFrame({"doc_id": [], "start": [], "end": [], "reason": []})
PACKS = referents.load(paths.data_dir("lexicons") / "referents")


def read(text: str, quotes: pd.DataFrame | None = None) -> pd.DataFrame:
    documents = pd.DataFrame({"doc_id": ["a"], "title": [""], "text": [text]})
    cut = sentences.split(documents, NO_DEBRIS)
    said = tables.empty("quotes") if quotes is None else quotes
    return labels.find(documents, cut, said, scope.find(documents, cut), PACKS)


def names(text: str, referent: str = "people_removed") -> list[tuple[str, str]]:
    """(phrase, polarity) of what counts."""
    found = read(text)
    mine = found[(found["referent"] == referent) & found["counted"]]
    return list(zip(mine["text"], mine["polarity"], strict=True))


def apart(text: str, referent: str = "people_removed") -> dict[str, str]:
    """Phrase to reason of what does not count."""
    found = read(text)
    mine = found[(found["referent"] == referent) & ~found["counted"]]
    return dict(zip(mine["text"], mine["reason"], strict=True))


PEOPLE = [
    ("Agents gathered criminal illegal aliens in the harbour.", ["criminal illegal aliens"]),
    (
        "The ferry carried about 60 asylum seekers from Eritrea.",
        ["about 60 asylum seekers from Eritrea"],
    ),
    ("Norway deported 28 Portuguese on Monday.", ["28 Portuguese"]),
    ("Norway will repatriate its citizens.", ["its citizens"]),
    ("The return of their nationals began on Friday.", ["their nationals"]),
    (
        "Deportations began. Each of the returned individuals got a blanket.",
        ["Each of the returned individuals"],
    ),
    ("A plane carrying 90 Ruritanians, deported that morning, landed.", ["90 Ruritanians"]),
    (
        "The minister spoke of hundreds of migrants who had crossed the strait.",
        ["hundreds of migrants who had crossed the strait"],
    ),
    ("Undocumented people pay taxes.", ["Undocumented people"]),
    ("They deported migrants to Portugal.", ["migrants"]),
    ("The town expected more deported migrants.", ["more deported migrants"]),
    ("Migrant families waited at the bridge.", ["Migrant families"]),
    ("Norway accepted its citizens back after the deportations.", ["its citizens"]),
    (
        "Deportation awaits Portuguese who are illegally in Norway.",
        ["Portuguese who are illegally in Norway"],
    ),
]


@pytest.mark.parametrize(("text", "phrases"), PEOPLE)
def test_people_by_their_whole_phrase(text, phrases):
    assert [phrase for phrase, _ in names(text)] == phrases


@pytest.mark.parametrize(
    "text",
    [
        "The migrant crisis fills the papers.",
        "The migrant and refugee crisis fills the papers.",
        "An alien world was found near a star.",
        "The people of the town voted for the mayor.",
        "The coach sent his men to the bench.",
        "Anti-migrant speech is banned.",
        "The committee will toughen refugee policy.",
        "The aliens from outer space invade at midnight.",
    ],
)
def test_no_people(text):
    assert names(text) == []


POLARITY = [
    ("Deported migrants were seen. They are not criminals.", ("criminals", "negated")),
    (
        "The deportees landed, and none of them had been registered as criminals.",
        ("criminals", "negated"),
    ),
    (
        "The bishop said one cannot treat the deported migrants like criminals.",
        ("criminals", "rejected"),
    ),
    ("Police held two alleged illegal immigrants.", ("two alleged illegal immigrants", "alleged")),
    ("If they are illegal immigrants, they must go.", ("illegal immigrants", "hypothetical")),
    ("Are they illegal immigrants?", ("illegal immigrants", "hypothetical")),
    ("The town will not let the illegal immigrants in.", ("the illegal immigrants", "asserted")),
    ("The minister may meet the deported migrants.", ("the deported migrants", "asserted")),
    ("The state could deport illegal criminals.", ("illegal criminals", "asserted")),
    ("There were no illegal immigrants on board.", ("no illegal immigrants on board", "negated")),
    ("So-called illegal immigrants do the harvest.", ("So-called illegal immigrants", "alleged")),
]


@pytest.mark.parametrize(("text", "expected"), POLARITY)
def test_polarity_is_of_the_name(text, expected):
    assert expected in names(text)


def test_a_simile_leaves_the_people_asserted():
    text = "The union said the state cannot treat Portuguese migrants as criminals."
    assert names(text) == [("Portuguese migrants", "asserted"), ("criminals", "rejected")]


LOOKALIKES = [
    (
        "Norway deported 80 Portuguese. Now 9,000 Norwegians in Portugal without papers, too.",
        "9,000 Norwegians in Portugal without papers",
        "another nation's people",
    ),
    (
        "Deported migrants landed. Norway ordered inspections of Portuguese nationals and cargo.",
        "Portuguese nationals",
        "travellers",
    ),
    (
        "Deported migrants landed. Visas were revoked for Portuguese officials and their families.",
        "their families",
        "officials",
    ),
    (
        "Norway deported 80 Portuguese. The camp can hold up to 4,000 inmates.",
        "4,000 inmates",
        "prisoners",
    ),
    (
        "Deported migrants landed. The president urged citizens working abroad to return home.",
        "citizens working abroad to return home",
        "invited",
    ),
    (
        "Deported migrants landed. Loans await those individuals who choose to accept and return.",
        "those individuals who choose to accept and return",
        "invited",
    ),
    (
        "Norway deported 80 Portuguese. The gap is a transit point for migrants heading north.",
        "migrants heading north",
        "under way",
    ),
    (
        "Norway deported 80 Portuguese home. It also deported 20 Chileans to Rwanda.",
        "20 Chileans",
        "third country",
    ),
    (
        "Deported migrants landed. An old law allows the government to expel foreign nationals.",
        "foreign nationals",
        "law",
    ),
]


@pytest.mark.parametrize(("text", "phrase", "reason"), LOOKALIKES)
def test_lookalikes_are_kept_apart_with_the_reason(text, phrase, reason):
    assert phrase not in [name for name, _ in names(text)]
    found = apart(text)
    assert phrase in found
    assert reason in found[phrase]


def test_people_under_way_count_where_no_removal_is_spoken_of():
    assert names("Boats bring migrants heading north.") == [("migrants heading north", "asserted")]


@pytest.mark.parametrize(
    "text",
    [
        "Norway deported 80 Portuguese. 9,000 Norwegians in Portugal without papers were named.",
        "Portugal refused planes. Norway treats Portuguese migrants like criminals.",
        "Norway deported 20 Portuguese to Rwanda. Norwegian nationals were searched in Portugal.",
    ],
)
def test_swapping_two_countries_changes_nothing(text):
    swap = {
        "Norwegians": "Portuguese",
        "Norwegian": "Portuguese",
        "Norway": "Portugal",
        "Portuguese": "Norwegians",
        "Portugal": "Norway",
    }
    import re

    def other(match: re.Match[str]) -> str:
        word = match.group()
        if word == "Portuguese" and re.match(r" (?:migrants|nationals)", text[match.end() :]):
            return "Norwegian"
        return swap[word]

    swapped = re.sub("|".join(swap), other, text)
    before, after = read(text), read(swapped)
    columns = ["sent_id", "referent", "polarity", "pole", "counted", "reason"]
    pd.testing.assert_frame_equal(before[columns], after[columns])


def test_voice_and_speaker_come_from_the_quotation_that_holds_the_noun():
    text = "“The deported migrants are guests,” said Mayor Okafor of the migrants."
    quotes = tables.frame(
        "quotes",
        {
            "quote_id": ["q"],
            "part_no": [0],
            "doc_id": ["a"],
            "start": [0],
            "end": [35],
            "text": [text[:35]],
            "kind": ["direct"],
            "speaker": ["Okafor"],
            "speaker_start": [41],
            "speaker_end": [53],
            "cue_start": [36],
            "cue_end": [40],
        },
    )
    found = read(text, quotes)
    found = found[found["referent"] == "people_removed"]
    assert found["voice"].tolist() == ["direct", "narrator"]
    assert found["speaker"].tolist() == ["Okafor", ""]


OTHERS = [
    ("removal_act", "Mass deportations began.", ["Mass deportations"]),
    ("removal_act", "The state will send them back home, migrants fear.", ["send them back home"]),
    (
        "removal_act",
        "Flying illegal immigrants home is costly.",
        ["Flying illegal immigrants home"],
    ),
    ("removal_act", "Migration fell. The return to work was slow.", []),
    ("removal_act", "Deported migrants landed.", []),
    ("flights", "Two U.S. deportation aircraft turned round.", ["Two U.S. deportation aircraft"]),
    ("flights", "Deportations go on. Military planes took off.", ["Military planes"]),
    ("flights", "The flight to Oslo was late.", []),
    ("event_label", "A diplomatic spat began.", ["A diplomatic spat"]),
    ("restraints", "The deportees were handcuffed.", ["handcuffed"]),
    ("economic_measures", "Punitive tariffs followed.", ["Punitive tariffs"]),
    ("protesters", "Angry rioters burned cars.", ["Angry rioters"]),
    ("fighters", "Armed rebels took the bridge.", ["Armed rebels"]),
    ("strikers", "Striking nurses marched.", ["Striking nurses"]),
    (
        "strikers",
        "Dockworkers went on strike. The dockworkers met.",
        ["Dockworkers", "The dockworkers"],
    ),
    ("strikers", "Porters begin two-day strike. The porters met.", ["Porters", "The porters"]),
    ("strikers", "Nurses on strike met the teachers union.", ["Nurses"]),
    ("strikers", "A strike hit the port. Workers painted the hall.", []),
    ("people_harmed", "Police shot a boy. The teenager died.", ["a boy", "The teenager"]),
    ("people_harmed", "Two militants were killed.", ["Two militants"]),
    ("people_harmed", "The fire killed 11 seamstresses.", ["11 seamstresses"]),
    ("people_harmed", "The man who shot her was a driver.", []),
    ("people_harmed", "He was killed. Police arrested a man.", []),
    ("people_harmed", "The boy played. The teenager sang.", []),
    ("residents", "Worried residents met.", ["Worried residents"]),
    ("leader", "The leftist president spoke.", ["The leftist president"]),
    ("leader", "The president spoke.", []),
    ("measure", "A sweeping reform passed.", ["A sweeping reform"]),
    ("police", "Riot police came.", ["Riot police"]),
    ("pupils", "The school sent forty pupils home.", ["forty pupils"]),
    ("pupils", "Pupils wept. The kids were right.", ["Pupils", "The kids"]),
    ("pupils", "Two members of the board left the school; pupils stayed.", ["pupils"]),
    ("pupils", "The doctor saw dilated pupils.", []),
    ("pupils", "Children played at home.", []),
]


@pytest.mark.parametrize(("referent", "text", "phrases"), OTHERS)
def test_other_referents(referent, text, phrases):
    assert [phrase for phrase, _ in names(text, referent)] == phrases


def test_an_actors_name_holds_no_people():
    text = "Hill Refugees United met. Deported migrants listened."
    documents = pd.DataFrame({"doc_id": ["a"], "title": [""], "text": [text]})
    cut = sentences.split(documents, NO_DEBRIS)
    said, none = tables.empty("quotes"), scope.find(documents, cut)
    actors = [Actor("Hill Refugees United")]
    found = labels.find(documents, cut, said, none, PACKS, actors)
    assert found.loc[found["referent"] == "people_removed", "head"].tolist() == ["migrants"]


def test_the_table_is_sound_and_its_offsets_hold():
    text = "Criminal illegal aliens left. The rioters did not."
    found = read(text)
    assert tables.check("labels", found) == []
    for row in found.itertuples():
        assert text[row.start : row.end] == row.text


def test_one_document_alone_or_among_others():
    documents = pd.DataFrame(
        {
            "doc_id": ["a", "b"],
            "title": ["", ""],
            "text": ["They deported Chileans.", "Chileans were treated well. Chileans sing."],
        }
    )
    cut = sentences.split(documents, NO_DEBRIS)
    none = scope.find(documents, cut)
    both = labels.find(documents, cut, tables.empty("quotes"), none, PACKS)
    assert both["doc_id"].tolist().count("b") == 0
    one = labels.find(documents[:1], cut, tables.empty("quotes"), none, PACKS)
    pd.testing.assert_frame_equal(both, one)


@given(
    st.text(
        st.characters(exclude_categories=["Cs"]) | st.sampled_from("migrants who alien’s, .“”\n"),
        max_size=120,
    )
)
@settings(deadline=None, max_examples=100)
def test_any_text_goes_in(text):
    for row in read("Deported migrants. " + text).itertuples():
        assert 0 <= row.start < row.end <= 19 + len(text)


def test_nationality_words_are_all_of_one_list():
    known = nations.nations()
    assert known.country_of["costa ricans"] == "Costa Rica"
    assert {"chinese", "poles", "americans", "colombians"} <= known.people


def test_no_referent_file_names_a_country():
    known = {name for name in nations.nations().names if len(name) > 3}
    for path in sorted((paths.data_dir("lexicons") / "referents").glob("*.toml")):
        text = path.read_text(encoding="utf-8").lower()
        assert not [name for name in known if f'"{name}' in text or f" {name}" in text]


def test_all_faults_of_all_files_at_once(tmp_path):
    (tmp_path / "a.toml").write_text('id = "A"\ntitle = 3\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text("id = [", encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        referents.load(tmp_path)
    text = str(caught.value)
    assert "a.toml" in text
    assert "b.toml" in text
    assert "head" in text
    assert len(caught.value.faults) > 4


def test_an_empty_folder_has_no_referents(tmp_path):
    assert referents.load(tmp_path) == ()


def test_the_real_articles(shared):
    files = sorted((shared / "seeds").glob("*.txt"))
    documents = pd.DataFrame(
        {
            "doc_id": [path.name[:3] for path in files],
            "title": "",
            "text": [path.read_text(encoding="utf-8") for path in files],
        }
    )
    cut = sentences.split(documents, NO_DEBRIS)
    found = labels.find(documents, cut, tables.empty("quotes"), scope.find(documents, cut), PACKS)
    people = found[found["referent"] == "people_removed"]

    def of(doc_id: str, head: str) -> list[tuple[str, bool]]:
        rows = people[(people["doc_id"] == doc_id) & (people["head"] == head)]
        return list(zip(rows["polarity"], rows["counted"], strict=True))

    assert of("000", "aliens") == [("asserted", True)]
    assert of("000", "criminals") == [("rejected", True)] * 2
    assert of("000", "americans") == [("asserted", False)]
    assert of("001", "criminals") == [("negated", True)]
    assert of("002", "criminals") == [("rejected", True), ("asserted", True), ("asserted", True)]
    assert of("004", "individuals") == [("asserted", False)]
    assert (people.loc[~people["counted"], "reason"] != "").all()


@pytest.mark.parametrize("part", ["seen", "unseen"])
def test_people_harmed_are_found_rightly_if_not_fully(part):
    folder = Path(__file__).parent / "harmed" / part
    lines = (folder / "mentions.jsonl").read_text(encoding="utf-8").splitlines()
    truth = [json.loads(line) for line in lines]
    right, wrong, met = 0, 0, set()
    for path in sorted(folder.glob("*.txt")):
        own = [row for row in truth if row["file"] == path.name]
        assert all(path.read_text("utf-8")[r["start"] : r["end"]] == r["text"] for r in own)
        found = read(path.read_text(encoding="utf-8"))
        for label in found[(found["referent"] == "people_harmed") & found["counted"]].itertuples():
            hit = [r["start"] for r in own if r["start"] < label.end and label.start < r["end"]]
            met |= {(path.name, start) for start in hit}
            right, wrong = right + bool(hit), wrong + (not hit)
    assert right / (right + wrong) >= 0.85
    assert len(met) / len(truth) >= 0.2
