"""What was measured of a dimension, put into its lexicon file; everything else stays as it is."""

from __future__ import annotations

import hashlib
import json

from framing.lexicon.files import Dimension


def fingerprint(dimension: Dimension) -> str:
    """Give a hash of what a dimension counts, so that a reading is not taken for another list's.

    Reasons, examples, sources and the card do not enter it. Returns 16 hex digits.

    >>> from framing.lexicon import draft
    >>> one, two = draft.new("calm-loud", ["calm"], ["loud"]), draft.new("calm-loud", ["calm"])
    >>> fingerprint(one) == fingerprint(two)
    False
    """
    counted = [
        [entry.term, entry.pole, entry.weight, sorted(entry.not_in)] for entry in dimension.entries
    ]
    said = json.dumps([dimension.id, dimension.referent, sorted(counted)], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
