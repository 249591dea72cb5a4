"""What is known of an event beside its texts: actors, outlets, facts; and the loaded corpus."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Actor:
    """Somebody who speaks or is spoken of: name, other names, role and side.

    ``role`` is official, party, expert, organisation, affected or other; ``side`` is free text.

    >>> Actor("Ada Okafor", aliases=("Mayor Okafor",), role="official").name
    'Ada Okafor'
    """

    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    side: str = ""


@dataclass(frozen=True)
class Outlet:
    """A newspaper, site or station: its name, a profile in a sentence, and whether it is invented.

    >>> Outlet("The Harbour Post", invented=True).invented
    True
    """

    name: str
    profile: str = ""
    invented: bool = False


@dataclass(frozen=True)
class Fact:
    """One fact of the event that an article may tell or not.

    ``known_from`` is an ISO date (or its beginning, ``2025-03``), empty = unknown;
    ``phrases`` are words by which the fact may be recognised.

    >>> Fact("F1", "the bridge was closed").known_from
    ''
    """

    id: str
    label: str
    known_from: str = ""
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Event:
    """The event that the articles tell: id, title, date, chosen lexicons, facts.

    >>> Event("flood").title
    ''
    """

    id: str
    title: str = ""
    date: str = ""
    lexicons: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Corpus:
    """The articles of one or several events, as read, with what is known beside the texts.

    ``documents`` is the table ``documents``; ``debris`` has one row per stretch of text that is
    not part of the article (doc_id, start, end in characters, reason); ``rejected`` one row per
    input that could not be read (source, reason); ``cautions`` are sentences about the input.

    >>> Corpus(pd.DataFrame(), Event("flood")).event.id
    'flood'
    """

    documents: pd.DataFrame
    event: Event
    actors: tuple[Actor, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    debris: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            {"doc_id": [], "start": [], "end": [], "reason": []}
        ).astype({"doc_id": str, "start": "int64", "end": "int64", "reason": str})
    )
    rejected: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame({"source": [], "reason": []}, dtype=str)
    )
    cautions: tuple[str, ...] = ()
