"""Generic frames by their elements too: who blames or must act tells of responsibility.

A presence dimension counts the sentences that carry it. Its words find a part of them; frame
elements whose construction names the dimension (``presence`` in ``lexicons/elements``) are further
evidence of the same thing, as in the questions of Semetko and Valkenburg (2000).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from framing import tables
from framing.scoring import constructions
from framing.scoring.base import Dimension

_SAID = ("asserted", "alleged")


def joined(
    hits: pd.DataFrame, elements: pd.DataFrame, dimensions: Sequence[Dimension]
) -> pd.DataFrame:
    """Add to the hits what frame elements say of presence dimensions.

    ``hits`` and ``elements`` are the tables, ``dimensions`` those of the run. Returns the table
    ``hits`` with a row for each measured, counted element of a construction that tells of a
    dimension of kind presence; ``entry`` is then "element: " and the construction. Experimental
    elements add nothing. The table that is kept and shown stays the hits of words alone.

    >>> joined(tables.empty("hits"), tables.empty("elements"), []).shape
    (0, 14)
    """
    poles = {one.id: one.poles[0].id for one in dimensions if one.kind == "presence"}
    told = {
        cue: [name for name in names if name in poles]
        for cue, names in constructions.presence().items()
    }
    rows = elements[elements["counted"] & (elements["reason"] == "") & elements["cue"].isin(told)]
    pairs = [(row, name) for row in rows.itertuples() for name in told[str(row.cue)]]
    if not pairs:
        return hits
    own = [row for row, _ in pairs]
    names = [name for _, name in pairs]
    more = {
        name: [getattr(row, name) for row in own]
        for name in ("doc_id", "sent_id", "start", "end", "text", "voice", "polarity")
    }
    said = [row.polarity in _SAID for row in own]
    return tables.concat(
        "hits",
        [
            hits,
            tables.frame(
                "hits",
                {
                    **more,
                    "dimension": names,
                    "pole": [poles[name] for name in names],
                    "entry": [f"element: {row.cue}" for row in own],
                    "weight": [1.0] * len(own),
                    "speaker": ["" if row.voice == "narrator" else row.actor for row in own],
                    "counted": said,
                    "reason": [
                        "" if one else row.polarity for one, row in zip(said, own, strict=True)
                    ],
                },
            ),
        ],
    )
