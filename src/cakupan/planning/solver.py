"""The one place where HiGHS is called: a model, an aim, what earlier stages fixed; a solution with its bound."""

import time
from dataclasses import dataclass, replace
from math import inf
from typing import Any

import numpy as np

from cakupan.planning.model import Floats, Model

_TO_BOUND = 4  # times as long as a stage may take: a relaxation ends in seconds, and without it nothing is proven


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a solve goes: `gap` relative, `seconds` a stage once it has a bound. Seed and threads are fixed, so that
    the same question has the same answer; only a stage that ran out of time may answer differently on another
    machine."""

    gap: float = 0.001
    seconds: float = 30.0
    threads: int = 1
    seed: int = 8


@dataclass(frozen=True, slots=True)
class Solution:
    """`values` of the columns, None where there is none; `bound` of the aim. `state`: optimal, stopped, infeasible."""

    state: str
    values: Floats | None
    value: float
    bound: float
    seconds: float
    duals: Floats | None = None


class Solver:
    """A model held by HiGHS, solved for one aim after another."""

    def __init__(
        self,
        model: Model,
        limits: Limits,
        *,
        whole: bool = True,
        whole_columns: int | None = None,
        one_aim: bool = False,
    ) -> None:
        """`whole`: only whole heads; of the first `whole_columns`, where the rest may be fractions. `one_aim`: a
        relaxation of one aim only, under other limits each time, which begins where the last one ended."""
        import highspy

        self._model, self._limits, self._whole = model, limits, whole
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._whole_columns, self._one_aim = whole_columns, one_aim
        self._inf = highspy.kHighsInf
        for name, value in {
            "output_flag": False,
            "threads": limits.threads,
            "random_seed": limits.seed,
            "mip_abs_gap": 0.999e-6,
        }.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(self._as_lp(highspy))

    def _as_lp(self, highspy: Any) -> Any:
        model, lp = self._model, highspy.HighsLp()
        lp.num_col_, lp.num_row_ = model.columns, len(model.row_of)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(model.columns), np.zeros(model.columns), self._most(model)
        lp.row_lower_ = np.where(np.isinf(model.lower), -self._inf, model.lower)
        lp.row_upper_ = np.where(np.isinf(model.upper), self._inf, model.upper)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = model.matrix.indptr
        lp.a_matrix_.index_ = model.matrix.indices
        lp.a_matrix_.value_ = model.matrix.data
        if self._whole:
            count = model.columns if self._whole_columns is None else self._whole_columns
            kinds = (highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous)
            lp.integrality_ = [kinds[place >= count] for place in range(model.columns)]
        return lp

    def _most(self, model: Model) -> Floats:
        return np.where(np.isinf(model.most), self._inf, model.most)

    def fix(self, aim: Floats, lower: float, upper: float) -> None:
        """What an earlier stage reached, as a row."""
        columns = np.flatnonzero(aim).astype(np.int32)
        low, high = max(lower, -self._inf), min(upper, self._inf)
        self._highs.addRow(low, high, len(columns), columns, aim[columns])

    def add_row(self, aim: Floats) -> int:
        """A row that limits nothing yet: its place, for `limit`."""
        self.fix(aim, -inf, inf)
        return int(self._highs.getNumRow()) - 1

    def limit(self, row: int, lower: float, upper: float) -> None:
        self._highs.changeRowBounds(row, max(lower, -self._inf), min(upper, self._inf))

    def best(self, aim: Floats, *, most: bool, gap: float | None = None, start: Floats | None = None) -> Solution:
        """The most or least of `aim`, proven to `gap`, or as far as the time goes.

        First the relaxation, whose value bounds every plan; then the plans near it, which are few; the whole program
        only where the best of them is not within the gap. `start`: values of an earlier stage, to begin from.
        """
        if not self._model.columns:
            state = "infeasible" if (self._model.lower > 0).any() else "optimal"
            return Solution(state, None if state == "infeasible" else np.zeros(0), 0.0, 0.0, 0.0)
        begun = time.perf_counter()
        gap = self._limits.gap if gap is None else gap
        relaxed = self._run(aim, most=most, relaxed=True, seconds=_TO_BOUND * self._limits.seconds)
        if relaxed.state == "infeasible" or not self._whole:
            return replace(relaxed, seconds=time.perf_counter() - begun)
        # a relaxation that was stopped bounds nothing: what every aim is within, is all that is left
        bound = relaxed.value if relaxed.state == "optimal" else float(aim @ self._model.most) if most else 0.0
        tried = [Solution("optimal", start, float(aim @ start), bound, 0.0)] if start is not None else []
        if (aim == np.rint(aim)).all():  # what counts in whole numbers reaches no more than the whole part
            bound = float(np.floor(bound + 1e-6) if most else np.ceil(bound - 1e-6))
        if relaxed.state == "optimal" and not (tried and self._within(tried[0].value, bound, gap)):
            near = self._near(aim, relaxed, most=most, gap=gap)
            if near.values is None and start is not None:
                near = self._near(aim, relaxed, most=most, gap=gap, start=start)
            tried += [near] if near.values is not None else []
        best = (max if most else min)(tried, key=lambda one: one.value, default=None)
        if best is None or not self._within(best.value, bound, gap):
            left = self._limits.seconds - (time.perf_counter() - begun)
            start = None if best is None else best.values
            whole = self._run(aim, most=most, gap=gap, start=start, seconds=max(left, 1.0))
            if whole.values is None and best is not None:
                whole = replace(best, state="stopped")
            # the tighter of the two bounds, where the whole program had no time for one
            tighter = min(whole.bound, bound) if most else max(whole.bound, bound)
            return replace(whole, bound=tighter, seconds=time.perf_counter() - begun)
        return replace(best, state="optimal", bound=bound, seconds=time.perf_counter() - begun)

    @staticmethod
    def _within(value: float, bound: float, gap: float) -> bool:
        return abs(value - bound) <= max(gap * abs(value), 1e-6)

    def _near(self, aim: Floats, relaxed: Solution, *, most: bool, gap: float, start: Floats | None = None) -> Solution:
        """The best plan of the blocks that the relaxation uses (and `start`), and of those that share their batches."""
        model, highs = self._model, self._highs
        used = relaxed.values > 1e-7 if relaxed.values is not None else np.zeros(model.columns, dtype=bool)
        if start is not None:  # with what it reached fixed, few plans remain, and it is one
            used = used | (start > 0.5)
        of_batch = np.flatnonzero(model.batch >= 0)
        used[of_batch] |= used[model.batch[of_batch]]
        used[len(model.blocks) :] = True
        columns = np.flatnonzero(~used).astype(np.int32)
        zeros = np.zeros(len(columns))
        highs.changeColsBounds(len(columns), columns, zeros, zeros)
        found = self._run(aim, most=most, gap=gap / 4, start=start, seconds=self._limits.seconds * 0.6)
        highs.changeColsBounds(len(columns), columns, zeros, model.most[columns])
        return found

    def _run(
        self,
        aim: Floats,
        *,
        most: bool,
        relaxed: bool = False,
        gap: float = 0.0,
        start: Floats | None = None,
        seconds: float | None = None,
    ) -> Solution:
        import highspy

        begun = time.perf_counter()
        highs = self._highs
        columns = np.arange(self._model.columns, dtype=np.int32)
        highs.changeColsCost(len(columns), columns, aim)
        highs.changeObjectiveSense(highspy.ObjSense.kMaximize if most else highspy.ObjSense.kMinimize)
        highs.setOptionValue("solve_relaxation", relaxed)
        highs.setOptionValue("mip_rel_gap", gap)
        # of a relaxation HiGHS counts the time of all earlier runs too, of a whole program only its own
        spent = highs.getRunTime() if relaxed or not self._whole else 0.0
        highs.setOptionValue("time_limit", spent + (self._limits.seconds if seconds is None else seconds))
        if (relaxed or not self._whole) and not self._one_aim:
            highs.clearSolver()  # a relaxation from the last basis takes longer than a new one, which is presolved
        if start is not None and not relaxed:
            highs.setSolution(len(columns), columns, start)
        highs.run()
        return self._told(highspy, aim, time.perf_counter() - begun, whole=self._whole and not relaxed)

    def _told(self, highspy: Any, aim: Floats, seconds: float, *, whole: bool) -> Solution:
        status, info = self._highs.getModelStatus(), self._highs.getInfo()
        state = {
            highspy.HighsModelStatus.kOptimal: "optimal",
            highspy.HighsModelStatus.kInfeasible: "infeasible",
            highspy.HighsModelStatus.kModelEmpty: "optimal",
        }.get(status, "stopped")
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if state == "infeasible" or not (found or state == "optimal"):
            return Solution(state, None, 0.0, info.mip_dual_bound, seconds)
        solution = self._highs.getSolution()
        values = np.array(solution.col_value, dtype=np.float64)
        value = float(aim @ values)
        bound = info.mip_dual_bound if whole else value
        return Solution(state, values, value, float(bound), seconds, np.array(solution.row_dual, dtype=np.float64))
