"""The slides of a lesson as plain data: one dictionary each, in the order of the lesson."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.report import answerkey, content, markup, worksheet
from framing.report.view import Report

_PART, _WORDS, _ERRORS, _LONG = 85, 6, 2, 230


def gather(report: Report, data: content.Data) -> list[content.Data]:
    """Gather the slides from what ``worksheet.gather`` and ``answerkey.add`` gave.

    Each slide has group (as the lesson plan names it), kind (how it is drawn), name (of its
    file) and what it shows.
    """
    say, texts = data["say"]["slides"], data["texts"]
    made = [
        {
            "group": "title",
            "kind": "title",
            "title": data["title"],
            "lead": say["event_lead"],
            "note": say["invented"] if all(o.invented for o in report.outlets) else "",
        },
        _list("task", say["task"], say["task_items"]),
        *[slide for text in texts for slide in _excerpt(report, text, say)],
        *[
            {
                "group": "spread",
                "kind": "spread",
                "title": say["spread"].format(label=text["label"]),
                "lead": say["spread_lead"],
                "scales": data["scales"],
            }
            for text in texts
        ],
        _list("words", say["words"], say["words_items"]),
        {
            "group": "reveal",
            "kind": "reveal",
            "title": say["reveal"],
            "ask": say["reveal_ask"],
            "texts": [
                {name: text[name] for name in ("heading", "outlet", "profile")} for text in texts
            ],
        },
        *[_tool(text, say, data["say"]["key"]) for text in texts],
        _list("wrong", say["wrong"], _errors(report, data), say["wrong_ask"]),
        {
            "group": "exit",
            "kind": "exit",
            "title": say["exit"],
            "text": data["say"]["exit"]["question"],
        },
        _list("limits", say["limits"], say["limits_items"]),
    ]
    names = [f"{n:02d}-{slide['group']}" for n, slide in enumerate(made, 1)]
    return [{**slide, "name": name} for slide, name in zip(made, names, strict=True)]


def numbers(slides: Sequence[content.Data], groups: Sequence[str]) -> str:
    """Say which slides belong to some groups, as in 2 or 5-7.

    >>> numbers([{"group": "title"}, {"group": "task"}, {"group": "task"}], ["task"])
    '2-3'
    """
    places = [n for n, slide in enumerate(slides, 1) if slide["group"] in groups]
    if not places:
        return ""
    first, last = places[0], places[-1]
    return str(first) if first == last else f"{first}-{last}"


def _list(group: str, title: str, items: Sequence[str], ask: str = "") -> content.Data:
    return {"group": group, "kind": "list", "title": title, "items": list(items), "ask": ask}


def _excerpt(report: Report, text: content.Data, say: content.Data) -> list[content.Data]:
    """Cut an excerpt between sentences, so that each slide can be read from the back row."""
    sentences: dict[int, content.Data] = {}
    new = True
    for piece in worksheet.excerpt(markup.pieces(report, text["doc_id"])):
        if piece.sent_id >= 0:
            own = sentences.setdefault(piece.sent_id, {"text": "", "head": False, "new": new})
            own["text"] += piece.text
            new = False
        new = new or "\n" in piece.text
    runs = [
        {**run, "text": worksheet.mask(" ".join(run["text"].split()), report.outlet_names())}
        for run in sentences.values()
    ]
    runs[0]["head"] = text["headed"]
    parts = _parts(runs)
    return [
        {
            "group": "excerpt",
            "kind": "excerpt",
            "title": (say["excerpt_part"] if len(parts) > 1 else say["excerpt"]).format(
                label=text["label"], part=n, parts=len(parts)
            ),
            "paragraphs": part,
        }
        for n, part in enumerate(parts, 1)
    ]


def _parts(runs: Sequence[content.Data]) -> list[list[content.Data]]:
    total = sum(len(run["text"].split()) for run in runs)
    number = -(-total // _PART)
    parts: list[list[content.Data]] = [[]]
    used = 0
    for run in runs:
        if used >= total * len(parts) / number and parts[-1]:
            parts.append([])
        if run["new"] or not parts[-1]:
            parts[-1].append({"text": run["text"], "head": run["head"]})
        else:
            parts[-1][-1]["text"] += " " + run["text"]
        used += len(run["text"].split())
    return parts


def _tool(text: content.Data, say: content.Data, key: content.Data) -> content.Data:
    words = [
        {**word, "who": say["tool_own"] if row["who"] == key["narrator"] else say["tool_told"]}
        for row in text["voices"]
        for word in row["words"]
    ]
    return {
        "group": "tool",
        "kind": "tool",
        "title": say["tool"].format(label=text["label"]),
        "ask": say["tool_ask"],
        "lead": say["tool_lead"],
        "nothing": say["tool_nothing"],
        "words": words[:_WORDS],
    }


def _errors(report: Report, data: content.Data) -> list[str]:
    """Choose two mistakes for a slide: of the texts that the class has read, if there are any."""
    known = [answerkey.plain(item) for item in worksheet.lesson(report).errors]
    short = [item for item in known if len(item) <= _LONG]
    names = [re.sub(r"^The ", "", text["outlet"]) for text in data["texts"]]
    near = [item for item in short if any(name in item for name in names)]
    chosen = list(dict.fromkeys([*near, *short]))[:_ERRORS]
    return chosen or list(data["say"]["key"]["general"][:_ERRORS])
