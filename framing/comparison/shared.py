"""What outlets share in an event beside its wording: their genre, their very text."""

from __future__ import annotations

import pandas as pd

from framing.comparison import cautions

FLAGS = {"other_genre": cautions.GENRE, "same_text": cautions.WIRE}
# part of the shared events from which a row about many events carries the caution
_OFTEN = 0.25


def flags(articles: pd.DataFrame) -> pd.DataFrame:
    """Say of every outlet in every event whether genre or text set it apart or tie it to others.

    ``articles`` has event, outlet, genre (empty = unknown) and sha256 of the text. Returns event,
    outlet, ``other_genre`` (none of its genres is among the others') and ``same_text`` (an article
    stands word for word in another outlet; a copy with changes is not noticed).

    >>> rows = pd.DataFrame({"event": ["e", "e"], "outlet": ["A", "B"], "genre": ["news", "essay"],
    ...                      "sha256": ["1", "1"]})
    >>> flags(rows)[["other_genre", "same_text"]].values.tolist()
    [[True, True], [True, True]]
    """
    every = articles[["event", "outlet"]].drop_duplicates()
    known = articles[articles["genre"] != ""]
    told = known.groupby("event")["outlet"].nunique().rename("n_known").reset_index()
    own = known[["event", "outlet"]].drop_duplicates().merge(told[told["n_known"] > 1], on="event")
    alike = _in_several(known, "genre")[["event", "outlet"]].drop_duplicates()
    apart = own.merge(alike, on=["event", "outlet"], how="left", indicator=True)
    apart = apart.loc[apart["_merge"] == "left_only", ["event", "outlet"]]
    tied = _in_several(articles, "sha256")[["event", "outlet"]].drop_duplicates()
    found = every.merge(apart.assign(other_genre=True), on=["event", "outlet"], how="left")
    found = found.merge(tied.assign(same_text=True), on=["event", "outlet"], how="left")
    return found.assign(**{name: found[name].eq(True) for name in FLAGS})


def _in_several(articles: pd.DataFrame, column: str) -> pd.DataFrame:
    """Keep the articles whose value several outlets of the event have."""
    outlets = articles.groupby(["event", column])["outlet"].transform("nunique")
    return articles[outlets > 1]


def notes(counts: dict[str, int], n_events: int) -> list[str]:
    """Word the flags of a row that rests on ``n_events`` events, of which ``counts`` have each.

    A flag is said from a quarter of the events on.

    >>> notes({"other_genre": 3, "same_text": 1}, 6)
    ['different genre in 3 of 6 events']
    """
    return [
        f"{text} in {counts[name]} of {n_events} events"
        for name, text in FLAGS.items()
        if counts[name] and counts[name] >= _OFTEN * n_events
    ]
