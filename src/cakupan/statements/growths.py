"""What a change must be, in people, in points or in per cent, from the two levels it lies between."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cakupan.statements.book import Book, Equation, facts_of, span_for
from cakupan.statements.directions import direction
from cakupan.statements.readings import Reading
from cakupan.statements.spans import HUNDRED

_BREATH = 2  # sentences


def growths_of(book: Book, growth: Reading) -> Iterator[Equation]:
    """A change from two levels: in people or points as printed, or relative where the text says per cent."""
    if growth.claim.unit == "percent":
        yield from _grown_to_target(book, growth)
    kinds: tuple[str, ...] = ("covered_workers", "sponsored_workers", "potential_workers", "budget")
    if growth.claim.unit == "percent":
        kinds = ("coverage_rate",) if growth.figure.unit == "points" else ("coverage_rate", *kinds)
    for kind in kinds:
        levels = book.around(kind, growth, 2)[:4]
        here = [each for each in levels if each.sentence == growth.sentence]
        alone = len(levels) == 2 or _only_two(levels, here)
        for one in levels:
            for other in levels:
                if one.number != other.number and one.claim.value < other.claim.value:
                    meant = len(levels) == 2 or (one in here and other in here)
                    yield from _growth(book, growth, one, other, alone=alone and meant)


def _only_two(levels: Sequence[Reading], here: Sequence[Reading]) -> bool:
    """Whether the change's own sentence tells of two levels of all, and the others are of some group."""
    rest = (each for each in levels if each not in here)
    whole = all(each.claim.segment is None for each in here)
    return len(here) == 2 and whole and all(each.claim.segment is not None for each in rest)


def _in_one_breath(growth: Reading, low: Reading, high: Reading) -> bool:
    """Whether all are told in one sentence, or the three follow one another and their levels are of two times.

    "214.383 orang. Jumlah ini tumbuh 25 persen dari 186.420 orang"; "2023: 251.600. 2024: 267.760. Selisihnya 16.160".
    """
    sentences = {growth.sentence, low.sentence, high.sentence}
    numbers = sorted((growth.number, low.number, high.number))
    apart = low.claim.as_of != high.claim.as_of or low.earlier != high.earlier
    follow = numbers[2] - numbers[0] == 2 and max(sentences) - min(sentences) <= _BREATH
    between = numbers[1] == growth.number and max(sentences) - min(sentences) == 1
    dated = low.timed and high.timed and low.claim.as_of != high.claim.as_of and low.claim.value != high.claim.value
    return len(sentences) == 1 or (apart and follow and (between or dated))


def _grown_to_target(book: Book, growth: Reading) -> Iterator[Equation]:
    """ "Tumbuh 10 persen sehingga mencakup 41 persen": from the coverage before to the target right behind."""
    at = bisect_left(book.readings, growth.number + 1, key=lambda reading: reading.number)
    target = book.readings[at] if at < len(book.readings) else None
    rates = [each for each in book.around("coverage_rate", growth, 1) if each.number < growth.number]
    if target is None or target.claim.kind != "target_rate" or target.sentence != growth.sentence or len(rates) != 1:
        return
    difference = span_for(target) - span_for(rates[0])
    facts = facts_of(growth=growth, before=rates[0], after=target)
    given = (rates[0], target)
    if growth.figure.unit == "points":
        yield Equation("growth_points", growth, given, difference, facts, additive=True, bound=False)
    elif difference.point > 0 and target.number == growth.number + 1:
        yield Equation("growth_percent_of_rate", growth, given, HUNDRED * difference / span_for(rates[0]), facts)


def _growth(book: Book, growth: Reading, low: Reading, high: Reading, *, alone: bool) -> Iterator[Equation]:
    fall, clear = direction(book.read, growth, low, high)
    facts = facts_of(growth=growth, before=high if fall else low, after=low if fall else high)
    bound = alone and low.claim.segment == high.claim.segment and _in_one_breath(growth, low, high)
    points = low.claim.kind == "coverage_rate"
    difference = span_for(high) - span_for(low)
    if growth.claim.unit == "people" or (growth.figure.unit == "points" and points):
        code = "growth_people" if growth.claim.unit == "people" else "growth_points"
        telling = alone and points
        given = (low, high)
        yield Equation(code, growth, given, difference, facts, additive=True, bound=bound, telling=telling)
    elif growth.figure.unit != "points":
        relative = _relative(growth, low, high, fall=fall, telling=alone)
        yield replace(relative, facts=facts, bound=bound and relative.bound and clear)
        if points:
            code = "growth_is_points"
            yield Equation(code, growth, (low, high), difference, facts, additive=True, wording_fits=False, bound=False)


def _relative(growth: Reading, low: Reading, high: Reading, *, fall: bool, telling: bool) -> Equation:
    """A change in per cent of the level before it: "turun 20 persen, dari 100.000 menjadi 80.000"."""
    computed = HUNDRED * (span_for(high) - span_for(low)) / span_for(high if fall else low)
    kind = low.claim.kind
    code = "fall_percent" if fall else "growth_percent"
    code += {"budget": "_of_budget", "coverage_rate": "_of_rate"}.get(kind, "")
    # "lebih besar 50 persen dari Rp1,4 miliar": an office has more budgets than are told
    bound, telling = kind != "budget", telling and kind not in ("budget", "coverage_rate")
    return Equation(code, growth, (low, high), computed, {}, bound=bound, telling=telling)
