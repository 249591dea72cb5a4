"""A paragraph on method to paste into a paper, true for this run and no other."""

from __future__ import annotations

from framing.report import wording
from framing.report.view import Report
from framing.tables import SCHEMA_VERSION


def text(report: Report) -> str:
    """Write how the numbers of this report were made, as Markdown.

    ``report`` is the report. Returns paragraphs with the run's own counts, settings and limits;
    nothing is said of steps that this run did not take.
    """
    body = "\n\n".join(paragraphs(report))
    return f"# Methods: {report.title}\n\n{body}\n\n{citation(report)}\n"


def paragraphs(report: Report) -> list[str]:
    """Give the paragraphs without title and citation."""
    made = [
        _material(report),
        _voices(report),
        _dimensions(report),
        _naming(report),
        _selection(report),
        _inference(report),
        _limits(report),
    ]
    return [paragraph for paragraph in made if paragraph]


def citation(report: Report) -> str:
    """Say how this run should be cited."""
    version = report.versions.get("framing-compare", "")
    return wording.CITATION.format(version=version, schema=SCHEMA_VERSION)


def _material(report: Report) -> str:
    documents, sentences = report.table("documents"), report.table("sentences")
    outlets = len(report.outlet_names())
    debris = int((sentences["part"] == "debris").sum())
    words = int(documents["n_words"].sum())
    remains = f" Page remains ({_n(debris, 'sentence')}) were left out of the analysis."
    left = remains if debris else ""
    return (
        f"We compared {_n(len(documents), 'article')} of {_n(outlets, 'outlet')} on one event "
        f"(“{report.title}”; {words:,} words) with framing-compare "
        f"{report.versions.get('framing-compare', '')}.{left} Offsets count characters of the "
        "text as read; nothing was normalised."
    )


def _voices(report: Report) -> str:
    quotes = report.table("quotes")
    if not len(quotes):
        return (
            "Quotations and reported speech were looked for by rules; none was found, so "
            "every word counts as the outlets' own."
        )
    kinds = quotes.drop_duplicates(["doc_id", "quote_id"])["kind"].value_counts()
    said = ", ".join(
        f"{kinds[kind]} {kind}"
        for kind in ("direct", "partial", "mixed", "indirect")
        if kind in kinds
    )
    return (
        f"Quotations and reported speech were found by rules ({said}); what none covers "
        "is taken as the narrator's voice. Every measure is taken by voice. Words that are "
        "negated, rejected or hypothetical are listed and not counted; alleged ones count for "
        "whoever alleges them."
    )


def _dimensions(report: Report) -> str:
    shown = report.dimensions_shown()
    if not shown:
        return ""
    hits = report.table("hits")
    hits = hits[hits["dimension"].isin([d.id for d in shown])]
    names = "; ".join(f"{d.id} ({d.status})" for d in shown)
    settings = report.parameters
    return (
        f"Wording was measured with {_n(len(shown), 'word list')}: {names}. They matched "
        f"{_n(len(hits), 'time')}, of which {int(hits['counted'].sum())} entered a score. The "
        "score of a two-ended dimension is the share of the sentences that lean to its second "
        f"pole among those that lean at all, with a {settings.level:.0%} Jeffreys interval; it is "
        f"withheld under {settings.too_few_hits} counted words. The middle of a "
        "dimension is not a neutral point. Dimensions are never combined."
    )


def _naming(report: Report) -> str:
    naming = report.table("naming")
    count = int(naming[naming["voice"] != "all"]["count"].sum())
    if not count:
        return ""
    return (
        f"Names of the people and acts at issue were collected as noun phrases "
        f"({_n(count, 'mention')} of {_n(naming['referent'].nunique(), 'referent')}) with their "
        "voice and polarity."
    )


def _selection(report: Report) -> str:
    parts = []
    facts = report.table("coverage")["fact"].nunique()
    if facts:
        parts.append(
            f"Coverage was checked for {_n(facts, 'fact')}; “not found” means that no sentence "
            "was recognised as telling it, and a fact not yet known on the day of publication is "
            "kept apart."
        )
    terms = report.table("keywords")
    if len(terms):
        parts.append(
            "Marked words are weighted log-odds against the other outlets with an informative "
            "Dirichlet prior (Monroe, Colaresi, Quinn 2008) and a permutation test of the "
            "maximum (Westfall, Young 1993)."
        )
    if (report.table("scores")["scorer"] == "tone").any():
        parts.append(
            "Tone is the mean of VADER's score over sentences (Hutto, Gilbert 2014); it "
            "is not a measure of framing."
        )
    if (report.table("scores")["scorer"] == "toward").any():
        parts.append(
            "Tone toward the people and actors named is a learned score, sentence by sentence and "
            "voice by voice; it enters no finding, and its card says where it errs "
            "(framing model card toward)."
        )
    return " ".join(parts)


def _inference(report: Report) -> str:
    contrasts = report.table("contrasts")
    primary = contrasts[contrasts["family"] == "primary"]
    if not len(primary):
        return ""
    tested = int(primary["p"].notna().sum())
    if not tested:
        return (
            "No difference between outlets was tested: there are too few articles per outlet. "
            "Intervals speak of the stability of these texts, not of the outlets."
        )
    return (
        f"{_n(tested, 'difference')} of an outlet against the rest were tested by permuting "
        f"articles (seed {report.parameters.seed}) and corrected after Benjamini and Hochberg at "
        f"{report.parameters.alpha}. They hold for the coverage of this event only."
    )


def _limits(report: Report) -> str:
    return "What may not be concluded. " + " ".join([*report.limits, *wording.NOT_SAID])


def _n(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
