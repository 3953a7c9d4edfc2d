"""What differs between two published snapshots: figures by month and place, files, rules, reviewers' decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.revisions import Version, difference, differs, files_between
from cakupan.regions.tree import children_of
from cakupan_app.store.snapshots import Snapshot
from cakupan_app.work.ask import CoverageQuestion, coverage, coverage_by_month, months_told
from cakupan_app.work.files_told import Sight
from cakupan_app.work.revisions import NamedChange, files_of, named, rules_between
from cakupan_app.work.view import View
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan.coverage.figure import CoverageFigure


@dataclass(frozen=True, slots=True)
class MonthDiffers:
    """A month that the two snapshots do not tell alike; None where one does not tell it at all.

    `apart`: by how many members, where both count in one way; `parts`: what is counted otherwise, where it is.
    """

    month: Month
    before: Version | None
    after: Version | None
    apart: int | None
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceDiffers:
    """An area whose members the two snapshots do not tell alike."""

    area: str
    before: int | None
    after: int | None

    @property
    def apart(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class MadeOf:
    """What two snapshots were not made of alike: files, rules, code, and how many decisions came and went."""

    files: tuple[NamedChange, ...]
    rules: Mapping[str, tuple[str | None, str | None]]
    code: bool
    decisions: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlacesQuestion:
    """The areas just below which area, in which month."""

    area: str
    month: Month


def snapshots_told(workspace: Workspace, question: str, at: datetime) -> tuple[Snapshot, ...]:
    """Every snapshot with what it was made of, latest first."""
    del question, at
    return tuple(reversed(workspace.snapshots.all()))


def figures_told(view: View, area: str) -> Mapping[Month, Version]:
    """The figure of each month of an area, as one snapshot tells it."""
    number = view.snapshot.number if view.snapshot else 0
    answers = coverage_by_month(view, area, months_told(view, area))
    return {
        month: Version(number, view.known_on, answer.definition, answer.total, answer.missing)
        for month, answer in answers.items()
    }


def places_told(view: View, question: PlacesQuestion) -> Mapping[str, int | None]:
    """The members of each area just below, as one snapshot tells them; none where it does not tell them apart."""
    level = children_of(question.area)[0].level if children_of(question.area) else None
    if level is None:
        return {}
    try:
        answer = coverage(view, CoverageQuestion(question.area, question.month, by=(level,)))
    except Refused:
        return {}
    return {place: row.members for row in answer.rows if (place := _place(row, level))}


def months_between(before: Mapping[Month, Version], after: Mapping[Month, Version]) -> Sequence[MonthDiffers]:
    """The months that two snapshots do not tell alike, latest first."""
    pairs = [(month, before.get(month), after.get(month)) for month in sorted({*before, *after}, reverse=True)]
    return [_differs(month, old, new) for month, old, new in pairs if not _alike(old, new)]


def places_between(before: Mapping[str, int | None], after: Mapping[str, int | None]) -> Sequence[PlaceDiffers]:
    """The areas whose members two snapshots do not tell alike, by code."""
    told = (PlaceDiffers(area, before.get(area), after.get(area)) for area in sorted({*before, *after}))
    return [one for one in told if one.before != one.after]


def made_of(old: Snapshot, new: Snapshot, sight: Sight) -> MadeOf:
    """What both were not made of alike, of files only those that may be seen."""
    files = tuple(
        one
        for one in named(files_between(files_of(old), files_of(new)), max(old.known_on, new.known_on))
        if sight.sees(one.change.file)
    )
    then, now = set(old.decisions), set(new.decisions)
    return MadeOf(files, rules_between(old, new), old.code != new.code, (len(now - then), len(then - now)))


def _alike(before: Version | None, after: Version | None) -> bool:
    if before is None or after is None:
        told = before or after
        return told is None or not told.told
    return after.says_the_same(before)


def _differs(month: Month, before: Version | None, after: Version | None) -> MonthDiffers:
    if before is None or after is None:
        return MonthDiffers(month, before, after, None, ())
    return MonthDiffers(month, before, after, difference(before, after), differs(before, after))


def _place(row: "CoverageFigure", level: str) -> str | None:
    return (row.dims or {}).get(level) or row.area
