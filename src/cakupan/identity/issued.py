"""Where each person's NIK was issued: the place that a number keeps for life, whoever moves and whatever is split."""

from typing import TYPE_CHECKING

from cakupan.identity.sightings import distinct_texts
from cakupan.regions import place_of_issue

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine


def issued_in(identifiers: "ir.Table", engine: "Engine") -> "ir.Table":
    """One row for each person whose NIK says where it was issued: person, nik_area (see `regions.place_of_issue`).

    `identifiers`: as `Resolved` has them. Where a person's numbers name several places, the one that most sightings
    name speaks, then the first by code: a slip in one file outweighs no other.
    """
    import ibis
    import pyarrow as pa

    digits = identifiers.filter(identifiers["nik"].notnull())
    prefixes = digits.select("person", prefix=digits["nik"].left(6))
    counted = engine.keep(prefixes.group_by(["person", "prefix"]).agg(sightings=prefixes.count()))
    codes = distinct_texts(counted, "prefix", engine)
    places = [place_of_issue(f"{code[:2]}.{code[2:4]}.{code[4:]}") for code in codes]
    known = engine.table(pa.table({"prefix": pa.array(codes, pa.string()), "nik_area": pa.array(places, pa.string())}))
    placed = counted.join(known.filter(known["nik_area"].notnull()), "prefix")
    summed = placed.group_by(["person", "nik_area"]).agg(sightings=placed["sightings"].sum())
    most_first = ibis.window(group_by="person", order_by=[ibis.desc(summed["sightings"]), summed["nik_area"]])
    ranked = summed.mutate(_rank=ibis.row_number().over(most_first))
    return ranked.filter(ranked["_rank"] == 0).select("person", "nik_area")
