"""A plan as a document that outlives the code: what a scenario keeps, and what batches, decrees and payments are made
of later. It says nothing in any language; faces word its codes."""

from collections.abc import Mapping
from typing import Any

from cakupan.basics.finding import Finding
from cakupan.planning.plan import Plan, PlanRow
from cakupan.planning.problem import Fund, Group
from cakupan_app.work.plan import Planned
from cakupan_app.work.plan_asked import as_document

VERSION = 1
"""Of this shape. Fields may be joined by others, never renamed; a change that readers have to know is a next number."""


def result_of(planned: Planned) -> dict[str, Any]:
    """The document, of text, whole numbers, lists and None only:

    - `version`, `area`, `from`, `until`, `month` (the last known), `snapshot`, `sha256`, `known_on`, `seed`
    - `asked`: the question, as `plan_asked.from_document` reads it
    - `definition`: of the members counted (area, month, measure, rule, denominator id and value, evidence)
    - `status`, `gap` (decimal text), `stages`: name, value, bound, gap, proven, seconds (STAGES in order)
    - `newly_covered`, `renewed`, `lapses`, `lapses_avoided`, `short_of_target`, `worker_months`, `exposure`, `cost`
    - `targets`: id, month, needed, short
    - `funds`: id, payer, amount, spent, unspent, heads, by_month {month: rupiah}
    - `months`: month, and of those who could be planned for how many are protected in it `with` and `without` the plan
    - `villages`: village, district, new, renewed, people (who could be planned for), cost
    - `rows`: as `planning.PlanRow`, with months, segment, occupation, decile, hazard, payer (of now) of its group
    - `worth`: fund, more, lapses_avoided, nearer_target, for_a_year; `frontier`: as `planning.Point`
    - `by_rule`: the same totals of each simpler rule, and `unspent`
    - `people`: of the listed and the ending: people, grouped, aside {why: count}; payers of whom to renew, and of whom
      it leaves to their payers (`left_to`)
    - `alike`: by what people are told apart, so that names can be drawn again
    - `findings`: code, severity, facts
    """
    put, plan = planned.put, planned.plan
    return {
        "version": VERSION,
        "area": put.question.area,
        "from": str(put.problem.first),
        "until": str(put.problem.last),
        "month": str(put.month),
        "snapshot": put.snapshot,
        "sha256": put.sha256,
        "known_on": str(put.known_on),
        "seed": put.question.seed,
        "asked": as_document(put.question),
        "definition": _definition(planned),
        "status": plan.status,
        "gap": _share(plan.gap),
        "stages": [_stage(one) for one in plan.stages],
        **_totals(plan),
        "targets": _targets(planned),
        "funds": [_fund(plan, one) for one in put.problem.funds],
        "months": _months(planned),
        "villages": _villages(planned),
        "rows": _rows(planned),
        "worth": [_worth(one) for one in planned.worth],
        "frontier": [_point(one) for one in planned.frontier],
        "by_rule": {rule: {**_totals(of), "unspent": sum(of.unspent.values())} for rule, of in planned.by_rule.items()},
        "people": _people(planned),
        "alike": {
            **{name: sorted(getattr(put.alike, name)) for name in ("occupations", "deciles", "transport")},
            "households": put.alike.households,
        },
        "findings": [_finding(one) for one in planned.findings],
    }


def _finding(one: Finding) -> dict[str, Any]:
    told = one.as_json()
    # as JSON gives them back, so that a plan is told alike before it is kept and after
    facts = {name: list(value) if isinstance(value, tuple) else value for name, value in told["facts"].items()}
    return {**told, "facts": facts}


def findings_of(result: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The findings of a document, to be worded."""
    return tuple(Finding.from_json(one) for one in result["findings"])


def rows_of(result: Mapping[str, Any]) -> tuple[PlanRow, ...]:
    """The rows of a document, as the planner has them."""
    from cakupan_app.work.plan_asked import month_in

    names = [name for name in PlanRow.__slots__ if name not in ("first", "last")]
    return tuple(
        PlanRow(first=month_in(one["first"]), last=month_in(one["last"]), **{name: one[name] for name in names})
        for one in result["rows"]
    )


def _definition(planned: Planned) -> dict[str, Any]:
    """What two plans have to share for their members to be the same kind of members."""
    told = planned.put.definition
    return {
        "area": told.area,
        "month": str(told.month),
        "measure": told.measure.value,
        "active_rule": told.active_rule,
        "attribution": told.attribution.value,
        "linkage": told.linkage,
        "evidence": told.evidence.value if told.evidence else None,
        "denominator": told.denominator.name if told.denominator else None,
        "potential": told.denominator.value if told.denominator else None,
    }


def _share(gap: float) -> str:
    return f"{gap:.6f}"


def _stage(one: Any) -> dict[str, Any]:
    return {
        "name": one.name,
        "value": one.value,
        "bound": one.bound,
        "gap": _share(one.gap),
        "proven": one.proven,
        "seconds": f"{one.seconds:.2f}",
    }


def _totals(plan: Plan) -> dict[str, Any]:
    return {
        "newly_covered": plan.newly_covered,
        "renewed": plan.renewed,
        "lapses": plan.lapses,
        "lapses_avoided": plan.lapses_avoided,
        "short_of_target": plan.short_of_target,
        "worker_months": plan.worker_months,
        "exposure": plan.exposure,
        "cost": plan.spent,
    }


def _targets(planned: Planned) -> list[dict[str, Any]]:
    found = []
    for one in planned.problem.targets:
        reached = sum(row.heads for row in planned.plan.rows if row.first <= one.month <= row.last)
        short = max(0, one.needed - reached)
        found.append({"id": one.id, "month": str(one.month), "needed": one.needed, "short": short})
    return found


def _fund(plan: Plan, fund: Fund) -> dict[str, Any]:
    by_month = dict(plan.cost[fund.id])
    return {
        "id": fund.id,
        "payer": fund.payer,
        "amount": fund.amount,
        "spent": sum(by_month.values()),
        "unspent": plan.unspent[fund.id],
        "heads": sum(row.heads for row in plan.rows if row.fund == fund.id),
        "by_month": by_month,
    }


def _months(planned: Planned) -> list[dict[str, Any]]:
    """Whose protection goes on by itself, and with the plan: nobody is paid for while they are protected already."""
    found = []
    for month in planned.problem.months:
        covered = (one.count for one in planned.problem.groups if one.covered_until and one.covered_until >= month)
        paid = sum(row.heads for row in planned.plan.rows if row.first <= month <= row.last)
        without = sum(covered)
        found.append({"month": str(month), "without": without, "with": without + paid})
    return found


def _villages(planned: Planned) -> list[dict[str, Any]]:
    """Every place that somebody could be planned for in, also those of whom nobody is."""
    found: dict[str, dict[str, Any]] = {}
    for group in planned.problem.groups:
        told = found.setdefault(
            group.village,
            {"village": group.village, "district": group.district, "new": 0, "renewed": 0, "people": 0, "cost": 0},
        )
        told["people"] += group.count
    for row in planned.plan.rows:
        found[row.village]["renewed" if row.renewed else "new"] += row.heads
        found[row.village]["cost"] += row.cost
    return [found[village] for village in sorted(found)]


def _rows(planned: Planned) -> list[dict[str, Any]]:
    groups: dict[str, Group] = {one.id: one for one in planned.problem.groups}
    return [_row(row, groups[row.group]) for row in planned.plan.rows]


def _row(row: PlanRow, group: Group) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in PlanRow.__slots__},
        "first": str(row.first),
        "last": str(row.last),
        "months": row.months,
        "segment": group.segment,
        "occupation": group.occupation,
        "decile": group.decile,
        "hazard": group.hazard,
        "payer": group.payer,
    }


def _worth(one: Any) -> dict[str, Any]:
    names = ("fund", "more", "lapses_avoided", "nearer_target", "for_a_year", "method")
    return {name: getattr(one, name) for name in names}


def _point(one: Any) -> dict[str, Any]:
    names = ("budget", "lapses_avoided", "short_of_target", "protected", "worker_months", "floors_met")
    return {name: getattr(one, name) for name in names}


def _people(planned: Planned) -> dict[str, Any]:
    grouped = planned.put.grouped
    told = {
        name: {"people": one.people, "grouped": one.grouped, "aside": dict(one.aside)}
        for name, one in (("listed", grouped.listed), ("ending", grouped.ending))
    }
    return {**told, "unplaced": grouped.unplaced, "payers": dict(grouped.payers), "ages_out": grouped.ages_out,
            "left_to": dict(grouped.left_to)}  # fmt: skip
