"""Which wishes collide where no plan meets every floor: people, batches, or money, and how much of it is lacking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, inf

from cakupan.basics.finding import Finding
from cakupan.basics.refused import Fact
from cakupan.planning.model import MILLION, Model, model_of
from cakupan.planning.problem import Problem, with_money
from cakupan.planning.quotas import quotas_of
from cakupan.planning.solver import Limits, Solver

_NAMED_AT_MOST = 10  # a sentence that lists every village helps nobody


@dataclass(frozen=True, slots=True)
class Lacking:
    """What had to be given up of each floor (heads) or added to each fund (rupiah), by area or fund."""

    by: Mapping[str, int]


def collisions(problem: Problem, limits: Limits) -> tuple[Finding, ...]:
    """Findings about a checked problem without a plan.

    Two relaxed questions are solved: how few heads of the floors have to be given up, and how few rupiah would have to
    be added for none to be given up. Where no money helps, the floors that people or least batches prevent are named.
    """
    rich = with_money(problem)
    beyond = _heads_lacking(rich, limits)
    if beyond is None:
        return (Finding("plan_wishes_collide", {}, "error"),)
    if beyond.by:
        return tuple(_no_money_helps(problem, beyond))
    short, rupiah = _heads_lacking(problem, limits), _rupiah_lacking(problem, rich, limits)
    return tuple(_money_helps(short, rupiah))


def _heads_lacking(problem: Problem, limits: Limits) -> Lacking | None:
    model = model_of(problem)
    rows = [place for place, (kind, _) in enumerate(model.row_of) if kind == "floor"]
    found = _elastic(model, rows, 1.0, limits)
    return None if found is None else Lacking({area: ceil(by - 1e-6) for area, by in found.items()})


def _rupiah_lacking(problem: Problem, rich: Problem, limits: Limits) -> Lacking | None:
    model = model_of(rich)
    amounts = {one.id: one.amount for one in problem.funds}
    rows = [place for place, (kind, _) in enumerate(model.row_of) if kind == "fund"]
    upper = model.upper.copy()
    for place in rows:
        upper[place] = amounts[model.row_of[place][1]] / model.unit_of[place]
    units = [float(model.unit_of[place]) / MILLION for place in rows]
    found = _elastic(replace(model, upper=upper), rows, -1.0, limits, weights=units)
    unit_of = {model.row_of[place][1]: model.unit_of[place] for place in rows}
    return None if found is None else Lacking({fund: ceil(by * unit_of[fund] - 0.5) for fund, by in found.items()})


def _elastic(
    model: Model, rows: list[int], sign: float, limits: Limits, weights: Sequence[float] = ()
) -> dict[str, float] | None:
    """How much each of `rows` has to give so that all others hold, least in (weighted) sum; None where they cannot."""
    import numpy as np
    from scipy.sparse import csc_matrix, hstack

    count = len(rows)
    gives = csc_matrix((np.full(count, sign), (rows, range(count))), shape=(len(model.row_of), count))
    room = np.full(count, inf)
    given = np.concatenate([np.zeros(model.columns), weights or np.ones(count)])
    wider = replace(
        model,
        matrix=hstack([model.matrix, gives]).tocsc(),
        most=np.concatenate([model.most, room]),
        aims={"give": given},
    )
    if sign > 0:
        wider.most[model.columns :] = model.lower[rows]
    solution = Solver(wider, limits, whole_columns=model.columns).best(given, most=False)
    if solution.values is None:
        return None
    taken = zip(rows, solution.values[model.columns :], strict=True)
    return {model.row_of[place][1]: float(by) for place, by in taken if by > 1e-6}


def _no_money_helps(problem: Problem, beyond: Lacking) -> Iterable[Finding]:
    quotas = quotas_of(problem)
    for area, heads in sorted(beyond.by.items()):
        floor = max(one.heads for one in problem.floors if one.area == area)
        # of a group, what the best of the funds that may pay for them can expect to enrol
        people = sum(max(quotas.get(place, {}).values(), default=0) for place in _of(problem, area))
        facts: dict[str, Fact] = {"area": area, "floor": floor, "people": people, "heads": heads}
        code = "plan_floor_above_people" if people < floor else "plan_floor_against_batch"
        yield Finding(code, facts, "error")


def _of(problem: Problem, area: str) -> Iterable[int]:
    return (place for place, one in enumerate(problem.groups) if area in (one.village, one.district))


def _money_helps(short: Lacking | None, rupiah: Lacking | None) -> Iterable[Finding]:
    areas = sorted(short.by) if short else []
    heads = sum(short.by.values()) if short else 0
    facts: dict[str, Fact] = {"count": len(areas), "areas": tuple(areas[:_NAMED_AT_MOST]), "heads": heads}
    yield Finding("plan_floors_above_money", facts, "error")
    for fund, by in sorted(rupiah.by.items()) if rupiah else ():
        yield Finding("plan_money_lacking", {"fund": fund, "rupiah": by}, "info")
