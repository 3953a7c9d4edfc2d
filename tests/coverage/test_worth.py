"""Which pair comes first: the one whose answer the figures expect most of."""

from decimal import Decimal

import pytest

from cakupan.coverage.worth import Counts, by_worth, worth_of
from tables import engine, table

PAIRS = """
    left_person | right_person | probability | because
    1           | 2            | 0.500000    | name_village
    3           | 4            | 0.800000    | name_birth
    5           | 6            | 0.600000    | name_birth
    7           | 8            | 0.990000    | several_fit
    5           | 8            | 0.400000    | name_village
"""
EPISODES = """
    person | starts_month | ends_month | village       | district | area
    1      | 2025-01      | 2025-06    | 16.06.01.2001 | 16.06.01 | 16.06
    2      | 2025-03      | 2025-04    |               |          | 16.06
    2      | 2025-06      | 2025-12    |               |          | 16.06
    3      | 2024-11      | 2025-02    |               | 16.06.02 | 16.06
    5      | 2025-01      | 2025-01    |               |          | 16.06
    6      | 2025-02      | 2025-02    |               |          | 16.06
    7      | 2025-01      | 2025-09    |               |          | 16.06
"""
NAMED = """
    person | named_on   | village       | district | area
    4      | 2025-02-03 | 16.06.02.2001 | 16.06.02 | 16.06
    2      | 2025-02-03 |               |          | 16.06
"""


def test_the_queue_begins_with_what_changes_the_figures_most() -> None:
    queue = by_worth(table(PAIRS), table(EPISODES), table(NAMED), engine())
    told = [(one.pair["left_person"], str(one.worth.expected), one.worth.months, one.worth.because) for one in queue]
    assert told == [
        (1, "1.500000", 3, "counted_twice"),  # March, April and June count both
        (3, "0.800000", 1, "called_uncovered"),  # in February a list names the other, who is no member
        (7, "0.000000", 0, "nothing"),  # the most probable, and no figure depends on it
        (5, "0.000000", 0, "nothing"),  # members one after the other
        (5, "0.000000", 0, "nothing"),
    ]
    assert queue[1].areas == {"16.06.02", "16.06.02.2001"}


def test_without_lists_only_members_counted_twice_are_worth_anything() -> None:
    queue = by_worth(table(PAIRS), table(EPISODES), None, engine())
    assert [one.worth.months for one in queue] == [3, 0, 0, 0, 0]


@pytest.mark.parametrize(("one", "other", "months"), [({1, 2}, {2, 3}, 1), ({1}, {2}, 0), (set(), {2}, 0)])
def test_the_worth_of_a_pair_is_the_same_from_either_side(one: set[int], other: set[int], months: int) -> None:
    sides = Counts(frozenset(one)), Counts(frozenset(other))
    for ours, theirs in (sides, sides[::-1]):
        assert worth_of(Decimal("0.5"), ours, theirs).months == months
