"""Made-up questions for the planner: a regency with villages, segments, funds, floors and least batches, by a seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cakupan.basics.month import Month
from cakupan.planning.problem import Floor, Fund, Group, Problem, Target, Use, fund_by_law

# segment as a plan sees it: occupation, hazard, share of the uncovered
SEGMENTS = (
    ("palm_grower", "high", 26),
    ("plantation_labourer", "high", 16),
    ("farmer", "medium", 24),
    ("fisher", "high", 8),
    ("driver", "medium", 10),
    ("trader", "low", 16),
)


@dataclass(frozen=True, slots=True)
class Made:
    """How a question is made: `money` is the funds' size against what all would cost for a year, in per cent."""

    villages: int = 242
    districts: int = 15
    months: int = 12
    money: int = 30
    uncovered: int = 110_000
    to_renew: int = 31_000
    minimum_batch: int = 20
    floors: bool = True


def regency(made: Made = Made(), seed: int = 1, code: str = "16.06") -> Problem:
    """A regency's question: six segments by village in two classes of decile, renewals, five funds."""
    draw = random.Random(seed)  # noqa: S311  (made-up people)
    first = Month(2026, 1)
    last = first + (made.months - 1)
    sizes = [draw.lognormvariate(0, 0.5) for _ in range(made.villages)]
    groups: list[Group] = []
    for place, size in enumerate(sizes):
        district = f"{code}.{place % made.districts + 1:02d}"
        village = f"{district}.{2001 + place // made.districts}"
        groups += _of_village(draw, made, village, district, size / sum(sizes), first)
    funds = _funds(draw, made, groups, [first + number for number in range(made.months)])
    floors = _floors(groups) if made.floors else ()
    needed = sum(one.count for one in groups if one.covered_until) + made.uncovered * made.money // 200
    return Problem(first, last, funds, tuple(groups), floors, (Target(last, needed, "year_end"),))


def _of_village(
    draw: random.Random, made: Made, village: str, district: str, share: float, first: Month
) -> list[Group]:
    found = []
    palm = draw.choice((0.2, 1.0, 1.8))
    for number, (occupation, hazard, percent) in enumerate(SEGMENTS):
        here = percent * (palm if number < 2 else 1.0) * draw.uniform(0.5, 1.5) / 100
        people = made.uncovered * share * here
        decile = draw.choice((1, 2))
        for part, tenth in ((0.4, decile), (0.6, decile + 2)):
            told = f"{village}-{occupation}-{tenth}"
            found.append(
                Group(told, village, district, "BPU", max(1, round(people * part)), occupation, tenth, hazard,
                      listed=draw.randrange(10**6), transport=occupation == "driver")
            )  # fmt: skip
    ends = first + draw.choice((-1, 2, 5))
    heads = max(1, round(made.to_renew * share))
    return [*found, Group(f"{village}-renew", village, district, "BPU", heads, "farmer", draw.choice((1, 2, 3)),
                          "medium", covered_until=ends, listed=draw.randrange(10**6))]  # fmt: skip


def _funds(draw: random.Random, made: Made, groups: Sequence[Group], months: Sequence[Month]) -> tuple[Fund, ...]:
    quarters = frozenset(months[::3]) | {months[2], months[3]}
    whole = sum(one.count for one in groups) * 16_800 * len(months) * made.money // 100
    village = max(groups, key=lambda one: one.count).village
    batch, late = made.minimum_batch, list(months[3:])

    def fund(id_: str, payer: str, percent: int, paid: Sequence[Month], **own: object) -> Fund:
        amount = whole * percent // 100 + draw.randrange(100_000)
        return fund_by_law(id_, payer, amount, paid, **({"minimum_batch": batch, "starts": quarters} | own))  # type: ignore[arg-type]

    town = Use(occupations=frozenset({"driver", "fisher"}))
    return (
        fund("apbd", "apbd_regency", 62, months, acceptance=Fraction(85, 100)),
        fund("csr", "csr", 3, late, minimum_batch=batch // 2, use=town),
        fund("dbh-sawit", "dbh_sawit", 18, late),
        fund("desa", "apbdes", 1, months, use=Use(villages=frozenset({village}))),
        fund("provinsi", "apbd_province", 16, months[2:]),
    )


def _floors(groups: Sequence[Group]) -> tuple[Floor, ...]:
    """A tenth of each village's people, and 14 % of each district's."""
    people: dict[str, int] = {}
    for one in groups:
        people[one.village] = people.get(one.village, 0) + one.count
        people[one.district] = people.get(one.district, 0) + one.count
    districts = {one.district for one in groups}
    return tuple(Floor(area, count * (14 if area in districts else 10) // 100) for area, count in people.items())
