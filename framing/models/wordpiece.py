"""The tokenizer of the encoder: text to the numbers of its word pieces, with offsets."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

UNKNOWN, CLS, SEP = "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 100


@dataclass(frozen=True)
class Pieces:
    """Word pieces of a text: their numbers and the characters each covers."""

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class WordPiece:
    """Cut text into the word pieces that the encoder was trained on (lower case, no accents).

    ``vocabulary`` maps a piece to its number. The method is that of BERT (Devlin et al. 2019).
    """

    vocabulary: dict[str, int]

    def cut(self, text: str) -> Pieces:
        """Cut a text; ``spans`` are characters of the text as given.

        >>> pieces = WordPiece({"[UNK]": 0, "un": 1, "##fair": 2}).cut("Unfair")
        >>> pieces.ids, pieces.spans
        ((1, 2), ((0, 2), (2, 6)))
        """
        ids: list[int] = []
        spans: list[tuple[int, int]] = []
        for letters, places in _words(text):
            for number, first, last in self._pieces(letters):
                ids.append(number)
                spans.append((places[first], places[last - 1] + 1))
        return Pieces(tuple(ids), tuple(spans))

    def _pieces(self, word: str) -> list[tuple[int, int, int]]:
        if len(word) > LONGEST_WORD:
            return [(self.vocabulary[UNKNOWN], 0, len(word))]
        found: list[tuple[int, int, int]] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self.vocabulary.get(mark + word[start:end])
                if number is not None:
                    found.append((number, start, end))
                    start = end
                    break
            else:
                return [(self.vocabulary[UNKNOWN], 0, len(word))]
        return found


def parse(vocabulary: str) -> WordPiece:
    """Make the cutter from a vocabulary, one piece a line; the line's number is the piece's.

    >>> parse("[UNK]\\nfair\\n").vocabulary["fair"]
    1
    """
    lines = vocabulary.split("\n")
    return WordPiece({piece: number for number, piece in enumerate(lines) if piece})


def _words(text: str) -> list[tuple[str, list[int]]]:
    """Cut at space and around punctuation; letters are folded, places kept."""
    words: list[tuple[str, list[int]]] = []
    letters: list[str] = []
    places: list[int] = []

    def close() -> None:
        if letters:
            words.append(("".join(letters), places.copy()))
            letters.clear()
            places.clear()

    for place, raw in enumerate(text):
        if raw.isspace():
            close()
            continue
        for char in _folded(raw):
            if _stands_alone(char):
                close()
                words.append((char, [place]))
            else:
                letters.append(char)
                places.append(place)
    close()
    return words


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    parts = unicodedata.normalize("NFD", char.lower())
    return "".join(
        c for c in parts if unicodedata.category(c) not in ("Mn", "Cc", "Cf", "Co", "Cs")
    )


@lru_cache(maxsize=4096)
def _stands_alone(char: str) -> bool:
    code = ord(char)
    if char.isascii():
        return not (char.isalnum() or char.isspace())
    wide = 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x2FA1F
    return wide or unicodedata.category(char).startswith("P")
