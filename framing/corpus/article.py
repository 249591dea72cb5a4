"""One article as it was read, before it becomes a row of the table ``documents``."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from framing.errors import InputError

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?![\d-])(?:[T ].*)?\Z", re.ASCII | re.S)
_WORDED = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)? (?P<m1>[A-Za-z]{3,9})\.?,?"
    r"|(?P<m2>[A-Za-z]{3,9})\.? (?P<d2>\d{1,2})(?:st|nd|rd|th)?,?) (?P<y>\d{4})(?:[ ,].*)?\Z",
    re.ASCII | re.S,
)


@dataclass(frozen=True)
class Article:
    """What was read of one article: its text, what is given beside it, and where it came from.

    ``source`` names the file or the row, for messages; ``stem`` is the file's name without its
    ending (empty for a row of a table); ``published`` is as given, not yet understood.

    >>> Article("a.txt", "Rain fell.", outlet="a").title
    ''
    """

    source: str
    text: str
    outlet: str
    doc_id: str = ""
    event: str = ""
    title: str = ""
    published: str = ""
    url: str = ""
    genre: str = ""
    sha256: str = ""
    stem: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """An input that could not become an article: where it stood, and why, as an error."""

    source: str
    error: InputError

    def reason(self) -> str:
        """Say in one line why it was refused.

        >>> Rejected("a.csv, row 1", InputError("no outlet", "a name")).reason()
        'no outlet; expected a name'
        """
        found, expected = self.error.found, self.error.expected
        return f"{found}; expected {expected}" if expected else found


def hash_text(text: str) -> str:
    """Hash a text in UTF-8, as SHA-256 in hex.

    >>> hash_text("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def clean_name(name: str) -> str:
    """Make a name printable: one line, no control characters, no lone surrogates.

    >>> clean_name("The\\x00 Harbour \\n Post")
    'The Harbour Post'
    """
    kept = "".join(
        " " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c) != "Cc"
    )
    return " ".join(kept.encode("utf-8", "replace").decode("utf-8").split())


def name_of(path: Path) -> str:
    """Give a file's name without its ending, printable whatever bytes it has.

    >>> name_of(Path("news/The Post.txt"))
    'The Post'
    """
    return clean_name(path.stem) or "unnamed"


def parse_date(given: str) -> str | None:
    """Understand a date as an ISO date; ``None`` if it is no date or could be two.

    ``given`` may be ISO (with or without time, which is dropped unconverted), ``2025/01/26``,
    ``20250126``, ``26 January 2025``, ``January 26, 2025`` or the form of e-mail and feeds. A date
    such as 03/04/2025 has two readings and is not guessed. An empty string stays empty.

    >>> parse_date("26 Jan 2025"), parse_date("2025-01-26T10:00:00Z"), parse_date("03/04/2025")
    ('2025-01-26', '2025-01-26', None)
    """
    text = " ".join(given.split())
    if not text:
        return ""
    if len(text) > 60:
        return None
    if iso := _ISO.match(text):
        return _date(int(iso[1]), int(iso[3]), int(iso[4]))
    if worded := _WORDED.match(text):
        month = _month(worded["m1"] or worded["m2"])
        return _date(int(worded["y"]), month, int(worded["d1"] or worded["d2"]))
    return None


def _month(word: str) -> int:
    word = word.lower()
    for number, name in enumerate(_MONTHS, start=1):
        if word == name or word in (name[:3], name[:4] if name == "september" else name[:3]):
            return number
    return 0


def _date(year: int, month: int, day: int) -> str | None:
    if not 1500 <= year <= 2999:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
