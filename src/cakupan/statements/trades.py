"""How far the name of a group reaches that no word list knows: "426 saniri negeri", "5,300 motorcycle taxi riders"."""

import re

from cakupan.statements.lexicon import Noun, lexicon
from cakupan.statements.words import Words

_VERB = re.compile(r"(?:me[mnlryw]|di|ber|ter)\w{3,}")  # "melaut", "didaftarkan", "berlayar", "tersisa"
_WHO_DOES = re.compile(r"(?:pe[mnlrw]|peng|peny)\w{4,}")  # "pemburu", "penggembala", "penyelam"
_MOST = 4  # words before a plural in English: "motorcycle taxi riders"
_LISTED = re.compile(r"(?:[a-z]{3,}, ){1,2}[a-z]{3,} and ")
_LETTERS = range(3, 6)  # of an acronym: "12.400 PJLP"
_NOT_PLURAL = ("ss", "us", "is")


def is_english(words: Words) -> bool:
    """Whether the text is English: by its smallest words, which every text has."""
    lists = lexicon().lists
    return _how_many(words, lists["small_english"]) > _how_many(words, lists["small_indonesian"])


def _how_many(words: Words, small: frozenset[str]) -> int:
    return sum(len(words.places[word]) for word in small if word in words.places)


def person_named(word: str, *, english: bool) -> Noun | None:
    """The noun that a word no list knows makes by its form alone: who does something, "penggembala", "skimmers"."""
    if word in lexicon().lists["no_persons"]:
        return None
    ends = word.endswith(("ers", "men", "women", "ists")) if english else not word.endswith(("an", "at"))
    return Noun("people") if ends and (english or _WHO_DOES.fullmatch(word)) else None


def trade_behind(text: str, words: Words, index: int, edge: int) -> int | None:
    """Where a noun that no list knows ends, which begins at word `index` right behind a count; None where none does."""
    if not is_attribute(text, words, index, edge) and not _is_acronym(text, words, index, edge):
        return None
    last = index
    again = words.folded[index + 1 : index + 2] == words.folded[index : index + 1]
    if again and text[words.ends[index] : words.starts[index + 1]] == "-":
        last += 1  # "3.412 mama-mama pasar"
    return words.ends[last + 1 if goes_on(text, words, last, edge) else last]


def goes_on(text: str, words: Words, last: int, edge: int) -> bool:
    """Whether the word behind the one at `last` belongs to the same noun: "petani singkong", "tukang muat"."""
    return _is_next(text, words, last) and is_attribute(text, words, last + 1, edge)


def is_short_for(text: str, words: Words, last: int, edge: int) -> bool:
    """Whether an acronym behind the word at `last` says of which kind it is: "guru TPQ", "penyuluh KB"."""
    return _is_next(text, words, last) and _is_acronym(text, words, last + 1, edge)


def is_attribute(text: str, words: Words, index: int, edge: int) -> bool:
    """Whether the word at `index` may be a noun or a part of one: no small word, verb, name or phrase that is known."""
    if index >= len(words.folded) or words.ends[index] > edge:
        return False
    word = words.folded[index]
    plain = word.isalpha() and len(word) > 2 and text[words.starts[index]].islower() and not word.endswith("nya")
    if not plain or word in lexicon().lists["not_nouns"] or lexicon().cues.at(words, index) is not None:
        return False
    if _VERB.fullmatch(word) and word not in lexicon().lists["nouns_like_verbs"]:
        return False
    if text[words.ends[index] : words.ends[index] + 1] == "-" and words.folded[index + 1 : index + 2] != [word]:
        return False  # "nelayan ber-KTP Morowali"
    return not _is_named_for_the_next(text, words, index)


def _is_acronym(text: str, words: Words, index: int, edge: int) -> bool:
    """ "12.400 PJLP", but no word of a headline in capitals and no scheme."""
    if index >= len(words.folded) or words.ends[index] > edge:
        return False
    written = text[words.starts[index] : words.ends[index]]
    short = len(written) in _LETTERS or written in ("PU", "TK")
    if not written.isupper() or not short or _is_named_for_the_next(text, words, index):
        return False
    shouted = _is_next(text, words, index) and text[words.starts[index + 1] : words.ends[index + 1]].isupper()
    return not shouted and written.casefold() not in lexicon().lists["schemes"]


def _is_named_for_the_next(text: str, words: Words, index: int) -> bool:
    """ "Sukmajaya 1.206 Beji 894", "PU 41.220 BPU 12.000": a name in front of the figure behind it."""
    return _is_next(text, words, index) and words.folded[index + 1][0].isdigit()


def _is_next(text: str, words: Words, index: int) -> bool:
    return index + 1 < len(words.folded) and text[words.ends[index] : words.starts[index + 1]] == " "


def plural_behind(text: str, words: Words, index: int, edge: int) -> tuple[Noun | None, int] | None:
    """In English: the plural that a count leads to, over the words that describe it, with its noun where one is known.

    "44,102 formal employees", "8,400 tobacco and rice labourers".
    """
    head = _head(text, words, index, edge)
    if head is None:
        return None
    for first in range(index, head + 1):
        found = lexicon().nouns.at(words, first)
        if found is not None and first + found[0] - 1 == head:
            return max(found[1], key=lambda each: (each.unit == "skip", each.weight, each.unit)), words.ends[head]
    return person_named(words.folded[head], english=True), words.ends[head]


def _head(text: str, words: Words, index: int, edge: int) -> int | None:
    head: int | None = None
    listed = _LISTED.match(text, words.starts[index])
    listing = listed.end() if listed else 0  # "402,915 garment, hotel and office staff"
    for at in range(index, min(index + _MOST + 2 * bool(listed), len(words.folded))):
        apart = at > index and text[words.ends[at - 1] : words.starts[at]] not in (" ", "-")
        if (apart and words.starts[at] >= listing) or words.ends[at] > edge or not words.folded[at].isalpha():
            break
        if words.folded[at] == "and" and head is None and at > index:
            continue
        if not text[words.starts[at]].islower() and not _is_plural(words.folded[at]):
            break
        if words.folded[at] in lexicon().lists["not_nouns"]:
            break
        if _is_plural(words.folded[at]):
            head = at
    return head


def _is_plural(word: str) -> bool:
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(_NOT_PLURAL)
    return plural or word in lexicon().lists["plurals"]
