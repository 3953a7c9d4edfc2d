"""Whom to renew and enrol with the money there is: solved, then checked and mended in whole rupiah."""

from collections.abc import Callable, Iterable, Sequence

from cakupan.basics.finding import Finding
from cakupan.planning.blocks import Blocks
from cakupan.planning.collision import collisions
from cakupan.planning.evenly import ways_to_share
from cakupan.planning.model import model_of
from cakupan.planning.plan import STAGES, Plan, PlanRow, Status, measured
from cakupan.planning.problem import Problem, checked
from cakupan.planning.rows import repaired, rows_of
from cakupan.planning.said import said_of
from cakupan.planning.solver import Limits
from cakupan.planning.stages import sought, stages_told
from cakupan.planning.verify import breaches_of

USUAL = Limits()


def plan_of(problem: Problem, limits: Limits = USUAL, report: Callable[[str], None] = lambda _stage: None) -> Plan:
    """The plan that keeps most, then reaches the targets, then protects the most exposed, then costs least.

    Every aim is proven to `limits.gap`, or its stage says how far it may be off. The rows are then checked against
    each constraint, in whole rupiah, by `verify`, which knows nothing of the model; what is too much is taken away.
    Between groups that are alike for every aim heads are shared in proportion. Where floors cannot all be met there are
    no rows, and findings say which wishes collide. Refused as `checked` does. `report` is told each stage as it begins.
    """
    asked = checked(problem)
    model = model_of(asked)
    found = sought(model, limits, report)
    if found.heads is None:
        told = collisions(asked, limits) if found.state == "infeasible" else (Finding("plan_no_time", {}, "error"),)
        status: Status = "infeasible" if found.state == "infeasible" else "time_limit"
        return measured(asked, (), status=status, stages=(), findings=tuple(told))
    rows, repairs = _sound(asked, _shared_rows(asked, model.blocks, found.heads))
    plan = measured(asked, rows, status="time_limit", stages=())
    stages = tuple(stages_told(plan, found.solutions, model.unit, limits))
    # a stage that counts to the last person may be stopped nearer to its bound than the gap that was asked
    if len(stages) == len(STAGES) and all(one.proven for one in stages):
        status = "optimal" if all(one.gap == 0 for one in stages) else "within_gap"
    else:
        status = "time_limit"
    findings = (*repairs, *said_of(asked, plan, stages))
    return measured(asked, rows, status=status, stages=stages, findings=findings)


def _shared_rows(problem: Problem, blocks: Blocks, heads: Sequence[int]) -> tuple[PlanRow, ...]:
    """The rows of heads shared evenly among those who are alike, as widely as limits allow; else as solved."""
    for way in ways_to_share(problem, blocks, heads):
        rows = rows_of(problem, blocks, way)
        if not breaches_of(problem, rows):
            return rows
    return rows_of(problem, blocks, heads)


def _sound(problem: Problem, rows: tuple[PlanRow, ...]) -> tuple[tuple[PlanRow, ...], Iterable[Finding]]:
    """Rows that break nothing, and what had to be done for it."""
    if not breaches_of(problem, rows):
        return rows, ()
    mended = repaired(problem, rows)
    left = breaches_of(problem, mended)
    # a floor can be left short by mending, and is then told; anything else would be a mistake of ours, and pays nobody
    short = [one for one in left if one.kind == "floor"]
    if len(short) < len(left):
        return (), (Finding("plan_broken", {"count": len(left), "kind": left[0].kind, "of": left[0].of}, "error"),)
    taken = sum(one.heads for one in rows) - sum(one.heads for one in mended)
    floors = tuple(
        Finding("plan_floor_short", {"area": one.of, "floor": one.limit, "heads": one.found}, "warning")
        for one in short
    )
    return mended, (Finding("plan_repaired", {"heads": taken}, "info"), *floors)
