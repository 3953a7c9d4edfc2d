"""The question as a mixed-integer program: columns are blocks, costs are in millions of rupiah."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from cakupan.planning.blocks import Blocks, blocks_of
from cakupan.planning.problem import Problem
from cakupan.planning.quotas import by_list

MILLION = 1_000_000
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """Rows `lower <= matrix x <= upper` over heads by block, then opened batches, then people short of each target.

    `row_of` tells what a row limits: (kind, whose). `unit_of`: of a fund's row, how many rupiah its numbers are in: the
    greatest step that all its costs are made of, so that it counts in whole numbers. `aims`: what each stage adds up;
    that of keep counts lapses avoided, that of cost rupiah in units of `unit`, that of months worker-months. `batch`:
    the column of the opened batch that a block's heads need, -1 for none.
    """

    blocks: Blocks
    matrix: Any
    lower: Floats
    upper: Floats
    most: Floats
    batch: npt.NDArray[np.int64]
    row_of: tuple[tuple[str, str], ...]
    unit_of: tuple[int, ...]
    unit: int
    aims: dict[str, Floats]

    @property
    def columns(self) -> int:
        return len(self.most)


class _Rows:
    """Rows gathered as coordinates."""

    def __init__(self) -> None:
        self.at: list[npt.NDArray[Any]] = []
        self.of: list[npt.NDArray[Any]] = []
        self.value: list[Floats] = []
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.names: list[tuple[str, str]] = []
        self.units: list[int] = []

    def add(self, name: tuple[str, str], columns: Any, values: Any, lower: float, upper: float, unit: int = 1) -> None:
        self.units.append(unit)
        columns = np.asarray(columns, dtype=np.int64)
        self.at.append(np.full(len(columns), len(self.names), dtype=np.int64))
        self.of.append(columns)
        self.value.append(np.broadcast_to(np.asarray(values, dtype=np.float64), columns.shape))
        self.names.append(name)
        self.lower.append(lower)
        self.upper.append(upper)


def model_of(problem: Problem) -> Model:
    """The program of a checked problem. `inf` marks what has no limit."""
    from scipy.sparse import csc_matrix

    blocks = blocks_of(problem)
    rows = _Rows()
    _people(problem, blocks, rows)
    _funds(problem, blocks, rows)
    _floors(problem, blocks, rows)
    batch = _batches(problem, blocks, rows)
    opened = len(np.unique(batch[batch >= 0]))
    short = len(blocks) + opened
    _targets(problem, blocks, rows, short)
    columns = short + len(problem.targets)
    most = np.concatenate(
        [blocks.most.astype(float), np.ones(opened), np.array([float(one.needed) for one in problem.targets])]
    )
    # where a head costs a few rupiah (in a test), a millionth would drown in a solver's tolerance
    unit = MILLION if blocks.cost[blocks.cost > 0].min(initial=MILLION) >= MILLION // 1000 else 1
    shape = (len(rows.names), columns)
    parts = [np.concatenate(one) if one else np.zeros(0) for one in (rows.value, rows.at, rows.of)]
    matrix = csc_matrix((parts[0], (parts[1].astype(np.int64), parts[2].astype(np.int64))), shape=shape)
    matrix.sum_duplicates()
    return Model(blocks, matrix, np.array(rows.lower), np.array(rows.upper), np.maximum(most, 0.0), batch,
                 tuple(rows.names), tuple(rows.units), unit, _aims(blocks, columns, short, unit))  # fmt: skip


def _aims(blocks: Blocks, columns: int, short: int, unit: int) -> dict[str, Floats]:
    def over(values: Any) -> Floats:
        aim = np.zeros(columns)
        aim[: len(blocks)] = values
        return aim

    people = np.zeros(columns)
    people[short:] = 1.0
    return {
        "keep": over(blocks.kept),
        "target": people,
        "exposure": over(blocks.exposure),
        "cost": over(blocks.cost / unit),
        "months": over(blocks.months),
    }


def _runs(keys: Any) -> list[tuple[Any, npt.NDArray[Any]]]:
    """Columns by key, keys in order."""
    if not len(keys):
        return []
    order = np.argsort(keys, kind="stable")
    values, begins = np.unique(np.asarray(keys)[order], return_index=True)
    return list(zip(values.tolist(), np.split(order, begins[1:]), strict=True))


def _people(problem: Problem, blocks: Blocks, rows: _Rows) -> None:
    """Of each group its quota or parts of several funds' quotas; of each list no more names than it has."""
    by_group = dict(_runs(blocks.group))
    for place, columns in by_group.items():
        if len(columns) > 1:  # one alone is limited by its `most`
            quota = blocks.quota[columns]
            most = float(quota.max())
            rows.add(("people", problem.groups[place].id), columns, most / quota, -np.inf, most)
    for key, places in by_list(problem).items():
        parts = [by_group[one] for one in places if one in by_group]
        if parts:
            names = sum(problem.groups[one].count for one in places)
            _list(problem, blocks, rows, key[0], names, parts)


def _list(
    problem: Problem, blocks: Blocks, rows: _Rows, district: str, names: int, parts: list[npt.NDArray[Any]]
) -> None:
    """What all funds together may ask of one list; no row where the quotas say so already."""
    share_of: dict[int, Fraction] = {}
    asked = Fraction(0)
    for columns in parts:
        group = problem.groups[blocks.group[columns[0]]]
        told = [(one, int(blocks.quota[column])) for column in columns for one in (int(blocks.fund[column]),)]
        share_of |= {one: problem.acceptance(group, problem.funds[one]) for one, _ in told}
        asked += max(quota / share_of[one] for one, quota in told)
    if asked <= names:
        return
    columns = np.concatenate(parts)
    share = np.array([float(share_of[one]) for one in blocks.fund[columns].tolist()])
    shares = sorted(set(share_of.values()))
    if len(shares) > 1:
        rows.add(("list", district), columns, 1 / share, -np.inf, float(names))
    for one in shares:
        # nobody is enrolled by halves: rounded down where the names are not, which the relaxation cannot know
        rows.add(("list", district), columns[share <= float(one)], 1.0, -np.inf, float(math.floor(names * one)))


def _funds(problem: Problem, blocks: Blocks, rows: _Rows) -> None:
    for place, columns in _runs(blocks.fund):
        fund = problem.funds[place]
        costs = blocks.cost[columns]
        # no sum of these costs lies between this and the amount: a solver's tolerance has nothing to overspend
        step = int(np.gcd.reduce(costs)) or 1
        unit = max(step, int(costs.max()) // 1000)
        rows.add(("fund", fund.id), columns, costs / unit, -np.inf, fund.amount // step * step / unit, unit)


def _floors(problem: Problem, blocks: Blocks, rows: _Rows) -> None:
    places: dict[str, list[int]] = {}
    for place, group in enumerate(problem.groups):
        for area in {group.village, group.district}:
            places.setdefault(area, []).append(place)
    by_group = dict(_runs(blocks.group))
    for floor in problem.floors:
        if floor.heads:
            parts = [by_group[one] for one in places.get(floor.area, ()) if one in by_group]
            columns = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
            rows.add(("floor", floor.area), columns, 1.0, float(floor.heads), np.inf)


def _batches(problem: Problem, blocks: Blocks, rows: _Rows) -> npt.NDArray[np.int64]:
    """Of each fund with a least batch, village and first month: nobody, or at least so many. Each block's batch."""
    villages = {one: place for place, one in enumerate(sorted({group.village for group in problem.groups}))}
    of_group = np.array([villages[group.village] for group in problem.groups], dtype=np.int64)
    least = np.array([fund.minimum_batch for fund in problem.funds], dtype=np.int64)
    asked = np.flatnonzero((blocks.new == 1) & (least[blocks.fund] > 1)) if len(blocks) else np.zeros(0, np.int64)
    key = (blocks.fund[asked] * len(villages) + of_group[blocks.group[asked]]) * 1000 + blocks.first[asked]
    batch = np.full(len(blocks), -1, dtype=np.int64)
    for at, (value, within) in enumerate(_runs(key), len(blocks)):
        columns, fund = asked[within], problem.funds[value // 1000 // len(villages)]
        name = f"{fund.id} {problem.groups[blocks.group[columns[0]]].village}"
        ones = np.ones(len(columns))
        rows.add(("batch", name), np.append(columns, at), np.append(ones, -float(fund.minimum_batch)), 0.0, np.inf)
        # one row a column, not one a batch: a fraction of a batch is then no cheaper than the batch
        for column in columns:
            rows.add(("open", name), [column, at], [1.0, -float(blocks.most[column])], -np.inf, 0.0)
        batch[columns] = at
    return batch


def _targets(problem: Problem, blocks: Blocks, rows: _Rows, short: int) -> None:
    for place, target in enumerate(problem.targets):
        month = target.month - problem.first
        protected = np.flatnonzero((blocks.first <= month) & (blocks.last >= month))
        values = np.ones(len(protected) + 1)
        rows.add(("target", target.id), np.append(protected, short + place), values, float(target.needed), np.inf)
