"""Lexicons of other programs: LIWC .dic, quanteda YAML, CSV; what is lost on the way is said."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from framing.errors import InputError
from framing.lexicon import draft, inflect
from framing.lexicon.files import Dimension, Entry

FORMATS = ("dic", "yaml", "csv")
_CSV = ("term", "pole", "weight", "reason", "examples", "counter_examples", "not_in", "source",
        "contested_by")  # fmt: skip
_LISTS = ("examples", "counter_examples", "not_in", "contested_by")
_PART = " | "


@dataclass(frozen=True)
class Brought:
    """A dimension brought in, and a sentence for everything that was dropped."""

    dimension: Dimension
    dropped: tuple[str, ...]


def bring(
    text: str, form: str, dimension_id: str, poles: Sequence[str] = (), where: str = ""
) -> Brought:
    """Make a dimension of a lexicon of another program.

    ``text`` is the file's text, ``form`` is dic, yaml or csv, ``dimension_id`` the id to be,
    ``poles`` the one or two categories to take (needed where the file has more than two), the
    first one the negative end. Words are taken as they stand (``=word``), because those programs
    do not inflect. Returns the dimension and what was dropped. Raises ``InputError`` if the file
    cannot be read so.

    >>> bring("%\\n1\\tcalm\\n2\\tloud\\n%\\nquiet*\\t1\\nnoisy\\t2\\n", "dic", "calm-loud"
    ...      ).dimension.entries[0].term
    'quiet*'
    """
    if form not in FORMATS:
        raise InputError(f"format '{form}'", ", ".join(FORMATS), "name one of these", where)
    if form == "csv":
        return _from_csv(text, dimension_id, poles, where)
    read: Callable[[str, str], tuple[dict[str, list[str]], list[str]]]
    read = _read_dic if form == "dic" else _read_yaml
    categories, dropped = read(text, where)
    names = _chosen(categories, poles, where)
    others = [name for name in categories if name not in names]
    dropped += [
        f"category {name} ({len(categories[name])} words): not asked for" for name in others
    ]
    lists = _sound_terms({name: categories[name] for name in names}, dropped)
    _need_words(names, lists, where)
    dimension = _renamed(draft.new(dimension_id, lists[0], [*lists, []][1]), names)
    return Brought(dimension, tuple(dropped))


def _chosen(
    categories: Mapping[str, Sequence[object]], poles: Sequence[str], where: str
) -> list[str]:
    names = list(poles) or list(categories)
    unknown = [name for name in names if name not in categories]
    if unknown or not 1 <= len(names) <= 2:
        raise InputError(
            found=f"categories {', '.join(list(categories)[:12]) or 'none'}",
            expected="one or two of them as poles",
            action="choose with --pole NAME (twice for two poles, the negative end first)",
            where=where,
        )
    return names


def _sound_terms(categories: dict[str, list[str]], dropped: list[str]) -> list[list[str]]:
    """Keep the words that can be matched; note the others."""
    lists: list[list[str]] = []
    taken: set[str] = set()
    for name, words in categories.items():
        kept: list[str] = []
        for word in words:
            why = _unusable(word) or ("already in the other pole" if word in taken else "")
            if why:
                dropped.append(f"{word!r} of {name}: {why}")
            else:
                kept.append(word if word.endswith("*") else f"={word}")
        taken.update(words)
        lists.append(kept)
    return lists


def _unusable(word: str) -> str:
    if "*" in word[:-1]:
        return "a wildcard before the end"
    if not re.search(r"\w", word):
        return "no letters"
    if "<" in word or "(" in word:
        return "a condition, which this format does not know"
    if len(word) > 79 or len(word.split()) > 8:
        return "too long"
    if word.endswith("*") and len(re.findall(r"\w", word)) < 3:
        return "a wildcard of fewer than three letters"
    return ""


def _renamed(dimension: Dimension, names: Sequence[str]) -> Dimension:
    poles = tuple(
        pole.model_copy(update={"title": name})
        for pole, name in zip(dimension.poles, names, strict=True)
    )
    return dimension.model_copy(update={"poles": poles})


def _read_dic(text: str, where: str) -> tuple[dict[str, list[str]], list[str]]:
    parts = re.split(r"^\s*%.*$", text.lstrip("\ufeff"), maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3:
        raise InputError("no two lines with %", "a LIWC dictionary: %, categories, %, words",
                         "check the file", where)  # fmt: skip
    numbers = dict(re.findall(r"^\s*(\d+)\s+(\S+)", parts[1], flags=re.MULTILINE))
    found: dict[str, list[str]] = {name: [] for name in numbers.values()}
    dropped: list[str] = []
    for line in parts[2].splitlines():
        match = re.match(r"^\s*(.+?)\s+((?:\d+\s*)+)$", line)
        if match is None:
            if line.strip():
                dropped.append(f"line {line.strip()[:40]!r}: not a word with category numbers")
            continue
        for number in match[2].split():
            if number in numbers:
                found[numbers[number]].append(match[1].lower())
            else:
                dropped.append(f"{match[1]!r}: category {number} is not defined")
    return found, dropped


def _read_yaml(text: str, where: str) -> tuple[dict[str, list[str]], list[str]]:
    """Read the part of YAML that quanteda writes: nested keys and lists of words."""
    found: dict[str, list[str]] = {}
    path: list[tuple[int, str]] = []
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        line = re.sub(r"(^|\s)#.*$", "", raw).rstrip()
        if not line.strip() or line.strip() in ("---", "..."):
            continue
        indent = len(line) - len(line.lstrip(" "))
        item = re.match(r"^\s*-\s+(.*)$", line)
        key = re.match(r"^\s*(\"[^\"]+\"|'[^']+'|[^\s:\[\]{}&*!|>-][^:]*?)\s*:\s*(.*)$", line)
        if item and path:
            found.setdefault(_path_name(path), []).append(_scalar(item[1]))
        elif key and not item:
            path = [one for one in path if one[0] < indent] + [(indent, _scalar(key[1]))]
            found.setdefault(_path_name(path), []).extend(_inline(key[2]))
        else:
            raise InputError(f"line {number}: {line.strip()[:40]!r}",
                             "keys, `- word` items or `[word, word]`",
                             "export it from quanteda again as plain YAML",
                             f"{where}:{number}" if where else "")  # fmt: skip
    return {name: [w for w in words if w] for name, words in found.items() if any(words)}, []


def _path_name(path: Sequence[tuple[int, str]]) -> str:
    return "/".join(name for _, name in path)


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1].replace("''", "'") if text[0] == "'" else text[1:-1]
    return text


def _inline(text: str) -> list[str]:
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return [_scalar(one) for one in next(csv.reader([text[1:-1]], skipinitialspace=True), [])]
    return [_scalar(text)] if text else []


def _need_words(names: Sequence[str], lists: Sequence[Sequence[str]], where: str) -> None:
    for name, words in zip(names, lists, strict=True):
        if not words:
            raise InputError(
                found=f"no usable word of {name}",
                expected="words for every pole",
                action="look at the file, or choose other categories with --pole",
                where=where,
            )


def _from_csv(text: str, dimension_id: str, poles: Sequence[str], where: str) -> Brought:
    try:
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=None)))
    except csv.Error as error:
        raise InputError(
            found=f"a table that cannot be read: {error}",
            expected="a CSV file with a row for each term",
            action="save it as CSV once more",
            where=where,
        ) from None
    columns = list(rows[0]) if rows else []
    if "term" not in columns or "pole" not in columns:
        raise InputError(f"columns {', '.join(map(str, columns)) or 'none'}", "term, pole",
                         f"name the columns so; others: {', '.join(_CSV[2:])}", where)  # fmt: skip
    dropped = [f"column {name}: unknown" for name in columns if name not in _CSV]
    names = _chosen({row["pole"]: [] for row in rows if row["pole"]}, poles, where)
    kept = [row for row in rows if row["pole"] in names]
    if len(kept) < len(rows):
        dropped.append(f"{len(rows) - len(kept)} rows of other poles: not asked for")
    lists = [[row["term"] for row in kept if row["pole"] == name] for name in names]
    _need_words(names, lists, where)
    dimension = _renamed(draft.new(dimension_id, lists[0], [*lists, []][1]), names)
    given = {row["term"].strip(): row for row in kept}
    entries = tuple(_with_cells(entry, given[entry.term], where) for entry in dimension.entries)
    return Brought(dimension.model_copy(update={"entries": entries}), tuple(dropped))


def _with_cells(entry: Entry, row: Mapping[str, str], where: str) -> Entry:
    cells: dict[str, object] = {}
    for key in _CSV[2:]:
        value = (row.get(key) or "").strip()
        if value:
            cells[key] = value.split(_PART.strip()) if key in _LISTS else value
    try:
        return Entry.model_validate({**entry.model_dump(), **cells})
    except ValidationError as error:
        one = error.errors()[0]
        raise InputError(
            found=f"{one['loc'][0]} = {one['input']!r} of term '{entry.term}'",
            expected=str(one["msg"]),
            action="correct the cell",
            where=where,
        ) from None


def send(dimension: Dimension, form: str) -> tuple[str, tuple[str, ...]]:
    """Write a dimension for another program.

    ``form`` is dic, yaml or csv. For dic and yaml every inflected form is written out, since
    those programs do not inflect. Returns the file's text and a sentence for all that was dropped.

    >>> send(draft.new("calm-loud", ["calm (exact)"], ["loud (exact)"]), "yaml")[0]
    'calm:\\n  - "calm"\\nloud:\\n  - "loud"\\n'
    """
    if form not in FORMATS:
        raise InputError(f"format '{form}'", ", ".join(FORMATS), "name one of these")
    if form == "csv":
        return _to_csv(dimension)
    lists = {
        pole.id: [word for entry in dimension.entries if entry.pole == pole.id
                  for word in _written_out(entry)]
        for pole in dimension.poles
    }  # fmt: skip
    text = _to_dic(lists) if form == "dic" else _to_yaml(lists)
    return text, tuple(_lost(dimension))


def _written_out(entry: Entry) -> Iterator[str]:
    star = "*" if inflect.parse(entry.term).wildcard else ""
    yield from (form.lower() + star for form in entry.forms)


def _to_dic(lists: Mapping[str, Sequence[str]]) -> str:
    heads = [f"{number}\t{name}" for number, name in enumerate(lists, start=1)]
    words = [
        f"{word}\t{number}"
        for number, terms in enumerate(lists.values(), start=1)
        for word in dict.fromkeys(terms)
    ]
    return "\n".join(["%", *heads, "%", *words]) + "\n"


def _to_yaml(lists: Mapping[str, Sequence[str]]) -> str:
    lines: list[str] = []
    for name, words in lists.items():
        lines += [f"{name}:", *(f'  - "{word}"' for word in dict.fromkeys(words))]
    return "\n".join(lines) + "\n"


def _to_csv(dimension: Dimension) -> tuple[str, tuple[str, ...]]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_CSV)
    for entry in dimension.entries:
        cells = entry.model_dump()
        writer.writerow([_PART.join(cells[key]) if key in _LISTS else cells[key] for key in _CSV])
    heads = "question, referent, status and card of the dimension, descriptions of the poles"
    return out.getvalue(), (heads + ": CSV has no place for them",)


def _lost(dimension: Dimension) -> Iterator[str]:
    entries = dimension.entries
    yield "reasons, examples, sources, status and card: the format has no place for them"
    counts = {
        "not_in phrases (their matches will count there)": sum(bool(e.not_in) for e in entries),
        "weights other than 1": sum(e.weight != 1 for e in entries),
        "capitals (they will match in any case)": sum(e.term.lower() != e.term for e in entries),
    }
    for what, number in counts.items():
        if number:
            yield f"{what}: {number} entries"
    if dimension.referent:
        yield f"the referent {dimension.referent}: words will count of whomever they are said"
