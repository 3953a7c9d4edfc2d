"""Where members work, as the extracts say it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

_MEMBERSHIP = ("person", "month", "segment", "payer")


def with_workplace(people: "ir.Table", rows: "ir.Table") -> "ir.Table":
    """`people` (one row a person and month: person, month, segment, payer and more) with `work_area`.

    It is the place of work that `rows` of extracts in force name for the membership that speaks for the person in that
    month; of two employers under one segment and payer the last code. Null where no row tells it.
    """
    import ibis

    told = rows.filter(rows["workplace"].notnull())
    keyed = told.mutate(payer=ibis.coalesce(told["payer"], ""))
    found = keyed.group_by(list(_MEMBERSHIP)).agg(work_area=keyed["workplace"].max())
    named = found.select(**{f"_{name}": name for name in _MEMBERSHIP}, work_area="work_area")
    met = [people[name] == named[f"_{name}"] for name in _MEMBERSHIP[:-1]]
    joined = people.left_join(named, [*met, people["payer"].fill_null("") == named["_payer"]])
    return joined.select(*people.columns, "work_area")
