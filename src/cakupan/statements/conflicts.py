"""Which claims cannot stand side by side: two values for one figure, more than all, registered beside active."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from cakupan.basics.refused import Fact
from cakupan.statements.book import Book, Equation, facts_of, place_key, same_time, span_for
from cakupan.statements.lexicon import lexicon
from cakupan.statements.misprints import misprint
from cakupan.statements.readings import Reading

_PLAINLY = 2.0  # what "target" right before a figure weighs
_LOUD = 1.0  # what a word like "cakupan" near the figure weighs at least
_EXACT = 10_000  # a count rounded more coarsely differs by one digit from many others
_BEHIND = 40  # characters
_MONTH = len("2025-07")
_ALIKE = Decimal("1.25")  # times the smaller: figures further apart are of two groups
_COUNTS = frozenset(("covered_workers", "sponsored_workers", "potential_workers"))
_LEAST = 1_000  # smaller counts are alike by chance
_SEVERAL = 40  # values of one kind and place in one text: beyond that it is a table, not a slip


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a reader should know, without an equation: a code, its claims and facts."""

    code: str
    claims: tuple[int, ...]
    facts: Mapping[str, Fact]
    fault: bool


def two_values_of(book: Book) -> Iterator[Equation]:
    """Two values printed for one figure: the same kind, place, group and time, and no word of change."""
    groups: dict[tuple[str, str | None, str | None], list[Reading]] = {}
    for reading in book.readings:
        claim = reading.claim
        if (
            claim.kind in ("coverage_rate", "target_rate", "covered_workers", "potential_workers")
            and reading.row is None
        ):
            groups.setdefault((claim.kind, place_key(reading), claim.segment), []).append(reading)
    told: set[int] = set()
    for group in groups.values():
        if len(group) <= _SEVERAL:
            for equation in _pairs(book, group):
                told.update(equation.claims)
                yield equation
    yield from (each for each in _exchanged(book) if not told.issuperset(each.claims))


def _exchanged(book: Book) -> Iterator[Equation]:
    """ "6.240 pekerja rentan ... untuk 6.420 pekerja rentan ini": two counts of which one has two digits exchanged.

    Whatever the group and time that their words name: chance hardly makes two counts so alike.
    """
    counts = [each for each in book.readings if each.claim.kind in _COUNTS and each.row is None]
    by_digits: dict[tuple[str, str | None, str], list[Reading]] = {}
    for each in counts:
        if each.figure.step == 1 and each.figure.value >= _LEAST:
            digits = "".join(sorted(str(int(each.figure.value))))
            by_digits.setdefault((each.claim.kind, place_key(each), digits), []).append(each)
    for alike in by_digits.values():
        one, other = alike[0], alike[-1]
        groups = {one.claim.segment, other.claim.segment} - {None}
        if one.claim.value == other.claim.value or len(groups) > 1 or one.sentence == other.sentence:
            continue
        slip = misprint(other.figure, span_for(one))
        if slip is not None and slip.slip == "digits_swapped":
            facts = {"one": one.claim.quote, "other": other.claim.quote, "as_of": one.claim.as_of}
            yield Equation("two_values", other, (one,), span_for(one), facts)


def _pairs(book: Book, group: Sequence[Reading]) -> Iterator[Equation]:
    for number, one in enumerate(group):
        for other in group[number + 1 :]:
            if _one_figure(book, one, other) and not span_for(one).meets(span_for(other)):
                facts = {"one": one.claim.quote, "other": other.claim.quote, "as_of": one.claim.as_of}
                yield Equation("two_values", other, (one,), span_for(one), facts)
                return  # one finding says it; every further pair would only repeat it


def _one_figure(book: Book, one: Reading, other: Reading) -> bool:
    """Whether two claims speak of one figure beyond doubt."""
    a, b = one.claim, other.claim
    if {a.qualifier, b.qualifier} & {"range_low", "range_high", "at_least", "at_most"}:
        return False
    if _is_written_elsewhere(book, one, other):
        return True
    if (one.scope and other.scope and one.scope != other.scope) or (
        one.status and other.status and one.status != other.status
    ):
        return False
    if a.kind == "target_rate":
        same_year = a.as_of is not None and a.as_of[:4] == (b.as_of or "")[:4] and len(a.as_of) == len(b.as_of or "")
        plain = one.timed and other.timed and not (one.carried or other.carried)
        return same_year and (_slipped(one, other) or (plain and min(one.score, other.score) >= _PLAINLY))
    timed = one.timed and other.timed
    if (timed and a.as_of != b.as_of) or one.earlier or other.earlier:
        return False
    if _is_said_again(book, one, other):
        return True
    if _tells_change(book, one) or _tells_change(book, other):
        return False
    return _slipped(one, other) or _said_otherwise(book, one, other)


def _said_otherwise(book: Book, one: Reading, other: Reading) -> bool:
    """Two rates of all workers, both told of one month, and no word of two sources: "64,8 persen" and "61,2 persen".

    Of counts only where one sentence sets them against each other.
    """
    a, b = one.claim, other.claim
    of_one_month = a.segment is None and a.as_of == b.as_of and len(a.as_of or "") == _MONTH
    if not of_one_month or max(a.value, b.value) > _ALIKE * min(a.value, b.value):
        return False
    if a.kind == "covered_workers":
        return _contrasted(book, one, other)
    if a.kind != "coverage_rate" or one.sentence == other.sentence or not (one.timed and other.timed):
        return False
    loud = min(one.score, other.score) >= _LOUD and a.place_code is not None
    return loud and not (_of_sources(book, one) or _of_sources(book, other))


def _is_said_again(book: Book, one: Reading, other: Reading) -> bool:
    """ "42 persen per Agustus, lalu pada slide tertera 34,9 persen untuk bulan yang sama": two rates of one month."""
    a, b = one.claim, other.claim
    if a.kind != "coverage_rate" or a.segment is not None or a.as_of != b.as_of or len(a.as_of or "") != _MONTH:
        return False
    if not (one.timed or other.timed) or max(a.value, b.value) > _ALIKE * min(a.value, b.value):
        return False
    end = min(book.read.sentences.all[other.sentence].end, b.span[1] + _BEHIND)
    said = book.read.words.between(a.span[1], end)
    lists = lexicon().lists
    again = bool(lists["said_again"].intersection(said)) and not lists["changed"].intersection(said)
    sources = lists["sources"].intersection(book.read.words.between(a.span[1], b.span[0]))
    return again and not sources and max(one.score, other.score) >= _LOUD


def _is_written_elsewhere(book: Book, one: Reading, other: Reading) -> bool:
    """ "Pada halaman lain ditulis 93.118 orang", "dalam naskah yang sama 37 persen": two of one time in one paper."""
    a, b = one.claim, other.claim
    if a.kind == "potential_workers" or a.segment is not None or a.as_of is None or a.as_of != b.as_of:
        return False
    aims = a.kind == "target_rate"
    if aims and "national" in (one.scope, other.scope) and one.scope != other.scope:
        return False
    if one.earlier or other.earlier or (not aims and max(a.value, b.value) > _ALIKE * min(a.value, b.value)):
        return False
    start = max(a.span[1], book.read.sentences.all[other.sentence].start)
    said = book.read.words.between(start, b.span[0])
    lists = lexicon().lists
    pairs = {f"{first}_{second}" for first, second in pairwise(said)}
    elsewhere = bool(lists["another_page"] & pairs) or any(
        f"{first}_{third}" in lists["same_paper"] for first, third in zip(said, said[2:], strict=False)
    )
    return elsewhere and not lists["changed"].intersection(said) and not lists["sources"].intersection(said)


def _contrasted(book: Book, one: Reading, other: Reading) -> bool:
    between = book.read.words.between(one.claim.span[1], other.claim.span[0])
    here = one.sentence == other.sentence and other.number == one.number + 1
    return here and other.timed and bool(lexicon().lists["contrast"].intersection(between))


def _of_sources(book: Book, reading: Reading) -> bool:
    sentence = book.read.sentences.all[reading.sentence]
    return bool(lexicon().lists["sources"].intersection(book.read.words.between(sentence.start, sentence.end)))


def _slipped(one: Reading, other: Reading) -> bool:
    """Whether one value is the other with a slip: two unlike values are mostly of two groups, not a misprint."""
    if one.claim.unit != "percent" and any(each.figure.step * _EXACT > each.figure.value for each in (one, other)):
        return False
    return _alike(one, other) and misprint(other.figure, span_for(one)) is not None


def _alike(one: Reading, other: Reading) -> bool:
    """Whether the digits are near enough for one slip: saves trying every slip of every pair."""
    if one.figure.step != other.figure.step:
        return True
    a, b = (str(each.figure.value / each.figure.step).rstrip("0") for each in (one, other))
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) <= 2
    return abs(len(a) - len(b)) == 1 or a.startswith(b) or b.startswith(a)


def _tells_change(book: Book, reading: Reading) -> bool:
    sentence = book.read.sentences.all[reading.sentence]
    words = book.read.words
    first, last = words.first_from(sentence.start), words.first_from(sentence.end)
    return any(lexicon().change.at(words, index) is not None for index in range(first, min(last, first + 80)))


def remarks_of(book: Book) -> Iterator[Remark]:
    """Rates above a hundred, more covered than there are, and registered compared with active."""
    for reading in book.readings:
        if _above_hundred(book, reading):
            yield Remark("stated_rate_above_hundred", (reading.number,), facts_of(rate=reading), fault=True)
    yield from _more_than_all(book)
    yield from _unlike(book)


def _above_hundred(book: Book, reading: Reading) -> bool:
    """Whether a rate above a hundred is told of coverage; of a target it is an achievement, and no fault."""
    if reading.claim.kind != "coverage_rate" or span_for(reading).low <= 100 or reading.claim.qualifier is not None:
        return False
    sentence = book.read.sentences.all[reading.sentence]
    words = book.read.words.between(sentence.start, sentence.end)
    return not lexicon().lists["goal_words"].intersection(words) and reading.score >= _LOUD


def _more_than_all(book: Book) -> Iterator[Remark]:
    for part in book.readings:
        if part.claim.kind != "covered_workers" or part.row is not None:
            continue
        for whole in book.near("potential_workers", part)[:1]:
            near = whole.number == part.number + 1 and whole.sentence == part.sentence and same_time(part, whole)
            # "42.217 orang dari 29.647" may say what it was before: the words must say that these are all workers
            near = near and whole.score >= _LOUD and not (part.heard or whole.heard)
            if near and span_for(part).low >= span_for(whole).high:
                claims = tuple(sorted((part.number, whole.number)))
                yield Remark("covered_above_potential", claims, facts_of(covered=part, potential=whole), fault=True)


def _unlike(book: Book) -> Iterator[Remark]:
    """Members called registered at one time and active at another: compared, they may not be the same count."""
    said = [each for each in book.readings if each.claim.kind == "covered_workers" and each.status is not None]
    for number, one in enumerate(said):
        for other in said[number + 1 : number + 4]:
            alike = place_key(one) == place_key(other) and one.claim.segment == other.claim.segment
            near = abs(one.sentence - other.sentence) <= 3
            if alike and near and one.status != other.status and not same_time(one, other):
                registered, active = (one, other) if one.status == "registered" else (other, one)
                facts = facts_of(registered=registered, active=active)
                claims = tuple(sorted((one.number, other.number)))
                yield Remark("registered_against_active", claims, facts, fault=False)
                return
