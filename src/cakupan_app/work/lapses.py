"""What is answered to "whose protection ends when": the lapse calendar of an area, and the list of whom to renew."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from cakupan_app.work.view import View

TABLE = "lapses"
_LISTED = (
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


def renewal_list(view: View, question: LapsesQuestion) -> Sequence[Mapping[str, Any]]:
    """Whom to renew in the months asked about: by person id, without names, which only the vault has."""
    since, until = _window(view, question)
    return to_renew(view.table(TABLE), view.engine, question.area, since, until)


def write_list(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write a list to renew as CSV. Refused where nothing can be written there."""
    # a folder that is not there is a slip of the pen more often than a wish
    if path.is_dir() or not path.parent.exists():
        raise Refused("lapses_list_unwritable", path=masked_path(path))
    text = io.StringIO()
    writer = csv.DictWriter(text, _LISTED, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    try:
        durable.write(path, text.getvalue().encode())
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
