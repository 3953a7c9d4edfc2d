"""A regency's plan proven stage by stage, simpler rules beside it; 514 regencies in parallel; a nation as one program.

python -m benchmarks.plan [regency] [nation] [one] [--seeds 1,2,3] [--regencies 514] [--workers 2]
"""

import argparse
import multiprocessing
import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from math import floor

import numpy as np

from benchmarks.plan_regency import Made, regency
from cakupan.planning.model import model_of
from cakupan.planning.peers import RULES, by_rule
from cakupan.planning.plan import Plan, measured
from cakupan.planning.planned import plan_of
from cakupan.planning.prices import frontier, worth_of_more
from cakupan.planning.problem import Problem, checked
from cakupan.planning.rows import repaired, rows_of
from cakupan.planning.solver import Limits, Solver
from cakupan.planning.verify import breaches_of

LIMIT_SECONDS, LIMIT_GAP = 60, 0.001


def main(arguments: Sequence[str] | None = None) -> None:
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("parts", nargs="*", default=["regency"], help="regency, prices, nation, one")
    told.add_argument("--seeds", default="1,2,3")
    told.add_argument("--regencies", type=int, default=514)
    told.add_argument("--workers", type=int, default=2)
    told.add_argument("--money", type=int, default=30, help="per cent of what all would cost")
    asked = told.parse_args(arguments)
    for part in asked.parts:
        if part == "regency":
            for seed in asked.seeds.split(","):
                _print(one_regency(int(seed), Made(money=asked.money)))
        elif part == "prices":
            _print(prices(int(asked.seeds.split(",")[0])))
        elif part == "nation":
            _print(in_parallel(asked.regencies, asked.workers))
        elif part == "one":
            _print(one_program(asked.regencies))


def _print(lines: Sequence[str]) -> None:
    print("\n".join(lines), flush=True)


def one_regency(seed: int, made: Made = Made()) -> list[str]:  # noqa: B008  (frozen)
    """Lines of a report: each stage with bound and gap, then the rules beside the plan."""
    problem = regency(made, seed)
    begun, ran = time.perf_counter(), time.process_time()
    plan = plan_of(problem)
    wall, cpu = time.perf_counter() - begun, time.process_time() - ran
    proven = len(plan.stages) == 4 and all(one.gap <= LIMIT_GAP for one in plan.stages)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    verdict = "yes" if proven else "NO"
    lines = [
        f"seed {seed}: {made.villages} villages, 6 segments, {len(problem.groups):,} groups, "
        f"{len(problem.funds)} funds, {made.months} months, {len(problem.floors)} floors, money for {made.money} %",
        f"  {plan.status}, all four stages within {LIMIT_GAP:.1%}: {verdict}; {wall:.1f} s of {LIMIT_SECONDS} "
        f"(processor {cpu:.1f} s{load})",
    ]
    for one in plan.stages:
        lines.append(
            f"  {one.name:9} value {one.value:>14,}  bound {one.bound:>14,}  gap {one.gap:.4%}  {one.seconds:5.1f} s"
        )
    heads = (
        f"  {'':14}{'lapses avoided':>15}{'lapses':>8}{'short':>8}{'exposure':>12}{'months':>10}{'unspent rupiah':>16}"
    )
    lines.append(f"{heads}{'floors missed':>15}{'other breaches':>15}")
    lines.append(_beside("plan", problem, plan))
    return lines + [_beside(rule, problem, by_rule(problem, rule)) for rule in RULES]


def _beside(name: str, problem: Problem, plan: Plan) -> str:
    kinds = [one.kind for one in breaches_of(checked(problem), plan.rows)]
    floors = kinds.count("floor")
    return (
        f"  {name:14}{plan.lapses_avoided:>15,}{plan.lapses:>8,}{plan.short_of_target:>8,}{plan.exposure:>12,}"
        f"{plan.worker_months:>10,}{sum(plan.unspent.values()):>16,}{floors:>15}{len(kinds) - floors:>15}"
    )


def prices(seed: int) -> list[str]:
    """What Rp100 million more buys in each fund, and the frontier, with the seconds they take."""
    problem, begun = regency(seed=seed), time.perf_counter()
    lines = [
        f"Rp{one.more:,} more in {one.fund}: {one.for_a_year} workers for a year" for one in worth_of_more(problem)
    ]
    lines.append(f"  {time.perf_counter() - begun:.1f} s")
    begun = time.perf_counter()
    lines += [
        f"budget Rp{one.budget:,}: {one.protected:,} protected at the end, {one.worker_months:,} worker-months, "
        f"{one.lapses_avoided:,} lapses avoided, {one.short_of_target:,} short, floors met: {one.floors_met}"
        for one in frontier(problem)
    ]
    return [*lines, f"  {time.perf_counter() - begun:.1f} s"]


# Regencies differ in size as villages do: from a few dozen to several hundred villages.
def _made(number: int) -> Made:
    villages = 40 + number * 37 % 330
    return Made(villages=villages, uncovered=450 * villages, to_renew=128 * villages)


def _solved(number: int) -> tuple[int, float, str, float, int]:
    begun = time.perf_counter()
    plan = plan_of(regency(_made(number), number, f"{11 + number // 20:02d}.{number % 20 + 1:02d}"))
    return number, time.perf_counter() - begun, plan.status, plan.gap, _peak()


def _peak() -> int:
    """Greatest memory of this process so far, in bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def in_parallel(regencies: int, workers: int) -> list[str]:
    """So many regencies, each solved to the gap, `workers` at a time."""
    begun = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        done = list(pool.imap_unordered(_solved, range(regencies)))
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
    missed = [one for one in sorted(done) if one[3] > LIMIT_GAP]
    return lines + [f"  missed: number {one[0]}, {one[2]}, gap {one[3]:.4%}, {one[1]:.1f} s" for one in missed]


def one_program(regencies: int) -> list[str]:
    """Every regency's districts and one national fund in a single relaxation, rounded, with its bound."""
    begun = time.perf_counter()
    problem = checked(_nation(regencies))
    model = model_of(problem)
    built = time.perf_counter() - begun
    solver = Solver(model, Limits(seconds=1800), whole=False)
    aims, bound = ("keep", "exposure"), 0.0
    values = np.zeros(model.columns)
    for name in aims:
        solution = solver.best(model.aims[name], most=True)
        if solution.values is None:
            return [f"{regencies} regencies as one program: {solution.state}"]
        values, bound = solution.values, solution.value
        solver.fix(model.aims[name], bound * (1 - 1e-9) - 1e-6, np.inf)
    heads = [floor(one + 1e-6) for one in values[: len(model.blocks)]]
    rows = repaired(problem, rows_of(problem, model.blocks, heads))
    plan = measured(problem, rows, status="rule", stages=())
    wall = time.perf_counter() - begun
    return [
        f"{regencies} regencies as one program: {len(problem.groups):,} groups, {model.columns:,} columns, "
        f"{len(model.row_of):,} rows, built in {built:.1f} s, {wall:.1f} s in all, {_peak() / 1e9:.2f} GB",
        f"  rounded: exposure {plan.exposure:,}, bound {bound:,.0f}, gap {(bound - plan.exposure) / bound:.4%}; lapses "
        f"{plan.lapses:,}; unspent Rp{sum(plan.unspent.values()):,}; breaches {len(breaches_of(problem, rows))}",
    ]


def _nation(regencies: int) -> Problem:
    """Regencies by district (12 each), their own funds, and one more that may pay in all of them; no least batches."""
    made = Made(villages=12, districts=12, uncovered=60_000, to_renew=15_000, minimum_batch=1, floors=False)
    parts = [regency(made, number, f"{11 + number // 20:02d}.{number % 20 + 1:02d}") for number in range(regencies)]
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


if __name__ == "__main__":
    main()
