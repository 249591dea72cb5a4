"""Findings about copies of one text: who prints it, and what each copy changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from framing.report.described import Finding, Tables, listed, owners, shorten

_COPY_FROM, _ONE_TEXT_FROM, _EDITS = 0.5, 0.95, 2
# rows of aligned sentences that a finding names
_MOST_ROWS = 1000
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
        rows = tuple(sorted({row for pair in mine for row in pair[2]}))[:_MOST_ROWS]
        how = "the same" if min(pair[3] for pair in mine) >= _ONE_TEXT_FROM else "largely the same"
        text = f"{names} print {how} text: they are not independent voices."
        if rows:
            said.append(Finding(text, "alignments", rows))
        else:
            places = found["documents"].index[found["documents"]["doc_id"].isin(members)]
            said.append(Finding(text, "documents", tuple(int(str(n)) for n in places)))
    return said


def _groups(pairs: Sequence[tuple[str, str]]) -> list[set[str]]:
    """Join pairs that share an article; the group of the last pair that joined any comes last."""
    group: dict[str, set[str]] = {}
    for one, two in pairs:
        large, small = group.setdefault(one, {one}), group.setdefault(two, {two})
        if large is not small:
            large, small = (large, small) if len(large) >= len(small) else (small, large)
            large |= small
            group.update(dict.fromkeys(small, large))
    last = {id(group[one]): place for place, (one, _) in enumerate(pairs)}
    unique = {id(members): members for members in group.values()}
    return sorted(unique.values(), key=lambda members: last[id(members)])


def _copied(found: Tables) -> list[tuple[str, str, tuple[int, ...], float]]:
    """List pairs of articles of two outlets that share most sentences: ids, rows, part."""
    owner = owners(found)
    documents = found["documents"]
    place = {doc_id: number for number, doc_id in enumerate(documents["doc_id"])}
    same: dict[str, list[str]] = {}
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        same.setdefault(" ".join(text.split()), []).append(doc_id)
    alike = {
        (one, two): ((), 1.0)
        for flat, members in same.items()
        for one, two in combinations(members, 2)
        if flat and owner[one] != owner[two]
    }
    body = found["sentences"]
    size = body[body["part"] == "body"].groupby("doc_id").size().to_dict()
    near = found["alignments"][found["alignments"]["near_copy"]]
    shared: dict[tuple[str, str], list[int]] = {}
    for row, one, two in zip(near.index, near["doc_id"], near["other_doc_id"], strict=True):
        if one in place and two in place:
            pair = (one, two) if place[one] < place[two] else (two, one)
            shared.setdefault(pair, []).append(int(row))
    pairs: dict[tuple[str, str], tuple[tuple[int, ...], float]] = dict(alike)
    for (one, two), rows in shared.items():
        part = len(rows) / max(1, min(int(size.get(one, 0)), int(size.get(two, 0))))
        if (one, two) not in alike and owner[one] != owner[two] and part >= _COPY_FROM:
            pairs[one, two] = (tuple(rows), part)
    ordered = sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]]))
    return [(one, two, *pairs[one, two]) for one, two in ordered]


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
