"""A small made-up event with consistent tables, so that reports can be drawn without the stages.

Everything here is invented: town, outlets, people, words. The marks in the texts:
``[[dimension/pole:words]]`` a counted hit, ``[[dimension/pole!reason:words]]`` one not counted,
``{{kind|speaker:words}}`` a quotation, ``((polarity/head:words))`` a name of the people moved.
"""

# ruff: noqa: E501 - the marked texts keep their paragraphs
from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from scipy.stats import beta

from framing import tables
from framing.comparison import naming
from framing.event import Actor, Event, Fact, Outlet
from framing.parameters import Parameters
from framing.report.view import Report


@dataclass(frozen=True)
class Pole:
    id: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Dimension:
    id: str
    title: str
    question: str
    poles: tuple[Pole, ...]
    kind: str = "bipolar"
    status: str = "provisional"
    referent: str = ""


DIMENSIONS = (
    Dimension(
        "threat-ordinary",
        "Threat or ordinary life",
        "Are the people on the green worded as a danger or as neighbours?",
        (
            Pole("threat", "threat", "words of danger, flood, siege"),
            Pole("ordinary", "ordinary life", "words of families, work, school"),
        ),
        referent="people_moved",
    ),
    Dimension(
        "confrontation-negotiation",
        "Confrontation or negotiation",
        "Is the dispute worded as a fight or as talks?",
        (
            Pole("confrontation", "confrontation", "words of battle"),
            Pole("negotiation", "negotiation", "words of talks and agreement"),
        ),
    ),
    Dimension(
        "loaded-plain",
        "Loaded or plain wording",
        "Are the words loaded or plain?",
        (
            Pole("loaded", "loaded", "words that praise or condemn"),
            Pole("plain", "plain", "words that only tell"),
        ),
        status="untested",
    ),
)

TEXTS = {
    "Harbour Post": """Green taken back after weeks of [[threat-ordinary/threat:siege]]

The town has its green back. For six weeks the ((asserted/squatters:squatters)) held the lawn, and the \
council did nothing while rubbish [[threat-ordinary/threat:swamped]] the paths. At dawn on Tuesday \
wardens moved in and cleared 46 tents in under two hours.

{{direct|Mayor Okafor:"This was never a [[confrontation-negotiation/confrontation!negated:battle]]. It was the law, and the law applies to \
((asserted/campers:campers)) too,"}} Mayor Okafor said. Traders had warned of a \
[[threat-ordinary/threat:menace]] to the summer season.

Not everyone cheered. {{indirect|Ines Duarte:Ines Duarte, who speaks for the ((asserted/families:families)), said \
that they had nowhere else to go}}. The council says it will \
[[confrontation-negotiation/confrontation:fight]] any [[loaded-plain/loaded:brazen]] attempt to return. \
The [[threat-ordinary/threat:invasion]] of the green must not happen twice.""",
    "Saltmarsh Wire": """Council moves 46 tents from Saltmarsh Green

SALTMARSH - Wardens on Tuesday removed 46 tents in which ((asserted/residents:displaced residents)) had \
lived since the March flood, the council said. {{indirect|the council:It said that rooms in two hostels were \
offered to all ((asserted/families:families))}}.

{{direct|Ines Duarte:"We are not a [[threat-ordinary/threat!negated:threat]]. We are [[threat-ordinary/ordinary:neighbours]] whose houses are wet,"}} \
said Ines Duarte, who speaks for the ((asserted/group:group)). {{direct|Mayor Okafor:"The ((asserted/campers:campers)) were asked \
three times,"}} Mayor Okafor said.

The two sides will meet for [[confrontation-negotiation/negotiation:talks]] on Friday. A \
[[confrontation-negotiation/negotiation:mediator]] from the county has been named. Children of the green go to the \
[[threat-ordinary/ordinary:school]] on Mill Lane.""",
    "The Long View": """Who owns a green?

A lawn is a strange thing to [[confrontation-negotiation/confrontation:fight]] over. The ((asserted/people:people moved on \
Tuesday)) are bakers, nurses and [[threat-ordinary/ordinary:neighbours]], and until March they had \
[[threat-ordinary/ordinary:homes]]. The council prefers the word {{partial|the council:"((rejected/squatters:squatters))"}}, as if \
a flood were a choice.

{{direct|Ines Duarte:"My sons do their [[threat-ordinary/ordinary:homework]] under a streetlamp,"}} Ines Duarte told a \
meeting on Monday. No one who heard her could call these ((negated/invaders:invaders)), and no one in the \
hall did. {{indirect|Mayor Okafor:Mayor Okafor replied that the season's [[threat-ordinary/ordinary:trade]] feeds \
[[threat-ordinary/ordinary:families]] too}}.

What the town did on Tuesday was [[loaded-plain/loaded:heartless]], and it was lawful. Both can be true. A \
[[confrontation-negotiation/negotiation:compromise]] was on the table for a month, and the \
[[confrontation-negotiation/negotiation!idiom:talks]] of the town ended where they began.""",
    "Daily Ferry": """Families moved from green; hostels offered

The council moved ((asserted/families:46 families)) from the green on Tuesday. They had lived in tents \
since the flood in March. Hostel rooms are free until June.

{{mixed|Mayor Okafor:Mayor Okafor called it "an [[threat-ordinary/ordinary:ordinary]] day's work"}}. \
{{direct|Ines Duarte:"We want [[confrontation-negotiation/negotiation:talks]], not tents,"}} said Ines Duarte. The \
((asserted/families:families)) may fetch their things at the depot on Dock Road.

Share this story""",
    "Ledger & Trade": """Season saved: traders welcome clearing of green

Shops around Saltmarsh Green expect a better summer after the council removed an \
((asserted/encampment:encampment)) that, {{indirect|the Chamber of Trade:according to the Chamber of Trade, cost them a fifth of \
their takings}}. The ((asserted/campers:campers)) left without incident.

{{direct|Paul Renner:"It was a slow [[threat-ordinary/threat:disaster]] for us,"}} said Paul Renner, who sells ice \
cream. The chamber asked for [[confrontation-negotiation/negotiation:talks]] in April and got none. The council's \
[[confrontation-negotiation/confrontation:ultimatum]] came on Monday. Footfall, rents and bookings will show \
whether the [[loaded-plain/plain:removal]] pays.""",
}

ACTORS = (
    Actor("Mayor Okafor", role="official", side="council"),
    Actor("the council", role="official", side="council"),
    Actor("Ines Duarte", role="affected", side="people on the green"),
    Actor("the Chamber of Trade", role="organisation", side="traders"),
    Actor("Paul Renner", role="affected", side="traders"),
)
FACTS = (
    Fact("F1", "46 tents were cleared on Tuesday"),
    Fact("F2", "hostel rooms were offered"),
    Fact("F3", "the people had lost their homes in the March flood"),
    Fact("F4", "the two sides will meet on Friday", known_from="2031-05-07"),
)
STATES = {
    "F1": "stated stated partial stated partial",
    "F2": "not_found stated not_found stated not_found",
    "F3": "not_found stated stated stated not_found",
    "F4": "not_yet_known stated not_found not_found undecidable",
}
VOICE = {"direct": "direct", "partial": "partial", "mixed": "partial", "indirect": "indirect"}
POOLED = {"narrator": "narrator", "direct": "quoted", "partial": "quoted", "indirect": "reported"}
_OPEN = re.compile(r"\[\[([^:\]]*):|\{\{([^:}]*):|\(\(([^:)]*):|\]\]|\}\}|\)\)")


def _parse(marked: str) -> tuple[str, list[dict[str, Any]]]:
    """Take the marks out of a text; give the bare text and the marked spans."""
    plain, spans, open_, last = "", [], [], 0
    for match in _OPEN.finditer(marked):
        plain += marked[last : match.start()]
        last = match.end()
        if match.group() in ("]]", "}}", "))"):
            span = open_.pop()
            spans.append({**span, "end": len(plain), "text": plain[span["start"] :]})
        else:
            kind = {"[": "hit", "{": "quote", "(": "label"}[match.group()[0]]
            tag = next(group for group in match.groups() if group is not None)
            open_.append({"type": kind, "tag": tag, "start": len(plain)})
    return plain + marked[last:], sorted(spans, key=lambda span: (span["start"], span["end"]))


def _sentences(doc_id: str, text: str) -> list[dict[str, Any]]:
    spans = [m.span() for m in re.finditer(r'\S[^\n]*?(?:[.!?]["”]?(?=\s)|(?=\n)|$)', text)]
    rows = []
    for number, (start, end) in enumerate(spans):
        part = "headline" if number == 0 else "body"
        part = "debris" if text[start:end] == "Share this story" else part
        rows.append(
            {
                "doc_id": doc_id,
                "sent_id": number,
                "start": start,
                "end": end,
                "part": part,
                "text": text[start:end],
            }
        )
    return rows


def _frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    names = tables.TABLES[name].names
    return tables.frame(name, {column: [row[column] for row in rows] for column in names})


def _document_rows(outlet: str, marked: str) -> dict[str, list[dict[str, Any]]]:
    text, spans = _parse(marked)
    doc_id = outlet.lower().replace(" ", "-").replace("&", "and")
    sentences = _sentences(doc_id, text)
    quotes = [span for span in spans if span["type"] == "quote"]
    out: dict[str, list[dict[str, Any]]] = {n: [] for n in ("quotes", "hits", "labels", "scopes")}
    for number, quote in enumerate(quotes):
        kind, speaker = quote["tag"].split("|")
        quote.update(kind=kind, speaker=speaker)
        out["quotes"].append(
            {
                **quote,
                "quote_id": f"{doc_id}-q{number}",
                "part_no": 0,
                "doc_id": doc_id,
                "speaker_start": -1,
                "speaker_end": -1,
                "cue_start": -1,
                "cue_end": -1,
            }
        )
    for span in spans:
        if span["type"] == "quote":
            continue
        inside = [q for q in quotes if q["start"] <= span["start"] and span["end"] <= q["end"]]
        sentence = next(s for s in sentences if s["start"] <= span["start"] < s["end"])
        common = {
            **span,
            "doc_id": doc_id,
            "sent_id": sentence["sent_id"],
            "voice": VOICE[inside[-1]["kind"]] if inside else "narrator",
            "speaker": inside[-1]["speaker"] if inside else "",
        }
        if span["type"] == "hit":
            tag, _, reason = span["tag"].partition("!")
            dimension, pole = tag.split("/")
            polarity = reason if reason in tables.POLARITIES else "asserted"
            out["hits"].append(
                {
                    **common,
                    "dimension": dimension,
                    "pole": pole,
                    "entry": span["text"].lower(),
                    "weight": 1.0,
                    "polarity": polarity,
                    "counted": not reason,
                    "reason": reason,
                }
            )
        else:
            polarity, head = span["tag"].split("/")
            out["labels"].append(
                {
                    **common,
                    "referent": "people_moved",
                    "head": head,
                    "polarity": polarity,
                    "pole": "",
                    "counted": True,
                    "reason": "",
                }
            )
    document = {
        "doc_id": doc_id,
        "event": "green",
        "outlet": outlet,
        "title": sentences[0]["text"],
        "published": "2031-05-06",
        "url": "",
        "genre": "news",
        "language": "en",
        "text": text,
        "n_words": len(text.split()),
        "completeness": "complete",
        "warnings": [],
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    return {"documents": [document], "sentences": sentences, **out}


def _score(hits: pd.DataFrame, document: Any, dimension: Dimension, voice: str) -> dict[str, Any]:
    own = hits[(hits["doc_id"] == document.doc_id) & (hits["dimension"] == dimension.id)]
    own = own[own["counted"]]
    if voice != "all":
        own = own[own["voice"].map(POOLED) == voice]
    lean = own.assign(way=(own["pole"] == dimension.poles[1].id) * 2 - 1)
    sums = lean.groupby("sent_id")["way"].sum()
    one, two = int((sums < 0).sum()), int((sums > 0).sum())
    few = len(own) < 2 or one + two == 0
    nan = float("nan")
    low, high = beta.ppf([0.025, 0.975], two + 0.5, one + 0.5)
    return {
        "doc_id": document.doc_id,
        "event": "green",
        "outlet": document.outlet,
        "dimension": dimension.id,
        "scorer": "lexical",
        "voice": voice,
        "speaker": "",
        "target": "",
        "value": nan if few else (two - one) / (one + two + 3),
        "low": nan if few else low,
        "high": nan if few else high,
        "share": nan if few else two / (one + two),
        "n_pole_1": one,
        "n_pole_2": two,
        "n_hits": len(own),
        "n_sentences": 10,
        "n_words": document.n_words,
        "salience": 1000 * len(own) / document.n_words,
        "robust_low": nan,
        "robust_high": nan,
        "status": dimension.status,
        "caution": "too few words" if few else "",
    }


def _tone(document: Any, number: int, voice: str) -> dict[str, Any]:
    value = [-0.31, 0.04, 0.12, 0.0, 0.2][number % 5] * (0.5 if voice == "quoted" else 1)
    base = dict.fromkeys(tables.TABLES["scores"].names, "")
    return {
        **base,
        "doc_id": document.doc_id,
        "event": "green",
        "outlet": document.outlet,
        "dimension": "tone",
        "scorer": "tone",
        "voice": voice,
        "value": value,
        "low": value - 0.15,
        "high": value + 0.15,
        "share": float("nan"),
        "n_pole_1": 0,
        "n_pole_2": 0,
        "n_hits": 0,
        "n_sentences": 10,
        "n_words": document.n_words,
        "salience": float("nan"),
        "robust_low": float("nan"),
        "robust_high": float("nan"),
        "status": "provisional",
        "caution": "",
    }


def _naming(labels: pd.DataFrame, outlets: dict[str, str]) -> pd.DataFrame:
    table = labels.assign(
        outlet=labels["doc_id"].map(outlets),
        event="green",
        voice=labels["voice"].map(POOLED),
        name=[
            naming.fold(text, head)
            for text, head in zip(labels["text"], labels["head"], strict=True)
        ],
    )
    keys = ["event", "referent", "outlet", "voice", "name", "polarity"]
    table = table.groupby(keys, sort=False).size().rename("count").reset_index()
    total = table.groupby(["referent", "outlet", "voice"])["count"].transform("sum")
    table["share"], table["caution"] = table["count"] / total, ""
    return tables.frame("naming", {c: table[c] for c in tables.TABLES["naming"].names})


def _speakers(quotes: pd.DataFrame, outlets: dict[str, str]) -> pd.DataFrame:
    known = {actor.name: actor for actor in ACTORS}
    rows = []
    for (doc_id, speaker, kind), group in quotes.groupby(["doc_id", "speaker", "kind"], sort=False):
        rows.append(
            {
                "event": "green",
                "outlet": outlets[doc_id],
                "speaker": speaker,
                "role": known[speaker].role,
                "side": known[speaker].side,
                "kind": kind,
                "n_quotes": len(group),
                "n_words": int(group["text"].str.split().str.len().sum()),
                "cues": ["said"],
            }
        )
    return _frame("speakers", rows)


def _coverage(doc_ids: list[str]) -> pd.DataFrame:
    rows = []
    for fact, states in STATES.items():
        for doc_id, state in zip(doc_ids, states.split(), strict=True):
            rows.append(
                {
                    "event": "green",
                    "fact": fact,
                    "doc_id": doc_id,
                    "state": state,
                    "sent_id": 1 if state in ("stated", "partial") else -1,
                    "weight": 0.5,
                }
            )
    return _frame("coverage", rows)


def _others(doc_ids: list[str]) -> dict[str, pd.DataFrame]:
    nan = float("nan")
    pairs = [("harbour-post", 3, "saltmarsh-wire", 1), ("saltmarsh-wire", 2, "daily-ferry", 3)]
    alignments = [
        {
            "event": "green",
            "cluster": n,
            "doc_id": a,
            "sent_id": i,
            "other_doc_id": b,
            "other_sent_id": j,
            "similarity": 0.6 - n / 10,
            "near_copy": False,
        }
        for n, (a, i, b, j) in enumerate(pairs)
    ]
    contrasts = [
        {
            "event": "green",
            "dimension": "threat-ordinary",
            "scorer": "lexical",
            "voice": "narrator",
            "outlet": outlet,
            "reference": "rest",
            "family": "primary",
            "difference": d,
            "low": d - 0.3,
            "high": d + 0.2,
            "p": nan,
            "p_adjusted": nan,
            "n": 4,
            "caution": "one article per outlet: no test",
        }
        for outlet, d in (("Harbour Post", -0.8), ("The Long View", 0.55))
    ]
    keywords = [
        {
            "event": "green",
            "outlet": "Harbour Post",
            "term": "law",
            "log_odds": 2.4,
            "low": 0.3,
            "high": 4.5,
            "p_adjusted": 0.03,
            "count": 2,
            "count_rest": 0,
        },
        {
            "event": "green",
            "outlet": "Ledger & Trade",
            "term": "summer",
            "log_odds": 1.1,
            "low": -0.8,
            "high": 3.0,
            "p_adjusted": 0.6,
            "count": 1,
            "count_rest": 1,
        },
    ]
    findings = [
        {
            "event": "green",
            "rank": 1,
            "table": "labels",
            "rows": [0, 1],
            "text": "In its own voice, this article of Harbour Post calls the people moved "
            "“squatters”; no other article does so in its own voice.",
        },
        {
            "event": "green",
            "rank": 2,
            "table": "speakers",
            "rows": [2, 5],
            "text": "Ledger & Trade quotes nobody from the people on the green.",
        },
    ]
    elements = [
        {
            "doc_id": "harbour-post",
            "sent_id": 6,
            "element": "remedy",
            "start": 10,
            "end": 20,
            "text": "the law applies to campers too",
            "actor": "Mayor Okafor",
            "target": "the campers",
            "voice": "direct",
            "polarity": "asserted",
            "cue": "applies to",
            "counted": True,
            "reason": "",
        }
    ]
    edits = [
        {
            "event": "green",
            "doc_id": "daily-ferry",
            "source_doc_id": "saltmarsh-wire",
            "start": 0,
            "end": 8,
            "old": "displaced residents",
            "new": "families",
            "kind": "label",
        }
    ]
    return {
        "alignments": _frame("alignments", alignments),
        "edits": _frame("edits", edits),
        "contrasts": _frame("contrasts", contrasts),
        "keywords": _frame("keywords", keywords),
        "findings": _frame("findings", findings),
        "elements": _frame("elements", elements),
    }


def report(texts: dict[str, str] | None = None) -> Report:
    """Build the report of the invented event (or of other marked texts)."""
    texts = texts or TEXTS
    rows: dict[str, list[dict[str, Any]]] = {}
    for outlet, marked in texts.items():
        for name, more in _document_rows(outlet, marked).items():
            rows.setdefault(name, []).extend(more)
    made = {name: _frame(name, more) for name, more in rows.items()}
    documents = made["documents"]
    outlets = dict(zip(documents["doc_id"], documents["outlet"], strict=True))
    scores = [
        _score(made["hits"], document, dimension, voice)
        for document in documents.itertuples()
        for dimension in DIMENSIONS
        for voice in tables.POOLED_VOICES
    ]
    scores += [
        _tone(document, number, voice)
        for number, document in enumerate(documents.itertuples())
        for voice in ("narrator", "quoted")
    ]
    made["scores"] = _frame("scores", scores)
    made["naming"] = _naming(made["labels"], outlets)
    made["speakers"] = _speakers(made["quotes"], outlets)
    made["judgements"] = tables.empty("judgements")
    own = texts is TEXTS
    more = _others(list(outlets)) if own else {}
    for name in ("alignments", "edits", "contrasts", "keywords", "findings", "elements"):
        made[name] = more.get(name, tables.empty(name))
    made["coverage"] = _coverage(list(outlets)) if own else tables.empty("coverage")
    sentences = made["sentences"]
    debris = sentences[sentences["part"] == "debris"]
    return Report(
        title="Saltmarsh Green is cleared",
        event=Event("green", "Saltmarsh Green is cleared", "2031-05-06", facts=FACTS),
        outlets=tuple(Outlet(name, f"{name} is an invented outlet.", True) for name in texts),
        actors=ACTORS,
        tables=made,
        dimensions=DIMENSIONS,
        parameters=Parameters(too_few_hits=2),
        cautions=["One article per outlet: no difference was tested."],
        limits=["Nothing here says what an outlet does in general: it has one article each."],
        shown=[dimension.id for dimension in DIMENSIONS],
        versions={"framing-compare": "0.1.0", "lexicons": {"threat-ordinary": "0" * 12}},
        debris=debris.assign(reason="share line")[["doc_id", "start", "end", "reason"]],
    )


def many(number: int) -> Report:
    """Build a report with so many outlets; their names include emoji and other scripts."""
    names = [
        "Gazette 😀",
        "Ежедневник",
        "صحيفة الميناء",
        "Εφημερίδα",
        "A name so long that it would run over any margin of any page if nobody cut it",
    ]
    names += [f"Outlet number {n}" for n in range(len(names), number)]
    marked = list(TEXTS.values())
    return report({name: marked[n % 5] for n, name in enumerate(names[:number])})


def without_hits(full: Report) -> Report:
    """Give the same report with no hit, score, label or finding in it."""
    names = ("hits", "labels", "scores", "naming", "findings", "contrasts", "keywords")
    return replace(full, tables={**full.tables, **{n: tables.empty(n) for n in names}}, shown=[])
