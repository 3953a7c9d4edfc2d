"""Whether the people counted in a month seem to be all members, or only those of a part of the extract."""

from collections.abc import Iterable, Mapping

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact
from cakupan.coverage.cells import Known, Place
from cakupan.coverage.definition import OF_PEOPLE, Evidence
from cakupan.coverage.finding import Finding
from cakupan.coverage.total import Total, codes_below, total_by
from cakupan.regions.levels import REGENCY
from cakupan.regions.tree import NATION, is_within

# In per cent. Persons are fewer than the memberships that a recap may count, and some live elsewhere; but a whole
# extract was never seen to hold a fifth fewer. One segment of several, a correction or a stray row is far below.
LEAST_OF_RECAP = 80
# Members come and go by a few per cent a month; no branch loses half of them in one.
LEAST_OF_NEAREST = 50

_NAMED_AT_MOST = 10

Nearest = tuple[Month, int]  # the month to compare with, and its members
Regency = tuple[str, Evidence]  # whose people are counted, and by what
Series = Mapping[Regency, Mapping[Month, int]]


def partial_places(known: Known, series: Series, within: str) -> Mapping[Place, tuple[Finding, ...]]:
    """Why the people counted are not everybody: of the regencies of `within`, and of the areas they lie in.

    An area is no more whole than its parts: without one of its own, it has the reasons of the areas directly below.
    """
    found: dict[Place, tuple[Finding, ...]] = {}
    nearest = {key: nearest_whole(months) for key, months in series.items()}
    for area, month in _finest_first(known, within):
        own = next((one for kind in OF_PEOPLE if (one := _judged(known, area, month, kind, nearest))), None)
        below = codes_below(area) if len(area) < REGENCY else ()
        parts = [reason for code in below for reason in found.get((code, month), ())]
        if own or parts:
            found[area, month] = (own,) if own else tuple(parts[:_NAMED_AT_MOST])
    return found


def _finest_first(known: Known, within: str) -> Iterable[Place]:
    told = {(area, month) for area, month, kind in (*known.with_news, *known.complete) if kind in OF_PEOPLE}
    here = {place for place in told if len(place[0]) <= REGENCY and is_within(place[0], within[:REGENCY])}
    return sorted(here, key=lambda place: (place[0] == NATION, -len(place[0]), place))


def _judged(
    known: Known, area: str, month: Month, kind: Evidence, nearest: Mapping[Regency, Mapping[Month, Nearest]]
) -> Finding | None:
    counted = total_by(known, area, month, kind)
    if not isinstance(counted, Total):
        return None
    recap = total_by(known, area, month, Evidence.RECAP)
    reported = recap.members if isinstance(recap, Total) else None
    return seems_partial(area, month, counted.members, reported, nearest.get((area, kind), {}).get(month))


def seems_partial(area: str, month: Month, counted: int, recap: int | None, nearest: Nearest | None) -> Finding | None:
    """Why `counted` people hardly are all members of `area`; None where they may well be.

    Held against the recap where there is one, for it is of the same month; else against the `nearest` month.

    >>> seems_partial("16.06", Month(2025, 7), 1, 103_079, None).code
    'extract_seems_partial'
    >>> seems_partial("16.06", Month(2025, 7), 90_000, 103_079, (Month(2025, 6), 300_000)) is None
    True
    """
    place: dict[str, Fact] = {"area": area, "month": str(month), "linked": counted}
    if recap is not None:
        short = counted * 100 < recap * LEAST_OF_RECAP
        return Finding("extract_seems_partial", {**place, "members": recap}, "error") if short else None
    if nearest is None or counted * 100 >= nearest[1] * LEAST_OF_NEAREST:
        return None
    facts = {**place, "other_month": str(nearest[0]), "members": nearest[1]}
    return Finding("extract_seems_partial_month", facts, "error")


def nearest_whole(members: Mapping[Month, int]) -> Mapping[Month, Nearest]:
    """For each month the one to hold it against: the nearest before that is not partial itself, else the next after.

    Were a partial month held up to the next, two in a row would make the second look whole.
    """
    found: dict[Month, Nearest] = {}
    whole: Month | None = None
    months = sorted(members)
    for month, after in zip(months, [*months[1:], None], strict=False):
        other = whole or after
        if other is not None:
            found[month] = (other, members[other])
        if other is None or members[month] * 100 >= members[other] * LEAST_OF_NEAREST:
            whole = month
    return found
