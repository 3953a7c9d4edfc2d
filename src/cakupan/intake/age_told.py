"""Who on a list is too young or too old to be enrolled on the day of the list: worth a look, no fault of the row."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.nik import FEMALE, OLDEST, YOUNGEST
from cakupan.basics.refused import Facts, Refused
from cakupan.basics.working_age import WorkingAge, working_age_in
from cakupan.intake.batches import CellProblems
from cakupan.intake.outcome import Fault
from cakupan.intake.parsed import Parsed
from cakupan.intake.settled import niks_of
from cakupan.intake.tables import Draft, problems_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cakupan.intake.arrays import Flags

    Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Births:
    """Year (0 where it is not known), month and day of birth of each row."""

    years: "Numbers"
    months: "Numbers"
    days: "Numbers"

    def ages(self, today: date) -> "Numbers":
        to_come = (self.months > today.month) | ((self.months == today.month) & (self.days > today.day))
        ages: Numbers = today.year - self.years - to_come
        return ages


def with_ages_told(draft: Draft, today: date, area: str | None) -> Draft:
    """The table with a warning for everybody outside the working age of `area`, by birth date or else by NIK."""
    try:
        rule = working_age_in(Month(today.year, today.month), area=area)
    except Refused:
        return draft  # of a list from before the first rule nobody can be told to be too old
    sides = [(draft.field("nik"), _by_nik(draft, today))]
    birth = draft.field("birth")
    if birth.position is not None:
        sides.append((birth, _stated(birth)))
    told = [
        one
        for at, (parsed, births) in enumerate(sides)
        for one in _told(draft, parsed, births, sides[at + 1 :], rule, today)
    ]
    return replace(draft, problems=(*draft.problems, *told))


def _told(
    draft: Draft, parsed: Parsed, births: _Births, rather: list[tuple[Parsed, _Births]], rule: WorkingAge, today: date
) -> Iterator[CellProblems]:
    """What `parsed` says of the ages of the rows of which nothing in `rather` tells one."""
    known: Flags = births.years > 0
    for _, other in rather:
        known &= other.years == 0
    ages = births.ages(today)
    data = draft.rows.data
    limits = [("age_below_working_age", rule.youngest, ages < rule.youngest)]
    if rule.oldest is not None:
        limits.append(("age_above_working_age", rule.oldest, ages > rule.oldest))
    for code, limit, beyond in limits:
        rows = data[(known & beyond)[data]]
        if len(rows):
            facts: Facts = {"limit": limit, "day": today}
            yield problems_in(draft, parsed, rows, Fault(code, facts), "warning")


def _stated(birth: Parsed) -> _Births:
    import pyarrow.compute as pc

    parts = (part(birth.values).fill_null(0).to_numpy()[birth.codes] for part in (pc.year, pc.month, pc.day))
    return _Births(*parts)


def _by_nik(draft: Draft, today: date) -> _Births:
    """What each NIK says, in the century that makes an age of 15 to 100."""
    import numpy as np

    nik = niks_of(draft.field("nik"))
    day, month, year = nik // 10**8 % 100, nik // 10**6 % 100, nik // 10**4 % 100
    day = day - (day > FEMALE) * FEMALE
    years = np.zeros(len(nik), np.int64)
    for century in (1900, 2000):  # the later one holds where both do, as in `Nik.born`
        ages = _Births(century + year, month, day).ages(today)
        years[(nik > 0) & (ages >= YOUNGEST) & (ages <= OLDEST)] = century
    return _Births(np.where(years > 0, years + year, 0), month, day)
