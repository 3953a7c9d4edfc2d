"""When a figure held that a text says has become another: "bergeser dari 39,55 persen ke 45,95 persen"."""

from collections.abc import Sequence
from itertools import pairwise

from cakupan.statements.lexicon import lexicon
from cakupan.statements.mentions import Mention
from cakupan.statements.readings import Reading
from cakupan.statements.sentences import Sentences
from cakupan.statements.times import Times
from cakupan.statements.words import Words

CHANGING = frozenset(("coverage_rate", "covered_workers", "sponsored_workers", "budget"))
_WITHIN_A_YEAR = ("dalam setahun", "dalam satu tahun", "selama setahun", "within a year", "in one year", "in a year")
_THROUGH = frozenset(("sepanjang", "selama", "throughout", "during"))
_BETWEEN = 3  # words
_NEAR = 30
_BACK = 2  # sentences


def is_left(words: Words, mention: Mention, behind: Mention) -> bool:
    """Whether the next figure has come from this one: "dari 31,40 ke 36,95 persen", "from 88,214 to 103,500"."""
    if mention.sentence != behind.sentence:
        return False
    lists = lexicon().lists
    between = words.between(mention.end, behind.start)
    led = lists["changed_from"].intersection(words.between(mention.start - _NEAR, mention.start)[-1:])
    return bool(led) and len(between) <= _BETWEEN and bool(lists["changed_to"].intersection(between))


def time_left(
    as_of: str | None, times: Times, words: Words, sentences: Sentences, sentence: int, before: Sequence[Reading]
) -> str | None:
    """The last time before `as_of`, that of the change, which the text around speaks of; or a year before it."""
    if as_of is None:
        return None
    near = range(max(0, sentence - _BACK), sentence + 1)
    spoken = [time for number in near for time in times.spoken_of(number)]
    spoken += [each.claim.as_of for each in before if each.sentence in near and each.timed and each.claim.as_of]
    earlier = [time for time in spoken if time < as_of[: len(time)]]
    if earlier:
        return max(earlier)
    here = sentences.all[sentence]
    if through_the_year(words.between(here.start, here.end), as_of):
        return str(int(as_of) - 1)  # "tumbuh 17 persen sepanjang 2022, dari 30,6 juta ke 33,9 juta"
    told = (sentences.all[number] for number in near)
    if len(as_of) == len("2025-07") and any(within_a_year(words.between(each.start, each.end)) for each in told):
        return f"{int(as_of[:4]) - 1}{as_of[4:]}"  # "rose 12 percent in a year, from 88,214 to 103,500"
    return as_of


def through_the_year(said: Sequence[str], as_of: str) -> bool:
    """Whether words tell of all of a year: "sepanjang 2024"."""
    return any(word in _THROUGH and behind == as_of for word, behind in pairwise(said))


def within_a_year(said: Sequence[str]) -> bool:
    """Whether words tell of a change within a year."""
    joined = " ".join(said)
    return any(words in joined for words in _WITHIN_A_YEAR)
