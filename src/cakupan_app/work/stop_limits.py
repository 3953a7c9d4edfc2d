"""When a file is held for somebody to look at: the stop limits of a workspace, and which of them a file meets."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib.resources import files
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Fact, Refused
from cakupan.intake import Kind, Reading
from cakupan.regions import is_within
from cakupan_app.work.letters import Letter
from cakupan_app.work.monthly import Monthly, monthly

if TYPE_CHECKING:
    from cakupan_app.work.workspace import Workspace

OWN = "cakupan.toml"
"""The file in a workspace's folder in which an office sets limits of its own."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a file is held; each is explained in `limits.toml`."""

    quarantined: Fraction
    repeated: Fraction
    members: Fraction
    repeated_rows: int
    elsewhere: Fraction
    fewer: Fraction
    more: Fraction
    least: int
    compared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file as it is judged: what it says, how many of its repeated rows are those of members, and how many repeat a
    file that it corrects."""

    letter: Letter
    reading: Reading
    members: int
    corrected: int
    known_on: date


def limits_of(folder: Path) -> Limits:
    """The limits of the workspace in `folder`; Refused where its own file cannot be used."""
    told = tomllib.loads(files("cakupan_app.work").joinpath("limits.toml").read_text(encoding="utf-8"))["limits"]
    try:
        own = tomllib.loads((folder / OWN).read_text(encoding="utf-8")).get("limits", {})
    except FileNotFoundError:
        own = {}
    except (OSError, ValueError) as problem:
        raise Refused("limits_unreadable", path=OWN, problem=str(problem).splitlines()[0]) from None
    unknown = sorted(set(own) - set(told))
    if unknown:
        raise Refused("limits_unknown", path=OWN, names=tuple(unknown), known=tuple(told))
    return _limits(told | own)


def _limits(told: Mapping[str, Any]) -> Limits:
    found: dict[str, Any] = {}
    for name, kind in Limits.__annotations__.items():
        value = told[name]
        if name == "compared":
            fine = isinstance(value, list) and all(one in tuple(Kind) for one in value)
            found[name] = tuple(value) if fine else None
        else:
            fine = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
            found[name] = kind(str(value)) if fine and kind is Fraction else value
            fine = fine and (kind is Fraction or isinstance(value, int))
        if not fine:
            raise Refused("limit_unusable", path=OWN, name=name, value=str(value))
    return Limits(**found)


def limits_met(workspace: "Workspace", arrived: Arrived) -> tuple[Refused, ...]:
    """Every reason to hold the file, all at once."""
    limits = limits_of(workspace.layout.root)
    return (
        *_too_many(arrived, limits),
        *_elsewhere(arrived, limits, workspace.area),
        *_far(workspace, arrived, limits),
    )


def _too_many(arrived: Arrived, limits: Limits) -> Iterator[Refused]:
    reading, file = arrived.reading, arrived.reading.sha256[:12]
    if reading.quarantined > limits.quarantined * reading.rows_in:
        yield Refused("held_too_many_bad", quarantined=reading.quarantined, rows=reading.rows_in, file=file)
    repeated = reading.repeated - arrived.members - arrived.corrected
    if repeated >= limits.repeated_rows and repeated > limits.repeated * reading.rows_in:
        yield Refused("held_too_many_repeated", repeated=repeated, rows=reading.rows_in, file=file)
    if arrived.members >= limits.repeated_rows and arrived.members > limits.members * reading.rows_in:
        yield Refused("held_too_many_members", members=arrived.members, rows=reading.rows_in, file=file)


def _elsewhere(arrived: Arrived, limits: Limits, workspace: str) -> Iterator[Refused]:
    area = arrived.letter.area or workspace
    outside, placed = _sides(arrived.reading, area)
    head = takewhile(lambda problem: problem.row is None, arrived.reading.problems)
    told = next((problem for problem in head if problem.code == "places_mostly_elsewhere"), None)
    if told is not None and not outside > limits.elsewhere * placed:
        outside, placed = int(str(told.facts["rows"])), int(str(told.facts["named"]))
    if placed and outside > limits.elsewhere * placed:
        yield Refused("held_elsewhere", rows=outside, placed=placed, area=area, file=arrived.reading.sha256[:12])


def _sides(reading: Reading, area: str) -> tuple[int, int]:
    """How many accepted rows name a place outside `area`, and how many name a place at all."""
    told = places_told(reading)
    return sum(count for place, count in told.items() if not is_within(place, area)), sum(told.values())


def places_told(reading: Reading) -> Mapping[str, int]:
    """How many accepted rows name each place, a village or else a district; none of a kind that names no villages."""
    import pyarrow.compute as pc

    found: Counter[str] = Counter()
    for table in reading.record_tables():
        if not {"village", "district"} <= set(table.column_names):
            return {}
        for one in pc.value_counts(pc.coalesce(table["village"], table["district"])).to_pylist():
            if one["values"] is not None:
                found[one["values"]] += one["counts"]
    return found


def _far(workspace: "Workspace", arrived: Arrived, limits: Limits) -> Iterator[Refused]:
    kind, file = arrived.letter.kind, arrived.reading.sha256[:12]
    if kind is not Kind.RECAP and kind not in limits.compared:
        return
    own = monthly(arrived.letter, arrived.reading)
    known = Monthly(workspace, arrived.letter, arrived.known_on, set(own))
    for (area, month), count in sorted(own.items()):
        again = known.count(area, month)
        facts: dict[str, Fact] = {"month": str(month), "count": count, "area": area or workspace.area, "file": file}
        if again is not None:
            if kind is Kind.RECAP and _apart(count, again, limits):
                yield Refused("held_month_told_otherwise", before=again, **facts)
            continue
        before = known.count(area, month + -1)
        if before is not None and _apart(count, before, limits):
            code = "held_recap_far" if kind is Kind.RECAP else "held_rows_far"
            yield Refused(code, before=before, earlier=str(month + -1), **facts)


def _apart(count: int, before: int, limits: Limits) -> bool:
    if max(count, before) < limits.least:
        return False
    return count < limits.fewer * before or count > limits.more * before
