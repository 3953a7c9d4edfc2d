"""How `add` tells of the tables of a file: what was taken for heading and data, and the first rows, masked."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from cakupan_app.cli.face import Face

_SAME_ROWS = ("whole", "sheet_rows", "set_aside", "rows_in", "heading_rows", "first_row", "last_row")


def tell_tables(face: Face, tables: Sequence[dict[str, Any]]) -> None:
    """The tables of a file. Those that have the same rows of a sheet, each with other figures, are told as one."""
    for _, same_rows in groupby(tables, _rows_of):
        _tell(face, list(same_rows))


def _rows_of(table: dict[str, Any]) -> tuple[Any, ...]:
    # where some rows have no figure, each table has rows of its own
    own = not table["figure"] or "no_figure" in table["set_aside_by_reason"]
    return (table["sheet"],) if own else tuple(str(table[key]) for key in _SAME_ROWS)


def _tell(face: Face, tables: Sequence[dict[str, Any]]) -> None:
    from cakupan.intake.masking import told

    first = tables[0]
    counted = {key: first[key] for key in ("sheet_rows", "set_aside")}
    if len(tables) == 1:
        face.say("add_table", 2, **counted, sheet=first["sheet"], rows_in=first["rows_in"])
    else:
        figures = tuple(told(table["figure"]) for table in tables)
        rows = {"rows": first["rows_in"], "rows_in": sum(table["rows_in"] for table in tables)}
        face.say("add_table_of_figures", 2, **counted, **rows, sheet=first["whole"], count=len(tables), figures=figures)
    if first["columns"]:
        _seen(face, tables)


def _seen(face: Face, tables: Sequence[dict[str, Any]]) -> None:
    """What was taken for heading and data, and the first rows with every cell masked."""
    from cakupan.intake.masking import told

    first = tables[0]
    read = {heading: column for table in tables for heading, column in table["columns"].items()}
    heading = "–".join(map(str, dict.fromkeys(first["heading_rows"] or ())))
    place = {"heading": heading or "–", "first": first["first_row"], "last": first["last_row"]}
    columns = tuple(told(f"{heading} = {column}") for heading, column in read.items())
    face.say("add_seen", 4, **place, columns=columns)
    if left := tuple(told(heading) for heading in first["columns_not_read"] if heading not in read):
        if len(tables) == 1:
            face.say("add_not_read", 4, columns=left, cells=first["extra_cells"])
        else:
            face.say("add_not_read_in_any", 4, columns=left)
    for row in _first_rows(tables):
        face.write(" | ".join(row), 6)


def _first_rows(tables: Sequence[dict[str, Any]]) -> Iterator[list[str]]:
    """The first rows, each with the figures of all the tables behind it."""
    for rows in zip(*(table["sample"] for table in tables), strict=True):
        named = zip(rows[1:], tables[1:], strict=True)
        others = [row.get(table["columns"][table["figure"]], "") for row, table in named]
        yield [*rows[0].values(), *others]
