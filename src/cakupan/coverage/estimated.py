"""What a reader must know of potential workers that nobody counted, but that were shared out by a rule."""

from collections.abc import Iterable, Sequence

from cakupan.basics.refused import Fact
from cakupan.coverage.figure import Coverage, CoverageFigure
from cakupan.coverage.finding import Finding, Missing, Severity
from cakupan.coverage.potential import Potentials
from cakupan.workforce.allocate import Estimate

_NAMED_AT_MOST = 10  # a sentence that lists two hundred villages helps nobody


def about_estimates(answer: Coverage, potentials: Potentials) -> Sequence[Finding]:
    """Members above what an estimate allows, rules that say something else, and counts that could not be shared out."""
    figures = [row for row in (*answer.rows, answer.total) if row.estimate is not None]
    place: dict[str, Fact] = {"area": answer.total.area, "month": str(answer.total.month)}
    return [*_above(figures, place), *_rules_apart(figures, place), *_not_shared_out(potentials, place)]


def weights_missing(answer: Coverage, potentials: Potentials) -> Sequence[Missing]:
    """That places could not be measured by the rule that was asked for, where there are no weights for it."""
    named, rule = answer.definition.denominator, potentials.rule
    places = [row for row in answer.rows if row.area != answer.total.area and not row.unplaced]
    if rule is None or named is None or not places or any(row.potential is not None for row in places):
        return []
    return [Missing("allocation_without_weights", {"area": named.area, "denominator": named.id, "rule": rule.id})]


def _above(figures: Sequence[CoverageFigure], place: dict[str, Fact]) -> Iterable[Finding]:
    above = [row for row in figures if row.estimate and (row.members or 0) > row.estimate.high]
    if not above:
        return
    worst = max(above, key=lambda row: ((row.members or 0) - _high(row), str(row.area)))
    areas = tuple(dict.fromkeys(str(row.area) for row in above))
    facts: dict[str, Fact] = {**place, "areas": areas[:_NAMED_AT_MOST], "count": len(areas)}
    facts |= {"worst": worst.area, "members": worst.members, "high": _high(worst)}
    yield Finding("members_above_estimate", facts, "warning")


def _high(row: CoverageFigure) -> int:
    return row.estimate.high if row.estimate else 0


def _rules_apart(figures: Sequence[CoverageFigure], place: dict[str, Fact]) -> Iterable[Finding]:
    """For each other rule: how many of its estimates the interval of the rule used does not hold, and the farthest."""
    pairs: dict[str, list[tuple[CoverageFigure, Estimate, Estimate]]] = {}
    for row in figures:
        if row.estimate:
            for other in row.estimate.others:
                pairs.setdefault(other.rule.id, []).append((row, row.estimate, other))
    for rule in sorted(pairs):
        told = pairs[rule]
        outside = [one for one in told if not one[1].low <= one[2].value <= one[1].high]
        row, used, other = max(told, key=lambda one: (abs(one[2].value - one[1].value), str(one[0].area)))
        facts: dict[str, Fact] = {**place, "rule": used.rule.id, "other": rule, "outside": len(outside)}
        facts |= {"count": len(told), "farthest": row.area, "value": used.value, "other_value": other.value}
        yield Finding("allocation_rules_differ", facts, "warning" if outside else "info")


def _not_shared_out(potentials: Potentials, place: dict[str, Fact]) -> Iterable[Finding]:
    for one in potentials.refused():
        if one.code != "allocation_without_weights":  # nobody sent any: there is nothing wrong with that
            severe: Severity = "error" if one.code == "allocation_overdrawn" else "warning"
            yield Finding(one.code, {**one.facts, "month": place["month"]}, severe)
