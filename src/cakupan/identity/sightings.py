"""What was seen of people: rows that say the same of a person are one sighting, with the earliest provenance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine
    from cakupan.identity.clusters import Ints

TEXTS = ("nik", "nik_written", "name", "sex", "village", "village_written", "district", "kpj", "phone", "family_card")
TOLD = (*TEXTS[:3], "birth", *TEXTS[3:])
PROVENANCE = ("known_on", "file", "sheet", "row")
_ROW_BITS = 32


@dataclass(frozen=True, slots=True)
class Sightings:
    """`rows`: kind, origin, row and `id` of the sighting of every record. `distinct`: one row for each sighting: `id`,
    numbered from 0 by provenance, `origin`, `row`, and what was told. `origins`: known_on, file, sheet, by number."""

    rows: "ir.Table"
    distinct: "ir.Table"
    origins: "ir.Table"


def sightings_of(records: "Mapping[str, ir.Table]", engine: "Engine") -> Sightings:
    """The distinct sightings in `records` (kind to table); columns that a kind does not have are null.

    A row too poor to tell a person (no number, and no name with a birth date) is a sighting of its own.
    """
    import ibis

    placed, origins = placed_rows(records, engine)
    digests = _digests(placed, ibis.ifelse(_poor(placed), placed["place"], -1))
    rows = engine.keep(placed.select("kind", "origin", "row", "place", **digests))
    first = rows.group_by(["one", "other"]).agg(place=rows["place"].min())
    numbered = engine.keep(first.mutate(id=ibis.row_number().over(order_by="place")))
    linked = rows.join(numbered.drop("place"), ["one", "other"]).select("kind", "origin", "row", "id")
    distinct = placed.join(numbered.select("place", "id"), "place").select("id", "origin", "row", "known_on", *TOLD)
    return Sightings(linked, engine.keep(distinct), origins)


def placed_rows(records: "Mapping[str, ir.Table]", engine: "Engine") -> "tuple[ir.Table, ir.Table]":
    """All rows of `records` with what they tell and their `place` in the order of provenance; and the origins."""
    import ibis

    told = ibis.union(*(_told(kind, table) for kind, table in sorted(records.items())))
    origins = engine.keep(_origins(told))
    placed = told.join(origins, ["known_on", "file", "sheet"])
    return placed.mutate(place=(placed["origin"] << _ROW_BITS) + placed["row"].cast("int64")), origins


def with_provenance(table: "ir.Table", origins: "ir.Table") -> "ir.Table":
    """`table` with known_on, file and sheet in place of the number of their origin."""
    return table.join(origins, "origin").drop("origin")


def told_of(table: "ir.Table", listed_on: "date | None" = None) -> "ir.Table":
    """The rows of one list, by the `id` it has, as sightings: each a sighting of its own.

    Known on one day for all of them, or without it each on the day in its `known_on`.
    """
    import ibis

    day = ibis.literal(listed_on) if listed_on else table["known_on"]
    return table.select(id=table["id"].cast("int64"), known_on=day, **_columns(table))


def said_again(told: "ir.Table", engine: "Engine") -> "ir.Table":
    """The rows of one list (`told_of`) that say what an earlier one says, kept: `id`, and `first`, the id of that one.

    A row too poor to tell a person says nothing again.
    """
    import ibis

    rows = engine.keep(told.select("id", **_digests(told, ibis.ifelse(_poor(told), told["id"], -1))))
    several = rows.group_by(["one", "other"]).agg(first=rows["id"].min(), rows=rows.count())
    again = rows.join(several.filter(several["rows"] > 1), ["one", "other"])
    found = engine.keep(again.filter(again["id"] != again["first"]).select("id", "first").order_by("id"))
    engine.forget(rows)
    return found


def told_order(told: "ir.Table", count: int, engine: "Engine") -> "Ints":
    """For each of the `count` rows of one list (`told_of`) its place in an order that only what it tells decides: to
    choose between rows that are alike. Rows that tell the same stand in the order of their ids."""
    import ibis
    import numpy as np

    rows = engine.run(told.select("id", **_digests(told, ibis.literal(-1))))
    ids = rows["id"].to_numpy()
    placed = ids[np.lexsort((ids, rows["other"].to_numpy(), rows["one"].to_numpy()))]
    order = np.zeros(count, dtype=np.int64)
    order[placed] = np.arange(count)
    return order


def _told(kind: str, table: "ir.Table") -> "ir.Table":
    import ibis

    place = {"known_on": table["known_on"].cast("date"), "row": table["row"].cast("int32")}
    return table.select(kind=ibis.literal(kind), file=table["file"], sheet=table["sheet"], **place, **_columns(table))


def _columns(table: "ir.Table") -> "dict[str, ir.Value]":
    """What `table` tells of a person; null in the columns that it does not have."""
    import ibis

    types = {**dict.fromkeys(TEXTS, "string"), "birth": "date"}
    return {name: (table[name] if name in table.columns else ibis.null()).cast(types[name]) for name in TOLD}


def _origins(told: "ir.Table") -> "ir.Table":
    import ibis

    origins = told.select("known_on", "file", "sheet").distinct()
    return origins.mutate(origin=ibis.row_number().over(order_by=["known_on", "file", "sheet"]).cast("int64"))


def _poor(told: "ir.Table") -> "ir.BooleanColumn":
    named = told["name"].notnull() & (told["birth"].notnull() | told["nik_written"].notnull())
    return ~(told["nik"].notnull() | told["kpj"].notnull() | named)


def _digests(told: "ir.Table", own: "ir.IntegerValue") -> "dict[str, ir.Value]":
    """Two numbers of 64 bits that stand for all that a row tells: to group by the eleven columns themselves takes
    four times as long. Two rows that differ agree in both once in billions of builds."""
    import ibis

    cells = [told[name] for name in TOLD]
    return {
        "one": ibis.struct({f"c{at}": cell for at, cell in enumerate([own, *cells])}).hash(),
        "other": ibis.struct({f"c{at}": cell for at, cell in enumerate([*reversed(cells), own])}).hash(),
    }


def distinct_texts(table: "ir.Table", column: str, engine: "Engine") -> Sequence[str]:
    """The distinct texts of a column, sorted."""
    texts = table.filter(table[column].notnull()).select(column).distinct()
    return sorted(engine.run(texts)[column].to_pylist())
