"""What a class report says, as plain data: counts with small cells hidden, words, agreement."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.classroom import cells, spread
from framing.classroom.given import PHASES, ClassAnswers
from framing.classroom.lesson import Material, Scale, Text
from framing.report import content, teaching

if TYPE_CHECKING:
    from framing.comparison.agreement import Agreement

_TOP, _REASONS, _NOTES = 8, 4, 40


@dataclass(frozen=True)
class Counts:
    """One row of counts: of a text on a scale in a phase; None = hidden.

    For ratings the counts are steps 1 to 7 and can't tell; for moves towards the low end, stayed,
    towards the high end. ``pupils`` is how many stand behind the row.
    """

    text: str
    phase: str
    scale: Scale
    counts: tuple[int | None, ...]
    pupils: int
    median: str = ""


def ratings(given: ClassAnswers) -> list[Counts]:
    """Count the ratings; rows behind which fewer than five pupils stand are left out."""
    made = []
    groups = _groups(given)
    # with the two groups beside it, a row of the whole class would give hidden numbers away
    whole = [phase for phase in PHASES if not (groups and phase == "third")]
    for phase, shown, group in [(phase, phase, None) for phase in whole] + groups:
        for text in given.material.texts:
            for scale in given.material.scales:
                found = spread.rows(given.found.ratings, scale.id, phase, [text.label], group)[0]
                pupils = found.n + found.cant
                if cells.enough(pupils):
                    counts = tuple(cells.hide([*found.counts, found.cant]))
                    made.append(
                        Counts(text.label, shown, scale, counts, pupils, _median(found.counts))
                    )
    return made


def _groups(given: ClassAnswers) -> list[tuple[str, str, set[int] | None]]:
    """Give the two groups of the source-cue experiment, if each has five pupils or more."""
    pupils = given.found.pupils
    own = pupils[(pupils["source"] == "screen") & given.experiment]
    groups = [set(own.loc[own["cue"] == cue, "pupil"].tolist()) for cue in (0, 1)]
    there = {p for everyone in given.there["third"].values() for p in everyone}
    if not all(cells.enough(len(group & there)) for group in groups):
        return []
    return [("third", f"cue{cue}", group) for cue, group in enumerate(groups)]


def _median(counts: Sequence[int]) -> str:
    """Give the middle mark of a class, or the two middle marks; empty under five marks."""
    steps = [step for step, count in enumerate(counts, 1) for _ in range(count)]
    if not cells.enough(len(steps)):
        return ""
    low, high = steps[(len(steps) - 1) // 2], steps[len(steps) // 2]
    return str(low) if low == high else f"{low}–{high}"


def moves(given: ClassAnswers) -> list[Counts]:
    """Count who moved a mark after the reveal; rows of fewer than five pupils are left out."""
    made = []
    for text in given.material.texts:
        for scale in given.material.scales:
            found = spread.shifts(given.found.ratings, scale.id, [text.label])[0]
            three = (found.low, found.same, found.high)
            if cells.enough(sum(three)):
                made.append(
                    Counts(text.label, "again", scale, tuple(cells.hide(three)), sum(three))
                )
    return made


def words(given: ClassAnswers) -> dict[str, list[spread.Word]]:
    """List for each text the words that at least five pupils marked, in the text's order."""
    found = {}
    for text in given.material.texts:
        heat = spread.heat(given.found.marks, text, _phase(text))
        shown = [word for word in heat if cells.enough(word.n)]
        hits = {w.start: w.hits for w in spread.against(shown, text)["both"]}
        found[text.label] = [
            spread.Word(w.start, w.end, w.words, w.n, hits.get(w.start, ())) for w in shown
        ]
    return found


def _phase(text: Text) -> str:
    return "third" if text.label == "C" else "first"


def notes(given: ClassAnswers) -> dict[str, list[str]]:
    """List what pupils wrote by kind, in the order of the alphabet, if five or more wrote."""
    table = given.found.notes
    found = {}
    for kind in ("exit", "headline"):
        own = table[(table["kind"] == kind) & (table["words"].str.strip() != "")]
        if cells.enough(len(own)):
            shown = own.loc[~own["hidden"], "words"].tolist()
            found[kind] = sorted((" ".join(one.split()) for one in shown), key=_order)
    return found


def _order(words: str) -> tuple[str, str]:
    return words.casefold(), words


def agreement(given: ClassAnswers) -> list[tuple[str, Agreement, int]]:
    """Give alpha and AC2 of the marked words of A and B; empty under five readers or unmarked."""
    there = {label: own for label, own in given.there["first"].items() if own}
    marks = given.found.marks
    if not cells.enough(len({p for own in there.values() for p in own})):
        return []
    if not (marks["phase"] == "first").any():
        return []
    alpha, ac, readers = spread.agree(given.found, given.material, there)
    return [("alpha", alpha, readers), ("AC2", ac, readers)]


def gather(given: ClassAnswers, *, title: str = "", language: str = "en") -> content.Data:
    """Gather what the class report shows. Under five pupils it shows nothing but that."""
    say = teaching.words(language)
    material = given.material
    enough = cells.enough(given.pupils)
    rated, moved, marked = (ratings(given), moves(given), words(given)) if enough else ([], [], {})
    return {
        "title": material.title,
        "class": title,
        "say": say,
        "pupils": given.pupils if enough else 0,
        "enough": enough,
        "fewest": cells.FEWEST,
        "scales": [
            {
                "low": s.low,
                "high": s.high,
                "rows": _rows(rated, s, say, material),
                "moves": _moved(moved, s),
            }
            for s in material.scales
        ]
        if enough
        else [],
        "texts": [_text(given, text, marked) for text in material.texts] if enough else [],
        "agreement": [_said(*row) for row in agreement(given)] if enough else [],
        "notes": _notes(given) if enough else [],
        "mistakes": list(material.mistakes[:4]),
        "limits": list(material.limits[:4]),
    }


def _rows(
    rated: Sequence[Counts], scale: Scale, say: content.Data, material: Material
) -> list[content.Data]:
    texts = {text.label: text for text in material.texts}
    return [
        {
            "label": row.text,
            "phase": row.phase,
            "name": say["class"][row.phase].format(
                label=row.text, outlet=texts[row.text].outlet, other=texts[row.text].other_outlet
            ),
            "counts": list(row.counts[:7]),
            "cannot": row.counts[7],
            "pupils": row.pupils,
            "median": row.median,
        }
        for row in sorted(rated, key=lambda row: row.text)
        if row.scale.id == scale.id
    ]


def _moved(moved: Sequence[Counts], scale: Scale) -> list[content.Data]:
    return [
        {"label": row.text, "counts": list(row.counts), "pupils": row.pupils}
        for row in moved
        if row.scale.id == scale.id
    ]


def _text(given: ClassAnswers, text: Text, marked: dict[str, list[spread.Word]]) -> content.Data:
    own = marked.get(text.label, [])
    readers = len(given.there[_phase(text)].get(text.label, []))
    sides = spread.against(own, text)
    everything = spread.heat(given.found.marks, text, _phase(text))
    return {
        "label": text.label,
        "outlet": text.outlet,
        "profile": text.profile,
        "readers": readers if cells.enough(readers) else 0,
        "pieces": _pieces(text, own, readers),
        "few": sum(not cells.enough(word.n) for word in everything),
        "top": [
            {"words": w.words, "pupils": w.n, "reasons": _reasons(given, text, w)}
            for w in sorted(own, key=lambda w: (-w.n, w.start))[:_TOP]
        ],
        "both": _named(sides["both"]),
        "class_only": [word.words for word in sides["class"]],
        "tool_only": _named(sides["tool"]),
        "left_out": [
            {"words": word.words, "why": word.hits[0].reason or word.hits[0].polarity}
            for word in sides["left_out"]
        ],
    }


def _named(found: Sequence[spread.Word]) -> list[content.Data]:
    return [
        {"words": w.words, "pole": w.hits[0].pole.lower(), "voice": w.hits[0].voice} for w in found
    ]


def _pieces(text: Text, own: Sequence[spread.Word], readers: int) -> list[content.Data]:
    """Cut the excerpt where a shown word begins or ends; ``share`` is that of its readers."""
    pieces, at = [], 0
    for word in own:
        pieces.append({"text": text.text[at : word.start], "share": 0.0, "pupils": 0})
        share = round(word.n / readers, 3) if readers else 0.0
        pieces.append({"text": word.words, "share": share, "pupils": word.n})
        at = word.end
    pieces.append({"text": text.text[at:], "share": 0.0, "pupils": 0})
    return [piece for piece in pieces if piece["text"]]


def _reasons(given: ClassAnswers, text: Text, word: spread.Word) -> list[str]:
    table = given.found.marks
    own = table[
        (table["text"] == text.label)
        & (table["phase"] == _phase(text))
        & (table["start"] < word.end)
        & (table["end"] > word.start)
        & ~table["hidden"]
    ]
    said = {" ".join(reason.split()) for reason in own["reason"] if reason.strip()}
    return sorted(said, key=_order)[:_REASONS]


def _said(name: str, found: Agreement, readers: int) -> content.Data:
    withheld = math.isnan(found.value)
    return {
        "name": name,
        "value": "" if withheld else f"{found.value:.2f}",
        "low": "" if withheld else f"{found.low:.2f}",
        "high": "" if withheld else f"{found.high:.2f}",
        "units": found.n_units,
        "readers": readers,
    }


def _notes(given: ClassAnswers) -> list[content.Data]:
    return [
        {"kind": kind, "items": items[:_NOTES], "more": max(0, len(items) - _NOTES)}
        for kind, items in notes(given).items()
    ]
