"""What the network reads for tone toward a target: the sentence, a mark, the target again."""

from __future__ import annotations

from framing.models.wordpiece import CLS, SEP, WordPiece

LONGEST = 192
TARGET_LONGEST = 24


def encode_pair(cutter: WordPiece, sentence: str, start: int, end: int) -> dict[str, list[int]]:
    """Turn a sentence and a mention in it into the numbers that the network reads.

    ``start`` and ``end`` are characters of ``sentence``. Returns equally long lists: ``ids`` of
    pieces, ``kinds`` (0 sentence, 1 target), ``real`` (all 1) and ``target`` (1 on the mention's
    pieces in the sentence). A long sentence is cut to the window around the mention.

    >>> cutter = WordPiece({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "ada": 3, "won": 4})
    >>> encode_pair(cutter, "Ada won", 0, 3)["ids"]
    [1, 3, 4, 2, 3, 2]
    """
    pieces = cutter.cut(sentence)
    marked = [int(first < end and last > start) for first, last in pieces.spans]
    low, high = _window(marked)
    ids, marked = list(pieces.ids[low:high]), marked[low:high]
    second = list(cutter.cut(sentence[start:end]).ids[:TARGET_LONGEST])
    cls, sep = cutter.vocabulary[CLS], cutter.vocabulary[SEP]
    whole = [cls, *ids, sep, *second, sep]
    return {
        "ids": whole,
        "kinds": [0] * (len(ids) + 2) + [1] * (len(second) + 1),
        "real": [1] * len(whole),
        "target": [0, *marked, *[0] * (len(second) + 2)],
    }


def _window(marked: list[int]) -> tuple[int, int]:
    if len(marked) <= LONGEST:
        return 0, len(marked)
    centre = marked.index(1) if 1 in marked else 0
    low = max(0, min(centre - LONGEST // 2, len(marked) - LONGEST))
    return low, low + LONGEST
