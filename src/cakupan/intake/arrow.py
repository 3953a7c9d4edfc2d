"""How records and quarantined rows lie in Arrow tables: text, integers, decimals and days only."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cakupan.intake.kind import Subject
from cakupan.intake.layouts import layout_of
from cakupan.intake.parsed import stored_as

if TYPE_CHECKING:
    import pyarrow as pa

    from cakupan.intake.reading import Accepted, Packed, Quarantined


def schema_of(kind: Subject) -> "pa.Schema":
    """The columns of the records of a kind: `sheet` and `row`, then its fields in the order of its layout."""
    import pyarrow as pa

    fields = {field.name: stored_as(field.stored) for field in layout_of(kind).fields}
    return pa.schema({"sheet": pa.string(), "row": pa.int32()} | fields)


def records_table(kind: Subject, tables: "Sequence[Accepted | Packed]") -> "pa.Table":
    """The accepted rows of these tables, one after the other."""
    import pyarrow as pa

    schema = schema_of(kind)
    parts = [schema.empty_table()]
    return pa.concat_tables([*parts, *record_tables(kind, tables)]).combine_chunks()


def record_tables(kind: Subject, accepted: "Sequence[Accepted | Packed]") -> "Iterator[pa.Table]":
    """The accepted rows, some at a time."""
    schema = schema_of(kind)
    for part in accepted:
        yield from part.tables(schema)


def quarantine_table(rows: Sequence["Quarantined"]) -> "pa.Table":
    """One line for each quarantined row."""
    import pyarrow as pa

    texts = dict.fromkeys(("codes", "cells", "columns"), pa.string())
    schema = pa.schema({"sheet": pa.string(), "row": pa.int32(), **texts})
    columns = (
        [row.sheet for row in rows],
        [row.row for row in rows],
        [",".join(row.codes) for row in rows],
        [row.cells for row in rows],
        [row.columns for row in rows],
    )
    arrays = [pa.array(column, kept.type) for column, kept in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
