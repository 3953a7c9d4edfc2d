"""Who stands on some list of people, nominations or population, and what the lists say of each."""

from typing import TYPE_CHECKING

from cakupan.engines.supersession import KNOWN, PROVENANCE
from cakupan.membership.deaths import deaths_in_force, deaths_known
from cakupan.regions.levels import area_at, cut_to, is_at

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SAID = ("sex", "born", "occupation", "decile")
COLUMNS = ("person", "village", "district", "area", *_SAID, "named_on", "died_month", "household_person")
_LARGEST = 20  # a number that more people give as their family card is no household's
_RANK = 10  # digits: of nobody there are more rows


def named_of(nominations: "ir.Table", population: "ir.Table", deaths: "ir.Table | None" = None) -> "ir.Table":
    """One row for each person whom a nominations or population list names: COLUMNS.

    Both come with `person`, with `occupation` as a code, with `born_by_nik`, the month that the row's NIK tells, and
    with file_area, known_on, order, file, sheet, row; with `card`, a number that stands for a family card, if at all.
    Of each attribute the row known last that tells it speaks; of rows known together the last by file, sheet and row.
    The place is one attribute: where the row that speaks of it names a district only, the village is the one told
    last inside that district. `area` is the regency of the place, else the sender's; null where neither says one.
    `born` is the month of birth, by the NIK only where no row states one; `named_on` is the day on which the first of
    the lists became known. `household_person` is the first of the persons whose family card, as told last, is the same:
    it says who is of one household, and of nobody which card that is; who has none stands alone. Who has died is what
    the register known last says (`deaths_in_force`), or a list of `deaths` (`deaths_known`).
    """
    rows = _in_order(_told(nominations).union(_told(population)))
    said = _last_said(rows)
    whole = _with_place(_beside(said, _villages_inside(rows, said)))
    dead = deaths_in_force(population) if deaths is None else deaths_known(population, deaths)
    months = dead.select("person", died_month=dead["died_on"].cast("string").left(7))
    told = _beside(whole, months)
    return told.mutate(decile=told["decile"].cast("int32"), household_person=_household(told)).select(*COLUMNS)


def _household(people: "ir.Table") -> "ir.IntegerValue":
    import ibis

    of_card = ibis.window(group_by="card")
    sharing = people["person"].count().over(of_card)
    shared = people["card"].notnull() & (sharing <= _LARGEST)
    return ibis.ifelse(shared, people["person"].min().over(of_card), people["person"])


def _told(records: "ir.Table") -> "ir.Table":
    """What each row tells, as text; null where its kind of list has no such column."""
    import ibis

    def text(name: str) -> "ir.Value":
        return (records[name] if name in records.columns else ibis.null("string")).cast("string")

    return records.select(
        *("person", *KNOWN, *PROVENANCE, "village", "sex", "occupation"),
        place=ibis.coalesce(records["village"], records["district"]),
        sender=area_at(records["file_area"], "regency"),
        born=text("birth").left(7),
        born_by_nik=records["born_by_nik"],
        decile=text("decile"),
        card=text("card"),
    )


def _in_order(rows: "ir.Table") -> "ir.Table":
    """`rows` with `_at`, which sorts those of a person as they became known.

    It is text, so that what was told last is a maximum, which needs no sorting on any engine.
    """
    import ibis

    in_time = ibis.window(group_by="person", order_by=[rows[name] for name in (*KNOWN, *PROVENANCE)])
    return rows.mutate(_at=ibis.row_number().over(in_time).cast("string").lpad(_RANK, "0"))


def _last_said(rows: "ir.Table") -> "ir.Table":
    told = ("place", "sender", "born_by_nik", "card", *_SAID)
    best = rows.group_by("person").agg(
        named_on=rows["known_on"].min(), **{name: (rows["_at"] + rows[name]).max() for name in told}
    )
    said = best.mutate(**{name: best[name].substr(_RANK) for name in told})
    return said.mutate(born=said["born"].fill_null(said["born_by_nik"]))


def _villages_inside(rows: "ir.Table", said: "ir.Table") -> "ir.Table":
    """The village told last inside the district of each person of whom a district was told last."""
    districts = said.filter(is_at(said["place"], "district")).select(_who="person", _district="place")
    pairs = rows.join(districts, rows["person"] == districts["_who"])
    inside = pairs.filter(pairs["village"].startswith(pairs["_district"] + "."))
    best = inside.group_by("person").agg(village=(inside["_at"] + inside["village"]).max())
    return best.mutate(village=best["village"].substr(_RANK))


def _beside(people: "ir.Table", found: "ir.Table") -> "ir.Table":
    named = found.rename(_found="person")
    return people.left_join(named, people["person"] == named["_found"]).drop("_found")


def _with_place(said: "ir.Table") -> "ir.Table":
    import ibis

    place = ibis.coalesce(said["village"], said["place"])
    return said.mutate(
        village=area_at(place, "village"),
        district=area_at(place, "district"),
        area=ibis.coalesce(cut_to(place, "regency"), said["sender"]),
    )
