"""What more money would buy, and how coverage grows with the budget: from relaxations, each said to be one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf

import numpy as np

from cakupan.basics.finding import Finding
from cakupan.basics.refused import Fact
from cakupan.basics.rupiah import Rupiah
from cakupan.planning.model import Floats, Model, model_of
from cakupan.planning.problem import Problem, checked
from cakupan.planning.solver import Limits, Solver
from cakupan.planning.stages import WANT_MUCH

MORE = 100_000_000  # rupiah: what a budget head would speak of adding
_RELAXED = Limits(seconds=60.0)
_AIMS = ("keep", "target", "months")


@dataclass(frozen=True, slots=True)
class Worth:
    """What `more` rupiah in one fund would buy beside the plan's money, in the order of the aims, rounded down.

    `lapses_avoided` and `nearer_target` in people; `for_a_year`: worker-months of protection gained, over twelve.
    Solved again with the money added, heads not having to be whole and least batches loosely (`method` relaxation):
    of whole heads it may be a head or a batch more or less, since the rest of the present money counts here already.
    """

    fund: str
    more: Rupiah
    lapses_avoided: int
    nearer_target: int
    for_a_year: int
    method: str = "relaxation"

    def finding(self) -> Finding:
        """As the facts of a sentence."""
        code = "plan_more_money" if self.for_a_year else "plan_more_money_useless"
        code = "plan_more_money_to_target" if self.for_a_year and self.nearer_target else code
        told: dict[str, Fact] = {"lapses": self.lapses_avoided, "nearer": self.nearer_target}
        return Finding(code, {"fund": self.fund, "more": self.more, "workers": self.for_a_year, **told}, "info")


@dataclass(frozen=True, slots=True)
class Point:
    """Of a budget of so many rupiah in all funds: what it reaches at most, by the relaxation, rounded down.

    `protected`: people whom the plan pays for in its last month. `floors_met`: whether the floors can be held with
    that little; where not, the point is without them.
    """

    budget: Rupiah
    lapses_avoided: int
    short_of_target: int
    protected: int
    worker_months: int
    floors_met: bool


def worth_of_more(problem: Problem, more: Rupiah = MORE) -> tuple[Worth, ...]:
    """What so much more is worth in each fund, by its id; empty where the floors cannot be met as it is."""
    asked = checked(problem)
    amounts = {one.id: one.amount for one in asked.funds}
    raised = replace(asked, funds=tuple(replace(one, amount=one.amount + more) for one in asked.funds))
    relaxed = _Relaxed(model_of(raised), asked)
    now = relaxed.reached(amounts)
    if now is None:
        return ()
    found = []
    for fund, amount in amounts.items():
        then = relaxed.reached(amounts | {fund: amount + more})
        if then is not None:
            kept, nearer = then["keep"] - now["keep"], now["target"] - then["target"]
            year = (then["months"] - now["months"]) / 12
            found.append(Worth(fund, more, _down(kept), _down(nearer), _down(year)))
    return tuple(found)


def frontier(problem: Problem, percents: Iterable[int] = (0, 25, 50, 75, 100, 125, 150)) -> tuple[Point, ...]:
    """What budgets of so many per cent of the present one reach, every fund grown or shrunk alike."""
    asked, shares = checked(problem), sorted(set(percents))
    most = max(shares, default=100)
    model = model_of(
        replace(asked, funds=tuple(replace(one, amount=one.amount * max(most, 100) // 100) for one in asked.funds))
    )
    relaxed = _Relaxed(model, asked)
    return tuple(_point(relaxed, {one.id: one.amount * percent // 100 for one in asked.funds}) for percent in shares)


def _point(relaxed: "_Relaxed", amounts: Mapping[str, Rupiah]) -> Point:
    reached, met = relaxed.reached(amounts, protected=True), True
    if reached is None:
        reached, met = relaxed.reached(amounts, floors=False, protected=True), False
    told = reached or {"keep": 0.0, "target": 0.0, "months": 0.0, "protected": 0.0}
    short = -_down(-told["target"])
    return Point(
        sum(amounts.values()), _down(told["keep"]), short, _down(told["protected"]), _down(told["months"]), met
    )


class _Relaxed:
    """The relaxation of one model, solved with one budget after another.

    Each aim has a solver of its own: of one aim only the limits differ from budget to budget, and from the last basis
    that takes a fraction of a new solve. Only whom a budget protects in the last month is sought anew each time: with
    all other aims held, it takes longer from where the last one ended.
    """

    def __init__(self, model: Model, problem: Problem) -> None:
        self._model, protected = model, np.zeros(model.columns)
        protected[: len(model.blocks)] = model.blocks.last == problem.last - problem.first
        self._aims: dict[str, Floats] = {**{name: model.aims[name] for name in _AIMS}, "protected": protected}
        self._solvers: dict[str, Solver] = {}
        self._rows: dict[str, dict[str, int]] = {}

    def _solver(self, name: str) -> Solver:
        if name not in self._solvers:
            made = self._solvers[name] = Solver(self._model, _RELAXED, whole=False, one_aim=name in _AIMS)
            self._rows[name] = {one: made.add_row(self._model.aims[one]) for one in _AIMS}
        return self._solvers[name]

    def reached(
        self, amounts: Mapping[str, Rupiah], *, floors: bool = True, protected: bool = False
    ) -> dict[str, float] | None:
        """The aims in their turn with so much in each fund; None where the floors cannot be met.

        `protected`: last of all, how many can be paid for in the last month.
        """
        found, limits = dict[str, float](), dict[str, tuple[float, float]]()
        for name in (*_AIMS, "protected") if protected else _AIMS:
            aim, most = self._aims[name], WANT_MUCH.get(name, True)
            if not aim.any():  # without targets nobody is short of one
                found[name] = 0.0
                continue
            solver = self._limited(name, amounts, limits, floors=floors)
            solution = solver.best(aim, most=most)
            if solution.values is None:
                return None
            found[name] = solution.value
            room = 1e-6 * max(1.0, abs(solution.value))
            limits[name] = (solution.value - room, inf) if most else (-inf, solution.value + room)
        return found

    def _limited(
        self, name: str, amounts: Mapping[str, Rupiah], limits: Mapping[str, tuple[float, float]], *, floors: bool
    ) -> Solver:
        """The solver of an aim, with so much in each fund and what earlier aims reached."""
        model, solver = self._model, self._solver(name)
        for one, row in self._rows[name].items():
            solver.limit(row, *limits.get(one, (-inf, inf)))
        for place, (kind, of) in enumerate(model.row_of):
            if kind == "fund":
                solver.limit(place, -inf, amounts[of] / model.unit_of[place])
            elif kind == "floor":
                solver.limit(place, float(model.lower[place]) if floors else -inf, inf)
        return solver


def _down(value: float) -> int:
    """The whole part, not one less for what a solver leaves out in the sixth place."""
    return Fraction(value + 1e-4).__floor__()
