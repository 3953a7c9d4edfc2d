"""Who stands in several regencies: found by keyed tokens of their NIKs, in one pass, on any engine."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def in_several_regencies(persons: "ir.Table") -> "ir.Table":
    """The rows of `persons` (regency, person, nik_token) whose NIK stands in another regency too, each once, with

    - regencies: in how many it stands
    - sole: whether it is one person's in each of them; else it was written for somebody else by mistake in at least
      one, and only their names can tell whose it is

    Tokens meet where all regencies made them with one key (`tokens_of`); of whatever type they are. A person with
    two NIKs has a row for each; one without any is in nobody's way.
    """
    import ibis

    known = persons.filter(persons["nik_token"].notnull()).select("regency", "person", "nik_token").distinct()
    of_token = ibis.window(group_by="nik_token")
    # two windows instead of a join with its own counts: a nation's rows are sorted once
    spread = known.mutate(
        first=known["regency"].min().over(of_token),
        last=known["regency"].max().over(of_token),
        here=known.count().over(ibis.window(group_by=["nik_token", "regency"])),
    )
    several = spread.filter(spread["first"] != spread["last"])
    ranked = several.mutate(
        crowd=several["here"].max().over(of_token),
        rank=ibis.dense_rank().over(ibis.window(group_by="nik_token", order_by="regency")),
    )
    regencies = (ranked["rank"].max().over(of_token) + 1).cast("int64")
    return ranked.mutate(regencies=regencies).select(
        "regency", "person", "nik_token", "regencies", sole=lambda row: row["crowd"] == 1
    )
