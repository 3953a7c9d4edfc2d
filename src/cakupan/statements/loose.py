"""Which figures fit each other so exactly that they belong together, whatever group or place their words name.

Such equations confirm; they accuse only where the text has no other figures that could be meant, or where two digits
that changed places would make them fit.
"""

from collections.abc import Iterator
from itertools import product

from cakupan.statements.book import Book, Equation, facts_of, place_key, same_time, span_for
from cakupan.statements.readings import Reading
from cakupan.statements.spans import HUNDRED

_AROUND = 7  # figures on either side
_SENTENCES = 3
_ONE_BREATH = 4  # figures from first to last
_TELLING = 1_000  # people
_LEAST = 100  # people: smaller gaps come out by chance
_MEMBERS = ("covered_workers", "sponsored_workers")


def loose_rates(book: Book, rate: Reading) -> Iterator[Equation]:
    """A rate of counts near it, of which one may name a group and another not."""
    alone = _are_alone(book, rate, "coverage_rate")
    only = book.has_one("coverage_rate", "covered_workers", "potential_workers")
    for part, whole in product(_near(book, rate, *_MEMBERS), _near(book, rate, "potential_workers")):
        numbers = (rate.number, part.number, whole.number)
        close = max(numbers) - min(numbers) <= _ONE_BREATH
        if part.claim.value >= whole.claim.value or not (close or rate.figure.decimals):
            continue
        computed = HUNDRED * span_for(part) / span_for(whole)
        facts = facts_of(rate=rate, covered=part, potential=whole)
        bound = alone and close and part.claim.kind == "covered_workers" and _of_one_group(rate, part, whole)
        telling = close and only  # "38 persen" for 38,7: where no other counts could be meant
        yield Equation("rate_of_counts", rate, (part, whole), computed, facts, bound=bound, telling=telling)


def loose_gaps(book: Book, gap: Reading) -> Iterator[Equation]:
    """A gap that is to the person what two counts near it leave, or what a target near it asks for."""
    alone = _are_alone(book, gap, "gap_workers") and gap.gap == {"uncovered"}
    for part, whole in product(_near(book, gap, *_MEMBERS), _near(book, gap, "potential_workers")):
        numbers = (gap.number, part.number, whole.number)
        close = max(numbers) - min(numbers) <= _ONE_BREATH
        exact = gap.figure.value >= _TELLING * gap.figure.step
        left = span_for(whole) - span_for(part)
        # "513 aparatur" further on: what 4.617 of 5.130 leave to the person
        comes_out = left.point == gap.figure.value >= _LEAST and part.figure.step == whole.figure.step == 1
        if part.claim.value >= whole.claim.value or not (close or exact or comes_out):
            continue
        facts = facts_of(gap=gap, covered=part, potential=whole)
        fits = "uncovered" in gap.gap
        bound = alone and close and part.claim.kind == "covered_workers" and _of_one_group(gap, part, whole)
        yield Equation(
            "gap_uncovered",
            gap,
            (part, whole),
            left,
            facts,
            additive=True,
            wording_fits=fits,
            bound=bound,
            telling=close,
        )
        yield from _after_a_plan(book, gap, part, whole)
        targets = _near(book, gap, "target_rate")
        for target in targets:
            needed = span_for(target) * span_for(whole) / HUNDRED - span_for(part)
            facts = facts_of(gap=gap, covered=part, potential=whole, target=target)
            fits = "to_target" in gap.gap
            if (exact or (close and len(targets) == 1)) and needed.point > 0:
                yield Equation(
                    "gap_to_target", gap, (part, whole, target), needed, facts, wording_fits=fits, bound=False
                )


def _after_a_plan(book: Book, gap: Reading, part: Reading, whole: Reading) -> Iterator[Equation]:
    """ "Iuran bagi 4.000 nelayan dijanjikan, sehingga nantinya tinggal 7.118": all but these and the covered."""
    if "uncovered" not in gap.gap or part.claim.kind != "covered_workers":
        return
    for planned in _near(book, gap, "sponsored_workers", "target_workers"):
        left = span_for(whole) - span_for(part) - span_for(planned)
        if left.point == gap.figure.value >= _LEAST and planned.figure.step == 1 and planned.number < gap.number:
            facts = facts_of(gap=gap, covered=part, potential=whole, planned=planned)
            yield Equation("gap_after_plan", gap, (part, whole, planned), left, facts, additive=True, bound=False)


def _near(book: Book, to: Reading, *kinds: str) -> list[Reading]:
    """The figures of these kinds around one, the nearest first."""
    first = max(0, to.number - _AROUND)
    found = [
        each
        for each in book.read.readings[first : to.number + _AROUND + 1]
        if each.claim.kind in kinds and each.row is None and abs(each.sentence - to.sentence) <= _SENTENCES
    ]
    return sorted(found, key=lambda each: (abs(each.number - to.number), each.number)) if to.row is None else []


def _are_alone(book: Book, to: Reading, kind: str) -> bool:
    """Whether the place of a figure has one such figure, one count of the covered and one of all, of any group."""
    return book.has_one_at(place_key(to), kind, "covered_workers", "potential_workers")


def _of_one_group(*readings: Reading) -> bool:
    """Whether no two of them name different groups, places or times."""
    groups = {each.claim.segment for each in readings} - {None}
    places = {place_key(each) for each in readings}
    return len(groups) <= 1 and len(places) == 1 and all(same_time(one, readings[0]) for one in readings)
