"""The fixed words of a report: how to read it, what it does not say, what the signs mean."""

from __future__ import annotations

from functools import cache

QUESTION = (
    "How does each outlet word this event, in whose voice, and what may not be concluded from it?"
)
NO_FINDING = (
    "No finding of a difference. The articles were read and counted; nothing was found that could "
    "be stated with the evidence at hand. That is a result, too."
)
HOW_TO_READ = (
    (
        "Word choice is not truth.",
        "This report shows which words stand in the articles. It does not say which account is "
        "right, and an outlet that uses plain words can be wrong.",
    ),
    (
        "Zero is not neutral.",
        "The middle of an axis is the place where two lists of words cancel each other. It is not "
        "neutral, fair or true; nor is an end of the axis wrong.",
    ),
    (
        "Whose words?",
        "Words in quotation marks and reported words belong to the people quoted. They are "
        "counted apart from the outlet's own voice. Choosing whom to quote is the outlet's doing; "
        "what they say is theirs.",
    ),
    (
        "Few words, wide bars.",
        "Every mark has a bar: with few words it is wide. Under {few} counted words no mark is "
        "drawn; “too few words” is written instead. It does not mean zero.",
    ),
    (
        "Dimensions are not added up.",
        "Each row asks one question of its own. There is no total, no rank of outlets and no "
        "political left or right in it. The side on which a pole is written has no meaning.",
    ),
    (
        "Grey means not tested.",
        "A dimension in grey has not been checked against people's reading. Look at its words, not "
        "at its numbers.",
    ),
)
NOT_SAID = (
    "Not whether anything in these articles is true or false.",
    "Not what an outlet or its journalists think or intend.",
    "Not how an outlet reports in general: these are articles on one event.",
    "Not what all of these articles leave out alike: a pool cannot see its own blind spot.",
)
PARTS = {
    "headline": "headline",
    "debris": "page remains, not analysed",
}
VOICES = {
    "narrator": "own voice",
    "quoted": "quoted",
    "reported": "reported",
    "all": "all",
    "direct": "quoted",
    "partial": "quoted in part",
    "indirect": "reported",
}
ELEMENTS = {
    "problem": "what the problem is",
    "cause": "what caused it",
    "judgement": "what is judged",
    "remedy": "what should be done",
}
EDITS = {
    "label": "another name",
    "attribution": "another attribution",
    "quote": "a quotation changed",
    "hedge": "more or less certain",
    "cut": "cut",
    "other": "other change",
}
FIGURES = {
    "strip": ("What each outlet calls them", ""),
    "spectrum": (
        "Between which words each outlet stands",
        "Filled marks: the outlet's own voice. Hollow: people it quotes. The bar is the interval "
        "of the mark. Rows are measured apart; nothing joins them.",
    ),
    "naming": ("Which names are used how often", "Denied and rejected names are left out here."),
    "speakers": (
        "Whom each outlet lets speak",
        "A long bar means more room, not more agreement.",
    ),
    "coverage": (
        "Which facts are found in which outlet's articles",
        "“Not found” may also mean: told in words that were not recognised.",
    ),
    "tone": (
        "How friendly or hostile the wording sounds",
        "Tone is not framing: a sad event sounds hostile in any newspaper.",
    ),
    "words": (
        "Words that mark one outlet's text against the others",
        "Words say what an article is about as much as how it is told.",
    ),
    "hits": ("Where in the articles the counted words stand", ""),
}
LICENCE = (
    "Software: Apache-2.0. Word lists and sample articles: CC BY 4.0. The articles compared here "
    "belong to their owners; check what you may pass on before you publish this report."
)
CITATION = (
    "The framing-compare contributors. framing-compare {version}: how outlets word the same "
    "event. Run with schema {schema}; settings in run.json."
)


@cache
def _referents() -> dict[str, str]:
    from framing import paths
    from framing.lexicon import referents

    known = referents.load(paths.data_dir("lexicons") / "referents")
    return {one.id: one.title[:1].lower() + one.title[1:] for one in known}


def referent(name: str) -> str:
    """Say in plain words whom or what a referent's id means.

    >>> referent("people_removed")
    'people moved or to be moved'
    """
    return _referents().get(name, name.replace("_", " "))
