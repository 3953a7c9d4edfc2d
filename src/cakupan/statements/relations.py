"""Which claims of a text belong together, and what one of them must then be."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from cakupan.basics.refused import Fact
from cakupan.statements.claims import Reading, TextRead
from cakupan.statements.spans import HUNDRED, Span, span_of

_VINTAGES = Decimal("0.02")  # how far two years' potentials mostly lie apart
_NAMED = 1.0  # what a word like "cakupan" near the figure weighs at least
_ONE_BREATH = 3  # figures from first to last
_NEAREST = 6  # figures of one kind that are tried on either side: keeps a long text linear


@dataclass(frozen=True, slots=True)
class Equation:
    """What `subject` must be if `given` are right: the computed bounds, and the facts that say how."""

    code: str
    subject: Reading
    given: tuple[Reading, ...]
    computed: Span
    facts: Mapping[str, Fact]
    additive: bool = False
    wording_fits: bool = True  # False where the words around the figure say something else
    confirms: bool = True  # False where agreement is no more than was to be expected
    bound: bool = True  # the text ties these figures so closely that a difference is a fault

    @property
    def claims(self) -> tuple[int, ...]:
        return tuple(sorted({self.subject.number, *(reading.number for reading in self.given)}))


@dataclass(frozen=True, slots=True)
class Trial:
    """One figure with every equation that may explain it, the likeliest first."""

    subject: Reading
    equations: tuple[Equation, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The readings of a text, each figure once, by kind and place; `repeats` lists the same figure written again."""

    read: TextRead
    readings: tuple[Reading, ...]
    repeats: Mapping[int, tuple[int, ...]]
    _by_key: Mapping[tuple[str, str | None, str | None], Sequence[Reading]] = field(repr=False)

    def near(self, kind: str, to: Reading, segment: str | None = "same") -> list[Reading]:
        """The readings of `kind` about the place (and segment) of `to`, the nearest in the text first."""
        wanted = to.claim.segment if segment == "same" else segment
        found = self._by_key.get((kind, place_key(to), wanted), ())
        at = bisect_left(found, to.number, key=lambda reading: reading.number)
        around = found[max(0, at - _NEAREST) : at + _NEAREST]
        if to.row is not None:  # in a table a row speaks of itself
            around = [reading for reading in around if reading.row == to.row]
        return sorted(
            (reading for reading in around if reading.number != to.number),
            key=lambda reading: (abs(reading.claim.span[0] - to.claim.span[0]), reading.number),
        )

    def around(self, kind: str, to: Reading, reach: int) -> list[Reading]:
        """The readings of `kind` about the same place, of whatever segment, at most `reach` sentences away."""
        first = max(0, bisect_left(self.readings, to.number, key=lambda reading: reading.number) - 2 * _NEAREST)
        return [
            each
            for each in self.readings[first : first + 4 * _NEAREST]
            if each.claim.kind == kind
            and place_key(each) == place_key(to)
            and abs(each.sentence - to.sentence) <= reach
        ]

    def targets(self, to: Reading) -> list[Reading]:
        """The target rates that may be meant beside `to`: of its segment, else of all workers, else the nation's."""
        own = self.near("target_rate", to) or self.near("target_rate", to, None)
        nation = self._by_key.get(("target_rate", "00", None), ())
        return own or list(nation[:_NEAREST])


def book_of(read: TextRead) -> Book:
    """The readings in order, those that only repeat an earlier figure set aside."""
    first: dict[tuple[object, ...], Reading] = {}
    repeats: dict[int, list[int]] = {}
    for reading in read.readings:
        claim = reading.claim
        key = (claim.kind, claim.value, claim.unit, place_key(reading), claim.segment)
        known = first.get(key)
        if known is None or (reading.timed and known.timed and not same_time(reading, known)):
            first.setdefault(key if known is None else (*key, reading.number), reading)
        else:
            repeats.setdefault(known.number, []).append(reading.number)
    kept = tuple(sorted(first.values(), key=lambda reading: reading.number))
    by_key: dict[tuple[str, str | None, str | None], list[Reading]] = {}
    for reading in kept:
        by_key.setdefault((reading.claim.kind, place_key(reading), reading.claim.segment), []).append(reading)
    return Book(read, kept, {number: tuple(again) for number, again in repeats.items()}, by_key)


def trials_of(book: Book) -> Iterator[Trial]:
    """Every figure that others determine, with the equations that may."""
    for reading in book.readings:
        equations = tuple(_equations(book, reading))
        if equations:
            yield Trial(reading, equations)


def _equations(book: Book, reading: Reading) -> Iterator[Equation]:
    match reading.claim.kind:
        case "coverage_rate":
            yield from _rates(book, reading)
        case "gap_workers":
            yield from _gaps(book, reading)
        case "target_workers":
            yield from _target_counts(book, reading)
        case "growth":
            yield from _growths(book, reading)
        case "other" if reading.family == "gap" and reading.claim.unit == "percent":
            yield from _point_gaps(book, reading)
        case "other" if reading.claim.unit == "percent":
            yield from _shares(book, reading)


def _rates(book: Book, rate: Reading) -> Iterator[Equation]:
    """A coverage rate from covered and potential; from covered and uncovered; of the target instead."""
    covered = [each for each in book.near("covered_workers", rate) if same_time(each, rate)]
    sponsored = [each for each in book.near("sponsored_workers", rate) if abs(each.sentence - rate.sentence) <= 1]
    potential = book.near("potential_workers", rate)
    yield from _sponsored_rates(rate, sponsored, potential)
    yield from _of_the_two_before(book, rate)
    gaps = [each for each in book.near("gap_workers", rate) if same_time(each, rate) and "uncovered" in each.gap]
    for part in covered:
        for whole in potential:
            computed = HUNDRED * span_for(part) / span_for(whole)
            facts = facts_of(rate=rate, covered=part, potential=whole)
            bound = _bound(rate, part) and _bound(part, whole, 2) and _bound(rate, whole, 2)
            bound = bound and part is covered[0] and whole is _first_at(potential, rate)
            bound = bound and part.claim.value <= whole.claim.value and _tied_or_close(rate, part, whole, computed)
            yield Equation("rate_of_counts", rate, (part, whole), computed, facts, bound=bound)
        for gap in gaps if not potential else ():
            computed = HUNDRED * span_for(part) / (span_for(part) + span_for(gap))
            facts = facts_of(rate=rate, covered=part, gap=gap)
            # never a fault of its own: the gap's own equations say the same, and know how the gap is worded
            yield Equation("rate_of_gap", rate, (part, gap), computed, facts, bound=False)
        for goal in book.near("target_workers", rate):
            computed = HUNDRED * span_for(part) / span_for(goal)
            facts = facts_of(rate=rate, covered=part, target_workers=goal)
            # "terealisasi 14.250 orang atau 57 persen" does not claim to be coverage; "cakupan 57 persen" does
            fits = rate.carried or rate.score < _NAMED
            yield Equation("rate_of_target", rate, (part, goal), computed, facts, wording_fits=fits, bound=False)


def _of_the_two_before(book: Book, rate: Reading) -> Iterator[Equation]:
    """A rate behind two counts of which it is the share, whatever they are called ("kuota 20 ribu, terisi 12.650")."""
    at = bisect_left(book.readings, rate.number, key=lambda reading: reading.number)
    if at < 2 or not rate.carried:
        return
    whole, part = book.readings[at - 2], book.readings[at - 1]
    counts = whole.claim.unit == part.claim.unit == "people" and whole.sentence == part.sentence == rate.sentence
    if counts and part.claim.value < whole.claim.value:
        computed = HUNDRED * span_for(part) / span_for(whole)
        facts = facts_of(share=rate, part=part, whole=whole)
        yield Equation("part_of_whole", rate, (part, whole), computed, facts, bound=False)


def _sponsored_rates(rate: Reading, sponsored: Sequence[Reading], potential: Sequence[Reading]) -> Iterator[Equation]:
    for part in sponsored:
        for whole in potential:
            computed = HUNDRED * span_for(part) / span_for(whole)
            facts = facts_of(rate=rate, covered=part, potential=whole)
            yield Equation("rate_of_counts", rate, (part, whole), computed, facts, bound=False)


def _gaps(book: Book, gap: Reading) -> Iterator[Equation]:
    """A gap in both readings, from whichever of covered, potential, rate and target are printed."""
    covered = _latest_first(book.near("covered_workers", gap))
    potential = book.near("potential_workers", gap)
    rates = _latest_first(book.near("coverage_rate", gap))
    for whole in potential:
        for part in covered:
            yield _gap_equation("gap_uncovered", gap, (part, whole), span_for(whole) - span_for(part), "uncovered")
            for target in book.targets(gap):
                needed = span_for(target) * span_for(whole) / HUNDRED
                yield _gap_equation("gap_to_target", gap, (part, whole, target), needed - span_for(part), "to_target")
                if part is covered[0]:
                    yield _gap_equation("gap_is_target", gap, (part, whole, target), needed, None)
        for rate in rates if not covered else ():
            yield from _gaps_from_rate(book, gap, rate, whole, span_for(whole) / HUNDRED)
    for part in covered:
        for goal in book.near("target_workers", gap):
            yield _gap_equation("gap_to_count", gap, (part, goal), span_for(goal) - span_for(part), "to_target")
        for rate in rates if not potential else ():
            if same_time(rate, part):
                yield from _gaps_from_rate(book, gap, rate, part, span_for(part) / span_for(rate))


def _gaps_from_rate(book: Book, gap: Reading, rate: Reading, base: Reading, one: Span) -> Iterator[Equation]:
    """A gap where only one count is printed beside the rate; `one` is the number of people in one per cent."""
    by = "rate" if base.claim.kind == "covered_workers" else "share"
    yield _gap_equation(f"gap_uncovered_by_{by}", gap, (base, rate), (HUNDRED - span_for(rate)) * one, "uncovered")
    for target in book.targets(gap):
        points = span_for(target) - span_for(rate)
        if points.low > 0:
            yield _gap_equation(f"gap_to_target_by_{by}", gap, (base, rate, target), points * one, "to_target")


def _gap_equation(code: str, gap: Reading, given: tuple[Reading, ...], computed: Span, reading: str | None) -> Equation:
    names = {
        "covered_workers": "covered", "potential_workers": "potential", "target_rate": "target",
        "coverage_rate": "rate", "target_workers": "target_workers",
    }  # fmt: skip
    facts = facts_of(gap=gap, **{names[each.claim.kind]: each for each in given})
    fits = reading in gap.gap
    targets = [each for each in given if each.claim.kind == "target_rate"]
    bound = fits and all(_bound(gap, target, 1) for target in targets)
    bound = bound and all(_bound(gap, each, 4) for each in given)
    bound = bound and computed.point > 0
    additive = code in ("gap_uncovered", "gap_to_count")
    return Equation(code, gap, given, computed, facts, additive=additive, wording_fits=fits, bound=bound)


def _point_gaps(book: Book, gap: Reading) -> Iterator[Equation]:
    """A gap in points: the target less the rate, all less the rate, or a gap in people over the potential."""
    for whole in book.near("potential_workers", gap)[:2]:
        for part in book.near("covered_workers", gap)[:3]:
            computed = HUNDRED * (span_for(whole) - span_for(part)) / span_for(whole)
            facts = facts_of(points=gap, covered=part, potential=whole)
            bound = gap.gap == {"uncovered"} and _bound(gap, part) and _bound(gap, whole) and computed.point > 0
            yield Equation("points_uncovered_of_counts", gap, (part, whole), computed, facts, bound=bound)
    for rate in _latest_first(book.near("coverage_rate", gap)):
        for target in book.targets(gap):
            computed = span_for(target) - span_for(rate)
            if computed.point > 0:
                facts = facts_of(points=gap, rate=rate, target=target)
                bound = "to_target" in gap.gap and _bound(gap, rate) and _bound(gap, target)
                yield Equation("points_to_target", gap, (rate, target), computed, facts, additive=True, bound=bound)
        computed = HUNDRED - span_for(rate)
        facts = facts_of(points=gap, rate=rate)
        bound = gap.gap == {"uncovered"} and _bound(gap, rate)
        yield Equation("points_uncovered", gap, (rate,), computed, facts, additive=True, bound=bound)
    for people in book.near("gap_workers", gap)[:2]:
        for whole in book.near("potential_workers", gap)[:2]:
            computed = HUNDRED * span_for(people) / span_for(whole)
            facts = facts_of(points=gap, gap=people, potential=whole)
            yield Equation("points_of_counts", gap, (people, whole), computed, facts, bound=False)


def _target_counts(book: Book, goal: Reading) -> Iterator[Equation]:
    """A target in people from the target rate and the potential, or from what one per cent of coverage is in people."""
    for target in book.targets(goal):
        tied = goal.carried and _bound(goal, target, 0)
        for whole in book.near("potential_workers", goal):
            computed = span_for(target) * span_for(whole) / HUNDRED
            facts = facts_of(target_workers=goal, target=target, potential=whole)
            yield Equation(
                "target_count", goal, (target, whole), computed, facts, bound=tied and _bound(goal, whole, 2)
            )
        if book.near("potential_workers", goal):
            continue
        for part in book.near("covered_workers", goal):
            for rate in (each for each in book.near("coverage_rate", part) if same_time(each, part)):
                computed = span_for(target) * span_for(part) / span_for(rate)
                facts = facts_of(target_workers=goal, target=target, covered=part, rate=rate)
                # the two may rest on denominators of two years: only what that cannot explain is a fault
                off = abs(computed.point - goal.figure.value) > goal.figure.value * _VINTAGES
                bound = tied and off and _bound(part, rate, 0) and (part.carried or rate.carried)
                yield Equation("target_count_by_rate", goal, (target, part, rate), computed, facts, bound=bound)


def _growths(book: Book, growth: Reading) -> Iterator[Equation]:
    """A change from two levels: in people or points as printed, or relative where the text says per cent."""
    kinds: tuple[str, ...] = ("covered_workers", "sponsored_workers", "potential_workers")
    if growth.claim.unit == "percent":
        kinds = ("coverage_rate",) if growth.figure.unit == "points" else ("coverage_rate", *kinds)
    for kind in kinds:
        levels = book.around(kind, growth, 2)[:4]
        alone = len(levels) == 2
        for one in levels:
            for other in levels:
                if one.number != other.number and one.claim.value < other.claim.value:
                    yield from _growth(growth, one, other, alone=alone)


def _growth(growth: Reading, low: Reading, high: Reading, *, alone: bool) -> Iterator[Equation]:
    facts = facts_of(growth=growth, before=low, after=high)
    bound = alone and low.claim.segment == high.claim.segment and low.sentence == high.sentence == growth.sentence
    difference = span_for(high) - span_for(low)
    if growth.claim.unit == "people":
        yield Equation("growth_people", growth, (low, high), difference, facts, additive=True, bound=bound)
        return
    relative = HUNDRED * difference / span_for(low)
    points = low.claim.kind == "coverage_rate"
    if growth.figure.unit == "points":
        if points:
            yield Equation("growth_points", growth, (low, high), difference, facts, additive=True, bound=bound)
        return
    if not points:
        yield Equation("growth_percent", growth, (low, high), relative, facts, bound=bound)
        return
    yield Equation("growth_percent_of_rate", growth, (low, high), relative, facts, bound=bound)
    yield Equation(
        "growth_is_points", growth, (low, high), difference, facts, additive=True, wording_fits=False, bound=False
    )


def _shares(book: Book, share: Reading) -> Iterator[Equation]:
    """A share of something else: "68 proyek dari 2.947 proyek, sekitar 2,31 persen"."""
    around = [each for each in book.readings[max(0, share.number - 8) : share.number + 4] if _beside(each, share)]
    for part in around:
        for whole in around:
            here = share.carried or whole.number == share.number + 1
            here = here or (part.number == share.number + 1 and whole.number == share.number + 2)
            here = here or (share.sentence in (part.sentence, whole.sentence) and share.figure.decimals > 0)
            if here and part.claim.unit == whole.claim.unit and part.claim.value < whole.claim.value:
                computed = HUNDRED * span_for(part) / span_for(whole)
                facts = facts_of(share=share, part=part, whole=whole)
                tied = share.carried and part.number == share.number - 1 and whole.number == share.number - 2
                yield Equation("part_of_whole", share, (part, whole), computed, facts, bound=tied and part.carried)


def span_for(reading: Reading) -> Span:
    """The numbers that a claim may stand for."""
    return span_of(reading.figure, reading.claim.qualifier)


def facts_of(**readings: Reading) -> dict[str, Fact]:
    """The published values by the part they play in an equation."""
    return {name: reading.claim.value for name, reading in readings.items()}


def place_key(reading: Reading) -> str | None:
    """What two claims about one place share: the area code, else the name."""
    return reading.claim.place_code or reading.claim.place


def _beside(each: Reading, share: Reading) -> bool:
    return each.claim.unit not in ("percent", "rupiah", "rupiah/month") and abs(each.sentence - share.sentence) <= 1


def _bound(one: Reading, other: Reading, reach: int = 1) -> bool:
    return abs(one.sentence - other.sentence) <= reach


def _tied_or_close(rate: Reading, part: Reading, whole: Reading, computed: Span) -> bool:
    """Whether three figures stand in one breath, or come out so near that they must be meant together."""
    numbers = (rate.number, part.number, whole.number)
    if rate.sentence == part.sentence == whole.sentence and max(numbers) - min(numbers) <= _ONE_BREATH:
        return True
    stated = span_for(rate).point
    return computed.point * 3 <= stated * 5 and stated * 3 <= computed.point * 5


def _first_at(potential: Sequence[Reading], rate: Reading) -> Reading:
    """The potential of the rate's own time, else the nearest."""
    return next((each for each in potential if same_time(each, rate)), potential[0])


def _latest_first(readings: Sequence[Reading]) -> list[Reading]:
    """By time, the latest first; of one time the nearest first, as they came."""
    return sorted(readings, key=lambda reading: reading.claim.as_of or "", reverse=True)


def same_time(one: Reading, other: Reading) -> bool:
    """Whether two claims may be about one time: the same, or one unknown, or a year and a month in it."""
    if one.earlier != other.earlier and not (one.timed and other.timed):
        return False
    a, b = one.claim.as_of, other.claim.as_of
    return a is None or b is None or a.startswith(b) or b.startswith(a)
