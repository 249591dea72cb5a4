"""Folders of text files to articles: with corpus.toml, or bare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from framing.corpus.article import Article, Rejected, clean_name, name_of
from framing.corpus.decoding import check_text, decode
from framing.corpus.manifest import MANIFEST, ArticleEntry, Manifest
from framing.errors import InputError

TEXT_ENDINGS = (".txt", ".md", ".html", ".htm")
LARGEST_FILE = 20_000_000
_SKIPPED = ("readme", "license", "licence")

Note = Callable[[str], None]


def read_listed(folder: Path, manifest: Manifest, note: Note) -> Iterator[Article | Rejected]:
    """Read the articles that a folder's corpus.toml lists, in its order.

    ``folder`` holds the files, ``manifest`` is its checked corpus.toml, ``note`` takes cautions.
    Yields articles, or what could not be read and why.

    >>> list(read_listed(Path("."), Manifest(), print))
    []
    """
    listed = {entry.file for entry in manifest.article}
    unlisted = [name for name, _ in _text_files(folder, lambda _: None) if name not in listed]
    unlisted = [name for name in unlisted if not name.endswith(".md") and "/" not in name]
    if unlisted:
        note(f"files not listed in {MANIFEST} left out: {', '.join(unlisted[:20])}")
    for entry in manifest.article:
        yield _listed(folder, entry)


def _listed(folder: Path, entry: ArticleEntry) -> Article | Rejected:
    article = read_file(folder / entry.file, entry.file)
    if isinstance(article, Rejected):
        return article
    return replace(
        article,
        outlet=clean_name(entry.outlet) or _outlet(entry.file),
        doc_id=clean_name(entry.doc_id),
        title=clean_name(entry.title) or article.title,
        published=entry.published or article.published,
        url=clean_name(entry.url),
        genre=clean_name(entry.genre),
    )


def read_bare(folder: Path, note: Note) -> Iterator[Article | Rejected]:
    """Read a folder without corpus.toml: a file is an article, its stem or sub-folder the outlet.

    Arguments and results as in ``read_listed``; the order is that of the names. README*,
    LICENSE*, dot-files and files of other kinds are skipped and named in a caution.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     _ = Path(name, "The Post.txt").write_text("Rain fell.")
    ...     [article.outlet for article in read_bare(Path(name), print)]
    ['The Post']
    """
    for name, path in _text_files(folder, note):
        yield read_file(path, name)


def _text_files(folder: Path, note: Note) -> list[tuple[str, Path]]:
    kept, skipped = [], []
    root = folder.resolve()
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).parts):
        parts = path.relative_to(folder).parts
        name = clean_name("/".join(parts))
        if path.is_dir():
            continue
        plain = path.is_file() and path.suffix.lower() in TEXT_ENDINGS
        set_aside = parts[-1].lower().startswith(_SKIPPED) or any(p.startswith(".") for p in parts)
        if not plain or set_aside or not path.resolve().is_relative_to(root):
            skipped.append(name)
        else:
            kept.append((name, path))
    if skipped:
        more = f" and {len(skipped) - 20} more" if len(skipped) > 20 else ""
        note(f"skipped: {', '.join(skipped[:20])}{more}")
    return kept


def _outlet(name: str) -> str:
    """Name the outlet of a file: its sub-folder, else its stem."""
    parts = name.split("/")
    return clean_name(parts[0]) if len(parts) > 1 else name_of(Path(name))


def read_file(path: Path, name: str) -> Article | Rejected:
    """Read one text, Markdown or HTML file as an article.

    ``name`` is its path inside the folder, with ``/``; it names the file in messages.
    Returns the article, or what could not be read and why.

    >>> read_file(Path("missing.txt"), "missing.txt").error.found
    'no such file'
    """
    try:
        data = _bytes(path, name)
        if path.suffix.lower() in (".html", ".htm"):
            return _html(data, name)
        decoded = decode(data, name)
    except InputError as error:
        return Rejected(name, error)
    return _article(name, data, decoded.text, "", "", decoded.warnings)


def _bytes(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            raise InputError("no such file", "a readable file", "check the name", name)
        if path.stat().st_size > LARGEST_FILE:
            raise InputError("a file of more than 20 MB", "one article", "split it", name)
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "not readable"
        raise InputError(reason, "a readable file", "check its rights", name) from error


def _html(data: bytes, name: str) -> Article:
    from framing.corpus.pages import extract

    check_text(data, name)
    page = extract(data, name)
    return _article(name, data, page.text, page.title, page.published, page.warnings)


def _article(
    name: str, data: bytes, text: str, title: str, published: str, warnings: tuple[str, ...]
) -> Article:
    import hashlib

    return Article(
        source=name,
        text=text,
        outlet=_outlet(name),
        title=clean_name(title),
        published=published,
        sha256=hashlib.sha256(data).hexdigest(),
        stem=name_of(Path(name)),
        warnings=warnings,
    )
