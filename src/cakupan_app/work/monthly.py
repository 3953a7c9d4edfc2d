"""How much files say month by month, so that a file far from the others is noticed: rows, or members of a recap."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.intake import Kind, Reading
from cakupan.intake.received import reading_of
from cakupan_app.work.in_force import received_files, source_of
from cakupan_app.work.letters import Letter
from cakupan_app.work.reading import reader
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

    from cakupan_app.ledger.history import Standing

Place = tuple[str, Month]
"""Of which area (as said for the file, for a recap as its rows say) and which month."""


def monthly(letter: Letter, reading: Reading) -> Mapping[Place, int]:
    """How much the file says of each area and month."""
    return _counts(letter.kind, letter.area or "", reading.record_tables())


def counts_of(kind: Kind, reading: Reading) -> Mapping[Place, int]:
    """How much a file of which no area was said tells of each area and month."""
    return _counts(kind, "", reading.record_tables())


class Monthly:
    """How much the files in force say, of the kind and area of `letter`, in months that stand beside its own."""

    def __init__(self, workspace: Workspace, letter: Letter, known_on: date, asked: Iterable[Place]) -> None:
        self._workspace = workspace
        months = {month for _, month in asked}
        self._months = {str(one) for month in months for one in (month, month + -1)}
        self._found: dict[Place, int] = {}
        for standing in self._files(letter, known_on):
            # what is known later speaks; a short second extract is a correction and leaves the first one's size
            for place, count in self._of(standing, letter.kind).items():
                known = self._found.get(place, 0)
                self._found[place] = count if letter.kind is Kind.RECAP else max(known, count)

    def count(self, area: str, month: Month) -> int | None:
        return self._found.get((area, month))

    def _files(self, letter: Letter, known_on: date) -> "Iterable[Standing]":
        from cakupan_app.ledger import history

        for standing in history.accepted_by(known_on):
            receipt = standing.receipt
            same = receipt.kind == letter.kind and (letter.kind is Kind.RECAP or receipt.area == (letter.area or ""))
            if same and (not receipt.month or letter.kind is Kind.RECAP or receipt.month in self._months):
                yield standing

    def _of(self, standing: "Standing", kind: Kind) -> Mapping[Place, int]:
        (file,) = received_files(self._workspace, [source_of(standing)])
        if kind is Kind.RECAP:
            return _counts(kind, "", reading_of(file).record_tables())
        with self._workspace.engine() as engine:
            records = reader(self._workspace, keeps=False)(file, engine).records
            counted = records.group_by("month").agg(rows=records.count())
            rows = engine.run(counted).to_pylist()
        return {
            (standing.receipt.area, month_of(row["month"])): row["rows"] for row in rows if row["month"] is not None
        }


def _counts(kind: Kind, area: str, tables: "Iterable[pa.Table]") -> Mapping[Place, int]:
    if kind is Kind.RECAP:
        return _members(tables)
    import pyarrow.compute as pc

    found: dict[Place, int] = {}
    for table in tables:
        if "month" in table.column_names:
            for one in pc.value_counts(table["month"]).to_pylist():
                if one["values"] is not None:
                    place = area, month_of(one["values"])
                    found[place] = found.get(place, 0) + one["counts"]
    return found


def _members(tables: "Iterable[pa.Table]") -> Mapping[Place, int]:
    """The members of each area and month: as the row without any part says, else the sum of the finest rows told."""
    totals: dict[Place, int] = {}
    parts: dict[Place, dict[tuple[bool, ...], int]] = {}
    for table in tables:
        for row in table.select(["area", "month", "members", "segment", "payer", "programme"]).to_pylist():
            place = row["area"], month_of(row["month"])
            split = tuple(row[name] is not None for name in ("segment", "payer", "programme"))
            if any(split):
                sums = parts.setdefault(place, {})
                sums[split] = sums.get(split, 0) + row["members"]
            else:
                totals[place] = max(totals.get(place, 0), row["members"])
    return {place: max(sums.values()) for place, sums in parts.items()} | totals


def month_of(text: str) -> Month:
    return Month(int(text[:4]), int(text[5:]))
