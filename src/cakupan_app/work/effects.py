"""What changes when a file is taken in or out: its rows, the months and areas they speak of, and the figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from cakupan.cycle.nominations import nominees_in
from cakupan.engines.supersession import IN_FORCE
from cakupan.intake import Kind
from cakupan.intake.received import FileRecords, ReceivedFile, file_numbers, reading_of, records_by_kind
from cakupan.membership.nominees import enrolled_among
from cakupan_app.work.in_force import received_files, source_of
from cakupan_app.work.monthly import counts_of
from cakupan_app.work.reading import reader
from cakupan_app.work.repeats import NEW
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.duck import DuckEngine
    from cakupan_app.ledger.history import Standing

Files = Sequence[ReceivedFile]
Now = Literal["accepted", "undone"]
_DISTRICT = 8  # characters of a district's code


@dataclass(frozen=True, slots=True)
class Figure:
    """How many members a month has by one kind of evidence, before a decision and after it; None: not told."""

    area: str
    month: str
    evidence: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Nominees:
    """How many rows of a list name somebody new, before a decision and after it."""

    sha256: str
    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Effects:
    """What a decision about one file changes. `rows` come in, or go out: of a list of nominations those that name
    somebody new, of a file that never counted none. `quarantined` are still to be mended; `repeated` are the others,
    which another row speaks for. `months` and `areas` (districts where rows tell them, else as they tell) say how many
    of `rows` speak of each. `lists` are the lists of nominations of which another number of rows names somebody new,
    this file too."""

    rows: int
    quarantined: int
    repeated: int
    months: Mapping[str, int]
    areas: Mapping[str, int]
    figures: tuple[Figure, ...] = ()
    lists: tuple[Nominees, ...] = ()


def effects_of(workspace: Workspace, standing: "Standing", now: Now, day: date) -> Effects:
    """What it changes that the file is `now` so as of `day`. Nothing is written."""
    from cakupan_app.ledger import comebacks, history

    receipt = standing.receipt
    others = [one for one in history.accepted_by(day) if one.receipt.sha256 != receipt.sha256]
    in_force = any(one.receipt.sha256 == receipt.sha256 for one in history.accepted_by(day))
    (own,) = received_files(workspace, [source_of(standing)])
    with workspace.engine_beside() as engine:
        read = _Reader(workspace, engine)
        file = own if in_force else replace(own, known_on=day, order=NEW)
        kept = received_files(workspace, [source_of(one) for one in others])
        before, after = ((*kept, file) if there else kept for there in (in_force, now == "accepted"))
        records = read(own)
        counting = _counting(own, after if now == "accepted" else before, read)
        rows = int(engine.run(counting.aggregate(rows=counting.count()))["rows"][0].as_py())
        left = records.quarantined - len(comebacks.fates([receipt])[receipt.pk])
        counts = _Counts(counting, engine)
        names = {one.receipt.sha256: one.receipt.name for one in (*others, standing)}
        return Effects(
            rows,
            left,
            records.rows_in - rows - left,
            counts.by_month(),
            counts.by_area(),
            _figures(own, before, after, read, engine),
            _lists(own, before, after, read, names),
        )


class _Reader:
    """Reads each file once, from its shelf where that is there."""

    def __init__(self, workspace: Workspace, engine: "DuckEngine") -> None:
        self.engine, self._from_shelf = engine, reader(workspace, keeps=False)
        self._read: dict[str, FileRecords] = {}

    def __call__(self, file: ReceivedFile) -> FileRecords:
        if file.sha256 not in self._read:
            self._read[file.sha256] = self._from_shelf(file, self.engine)
        return self._read[file.sha256]

    def by_kind(self, files: Sequence[ReceivedFile]) -> "Mapping[Kind, ir.Table]":
        return records_by_kind(files, {file.sha256: self(file) for file in files}, self.engine)


def _counting(own: ReceivedFile, files: Files, read: _Reader) -> "ir.Table":
    """The rows of a file that count among these."""
    rows = read(own).records
    if own.sha256 not in {file.sha256 for file in files}:
        return rows.limit(0)
    if own.kind is not Kind.NOMINATIONS:
        return rows
    asked = _asked(files)
    judged = nominees_in(asked, read.by_kind(asked), read.engine)
    new = judged.filter((judged["file"] == file_numbers(asked)[own.sha256]) & (judged["standing"] == IN_FORCE))
    return rows.semi_join(new, ["sheet", "row"])


class _Counts:
    def __init__(self, records: "ir.Table", engine: "DuckEngine") -> None:
        self._records, self._engine = records, engine

    def by_month(self) -> dict[str, int]:
        named = [name for name in ("month", "starts_month") if name in self._records.columns]
        return self._by(self._records[named[0]]) if named else {}

    def by_area(self) -> dict[str, int]:
        import ibis

        columns = self._records.columns
        named = [self._records[name] for name in ("village", "district", "area") if name in columns]
        return self._by(ibis.coalesce(*named).left(_DISTRICT)) if named else {}

    def _by(self, what: "ir.Value") -> dict[str, int]:
        told = self._records.select(what=what)
        told = told.filter(told["what"].notnull())
        counted = told.group_by("what").agg(rows=told.count())
        return {row["what"]: row["rows"] for row in self._engine.run(counted.order_by("what")).to_pylist()}


def _figures(own: ReceivedFile, before: Files, after: Files, read: _Reader, engine: "DuckEngine") -> tuple[Figure, ...]:
    if own.kind is Kind.RECAP:
        return _recap_figures(own, before, after)
    if own.kind is not Kind.MEMBERS:
        return ()
    months = sorted(_Counts(read(own).records, engine).by_month())
    then, later = (_listed(files, months, read) for files in (before, after))
    area = own.area or own.within or ""
    return tuple(
        Figure(area, month, "extract", then.get(month), later.get(month))
        for month in months
        if then.get(month) != later.get(month)
    )


def _listed(files: Files, months: Sequence[str], read: _Reader) -> dict[str, int]:
    """The active members of these months as the extracts list them, each NIK (or KPJ) once."""
    import ibis

    extracts = [file for file in files if file.kind is Kind.MEMBERS]
    if not extracts or not months:
        return {}
    rows = read.by_kind(extracts)[Kind.MEMBERS]
    rows = rows.filter(rows["month"].isin(months))
    place = rows["file"].cast("string") + " " + rows["sheet"] + " " + rows["row"].cast("string")
    who = ibis.coalesce("nik " + rows["nik"], "kpj " + rows["kpj"], "row " + place)
    active = enrolled_among(read.engine.keep(rows.mutate(person=rows["month"] + " " + who)), read.engine)
    counted = active.group_by("member_month").agg(members=active.count())
    return {row["member_month"]: row["members"] for row in read.engine.run(counted).to_pylist()}


def _recap_figures(own: ReceivedFile, before: Files, after: Files) -> tuple[Figure, ...]:
    told = {file.sha256: counts_of(Kind.RECAP, reading_of(file)) for file in {*_recaps(before), *_recaps(after), own}}

    def speaking(files: Files) -> dict[tuple[str, str], int]:
        # in the order of their decisions, so that what is known later speaks
        found: dict[tuple[str, str], int] = {}
        for one in _recaps(files):
            found |= {(area, str(month)): count for (area, month), count in told[one.sha256].items()}
        return found

    then, later = speaking(before), speaking(after)
    places = sorted((area, str(month)) for area, month in told[own.sha256])
    return tuple(
        Figure(area, month, "recap", then.get((area, month)), later.get((area, month)))
        for area, month in places
        if then.get((area, month)) != later.get((area, month))
    )


def _recaps(files: Files) -> list[ReceivedFile]:
    return sorted((file for file in files if file.kind is Kind.RECAP), key=lambda file: (file.known_on, file.order))


def _lists(
    own: ReceivedFile, before: Files, after: Files, read: _Reader, names: Mapping[str, str]
) -> tuple[Nominees, ...]:
    """Which lists have more nominees, or fewer; only lists and extracts have a say in it."""
    if own.kind not in (Kind.NOMINATIONS, Kind.MEMBERS):
        return ()
    then, later = (_nominees(files, read) for files in (before, after))
    return tuple(
        Nominees(sha256, names[sha256], then.get(sha256, 0), later.get(sha256, 0))
        for sha256 in sorted({*then, *later})
        if then.get(sha256, 0) != later.get(sha256, 0)
    )


def _asked(files: Files) -> list[ReceivedFile]:
    """Those that have a say in who is nominated."""
    return [file for file in files if file.kind in (Kind.NOMINATIONS, Kind.MEMBERS)]


def _nominees(files: Files, read: _Reader) -> dict[str, int]:
    asked = _asked(files)
    if not any(file.kind is Kind.NOMINATIONS for file in asked):
        return {}
    judged = nominees_in(asked, read.by_kind(asked), read.engine)
    new = judged.filter(judged["standing"] == IN_FORCE)
    counted = read.engine.run(new.group_by("file").agg(rows=new.count())).to_pylist()
    hashes = {number: sha256 for sha256, number in file_numbers(asked).items()}
    return {hashes[row["file"]]: row["rows"] for row in counted}
