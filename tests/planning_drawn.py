"""Small questions for the planner, drawn by Hypothesis, and every plan there is of one."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from cakupan.basics.month import Month
from cakupan.planning.blocks import Blocks, blocks_of
from cakupan.planning.plan import PlanRow, measured
from cakupan.planning.problem import Floor, Fund, Group, Problem, Target, Use
from cakupan.planning.rows import rows_of
from cakupan.planning.verify import breaches_of

FIRST = Month(2026, 1)
VILLAGES = {"16.06.01.2001": "16.06.01", "16.06.01.2002": "16.06.01", "16.06.02.2001": "16.06.02"}


@st.composite
def problems(draw: st.DrawFn, *, most: int = 40, floors: bool = True) -> Problem:
    long = draw(st.integers(1, 5))
    months = [FIRST + number for number in range(long)]
    villages = draw(st.lists(st.sampled_from(sorted(VILLAGES)), min_size=1, max_size=3, unique=True))
    funds = tuple(_fund(draw, f"f{number}", months, villages) for number in range(draw(st.integers(1, 3))))
    groups = tuple(_group(draw, f"g{number}", villages, most) for number in range(draw(st.integers(1, 5))))
    areas = st.sampled_from([*villages, *sorted({VILLAGES[one] for one in villages})])
    asked = draw(st.lists(st.builds(Floor, areas, st.integers(0, most // 4)), max_size=2)) if floors else []
    target = st.builds(Target, st.sampled_from(months), st.integers(0, most * 2))
    return Problem(FIRST, months[-1], funds, groups, tuple(asked), tuple(draw(st.lists(target, max_size=2))))


def _fund(draw: st.DrawFn, id_: str, months: list[Month], villages: list[str]) -> Fund:
    rate = draw(st.sampled_from((16_800, 8_400, 36_800, 1, 7)))
    begin = draw(st.integers(0, len(months) - 1))
    near = Use(villages=frozenset(villages[:1]))
    use = draw(st.sampled_from((Use(), Use(new_only=True), near, Use(deciles=frozenset({1, 2})))))
    return Fund(
        id_,
        "csr",
        draw(st.integers(0, rate * 150)),
        dict.fromkeys(months[begin:], rate),
        once=draw(st.sampled_from((0, 0, 500))),
        use=use,
        acceptance=draw(st.sampled_from((Fraction(1), Fraction(656, 1000), Fraction(1, 3)))),
        minimum_batch=draw(st.sampled_from((1, 1, 5))),
        least_months=draw(st.integers(1, 2)),
    )


def _group(draw: st.DrawFn, id_: str, villages: list[str], most: int) -> Group:
    village = draw(st.sampled_from(villages))
    return Group(
        id_,
        village,
        VILLAGES[village],
        "BPU",
        draw(st.integers(0, most)),
        decile=draw(st.sampled_from((1, 2, 3, None))),
        hazard=draw(st.sampled_from(("low", "medium", "high"))),
        covered_until=draw(st.sampled_from((None, None, FIRST + -1, FIRST + 1))),
        listed=draw(st.integers(0, 9)),
    )


def every_plan(problem: Problem, blocks: Blocks | None = None) -> Iterator[tuple[PlanRow, ...]]:
    """Each plan that breaks nothing; for questions of a few heads only."""
    blocks = blocks_of(problem) if blocks is None else blocks
    for heads in product(*(range(int(one) + 1) for one in blocks.most)):
        rows = rows_of(problem, blocks, heads)
        if not breaches_of(problem, rows):
            yield rows


def aims_of(problem: Problem, rows: tuple[PlanRow, ...]) -> tuple[int, int, int, int]:
    """What a plan reaches, in the order of the stages, less being better."""
    plan = measured(problem, rows, status="rule", stages=())
    return plan.lapses, plan.short_of_target, -plan.exposure, plan.spent
