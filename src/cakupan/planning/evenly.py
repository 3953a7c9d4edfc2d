"""Heads among blocks that are alike for every aim, in proportion to the people there: no solver's whim decides."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import floor

from cakupan.planning.blocks import Blocks
from cakupan.planning.names import ticket_of
from cakupan.planning.problem import Problem

_Alike = tuple[int | bool | str, ...]


def ways_to_share(problem: Problem, blocks: Blocks, heads: Sequence[int]) -> Iterable[tuple[int, ...]]:
    """The heads by block shared evenly, the widest way first; each has the same worth and cost as `heads`.

    Blocks are alike where fund, months, cost and weight of a head, and whether it is a lapse avoided, are the same. The
    first way shares over the whole area, the second within districts, leaving alone what a floor or a least batch may
    hold where it is. Which of them keeps every limit is for `planning.verify` to say.
    """
    for careful in (False, True):
        yield _shared(problem, blocks, heads, careful=careful)


def _shared(problem: Problem, blocks: Blocks, heads: Sequence[int], *, careful: bool) -> tuple[int, ...]:
    found = list(heads)
    used = [Fraction(0)] * len(problem.groups)
    for column, number in enumerate(found):
        used[blocks.group[column]] += Fraction(number, max(1, int(blocks.quota[column])))
    for columns in _alike(problem, blocks, careful=careful):
        together = sum(found[one] for one in columns)
        if not together:
            continue
        room = []
        for one in columns:
            quota = int(blocks.quota[one])
            free = 1 - used[blocks.group[one]] + Fraction(found[one], quota)
            room.append(max(found[one], floor(free * quota)))
        for one, number in zip(columns, _in_proportion(problem, blocks, columns, room, together), strict=True):
            used[blocks.group[one]] += Fraction(number - found[one], int(blocks.quota[one]))
            found[one] = number
    return tuple(found)


def _alike(problem: Problem, blocks: Blocks, *, careful: bool) -> Iterable[Sequence[int]]:
    """Columns that are alike, of one group no more than one, where there is more than one."""
    held = {one.area for one in problem.floors if one.heads}
    found: dict[_Alike, list[int]] = defaultdict(list)
    for column in range(len(blocks)):
        group, fund = problem.groups[blocks.group[column]], problem.funds[blocks.fund[column]]
        if careful and (group.village in held or (blocks.new[column] and fund.minimum_batch > 1)):
            continue
        names = ("fund", "first", "last", "cost", "kept", "new")
        key = (*(int(getattr(blocks, name)[column]) for name in names), problem.weight(group))
        found[(*key, group.district) if careful else key].append(column)
    return (columns for _, columns in sorted(found.items()) if len(columns) > 1)


def _in_proportion(
    problem: Problem, blocks: Blocks, columns: Sequence[int], room: Sequence[int], heads: int
) -> Sequence[int]:
    """So many heads by the room of each, rounded down; those left over go to the greatest remainders, and among these
    by the ticket that the plan's seed gives a group."""
    whole = sum(room)
    shares = [Fraction(heads * one, whole) for one in room]
    found = [floor(one) for one in shares]

    def turn(place: int) -> tuple[Fraction, str]:
        group = problem.groups[blocks.group[columns[place]]].id
        return found[place] - shares[place], ticket_of(problem.seed, group)

    for place in sorted(range(len(columns)), key=turn)[: heads - sum(found)]:
        found[place] += 1
    return found
