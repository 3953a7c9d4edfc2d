"""What is read of a file of people for matching it, no workspace needed: records, their lines, headings by a map."""

import csv
import io
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan_app.work.letters import content_of, masked_name, masked_path
from cakupan_app.work.parquet_content import table_in
from cakupan_app.work.readers import readers

if TYPE_CHECKING:
    import pyarrow as pa

    from cakupan.identity.lines import Lines
    from cakupan.intake import Reading
    from cakupan.intake.sheet import Cell

COLUMNS = ("nik", "name", "birth", "sex", "village", "district", "address", "phone", "family_card", "kpj", "mother")
_PARQUET = b"PAR1"
_LARGE = 2**24  # bytes


@dataclass(frozen=True, slots=True)
class People:
    """The rows of a file as records with `id` in file order; their lines; whether a heading of the map was found."""

    records: "pa.Table"
    lines: "Lines"
    mapped: bool


def people_in(path: Path, headings: Mapping[str, str]) -> People:
    """The people in the file at `path`, a list of any kind that intake reads or Parquet; Refused where it is none."""
    import pyarrow as pa

    from cakupan.identity.lines import lines_of

    name = masked_name(path)
    content, mapped = _mapped(_as_received(content_of(path), name), name, headings)
    reading = _read(content, name)
    records = reading.records()
    numbered = records.append_column("id", pa.array(range(records.num_rows), pa.int64()))
    return People(numbered, lines_of(reading), mapped)


def people_aside(path: Path, headings: Mapping[str, str]) -> People:
    """The same of a large file, read by a reading process while the command goes on; what is too much for a reader is
    read here after all."""
    try:
        found = readers().call(_people_or_refused, path, headings, name=masked_name(path), size=path.stat().st_size)
    except Refused:
        return people_in(path, headings)
    if isinstance(found, Refused):
        raise found
    return found


def is_large(path: Path) -> bool:
    """Whether a file takes longer to read than a reading process takes to start."""
    return path.is_file() and path.stat().st_size >= _LARGE


def _people_or_refused(path: Path, headings: Mapping[str, str]) -> People | Refused:
    try:
        return people_in(path, headings)
    except Refused as refusal:
        return refusal


def _read(content: bytes, name: str) -> "Reading":
    from cakupan.intake import read_persons

    try:
        return read_persons(content, name=name)
    except Refused as refusal:
        if refusal.code != "columns_ambiguous":
            raise
        told = refusal.facts  # the options by which `add` leaves a column out are not for a list that is matched
        where = {fact: told[fact] for fact in ("sheet", "row", "headings", "column")}
        raise Refused("columns_ambiguous_here", name=name, **where) from None


def _as_received(content: bytes, name: str) -> bytes:
    """A Parquet file as the delimited text that an office would have sent; anything else as it is."""
    if not content.startswith(_PARQUET):
        return content
    import pyarrow as pa

    texts = io.StringIO()
    rows = csv.writer(texts)
    try:
        table = table_in(content)
        rows.writerow(table.column_names)
        rows.writerows(zip(*(column.to_pylist() for column in table.columns), strict=True))
    except (pa.ArrowException, OSError, ValueError, OverflowError):  # a day that no calendar has, a zone unknown
        raise Refused("parquet_unreadable", name=name) from None
    return texts.getvalue().encode()


def _mapped(content: bytes, name: str, headings: Mapping[str, str]) -> tuple[bytes, bool]:
    """The file with each heading that `headings` knows replaced by our word for its column, in every sheet."""
    from cakupan.intake.containers import read_sheets
    from cakupan.intake.headings import is_heading

    if not headings:
        return content, False
    sheets = read_sheets(content, name, lambda text: _folded(text) in headings or is_heading(text))
    tables = [[list(sheet.row(at)) for at in range(sheet.rows)] for sheet in sheets]
    found = [_rename(rows, headings) for rows in tables]
    if not any(found):
        return content, False
    if sheets[0].lengths is not None:
        return _delimited(tables[0]), True
    return _workbook({sheet.title: rows for sheet, rows in zip(sheets, tables, strict=True)}), True


def _rename(rows: "list[list[Cell]]", headings: Mapping[str, str]) -> bool:
    """Replace the known headings in the row that has most of them; whether there was one."""
    from cakupan.intake.headings import HEAD

    def known(row: "list[Cell]") -> int:
        return sum(isinstance(cell, str) and _folded(cell) in headings for cell in row)

    best = max(range(min(HEAD, len(rows))), key=lambda at: (known(rows[at]), -at), default=0)
    if not rows or not known(rows[best]):
        return False
    rows[best] = [headings.get(_folded(cell), cell) if isinstance(cell, str) else cell for cell in rows[best]]
    return True


def _delimited(rows: "list[list[Cell]]") -> bytes:
    texts = io.StringIO()
    csv.writer(texts).writerows(rows)
    return texts.getvalue().encode()


def _workbook(sheets: "Mapping[str, list[list[Cell]]]") -> bytes:
    """A workbook of these cells, numbers as numbers: a NIK that Excel cut must not pass for one that was typed."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name[:31])
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    _put(sheet, at, place, cell)
    return content.getvalue()


def _put(sheet: object, row: int, place: int, cell: "Cell") -> None:
    if isinstance(cell, str):
        sheet.write_string(row, place, cell)  # type: ignore[attr-defined]
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell)  # type: ignore[attr-defined]
    elif isinstance(cell, int | float):
        sheet.write_number(row, place, cell)  # type: ignore[attr-defined]
    elif cell is not None:
        sheet.write_string(row, place, getattr(cell, "text", ""))  # type: ignore[attr-defined]


def headings_in(path: Path) -> Mapping[str, str]:
    """Our column for each heading, as the map file (TOML or JSON) says; Refused where it cannot be used."""
    text = content_of(path)
    try:
        read = json.loads(text) if path.suffix.casefold() == ".json" else tomllib.loads(text.decode("utf-8-sig"))
    except ValueError:
        raise Refused("map_unreadable", path=masked_path(path)) from None
    if not isinstance(read, dict) or not all(isinstance(column, str) for column in read.values()):
        raise Refused("map_unreadable", path=masked_path(path))
    columns = {said: _column(said) for said in read.values()}
    unknown = tuple(sorted(said for said, column in columns.items() if column is None))
    if unknown:
        raise Refused("map_column_unknown", path=masked_path(path), columns=unknown, known=_titles())
    return {_folded(heading): column for heading, said in read.items() if (column := columns[said])}


def _column(said: str) -> str | None:
    """Our column by its English or its Indonesian name; None where there is none that a map may name."""
    from cakupan.intake.headings import column_named
    from cakupan.intake.kind import Loose

    column = column_named(Loose.PERSONS, said)
    return column if column in COLUMNS else None


def _titles() -> tuple[str, ...]:
    from cakupan.intake.headings import aliases_of
    from cakupan.intake.kind import Loose

    titles = aliases_of(Loose.PERSONS).titles
    return tuple(titles[column] for column in COLUMNS)


def _folded(text: str) -> str:
    from cakupan.intake.folding import fold

    return fold(text)
