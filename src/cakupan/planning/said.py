"""What a reader of a plan must know beside its rows: targets missed, lapses left, money unused, what was supposed."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from cakupan.basics.finding import Finding
from cakupan.basics.month import Month
from cakupan.basics.ratio import rounded
from cakupan.basics.refused import Fact
from cakupan.planning.blocks import blocks_of
from cakupan.planning.defaults import acceptance_supposed, use_supposed
from cakupan.planning.plan import Plan, Stage
from cakupan.planning.problem import Problem, with_money


def said_of(problem: Problem, plan: Plan, stages: Iterable[Stage]) -> Iterable[Finding]:
    """Findings about a plan with rows, each once."""
    yield from _unproven(stages)
    yield from _lapses(problem, plan)
    for target in problem.targets:
        there = sum(row.heads for row in plan.rows if row.first <= target.month <= row.last)
        if there < target.needed:
            facts: dict[str, Fact] = {"target": target.id, "month": str(target.month), "needed": target.needed}
            yield Finding("plan_target_missed", {**facts, "short": target.needed - there}, "warning")
    yield from _ends_again(problem, plan)
    yield from _money(problem, plan)
    yield from _supposed(problem)


def _unproven(stages: Iterable[Stage]) -> Iterable[Finding]:
    for one in stages:
        if not one.proven:
            percent = Decimal(one.gap * 100).quantize(Decimal("0.01"))
            yield Finding("plan_stage_unproven", {"stage": one.name, "percent": percent}, "warning")


def _lapses(problem: Problem, plan: Plan) -> Iterable[Finding]:
    """Whose protection ends all the same: for want of money, or because no fund may keep them."""
    if not plan.lapses:
        return
    blocks = blocks_of(with_money(problem))  # of little money there are no blocks, and yet a fund may keep them
    keepable = {int(place) for place, kept in zip(blocks.group, blocks.kept, strict=True) if kept}
    without = sum(
        one.count for place, one in enumerate(problem.groups) if problem.to_keep(one) and place not in keepable
    )
    if without:
        yield Finding("plan_lapses_without_fund", {"count": without}, "warning")
    if plan.lapses > without:
        yield Finding("plan_lapses_without_money", {"count": plan.lapses - without}, "warning")


def _ends_again(problem: Problem, plan: Plan) -> Iterable[Finding]:
    ends: dict[tuple[Month, str], int] = defaultdict(int)
    ends_of = {one.id: problem.end_of(one) for one in problem.groups}
    for row in plan.rows:
        if row.heads and row.last < ends_of[row.group]:  # an age is no surprise, and told by itself
            ends[row.last, row.fund] += row.heads
    for (month, fund), heads in sorted(ends.items()):
        yield Finding("plan_ends_again", {"month": str(month), "fund": fund, "count": heads}, "warning")


def _money(problem: Problem, plan: Plan) -> Iterable[Finding]:
    used = {row.fund for row in plan.rows}
    for one in problem.funds:
        if one.amount and one.id not in used:
            yield Finding("plan_fund_unused", {"fund": one.id, "amount": one.amount}, "warning")


def _supposed(problem: Problem) -> Iterable[Finding]:
    supposed = acceptance_supposed()
    funds = tuple(one.id for one in problem.funds if one.acceptance == supposed.value)
    if funds:
        source: dict[str, Fact] = {"source": supposed.source, "sure": supposed.sure}
        percent = rounded(supposed.value * 100, 1)
        yield Finding("plan_acceptance_supposed", {"funds": funds, "percent": percent, **source}, "info")
    renewed = sum(one.count for one in problem.groups if problem.to_renew(one) and one.acceptance is None)
    if renewed:
        stay = acceptance_supposed(renewal=True)
        told: dict[str, Fact] = {"count": renewed, "percent": rounded(stay.value * 100, 1), "sure": stay.sure}
        yield Finding("plan_renewals_supposed", told, "info")
    for one in problem.funds:
        use = use_supposed(one.payer)
        if use and one.use.occupations == use.value["occupations"]:
            yield Finding("plan_use_supposed", {"fund": one.id, "source": use.source, "sure": use.sure}, "info")
