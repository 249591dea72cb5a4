"""The sections of a report as plain data, the same for paper and screen."""

from __future__ import annotations

import difflib
import math
import re
from typing import Any

import pandas as pd

from framing.charts import coverage, spectrum, strip, style
from framing.charts.axis import Dimension
from framing.report import wording
from framing.report.view import Report
from framing.report.view import rows as rows_of

Data = dict[str, Any]
_PAIRS, _ROWS, _LABEL = 6, 40, 110
_OTHERS, _OUTLETS = 3, 12


def word_strip(report: Report) -> Data:
    """Give the word strip: per outlet the names in its own voice and those it relays."""
    return _strip(report, next(iter(strip.referents(report.table("naming"))), ""))


def other_strips(report: Report) -> list[Data]:
    """Give the same for others whom two outlets name: at most three, the most often named first.

    Outlets without a name for them are left out, and of the others all but twelve.
    """
    naming, found = report.table("naming"), []
    for referent in strip.referents(naming)[1:]:
        data = _strip(report, referent)
        rows = [row for row in data["rows"] if row["own"] or row["told"]][:_OUTLETS]
        mentions = sum(name["count"] for row in rows for name in [*row["own"], *row["told"]])
        if len(rows) > 1 and mentions > len(rows):
            found.append({**data, "rows": rows})
    return found[:_OTHERS]


def _strip(report: Report, referent: str) -> Data:
    names = report.outlet_names()
    table = strip.prepare(report.table("naming"), names, referent)
    rows = []
    for outlet in names:
        own = table[table["outlet"] == outlet]
        rows.append(
            {
                "outlet": outlet,
                "own": _names(own[own["side"] == "own"]),
                "told": _names(own[own["side"] == "relayed"]),
            }
        )
    return {"referent": wording.referent(referent), "id": referent, "rows": rows}


def _names(rows: pd.DataFrame) -> list[Data]:
    return [
        {"name": name, "count": int(count), "struck": bool(struck), "polarity": polarity}
        for name, count, struck, polarity in zip(
            rows["name"], rows["count"], rows["struck"], rows["polarity"], strict=True
        )
    ]


def findings(report: Report) -> list[Data]:
    """Give each finding with the rows it rests on, in words."""
    table = report.table("findings").sort_values("rank", kind="stable")
    return [
        {"text": row.text, "basis": _basis(row.table, list(row.rows))}
        for row in rows_of(table.head(5))
    ]


def _basis(table: str, rows: list[int]) -> str:
    said = ", ".join(str(row) for row in rows[:8]) + (" …" if len(rows) > 8 else "")
    return f"{table}.csv, {'row' if len(rows) == 1 else 'rows'} {said}"


def dimensions(report: Report) -> list[Data]:
    """Give every shown dimension with its poles and, per outlet and voice, its numbers."""
    shown, names = report.dimensions_shown(), report.outlet_names()
    table = spectrum.prepare(report.table("scores"), shown, names)
    letters = report.letters()
    found = []
    for number, dimension in enumerate(shown):
        left, right = spectrum.ends(dimension)
        rows = table[table["dimension"] == dimension.id]
        found.append(
            {
                "id": dimension.id,
                "letter": letters[dimension.id],
                "number": number,
                "title": dimension.title,
                "question": dimension.question,
                "kind": dimension.kind,
                "status": dimension.status,
                "left": left,
                "right": right,
                "poles": [{"title": p.title, "text": p.description} for p in dimension.poles],
                "ordinary": ordinary(dimension, right),
                "shown": bool((rows["state"] == "shown").any()),
                "rows": [_row(rows[rows["outlet"] == name], name) for name in names],
            }
        )
    return found


def ordinary(dimension: Dimension, right: str) -> str:
    """Say where ordinary news lies on an axis, if its card holds a rate measured on other news.

    ``right`` is the name of the right end. Returns an empty text if nothing was measured.
    """
    rate = getattr(getattr(dimension, "card", None), "base_rate", None)
    value = getattr(rate, "value", rate)
    if not isinstance(value, int | float):
        return ""
    low, high, n = (getattr(rate, name, None) for name in ("low", "high", "n"))
    span = f" ({percent(low)}–{percent(high)} %)" if low is not None and high is not None else ""
    return f"Ordinary news: {percent(value)} % towards {right}{span}" + (f", n = {n}" if n else "")


def _row(rows: pd.DataFrame, outlet: str) -> Data:
    made: Data = {"outlet": outlet, "narrator": None, "quoted": None}
    for _, row in rows.iterrows():
        few = row["state"] != "shown"
        made[row["voice"]] = {
            "n1": int(row["n_pole_1"]),
            "n2": int(row["n_pole_2"]),
            "hits": int(row["n_hits"]),
            "few": few,
            "share": None if few else round(float(row["position"]), 4),
            "low": None if few else round(float(row["low"]), 4),
            "high": None if few else round(float(row["high"]), 4),
            "interval": "" if few else f"{percent(row['low'])}–{percent(row['high'])} %",
        }
    return made


def percent(share: float) -> str:
    """Write a share as whole percent, without the sign.

    >>> percent(0.745)
    '74'
    """
    return "" if math.isnan(share) else f"{round(100 * share)}"


def speakers(report: Report) -> list[Data]:
    """Give, outlet by outlet, who speaks, in which role, and how long."""
    table = report.table("speakers")
    keys = ["outlet", "speaker", "role", "side"]
    summed = table.groupby(keys, sort=False)[["n_quotes", "n_words"]].sum().reset_index()
    summed = summed[summed["n_quotes"] > 0]
    found = []
    for outlet in report.outlet_names():
        rows = summed[summed["outlet"] == outlet].sort_values(
            ["n_words", "speaker"], ascending=[False, True], kind="stable"
        )
        found.append(
            {
                "outlet": outlet,
                "rows": [
                    {
                        "speaker": row.speaker or "speaker not known",
                        "role": row.role,
                        "side": row.side,
                        "n_quotes": int(row.n_quotes),
                        "n_words": int(row.n_words),
                    }
                    for row in rows_of(rows)
                ],
            }
        )
    return found


def edits(report: Report) -> list[Data]:
    """Give the changes between copies of one text."""
    outlets = report.outlet_of()
    return [
        {
            "kind": wording.EDITS.get(row.kind, row.kind),
            "old": row.old,
            "new": row.new,
            "outlet": outlets.get(row.doc_id, row.doc_id),
            "source": outlets.get(row.source_doc_id, row.source_doc_id),
        }
        for row in rows_of(report.table("edits").head(_ROWS))
    ]


def pairs(report: Report) -> list[Data]:
    """Give aligned sentences of two outlets side by side, with the words that differ marked.

    At most six pairs: the closest of each cluster, no near-copies, different outlets.
    """
    outlets = report.outlet_of()
    table = report.table("alignments")
    table = table[~table["near_copy"]]
    table = table[table["doc_id"].map(outlets) != table["other_doc_id"].map(outlets)]
    table = table.sort_values("similarity", ascending=False, kind="stable")
    sentences = report.table("sentences")
    text = {
        (d, s): t
        for d, s, t in zip(
            sentences["doc_id"], sentences["sent_id"], sentences["text"], strict=True
        )
    }
    found = []
    for row in rows_of(table.drop_duplicates("cluster").head(_PAIRS)):
        one = text.get((row.doc_id, row.sent_id), "")
        two = text.get((row.other_doc_id, row.other_sent_id), "")
        left, right = differ(one, two)
        found.append(
            {
                "left": {
                    "outlet": outlets[row.doc_id],
                    "words": left,
                    "doc_id": row.doc_id,
                    "sent_id": int(row.sent_id),
                },
                "right": {
                    "outlet": outlets[row.other_doc_id],
                    "words": right,
                    "doc_id": row.other_doc_id,
                    "sent_id": int(row.other_sent_id),
                },
                "similarity": round(float(row.similarity), 2),
            }
        )
    return found


def differ(one: str, two: str) -> tuple[list[Data], list[Data]]:
    """Cut two sentences into runs of words, each marked as shared or as different.

    Words are compared without case and punctuation. Returns two lists of text and different.

    >>> differ("The camp was cleared.", "The camp was emptied.")[1]
    [{'text': 'The camp was ', 'different': False}, {'text': 'emptied.', 'different': True}]
    """
    first, second = re.findall(r"\S+\s*", one), re.findall(r"\S+\s*", two)
    match = difflib.SequenceMatcher(
        a=[_bare(word) for word in first], b=[_bare(word) for word in second], autojunk=False
    )
    left: list[Data] = []
    right: list[Data] = []
    for kind, a1, a2, b1, b2 in match.get_opcodes():
        for side, words in ((left, first[a1:a2]), (right, second[b1:b2])):
            if words:
                side.append({"text": "".join(words), "different": kind != "equal"})
    return left, right


def _bare(word: str) -> str:
    return re.sub(r"\W+", "", word).lower()


def grid(report: Report) -> Data:
    """Give the coverage grid: facts, and a state for each outlet."""
    labels = {fact: style.short(words, _LABEL) for fact, words in report.fact_labels().items()}
    table = coverage.prepare(report.table("coverage"), report.table("documents"), labels)
    rows = []
    for _, own in table.groupby("fact", sort=False):
        states = dict(zip(own["outlet"], own["state"], strict=True))
        rows.append(
            {
                "label": own["label"].iloc[0],
                "states": [
                    {
                        "symbol": coverage.SYMBOLS[states[name]],
                        "words": coverage.STATES[states[name]],
                    }
                    if name in states
                    else {"symbol": "", "words": ""}
                    for name in report.outlet_names()
                ],
            }
        )
    legend = [{"symbol": coverage.SYMBOLS[s], "words": w} for s, w in coverage.STATES.items()]
    return {"outlets": report.outlet_names(), "rows": rows, "legend": legend}


def contrasts(report: Report) -> Data:
    """Give the primary differences, outlet against the rest, with interval, p and caution.

    Returns rows and common: the cautions that all rows share are said once.
    """
    table = report.table("contrasts")
    shown = {d.id: d.title for d in report.dimensions_shown()}
    table = table[(table["family"] == "primary") & table["dimension"].isin(list(shown))]
    table = table[table["difference"].notna()]
    cautions = [text.split("; ") if text else [] for text in table["caution"]]
    common = [
        text
        for text in (cautions[0] if cautions else [])
        if all(text in others for others in cautions)
    ]
    rows = [
        {
            "outlet": row.outlet,
            "dimension": shown[row.dimension],
            "n": int(row.n),
            "difference": signed(row.difference),
            "low": signed(row.low),
            "high": signed(row.high),
            "p": "not tested" if math.isnan(row.p_adjusted) else f"{row.p_adjusted:.3f}",
            "caution": "; ".join(text for text in own if text not in common),
        }
        for row, own in zip(rows_of(table), cautions, strict=True)
    ]
    return {"rows": rows, "common": common}


def signed(value: float) -> str:
    """Write a difference with its sign and a true minus.

    >>> signed(-0.25)
    '−0.25'
    """
    return "" if math.isnan(value) else f"{value:+.2f}".replace("-", "−")


def keywords(report: Report) -> list[Data]:
    """Give the words that stand out in one outlet's articles after correction."""
    table = report.table("keywords")
    table = table[(table["p_adjusted"] < report.parameters.alpha) & (table["log_odds"] > 0)]
    table = table.sort_values("log_odds", ascending=False, kind="stable")
    return [
        {
            "outlet": row.outlet,
            "term": row.term,
            "count": int(row.count_),
            "rest": int(row.count_rest),
            "p": f"{row.p_adjusted:.3f}",
        }
        for row in rows_of(table.rename(columns={"count": "count_"}).head(_ROWS))
    ]
