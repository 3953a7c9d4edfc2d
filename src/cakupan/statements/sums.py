"""Which parts must add up to which whole: segments, a list after "terdiri dari", the rows above a total."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from cakupan.basics.refused import Fact
from cakupan.statements.book import Book, Equation, Trial, span_for
from cakupan.statements.lexicon import lexicon
from cakupan.statements.money_sums import money_sums
from cakupan.statements.readings import Reading
from cakupan.statements.runs import run_sums
from cakupan.statements.segment_sums import (
    between_segments,
    lacks_a_rest,
    named,
    parts_of_everyone,
    segment_sums,
    sum_of,
)
from cakupan.statements.spans import HUNDRED, total_of
from cakupan.statements.table_sums import table_sums

_WITHIN_LIST = 60  # characters between two parts of one list
_ALL_PROGRAMMES = 4  # JHT, JKK, JKM and JP: JKP pays little
_MOST_SHARES = 8
_SURE = 3  # parts from which on a list with its total right behind it is whole
_TELLING = 1_000  # a sum that comes out to one in so many does not do so by chance
_COLON = re.compile(r"(?<!\d):")
_MONEY = frozenset(("benefit", "budget"))
_COUNTS = frozenset(("covered_workers", "potential_workers", "sponsored_workers", "gap_workers"))


def sums_of(book: Book) -> Iterator[Trial]:
    """Every whole that is printed with its parts."""
    for reading in book.readings:
        if reading.claim.kind in _COUNTS and reading.row is None:
            equations = (
                *segment_sums(book, reading),
                *_of_list(book, reading),
                *_of_list_before(book, reading),
                *_of_few(book, reading),
                *run_sums(book, reading),
                *(parts_of_everyone(book, reading) if reading.claim.kind == "covered_workers" else ()),
            )
            if equations:
                yield Trial(reading, equations)
        elif reading.claim.kind == "coverage_rate" and reading.claim.segment is None:
            equations = tuple(between_segments(book, reading))
            if equations:
                yield Trial(reading, equations)
        elif reading.claim.kind == "other" and reading.claim.unit == "percent":
            equations = tuple(_of_shares(book, reading))
            if equations:
                yield Trial(reading, equations)
        elif reading.claim.kind in _MONEY:
            equations = (*_of_benefits(book, reading), *money_sums(book, reading))
            if equations:
                yield Trial(reading, equations)
    yield from table_sums(book)


def _of_benefits(book: Book, whole: Reading) -> Iterator[Equation]:
    """ "Klaim Rp198,42 miliar. JHT Rp151,07 miliar, JKK Rp24,63 miliar, ...": what was paid, by programme."""
    parts = [each for each in _listed_after(book, whole) if each.claim.kind == whole.claim.kind == "benefit"]
    if len(parts) < 2 or any(part.claim.value >= whole.claim.value for part in parts):
        return
    computed = total_of(span_for(part) for part in parts)
    if computed.meets(span_for(whole)):
        equation = sum_of("list_sum", whole, parts, computed, bound=False)
        yield replace(equation, telling=True)
    elif _programme(book, whole) is None and _are_all_programmes(book, parts):
        yield sum_of("list_sum", whole, parts, computed, bound=not lacks_a_rest(book, whole, parts))


def _are_all_programmes(book: Book, parts: Sequence[Reading]) -> bool:
    return len({_programme(book, part) for part in parts} - {None}) == len(parts) >= _ALL_PROGRAMMES


def _programme(book: Book, part: Reading) -> str | None:
    """The programme right before an amount: "JHT Rp151,07 miliar"."""
    before = book.read.words.between(max(0, part.claim.span[0] - 12), part.claim.span[0])[-1:]
    return before[0] if before and before[0] in lexicon().lists["programmes"] else None


def _of_shares(book: Book, last: Reading) -> Iterator[Equation]:
    """ "62,4 persen PU, 21,3 persen BPU, 16,4 persen jasa konstruksi": shares of one whole make a hundred."""
    run: list[Reading] = []
    for each in reversed(book.read.readings[max(0, last.number - _MOST_SHARES) : last.number]):
        if each.claim.kind != "other" or each.claim.unit != "percent" or each.sentence != last.sentence:
            break
        run.append(each)
    following = book.read.readings[last.number + 1 : last.number + 2]
    goes_on = following and following[0].claim.kind == "other" and following[0].sentence == last.sentence
    whole = total_of(span_for(each) for each in (*run, last))
    if len(run) < 2 or goes_on or not last.figure.decimals or not whole.low <= HUNDRED.point <= whole.high:
        return
    left = HUNDRED - total_of(span_for(each) for each in run)
    facts: dict[str, Fact] = {"parts": tuple(named(each) for each in (*reversed(run), last)), "whole": whole.point}
    yield Equation("shares_sum", last, tuple(run), left, facts, additive=True, bound=False, telling=True)


def _of_list(book: Book, whole: Reading) -> Iterator[Equation]:
    """ "1.200 pekerja, terdiri dari 700 petani dan 500 nelayan"; after "termasuk" the parts need not be all."""
    run = _run_of_parts(book, _listed_after(book, whole))
    if len(run) < 2 or any(part.claim.value > whole.claim.value for part in run):
        return
    tags = _breakdown_between(book, whole, run[0])
    # "PU 41.907 tenaga kerja (2021: 38.112)": a year's colon opens no list
    colon = _COLON.search(book.read.text[whole.claim.span[1] : run[0].claim.span[0]]) is not None
    if not tags and colon and len(run) > 2 and whole.sentence == run[0].sentence:
        tags = {"whole"}  # "4.318 orang: sopir 1.902 orang, tukang ojek 1.340 orang, pedagang 876 orang"
    if not tags or len({part.claim.kind for part in run}) > 1:
        return
    for size in range(len(run), 1, -1):
        parts = run[:size]
        computed = total_of(span_for(part) for part in parts)
        above = computed.low >= span_for(whole).high
        if "whole" in tags or above or computed.meets(span_for(whole)):
            bound = size == len(run) and all(part.family == whole.family for part in parts)
            bound = bound and ("whole" in tags or above) and not lacks_a_rest(book, whole, parts)
            yield sum_of("list_sum", whole, parts, computed, bound=bound)


def _breakdown_between(book: Book, whole: Reading, first: Reading) -> set[str]:
    words = book.read.words
    start, end = words.first_from(whole.claim.span[1]), words.first_from(first.claim.span[0])
    return {tag for at in range(start, end) for tag in (lexicon().breakdowns.at(words, at) or (0, ()))[1]}


def _run_of_parts(book: Book, listed: Sequence[Reading]) -> list[Reading]:
    """The parts up to where the text goes on to something else: a change, or a stretch of other words."""
    run = list(listed[:1])
    for last, part in pairwise(listed):
        start, end = last.claim.span[1], part.claim.span[0]
        between = book.read.words.between(start, end)
        if end - start > _WITHIN_LIST or lexicon().lists["changed"].intersection(between):
            break
        run.append(part)
    return run


def _of_list_before(book: Book, whole: Reading) -> Iterator[Equation]:
    """A total behind its parts: "220 di Kudus, 98 di Jepara. Totalnya 318 pekerja"."""
    words = book.read.words
    said = words.between(max(0, whole.claim.span[0] - 30), whole.claim.span[0])[-2:]
    if not lexicon().lists["whole_words"].intersection(said) or whole.row is not None:
        return
    parts: list[Reading] = []
    for each in reversed(book.read.readings[max(0, whole.number - 9) : whole.number]):
        last = parts[-1] if parts else whole
        if each.claim.kind != whole.claim.kind or last.sentence - each.sentence > 1 or each.totals:
            break
        parts.append(each)
    parts.reverse()
    if len(parts) >= 2:
        computed = total_of(span_for(part) for part in parts)
        whole_span = span_for(whole)
        # "gelombang pertama 11.250, disusul 7.500; seluruhnya 1.875": less than its parts is no total of them
        broken = max(part.claim.value for part in parts) < whole.claim.value and len(parts) >= _SURE
        broken = (broken or computed.low >= whole_span.high) and _are_counted_apart(parts, whole)
        broken = broken and not lacks_a_rest(book, whole, parts)
        yield sum_of("list_sum", whole, parts, computed, bound=computed.meets(whole_span) or broken)


def _are_counted_apart(parts: Sequence[Reading], whole: Reading) -> bool:
    """Whether each part is of a group, place or line of its own, and nothing else stands between them."""
    segments = {part.claim.segment for part in parts}
    lines = {part.sentence for part in parts}
    apart = len(parts) in (len(lines), len(segments)) and whole.claim.qualifier is None
    return apart and whole.number - parts[0].number == len(parts)


def _of_few(book: Book, whole: Reading) -> Iterator[Equation]:
    """Two to four figures right behind that add up to the person: no accident, whatever the words between."""
    parts = _listed_after(book, whole)[:4]
    if whole.figure.value < _TELLING * whole.figure.step or not parts or parts[0].sentence != whole.sentence:
        return
    for size in range(2, len(parts) + 1):
        computed = total_of(span_for(part) for part in parts[:size])
        if computed.point == whole.figure.value and all(part.figure.step <= whole.figure.step for part in parts[:size]):
            yield sum_of("list_sum", whole, parts[:size], computed, bound=False)
            return


def _listed_after(book: Book, whole: Reading) -> list[Reading]:
    """The figures of the whole's unit in its sentence, or in the next one where its own has no more."""
    behind = book.read.readings[whole.number + 1 : whole.number + 10]
    alike = [each for each in behind if each.claim.unit == whole.claim.unit and each.sentence - whole.sentence <= 1]
    # "35 juta pekerja, tahun lalu 30,6 juta. Rinciannya ..." breaks down the first
    alike = [each for each in alike if not each.earlier] if not whole.earlier else []
    return [each for each in alike if each.sentence == alike[0].sentence]
