"""A regency's plan proven stage by stage, simpler rules beside it; 514 regencies in parallel; a nation as one program.

python -m benchmarks.plan [regency] [prices] [nation] [one] [growth] [--seeds 1,2,3] [--regencies 514] [--workers 2]

`growth` is nation and one at several sizes, and draws docs/proofs/plan-growth.svg.
"""

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import plan_nation
from benchmarks.plan_nation import LIMIT_GAP
from benchmarks.plan_regency import Made, regency
from cakupan.planning.peers import RULES, by_rule
from cakupan.planning.plan import Plan
from cakupan.planning.planned import plan_of
from cakupan.planning.prices import frontier, worth_of_more
from cakupan.planning.problem import Problem, checked
from cakupan.planning.verify import breaches_of

LIMIT_SECONDS = 60


def parts_asked(arguments: Sequence[str] | None = None) -> None:
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("parts", nargs="*", default=["regency"], help="regency, prices, nation, one, growth")
    told.add_argument("--seeds", default="1,2,3")
    told.add_argument("--regencies", type=int, default=514)
    told.add_argument("--workers", type=int, default=2)
    told.add_argument("--drawn", type=Path, default=plan_nation.DRAWN, help="where growth is drawn")
    told.add_argument("--money", type=int, default=30, help="per cent of what all would cost")
    asked = told.parse_args(arguments)
    for part in asked.parts:
        if part == "regency":
            for seed in asked.seeds.split(","):
                _print(one_regency(int(seed), Made(money=asked.money)))
        elif part == "prices":
            _print(prices(int(asked.seeds.split(",")[0])))
        elif part == "nation":
            _print(plan_nation.in_parallel(asked.regencies, asked.workers)[0])
        elif part == "one":
            _print(plan_nation.one_program(asked.regencies).lines())
        elif part == "growth":
            _print(plan_nation.main(asked.regencies, asked.workers, asked.drawn))


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


def main() -> list[str]:
    """What `make prove AREA=plan` wants; `AREA=nation` wants `plan_nation.main`."""
    return [*(line for seed in (1, 2, 3) for line in one_regency(seed)), "", *prices(1)]


if __name__ == "__main__":
    parts_asked()
