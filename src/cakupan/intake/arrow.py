"""How records and quarantined rows lie in Arrow tables: text, integers, decimals and days only."""

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING

from cakupan.intake.kind import Kind
from cakupan.intake.layouts import layout_of

if TYPE_CHECKING:
    import pyarrow as pa

    from cakupan.intake.reading import Accepted, Quarantined


def schema_of(kind: Kind) -> "pa.Schema":
    """The columns of the records of a kind: `sheet` and `row`, then its fields in the order of its layout."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "decimal(12,6)": pa.decimal128(12, 6),
        "decimal(20,6)": pa.decimal128(20, 6),
        "date": pa.date32(),
    }
    fields = {field.name: types[field.stored] for field in layout_of(kind).fields}
    return pa.schema({"sheet": pa.string(), "row": pa.int32()} | fields)


def records_table(kind: Kind, tables: Sequence["Accepted"]) -> "pa.Table":
    """The accepted rows of these tables, one after the other."""
    import pyarrow as pa

    schema = schema_of(kind)
    columns: dict[str, Iterable[object]] = {
        "sheet": chain.from_iterable(repeat(table.sheet, len(table.rows)) for table in tables),
        "row": chain.from_iterable(table.rows for table in tables),
    }
    for field in layout_of(kind).fields:
        columns[field.name] = chain.from_iterable([table.values[field.name] for table in tables])
    arrays = [pa.array(list(columns[column.name]), column.type) for column in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def quarantine_table(rows: Sequence["Quarantined"]) -> "pa.Table":
    """One line for each quarantined row."""
    import pyarrow as pa

    schema = pa.schema({"sheet": pa.string(), "row": pa.int32(), "codes": pa.string(), "cells": pa.string()})
    columns = (
        [row.sheet for row in rows],
        [row.row for row in rows],
        [",".join(row.codes) for row in rows],
        [row.cells for row in rows],
    )
    arrays = [pa.array(column, kept.type) for column, kept in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
