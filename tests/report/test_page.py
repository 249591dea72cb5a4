from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from framing.report import page
from framing.report.view import Report
from tests.report import sample

VOID = {"meta", "input", "img", "br", "line", "path", "link"}


class _Reader(HTMLParser):
    """Collects tags, checks that they nest, and keeps the text of style and script."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("style", "script"):
            self.inside[self.open[-1]] = self.inside.get(self.open[-1], "") + data


def _read(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    assert reader.open == []
    return reader


@pytest.fixture(scope="module")
def html(written: Path) -> str:
    return (written / "report.html").read_text(encoding="utf-8")


def test_the_page_begins_with_its_doctype_and_is_small(html: str, written: Path) -> None:
    assert html.lstrip().lower().startswith("<!doctype html>")
    assert (written / "report.html").stat().st_size < 2_000_000


def test_the_policy_allows_this_style_and_script_and_nothing_else(html: str) -> None:
    reader = _read(html)
    policy = next(
        a["content"]
        for t, a in reader.tags
        if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for kind in ("style", "script"):
        digest = hashlib.sha256(reader.inside[kind].encode()).digest()
        assert f"{kind}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy


def test_nothing_is_asked_of_anyone(html: str) -> None:
    for tag, attributes in _read(html).tags:
        assert "style" not in attributes, tag
        assert not any(name.startswith("on") for name in attributes), tag
        for name in ("src", "href", "action", "srcset", "poster"):
            value = attributes.get(name) or ""
            assert value == "" or value.startswith(("#", "data:image/png;base64,")), value
    assert "http:" not in _read(html).inside["script"]
    assert "url(" not in _read(html).inside["style"]


def test_ids_are_unique_and_links_lead_somewhere(html: str) -> None:
    tags = _read(html).tags
    ids = [a["id"] for _, a in tags if a.get("id")]
    assert len(ids) == len(set(ids))
    for _, attributes in tags:
        if (attributes.get("href") or "").startswith("#"):
            assert attributes["href"][1:] in ids  # type: ignore[index]
        for name in (attributes.get("aria-labelledby") or "").split():
            assert name in ids


def test_every_number_has_its_sentences_in_the_articles(html: str, report: Report) -> None:
    tags = _read(html).tags
    hits = [a for t, a in tags if t == "mark"]
    for _, button in [(t, a) for t, a in tags if t == "button" and a.get("data-show") == "hits"]:
        assert any(
            h["data-dimension"] == button["data-dimension"]
            and h["data-voice"] == button["data-voice"]
            for h in hits
        )
    counted = report.table("hits")["counted"].sum()
    assert len(hits) == counted


def test_every_name_of_the_strip_has_its_mention(html: str) -> None:
    tags = _read(html).tags
    named = {
        (a["data-name"], a["data-polarity"])
        for t, a in tags
        if t == "span" and "named" in (a.get("class") or "")
    }
    buttons = {
        (a["data-name"], a["data-polarity"])
        for t, a in tags
        if t == "button" and a.get("data-show") == "name"
    }
    assert buttons
    assert buttons <= named


def test_hostile_words_stay_words(charts: dict[str, Path]) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{% raw %}"
    texts = {
        evil: f"{evil}\n\nA ((asserted/{'x'}:<b>squatters</b>)) {evil} "
        "[[threat-ordinary/threat:<i>siege</i>]]."
    }
    made = sample.report({**texts, "Other": sample.TEXTS["Saltmarsh Wire"]})
    text = page.text(made, {})
    reader = _read(text)
    assert sum(tag == "script" for tag, _ in reader.tags) == 1
    assert not any(tag == "img" for tag, _ in reader.tags)
    assert "{% raw %}" in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_shared_page_holds_no_long_run(report: Report, charts: dict[str, Path]) -> None:
    text = re.sub(
        r"<(style|script)>.*?</\1>", "", page.text(report, charts, share=True), flags=re.DOTALL
    )
    squeezed = re.sub(r"[\W_]", "", re.sub(r"<[^>]+>", "", text))
    for whole in report.table("documents")["text"]:
        words = whole.split()
        for start in range(len(words) - 25):
            run = re.sub(r"[\W_]", "", "".join(words[start : start + 26]))
            assert run not in squeezed


def test_the_same_report_gives_the_same_page(report: Report, charts: dict[str, Path]) -> None:
    assert page.text(report, charts) == page.text(sample.report(), charts)


def _luminance(colour: str) -> float:
    colour = colour.lstrip("#")
    colour = "".join(c * 2 for c in colour) if len(colour) == 3 else colour
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, two: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_colour_can_be_read_on_every_ground(html: str) -> None:
    style = _read(html).inside["style"]
    schemes = re.findall(r":root\{(.*?)\}", style, flags=re.DOTALL)
    assert len(schemes) == 2
    for scheme in schemes:
        colours = dict(re.findall(r"--(\w+):\s*(#\w+)", scheme))
        for text in ("ink", "muted", "off", "link", "c0", "c1", "c2", "c3", "c4"):
            for ground in ("paper", "quote", "told", "pale"):
                assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        assert _contrast(colours["ink"], colours["lit"]) >= 4.5
