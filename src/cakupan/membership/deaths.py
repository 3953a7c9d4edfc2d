"""Who has died, as far as is known now: a register may take back what one before it said."""

from typing import TYPE_CHECKING

from cakupan.engines.supersession import KNOWN, PROVENANCE

if TYPE_CHECKING:
    import ibis.expr.types as ir


def deaths_known(population: "ir.Table", deaths: "ir.Table") -> "ir.Table":
    """One row for each person who is dead by the registers or by the lists of deaths: person, died_on.

    A register may take back what registers said, but not a death that was reported: registers lag behind. Where both
    tell a day, the list of deaths, which is made for it, speaks.
    """
    reported = deaths_in_force(deaths)
    return reported.union(deaths_in_force(population).anti_join(reported, "person"))


def deaths_in_force(population: "ir.Table") -> "ir.Table":
    """One row for each person who is dead by the row of the registers known last: person, died_on.

    `population`: rows of registers (person, died_on, known_on, order, file, sheet, row), those without `died_on` too,
    because such a row says that the person lives. Of rows known together the last by file, sheet and row speaks.
    """
    import ibis

    # Most persons were never called dead: only of the others does it matter which row came last.
    called_dead = population.filter(population["died_on"].notnull()).select("person").distinct()
    rows = population.select("person", "died_on", *KNOWN, *PROVENANCE).semi_join(called_dead, "person")
    last_first = ibis.window(group_by="person", order_by=[ibis.desc(rows[name]) for name in (*KNOWN, *PROVENANCE)])
    ranked = rows.mutate(_last=ibis.row_number().over(last_first) == 0)
    return ranked.filter(ranked["_last"] & ranked["died_on"].notnull()).select("person", "died_on")
