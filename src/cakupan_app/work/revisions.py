"""What was said of an area's months in each published snapshot, what is known now, and why the two differ."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.definition import Evidence
from cakupan.coverage.figure import Coverage
from cakupan.coverage.finding import Missing
from cakupan.coverage.revisions import (
    FileChange,
    FileInForce,
    Recount,
    Version,
    counted_in,
    files_between,
    recount,
    told_otherwise,
)
from cakupan.workforce.choose import UnknownDenominator
from cakupan_app.store.snapshots import Snapshot
from cakupan_app.work.ask import View, coverage_by_month, months_told, view
from cakupan_app.work.view import nothing_published
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir

_EPISODES, _MOVED = "episodes", "person_moved"


@dataclass(frozen=True, slots=True)
class Told:
    """All that was published of one month: the version of each snapshot, from the first that had a figure.

    The last is that of the snapshot in force: what is known now.
    """

    month: Month
    versions: tuple[Version, ...]

    @property
    def first(self) -> Version:
        return self.versions[0]

    @property
    def now(self) -> Version:
        return self.versions[-1]

    @property
    def different(self) -> tuple[Version, ...]:
        """The versions that say something else than the one before them, with the first."""
        return (self.first, *(after for _, after in self.changes))

    @property
    def changes(self) -> tuple[tuple[Version, Version], ...]:
        """The neighbours that do not say the same."""
        return tuple((before, after) for before, after in pairwise(self.versions) if not after.says_the_same(before))


@dataclass(frozen=True, slots=True)
class NamedChange:
    """What happened to a file, the name it was received under, and the day from which it is known to have happened."""

    change: FileChange
    name: str | None
    instead_of: str | None
    known_on: date


@dataclass(frozen=True, slots=True)
class Revision:
    """Why a month is told otherwise in the later of two snapshots.

    `rules` and `code` say what counted before and after, where that is not the same. `persons` is None where nobody
    can say whom the difference is about; `missing` tells why.
    """

    before: Version
    after: Version
    files: tuple[NamedChange, ...]
    rules: Mapping[str, tuple[str | None, str | None]]
    code: tuple[str, str] | None
    persons: Recount | None
    missing: Missing | None


@dataclass(frozen=True, slots=True)
class SeriesQuestion:
    """Which area, which months (both inside; None: from the first, to the last), against which denominator."""

    area: str
    starts: Month | None = None
    ends: Month | None = None
    denominator: str | None = None

    def __post_init__(self) -> None:
        if self.starts is not None and self.ends is not None and self.ends < self.starts:
            raise Refused("series_months_reversed", starts=str(self.starts), ends=str(self.ends))

    def asks_for(self, month: Month) -> bool:
        return (self.starts is None or self.starts <= month) and (self.ends is None or month <= self.ends)


def series(workspace: Workspace, question: SeriesQuestion, *, at: datetime) -> tuple[Told, ...]:
    """What was first said of each month and in every snapshot since, by month. Refused where nothing is published."""
    versions: defaultdict[Month, list[Version]] = defaultdict(list)
    published = were_in_force(workspace)
    for snapshot in published:
        with view(workspace, at=at, number=snapshot.number) as seen:
            answers = _answers(seen, question, versions, in_force=snapshot is published[-1])
        for month, answer in answers.items():
            version = Version(snapshot.number, snapshot.known_on, answer.definition, answer.total, answer.missing)
            if version.told or month in versions:
                versions[month].append(version)
    return tuple(Told(month, tuple(versions[month])) for month in sorted(versions))


def were_in_force(workspace: Workspace) -> tuple[Snapshot, ...]:
    """The snapshots that were in force one after the other; one built of an earlier day stood beside, and never was."""
    found: list[Snapshot] = []
    for snapshot in workspace.snapshots.all():
        if not found or snapshot.known_on >= found[-1].known_on:
            found.append(snapshot)
    if not found:
        raise nothing_published()
    return tuple(found)


@dataclass(frozen=True, slots=True)
class OnlyOne:
    """The days on which the files of the only snapshot became known, and one on which fewer were: the figures as known
    then are what there is to compare. `example` is None where all came on one day."""

    days: tuple[date, ...]
    example: date | None


def only_one(workspace: Workspace, month: Month) -> OnlyOne | None:
    """Why a series has nothing to compare yet, and a day worth asking about `month`; None with several snapshots.

    That day is the first on which a file of the month was known, if another came later: then it says something else.
    """
    published = were_in_force(workspace)
    if len(published) > 1:
        return None
    days = tuple(sorted({source.known_on for source in published[0].sources}))
    of_month = sorted({one.known_on for one in published[0].sources if one.month == str(month)})
    earlier = [day for day in (*of_month[:1], *reversed(days)) if day < days[-1]]
    return OnlyOne(days, earlier[0] if earlier else None)


def _answers(
    seen: View, question: SeriesQuestion, earlier: Iterable[Month], *, in_force: bool
) -> Mapping[Month, Coverage]:
    """The figures of one snapshot: of the months it knows, and of those that earlier ones knew."""
    months = sorted({month for month in (*months_told(seen, question.area), *earlier) if question.asks_for(month)})
    try:
        return coverage_by_month(seen, question.area, months, question.denominator)
    except UnknownDenominator:
        if in_force:
            raise
    # nobody had sent that denominator then: members were told, and no rate against it
    without = coverage_by_month(seen, question.area, months)
    return {month: _against_none(answer) for month, answer in without.items()}


def _against_none(answer: Coverage) -> Coverage:
    definition = replace(answer.definition, denominator=None)
    return replace(answer, definition=definition, total=replace(answer.total, potential=None))


def revisions(workspace: Workspace, area: str, month: Month, denominator: str | None, *, at: datetime) -> "Revised":
    """Every published version of one month's figure, and why it changed from each to the next."""
    told = series(workspace, SeriesQuestion(area, month, month, denominator), at=at)
    if not told:
        return Revised(None, (), Missing("month_never_told", {"area": area, "month": str(month)}))
    snapshots = {one.number: one for one in were_in_force(workspace)}
    changes = told[0].changes
    found = tuple(_revision(workspace, snapshots, before, after, at) for before, after in changes)
    return Revised(told[0], found, None)


@dataclass(frozen=True, slots=True)
class Revised:
    """All versions of a month and the changes between them; `missing` where no snapshot ever had a figure of it."""

    told: Told | None
    changes: tuple[Revision, ...]
    missing: Missing | None


def _revision(
    workspace: Workspace, snapshots: Mapping[int, Snapshot], before: Version, after: Version, at: datetime
) -> Revision:
    old, new = snapshots[before.snapshot], snapshots[after.snapshot]
    persons = _persons(workspace, before, after, at)
    return Revision(
        before,
        after,
        named(files_between(files_of(old), files_of(new)), new.known_on),
        rules_between(old, new),
        (old.code, new.code) if old.code != new.code else None,
        persons if isinstance(persons, Recount) else None,
        persons if isinstance(persons, Missing) else None,
    )


def rules_between(old: Snapshot, new: Snapshot) -> Mapping[str, tuple[str | None, str | None]]:
    """Each counting rule that is not the same in both, as it was and as it is."""
    rules = {name: (old.rules.get(name), new.rules.get(name)) for name in sorted({*old.rules, *new.rules})}
    return {name: pair for name, pair in rules.items() if pair[0] != pair[1]}


def files_of(snapshot: Snapshot) -> Iterable[FileInForce]:
    """The files that a snapshot was made of."""
    return (FileInForce(one.sha256, one.kind, one.month, one.area, one.known_on, one.order) for one in snapshot.sources)


def named(changes: Iterable[FileChange], known_by: date) -> tuple[NamedChange, ...]:
    """`changes` with the names the files were received under, and the day from which each is known."""
    from cakupan_app.ledger import history

    standings = {standing.receipt.sha256: standing for standing in history.standings(known_by)}

    def name_of(file: FileInForce | None) -> str | None:
        standing = standings.get(file.sha256) if file else None
        return standing.receipt.name if standing else None

    def since(change: FileChange) -> date:
        # a manifest lists the files in force: when one was taken out only the ledger knows
        standing = standings.get(change.file.sha256)
        return standing.decision.known_on if standing else change.file.known_on

    return tuple(NamedChange(one, name_of(one.file), name_of(one.instead_of), since(one)) for one in changes)


def _persons(workspace: Workspace, before: Version, after: Version, at: datetime) -> Recount | Missing:
    """Whom the difference is about, where both figures count linked persons whose episodes were published."""
    area, month = after.definition.area, after.definition.month
    place: dict[str, Fact] = {"area": area, "month": str(month)}
    if not all(_of_linked_persons(one) for one in (before, after)):
        return Missing("revision_not_of_linked_persons", place)
    with (
        view(workspace, at=at, number=before.snapshot) as then,
        view(workspace, at=at, number=after.snapshot) as now,
    ):
        without = [str(one.snapshot_name) for one in (then, now) if not one.has(_EPISODES)]
        if without:
            return Missing("revision_without_episodes", {**place, "snapshots": tuple(without)})
        if not now.has(_MOVED):
            return Missing("revision_persons_not_followed", place)
        old = now.engine.table(then.engine.run(counted_in(then.table(_EPISODES), month, area)))
        new = now.engine.keep(counted_in(now.table(_EPISODES), month, area))
        moved = now.table(_MOVED)
        found = recount(
            now.engine.run(told_otherwise(old, new, moved)).to_pylist(),
            [(row["old"], row["new"]) for row in now.engine.run(moved.select("old", "new")).to_pylist()],
        )
        counted = _here(old, now), _here(new, now)
    told = before.figure.members, after.figure.members
    if counted != told or (told[0] or 0) + found.difference != told[1]:
        facts = {**place, "snapshots": (str(before.snapshot), str(after.snapshot)), "persons": counted[1]}
        return Missing("revision_persons_do_not_add_up", {**facts, "members": told[1]})
    return found


def _of_linked_persons(version: Version) -> bool:
    return version.told and version.definition.evidence is Evidence.LINKED and not version.definition.mixed


def _here(counted: "ir.Table", seen: View) -> int:
    return int(
        seen.engine.run(counted.aggregate(persons=counted["here"].cast("int64").sum()))["persons"][0].as_py() or 0
    )
