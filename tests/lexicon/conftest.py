from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from framing import tables
from framing.lexicon import dictionary, files, match

LEXICON = """
id = "calm-loud"
title = "Calm or loud"
question = "Is it told calmly or loudly?"
kind = "bipolar"
licence = "CC-BY-4.0"
version = "1.0.0"
{head}
[[pole]]
id = "calm"
title = "Calm"
[[pole]]
id = "loud"
title = "Loud"
"""


def lexicon_text(*entries: str, head: str = "") -> str:
    """A lexicon file; an entry is "term -> pole" with further TOML lines after a line break."""
    text = LEXICON.format(head=head)
    for entry in entries:
        first, _, rest = entry.partition("\n")
        term, _, pole = first.partition(" -> ")
        text += f'\n[[entry]]\nterm = "{term}"\npole = "{pole}"\n{rest}\n'
    return text


Make = Callable[..., files.Dimension]
Tables = dict[str, pd.DataFrame]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def made(*entries: str, head: str = "", name: str = "calm-loud.toml") -> files.Dimension:
        path = tmp_path / name
        path.write_text(lexicon_text(*entries, head=head), encoding="utf-8")
        return files.load(path)

    return made


def cut(texts: Sequence[str], **changes: object) -> Tables:
    """The tables of bare texts: sentences end at . ! ? or an empty line; no quotes, no scopes."""
    rows = []
    for number, text in enumerate(texts):
        found = re.finditer(r"\S.*?(?:[.!?](?=\s)|(?=\n\s*\n)|$)", text, re.DOTALL)
        for sent_id, one in enumerate(found):
            rows.append((str(number), sent_id, one.start(), one.end(), "body", one.group()))
    columns = tables.TABLES["sentences"].names
    documents = pd.DataFrame(
        {"doc_id": [str(n) for n in range(len(texts))], "language": "en", "text": list(texts)},
        dtype="str",
    )
    made = {
        "documents": documents,
        "sentences": tables.frame(
            "sentences", {c: [row[n] for row in rows] for n, c in enumerate(columns)}
        ),
        "quotes": tables.empty("quotes"),
        "scopes": tables.empty("scopes"),
        "labels": tables.empty("labels"),
    }
    return made | {
        name: table for name, table in changes.items() if isinstance(table, pd.DataFrame)
    }


def rows(name: str, *given: dict[str, object]) -> pd.DataFrame:
    """A table with some columns given and the others at a harmless value."""
    harmless = {"str": "", "int": -1, "float": 0.0, "bool": False, "list": []}
    columns = tables.TABLES[name].columns
    return tables.frame(
        name, {c.name: [row.get(c.name, harmless[c.type]) for row in given] for c in columns}
    )


def hits(dimension: files.Dimension, *texts: str, **changes: object) -> pd.DataFrame:
    return match.find(**cut(texts, **changes), dictionary=dictionary.compile([dimension]))
