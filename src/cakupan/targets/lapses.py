"""The lapse calendar: when the protection of an area's members ends if nothing is done, counted and by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.flows import inside
from cakupan.regions.levels import area_at
from cakupan.targets.protection import AT_MOST, CAUSES, LATER, UNKNOWN

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.coverage.definition import FigureDefinition
    from cakupan.engines.port import Engine

DIMENSIONS = ("district", "village", "segment", "payer", "cause")
BEFORE = "before"
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Ending:
    """`people` whose protection ends in `month`, alike in `dims`; None in one of these where it is not told."""

    month: Month
    dims: Mapping[str, str | None]
    people: int


@dataclass(frozen=True, slots=True)
class Lasting:
    """Members whose protection does not end in the months asked about. `before` these it ends; `later` it ends or goes
    on; of the `unknown` nobody told all that may end it, and so it may end within them."""

    before: int
    later: int
    unknown: int


@dataclass(frozen=True, slots=True)
class YearEnd:
    """A January without a gap: what has to be decided before a year ends.

    `people` have their last paid month in December of the year, or a date that ends in it on the last day, and are paid
    for by `payers`. A decree has to be out and paid by `decree_by`, so that January is paid as December was; whom
    nobody renews is protected until `protected_until` at the latest, and in the month after that counts no more.
    """

    year: int
    people: int
    payers: Mapping[str | None, int]
    decree_by: date
    protected_until: date | None


@dataclass(frozen=True, slots=True)
class LapseCalendar:
    """The cliff: members of `area` in `month`, and when their protection ends from `since` up to `until`.

    `members` = people of all `rows` + before + later + unknown (`lasting`). A member counts once, at the membership
    that lasts longest. `definition` is that of the members counted.
    """

    area: str
    month: Month
    since: Month
    until: Month
    by: tuple[str, ...]
    members: int
    rows: tuple[Ending, ...]
    lasting: Lasting
    year_end: YearEnd | None
    definition: "FigureDefinition | None" = None
    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def ending(self) -> int:
        return sum(row.people for row in self.rows)

    @property
    def by_month(self) -> Mapping[Month, int]:
        """Each month asked about, those in which nobody's protection ends too."""
        found = {self.since + step: 0 for step in range(self.until - self.since + 1)}
        for row in self.rows:
            found[row.month] += row.people
        return found


def window_asked(month: Month, since: Month | None, until: Month | None) -> tuple[Month, Month]:
    """The months that a calendar of `month`'s members tells of: a year from then, unless others are asked for.

    Raises `Refused` where the last is before the first, or the first before the month that is known.

    >>> window_asked(Month(2025, 7), None, None)
    (Month(year=2025, number=7), Month(year=2026, number=7))
    """
    first = since or month
    last = until or max(month + _YEAR, first)
    if last - first < 0:
        raise Refused("lapses_months_reversed", since=str(first), until=str(last))
    if first - month < 0:
        raise Refused("lapses_before_known", since=str(first), month=str(month))
    return first, last


def check_dimensions(by: Sequence[str]) -> None:
    """Refuses what endings cannot be told apart by."""
    for name in by:
        if name not in DIMENSIONS:
            raise Refused("lapses_dimension_unknown", dimension=name, known=DIMENSIONS)


def month_of_calendar(lapses: "ir.Table", engine: "Engine", area: str) -> Month | None:
    """The last month whose members of `area` the calendar tells of; None where it tells of nobody there."""
    last = engine.run(placed(lapses, area).aggregate(last=lapses["month"].max()))["last"][0].as_py()
    return Month(int(last[:4]), int(last[5:])) if last else None


def placed(lapses: "ir.Table", area: str) -> "ir.Table":
    """The rows of those who count in `area`: where their finest known place lies."""
    import ibis

    finest = ibis.coalesce(lapses["village"], lapses["district"], lapses["area"])
    return lapses.filter(inside(finest, area))


def lapse_calendar(
    lapses: "ir.Table", engine: "Engine", area: str, since: Month, until: Month, by: Sequence[str] = ()
) -> LapseCalendar:
    """The members of `area` in the last month told of, by when their protection ends; `lapses`: as from `lapses_of`.

    Raises `Refused` where nobody of the area is in the table.
    """
    check_dimensions(by)
    month = month_of_calendar(lapses, engine, area)
    if month is None:
        raise Refused("lapses_nobody", area=area)
    here = placed(lapses, area)
    here = here.filter(here["month"] == str(month))
    rows, lasting = _counted(engine.run(_grouped(here, by)).to_pylist(), since, until, by)
    found = LapseCalendar(
        area=area,
        month=month,
        since=since,
        until=until,
        by=tuple(by),
        members=sum(row.people for row in rows) + lasting.before + lasting.later + lasting.unknown,
        rows=rows,
        lasting=lasting,
        year_end=_year_end(here, engine, month.year),
        findings=(),
    )
    return _with_findings(found)


def _grouped(here: "ir.Table", by: Sequence[str]) -> "ir.Table":
    told = here.mutate(district=area_at(here["village"], "district").fill_null(here["district"]))
    ends = told["ends_on"].cast("string").left(7)
    return told.group_by(*by, *({"cause"} - {*by}), "told", _ends=ends).agg(people=told.count())


def _counted(
    groups: Sequence[Mapping[str, Any]], since: Month, until: Month, by: Sequence[str]
) -> tuple[tuple[Ending, ...], Lasting]:
    ending: dict[tuple[Month, tuple[str | None, ...]], int] = {}
    lasting = {BEFORE: 0, LATER: 0, UNKNOWN: 0}
    for group in groups:
        when = group["_ends"]
        ends = Month(int(when[:4]), int(when[5:])) if when else None
        if ends is not None and since <= ends <= until:
            key = ends, tuple(group[name] for name in by)
            ending[key] = ending.get(key, 0) + group["people"]
        elif ends is not None and ends < since:
            lasting[BEFORE] += group["people"]
        elif group["cause"] == UNKNOWN or group["told"] == AT_MOST:
            lasting[UNKNOWN] += group["people"]
        else:
            lasting[LATER] += group["people"]
    rows = (Ending(month, dict(zip(by, dims, strict=True)), people) for (month, dims), people in ending.items())
    return tuple(sorted(rows, key=_in_order)), Lasting(**lasting)


def _in_order(row: Ending) -> tuple[Any, ...]:
    return row.month, tuple((value is None, value or "") for value in row.dims.values())


def _year_end(here: "ir.Table", engine: "Engine", year: int) -> YearEnd | None:
    """None where nothing that is told ends with the year."""
    import ibis

    december = Month(year, 12)
    last_day = ibis.literal(december.last_day, type="date")
    paid = (here["cause"] == "unpaid") & (here["paid_month"] == str(december))
    dated = (here["cause"] == "end_date") & (here["ends_on"] == last_day)
    ending = here.filter((paid | dated).fill_null(False))
    groups = ending.group_by("renewed_by").agg(people=ending.count(), last=ending["ends_on"].max())
    rows = sorted(engine.run(groups).to_pylist(), key=lambda row: (-row["people"], row["renewed_by"] or ""))
    if not rows:
        return None
    return YearEnd(
        year=year,
        people=sum(row["people"] for row in rows),
        payers={row["renewed_by"]: row["people"] for row in rows},
        decree_by=december.last_day,
        protected_until=max(row["last"] for row in rows),
    )


def _with_findings(found: LapseCalendar) -> LapseCalendar:
    from dataclasses import replace

    facts: dict[str, Fact] = {"area": found.area, "month": str(found.month), "people": found.lasting.unknown}
    if not found.lasting.unknown:
        return found
    return replace(
        found, findings=(Finding("lapses_unknown", {**facts, "members": found.members}, "info"), *found.findings)
    )


def to_renew(
    lapses: "ir.Table", engine: "Engine", area: str, since: Month, until: Month
) -> Sequence[Mapping[str, Any]]:
    """Whom to renew: a row for each person whose protection ends from `since` up to `until`, by day, place and person.

    Who is dead or over age is not among them: nobody can renew that.
    """
    here = placed(lapses, area)
    month = month_of_calendar(lapses, engine, area)
    when = here["ends_on"].cast("string").left(7)
    renewable = [cause for cause in CAUSES if cause in ("end_date", "unpaid")]
    conditions = [here["month"] == str(month), when >= str(since), when <= str(until), here["cause"].isin(renewable)]
    columns = ("person", "ends_on", "cause", "paid_month", "renewed_by", "segment", "payer", "village", "district")
    rows = engine.run(here.filter(conditions).select(*columns)).to_pylist()
    return sorted(rows, key=lambda row: (row["ends_on"], row["village"] or row["district"] or "~", row["person"]))
