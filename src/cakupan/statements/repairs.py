"""Which value of which figure would make a false equation true, the likeliest repair first."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor

from cakupan.basics.refused import Fact
from cakupan.statements.book import Equation, span_for
from cakupan.statements.inverses import others_of
from cakupan.statements.lawful import lawful
from cakupan.statements.misprints import SLIPS, Misprint, misprint
from cakupan.statements.national import UCJ_KNOWN, national_targets
from cakupan.statements.readings import Reading
from cakupan.statements.spans import Span

_ONE_PERSON = Decimal("2.5")  # bounds this narrow leave one number of people, or two
_GAPS = frozenset(("gap_workers", "growth", "other"))  # of two that slip alike rather these, for they are computed
_WEAK = frozenset(("digit_wrong", "digit_added"))
_GROWTH = 2  # decimals
_RELATIVE = ("growth_percent", "fall_percent")
_PER_MILLE, _FEW = 1_000, 5  # how far a rounded budget may lie from the exact one
_LOOSE = Decimal("0.8")  # hits that chance may bring where a digit must be lost somewhere
_SEVERAL = 4
_USUAL = (8, 85)  # per cent: where nearly all coverage lies, so that a rate outside is the likelier slip
_FEW_WORKERS = 30_000  # hardly a regency has so few: rather the covered lost a digit
_DERIVED = frozenset(("coverage_rate", "gap_workers", "growth", "target_workers", "other"))


@dataclass(frozen=True, slots=True)
class Repair:
    """What `claim` (by number) would have to be, and why, as a code with its facts."""

    claim: int
    value: int | Decimal
    code: str
    facts: Mapping[str, Fact]
    rank: tuple[int, ...] = field(default=(0,), compare=False, repr=False)  # the lower, the likelier


def repairs_of(
    equation: Equation, faults: Sequence[Equation] = (), sound: Set[int] = frozenset()
) -> tuple[Repair, ...]:
    """The repairs of an equation that does not hold, one for each figure in it, the likeliest first.

    A figure that other equations explain (`sound`) is the last to be doubted; one whose single value would mend
    other `faults` too is the first.
    """
    found = []
    for reading, needed in _solved(equation):
        mended, narrowed = _mended_too(reading, needed, equation, faults)
        ranked = _repair(equation, reading, narrowed) if needed.point > 0 else None
        if ranked is not None:
            given = int(reading.claim.kind not in _GAPS)
            rank = (int(reading.number in sound), -mended, *ranked[0], given, reading.number)
            found.append(replace(ranked[1], rank=rank))
    return tuple(sorted(found, key=lambda repair: repair.rank))


def _mended_too(reading: Reading, needed: Span, equation: Equation, faults: Sequence[Equation]) -> tuple[int, Span]:
    """How many other faults one value of this figure would mend, and the bounds that all of them leave to it."""
    mended = 0
    for fault in faults:
        if fault is equation or reading.number not in fault.claims:
            continue
        other = next((span for each, span in _solved(fault) if each.number == reading.number), None)
        if other is not None and other.meets(needed):
            narrower = needed if needed.high - needed.low <= other.high - other.low else other
            needed = Span(narrower.point, max(needed.low, other.low), min(needed.high, other.high), needed.step)
            mended += 1
    return mended, needed


def _repair(equation: Equation, reading: Reading, needed: Span) -> tuple[tuple[int, ...], Repair] | None:
    """One figure's repair and its rank: a slip of the press, then another target, then the figure that is derived."""
    if reading.claim.kind == "contribution" and (lawful_value := _lawful(reading, needed)) is not None:
        code = "repair_recomputed_count"
        return (0, -1, 0), Repair(reading.number, lawful_value, code, _facts(reading, lawful_value))
    national = _national(reading, needed)
    if national is not None:
        facts = {**_facts(reading, national), "year": (reading.claim.as_of or "")[:4]}
        return (0, -1, 0), Repair(reading.number, national, "repair_national", facts)
    slip = misprint(reading.figure, needed)
    if slip is not None and slip.slip in _WEAK and _is_needed(equation, reading):
        # what a target lacks comes out to the person: a slip that only comes near it is none
        slip = slip if slip.value == as_printed(equation, reading, needed) else None
    if slip is not None and _possible(reading, slip.value):
        right = _exactly(equation, reading, slip, needed)
        facts = _facts(reading, right)
        return (0, *_likelihood(reading, slip, needed)), Repair(
            reading.number, _plain(right), _code(f"repair_{slip.slip}", reading), facts
        )
    if _other_target(equation, reading, needed):
        return (1, 0), _repair_target(equation, reading, needed)
    far_off = equation.code == "rate_of_counts" and _far_off(equation)
    slip = misprint(reading.figure, needed, _LOOSE) if far_off else None
    if slip is not None and slip.slip in ("digit_dropped", "digit_added") and _possible(reading, slip.value):
        code = _code(f"repair_{slip.slip}", reading)
        return (1, 1), Repair(reading.number, _plain(slip.value), code, _facts(reading, slip.value))
    value = as_printed(equation, reading, needed)
    if value == reading.claim.value or not _possible(reading, value):
        return None
    code = "repair_gap_for_target" if _is_needed(equation, reading) else _code("repair_recomputed", reading)
    rank = 0 if reading.number == equation.subject.number else 1 if reading.claim.kind in _DERIVED else 2
    return (2, rank), Repair(reading.number, value, code, {**_facts(reading, value), **equation.facts})


def _lawful(reading: Reading, needed: Span) -> int | None:
    """What the law sets for a month, where only that explains a budget: "Rp201.600 sebulan" for 16.800."""
    if reading.claim.value in lawful().monthly:
        return None
    return next((value for value in sorted(lawful().monthly) if needed.low <= value < needed.high), None)


def _national(reading: Reading, needed: Span) -> Decimal | None:
    """The nation's known target where a text calls another so, and the true one makes the equation hold."""
    year = (reading.claim.as_of or "")[:4]
    if reading.scope != "national" or reading.claim.kind != "target_rate" or year not in UCJ_KNOWN:
        return None
    return next((rate for rate in national_targets().get(year, ()) if needed.low <= rate < needed.high), None)


def _far_off(equation: Equation) -> bool:
    """Whether what is printed is several times what it should be, or so much less: then some digit is lost."""
    stated, computed = span_for(equation.subject).point, equation.computed.point
    return min(stated, computed) > 0 and max(stated, computed) > _SEVERAL * min(stated, computed)


def _code(code: str, reading: Reading) -> str:
    """The sentence says a count or a rate, which are written differently."""
    return f"{code}_rate" if reading.claim.unit == "percent" else f"{code}_count"


def _possible(reading: Reading, value: int | Decimal) -> bool:
    if reading.claim.unit == "people" and value != int(value):
        return False
    return value > 0 and not (reading.claim.kind in ("coverage_rate", "target_rate") and value > 100)


def _is_needed(equation: Equation, reading: Reading) -> bool:
    return equation.code == "gap_to_target" and reading.number == equation.subject.number


def _other_target(equation: Equation, reading: Reading, needed: Span) -> bool:
    """Whether the gap is, to the person, that of another target with as many decimals: then it was taken from there."""
    if equation.code != "gap_to_target" or reading.claim.kind != "target_rate":
        return False
    target = _target_near(reading, needed)
    covered, potential, _ = equation.given
    gap = target * potential.figure.value / 100 - covered.figure.value
    # a "target" of a hundred is no target: then it is the gap that was taken from all who are not covered
    return 0 < target < 100 and equation.subject.figure.value in (floor(gap), ceil(gap))


def _likelihood(reading: Reading, slip: Misprint, needed: Span) -> tuple[int, int]:
    """The commoner the slip the lower; a count too large by ten ends in a nought, which chance does once in ten."""
    if slip.slip != "factor_ten":
        return SLIPS.index(slip.slip), 0
    if reading.claim.unit == "percent":
        odd = not _USUAL[0] <= reading.figure.value <= _USUAL[1] and _USUAL[0] <= slip.value <= _USUAL[1]
        # a mark that slipped leaves every digit: "4,80" is no slip of 48,01, "1,6" is one of 16,0
        whole = abs(slip.value - needed.point) <= reading.figure.step / 2
        return SLIPS.index(slip.slip), (-3 if whole else 0) if odd else 2
    if reading.claim.kind == "potential_workers" and slip.value < _FEW_WORKERS:
        return len(SLIPS), 0
    if slip.value >= reading.figure.value:
        few = reading.claim.kind == "potential_workers" and reading.figure.value < _FEW_WORKERS
        return SLIPS.index(slip.slip), -1 if few or reading.claim.kind == "budget" else 1
    ends_in_nought = reading.figure.step == 1 and reading.figure.value % 10 == 0 and reading.figure.value % 100 != 0
    return SLIPS.index(slip.slip), -2 if ends_in_nought else 0


def _exactly(equation: Equation, reading: Reading, slip: Misprint, needed: Span) -> Decimal | int:
    """What a slip of a whole place meant: other equations may say the digit that was lost ("5.847" for 58.478)."""
    if slip.slip == "factor_ten" and reading.claim.kind == "budget" and reading.figure.scale:
        exact = as_printed(equation, reading, needed)  # "Rp8,57 miliar" for 856,8 juta
        return exact if abs(exact - slip.value) * _PER_MILLE < slip.value * _FEW else slip.value
    if slip.slip == "factor_ten" and reading.claim.unit == "people" and needed.high - needed.low <= _ONE_PERSON:
        exact = as_printed(equation, reading, needed)
        return exact if abs(exact - slip.value) * reading.figure.value < slip.value else slip.value
    return slip.value


def _target_near(reading: Reading, needed: Span) -> Decimal:
    """The roundest target within the bounds: offices set whole and half per cents before any other."""
    for decimals in (0, 1, 2):
        target = _round(needed.point, decimals)
        if needed.low <= target < needed.high:
            return _round(target, max(decimals, 0))
    return _round(needed.point, max(2, reading.figure.decimals))


def _repair_target(equation: Equation, reading: Reading, needed: Span) -> Repair:
    target = _target_near(reading, needed)
    covered, potential, _ = equation.given
    exact = target * potential.figure.value / 100
    workers = ceil(exact) - covered.figure.value
    facts: dict[str, Fact] = {**_facts(reading, target), **equation.facts, "needed": int(workers)}
    stated = int(equation.subject.figure.value)
    code = "repair_other_target" if stated == workers else "repair_other_target_cut"
    return Repair(reading.number, target, code, facts)


def cut_off(equation: Equation) -> tuple[Repair, ...]:
    """For a rate that was cut off where it should be rounded ("39,49" for 39,497), the rate as it rounds."""
    subject = equation.subject
    if subject.claim.unit != "percent" or subject.claim.qualifier is not None:
        return ()
    exact = all(reading.figure.step == 1 and reading.claim.qualifier is None for reading in equation.given)
    value = as_printed(equation, subject, equation.computed)
    if not subject.figure.decimals:  # "65 persen" for 65,67
        value = _round(equation.computed.point, 0)
    if not exact or value == subject.figure.value:
        return ()
    return (Repair(subject.number, value, "repair_cut_off", _facts(subject, value)),)


def as_printed(equation: Equation, reading: Reading, needed: Span) -> int | Decimal:
    """The needed value as this figure would be printed: whole people, or with the decimals it has."""
    if reading.claim.unit != "percent":
        # a target is reached by whole people, so what is still needed is rounded up
        return (
            ceil(needed.point)
            if _is_needed(equation, reading)
            else int(needed.point.quantize(Decimal(1), ROUND_HALF_UP))
        )
    return _plain(_round(needed.point, max(reading.figure.decimals, 1, _decimals_of(equation, reading))))


def _decimals_of(equation: Equation, reading: Reading) -> int:
    """How exactly a growth can be told: from counts to two decimals, from rates to as many as they have."""
    if reading.number != equation.subject.number or not equation.code.startswith(_RELATIVE):
        return 0
    rates = [each.figure.decimals for each in equation.given if each.claim.unit == "percent"]
    exact = all(each.figure.step == 1 for each in equation.given)
    return max(rates) if rates else _GROWTH if exact else 0


def _solved(equation: Equation) -> Iterator[tuple[Reading, Span]]:
    """Each figure of the equation with the bounds it must have if the others are right."""
    stated = span_for(equation.subject)
    yield equation.subject, equation.computed
    given = [(reading, span_for(reading)) for reading in equation.given]
    spans = [span for _, span in given]
    for (reading, _), needed in zip(given, others_of(equation.code, stated, spans, equation.facts), strict=False):
        yield reading, needed


def _facts(reading: Reading, value: int | Decimal) -> dict[str, Fact]:
    return {"quote": reading.claim.quote, "value": _plain(value)}


def _round(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _plain(value: int | Decimal) -> int | Decimal:
    return int(value) if value == int(value) and not isinstance(value, int) and value > 100 else value
