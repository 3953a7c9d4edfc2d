"""Why a month's figure was told otherwise later: which files came in between, and whom that is about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from cakupan.basics.month import Month
from cakupan.coverage.definition import FigureDefinition, differences
from cakupan.coverage.figure import CoverageFigure
from cakupan.coverage.finding import Missing
from cakupan.regions.levels import REGENCY
from cakupan.regions.tree import NATION, level_of

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Version:
    """What one published snapshot said of a month: the figure with its definition, or what was missing for it."""

    snapshot: int
    known_on: date
    definition: FigureDefinition
    figure: CoverageFigure
    missing: tuple[Missing, ...] = ()

    @property
    def told(self) -> bool:
        return self.figure.members is not None

    def says_the_same(self, other: "Version") -> bool:
        """Whether a reader of both would notice nothing: the same counts, measured and counted alike."""
        figures = (self.figure.members, self.figure.potential) == (other.figure.members, other.figure.potential)
        return figures and not differs(self, other)


def differs(before: Version, after: Version) -> tuple[str, ...]:
    """The parts in which two versions are defined differently: of `differences`, and `denominator`."""
    counted = differences(before.definition, after.definition) if before.told and after.told else ()
    same = before.definition.denominator == after.definition.denominator
    return counted if same else (*counted, "denominator")


def difference(before: Version, after: Version) -> int | None:
    """By how many members the later version differs; None where one is unknown or the two count differently."""
    if before.figure.members is None or after.figure.members is None:
        return None
    if differences(before.definition, after.definition):
        return None
    return after.figure.members - before.figure.members


@dataclass(frozen=True, slots=True)
class FileInForce:
    """A received file as a snapshot used it: what it is about, from which day it is known, and in which order."""

    sha256: str
    kind: str
    month: str
    area: str
    known_on: date
    order: int

    @property
    def about(self) -> tuple[str, str, str]:
        return self.kind, self.month, self.area


Change = Literal["added", "corrected", "replaced", "taken_out", "dated_anew"]


@dataclass(frozen=True, slots=True)
class FileChange:
    """What became of a file between two snapshots.

    `corrected`: it came beside another of the same kind, month and area, of which it supersedes what it says too;
    `replaced`: it came for one that was taken out (`instead_of`); `dated_anew`: taken out and in again.
    """

    change: Change
    file: FileInForce
    instead_of: FileInForce | None = None


def files_between(before: Iterable[FileInForce], after: Iterable[FileInForce]) -> tuple[FileChange, ...]:
    """What happened to the files between two snapshots, in the order in which they became known."""
    then, now = ({file.sha256: file for file in files} for files in (before, after))
    gone = [file for sha256, file in then.items() if sha256 not in now]
    changes = []
    for file in sorted((one for one in now.values() if one.sha256 not in then), key=_known):
        instead_of = next((one for one in gone if one.about == file.about and file.month), None)
        if instead_of:
            gone.remove(instead_of)
        beside = bool(file.month) and any(one.about == file.about for one in then.values())
        change: Change = "replaced" if instead_of else "corrected" if beside else "added"
        changes.append(FileChange(change, file, instead_of))
    anew = (file for sha256, file in now.items() if sha256 in then and then[sha256].known_on != file.known_on)
    changes += [FileChange("dated_anew", file) for file in anew]
    return tuple(
        sorted([*changes, *(FileChange("taken_out", file) for file in gone)], key=lambda one: _known(one.file))
    )


def _known(file: FileInForce) -> tuple[date, int, str]:
    return file.known_on, file.order, file.sha256


def counted_in(episodes: "ir.Table", month: Month, area: str) -> "ir.Table":
    """Whoever is counted in `month`: person, segment, and whether `here`, in `area` (null: nobody knows); one row each.

    `episodes` are unbroken runs of months in which a person counts in one way (see `membership.episodes`).
    """
    running = episodes.filter((episodes["starts_month"] <= str(month)) & (episodes["ends_month"] >= str(month)))
    return running.select("person", "segment", here=_lies_in(running, area))


def _lies_in(rows: "ir.Table", area: str) -> "ir.BooleanValue":
    # null where the place is not known: nobody is there, and Sail takes no column that it thinks was never null
    if area == NATION:
        return rows["area"].notnull()
    if len(area) < REGENCY:
        return rows["area"].startswith(f"{area}.")
    column = {"regency": "area", "district": "district"}.get(level_of(area), "village")
    return rows[column] == area


def told_otherwise(before: "ir.Table", after: "ir.Table", moved: "ir.Table") -> "ir.Table":
    """The rows of two `counted_in` that are not in both alike, and all of persons who are called otherwise (`moved`).

    Columns: person, segment, here, then and now (1 where the row is in that table, else 0).
    """
    import ibis

    both = ibis.union(before.mutate(then=ibis.literal(1), now=ibis.literal(0)),
                      after.mutate(then=ibis.literal(0), now=ibis.literal(1)))  # fmt: skip
    rows = both.group_by(["person", "segment", "here"]).agg(
        then=both["then"].sum().cast("int64"), now=both["now"].sum().cast("int64")
    )
    renamed = ibis.union(moved.select(person="old"), moved.select(person="new"), distinct=True)
    alike = (rows["then"] > 0) & (rows["now"] > 0)
    return ibis.union(rows.filter(~alike), rows.filter(alike).semi_join(renamed, "person"))


@dataclass(frozen=True, slots=True)
class Recount:
    """How the persons of an area and month were counted anew between two snapshots; parts add up to the difference.

    `came_in`: nobody counted them before; `from_elsewhere`: another area did. `went_out`, `to_elsewhere` likewise.
    `found_one`: fewer, because persons were found to be one; `found_several`: more, because one was found to be
    several. `other_segment`: stayed in the count, in another segment; that adds nothing.
    """

    came_in: int = 0
    from_elsewhere: int = 0
    went_out: int = 0
    to_elsewhere: int = 0
    found_one: int = 0
    found_several: int = 0
    other_segment: int = 0

    @property
    def difference(self) -> int:
        more = self.came_in + self.from_elsewhere + self.found_several
        return more - self.went_out - self.to_elsewhere - self.found_one


def recount(rows: Iterable[Mapping[str, Any]], moved: Iterable[tuple[str, str]]) -> Recount:
    """The persons of `told_otherwise`, each followed through what they are called (`moved`: old, new)."""
    name = _same_persons(moved)
    persons: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        persons[name.get(row["person"], row["person"])].append(row)
    found: defaultdict[str, int] = defaultdict(int)
    for of_person in persons.values():
        for part, many in _parts(of_person):
            found[part] += many
    return Recount(**found)


def _parts(rows: Sequence[Mapping[str, Any]]) -> Iterable[tuple[str, int]]:
    """What became of those who are or were one person."""
    then, now = ([row for row in rows if row[when]] for when in ("then", "now"))
    here_then, here_now = ([row for row in of if row["here"]] for of in (then, now))
    if not here_then:
        yield ("from_elsewhere" if then else "came_in"), len(here_now)
    elif not here_now:
        yield ("to_elsewhere" if now else "went_out"), len(here_then)
    else:
        yield "found_one", max(0, len(here_then) - len(here_now))
        yield "found_several", max(0, len(here_now) - len(here_then))
        segments = [sorted(str(row["segment"]) for row in of) for of in (here_then, here_now)]
        yield "other_segment", int(len(here_then) == len(here_now) == 1 and segments[0] != segments[1])


def _same_persons(moved: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """One name for all that one person was called: the ends of every chain of `moved` meet."""
    name: dict[str, str] = {}

    def root(one: str) -> str:
        while name.setdefault(one, one) != one:
            name[one] = one = name[name[one]]
        return one

    for old, new in moved:
        first, second = sorted((root(old), root(new)))
        name[second] = first
    return {one: root(one) for one in list(name)}
