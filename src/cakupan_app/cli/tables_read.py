"""How `add` tells of the tables of a file: what was taken for heading and data, and the first rows, masked."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from cakupan_app.cli.face import Face

if TYPE_CHECKING:
    from cakupan.intake import Kind

_WITHOUT_SHEETS = ("csv", "html")  # as intake calls what stands in a text or on a page
_SAME_ROWS = ("whole", "sheet_rows", "set_aside", "rows_in", "heading_rows", "first_row", "last_row")


def tell_tables(face: Face, tables: Sequence[dict[str, Any]], kind: "Kind") -> None:
    """The tables of a file. Those that have the same rows of a sheet, each with other figures, are told as one."""
    for _, same_rows in groupby(tables, _rows_of):
        _tell(face, list(same_rows), kind)


def sheet_named(face: Face, sheet: str) -> str:
    """What a sheet is called on a page; a file that has none is told of as a whole."""
    return face.text("add_whole") if sheet in _WITHOUT_SHEETS else face.text("add_sheet", sheet=sheet)


def _rows_of(table: dict[str, Any]) -> tuple[Any, ...]:
    # where some rows have no figure, each table has rows of its own
    own = not table["figure"] or "no_figure" in table["set_aside_by_reason"]
    return (table["sheet"],) if own else tuple(str(table[key]) for key in _SAME_ROWS)


def _tell(face: Face, tables: Sequence[dict[str, Any]], kind: "Kind") -> None:
    from cakupan.intake.masking import told

    first = tables[0]
    counted = {key: first[key] for key in ("sheet_rows", "set_aside")}
    if len(tables) == 1:
        face.say("add_table", 2, **counted, sheet=sheet_named(face, first["sheet"]), rows_in=first["rows_in"])
    else:
        figures = tuple(told(table["figure"]) for table in tables)
        rows = {"rows": first["rows_in"], "rows_in": sum(table["rows_in"] for table in tables)}
        sheet = sheet_named(face, first["whole"])
        face.say("add_table_of_figures", 2, **counted, **rows, sheet=sheet, count=len(tables), figures=figures)
    if first["columns"]:
        _seen(face, tables, kind)


def _seen(face: Face, tables: Sequence[dict[str, Any]], kind: "Kind") -> None:
    """What was taken for heading and data, and the first rows, what is of persons in them masked."""
    from cakupan.intake.folding import is_numbering
    from cakupan.intake.headings import aliases_of
    from cakupan.intake.masking import told

    first, titles = tables[0], aliases_of(kind).titles
    read = {heading: column for table in tables for heading, column in table["columns"].items()}
    columns = tuple(
        face.text("add_read_as", heading=told(heading), column=titles.get(column, column))
        for heading, column in read.items()
    )
    data = (first["first_row"], first["last_row"]) if first["first_row"] else ()
    place = {"heading": _at(face, "heading", first["heading_rows"] or ()), "data": _at(face, "data", data)}
    face.say("add_seen", 4, **place, columns=columns)
    left = (heading for heading in first["columns_not_read"] if heading not in read and not is_numbering(heading))
    if unread := tuple(map(told, left)):
        face.say("add_not_read", 4, columns=unread)
    for row in _first_rows(tables):
        face.write(" | ".join(row), 6)


def _at(face: Face, what: str, rows: Sequence[int]) -> str:
    """In which rows heading or data stand, or that there are none."""
    if not rows:
        return face.text(f"add_{what}_none")
    return face.text(f"add_{what}_at", rows="–".join(map(str, dict.fromkeys(rows))))


def _first_rows(tables: Sequence[dict[str, Any]]) -> Iterator[list[str]]:
    """The first rows, each with the figures of all the tables behind it."""
    for rows in zip(*(table["sample"] for table in tables), strict=True):
        named = zip(rows[1:], tables[1:], strict=True)
        others = [row.get(table["columns"][table["figure"]], "") for row, table in named]
        yield [*rows[0].values(), *others]
