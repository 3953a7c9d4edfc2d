"""Which rows of nominations name somebody new: nobody whom an earlier list names, and no member of that month."""

from datetime import date
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.basics.names import fold_name
from cakupan.engines.supersession import IN_FORCE, KNOWN, PROVENANCE, REPEATED
from cakupan.identity.sightings import distinct_texts
from cakupan.membership import extracts
from cakupan.membership.standing import active, standing_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

ALREADY_MEMBER = "already_member"
_ROW = (*PROVENANCE, *KNOWN)
_OF_A_MEMBERSHIP = (
    *("month", "segment", "payer", "kpj", "programmes", "village", "district", "sex", "birth"),
    *("started_on", "ended_on", "paid_until", "status", *_ROW),
)
COLUMNS = (*PROVENANCE, "standing", "earlier_file", "earlier_sheet", "earlier_row", "member_month", "member_segment")


def nominees(nominations: "ir.Table", members: "ir.Table", months: "ir.Table", engine: "Engine") -> "ir.Table":
    """One row for each row of `nominations`: COLUMNS.

    `nominations` has file, sheet, row, known_on, order, nik, name, and `asked`, the month that its file is about;
    `members` are rows of extracts with the same provenance. Both as accepted by intake, files in force only.
    `months` (month, known_on, order) is of which months which extracts tell; of `members` those suffice whose NIK is
    in `nominations`.

    `already_member`: the NIK is that of an active member, by what extracts known before the list say of the newest
    month up to `asked`; an extract that comes later never takes out a nominee who has become a member since.
    `repeated`: a list known before names the same NIK with the same name (`fold_name`), in a row that was no member's
    then; `earlier_file`, `earlier_sheet` and `earlier_row` are the first such row, of a member too.
    """
    import ibis

    nominations = engine.keep(nominations.select(*_ROW, "nik", "name", "asked"))  # asked of several times below
    enrolled = engine.keep(_enrolled(nominations, members, months, engine))
    first = engine.keep(_first_named(nominations.anti_join(enrolled, PROVENANCE), nominations, engine))
    rows = nominations.select(*PROVENANCE)
    told = _beside(_beside(rows, enrolled), first)
    member, repeated = told["member_month"].notnull(), told["earlier_file"].notnull()
    standing = ibis.cases((member, ALREADY_MEMBER), (repeated, REPEATED), else_=IN_FORCE)
    return told.mutate(standing=standing).select(*COLUMNS)


def newest_months(nominations: "ir.Table", months: "ir.Table") -> "ir.Table":
    """For each file of `nominations` (`list_file`) the `newest` month up to `asked` of which an extract known before
    it tells, out of `months`. A file before which there is none is left out."""
    files = nominations.select(list_file="file", list_known="known_on", list_order="order", asked="asked").distinct()
    before = files.join(months, [*_before(files, months), months["month"] <= files["asked"]])
    return before.group_by("list_file").agg(newest=before["month"].max())


def months_told(members: "ir.Table") -> "ir.Table":
    """Of which months which extracts tell: month, known_on, order."""
    return members.select("month", *KNOWN).distinct()


def enrolled_among(rows: "ir.Table", engine: "Engine") -> "ir.Table":
    """Who is an active member by some rows of extracts, each with its `person` and all of one month for a person:
    person, member_month, member_segment (the first by name of several)."""
    import ibis

    judged = extracts.with_standing(rows.mutate(area=ibis.null("string")))
    now = active(standing_of(judged.filter(judged["standing"] == IN_FORCE).drop("standing")))
    told = {"member_month": now["month"].max(), "member_segment": now["segment"].min()}
    return engine.keep(now.group_by("person").agg(**told))


def _before(lists: "ir.Table", rows: "ir.Table") -> "list[ir.BooleanValue]":
    known, order = lists["list_known"], lists["list_order"]
    return [(rows["known_on"] < known) | ((rows["known_on"] == known) & (rows["order"] < order))]


def _enrolled(nominations: "ir.Table", members: "ir.Table", months: "ir.Table", engine: "Engine") -> "ir.Table":
    """The rows whose NIK was an active member's when the list came in: provenance, member_month, member_segment."""
    numbered = members.filter(members["nik"].notnull()).select("nik", *_OF_A_MEMBERSHIP)
    asked = nominations.select("nik", list_file="file", list_known="known_on", list_order="order").distinct()
    asked = engine.keep(asked.join(newest_months(nominations, months), "list_file").rename(_nik="nik"))
    known = asked.join(
        numbered,
        [asked["_nik"] == numbered["nik"], asked["newest"] == numbered["month"], *_before(asked, numbered)],
    )
    # to each list its own extracts: what came after it is no part of what was known
    whose = known["list_file"].cast("string") + " " + known["nik"]
    rows = engine.keep(known.mutate(person=whose).drop("_nik", "list_known", "list_order", "newest"))
    spoken = enrolled_among(rows, engine)
    named = nominations.select(*PROVENANCE, person=nominations["file"].cast("string") + " " + nominations["nik"])
    return named.join(spoken, "person").select(*PROVENANCE, "member_month", "member_segment")


def _first_named(candidates: "ir.Table", nominations: "ir.Table", engine: "Engine") -> "ir.Table":
    """For each row that a candidate of an earlier file names too: provenance and the first such row."""
    import ibis

    counted = nominations.group_by("nik").agg(_files=nominations["file"].nunique())
    several = counted.filter(counted["_files"] > 1).drop("_files")
    rows = engine.keep(_folded(nominations.semi_join(several, "nik"), engine))
    who = ["nik", "folded"]
    speaks = rows.semi_join(candidates.select(*PROVENANCE), PROVENANCE)
    in_time = ibis.window(group_by=who, order_by=[speaks[name] for name in (*KNOWN, *PROVENANCE)])
    first = speaks.mutate(_at=ibis.row_number().over(in_time))
    first = first.filter(first["_at"] == 0).drop("_at")
    told = first.rename(
        **{f"_{name}": name for name in who},
        **{f"earlier_{name}": name for name in PROVENANCE},
        list_known="known_on",
        list_order="order",
    )
    met = rows.join(told, [(name, f"_{name}") for name in who])
    later = (met["known_on"] > met["list_known"]) | (
        (met["known_on"] == met["list_known"]) & (met["order"] > met["list_order"])
    )
    return met.filter(later).select(*PROVENANCE, *(f"earlier_{name}" for name in PROVENANCE))


def _folded(rows: "ir.Table", engine: "Engine") -> "ir.Table":
    import pyarrow as pa

    names = distinct_texts(rows, "name", engine)
    folds = {"_name": pa.array(names, pa.string()), "folded": pa.array(map(fold_name, names), pa.string())}
    told = engine.table(pa.table(folds))
    return rows.select(*_ROW, "nik", "name").join(told, [("name", "_name")]).drop("name", "_name")


def _beside(rows: "ir.Table", found: "ir.Table") -> "ir.Table":
    named = found.rename(**{f"_{name}": name for name in PROVENANCE})
    joined = rows.left_join(named, [(name, f"_{name}") for name in PROVENANCE])
    return joined.drop(*(f"_{name}" for name in PROVENANCE))


def asked_month(said: Month | None, known_on: date) -> Month:
    """The month that a list of nominations is about: the one its sender said, else that in which it became known."""
    return said or Month(known_on.year, known_on.month)
