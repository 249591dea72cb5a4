"""The card of a dimension: what it asks, what it counts, how well, and where it fails."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from framing.lexicon import dictionary
from framing.lexicon.files import Dimension, Entry, Figure

_STATUS = {
    "untested": "untested: nobody has yet measured how often its hits are right; "
    "it is shown greyed and never enters findings",
    "provisional": "provisional: hits and non-hits were read in real news, in two codings apart",
    "validated": "validated: measured by people outside the project",
}


def show(
    dimension: Dimension,
    others: Sequence[Dimension] = (),
    hits: pd.DataFrame | None = None,
    forms: bool = False,
) -> str:
    """Write a dimension's card as Markdown.

    ``others`` are dimensions among which overlap is looked for; ``hits`` a table of hits in your
    own texts, for counts and the leave-one-term-out range; ``forms`` lists every inflected form.
    Returns Markdown.

    >>> from framing.lexicon import draft
    >>> print(show(draft.new("calm-loud", ["calm"], ["loud"])).splitlines()[0])
    # Calm or loud (calm-loud)
    """
    lines = [f"# {dimension.title} ({dimension.id})", "", dimension.question, ""]
    lines += _facts(dimension)
    lines += _poles(dimension)
    lines += _measured(dimension)
    if hits is not None:
        lines += _in_texts(dimension, hits)
    lines += _overlap(dimension, others)
    lines += _entries(dimension, forms)
    return "\n".join(lines).rstrip() + "\n"


def pages(dimensions: Sequence[Dimension]) -> dict[str, str]:
    """Write the cards of all dimensions as pages of the documentation, with a list of them.

    Returns file names and Markdown.

    >>> list(pages([]))
    ['index.md']
    """
    lines = [
        "# Dimensions",
        "",
        "The cards are written by `framing lexicon show all --out docs/dimensions`.",
        "",
        "| dimension | question | kind | entries | status |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| [{one.id}]({one.id}.md) | {one.question} | {one.kind} | {len(one.entries)} "
        f"| {one.status} |"
        for one in dimensions
    ]
    cards = {f"{one.id}.md": show(one, dimensions) for one in dimensions}
    return {"index.md": "\n".join(lines) + "\n", **cards}


def _facts(dimension: Dimension) -> list[str]:
    kind = {
        "bipolar": "bipolar: the first pole is the negative end, the second the positive",
        "presence": "presence: what share of sentences carries it",
    }
    who = f"only what is said of `{dimension.referent}`" if dimension.referent else "any words"
    return [
        f"- **Kind**: {kind[dimension.kind]}",
        f"- **Counts**: {who}",
        f"- **Status**: {_STATUS[dimension.status]}",
        f"- **Version**: {dimension.version or 'none'}",
        f"- **Licence**: {dimension.licence or 'not stated'}",
        "",
        "Zero is where the two lists cancel. It is not neutral, not fair and not true."
        if dimension.kind == "bipolar"
        else "A high share is not praise and a low share is not blame.",
        "",
    ]


def _poles(dimension: Dimension) -> list[str]:
    lines = ["## Poles", ""]
    for pole in dimension.poles:
        number = sum(entry.pole == pole.id for entry in dimension.entries)
        lines.append(f"- **{pole.title}** (`{pole.id}`, {number} entries): {pole.description}")
    return [*lines, ""]


def _measured(dimension: Dimension) -> list[str]:
    card = dimension.card
    lines = ["## How well it measures", ""]
    figures = (
        ("Precision", card.precision),
        ("Recall", card.recall),
        ("Agreement (Krippendorff's alpha)", card.alpha),
        ("Base rate", card.base_rate),
    )
    lines += [f"- **{name}**: {figure(one)}" for name, one in figures if one is not None]
    if card.hits_found is not None:
        lines.append(f"- **Hits found in the texts searched**: {card.hits_found}")
    if card.measured_on:
        lines.append(f"- **Measured on**: {card.measured_on}")
    if card.coders:
        lines.append(f"- **Coders**: {card.coders}")
    extra = {**(card.model_extra or {})}
    lines += [f"- **{key.replace('_', ' ').capitalize()}**: {figure(value)}"
              for key, value in extra.items()]  # fmt: skip
    if card.mirror:
        lines.append(f"- **Mirror**: `{card.mirror}` (this pack speaks for: {card.side})")
    if len(lines) == 2:
        lines.append("Not measured yet.")
    failures = card.known_failures or ("none recorded, which does not mean that there are none",)
    return [*lines, "", "Known failures:", "", *(f"- {one}" for one in failures), ""]


def figure(value: object) -> str:
    """Write a measured figure with its interval and number of cases.

    >>> figure(Figure(value=0.9, low=0.82, high=0.95, n=100))
    '0.90 (0.82 to 0.95, n = 100)'
    """
    if isinstance(value, dict) and "value" in value:
        value = Figure.model_validate(
            {key: value[key] for key in ("value", "low", "high", "n") if key in value}
        )
    if isinstance(value, Figure):
        parts = []
        if value.low is not None and value.high is not None:
            parts.append(f"{value.low:.2f} to {value.high:.2f}")
        if value.n is not None:
            parts.append(f"n = {value.n}")
        return f"{value.value:.2f}" + (f" ({', '.join(parts)})" if parts else "")
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, (list, tuple)):
        return "; ".join(figure(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{key.replace('_', ' ')} {figure(one)}" for key, one in value.items())
    return str(value)


def leave_one_out(dimension: Dimension, hits: pd.DataFrame) -> tuple[float, float, float]:
    """Give the share of the second pole among counted hits, and its range without any one term.

    ``hits`` is a table of hits. Returns (share, lowest, highest); NaN without counted hits.
    Source: the check that no single word carries a result (Card and others 2022).

    >>> from framing import tables
    >>> from framing.lexicon import draft
    >>> leave_one_out(draft.new("calm-loud", ["calm"], ["loud"]), tables.empty("hits"))[0]
    nan
    """
    mine = hits[(hits["dimension"] == dimension.id) & hits["counted"]]
    ends = [pole.id for pole in dimension.poles]
    if not len(mine) or len(ends) < 2:
        return math.nan, math.nan, math.nan
    by_term = mine.groupby("entry")["pole"].value_counts().unstack(fill_value=0)
    by_term = by_term.reindex(columns=ends, fill_value=0)
    total = by_term.sum()
    shares = [
        rest.iloc[1] / rest.sum()
        for rest in (total - row for _, row in by_term.iterrows())
        if rest.sum()
    ]
    share = float(total.iloc[1] / total.sum())
    return share, min(shares, default=math.nan), max(shares, default=math.nan)


def _in_texts(dimension: Dimension, hits: pd.DataFrame) -> list[str]:
    mine = hits[hits["dimension"] == dimension.id]
    counted = mine[mine["counted"]]
    lines = ["## In these texts", "", f"{len(mine)} hits, {len(counted)} counted.", ""]
    share, low, high = leave_one_out(dimension, hits)
    if not math.isnan(share):
        name = dimension.poles[1].title
        lines += [f"Share of *{name}* among counted hits: {share:.2f}; "
                  f"without any one term between {low:.2f} and {high:.2f}.", ""]  # fmt: skip
    terms = counted["entry"].value_counts(sort=False).sort_index().sort_values(
        ascending=False, kind="stable").head(10)  # fmt: skip
    return [*lines, *(f"- {term}: {number}" for term, number in terms.items()), ""]


def overlap(dimension: Dimension, others: Sequence[Dimension]) -> dict[str, list[str]]:
    """List the terms that other dimensions hold too, by the other dimension's id.

    >>> from framing.lexicon import draft
    >>> one, two = draft.new("calm-loud", ["calm"], ["loud"]), draft.new("calm", ["calm"])
    >>> overlap(one, [two])
    {'calm': ['calm']}
    """
    mine = {" ".join(dictionary.fold(form).split()): entry.term
            for entry in dimension.entries for form in entry.forms}  # fmt: skip
    found: dict[str, list[str]] = {}
    for other in others:
        if other.id == dimension.id:
            continue
        theirs = {" ".join(dictionary.fold(form).split())
                  for entry in other.entries for form in entry.forms}  # fmt: skip
        shared = dict.fromkeys(term for form, term in mine.items() if form in theirs)
        if shared:
            found[other.id] = list(shared)
    return found


def _overlap(dimension: Dimension, others: Sequence[Dimension]) -> list[str]:
    if not others:
        return []
    shared = overlap(dimension, others)
    lines = ["## Overlap with other dimensions", ""]
    if not shared:
        lines.append("No term stands in another dimension.")
    lines += [
        f"- `{name}` shares {len(terms)} of {len(dimension.entries)}: {', '.join(terms)}"
        for name, terms in shared.items()
    ]
    return [*lines, ""]


def _entries(dimension: Dimension, forms: bool) -> list[str]:
    lines = ["## Entries", ""]
    for pole in dimension.poles:
        lines += [f"### {pole.title}", ""]
        for entry in dimension.entries:
            if entry.pole == pole.id:
                lines.append(_entry(entry, forms))
        lines.append("")
    return lines


def _entry(entry: Entry, forms: bool) -> str:
    text = f"- **{_plain(entry.term)}**: {_plain(entry.reason)}"
    if entry.examples:
        text += f" *{_plain(entry.examples[0])}*"
    notes = []
    if forms and len(entry.forms) > 1:
        notes.append("forms: " + ", ".join(entry.forms))
    if entry.weight != 1:
        notes.append(f"weight {entry.weight:g}")
    if entry.not_in:
        notes.append("not in: " + ", ".join(entry.not_in))
    if entry.source:
        notes.append("source: " + entry.source)
    if entry.contested_by:
        notes.append("contested by: " + "; ".join(entry.contested_by))
    return text + (f" ({_plain('; '.join(notes))})" if notes else "")


def _plain(text: str) -> str:
    """Keep Markdown from reading signs of the text as marks."""
    return "".join("\\" + char if char in "*_`[]<>" else char for char in text)
