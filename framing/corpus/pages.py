"""A web page to the article in it, by trafilatura."""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.corpus.article import parse_date
from framing.corpus.decoding import decode
from framing.errors import InputError

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
# bounded and never crossing a "<", so that a hostile page costs no more than its length
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_TITLE = re.compile(
    r"<h1\b[^<>]{0,1000}>(.{1,1000}?)</h1\s*>|<title\b[^<>]{0,1000}>(.{1,1000}?)</title\s*>",
    re.I | re.S,
)
_ANY_TAG = re.compile(r"<[^>]*>")
_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "p",
    "li",
    "source",
    "track",
    "wbr",
    "param",
    "td",
    "tr",
    "th",
    "dd",
    "dt",
    "option",
}
# elements inside each other beyond which a page is no article: the parser drops what lies at
# 256 and deeper
_DEEPEST = 250


@dataclass(frozen=True)
class Page:
    """The article found in a page: text, title and date where the page states them."""

    text: str
    title: str
    published: str
    warnings: tuple[str, ...]


def extract(data: bytes, where: str) -> Page:
    """Take the article out of a web page; menus, scripts and comments stay behind.

    ``data`` are the page's bytes, ``where`` names it in messages. Returns the extractor's text,
    the first heading (or the page's title) and the date of publication if the page states one.
    Raises ``InputError`` if there is no article in it.

    >>> page = b"<html><body><h1>Rain</h1><article><p>Rain fell.</p></article></body></html>"
    >>> extract(page, "a.html").title
    'Rain'
    """
    source, warnings = _source(data, where)
    if _depth(source) > _DEEPEST:
        raise InputError(
            "HTML nested too deeply", f"at most {_DEEPEST} levels", "save it as text", where
        )
    import trafilatura

    text = trafilatura.extract(source, include_comments=False) or _fallback(source)
    if not text.strip():
        raise InputError("a page without article text", "an article", "save it as text", where)
    return Page(text, _title(source), _published(source), warnings)


def _source(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    if match := _DECLARED.search(data[:4096]):
        try:
            return data.decode(match[1].decode("ascii")), ()
        except (LookupError, ValueError):
            pass
    decoded = decode(data, where)
    return decoded.text, decoded.warnings


def _fallback(source: str) -> str:
    """Take all readable text where the extractor finds no article (a very short page)."""
    import trafilatura

    return str(trafilatura.baseline(source)[1] or "")


def _depth(source: str) -> int:
    depth = deepest = 0
    for match in _TAG.finditer(source):
        if match[2].lower() in _VOID or match[0].endswith("/>"):
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _title(source: str) -> str:
    import html

    found = list(_TITLE.finditer(source[:200_000]))
    headings = [match[1] for match in found if match[1]]
    titles = [match[2] for match in found if match[2]]
    for given in (headings if len(headings) == 1 else []) + titles:
        if title := " ".join(html.unescape(_ANY_TAG.sub(" ", given)).split()):
            return title
    return ""


_STATED = re.compile(
    r"<meta[^>]{0,300}?(?:property|name|itemprop)\s*=\s*[\"'](?:article:published_time|datePublished"
    r"|date|dc\.date|pubdate)[\"'][^>]{0,300}?content\s*=\s*[\"']([^\"']{4,60})[\"']",
    re.I,
)


def _published(source: str) -> str:
    """Find the date of publication only where the page states it: a guess would be a claim."""
    match = _STATED.search(source[:200_000])
    return (parse_date(match[1]) or "") if match else ""
