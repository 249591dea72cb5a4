from __future__ import annotations

import json
import math
from pathlib import Path

from framing import pipeline
from framing.parameters import Parameters
from framing.report import content, markup, methods, sections, wording
from framing.report.view import Report
from tests.report import sample


def test_pieces_put_together_are_the_text(report: Report) -> None:
    for row in report.table("documents").itertuples():
        cut = markup.pieces(report, row.doc_id)
        assert "".join(piece.text for piece in cut) == row.text


def test_every_counted_hit_is_marked_in_its_voice_with_its_letter(report: Report) -> None:
    hits = report.table("hits")
    marked: dict[int, str] = {}
    for doc_id in report.table("documents")["doc_id"]:
        for piece in markup.pieces(report, doc_id):
            for mark in piece.marks:
                marked[mark.row] = marked.get(mark.row, "") + piece.text
                assert piece.voice == hits.loc[mark.row, "voice"]
                assert mark.letter == report.letters()[hits.loc[mark.row, "dimension"]]
    assert marked == hits["text"].to_dict()


def test_the_arrow_points_to_the_poles_end(report: Report) -> None:
    cut = markup.pieces(report, "harbour-post")
    arrows = {mark.pole: mark.arrow for piece in cut for mark in piece.marks}
    assert arrows["threat"] == "◂"
    ferry = markup.pieces(report, "daily-ferry")
    assert {m.pole: m.arrow for p in ferry for m in p.marks}["ordinary"] == "▸"


def test_words_that_are_not_counted_come_with_the_reason(report: Report) -> None:
    assert markup.excluded(markup.pieces(report, "harbour-post")) == [("battle", "negated")]


def test_debris_is_in_no_excerpt(report: Report) -> None:
    cut = markup.pieces(report, "daily-ferry")
    kept = markup.kept(cut)
    assert all(piece.sent_id not in kept for piece in cut if piece.part == "debris")
    assert any(piece.part == "debris" for piece in cut)


def test_a_long_article_is_cut_to_sentences_with_marks(report: Report) -> None:
    cut = markup.pieces(report, "harbour-post")
    kept = markup.kept(cut, whole=10, most=40)
    marked = {p.sent_id for p in cut if any(m.counted for m in p.marks)}
    assert kept <= marked
    assert 0 in kept


def test_snippets_have_25_words_at_most_and_true_offsets(report: Report) -> None:
    long = " ".join(f"word{n}" for n in range(60))
    texts = dict(sample.TEXTS)
    texts["Long"] = f"A headline\n\n{long} [[threat-ordinary/threat:siege]] {long}."
    made = sample.report(texts)
    for row in made.table("documents").itertuples():
        for snippet in markup.snippets(markup.pieces(made, row.doc_id)):
            text = "".join(piece.text for piece in snippet["pieces"])
            assert text == row.text[snippet["start"] : snippet["end"]]
            assert len(text.split()) <= markup.SNIPPET_WORDS
    assert "siege" in "".join(
        p.text for s in markup.snippets(markup.pieces(made, "long")) for p in s["pieces"]
    )


def test_the_word_strip_says_what_the_table_says(report: Report) -> None:
    rows = {row["outlet"]: row for row in sections.word_strip(report)["rows"]}
    assert [n["name"] for n in rows["Harbour Post"]["own"]] == ["squatters"]
    assert [n["struck"] for n in rows["The Long View"]["told"]] == [True]
    assert rows["Ledger & Trade"]["told"] == []


def test_others_that_two_outlets_name_have_a_table_of_their_own(tmp_path: Path) -> None:
    for outlet, words in {
        "A": "Police shot a boy. The teenager died. Rioters burned a car. The rioters fled.",
        "B": "Officers shot a suspect. The suspect died. Protesters met. The protesters sang.",
        "C": "Demonstrators rallied. The demonstrators sang in the rain.",
    }.items():
        (tmp_path / f"{outlet}.txt").write_text(f"The event\n\n{words}", encoding="utf-8")
    made = pipeline.compare(tmp_path, parameters=Parameters(models=False)).view()
    others = {one["id"]: one["rows"] for one in sections.other_strips(made)}
    assert sections.word_strip(made)["id"] not in others
    harmed = {row["outlet"]: {n["name"] for n in row["own"]} for row in others["people_harmed"]}
    assert harmed == {"A": {"boy", "teenager"}, "B": {"suspect"}}


def test_findings_name_the_rows_they_rest_on(report: Report) -> None:
    first = sections.findings(report)[0]
    assert first["basis"] == "labels.csv, rows 0, 1"
    table = report.table("findings").iloc[0]
    assert all(0 <= row < len(report.table(table["table"])) for row in table["rows"])


def test_numbers_are_withheld_where_words_are_few(report: Report) -> None:
    rows = {row["outlet"]: row for row in sections.dimensions(report)[0]["rows"]}
    post = rows["Harbour Post"]["narrator"]
    assert (post["n1"], post["n2"], post["share"]) == (4, 0, 0.0)
    assert post["interval"] == "0–44 %"
    assert rows["Daily Ferry"]["narrator"]["share"] is None
    assert rows["Daily Ferry"]["narrator"]["few"]


def test_words_that_differ_are_marked_on_both_sides() -> None:
    left, right = sections.differ("The camp was cleared by wardens.", "The camp was emptied.")
    assert "".join(w["text"] for w in left) == "The camp was cleared by wardens."
    assert [w["text"] for w in left if w["different"]] == ["cleared by wardens."]
    assert [w["text"] for w in right if w["different"]] == ["emptied."]


def test_a_sentence_against_itself_has_no_difference() -> None:
    left, right = sections.differ("The same words.", "The same words.")
    assert left == right == [{"text": "The same words.", "different": False}]


def test_pairs_are_of_two_outlets_and_not_near_copies(report: Report) -> None:
    pairs = sections.pairs(report)
    assert len(pairs) == 2
    assert all(pair["left"]["outlet"] != pair["right"]["outlet"] for pair in pairs)
    copies = report.tables | {"alignments": report.table("alignments").assign(near_copy=True)}
    assert sections.pairs(sample.replace(report, tables=copies)) == []


def test_methods_are_true_for_the_run(report: Report) -> None:
    text = methods.text(report)
    assert f"{int(report.table('documents')['n_words'].sum())} words" in text
    assert f"of which {int(report.table('hits')['counted'].sum())} entered a score" in text
    assert "loaded-plain (untested)" in text
    assert "No difference between outlets was tested" in text
    bare = methods.text(sample.without_hits(report))
    assert "word list" not in bare
    assert "log-odds" not in bare
    assert "noun phrases" not in bare


def test_tested_differences_are_said_to_be_tested(report: Report) -> None:
    contrasts = report.table("contrasts").assign(p=0.01, p_adjusted=0.02)
    text = methods.text(sample.replace(report, tables=report.tables | {"contrasts": contrasts}))
    assert "2 differences of an outlet against the rest were tested" in text
    assert "No difference between outlets was tested" not in text


def test_the_content_is_plain_data_without_nan(report: Report) -> None:
    data = content.printable(content.gather(report))
    said = json.dumps(data, allow_nan=False)
    assert "How does each outlet word this event" in said
    assert content.printable({"a": math.nan}) == {"a": None}


def test_every_limit_is_said(report: Report) -> None:
    data = content.gather(report)
    heads = {item["head"] for item in data["how_to_read"]}
    assert {"Word choice is not truth.", "Zero is not neutral."} <= heads
    assert data["limits"] == list(report.limits)
    assert data["not_said"] == list(wording.NOT_SAID)


def test_nothing_shared_is_longer_than_25_words(report: Report) -> None:
    data = content.gather(report, share=True)
    assert data["pairs"] == []
    for article in data["articles"]:
        assert article["pieces"] == []
        for snippet in article["snippets"]:
            words = "".join(p["text"] for p in snippet["pieces"]).split()
            assert len(words) <= 25


def test_a_measured_base_rate_is_shown_and_a_missing_one_is_not(report: Report) -> None:
    from dataclasses import make_dataclass

    figure = make_dataclass("Figure", ["value", "low", "high", "n"])(0.62, 0.5, 0.73, 80)
    card = make_dataclass("Card", ["base_rate"])
    carded = make_dataclass("Carded", ["card"])
    assert sections.ordinary(carded(card(figure)), "negotiation") == (
        "Ordinary news: 62 % towards negotiation (50–73 %), n = 80"
    )
    assert sections.ordinary(carded(card(0.4)), "plain") == "Ordinary news: 40 % towards plain"
    assert sections.ordinary(report.dimensions[0], "ordinary life") == ""


def test_a_fact_without_label_is_named_by_a_sentence_that_tells_it(report: Report) -> None:
    from framing.event import Event

    bare = sample.replace(report, event=Event("green"))
    label = sections.grid(bare)["rows"][0]["label"]
    assert label == "“The town has its green back.”"
    assert sections.grid(report)["rows"][0]["label"] == "46 tents were cleared on Tuesday"
