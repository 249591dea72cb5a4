"""Check the files of constructions: every fault of every file at once, with its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from framing.errors import InputError
from framing.scoring import constructions, readings
from framing.scoring.constructions import Construction, Element


def files_in(folders: Sequence[Path]) -> list[Path]:
    """List the files of constructions: those in the ``elements`` folder of each lexicon folder.

    A path that is itself a file of an ``elements`` folder, or such a folder, is taken too.

    >>> files_in([])
    []
    """
    found: list[Path] = []
    for path in folders:
        if path.is_dir():
            home = path if path.name == "elements" else path / "elements"
            found += sorted(home.glob("*.toml")) if home.is_dir() else []
        elif path.parent.name == "elements":
            found.append(path)
    return found


def check(paths: Sequence[Path]) -> list[InputError]:
    """Check files of constructions against all rules.

    ``paths`` are files (see ``files_in``). Returns the faults in the order of files: the format; a
    reason and an example for each construction; examples that it finds and counter-examples that
    it does not; no construction twice. An empty list means that they are sound.

    >>> check([])
    []
    """
    faults: list[InputError] = []
    for path in paths:
        try:
            source = path.read_text(encoding="utf-8-sig")
            element = Element.model_validate(tomllib.loads(source))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            faults.append(_fault(f"not readable as TOML: {error}", "a TOML file", str(path)))
            continue
        except ValidationError as error:
            faults += [
                _fault(
                    f"{'.'.join(map(str, one['loc']))}: {one['msg']}",
                    "the format of lexicons/elements/README.md",
                    str(path),
                )
                for one in error.errors()
            ]
            continue
        faults += _of_element(element, source, path)
    return faults


def _of_element(element: Element, source: str, path: Path) -> Iterator[InputError]:
    lines = source.splitlines()
    starts = [n for n, line in enumerate(lines, 1) if re.match(r"\s*\[\[construction\]\]", line)]
    seen: set[str] = set()
    for place, one in enumerate(element.constructions):
        where = f"{path}:{starts[place]}, construction {one.id}"
        if one.id in seen:
            yield _fault(f"the construction '{one.id}' stands twice", "each id once", where)
        seen.add(one.id)
        if not one.phrases:
            yield _fault("neither cues nor verbs", "words that are looked for", where)
            continue
        yield from _examples(element, one, where)


def _examples(element: Element, one: Construction, where: str) -> Iterator[InputError]:
    alone = element.model_copy(update={"constructions": (one,)})
    grammar = constructions.compile([alone])
    for text in one.examples:
        if not _finds(text, grammar):
            yield _fault(f'the example "{text}" is not found', "a sentence that it finds", where)
    for text in one.counter_examples:
        if _finds(text, grammar):
            yield _fault(
                f'the counter-example "{text}" is found', "a sentence that it does not find", where
            )


def _finds(text: str, grammar: constructions.Grammar) -> bool:
    return any(True for _ in readings.find(text, [(0, len(text))], grammar))


def _fault(found: str, expected: str, where: str) -> InputError:
    return InputError(found=found, expected=expected, action="correct the file", where=where)
