"""The codebook of a dimension: what coders are asked, with examples from the lexicon file."""

from __future__ import annotations

import tomllib
from typing import Any

from framing import paths
from framing.codebook import Code, Codebook, Variable
from framing.lexicon.files import Dimension

NEITHER = "neither"
ELEMENTS = ("problem", "cause", "judgement", "remedy")
_MOST = 6


def of(dimension: Dimension, unit: str = "sentence") -> Codebook:
    """Write the codebook for coding a dimension by hand.

    ``dimension`` gives question, poles, examples and counter-examples; ``unit`` is sentence,
    mention or article. The one variable, ``leaning``, has a code for each pole and ``neither``;
    it is nominal, so a researcher who wants the middle between two ends sets it to ordinal.
    Returns a ``Codebook``. The rules are data (``lexicons/coding/codebook.toml``).

    >>> from framing.lexicon import draft
    >>> [code.code for code in of(draft.new("calm-loud", ["calm"], ["loud"])).variables[0].codes]
    ['calm', 'neither', 'loud']
    """
    poles = [
        Code(pole.id, str(number), _line(pole.title, pole.description))
        for number, pole in enumerate(dimension.poles, start=1)
    ]
    neither = Code(NEITHER, "0", "leans to no end, or does not speak of it")
    codes = (poles[0], neither, *poles[1:])
    examples = [(entry.examples[0], entry.pole) for entry in dimension.entries if entry.examples]
    against = [
        (entry.counter_examples[0], f"not for the word '{entry.term}'")
        for entry in dimension.entries
        if entry.counter_examples
    ]
    return Codebook(
        dimension.title,
        dimension.question,
        unit,
        _rules(unit),
        (Variable("leaning", dimension.question, "nominal", codes),),
        tuple(
            pair
            for pole in dimension.poles
            for pair in _spread([one for one in examples if one[1] == pole.id])
        ),
        tuple(_spread(against)),
    )


def of_elements() -> Codebook:
    """Write the codebook for coding elements of a frame: problem, cause, judgement, remedy.

    >>> of_elements().variables[0].codes[0].code
    'problem'
    """
    told = _data()["element"]
    codes = [Code(name, str(n), told[name]) for n, name in enumerate(ELEMENTS, start=1)]
    codes.append(Code(NEITHER, "0", "none of these"))
    variable = Variable("leaning", told["question"], "nominal", tuple(codes))
    return Codebook(told["title"], told["question"], "element", _rules("element"), (variable,))


def _spread(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Take a few from the whole list, evenly, not its alphabetical beginning."""
    if len(pairs) <= _MOST:
        return pairs
    return [pairs[i * len(pairs) // _MOST] for i in range(_MOST)]


def _line(title: str, description: str) -> str:
    return f"{title}: {description}" if description else title


def _rules(unit: str) -> tuple[str, ...]:
    rules = _data()["rules"]
    return (*rules[unit], *rules["all"])


def _data() -> dict[str, Any]:
    path = paths.data_dir("lexicons") / "coding" / "codebook.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
