"""Which amounts of money that follow one another add up to the one before or behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cakupan.statements.book import Book, Equation, span_for
from cakupan.statements.lexicon import lexicon
from cakupan.statements.readings import Reading
from cakupan.statements.runs import run_sum
from cakupan.statements.segment_sums import lacks_a_rest
from cakupan.statements.spans import total_of

_SENTENCES = 2  # from one amount to the next
_MOST = 8  # parts
_TELLING = 1_000  # a sum that comes out to one in so many does not do so by chance
_SURE = 3  # parts from which on a list with a total named right behind it is whole
_NAMED = 40  # characters before a total in which it is called one
_WORDS = 4
_APPROXIMATE = frozenset(("at_least", "at_most", "range_low", "range_high"))


def money_sums(book: Book, whole: Reading) -> Iterator[Equation]:
    """ "Januari Rp4,1 miliar, Februari Rp3,8 miliar, Maret Rp5,3 miliar; total tiga bulan Rp13,2 miliar"."""
    if whole.claim.qualifier in _APPROXIMATE or whole.row is not None:
        return
    named = _is_called_total(book, whole)
    for step in (-1, 1):
        run = _run(book, whole, step)
        for size in range(len(run), 1, -1):
            equation = run_sum(whole, run[:size])
            if equation.computed.meets(span_for(whole)) and (named or _is_no_accident(whole, run[:size])):
                yield replace(equation, telling=named)
                return
    run = _run(book, whole, -1)
    if named and len(run) >= _SURE and not _are_some(book, run) and not lacks_a_rest(book, whole, run):
        yield run_sum(whole, run, bound=True)


def _run(book: Book, whole: Reading, step: int) -> list[Reading]:
    """The amounts of its kind that follow one another on one side of a total, the nearest first."""
    run: list[Reading] = []
    last = whole
    for number in range(whole.number + step, whole.number + step * (_MOST + 1), step):
        if not 0 <= number < len(book.read.readings):
            break
        part = book.read.readings[number]
        apart = abs(part.sentence - last.sentence)
        if part.claim.kind != whole.claim.kind or apart > _SENTENCES or _is_called_total(book, part):
            break
        run.append(part)
        last = part
    return run


def _is_no_accident(whole: Reading, parts: Sequence[Reading]) -> bool:
    """Whether amounts told so exactly come out to the last place: "Rp312 juta" and "Rp2,688 miliar" of "Rp3 miliar"."""
    total = total_of(span_for(part) for part in parts)
    least = min(part.figure.step for part in parts)
    return total.point == whole.figure.value and whole.figure.value >= _TELLING * least


def _is_called_total(book: Book, whole: Reading) -> bool:
    start = max(0, whole.claim.span[0] - _NAMED, book.read.sentences.all[whole.sentence].start)
    said = book.read.words.between(start, whole.claim.span[0])[-_WORDS:]
    return bool(lexicon().lists["total_words"].intersection(said))


def _are_some(book: Book, parts: Sequence[Reading]) -> bool:
    """Whether the parts are introduced as some among others: "di antaranya JHT Rp11,2 miliar"."""
    first = min(parts, key=lambda part: part.number)
    words = book.read.words
    start = max(0, first.claim.span[0] - _NAMED)
    tags = (
        lexicon().breakdowns.at(words, at)
        for at in range(words.first_from(start), words.first_from(first.claim.span[0]))
    )
    return any(found is not None and "some" in found[1] for found in tags)
