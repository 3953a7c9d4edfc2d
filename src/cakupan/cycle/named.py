"""From lists of nominees and registers to what they say of each person whom they name."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cakupan.basics.stages import StageLog
from cakupan.cycle.over import Over, with_person
from cakupan.cycle.rows import count_of
from cakupan.engines.supersession import KNOWN, PROVENANCE
from cakupan.identity.prepare import birth_in_nik
from cakupan.identity.resolve import Resolved
from cakupan.intake import Kind
from cakupan.membership.named import named_of
from cakupan.membership.occupations import with_occupation_codes

if TYPE_CHECKING:
    import ibis.expr.types as ir

_OF_A_ROW = (
    *("person", "village", "district", "occupation", "sex", "birth", "born_by_nik", "file_area", *KNOWN, *PROVENANCE),
)


def named_people(
    records: "Mapping[Kind, ir.Table]", persons: Resolved | None, to: Over, log: StageLog
) -> "ir.Table | None":
    """Everybody named on lists of nominations or population, one row each (`named_of`); None where there is no list."""
    if persons is None:
        return None
    kinds = {Kind.NOMINATIONS: "decile", Kind.POPULATION: "died_on"}
    rows = sum(count_of(records[kind], to.naming) for kind in kinds)
    if not rows:
        return None
    cards = to.naming.keep(_cards(*(records[kind] for kind in kinds)))
    nominees, residents = (
        _rows(with_person(records[kind], persons.links), own, cards, to) for kind, own in kinds.items()
    )
    reported = with_person(records[Kind.DEATHS], persons.links).select("person", "died_on", *KNOWN, *PROVENANCE)
    named = to.back(to.counting.keep(named_of(nominees, residents, to.there(reported))))
    people = count_of(named, to.naming)
    log.done("named", rows_in=rows, rows_out=people, reasons={"same_person": rows - people})
    return named


def _cards(*records: "ir.Table") -> "ir.Table":
    """The family cards that lists tell, each with a number of this build."""
    import ibis

    told = ibis.union(*(one.select("family_card") for one in records), distinct=True)
    told = told.filter(told["family_card"].notnull())
    return told.select(_card="family_card", card=ibis.row_number().over(order_by=told["family_card"]).cast("int64"))


def _rows(rows: "ir.Table", own: str, cards: "ir.Table", to: Over) -> "ir.Table":
    # numbers stay where names are seen: of a NIK only the month of birth goes on, of a card who shares it
    told = rows.mutate(born_by_nik=birth_in_nik(rows["nik"], rows["known_on"]).cast("string").left(7))
    told = told.left_join(cards, told["family_card"] == cards["_card"])
    return to.there(with_occupation_codes(told.select(*_OF_A_ROW, "card", own), to.naming))
