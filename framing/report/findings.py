"""The sentences of a report, written from rows of tables, and what may not be concluded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing import tables
from framing.comparison import cautions, contrasts
from framing.event import Fact
from framing.parameters import Parameters
from framing.report import copied, described, wording
from framing.report.described import EXPLAIN, Finding, before, listed

NOTHING = (
    "No finding of a difference: nothing here could be stated with the evidence at hand. "
    "That is a result, too."
)
# words of judgement that a report never uses, not even inside a phrase it shows
VERDICTS = (
    "biased", "bias ", "unfair", "fair ", "propaganda", "untrue", "truthful", "manipulat",
)  # fmt: skip


def write(
    found: Mapping[str, pd.DataFrame],
    dimensions: Sequence[Any],
    parameters: Parameters,
    facts: Sequence[Fact] = (),
) -> pd.DataFrame:
    """Write the findings of a comparison: sentences, each with the rows it rests on.

    ``found`` maps names of tables to tables, ``dimensions`` have id, status and poles, ``facts``
    are the event's, for their wording. Returns the table ``findings``. First stand differences
    that may be claimed of an outlet's coverage of this event: primary family, adjusted p below
    ``parameters.alpha``, a family whose smallest attainable adjusted p is below it, an interval
    without zero, a tested dimension; the one whose interval's end lies farthest from zero comes
    first. Then what can be shown without a test, worded of these articles: copies, edits, names,
    who speaks, facts not found, distinctive words. If all outlets print one text, that is the
    only finding. Without any, one row says that there is no finding of a difference.

    >>> write({name: tables.empty(name) for name in tables.TABLES}, [], Parameters())[
    ...     "text"].tolist()[0][:34]
    'No finding of a difference: nothin'
    """
    documents = found["documents"]
    parts = []
    for event in sorted(documents["event"].unique()) if len(documents) else [""]:
        rows = _of_event(found, str(event), dimensions, parameters, facts)
        rows = [row for row in rows if not _judges(row.text)] or [Finding(NOTHING)]
        parts.append(
            tables.frame(
                "findings",
                {
                    "event": [event] * len(rows),
                    "rank": list(range(1, len(rows) + 1)),
                    "text": [row.text for row in rows],
                    "table": [row.table for row in rows],
                    "rows": [list(row.rows) for row in rows],
                },
            )
        )
    return tables.concat("findings", parts)


def _judges(text: str) -> bool:
    low = f"{text.lower()} "
    return any(word in low for word in VERDICTS)


def _of_event(
    found: Mapping[str, pd.DataFrame],
    event: str,
    dimensions: Sequence[Any],
    parameters: Parameters,
    facts: Sequence[Fact],
) -> list[Finding]:
    mine = {
        name: table[table["event"] == event] if "event" in table else table
        for name, table in found.items()
    }
    same = copied.copies(mine)
    if same and copied.one_text(mine):
        return same
    return [
        *claims(mine, dimensions, parameters),
        *same,
        *copied.edits(mine),
        *described.names(mine, [d.referent for d in dimensions if getattr(d, "referent", "")]),
        *described.registers(mine),
        *described.affected(mine),
        *described.keywords(mine, parameters),
        *described.missing(mine, facts),
        *described.longest(mine),
    ]


def claims(
    found: Mapping[str, pd.DataFrame], dimensions: Sequence[Any], parameters: Parameters
) -> list[Finding]:
    """Write the differences that may be claimed of an outlet's coverage of this event.

    Arguments as in ``write``, tables of one event. Ranked by the interval's end nearest zero.

    >>> claims({"contrasts": tables.empty("contrasts"), "documents": tables.empty("documents")},
    ...        [], Parameters())
    []
    """
    rows = found["contrasts"]
    known = {dimension.id: dimension for dimension in dimensions}
    said: list[tuple[float, Finding]] = []
    for family in (contrasts.PRIMARY, "naming"):
        family_rows = rows[rows["family"] == family]
        # what can never be claimed needs no look at each row
        tried = family_rows[
            (family_rows["voice"] == "narrator")
            & (family_rows["reference"] == "rest")
            & (family_rows["p_adjusted"] < parameters.alpha)
        ]
        n_tests = int(family_rows["p"].notna().sum())
        if contrasts.attainable(found["documents"], n_tests, parameters) >= parameters.alpha:
            continue
        for number, row in tried.iterrows():
            near = _nearest(row)
            if not _claimable(row, known, parameters) or near <= 0:
                continue
            sentence = _naming(row) if family == "naming" else _leaning(row, known)
            text = before(row["caution"]) + sentence
            said.append((near, Finding(text, "contrasts", (int(str(number)),))))
    said.sort(key=lambda item: (-item[0], item[1].rows))
    return [finding for _, finding in said]


def _nearest(row: pd.Series[Any]) -> float:
    """Give the distance of the interval from zero (0 if it holds zero)."""
    if not np.isfinite(row["low"]) or not np.isfinite(row["high"]):
        return 0.0
    return max(float(row["low"]), -float(row["high"]), 0.0)


def _claimable(row: pd.Series[Any], known: Mapping[str, Any], parameters: Parameters) -> bool:
    if row["voice"] != "narrator" or row["reference"] != "rest":
        return False
    if not row["p_adjusted"] < parameters.alpha or cautions.UNTESTED in row["caution"]:
        return False
    if row["family"] == "naming":
        return True
    dimension = known.get(row["dimension"])
    return dimension is not None and dimension.status in ("provisional", "validated")


def _leaning(row: pd.Series[Any], known: Mapping[str, Any]) -> str:
    dimension = known[row["dimension"]]
    presence = dimension.kind == "presence"
    # a share of the second pole that is lower is one of the first pole that is higher
    turn = -1 if row["difference"] < 0 and not presence else 1
    pole = dimension.poles[0 if turn < 0 or presence else -1]
    low, gap, high = sorted(100 * turn * row[name] for name in ("low", "difference", "high"))
    how = "more" if gap > 0 else "fewer"
    title = getattr(pole, "title", "") or pole.id
    what, verb = ("sentences", "carries") if presence else ("leaning sentences", "leans to")
    return (
        f"In its coverage of this event, and in its own voice, {row['outlet']} {verb} “{title}” "
        f"{'more' if gap > 0 else 'less'} often than the others: {abs(gap):.0f} of 100 {what} "
        f"{how} (interval {low:.0f} to {high:.0f}; adjusted p {row['p_adjusted']:.3f}; "
        f"{row['n']} sentences on both sides)."
    )


def _naming(row: pd.Series[Any]) -> str:
    referent = wording.referent(str(row["dimension"]))
    return (
        f"In its coverage of this event, and in its own voice, {row['outlet']} uses other names "
        f"for {referent} than the others: distance {row['difference']:.2f}, where 0 is the same "
        "names and 1 no name in common "
        f"(interval {row['low']:.2f} to {row['high']:.2f}; adjusted p {row['p_adjusted']:.3f}; "
        f"{row['n']} mentions on both sides)."
    )


def limits(found: Mapping[str, pd.DataFrame], parameters: Parameters) -> list[str]:
    """Say in plain words what may not be concluded from these articles.

    ``found`` maps names of tables to tables. Returns sentences: one article per outlet, too few
    articles for any claim, untested dimensions, texts that are short, cut off or not English,
    what else could explain a difference, copies, and how facts were found.

    >>> limits({name: tables.empty(name) for name in tables.TABLES}, Parameters())
    []
    """
    documents = found["documents"]
    if not len(documents):
        return []
    return [
        *_few_articles(documents, found["contrasts"], parameters),
        *_untested(found["scores"]),
        *_texts(documents),
        *_explanations(found["contrasts"]),
        *(finding.text for finding in copied.copies(found)),
        *_facts(found["coverage"]),
    ]


def _few_articles(documents: pd.DataFrame, rows: pd.DataFrame, parameters: Parameters) -> list[str]:
    said = []
    per_outlet = documents.groupby(["event", "outlet"]).size()
    single = [str(key[1]) for key, n in per_outlet.items() if n == 1]  # type: ignore[index]
    if single:
        everyone = "Each outlet" if len(single) == len(per_outlet) > 1 else listed(single)
        verb = "have" if everyone != "Each outlet" and len(set(single)) > 1 else "has"
        said.append(
            f"{everyone} {verb} one article: intervals speak of the stability of this text, "
            "and no claim is made about the outlet."
        )
    for event, group in documents.groupby("event", sort=True):
        tests = rows[(rows["event"] == event) & (rows["family"] == contrasts.PRIMARY)]
        n_tests = int(tests["p"].notna().sum())
        best = contrasts.attainable(group, n_tests, parameters) if n_tests else 0.0
        if best >= parameters.alpha:
            said.append(
                f"{len(group)} articles of {group['outlet'].nunique()} outlets are too few for "
                f"{n_tests} tests: the smallest adjusted p that a difference could reach is "
                f"{best:.2f}. No difference between outlets is claimed, whatever the texts say."
            )
    return said


def _untested(scores: pd.DataFrame) -> list[str]:
    grey = scores[
        (scores["scorer"] == "lexical") & (scores["status"] == "untested") & (scores["n_hits"] > 0)
    ]
    names = sorted(grey["dimension"].unique())
    if not names:
        return []
    said = listed(names, len(names))
    return [f"Not yet checked against people's reading, and in no finding: {said}."]


def _texts(documents: pd.DataFrame) -> list[str]:
    said = []
    for value, what in (("stump", "is cut off"), ("short", "is very short")):
        ids = documents.loc[documents["completeness"] == value, "outlet"].tolist()
        said += [
            f"The text of {outlet} {what}: what it does not tell is not known." for outlet in ids
        ]
    foreign = documents[~documents["language"].isin(["en", ""])]
    said += [
        f"The text of {outlet} is not English: it has no lexical score."
        for outlet in foreign["outlet"]
    ]
    return list(dict.fromkeys(said))


def _explanations(rows: pd.DataFrame) -> list[str]:
    """Say for each caution which outlets it concerns."""
    against = rows[rows["reference"] == "rest"]
    everyone = against["outlet"].nunique()
    said = []
    for kind in EXPLAIN:
        concerned = against[[kind in text.split("; ") for text in against["caution"]]]
        outlets = sorted(concerned["outlet"].unique())
        if outlets:
            who = "all outlets" if len(outlets) == everyone > 2 else listed(outlets)
            said.append(
                f"{kind.capitalize()}: {who}. A difference from the others may come "
                "from this alone."
            )
    return said


def _facts(coverage: pd.DataFrame) -> list[str]:
    if not len(coverage):
        return []
    said = ["“Not found” may mean: told in words that were not recognised."]
    if coverage["fact"].str.fullmatch(r"c\d+").all():
        said.append(
            "No list of facts was given: facts are sentences that several articles share, so what "
            "one article alone tells is not among them."
        )
    return said
