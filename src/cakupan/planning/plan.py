"""What a plan is: rows of who is paid by which fund for which months, and what was proven about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from cakupan.basics.finding import Finding
from cakupan.basics.month import Month
from cakupan.basics.rupiah import Rupiah
from cakupan.planning.problem import Problem

Status = Literal["optimal", "within_gap", "time_limit", "infeasible", "rule"]
STAGES = ("keep", "target", "exposure", "cost")


@dataclass(frozen=True, slots=True)
class Stage:
    """One aim in its turn: `value` reached and `bound` that nothing can pass, `gap` = their distance over `value`.

    Units: keep = lapses not avoided (people, fewest), target = people short of the targets (fewest), exposure =
    weighted worker-months (most), cost = rupiah (least). `proven`: the gap is within what was asked.
    """

    name: str
    value: int
    bound: int
    gap: float
    seconds: float
    proven: bool


@dataclass(frozen=True, slots=True)
class PlanRow:
    """`heads` at most of a group are paid by a fund from `first` to `last`; `ordered` names are asked for to fill them.

    `expected` of these become members: no more than `heads`, since whoever is accepted beyond waits in reserve. Where a
    group has fewer names than its heads need, others on its district's list stand in reserve for it: a row of them may
    have names and no heads. `renewed`: protection of these people goes on; `without_gap`: from the month after it
    would have ended.
    """

    village: str
    district: str
    fund: str
    group: str
    first: Month
    last: Month
    heads: int
    ordered: int
    expected: int
    renewed: bool
    without_gap: bool
    cost: Rupiah

    @property
    def months(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan and what is known of it. `cost`: rupiah by fund and month, `""` for what is paid once a head.

    `status`: optimal (every stage without a gap), within_gap (each within the gap that was asked), time_limit (a stage
    was stopped; its gap says how far it may be), infeasible (no rows; `findings` say which wishes collide), rule (made
    by a rule that proves nothing).
    """

    status: Status
    stages: tuple[Stage, ...]
    rows: tuple[PlanRow, ...]
    cost: Mapping[str, Mapping[str, Rupiah]]
    unspent: Mapping[str, Rupiah]
    newly_covered: int
    renewed: int
    lapses: int
    lapses_avoided: int
    short_of_target: int
    worker_months: int
    exposure: int
    findings: tuple[Finding, ...] = ()

    @property
    def spent(self) -> Rupiah:
        return sum(one.cost for one in self.rows)

    @property
    def gap(self) -> float:
        """The widest of the stages."""
        return max((one.gap for one in self.stages), default=0.0)


def names_for(heads: int, acceptance: Fraction) -> int:
    """Fewest names of which so many are expected to become members.

    >>> names_for(100, Fraction(656, 1000))
    153
    """
    return -(-heads * acceptance.denominator // acceptance.numerator)


def measured(problem: Problem, rows: tuple[PlanRow, ...], **told: Any) -> Plan:
    """The plan of these rows, counted from the rows alone. `told`: status, stages, findings."""
    groups = {one.id: one for one in problem.groups}
    funds = {one.id: one for one in problem.funds}
    cost: dict[str, dict[str, Rupiah]] = {one: {} for one in funds}
    for row in rows:
        group, fund, of_fund = groups[row.group], funds[row.fund], cost[row.fund]
        if fund.once:
            of_fund[""] = of_fund.get("", 0) + fund.once * row.heads
        for number in range(row.months):
            month = row.first + number
            paid = (fund.cost(group, month, month) - fund.once) * row.heads
            of_fund[str(month)] = of_fund.get(str(month), 0) + paid
    to_keep = sum(one.count for one in problem.groups if problem.to_keep(one))
    kept = (row for row in rows if row.without_gap and row.last == problem.end_of(groups[row.group]))
    avoided = sum(row.heads for row in kept)
    protected = {
        target: sum(row.heads for row in rows if row.first <= target.month <= row.last) for target in problem.targets
    }
    return Plan(
        rows=rows,
        cost={name: dict(sorted(by.items())) for name, by in cost.items()},
        unspent={one.id: one.amount - sum(cost[one.id].values()) for one in problem.funds},
        newly_covered=sum(row.heads for row in rows if not row.renewed),
        renewed=sum(row.heads for row in rows if row.renewed),
        lapses=to_keep - avoided,
        lapses_avoided=avoided,
        short_of_target=sum(max(0, target.needed - reached) for target, reached in protected.items()),
        worker_months=sum(row.heads * row.months for row in rows),
        exposure=sum(row.heads * row.months * problem.weight(groups[row.group]) for row in rows),
        **told,
    )
