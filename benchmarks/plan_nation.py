"""All regencies of a nation planned in parallel, and the nation as one program: time, memory, and how they grow.

Draws docs/proofs/plan-growth.svg.
"""

import math
import multiprocessing
import os
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.plan_regency import Made, regency
from cakupan.planning.model import Model, model_of
from cakupan.planning.plan import Plan, measured
from cakupan.planning.planned import plan_of
from cakupan.planning.problem import Problem, checked
from cakupan.planning.rows import repaired, rows_of
from cakupan.planning.solver import Limits, Solver
from cakupan.planning.verify import breaches_of

REGENCIES = int(os.environ.get("CAKUPAN_PLAN_REGENCIES", "514"))
LIMIT_GAP, STEPS = 0.001, 5
DRAWN = Path(__file__).parents[1] / "docs" / "proofs" / "plan-growth.svg"


def main(regencies: int = REGENCIES, workers: int = os.cpu_count() or 1, drawn: Path = DRAWN) -> list[str]:
    """Lines of a report on both, the one program at STEPS sizes of which each is half the next; drawn."""
    lines, solved = in_parallel(regencies, workers)
    sizes = sorted({max(1, regencies >> step) for step in range(STEPS)})
    # each in a process of its own, whose greatest memory is then its own
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        programs = [pool.apply(one_program, (size,)) for size in sizes]
    lines += ["", *(line for one in programs for line in one.lines())]
    if len(programs) > 1 and sizes[-2] < sizes[-1]:
        power = math.log(programs[-1].seconds / programs[-2].seconds) / math.log(sizes[-1] / sizes[-2])
        lines.append(f"at the last doubling time grows as regencies to the power of {power:.2f}; drawn in {drawn.name}")
    held = all(one[3] <= LIMIT_GAP for one in solved) and all(one.holds for one in programs)
    lines.append(f"{'HOLDS' if held else 'FALLS SHORT'}: every gap within {LIMIT_GAP:.1%}, no limit broken")
    draw(solved, programs, drawn)
    return lines


# Regencies differ in size as villages do: from a few dozen to several hundred villages.
def _made(number: int) -> Made:
    villages = 40 + number * 37 % 330
    return Made(villages=villages, uncovered=450 * villages, to_renew=128 * villages)


_Solved = tuple[int, float, str, float, int]  # number, seconds, status, gap, most memory so far in bytes


def _solved(number: int) -> _Solved:
    begun = time.perf_counter()
    plan = plan_of(regency(_made(number), number, _code(number)))
    return number, time.perf_counter() - begun, plan.status, plan.gap, _peak()


def _code(number: int) -> str:
    return f"{11 + number // 20:02d}.{number % 20 + 1:02d}"


def _peak() -> int:
    """Greatest memory of this process so far, in bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def in_parallel(regencies: int, workers: int) -> tuple[list[str], Sequence[_Solved]]:
    """So many regencies, each solved to the gap, `workers` at a time."""
    begun = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        done = sorted(pool.imap_unordered(_solved, range(regencies)))
    wall = time.perf_counter() - begun
    seconds = [one[1] for one in done]
    held = sum(one[3] <= LIMIT_GAP for one in done)
    lines = [
        f"{regencies} regencies, {workers} at a time: {wall:.0f} s, {held} within {LIMIT_GAP:.1%}, median "
        f"{statistics.median(seconds):.1f} s, longest {max(seconds):.1f} s, most memory of a worker "
        f"{max(one[4] for one in done) / 1e9:.2f} GB"
    ]
    for low, high in ((40, 120), (120, 200), (200, 280), (280, 370)):
        times = [one[1] for one in done if low <= _made(one[0]).villages < high]
        if times:
            lines.append(
                f"  {low} to {high - 1} villages: {len(times)} regencies, median {statistics.median(times):.1f} s"
            )
    missed = [one for one in done if one[3] > LIMIT_GAP]
    return lines + [f"  missed: number {one[0]}, {one[2]}, gap {one[3]:.4%}, {one[1]:.1f} s" for one in missed], done


@dataclass(frozen=True, slots=True)
class Program:
    """A nation as one program. `stages`: of each aim what the rounded plan reaches, and the bound of the relaxation
    that no plan can pass. `state` is empty where it was solved."""

    regencies: int
    size: str
    building: float
    seconds: float
    peak: int
    stages: Mapping[str, tuple[float, float]]
    unspent: int = 0
    breaches: int = 0
    state: str = ""

    @property
    def holds(self) -> bool:
        gaps = [(bound - reached) / max(1, reached) for reached, bound in self.stages.values()]
        return not self.state and not self.breaches and all(gap <= LIMIT_GAP for gap in gaps)

    def lines(self) -> list[str]:
        told = [
            f"{self.regencies} regencies as one program, {self.size}: built in {self.building:.1f} s, "
            f"{self.seconds:.1f} s in all, {self.peak / 1e9:.2f} GB"
        ]
        if self.state:
            return [*told, f"  {self.state}"]
        for name, (reached, bound) in self.stages.items():
            gap = (bound - reached) / max(1, reached)
            told.append(f"  {name:9} rounded {reached:>14,.0f}  bound {bound:>14,.0f}  gap {gap:.4%}")
        return [*told, f"  unspent Rp{self.unspent:,}; breaches {self.breaches}"]


def one_program(regencies: int) -> Program:
    """Every regency's districts and one fund for all of them in a single relaxation, rounded down, with its bound."""
    begun = time.perf_counter()
    problem = checked(_nation(regencies))
    model = model_of(problem)
    built = time.perf_counter() - begun
    size = f"{len(problem.groups):,} groups, {model.columns:,} columns, {len(model.row_of):,} rows"
    solver = Solver(model, Limits(seconds=1800), whole=False)
    values, bounds = np.zeros(model.columns), dict[str, float]()
    for name in ("keep", "exposure"):
        solution = solver.best(model.aims[name], most=True)
        if solution.values is None or solution.state != "optimal":
            seconds = time.perf_counter() - begun
            return Program(regencies, size, built, seconds, _peak(), {}, state=f"{name}: {solution.state}")
        values, bounds[name] = solution.values, solution.value
        solver.fix(model.aims[name], solution.value * (1 - 1e-9) - 1e-6, np.inf)
    plan = _rounded(problem, model, values)
    reached = {"keep": float(plan.lapses_avoided), "exposure": float(plan.exposure)}
    return Program(regencies, size, built, time.perf_counter() - begun, _peak(),
                   {name: (reached[name], bound) for name, bound in bounds.items()},
                   sum(plan.unspent.values()), len(breaches_of(problem, plan.rows)))  # fmt: skip


def _rounded(problem: Problem, model: Model, values: np.ndarray) -> Plan:
    heads = [math.floor(one + 1e-6) for one in values[: len(model.blocks)]]
    rows = repaired(problem, rows_of(problem, model.blocks, heads))
    return measured(problem, rows, status="rule", stages=())


def _nation(regencies: int) -> Problem:
    """Regencies by district (12 each), their own funds, and one more that may pay in all of them; no least batches."""
    made = Made(villages=12, districts=12, uncovered=60_000, to_renew=15_000, minimum_batch=1, floors=False)
    parts = [regency(made, number, _code(number)) for number in range(regencies)]
    groups = tuple(group for part in parts for group in part.groups)
    funds = []
    for number, part in enumerate(parts):
        districts = frozenset(one.district for one in part.groups)
        funds += [
            replace(one, id=f"{number:03d}-{one.id}", use=replace(one.use, districts=districts))
            for one in part.funds
            if one.id in ("apbd", "dbh-sawit")
        ]
    national = replace(parts[0].funds[-1], id="apbn", amount=sum(one.amount for one in funds) // 4)
    return replace(parts[0], groups=groups, funds=(*funds, national), targets=(), floors=())


def draw(solved: Sequence[_Solved], programs: Sequence[Program], path: Path) -> None:
    """Seconds of each regency over its villages; seconds and memory of the one program over its regencies, beside the
    straight line from nothing to the largest."""
    import altair as alt
    import vl_convert

    each = [{"villages": _made(one[0]).villages, "seconds": round(one[1], 1)} for one in solved]
    up = alt.Y("seconds:Q", title="seconds")
    dots = alt.Chart(alt.InlineData(values=each)).mark_circle(size=24)
    dots = dots.encode(alt.X("villages:Q", title="villages of a regency"), up)
    panels = [dots.properties(width=300, height=260, title="Regencies solved one by one")]
    for name, title in (("seconds", "One program for all: seconds"), ("gigabytes", "and greatest memory, GB")):
        seen = [
            {"regencies": one.regencies, "seconds": round(one.seconds, 1), "gigabytes": round(one.peak / 1e9, 2)}
            for one in programs
        ]
        line = [{"regencies": 0, name: 0.0}, seen[-1]]
        axes = alt.X("regencies:Q", title="regencies in one program"), alt.Y(f"{name}:Q", title=name)
        linear = alt.Chart(alt.InlineData(values=line)).mark_line(strokeDash=[4, 4], color="#888").encode(*axes)
        points = alt.Chart(alt.InlineData(values=seen)).mark_line(point=alt.OverlayMarkDef(size=60)).encode(*axes)
        text = points.mark_text(dy=-12).encode(text=f"{name}:Q")
        panels.append((linear + points + text).properties(width=300, height=260, title=title))
    chart = alt.hconcat(*panels)
    path.write_text(vl_convert.vegalite_to_svg(chart.to_dict()), encoding="utf-8")


if __name__ == "__main__":
    print("\n".join(main()))
