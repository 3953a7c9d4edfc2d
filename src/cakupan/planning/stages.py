"""The four aims in their turn, each proven and then held while the next is sought."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor, inf

import numpy as np

from cakupan.planning.model import Model
from cakupan.planning.plan import STAGES, Plan, Stage
from cakupan.planning.solver import Limits, Solution, Solver

WANT_MUCH = {"keep": True, "target": False, "exposure": True, "cost": False, "months": True}
# People who keep their protection, and people short of a target, are counted to the last one.
EXACT = ("keep", "target")


@dataclass(frozen=True, slots=True)
class Sought:
    """What the stages found: each stage's solution, and the heads by block of the last; None where there is no plan."""

    state: str
    solutions: Mapping[str, Solution]
    heads: tuple[int, ...] | None


def sought(model: Model, limits: Limits, report: Callable[[str], None] = lambda _stage: None) -> Sought:
    """The aims of STAGES one after another: what a stage reached is a limit for all that follow.

    `state`: optimal, stopped (a stage ran out of time, with the best it had), infeasible, or none (out of time before
    any plan was found).
    """
    solver, found, values = Solver(model, limits), dict[str, Solution](), None
    for name in STAGES:
        report(name)
        most = WANT_MUCH[name]
        solution = solver.best(model.aims[name], most=most, gap=0.0 if name in EXACT else None, start=values)
        if solution.values is None:
            if solution.state == "infeasible" and values is None:
                return Sought("infeasible", found, None)
            break
        found[name] = solution
        values = np.rint(solution.values)
        reached = float(model.aims[name] @ values)
        # half a person of room for the solver's tolerance, which is less than any two plans differ by
        solver.fix(model.aims[name], reached - 0.5 if most else -inf, inf if most else reached + 0.5)
    if values is None:
        return Sought("none", found, None)
    state = "optimal" if all(one.state == "optimal" for one in found.values()) and len(found) == 4 else "stopped"
    return Sought(state, found, tuple(int(one) for one in values[: len(model.blocks)]))


def stages_told(plan: Plan, solutions: Mapping[str, Solution], unit: int, limits: Limits) -> Iterable[Stage]:
    """Each stage with the value that the plan's own rows have, against the bound that was proven.

    `unit`: the rupiah that the model's costs are in.
    """
    to_renew = plan.lapses + plan.lapses_avoided
    reached = {"keep": plan.lapses, "target": plan.short_of_target, "exposure": plan.exposure, "cost": plan.spent}
    for name, solution in solutions.items():
        bound = {
            "keep": lambda told: to_renew - floor(told + 1e-6),
            "target": lambda told: ceil(told - 1e-6),
            "exposure": lambda told: floor(told + 1e-6),
            # whole rupiah too: the solver stops a little less than one above its bound (`mip_abs_gap`)
            "cost": lambda told: ceil(told * unit - 1e-3),
        }[name](solution.bound)
        # a bound is never on the wrong side of a plan that was found, but by the rounding of the solver
        bound = max(bound, reached[name]) if name == "exposure" else min(max(bound, 0), reached[name])
        gap = abs(reached[name] - bound) / max(1, reached[name])
        yield Stage(name, reached[name], bound, gap, solution.seconds, gap <= limits.gap)
