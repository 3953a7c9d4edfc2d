"""Which blocks of months a fund may pay for people of a group: the columns of the model, in a stated order."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cakupan.basics.month import Month
from cakupan.planning.problem import Group, Problem
from cakupan.planning.quotas import months_of, quotas_of

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Column by column: who (`group`, `fund` as places in the problem's), from when to when (months after the first).

    `cost`: rupiah a head. `most`: heads at most, taken alone. `kept`: 1 where a head is a lapse avoided: paid without
    a gap for as long as they may be (`Problem.end_of`). `exposure`: weighted months of a head. `quota`: heads that
    names of the group can be expected to fill for the fund (`planning.quotas`).
    """

    group: Whole
    fund: Whole
    first: Whole
    last: Whole
    cost: Whole
    most: Whole
    kept: Whole
    new: Whole
    exposure: Whole
    quota: Whole

    def __len__(self) -> int:
        return len(self.group)

    @property
    def months(self) -> Whole:
        return self.last - self.first + 1


def blocks_of(problem: Problem) -> Blocks:
    """Every block that may be paid. A block lasts until the fund's money may pay no longer, the people may be paid for
    no longer, or the plan ends.

    Shorter ones would only make a lapse that the plan could have avoided; that money is short is met by fewer heads or
    a later start.
    """
    found: list[tuple[int, ...]] = []
    quotas = quotas_of(problem)
    for at, group in enumerate(problem.groups):
        for of, heads in sorted(quotas.get(at, {}).items()):
            fund = problem.funds[of]
            for first, last in months_of(problem, fund, group):
                cost = fund.cost(group, first, last)
                most = min(heads, fund.amount // cost) if cost else heads
                if most > 0:
                    found.append((at, of, *_row(problem, group, first, last), cost, most, heads))
    table = np.array(found, dtype=np.int64).reshape(len(found), 10)
    group_, fund_, first_, last_, kept, new, exposure, cost_, most_, quota = table.T.copy()
    return Blocks(group_, fund_, first_, last_, cost_, most_, kept, new, exposure, quota)


def _row(problem: Problem, group: Group, first: Month, last: Month) -> tuple[int, int, int, int, int]:
    exposure = problem.weight(group) * (last - first + 1)
    kept = int(problem.to_keep(group) and problem.goes_on(group, first) and last == problem.end_of(group))
    return first - problem.first, last - problem.first, kept, int(not problem.to_renew(group)), exposure
