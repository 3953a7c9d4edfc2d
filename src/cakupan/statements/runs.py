"""Which figures that follow one another add up to the one before or behind them, of whatever places and groups."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cakupan.basics.refused import Fact
from cakupan.statements.book import Book, Equation, span_for
from cakupan.statements.lexicon import lexicon
from cakupan.statements.misprints import misprint
from cakupan.statements.readings import Reading
from cakupan.statements.spans import Span, total_of

_TELLING = 1_000  # a sum that comes out to one in so many does not do so by chance
_LARGE = 10_000  # and to one in so many not even where many sums are tried
_FAR = 45  # figures
_MOST = 40  # parts
_SENTENCES = 8
_SURE = 3  # parts from which on a list that all but comes out is meant to
_ROUND = 100  # a difference of so few times a power of ten is a slip in one or two digits
_MEMBERS = frozenset(("covered_workers", "sponsored_workers"))
_SLIPS = frozenset(("digits_swapped", "digit_dropped", "factor_ten"))


def run_sums(book: Book, whole: Reading) -> Iterator[Equation]:
    """ "862.033 peserta. Balikpapan 187.905, Kutai Timur 151.206, ...": a whole with its parts behind or before it."""
    if whole.claim.qualifier in ("at_least", "at_most", "range_low", "range_high"):
        return
    for parts in (_parts(book, whole, 1), _parts(book, whole, -1)):
        found = _summing(whole, parts)
        if found:
            yield run_sum(whole, found)
            return
    for step in (1, -1):
        run = _run(book, whole, step)
        if len(run) >= 2 and all(part.claim.value < whole.claim.value for part in run):
            yield from _nearly(whole, run, behind=step > 0, named=_named_total(book, whole))


def run_sum(whole: Reading, parts: Sequence[Reading], *, bound: bool = False, telling: bool = False) -> Equation:
    """The equation of a whole and the parts that follow one another."""
    facts: dict[str, Fact] = {"total": whole.claim.value, "parts": tuple(part.claim.quote for part in parts)}
    computed = total_of(span_for(part) for part in parts)
    plain = all(each.claim.qualifier is None for each in (whole, *parts))
    return Equation(
        "list_sum", whole, tuple(parts), computed, facts, additive=True, exact=plain, bound=bound, telling=telling
    )


def _alike(part: Reading, whole: Reading) -> bool:
    kinds = {part.claim.kind, whole.claim.kind}
    return len(kinds) == 1 or kinds <= _MEMBERS


def _parts(book: Book, whole: Reading, step: int) -> list[Reading]:
    """The figures of its kind on one side of a whole, the nearest first, whatever stands between."""
    found: list[Reading] = []
    for number in range(whole.number + step, whole.number + step * _FAR, step):
        if not 0 <= number < len(book.read.readings) or len(found) >= _MOST:
            break
        part = book.read.readings[number]
        if abs(part.sentence - whole.sentence) > _SENTENCES:
            break
        if _alike(part, whole) and part.claim.value < whole.claim.value:
            found.append(part)
    return found


def _summing(whole: Reading, parts: Sequence[Reading]) -> Sequence[Reading]:
    """The nearest parts that add up to the whole to the last place, where chance hardly does so; else none."""
    exact = whole.figure.value / whole.figure.step
    total = Decimal(0)
    for size, part in enumerate(parts, start=1):
        total += part.figure.value
        if total > whole.figure.value:
            break
        next_to = abs(part.number - whole.number) <= size + 1
        if size >= 2 and total == whole.figure.value and exact >= (_TELLING / 10 if next_to else _LARGE):
            return parts[:size]
    return ()


def _run(book: Book, whole: Reading, step: int) -> list[Reading]:
    """The figures of its kind that follow one another beside a whole; its rate and what it is of may come first."""
    run: list[Reading] = []
    for number in range(whole.number + step, whole.number + step * _FAR, step):
        if not 0 <= number < len(book.read.readings):
            break
        part = book.read.readings[number]
        if _alike(part, whole):
            if abs(part.sentence - (run[-1] if run else whole).sentence) > (1 if run else 2):
                break
            run.append(part)
        elif run or step < 0 or part.claim.kind not in ("coverage_rate", "potential_workers"):
            break
    return run


def _named_total(book: Book, whole: Reading) -> bool:
    """Whether a count is called the total, right before it or a verb away: "Total disebut 4.861 orang"."""
    said = book.read.words.between(max(0, whole.claim.span[0] - 30), whole.claim.span[0])[-2:]
    return bool(lexicon().lists["whole_words"].intersection(said))


def _nearly(whole: Reading, run: Sequence[Reading], *, behind: bool, named: bool) -> Iterator[Equation]:
    """All of a run, where it comes out but for rounding, or but for one slip of the pen."""
    equation = run_sum(whole, run, telling=True)
    if any(each.figure.step > 1 for each in run) and equation.computed.meets(span_for(whole)):
        yield equation
    elif len(run) >= _SURE and (behind or named) and _slipped(whole, run, equation.computed):
        yield run_sum(whole, run, bound=True)


def _slipped(whole: Reading, run: Sequence[Reading], computed: Span) -> bool:
    """Whether the whole is, but for a digit or two, what its parts add up to: "222.469" for 220.469."""
    if whole.claim.qualifier is not None or any(each.figure.step != whole.figure.step for each in run):
        return False
    off = abs(whole.figure.value - computed.point) / whole.figure.step
    if not off or whole.figure.value < _TELLING * whole.figure.step:
        return False
    slip = misprint(whole.figure, Span(computed.point, computed.point, computed.point + whole.figure.step))
    if slip is not None and slip.slip in _SLIPS:
        return True
    places = next(power for power in range(20) if off % 10 ** (power + 1))
    ragged = any(each.figure.value / whole.figure.step % 10**places for each in run)
    return places >= 2 and off < _ROUND * 10**places and ragged and off * 5 < whole.figure.value / whole.figure.step
