"""Draw sentences of our own with several targets of different tone, the same ones every time."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LABELS = {"+": 1, "-": -1, "0": 0}
SLOT = re.compile(r"\{(\w+)\}")


def rows(sentences: int = 1000, seed: int = 5) -> list[dict[str, Any]]:
    """Give one row per labelled target: sentence, mention, start, end, polarity.

    ``sentences`` is how many sentences are drawn, ``seed`` starts the draw. A sentence that was
    drawn before is drawn again, so that none stands twice.
    """
    plan = tomllib.loads((HERE / "templates.toml").read_text(encoding="utf-8"))
    draw = random.Random(seed)
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    while len(seen) < sentences:
        template = plan["template"][len(seen) % len(plan["template"])]
        text, spans = filled(template["text"], plan["words"], draw)
        if text in seen:
            continue
        seen.add(text)
        for slot, label in template["labels"].items():
            start, end = spans[slot]
            found.append(
                {
                    "sentence": text,
                    "mention": text[start:end],
                    "start": start,
                    "end": end,
                    "polarity": LABELS[label],
                }
            )
    return found


def filled(
    template: str, words: dict[str, list[str]], draw: random.Random
) -> tuple[str, dict[str, tuple[int, int]]]:
    """Fill a template's slots; give the sentence and where each target stands in it."""
    frame = "" if template.startswith("“") else draw.choice(words["frame"])
    if frame and not template.startswith("{"):
        template = template[0].lower() + template[1:]
    people = [f"{draw.choice(words['title'])} {name}" for name in words["surname"]]
    actors = draw.sample([*people, *words["body"], *words["surname"]], 3)
    countries = draw.sample(words["country"], 3)
    named = dict(zip("ABCXYZ", [*actors, *countries], strict=True))
    text, spans = "", {}
    rest = frame + template
    while match := SLOT.search(rest):
        text += rest[: match.start()]
        slot, rest = match.group(1), rest[match.end() :]
        value = named.get(slot) or draw.choice(words[slot])
        if slot in named:
            spans[slot] = (len(text), len(text) + len(value))
        text += value
    text += rest
    first = 1 if text.startswith("“") else 0
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :], spans


if __name__ == "__main__":
    for row in rows(40):
        print(row["polarity"], row["mention"], "|", row["sentence"])
