"""Findings that need no test: what stands in these articles, and can be read there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from framing.comparison import cautions, naming
from framing.event import Fact
from framing.parameters import Parameters
from framing.report import wording

Tables = Mapping[str, pd.DataFrame]

_NAMES, _MISSING, _KEYWORDS = 2, 3, 5
_FEW = 4  # outlets: so few leave room for more names of each
# outlets that one sentence names; of more it names two fewer and counts the others
_NAMED = 12
_LONGEST = 90
_OFTEN_CARRIED = 0.75
EXPLAIN = (
    cautions.GENRE,
    cautions.DATES,
    cautions.LENGTH,
    cautions.INCOMPLETE,
    cautions.WIRE,
)


@dataclass(frozen=True)
class Finding:
    """One sentence, the table it rests on and the numbers of its rows."""

    text: str
    table: str = ""
    rows: tuple[int, ...] = ()


def listed(names: Sequence[str], most: int = _NAMED) -> str:
    """Join names as in a sentence, each once.

    Of more than ``most`` the first are named and the others counted: the tables have them all.

    >>> listed(["A", "B", "C"])
    'A, B and C'
    >>> listed([f"{number}" for number in range(500)])
    '0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 490 more'
    """
    unique = list(dict.fromkeys(names))
    if len(unique) > most:
        unique = [*unique[: most - 2], f"{len(unique) - most + 2} more"]
    if len(unique) < 2:
        return "".join(unique)
    return f"{', '.join(unique[:-1])} and {unique[-1]}"


def told(parts: Sequence[str]) -> str:
    """Join what is said of each outlet, of more than twelve the first ten.

    >>> told(["A one", "B two"])
    'A one; B two'
    """
    if len(parts) <= _NAMED:
        return "; ".join(parts)
    left = len(parts) - _NAMED + 2
    return "; ".join([*parts[: _NAMED - 2], f"and {left} more outlets"])


def shorten(text: str) -> str:
    """Cut a long phrase at a word, on one line, with single marks inside.

    >>> shorten("a  “b”")
    'a ‘b’'
    """
    flat = " ".join(text.split()).replace("“", "‘").replace("”", "’")
    if len(flat) <= _LONGEST:
        return flat
    return flat[:_LONGEST].rsplit(" ", 1)[0] + " …"


def numbers(table: pd.DataFrame) -> tuple[int, ...]:
    """Give the row numbers of a part of a table.

    >>> numbers(pd.DataFrame({"a": [1, 2]}).iloc[1:])
    (1,)
    """
    return tuple(int(str(number)) for number in table.index)


def before(caution: str) -> str:
    """Put what could explain a difference in front of it.

    >>> before("different genre; dates apart")
    'Keep in mind: different genre; dates apart. '
    """
    return f"Keep in mind: {caution}. " if caution else ""


def _explanation(found: Tables, outlet: str) -> str:
    """Name what else could explain how an outlet differs from the others."""
    rows = found["contrasts"]
    mine = rows[(rows["outlet"] == outlet) & (rows["reference"] == "rest")]
    given = {piece for text in mine["caution"] for piece in text.split("; ")}
    return before("; ".join(kind for kind in EXPLAIN if kind in given))


def owners(found: Tables) -> dict[str, str]:
    """Map each article to its outlet.

    >>> owners({"documents": pd.DataFrame({"doc_id": ["a"], "outlet": ["A"]})})
    {'a': 'A'}
    """
    documents = found["documents"]
    return dict(zip(documents["doc_id"], documents["outlet"], strict=True))


def names(found: Tables, first: Sequence[str] = ()) -> list[Finding]:
    """Show what each outlet calls the same people or things in its own voice.

    ``first`` are the referents that the dimensions are about: they come before the others.

    >>> from framing import tables
    >>> names({name: tables.empty(name) for name in tables.TABLES})
    []
    """
    table = found["naming"]
    own = table[(table["voice"] == "narrator") & table["polarity"].isin(["asserted", "alleged"])]
    said: list[tuple[bool, int, Finding]] = []
    for referent, group in own.groupby("referent", sort=True):
        # of equally frequent names the longer one tells more
        best = group.assign(length=group["name"].str.len()).sort_values(
            ["outlet", "count", "length", "name"], ascending=[True, False, False, True]
        )
        room = _NAMES if group["outlet"].nunique() > _FEW else 2 * _NAMES
        top = best.groupby("outlet", sort=False).head(room)
        shown: dict[str, list[str]] = {}
        leading: dict[str, set[str]] = {}
        for outlet, name, count in zip(top["outlet"], top["name"], top["count"], strict=True):
            shown.setdefault(outlet, []).append(f"“{name}” ({count})")
            leading.setdefault(outlet, set()).add(name)
        parts = [f"{outlet} {', '.join(names)}" for outlet, names in shown.items()]
        leaders = set(map(frozenset, leading.values()))
        if len(parts) > 1 and len(leaders) > 1:
            what = wording.referent(str(referent))
            text = f"What these articles call {what} in their own voice: {told(parts)}."
            finding = Finding(text, "naming", numbers(top))
            said.append((referent not in first, -int(group["count"].sum()), finding))
    said.sort(key=lambda item: (item[0], item[1], item[2].text))
    return [finding for _, _, finding in said[:1]]


def registers(found: Tables) -> list[Finding]:
    """Point out an article whose own voice names the same people in two registers.

    >>> from framing import tables
    >>> registers({name: tables.empty(name) for name in tables.TABLES})
    []
    """
    owner, said = owners(found), []
    for one in naming.inconsistencies(found["labels"]):
        if one["doc_id"] not in owner:
            continue
        sides = [
            ", ".join(f"“{naming.capitals(name)}”" for name in names[:_NAMES])
            for names in one["names"].values()
        ]
        text = (
            f"In one article of {owner[one['doc_id']]}, {wording.referent(one['referent'])} are "
            f"called, in its own voice, both {' and '.join(sides)}."
        )
        said.append((-len(one["rows"]), Finding(text, "labels", tuple(one["rows"]))))
    said.sort(key=lambda item: (item[0], item[1].text))
    return [finding for _, finding in said[:1]]


def affected(found: Tables) -> list[Finding]:
    """Say how often the people it happens to are quoted in their own words.

    >>> from framing import tables
    >>> affected({name: tables.empty(name) for name in tables.TABLES})
    []
    """
    table = found["speakers"]
    marked = table["kind"].isin(["direct", "partial", "mixed"])
    mine = table[(table["role"] == "affected") & marked]
    if not len(mine):
        return []
    sums = mine.groupby("outlet")["n_quotes"].sum()
    silent = sorted(str(outlet) for outlet, n in sums.items() if n == 0)
    heard = [
        f"{outlet} ({n} quotation{'s' if n > 1 else ''})" for outlet, n in sums.items() if n > 0
    ]
    rows = numbers(mine)
    if not heard:
        text = (
            "Nobody who is known as one of the people affected is quoted in their own words in "
            "these articles."
        )
    elif silent:
        text = (
            f"People affected are quoted in their own words by {listed(heard)}; here, by "
            f"{listed(silent)}, they are not."
        )
    else:
        return []
    return [Finding(text, "speakers", rows)]


def keywords(found: Tables, parameters: Parameters) -> list[Finding]:
    """Name the words that mark one outlet's articles against the others'.

    >>> from framing import tables
    >>> keywords({name: tables.empty(name) for name in tables.TABLES}, Parameters())
    []
    """
    table = found["keywords"]
    strong = table[table["p_adjusted"] < parameters.alpha]
    articles = found["documents"].groupby("outlet").size()
    said = []
    for outlet, mine in strong.groupby("outlet", sort=True):
        top = mine.sort_values("low", ascending=False).head(_KEYWORDS)
        where = "this article" if articles.get(outlet, 1) == 1 else "these articles"
        shown = [
            f"“{t}” ({c} against {r}; adjusted p {p:.3f})"
            for t, c, r, p in zip(
                top["term"], top["count"], top["count_rest"], top["p_adjusted"], strict=True
            )
        ]
        text = (
            _explanation(found, str(outlet))
            + f"In {where} of {outlet}, set against all the others: {', '.join(shown)}."
        )
        said.append((float(top["low"].max()), Finding(text, "keywords", numbers(top))))
    said.sort(key=lambda item: (-item[0], item[1].text))
    return [finding for _, finding in said]


def missing(found: Tables, facts: Sequence[Fact]) -> list[Finding]:
    """Name facts that most others tell and that were not found in one outlet's articles.

    >>> from framing import tables
    >>> missing({name: tables.empty(name) for name in tables.TABLES}, [])
    []
    """
    labels = {fact.id: fact.label for fact in facts}
    table, owner = found["coverage"], owners(found)
    if not len(table) or len(set(owner.values())) < 3:
        return []
    table = table.assign(outlet=table["doc_id"].map(owner))
    lacks = table.assign(lacks=table["state"] == "not_found")
    never = lacks.groupby(["fact", "outlet"])["lacks"].transform("all")
    gone = table[never.astype(bool) & (table["weight"] >= _OFTEN_CARRIED)]
    gone = gone.drop_duplicates(["fact", "outlet"]).sort_values(
        ["weight", "fact", "outlet"], ascending=[False, True, True]
    )
    said = []
    for number, row in gone.head(_MISSING).iterrows():
        what = shorten(labels.get(row["fact"], "") or _told(found, table, str(row["fact"])))
        text = _explanation(found, str(row["outlet"])) + (
            f"Not found in these articles of {row['outlet']}: “{what}”, told by "
            f"{100 * row['weight']:.0f} % of the other outlets."
        )
        said.append(Finding(text, "coverage", (int(str(number)),)))
    return said


def _told(found: Tables, table: pd.DataFrame, fact: str) -> str:
    """Give the words of the first article that tells a fact without a label."""
    tells = table[(table["fact"] == fact) & (table["state"] == "stated") & (table["sent_id"] >= 0)]
    for row in tells.head(1).to_dict("records"):
        body = found["sentences"]
        same = (body["doc_id"] == row["doc_id"]) & (body["sent_id"] == row["sent_id"])
        return str(next(iter(body.loc[same, "text"]), fact))
    return fact


def longest(found: Tables) -> list[Finding]:
    """Say who gets the most words between quotation marks in each outlet's articles.

    >>> from framing import tables
    >>> longest({name: tables.empty(name) for name in tables.TABLES})
    []
    """
    table = found["speakers"]
    direct = table[
        table["kind"].isin(["direct", "partial", "mixed"])
        & (table["speaker"] != "")
        & (table["n_words"] > 0)
    ]
    top = direct.sort_values(["outlet", "n_words", "speaker"], ascending=[True, False, True])
    top = top.drop_duplicates("outlet")
    if top["outlet"].nunique() < 2:
        return []
    shown = [
        f"{outlet} {re.sub(r'^(the|The) ', '', speaker)} ({n} words)"
        for outlet, speaker, n in zip(top["outlet"], top["speaker"], top["n_words"], strict=True)
    ]
    text = f"The longest speech between quotation marks in these articles: {told(shown)}."
    return [Finding(text, "speakers", numbers(top))]
