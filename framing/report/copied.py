"""Findings about copies of one text: who prints it, and what each copy changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from framing.report.described import Finding, Tables, listed, numbers, owners, shorten

_COPY_FROM, _ONE_TEXT_FROM, _EDITS = 0.5, 0.95, 2
_EDIT_KINDS = {
    "label": "another name",
    "attribution": "who says it",
    "quote": "a quotation",
    "hedge": "how certain it is",
    "cut": "left out",
}


def copies(found: Tables) -> list[Finding]:
    """Say which outlets print the same text, or nearly.

    ``found`` holds the tables documents, sentences and alignments of one event.

    >>> from framing import tables
    >>> copies({name: tables.empty(name) for name in tables.TABLES})
    []
    """
    owner, pairs = owners(found), _copied(found)
    said = []
    for members in _groups([(one, two) for one, two, _, _ in pairs]):
        mine = [pair for pair in pairs if pair[0] in members]
        names = listed(sorted({owner[doc_id] for doc_id in members}))
        rows = tuple(sorted({row for pair in mine for row in pair[2]}))
        how = "the same" if min(pair[3] for pair in mine) >= _ONE_TEXT_FROM else "largely the same"
        text = f"{names} print {how} text: they are not independent voices."
        if rows:
            said.append(Finding(text, "alignments", rows))
        else:
            places = found["documents"].index[found["documents"]["doc_id"].isin(members)]
            said.append(Finding(text, "documents", tuple(int(str(n)) for n in places)))
    return said


def _groups(pairs: Sequence[tuple[str, str]]) -> list[set[str]]:
    """Join pairs that share an article."""
    groups: list[set[str]] = []
    for pair in pairs:
        touched = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if not group & set(pair)]
        groups.append(set(pair).union(*touched))
    return groups


def _copied(found: Tables) -> list[tuple[str, str, tuple[int, ...], float]]:
    """List pairs of articles of two outlets that share most sentences: ids, rows, part."""
    owner = owners(found)
    documents = found["documents"]
    flat = {
        d: " ".join(t.split()) for d, t in zip(documents["doc_id"], documents["text"], strict=True)
    }
    body = found["sentences"]
    size = body[body["part"] == "body"].groupby("doc_id").size()
    near = found["alignments"][found["alignments"]["near_copy"]]
    groups = {
        (str(key[0]), str(key[1])): numbers(rows)
        for key, rows in near.groupby(["doc_id", "other_doc_id"])
    }
    pairs: list[tuple[str, str, tuple[int, ...], float]] = []
    for one, two in combinations(documents["doc_id"].tolist(), 2):
        if owner[one] == owner[two]:
            continue
        if flat[one] and flat[one] == flat[two]:
            pairs.append((one, two, (), 1.0))
            continue
        rows = groups.get((one, two), groups.get((two, one), ()))
        part = len(rows) / max(1, min(int(size.get(one, 0)), int(size.get(two, 0))))
        if part >= _COPY_FROM:
            pairs.append((one, two, rows, part))
    return pairs


def one_text(found: Tables) -> bool:
    """Say whether all outlets of an event print one and the same text, word for word.

    >>> from framing import tables
    >>> one_text({name: tables.empty(name) for name in tables.TABLES})
    True
    """
    documents = found["documents"]
    return len({" ".join(text.split()) for text in documents["text"]}) <= 1


def edits(found: Tables) -> list[Finding]:
    """Show what each copy changed in a text: names, attributions, quotations, hedges, cuts.

    >>> from framing import tables
    >>> edits({name: tables.empty(name) for name in tables.TABLES})
    []
    """
    owner = owners(found)
    table = found["edits"]
    said: list[tuple[int, Finding]] = []
    for (doc_id, source_id), mine in table.groupby(["doc_id", "source_doc_id"], sort=True):
        outlet, source = owner.get(str(doc_id), ""), owner.get(str(source_id), "")
        changes, rows = [], []
        for kind, what in _EDIT_KINDS.items():
            for number, row in mine[mine["kind"] == kind].head(_EDITS).iterrows():
                changes.append(f"{what}: {_change(row['old'], row['new'])}")
                rows.append(int(str(number)))
        head = mine[(mine["kind"] == "other") & (mine["start"] == 0) & (mine["new"] != "")].head(1)
        for number, row in head.iterrows():
            changes.insert(0, f"the headline: {_change(row['old'], row['new'])}")
            rows.insert(0, int(str(number)))
        if changes:
            start = f"{outlet} prints a text that {source} prints too, with changes. "
            listing = "; ".join(changes)
            text = f"{start}{listing[0].upper()}{listing[1:]}."
            said.append((len(rows), Finding(text, "edits", tuple(rows))))
    said.sort(key=lambda item: (-item[0], item[1].text))
    return [finding for _, finding in said]


def _change(old: str, new: str) -> str:
    """Put what was there and what is there now side by side."""
    if not new:
        return f"“{shorten(old)}” is missing"
    return (
        f"“{shorten(new)}” stands where “{shorten(old)}” stood"
        if old
        else f"“{shorten(new)}” is new"
    )
