"""Whether the cells of a row agree on a person: NIK, birth, sex and death; and whether it names anyone."""

from dataclasses import replace
from typing import TYPE_CHECKING

from cakupan.basics.nik import FEMALE
from cakupan.intake.age_told import with_ages_told
from cakupan.intake.days import may_be_exchanged
from cakupan.intake.outcome import Fault, Given, Taken
from cakupan.intake.parsed import Parsed, judged_anew
from cakupan.intake.reading import Severity
from cakupan.intake.settled import niks_of, remade
from cakupan.intake.tables import Draft, problems_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cakupan.intake.arrays import Codes, Flags, Rows

    Numbers = NDArray[np.int64]

_FIRST_CENTURY = 1900  # in which somebody may be born who is on a list


def agreed(draft: Draft, given: Given) -> Draft:
    """The table with what is odd between the cells of its rows; a day and month that are swapped put right.

    A NIK stays when a birth date or a sex is corrected later (DOMAIN.md 5), so a difference is a warning, and the
    one repair is of a date whose day and month the NIK of the same row shows the other way round (DOMAIN.md 4).
    """
    found = _without_anyone(draft) if draft.layout.identifying else draft
    names = {parsed.field.name for parsed in draft.fields if parsed.position is not None}
    if {"nik", "birth"} <= names:
        found = _compare_births(found, given)
    if "died_on" in names:
        found = _compare_deaths(found)
    if draft.layout.ages_told and given.today is not None:
        found = with_ages_told(found, given.today, given.area or given.within)
    return _compare_sexes(found) if {"nik", "sex"} <= names else found


def _without_anyone(draft: Draft) -> Draft:
    """Rows without a NIK that can be read, a name and a KPJ cannot be about anyone."""
    identifying = [parsed for parsed in draft.fields if parsed.field.name in draft.layout.identifying]
    nobody = ~draft.field("nik").filled()
    for parsed in identifying:
        nobody &= ~parsed.filled()
    severity: Severity = "warning" if draft.layout.keeps_all else "error"
    return _told(draft, identifying[0], draft.rows.data[nobody[draft.rows.data]], "person_unidentified", severity)


def _compare_births(draft: Draft, given: Given) -> Draft:
    nik, birth = niks_of(draft.field("nik")), draft.field("birth")
    years, months, days = _parts(birth)
    nik_day, nik_month, nik_year = nik // 10**8 % 100, nik // 10**6 % 100, nik // 10**4 % 100
    nik_day = nik_day - (nik_day > FEMALE) * FEMALE
    stated = (nik > 0) & (years > 0)
    same_year = stated & (nik_year == years % 100)
    agree = same_year & (nik_day == days) & (nik_month == months)
    swapped = same_year & ~agree & (nik_day == months) & (nik_month == days)
    data = draft.rows.data
    mended, exchanged = _exchanged(birth, data[swapped[data]], given)
    agree[exchanged] = True
    fields = tuple(mended if parsed is birth else parsed for parsed in draft.fields)
    differing = data[(stated & ~agree)[data]]
    return _told(replace(draft, fields=fields), mended, differing, "nik_birth_differs", "warning")


def _compare_deaths(draft: Draft) -> Draft:
    """Nobody dies before birth: such a death is left out aloud, and where a row is about nothing else, with the row."""
    import pyarrow as pa

    death = draft.field("died_on")
    born, died = _births_known(draft), _numbered(*_parts(death))
    data = draft.rows.data
    rows = data[((died > 0) & (died < born))[data]]
    if not len(rows):
        return draft
    codes: Codes = death.codes.copy()
    codes[rows] = len(death.values)
    kept = replace(death, codes=codes, values=pa.concat_arrays([death.values, pa.nulls(1, pa.date32())]))
    fields = tuple(kept if parsed is death else parsed for parsed in draft.fields)
    if death.field.dispensable:
        return _told(replace(draft, fields=fields), kept, rows, "death_before_birth", "warning")
    return _told(replace(draft, fields=fields), kept, rows, "dead_before_birth", "error")


def _births_known(draft: Draft) -> "Numbers":
    """The day of birth that each row states, or else the earliest that its NIK allows, as a number; 0 for neither."""
    import numpy as np

    stated = _numbered(*_parts(draft.field("birth")))
    nik = niks_of(draft.field("nik"))
    day = nik // 10**8 % 100
    earliest = _numbered(_FIRST_CENTURY + nik // 10**4 % 100, nik // 10**6 % 100, day - (day > FEMALE) * FEMALE)
    return np.where(stated > 0, stated, np.where(nik > 0, earliest, 0))


def _numbered(years: "Numbers", months: "Numbers", days: "Numbers") -> "Numbers":
    """Days as numbers that can be compared: 20250731."""
    return years * 10_000 + months * 100 + days


def _compare_sexes(draft: Draft) -> Draft:
    import pyarrow.compute as pc

    nik, sex = niks_of(draft.field("nik")), draft.field("sex")
    female = pc.equal(sex.values, "P").fill_null(False).to_numpy(zero_copy_only=False)[sex.codes]
    differ: Flags = (nik > 0) & sex.filled() & ((nik // 10**8 % 100 > FEMALE) != female)
    data = draft.rows.data
    return _told(draft, sex, data[differ[data]], "nik_sex_differs", "warning")


def _told(draft: Draft, parsed: Parsed, rows: "Rows", code: str, severity: Severity) -> Draft:
    if not len(rows):
        return draft
    return replace(draft, problems=(*draft.problems, problems_in(draft, parsed, rows, Fault(code), severity)))


def _parts(dated: Parsed) -> tuple["Numbers", "Numbers", "Numbers"]:
    """Year, month and day of each row; 0 where there is none."""
    import pyarrow.compute as pc

    years, months, days = (
        part(dated.values).fill_null(0).to_numpy()[dated.codes] for part in (pc.year, pc.month, pc.day)
    )
    return years, months, days


def _exchanged(birth: Parsed, rows: "Rows", given: Given) -> "tuple[Parsed, Rows]":
    """`birth` with day and month exchanged in those of these rows whose cell leaves that open, and which they are."""
    import numpy as np

    codes, first = np.unique(birth.codes[rows], return_index=True)
    read = zip(codes.tolist(), (_other_way_round(birth, row, given) for row in rows[first].tolist()), strict=True)
    sound = {code: found for code, found in read if found is not None}
    exchanged = rows[np.isin(birth.codes[rows], list(sound))]
    return remade(birth, exchanged, [0] * len(exchanged), lambda row, _: sound[int(birth.codes[row])]), exchanged


def _other_way_round(birth: Parsed, row: int, given: Given) -> Taken | None:
    if not may_be_exchanged(birth.columns[0][row]):
        return None
    day = birth.values[int(birth.codes[row])].as_py()
    found = judged_anew(birth, day.replace(month=day.day, day=day.month), "birth_day_month_swapped", given)
    return found if isinstance(found, Taken) and found.value is not None else None
