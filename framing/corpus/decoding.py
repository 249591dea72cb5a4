"""Bytes to text: which encoding, and is it a text at all?

A mark at the beginning decides; else UTF-8; else UTF-16 by its pattern of zero bytes; else a
guess, which the article's warnings name. Nothing is stripped: line ends stay as they are.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from framing.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (
    (b"PK\x03\x04", "a zip archive (or a Word, Excel or OpenDocument file)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PAR1", "a Parquet file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "an RTF file"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# share of control bytes in the sample above which a file is no text
_TOO_MANY_CONTROLS = 0.1
_SAMPLE = 1 << 16
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_SHORT, _FEW = 500, 16


@dataclass(frozen=True)
class Decoded:
    """A decoded text with the remarks that its reading calls for."""

    text: str
    warnings: tuple[str, ...] = ()


def is_binary(data: bytes) -> str:
    """Say what kind of file the bytes are if they are no text; empty if they may be text.

    >>> is_binary(b"%PDF-1.7 ..."), is_binary(b"Rain fell.")
    ('a PDF', '')
    """
    if any(data.startswith(mark) for mark, _ in _MARKS):
        return ""
    for magic, kind in _BINARY:
        if data.startswith(magic):
            return kind
    sample = data[:_SAMPLE]
    if sample and not _utf16(sample):
        controls = len(_CONTROL.findall(sample))
        if controls / len(sample) > _TOO_MANY_CONTROLS:
            return "a binary file"
    return ""


def check_text(data: bytes, where: str) -> None:
    """Refuse bytes that are empty or no text.

    ``where`` names the file in the message. Raises ``InputError``.

    >>> check_text(b"Rain fell.", "a.txt")
    """
    if not data.strip(b" \t\r\n\x00"):
        raise InputError("an empty file", "a text", "fill it or leave it out", where)
    if kind := is_binary(data):
        raise InputError(
            found=f"{kind}, not a text",
            expected="plain text, Markdown, HTML, CSV, JSON Lines or Parquet by its ending",
            action="save it as text (or unpack it) first",
            where=where,
        )


def decode(data: bytes, where: str) -> Decoded:
    """Turn a file's bytes into text, mending only text that was decoded wrongly before.

    ``data`` are the bytes, ``where`` names the file in messages. The decoded string is passed
    through ``ftfy.fix_encoding`` and nothing else, so quotation marks stay as printed.
    Returns the text and its warnings. Raises ``InputError`` if it is empty or no text.

    >>> decode("A caf\\u00e9.".encode("cp1252"), "a.txt").warnings
    ('encoding guessed: cp1252',)
    """
    check_text(data, where)
    text, warnings = _to_text(data)
    mended = mend(text)
    if mended != text:
        warnings.append("wrongly decoded letters mended")
    if _CONTROL_TEXT.search(mended):
        warnings.append("control characters in the text")
    if not mended.strip().strip("\x00"):
        raise InputError("an empty file", "a text", "fill it or leave it out", where)
    return Decoded(mended, tuple(warnings))


def mend(text: str) -> str:
    """Mend letters that were decoded with the wrong table, and change nothing else.

    >>> mend("caf\\u00c3\\u00a9") == "caf\\u00e9"
    True
    """
    if text.isascii():
        return text
    import ftfy

    return str(ftfy.fix_encoding(text))


def _to_text(data: bytes) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    try:
        # UTF-16 without mark is valid UTF-8 too when all its letters are English
        if not (b"\x00" in data[:_SAMPLE] and _utf16(data[:_SAMPLE])):
            return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    encoding = guess(data)
    if encoding == "utf-8":
        text = data.decode("utf-8", "replace")
        return text, ["some bytes could not be read and show as �"]
    return data.decode(encoding, "replace"), [f"encoding guessed: {encoding}"]


def _marked(data: bytes, encoding: str) -> tuple[str, list[str]]:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return text, ["some bytes could not be read and show as �"]


def _utf16(sample: bytes) -> str:
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def guess(data: bytes) -> str:
    """Guess the encoding of bytes that are not (wholly) UTF-8 and carry no mark.

    UTF-8 is kept when its own sequences outnumber the broken bytes; single high bytes among
    English letters mean a Western text; for the rest charset-normalizer is asked.

    >>> guess("caf\\u00e9 and ros\\u00e9".encode("cp1252"))
    'cp1252'
    """
    sample = data[: 4 * _SAMPLE]
    if encoding := _utf16(sample):
        return encoding
    escaped = sample.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= c <= "\udcff" for c in escaped)
    good = sum(c > "\x7f" for c in escaped) - broken
    if good and good >= broken:
        return "utf-8"
    return "cp1252" if _western(sample) else _asked(sample)


def _western(sample: bytes) -> bool:
    """Say whether high bytes stand alone among English letters, as marks and accents do.

    A short sample is judged by that alone (other alphabets come in runs), a long one by how
    few they are.
    """
    runs = _HIGH_RUN.findall(sample)
    high = sum(len(run) for run in runs)
    if _NOT_CP1252.search(sample):
        return False
    if high < _FEW:
        return True
    if high > 1.4 * len(runs):
        return False
    return len(sample) < _SHORT or high <= 0.04 * len(sample)


def _asked(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        return "cp1252"
    alike = [best.encoding, *best.could_be_from_charset]
    return "cp1252" if "cp1252" in alike else best.encoding
