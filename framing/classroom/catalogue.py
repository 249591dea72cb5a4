"""Everything that the lesson's pages say, in English and Spanish, from one file."""

from __future__ import annotations

import secrets
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "es")


@cache
def load() -> dict[str, Any]:
    """Read ``catalogue.toml``: ``say`` (texts by key and language), ``animals``, ``words``."""
    file = Path(__file__).with_name("catalogue.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def say(key: str, language: str = "en", **values: object) -> str:
    """Give the text of a key in a language, with ``{names}`` filled in.

    Raises ``KeyError`` for a key that the file does not have.

    >>> say("send", "es")
    'Enviar'
    """
    text: str = load()["say"][key][language]
    return text.format(**values) if values else text


def animals(language: str) -> list[str]:
    """List the animals whose names pupils get."""
    return [pair[LANGUAGES.index(language)] for pair in load()["animals"]]


def phrase(language: str) -> str:
    """Draw a recovery phrase of two words.

    >>> len(phrase("es").split())
    2
    """
    words = [pair[LANGUAGES.index(language)] for pair in load()["words"]]
    first = secrets.choice(words)
    return f"{first} {secrets.choice([word for word in words if word != first])}"
