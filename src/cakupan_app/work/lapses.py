"""What is answered to "whose protection ends when": the lapse calendar of an area, and the list of whom to renew."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.definition import Evidence
from cakupan.coverage.finding import Finding
from cakupan.targets.lapses import (
    LapseCalendar,
    check_dimensions,
    lapse_calendar,
    month_of_calendar,
    to_renew,
    window_asked,
)
from cakupan_app.store import durable
from cakupan_app.work.ask import CoverageQuestion, coverage
from cakupan_app.work.letters import masked_path
from cakupan_app.work.seeing import Looking, seeing
from cakupan_app.work.trail import EXPORTED
from cakupan_app.work.uncovered_people import names_by_person
from cakupan_app.work.view import View
from cakupan_app.work.whereabouts import IDENTIFIERS
from cakupan_app.work.workspace import Workspace

TABLE = "lapses"
CSV, XLSX = ".csv", ".xlsx"
NAMED = ("nik", "name", "birth")
LISTED = (
    *("person", "ends_on", "cause", "paid_month", "renewed_by"),
    *("segment", "payer", "village", "district"),
)


@dataclass(frozen=True, slots=True)
class LapsesQuestion:
    """Whose protection is asked about: the members of an area, from which month until which (a year from the last known
    month, unless they are said), told apart how."""

    area: str
    since: Month | None = None
    until: Month | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakingOut:
    """Who takes the list to renew out and what for, as known `today`; `named`: with names and NIK."""

    looking: Looking
    today: date
    named: bool = False


def lapses(view: View, question: LapsesQuestion) -> LapseCalendar:
    """The lapse calendar of the area's members in the last month that lists of people tell of, with the definition of
    the figure that these members are. Refused where no list of people is known, or only to an older version."""
    check_dimensions(question.by)
    since, until = _window(view, question)
    found = lapse_calendar(view.table(TABLE), view.engine, question.area, since, until, question.by)
    counted = coverage(view, CoverageQuestion(question.area, found.month, evidence=Evidence.LINKED))
    return replace(
        found,
        definition=counted.definition,
        findings=(*found.findings, *_of_another_count(found, counted.total.members)),
    )


def renewal_list(
    view: View, workspace: Workspace, question: LapsesQuestion, taking: TakingOut
) -> Sequence[Mapping[str, Any]]:
    """Whom to renew in the months asked about, by person id; where they are `named` also `nik`, `name` and `birth`.

    For a command at the machine itself, whose keys open the vault anyway: no right is asked there, but what for is
    said, and stands on the trail with everybody who is on the list.
    """
    since, until = _window(view, question)
    if taking.named and (view.snapshot is None or IDENTIFIERS not in view.snapshot.vault):
        raise Refused("snapshot_without_table", table=IDENTIFIERS)
    rows = to_renew(view.table(TABLE), view.engine, question.area, since, until)
    persons = [row["person"] for row in rows]
    window = f"{since}/{until}"
    seeing(taking.looking, question.area, persons, action=EXPORTED, list=TABLE, rows=len(rows), window=window)
    names = names_by_person(view, workspace, persons, taking.today) if taking.named else {}
    return [{**row, **{name: names.get(row["person"], {}).get(name) for name in NAMED}} for row in rows]


def check_list(path: Path, purpose: str | None) -> None:
    """Refuses, before anything is asked, a file that no list can be written to, and a list that is for nothing."""
    # a folder that is not there is a slip of the pen more often than a wish
    if path.suffix.casefold() not in (CSV, XLSX) or path.is_dir() or not path.parent.exists():
        raise Refused("lapses_list_unwritable", path=masked_path(path))
    if purpose is None:
        raise Refused("lapses_list_purpose_missing", path=masked_path(path))


def by_name(path: Path) -> bool:
    """Whether a list in this file has names and NIK: a workbook alone, since Excel cuts a NIK in a text."""
    return path.suffix.casefold() == XLSX


def as_text(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The list as CSV: ids, without names or NIK."""
    text = io.StringIO()
    writer = csv.DictWriter(text, LISTED, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def write_list(path: Path, content: bytes) -> None:
    """Write the list. Refused where nothing can be written there."""
    try:
        durable.write(path, content)
    except OSError:
        raise Refused("lapses_list_unwritable", path=masked_path(path)) from None


def _window(view: View, question: LapsesQuestion) -> tuple[Month, Month]:
    if not view.has(TABLE):
        code = "lapses_needs_build" if view.has("episodes") else "lapses_needs_lists"
        raise Refused(code, area=question.area)
    month = month_of_calendar(view.table(TABLE), view.engine, question.area)
    if month is None:
        raise Refused("lapses_nobody", area=question.area)
    return window_asked(month, question.since, question.until)


def _of_another_count(found: LapseCalendar, members: int | None) -> Sequence[Finding]:
    """That the calendar is of other members than the figure of the month counts: of a regency whose people are not all
    listed, or of one that another's extracts name later."""
    if members == found.members:
        return ()
    facts: dict[str, Fact] = {"area": found.area, "month": str(found.month), "counted": found.members}
    return (Finding("lapses_of_others", {**facts, "members": members}, "warning"),)
