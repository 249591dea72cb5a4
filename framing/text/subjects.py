"""Who is the subject of a verb: noun phrases, appositions, relative clauses, inversion."""

from __future__ import annotations

from framing.text import cues
from framing.text.grammar import DASHES, Span, Verb, has_verb, small
from framing.text.speakers import singular
from framing.text.words import QUOTED, Words

LONGEST_NAME = 28


def noun_phrase_before(words: Words, j: int, first: int) -> Span | None:
    """Find the noun phrase that ends at piece j.

    >>> from framing.text.words import cut
    >>> words = cut("Today a spokesman for the mayor said no.", [(0, 40)], [])
    >>> words.raw(*noun_phrase_before(words, 5, 0))
    'a spokesman for the mayor'
    """
    s, low = small(), words.low
    j = _before_bracket(low, j, first)
    if j < first:
        return None
    word = low[j]
    if word in s.dangling:
        return None
    if word in s.subjects or ("'" in word and word.split("'")[0] in s.subjects):
        return j, j + 1
    start, k = j + 1, j
    while k >= first and j - k < LONGEST_NAME:
        word = low[k]
        if word == QUOTED:
            long = words.ends[k] - words.starts[k] > 60
            if long or k == first or _closed(words, k):
                break
        elif not word[0].isalnum() and word[0] != "@":
            dash = word == "-" and words.text[words.starts[k] - 1] == " "
            if dash or word not in ".&$%/-":
                break
        elif _ends_phrase(words, k, j, first):
            break
        else:
            start = k
            if word in s.determiners and (k == first or low[k - 1] not in s.prepositions):
                if k > first and low[k - 1] in s.determiners:
                    start = k - 1
                break
        k -= 1
    while start <= j and (
        low[start] in s.prepositions or low[start] in s.adverbs or low[start] in ".-&/%"
    ):
        start += 1
    if start > j or (j + 1 - start == 1 and low[j] in s.prepositions):
        return None
    return start, j + 1


def _before_bracket(low: list[str], j: int, first: int) -> int:
    """Step to the left over a bracket: Ada Okafor (Lund) said."""
    if j < first or low[j] != ")":
        return j
    while j > first and low[j] != "(":
        j -= 1
    return j - 1


def _closed(words: Words, k: int) -> bool:
    """Tell whether a stretch in marks ends like speech, with a comma or stop before the mark."""
    return words.text[words.ends[k] - 3 : words.ends[k]].rstrip("”\"’'»")[-1:] in (
        ",",
        ".",
        "?",
        "!",
    )


def _ends_phrase(words: Words, k: int, j: int, first: int) -> bool:
    s, low = small(), words.low
    word = low[k]
    if k < j and word in s.times and low[k - 1] not in ("the", "this"):
        return True
    if word in s.auxiliaries or (word in s.subjects and k < j and low[k + 1] != "and"):
        return True
    if word == "to" and k < j and low[k + 1] not in s.determiners and not words.capital(k + 1):
        return True
    if word == "to" and k > first and low[k - 1] == "according":
        return True
    if word in s.subordinators and word not in s.prepositions:
        return not (k == j and word == "that")
    if word in ("as", "since", "until", "after", "before", "than") and k < j:
        return True
    if word in ("who", "which", "whose", "whom") and k < j:
        return True
    if word == "and":
        return k == j or has_verb(words, first, k)
    if k < j and word in s.finite and not words.capital(k):
        return k == first or not (low[k - 1] in s.determiners or low[k - 1].endswith("'s"))
    return False


def subject(words: Words, verb: Verb, i: int) -> tuple[Span, Span] | None:
    """Find the subject of the verb at i: the mention, and the phrase that it stands for.

    The two differ for relative pronouns only ("Okafor, who said": who, Okafor).
    """
    low, first, j = words.low, words.first[i], verb.left
    if j < first:
        return None
    if low[j] in ("who", "which", "that"):
        return _relative(words, j, first)
    if low[j] in ("and", "but", "or"):
        return None
    j = _before_bracket(low, j, first)
    if j < first:
        return None
    if low[j] == "," or low[j] in DASHES:
        return _apposition(words, j, first)
    found = noun_phrase_before(words, j, first)
    whole = _head_of_clause(words, found, first) if found else None
    found = whole or found
    return (found, found) if found else None


def _head_of_clause(words: Words, found: Span, first: int) -> Span | None:
    """Find who a clause without commas is about: *lawyers* who meet families at the gate say."""
    s, k = small(), found[0] - 1
    opens = words.low[found[0]]
    named = opens in s.determiners or words.capital(found[0]) or opens.endswith("s")
    # "the man who police say": one word, a name or a phrase with its article is the subject itself
    if k <= first or words.low[k] != "who" or named or found[1] - found[0] < 2:
        return None
    return noun_phrase_before(words, k - 1, first)


def _relative(words: Words, j: int, first: int) -> tuple[Span, Span] | None:
    before = j - 1
    if before >= first and (words.low[before] == "," or words.low[before] in DASHES):
        before -= 1
    if before < first or not (words.low[before][0].isalnum() or words.low[before] in ".)"):
        return None
    found = noun_phrase_before(words, before, first)
    if found is None:
        return None
    return (j, j + 1), found


def _apposition(words: Words, j: int, first: int) -> tuple[Span, Span] | None:
    """Find the phrase before an inserted one: Ada Okafor, the mayor of Lund, said."""
    s, low = small(), words.low
    mark = low[j]
    first = _after_dateline(words, first, j)
    commas = [p for p in range(max(first, j - 60), j) if low[p] == mark]
    begin = first
    for p in commas:
        if p > begin and not _fronted(words, begin) and not has_verb(words, begin, p):
            found = noun_phrase_before(words, p - 1, first)
            if found:
                if j - p <= 5 and all(words.capital(q) for q in range(p + 1, j)):
                    found = found[0], j  # the mayor, Ada Okafor, said
                return found, found
        begin = p + 1
    if commas and low[commas[-1] + 1] not in s.fronting:
        p = commas[-1]
        opener = low[p + 1]
        if opener in s.determiners or opener in ("who", "which", "whose") or j - p <= 8:
            found = noun_phrase_before(words, p - 1, first) if p > first else None
            if found:
                return found, found
    return None


def _after_dateline(words: Words, first: int, j: int) -> int:
    """Step over "LUND, Sweden (AP) —" at the head of a sentence."""
    for p in range(first + 1, min(j, first + 12)):
        if words.low[p] in DASHES and words.raw(first, first + 1).isupper():
            return p + 1
    return first


def _fronted(words: Words, begin: int) -> bool:
    """Tell whether a stretch is an adverbial: "On Tuesday," "In a letter,"."""
    s = small()
    word = words.low[begin]
    return (
        word in s.prepositions
        or word in s.times
        or word in s.adverbs
        or word in s.fronting
        or word in ("and", "but", "so")
        or word.endswith("ly")
        or word.endswith("ing")
    )


def _time_phrase(words: Words, begin: int, before: int) -> bool:
    """Tell whether a short stretch before a comma tells a time: "Hours later,"."""
    s, low = small(), words.low
    for p in range(begin + 1, min(before, begin + 5)):
        if low[p] == ",":
            return low[p - 1] in s.times
    return False


def first_subject(words: Words, first: int, before: int) -> Span | None:
    """Find the subject with which a sentence opens, after fronted phrases."""
    s, low = small(), words.low
    begin = first = _after_dateline(words, first, before)
    while begin < before and (_fronted(words, begin) or _time_phrase(words, begin, before)):
        comma = next((p for p in range(begin, before) if low[p] == ","), -1)
        if comma < 0:
            begin += 1
            if begin < before and low[begin] in s.subjects:
                break
            continue
        begin = comma + 1
    if begin >= before or low[begin] == QUOTED:
        return None
    if low[begin] in s.subjects:
        return begin, begin + 1
    end = begin
    plain = begin == words.first[begin] and _ordinary(words, begin, before)
    capital = words.capital(begin) and low[begin] not in s.determiners and not plain
    if low[begin] in s.degrees and begin + 1 < before and low[begin + 1] in ("than", "least"):
        end = begin + 2  # more than four thousand workers
    while end < before and end - begin < 14:
        word = low[end]
        if word in s.auxiliaries or word in s.finite or word in (",", ":", ";", QUOTED, "(", "who"):
            break
        if word in DASHES or (end > begin and word in s.prepositions and word != "of"):
            break
        if capital and end > begin and not words.capital(end) and word not in ".&of":
            break
        if word in s.adverbs or (word.endswith("ly") and end > begin):
            break
        if end > begin + (not plain) and word.endswith("ed") and not low[end - 1].endswith("'s"):
            break
        if plain and end > begin and _past_noun(low, end):
            break
        end += 1
    return (begin, end) if end > begin else None


def _ordinary(words: Words, begin: int, before: int) -> bool:
    """Tell whether the word that opens a sentence is no name: *Radical* bosses, *police* officers.

    A word of a small letter follows, and the word is a common one that is not capital elsewhere.
    """
    if begin + 1 >= before or words.capital(begin + 1) or not words.low[begin + 1][0].isalpha():
        return False
    word = words.low[begin]
    if word not in cues.common_words() and singular(word) not in cues.common_words():
        return False
    return word not in words.names


def _past_noun(low: list[str], end: int) -> bool:
    """Tell whether a noun phrase has ended before a piece: union bosses | shut the port."""
    noun, word = low[end - 1], low[end]
    plural = noun.endswith("s") and not noun.endswith(("'s", "ss", "us", "is"))
    return (plural or noun in small().crowds) and not (
        word in ("and", "of", "or", "'") or not word[0].isalpha() or (plural and word.endswith("s"))
    )


def _has_object(words: Words, verb: int, last: int) -> bool:
    """Tell whether a pronoun follows a form in -ed, which so is a verb with its object."""
    s = small()
    word = words.low[verb + 1] if verb + 1 < last else ""
    return word in s.objects or word in ("her", "his", "their", "its")


def inverted_subject(words: Words, k: int) -> Span | None:
    """Find the subject after its verb: said Ada Okafor, the mayor.

    There is none if the phrase is the subject of a verb of its own ("said prices would rise").
    """
    s, low = small(), words.low
    if k >= len(low) or k >= words.last[k - 1] or low[k] in s.wh or low[k] in s.subordinators:
        return None
    last = words.last[k - 1]
    end = k
    while end < last and end - k < 14:
        word = low[end]
        if word == QUOTED and end > k and words.ends[end] - words.starts[end] < 40:
            end += 1
            continue
        if word in ",;:(" or word in DASHES or word == QUOTED:
            break
        if word == "." and end + 1 == last:
            break
        if end > k and (word in s.times or word in s.wh):
            break
        if end > k and (word in s.auxiliaries or word in ("that", "not") or word in s.finite):
            return None
        if word in s.circumstances:
            break
        if end > k + 1 and word.endswith("ed") and _has_object(words, end, last):
            return None  # the foreman shoved her through
        end += 1
        if end == k + 1 and word in s.subjects:
            break
    if end == k or low[k] in s.prepositions or low[k] in s.adverbs or low[k] == "there":
        return None
    pronoun = low[k] in s.subjects and end < last
    if pronoun and (low[end][0].isalpha() or low[end] == QUOTED):
        return (k, end) if low[end] in s.circumstances or low[end] in s.times else None
    named = any(words.capital(q) for q in range(k, end))
    if not (named or low[k] in s.determiners or low[k] in s.pronouns or end - k <= 6):
        return None
    return k, end
