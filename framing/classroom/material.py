"""From articles to the material of a lesson: masked excerpts, scales, and what the tool marked."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing import pipeline
from framing.classroom.lesson import Hit, Material, Scale, Text
from framing.report import markup, teaching, worksheet
from framing.report.view import Report
from framing.report.view import rows as rows_of

if TYPE_CHECKING:
    from framing.lexicon.files import Dimension

LABELS = "ABC"


@dataclass(frozen=True)
class Offer:
    """An event that a teacher may choose: its id, title, grades and the note on its content."""

    id: str
    title: str
    grades: str
    content: str


def offers() -> list[Offer]:
    """List the events that come with the project, the calmest (for the youngest) first.

    >>> offers()[0].id
    'school-garden'
    """
    found = []
    for name in teaching.events():
        event = corpus_manifest(pipeline.sample(name) / "corpus.toml")
        ready = teaching.read(name, [article["doc_id"] for article in event["article"]])
        found.append(Offer(name, event["event"]["title"], ready.grades, ready.content))
    return sorted(found, key=lambda offer: (int(offer.grades.partition("-")[0] or 99), offer.id))


def build(
    source: str | Path | pd.DataFrame,
    packs: pipeline.Lexicons | None = None,
    language: str = "en",
) -> Material:
    """Make a lesson's material from the articles of one event.

    ``source`` is the name of an event of the project, a path, or a DataFrame with outlet and text
    (title, profile optional); ``packs`` the lexicons; ``language`` that of the scales. The texts
    are those of the event's ``lesson.toml``, else the two that differ most and the longest other
    one. Raises ``InputError`` as ``framing.compare`` does.
    """
    packs = packs or pipeline.lexicons()
    profiles: dict[str, str] = {}
    if isinstance(source, pd.DataFrame):
        if "profile" in source.columns:
            profiles = dict(zip(source["outlet"], source["profile"], strict=True))
        articles = source.drop(columns="profile", errors="ignore")
        report = pipeline.compare(articles, packs=packs).view()
    else:
        path = Path(source) if Path(source).exists() else pipeline.sample(str(source))
        report = pipeline.compare(path, packs=packs).view()
    profiles |= {outlet.name: outlet.profile for outlet in report.outlets if outlet.profile}
    ready = worksheet.lesson(report)
    return Material(
        event=report.event.id,
        title=report.title,
        texts=_texts(report, packs, profiles),
        scales=tuple(
            Scale(s["id"], s["low"], s["high"], s["dimension"], s["turned"])
            for s in worksheet.scales(report, language)
        ),
        mistakes=tuple(re.sub(r"[*`]", "", line) for line in ready.errors),
        limits=tuple(report.limits),
        content=ready.content,
    )


def corpus_manifest(path: Path) -> dict[str, Any]:
    """Read a corpus.toml as it stands (the event's title, without its articles)."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _texts(
    report: Report, packs: pipeline.Lexicons, profiles: Mapping[str, str]
) -> tuple[Text, ...]:
    chosen = list(worksheet.choose(report))
    documents = report.table("documents")
    rest = documents[~documents["doc_id"].isin(chosen)]
    rest = rest.sort_values(["n_words", "doc_id"], ascending=[False, True], kind="stable")
    third = worksheet.lesson(report).third
    chosen += [third] if third in set(rest["doc_id"]) else rest["doc_id"].tolist()[:1]
    names = report.outlet_of()
    others = [name for name in report.outlet_names() if name not in [names[c] for c in chosen]]
    texts = []
    for label, doc_id in zip(LABELS, chosen, strict=False):
        outlet = names[doc_id]
        # the third text carries the experiment: half of the class sees another outlet above it
        other = (others or [names[chosen[0]]])[-1] if label == "C" else ""
        text, hits = _excerpt(report, packs, doc_id)
        profile = profiles.get(outlet, "")
        texts.append(
            Text(label, doc_id, outlet, profile, text, hits, other, profiles.get(other, ""))
        )
    return tuple(texts)


def _excerpt(report: Report, packs: pipeline.Lexicons, doc_id: str) -> tuple[str, tuple[Hit, ...]]:
    """Cut, mask and tidy an excerpt, and move the tool's hits to its own characters."""
    signs: list[tuple[str, int]] = []
    for piece in worksheet.excerpt(markup.pieces(report, doc_id)):
        signs += [(sign, piece.start + n) for n, sign in enumerate(piece.text)]
    signs = _tidied(_masked(signs, report.outlet_names()))
    text = "".join(sign for sign, _ in signs)
    table = report.table("hits")
    found = []
    for row in rows_of(table[table["doc_id"] == doc_id]):
        inside = [n for n, (_, place) in enumerate(signs) if row.start <= place < row.end]
        if inside and text[inside[0] : inside[-1] + 1].split() == row.text.split():
            found.append(_hit(row, inside[0], inside[-1] + 1, packs.dimensions))
    return text, tuple(found)


def _masked(signs: list[tuple[str, int]], outlets: Sequence[str]) -> list[tuple[str, int]]:
    """Mask every outlet's name as the paper sheet does; a mask's signs have no place (-1)."""
    bare = [re.sub(r"^(the|el|la|los|las)\s+", "", name, flags=re.IGNORECASE) for name in outlets]
    plain = "".join(sign for sign, _ in signs)
    hidden = worksheet.mask(plain, [*outlets, *(name for name in bare if " " in name)])
    if hidden == plain:
        return signs
    made: list[tuple[str, int]] = []
    steps = difflib.SequenceMatcher(None, plain, hidden, autojunk=False).get_opcodes()
    for kind, start, end, low, high in steps:
        made += signs[start:end] if kind == "equal" else [(sign, -1) for sign in hidden[low:high]]
    return made


def _tidied(signs: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Keep one blank between words, one empty line between paragraphs, none at the ends."""
    text = "".join(sign for sign, _ in signs)
    made: list[tuple[str, int]] = []
    for match in re.finditer(r"\s+|\S+", text):
        if match.group().isspace():
            gap = "\n\n" if "\n" in match.group() else " "
            made += [(sign, -1) for sign in gap] if made and match.end() < len(text) else []
        else:
            made += signs[match.start() : match.end()]
    return made


def _hit(row: Any, start: int, end: int, dimensions: Sequence[Dimension]) -> Hit:
    dimension = next(d for d in dimensions if d.id == row.dimension)
    pole = next((p.title for p in dimension.poles if p.id == row.pole), row.pole)
    why = next(
        (e.reason for e in dimension.entries if (e.term, e.pole) == (row.entry, row.pole)), ""
    )
    return Hit(
        start,
        end,
        row.text,
        dimension.title,
        pole,
        row.voice,
        row.speaker,
        row.polarity,
        bool(row.counted),
        row.entry,
        why,
        row.reason,
    )


def headline_hits(headline: str, packs: pipeline.Lexicons) -> tuple[Hit, ...]:
    """Give what the tool marks in a headline that a pupil wrote, with the entries' reasons.

    There is no score: the pupil sees which words stand on which card, and nothing else.
    """
    if not headline.strip():
        return ()
    corpus = pipeline.load(pd.DataFrame({"outlet": ["a pupil"], "text": [headline]}))
    hits = pipeline.annotate(corpus, packs)["hits"]
    return tuple(_hit(row, row.start, row.end, packs.dimensions) for row in rows_of(hits))
