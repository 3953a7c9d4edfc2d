"""What each given figure of an equation must be, if its subject and the other given figures are right."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from cakupan.basics.refused import Fact
from cakupan.statements.spans import HUNDRED, Span, total_of

_MOST_PARTS = 12

_Others = Callable[..., tuple[Span, ...]]


def others_of(code: str, stated: Span, given: Sequence[Span], facts: Mapping[str, Fact]) -> tuple[Span, ...]:
    """The bounds of each given figure, in the order in which the equation gives them; none where nothing is solved."""
    if code in ("segments_sum", "list_sum", "table_sum"):
        return _parts(stated, given)
    if code == "budget_of_heads":
        return _budget(stated, given, Decimal(int(str(facts["months"]))))
    inverse = _INVERSES.get(code)
    return inverse(stated, *given) if inverse else ()


def _share(stated: Span, part: Span, whole: Span) -> tuple[Span, ...]:
    return stated * whole / HUNDRED, HUNDRED * part / stated


def _difference(stated: Span, low: Span, high: Span) -> tuple[Span, ...]:
    return high - stated, low + stated


def _rate_of_gap(stated: Span, part: Span, gap: Span) -> tuple[Span, ...]:
    return gap * stated / (HUNDRED - stated), part * (HUNDRED - stated) / stated


def _gap_to_target(stated: Span, part: Span, whole: Span, target: Span) -> tuple[Span, ...]:
    reached = HUNDRED * (part + stated)
    return target * whole / HUNDRED - stated, reached / target, reached / whole


def _gap_uncovered_by_rate(stated: Span, base: Span, rate: Span) -> tuple[Span, ...]:
    return stated * rate / (HUNDRED - rate), HUNDRED * base / (base + stated)


def _gap_uncovered_by_share(stated: Span, base: Span, rate: Span) -> tuple[Span, ...]:
    return HUNDRED * stated / (HUNDRED - rate), HUNDRED - HUNDRED * stated / base


def _gap_to_target_by_rate(stated: Span, base: Span, rate: Span, target: Span) -> tuple[Span, ...]:
    return stated * rate / (target - rate), target * base / (base + stated), rate + rate * stated / base


def _gap_to_target_by_share(stated: Span, base: Span, rate: Span, target: Span) -> tuple[Span, ...]:
    points = HUNDRED * stated / base
    return HUNDRED * stated / (target - rate), target - points, rate + points


def _points_uncovered(stated: Span, *_: Span) -> tuple[Span, ...]:
    return (HUNDRED - stated,)


def _points_uncovered_of_counts(stated: Span, part: Span, whole: Span) -> tuple[Span, ...]:
    left = HUNDRED - stated
    return whole * left / HUNDRED, HUNDRED * part / left


def _target_count(stated: Span, target: Span, whole: Span) -> tuple[Span, ...]:
    return HUNDRED * stated / whole, HUNDRED * stated / target


def _target_count_by_rate(stated: Span, target: Span, part: Span, rate: Span) -> tuple[Span, ...]:
    return stated * rate / part, stated * rate / target, target * part / stated


def _grown(stated: Span, low: Span, high: Span) -> tuple[Span, ...]:
    grown = HUNDRED + stated
    return HUNDRED * high / grown, low * grown / HUNDRED


def _fallen(stated: Span, low: Span, high: Span) -> tuple[Span, ...]:
    left = HUNDRED - stated
    return high * left / HUNDRED, HUNDRED * low / left


def _same(stated: Span, *_: Span) -> tuple[Span, ...]:
    return (stated,)


def _parts(stated: Span, spans: Sequence[Span]) -> tuple[Span, ...]:
    if len(spans) > _MOST_PARTS:
        return ()
    return tuple(stated - total_of(other for other in spans if other is not span) for span in spans)


def _budget(stated: Span, given: Sequence[Span], months: Decimal) -> tuple[Span, ...]:
    if len(given) != 2:
        return ()  # of several heads together none is to be doubted alone
    rate, heads = given
    paid = Span(stated.point / months, stated.low / months, stated.high / months)
    return paid / heads, paid / rate


_INVERSES: Mapping[str, _Others] = {
    "rate_of_counts": _share,
    "part_of_whole": _share,
    "rate_of_gap": _rate_of_gap,
    "gap_uncovered": _difference,
    "gap_to_count": _difference,
    "growth_people": _difference,
    "growth_points": _difference,
    "points_to_target": _difference,
    "gap_to_target": _gap_to_target,
    "gap_uncovered_by_rate": _gap_uncovered_by_rate,
    "gap_uncovered_by_share": _gap_uncovered_by_share,
    "gap_to_target_by_rate": _gap_to_target_by_rate,
    "gap_to_target_by_share": _gap_to_target_by_share,
    "points_uncovered": _points_uncovered,
    "points_uncovered_of_counts": _points_uncovered_of_counts,
    "target_count": _target_count,
    "target_count_by_rate": _target_count_by_rate,
    "growth_percent": _grown,
    "growth_percent_of_rate": _grown,
    "fall_percent": _fallen,
    "fall_percent_of_rate": _fallen,
    "two_values": _same,
}
