"""Which rows of a list of nominations are known already when it comes in: from an earlier list, or as a member's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Facts
from cakupan.engines.supersession import IN_FORCE, REPEATED
from cakupan.intake import Kind, Reading, schema_of
from cakupan.intake.again import Known
from cakupan.membership.nominees import (
    ALREADY_MEMBER,
    asked_month,
    enrolled_among,
    months_told,
    newest_months,
    nominees,
)
from cakupan_app.work.in_force import received_files, source_of
from cakupan_app.work.reading import reader
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from cakupan.engines.duck import DuckEngine
    from cakupan_app.ledger.history import Standing
    from cakupan_app.ledger.models import Decision

NEW = 2**62
"""The place among decisions of one that is yet to be made."""

Value = int | str | date | None

_NAMED = ("sheet", "row", "nik", "name")
_TOLD = ("standing", "earlier_file", "earlier_sheet", "earlier_row", "member_month", "member_segment")


@dataclass(frozen=True, slots=True)
class RowsKnown:
    """Rows of a list that are known already: what is told of them, of which earlier files (by hash) how many, and how
    many are those of members."""

    known: tuple[Known, ...] = ()
    of_files: Mapping[str, int] = field(default_factory=dict)
    members: int = 0


class Earlier:
    """What the files in force say of those whom a list names, read once however many lists come in; to be closed.

    Numbers and names are in the memory of the engine only. `keeps`: as for `reading.reader`.
    """

    def __init__(self, workspace: Workspace, *, keeps: bool) -> None:
        self._workspace = workspace
        self._read = reader(workspace, keeps=keeps)
        self._opened: DuckEngine | None = None
        self._lists: tuple[Standing, ...] = ()
        self._named: ir.Table | None = None
        self._extracts: tuple[Standing, ...] = ()
        self._by_month: dict[str, ir.Table] = {}
        self._enrolled: dict[str, ir.Table] = {}
        self._months: ir.Table | None = None

    def close(self) -> None:
        if self._opened:
            self._opened.close()

    def known_rows(
        self, reading: Reading, month: Month | None, known_on: date, before: "Decision | None" = None
    ) -> RowsKnown:
        """The accepted rows of a list of nominations that name nobody new, if it is accepted as of `known_on`.

        `before`: as they were known when that decision was yet to be made.
        """
        from cakupan_app.ledger import history

        standings = [one for one in history.accepted_by(known_on, before) if one.receipt.sha256 != reading.sha256]
        lists, extracts = (
            tuple(one for one in standings if one.receipt.kind == kind) for kind in (Kind.NOMINATIONS, Kind.MEMBERS)
        )
        if not (lists or extracts) or not reading.accepted:
            return RowsKnown()
        self._take_lists(lists)
        self._take_extracts(extracts)
        return _told(self._judged(reading, month, known_on), {one.decision.pk: one for one in lists})

    @property
    def engine(self) -> "DuckEngine":
        if self._opened is None:
            self._opened = self._workspace.engine()
        return self._opened

    def _judged(self, reading: Reading, month: Month | None, known_on: date) -> "pa.Table":
        """The rows of the new list that name nobody new, with why (`nominees`)."""
        import ibis

        engine, asked = self.engine, str(asked_month(month, known_on))
        stream = engine.stream(reading.record_batches())
        place: dict[str, Value] = {"file": NEW, "known_on": known_on, "order": NEW, "asked": asked}
        new = engine.keep(stream.select(*_NAMED).mutate(**_literals(place)))
        if self._named is None or not _count(self._named.semi_join(new, "nik"), engine):
            found = engine.run(self._of_members(new, asked).order_by(["sheet", "row"]))
            engine.forget(new)
            return found
        nominations = engine.keep(ibis.union(self._named.semi_join(new, "nik"), new))
        months = self._months if self._months is not None else engine.table(_no_months())
        wanted = engine.run(newest_months(nominations, months).select("newest").distinct())["newest"].to_pylist()
        members = engine.keep(self._members_of(wanted).semi_join(nominations, "nik"))
        judged = nominees(nominations, members, months, engine)
        known = judged.filter((judged["file"] == NEW) & (judged["standing"] != IN_FORCE))
        found = engine.run(known.order_by(["sheet", "row"]))
        for kept in (new, nominations, members):
            engine.forget(kept)
        return found

    def _of_members(self, new: "ir.Table", asked: str) -> "ir.Table":
        """Where no earlier list names anybody of the new one, all extracts in force come before it: the rows of those
        who are members in the newest month are what `nominees` would find, and who they are is found out once."""
        import ibis

        month = self._newest(asked)
        if month is None:
            return new.limit(0).mutate(**_literals(dict.fromkeys(_TOLD)))
        if month not in self._enrolled:
            rows = self._members_of([month])
            numbered = rows.filter(rows["nik"].notnull()).rename(person="nik")
            self._enrolled[month] = enrolled_among(numbered, self.engine)
        told = new.join(self._enrolled[month], [("nik", "person")])
        nothing = {name: None for name in _TOLD if name.startswith("earlier")}
        return told.mutate(standing=ibis.literal(ALREADY_MEMBER), **_literals(nothing))

    def _newest(self, asked: str) -> str | None:
        if self._months is None:
            return None
        told = self.engine.run(self._months.select("month").distinct())["month"].to_pylist()
        return max((month for month in told if month <= asked), default=None)

    def _take_lists(self, lists: "tuple[Standing, ...]") -> None:
        import ibis

        known = {one.decision.pk for one in self._lists}
        if not known <= {one.decision.pk for one in lists}:
            self._named, known = None, set()  # one was taken out, or the day asked about is an earlier one
        added = [one for one in lists if one.decision.pk not in known]
        if added:
            before = [] if self._named is None else [self._named]
            tables = [self._records(one, _NAMED, asked=_asked(one)) for one in added]
            named = self.engine.keep(ibis.union(*before, *tables))
            for table in before:
                self.engine.forget(table)
            self._named = named
        self._lists = lists

    def _take_extracts(self, extracts: "tuple[Standing, ...]") -> None:
        import ibis

        if [one.decision.pk for one in extracts] == [one.decision.pk for one in self._extracts]:
            return
        for table in self._by_month.values():
            self.engine.forget(table)
        self._extracts, self._by_month, self._enrolled, self._months = extracts, {}, {}, None
        if extracts:
            told = [months_told(self._records(one, ("month",))) for one in extracts]
            self._months = self.engine.keep(ibis.union(*told))

    def _members_of(self, months: Sequence[str]) -> "ir.Table":
        """The rows of the extracts about these months."""
        import ibis

        engine, columns = self.engine, schema_of(Kind.MEMBERS).names
        for month in months:
            if month not in self._by_month:
                tables = (self._records(one, columns) for one in self._extracts)
                self._by_month[month] = engine.keep(
                    ibis.union(*(table.filter(table["month"] == month) for table in tables))
                )
        if months:
            return ibis.union(*(self._by_month[month] for month in months))
        return engine.table(_no_members())

    def _records(self, standing: "Standing", columns: Sequence[str], **said: str) -> "ir.Table":
        """The accepted rows of an earlier file, told by its decision's number."""
        (file,) = received_files(self._workspace, [source_of(standing)])
        place: dict[str, Value] = {"file": file.order, "known_on": file.known_on, "order": file.order}
        rows = self._read(file, self.engine).records.select(*columns)
        return rows.mutate(**_literals(place | said))


def _literals(values: Mapping[str, Value]) -> "dict[str, ir.Scalar]":
    """Columns in which every row says the same; nothing is said as text."""
    import ibis

    kinds = {int: "int64", date: "date"}
    return {name: ibis.literal(value, kinds.get(type(value), "string")) for name, value in values.items()}


def _count(rows: "ir.Table", engine: "DuckEngine") -> int:
    return int(engine.run(rows.aggregate(rows=rows.count()))["rows"][0].as_py())


def _asked(standing: "Standing") -> str:
    return standing.receipt.month or str(asked_month(None, standing.decision.known_on))


def _told(found: "pa.Table", lists: "Mapping[int, Standing]") -> RowsKnown:
    """What is told of each row: that an earlier list has it, that it is a member's, or both."""
    rows = found.to_pylist()
    known: list[Known] = []
    of_files: dict[str, int] = {}
    for row in rows:
        if row["standing"] == REPEATED:
            sha256 = lists[row["earlier_file"]].receipt.sha256
            of_files[sha256] = of_files.get(sha256, 0) + 1
    for sheet in dict.fromkeys(row["sheet"] for row in rows):
        here = [row for row in rows if row["sheet"] == sheet]
        for code, column, facts in (
            ("row_known", "earlier_file", lambda row: _of_list(row, lists)),
            ("row_of_member", "member_month", _of_member),
        ):
            told = [row for row in here if row[column] is not None]
            known += _batch(sheet, code, [row["row"] for row in told], [facts(row) for row in told])
    return RowsKnown(tuple(known), of_files, sum(row["standing"] == ALREADY_MEMBER for row in rows))


def _batch(sheet: str, code: str, numbers: Sequence[int], told: Sequence[Facts]) -> Iterator[Known]:
    import numpy as np

    if numbers:
        yield Known(sheet, np.array(numbers, np.int64) - 1, code, told)


def _of_list(row: Mapping[str, Any], lists: "Mapping[int, Standing]") -> dict[str, Fact]:
    receipt = lists[row["earlier_file"]].receipt
    return {
        "file": receipt.sha256[:12],
        "name": receipt.name,
        "other_sheet": row["earlier_sheet"],
        "other_row": row["earlier_row"],
    }


def _of_member(row: Mapping[str, Any]) -> dict[str, Fact]:
    return {"month": row["member_month"], "segment": row["member_segment"]}


def _no_months() -> "pa.Table":
    import pyarrow as pa

    return pa.schema({"month": pa.string(), "known_on": pa.date32(), "order": pa.int64()}).empty_table()


def _no_members() -> "pa.Table":
    import pyarrow as pa

    place = {"file": pa.int64(), "known_on": pa.date32(), "order": pa.int64()}
    schema: pa.Schema = pa.unify_schemas([schema_of(Kind.MEMBERS), pa.schema(place)])
    return schema.empty_table()
