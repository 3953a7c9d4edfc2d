"""Who is one person without any linkage: as an extract says by its numbers, or as somebody knows beforehand."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cakupan.identity.decisions import SIDES
from cakupan.identity.resolve import IDENTIFIERS, WHERE, Resolved
from cakupan.identity.sightings import placed_rows, with_provenance

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine


def listed(members: "ir.Table", engine: "Engine") -> "ir.Table":
    """The persons of a member extract as it lists them: file, sheet, row, person (the evidence `extract`).

    A person is a NIK as written, without one a KPJ, without either the row alone; numbered by earliest provenance.
    """
    import ibis

    placed, origins = placed_rows({"members": members}, engine)
    who = ibis.coalesce("nik " + placed["nik"], "kpj " + placed["kpj"], "row " + placed["place"].cast("string"))
    numbered = _numbered(engine.keep(placed.select("origin", "row", "place", who=who)))
    return engine.keep(with_provenance(numbered, origins).select("file", "sheet", "row", "person"))


def clusters_given(records: "Mapping[str, ir.Table]", clusters: "ir.Table", engine: "Engine") -> Resolved:
    """What `resolve` would give if it found `clusters`: file, sheet, row and `person`, of any type.

    A row that `clusters` does not have is a person of its own. Persons are numbered by earliest provenance.
    """
    import ibis

    placed, origins = placed_rows(records, engine)
    known = clusters.select("file", "sheet", "row", known=clusters["person"].cast("string"))
    known = known.mutate(row=known["row"].cast("int32"))
    joined = placed.left_join(known, ["file", "sheet", "row"])
    who = ibis.coalesce("known " + joined["known"], "row " + joined["place"].cast("string"))
    named = engine.keep(joined.select("kind", "origin", "row", "place", *IDENTIFIERS, who=who))
    rows = engine.keep(_numbered(named))
    first = rows.filter(rows["place"] == rows["first"])
    sightings = rows.group_by(["person", *IDENTIFIERS]).agg(place=rows["place"].min())
    seen = with_provenance(sightings.join(rows.select("place", "origin", "row"), "place"), origins)
    links = engine.keep(with_provenance(rows, origins).select("kind", "file", "sheet", "row", "person"))
    none = engine.keep(_none_possible(links))
    return Resolved(
        links=links,
        persons=engine.keep(with_provenance(first, origins).select("person", "file", "sheet", "row", "known_on")),
        identifiers=engine.keep(seen.select("person", *IDENTIFIERS, "file", "sheet", "row")),
        possible=none,
        certain=none,
        passes={},
    )


def _none_possible(links: "ir.Table") -> "ir.Table":
    """The pairs that may be one person where nobody asked: none, in the columns and types that they would have."""
    import ibis

    sides = {f"{side}_{name}": links[name] for side in SIDES for name in WHERE}
    said = {"probability": ibis.null("decimal(7, 6)"), "because": ibis.null("string"), "shown": ibis.null("string")}
    return links.select(**sides, **said).limit(0)


def _numbered(rows: "ir.Table") -> "ir.Table":
    """`rows` with `person` for each `who`, and the `first` place of it."""
    import ibis

    firsts = rows.group_by("who").agg(first=rows["place"].min())
    return rows.join(firsts.mutate(person=ibis.row_number().over(order_by="first").cast("int64")), "who").drop("who")
