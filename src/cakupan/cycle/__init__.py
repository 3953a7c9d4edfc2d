"""The monthly cycle: received files in, the tables of a snapshot out, one line for each arrow of the picture."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan.basics.stages import Stage, StageLog
from cakupan.coverage import definition
from cakupan.coverage.contradictions import contradictions
from cakupan.coverage.cube import COUNTED, REPORTED, TOTAL, cube_of
from cakupan.coverage.definition import Measure
from cakupan.coverage.finding import Finding
from cakupan.cycle.named import named_people
from cakupan.cycle.nominations import nominees_counted
from cakupan.cycle.over import over
from cakupan.cycle.people import (
    Counted,
    People,
    hashes_of,
    linked_members,
    listed_members,
    numbered,
    people_published,
    persons_behind,
)
from cakupan.cycle.rows import count_of, records_of_files, speaking_rows
from cakupan.engines.supersession import KNOWN
from cakupan.intake import Kind
from cakupan.intake.received import Reader, ReceivedFile, read_now
from cakupan.membership.rules import RULE
from cakupan.regions.levels import is_at

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine


# with another rule the same files are other figures
RULES = {"active_in_recaps": definition.RULE, "active_member": RULE}

__all__ = ["RULES", "Outcome", "People", "cycle"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a snapshot publishes: `recaps`, `denominators`, `targets` and `cube` by name, `tally` and `crossed`
    where members are listed, and what was found.

    `tally` counts the memberships listed, `crossed` how many members live, have their NIK and work where.
    The tables say the same for the same files, days and rules. For recaps, denominators and targets the days decide
    only which of two figures is in force; a person is told by where they were first seen, so for people they decide
    that too. `people` is None where no file speaks of persons.
    """

    tables: Mapping[str, "ir.Table"]
    people: People | None
    stages: tuple[Stage, ...]
    findings: tuple[Finding, ...]


def cycle(
    files: Sequence[ReceivedFile],
    engine: "Engine",
    *,
    counting: "Engine | None" = None,
    read: Reader = read_now,
    clusters: "ir.Table | None" = None,
    decisions: "ir.Table | None" = None,
    clock: Callable[[], float] = lambda: 0.0,
    report: Callable[[Stage], None] | None = None,
) -> Outcome:
    """Everything that follows from `files`. `report` is told of each stage when it is done.

    `counting` is the engine for what comes after persons, where a nation needs another than `engine`, which alone
    sees names.
    `clusters` (file, sheet, row, person) stands for what identity would find: for tests that know who is who.
    `decisions` (`identity.decisions.COLUMNS`, files by their hash) are those of reviewers about pairs of rows.
    `clock` counts seconds for the stages; the library has none of its own. Raises what `read` raises.
    """
    log = StageLog(clock, report)
    records = records_of_files(files, read, engine, log)
    recaps = speaking_rows("recaps", Kind.RECAP, records, engine, log)
    denominators = speaking_rows("denominators", Kind.WORKFORCE, records, engine, log)
    targets = speaking_rows("targets", Kind.TARGETS, records, engine, log)
    nominees_counted(files, records, engine, log)
    hashes = hashes_of(files, engine)
    persons = persons_behind(records, numbered(clusters, hashes), numbered(decisions, hashes), engine, log)
    to = over(records, engine, counting)
    named = named_people(records, persons, to, log)
    linked = linked_members(records, persons, named, hashes, to, log)
    listed = listed_members(records, to, log)
    cube = cube_from(recaps, (linked, listed), engine, log)
    people = people_published(records, persons, linked, named, hashes, engine)
    of_people = (*(linked.findings if linked else ()), *(people.findings if people else ()))
    findings = (*contradictions(cube, denominators, engine), *of_people)
    records_in_force = {"recaps": recaps, "denominators": denominators, "targets": targets}
    # When a file came in decides what is in force; it is not part of what is published (the manifest holds it).
    tables = {name: table.drop(*KNOWN, "file_area") for name, table in records_in_force.items()}
    tables |= linked.tables if linked else {}
    return Outcome(tables | {"cube": cube}, people, tuple(log.stages), findings)


def cube_from(recaps: "ir.Table", counted: Sequence[Counted | None], engine: "Engine", log: StageLog) -> "ir.Table":
    """The cube. Its sums come on top of the rows that went in, each of which comes out as reported or counted."""
    import ibis

    found = [one for one in counted if one]
    cube = engine.keep(ibis.union(cube_of(recaps), *(one.cells for one in found)) if found else cube_of(recaps))
    log.done(
        "cube",
        rows_in=count_of(recaps, engine) + sum(one.people for one in found),
        rows_out=count_of(cube.filter(cube["basis"] == REPORTED), engine) + _persons_in(cube, engine),
        made={"cells": count_of(cube, engine)},
    )
    return cube


def _persons_in(cube: "ir.Table", engine: "Engine") -> int:
    """How many person-months the regencies of the cube hold."""
    totals = cube.filter(
        (cube["grain"] == TOTAL)
        & (cube["measure"] == Measure.PERSONS.value)
        & (cube["basis"] == COUNTED)
        & is_at(cube["area"], "regency")
    )
    return int(engine.run(totals.aggregate(people=totals["members"].sum()))["people"][0].as_py() or 0)
