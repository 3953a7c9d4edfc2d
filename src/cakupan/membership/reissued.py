"""Which extract a later one of the same month and area perhaps replaced as a whole."""

from typing import TYPE_CHECKING

from cakupan.engines.supersession import IN_FORCE, KNOWN

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LIST = ("area", "month")
MOST = 80  # per cent of its memberships that a later extract names: more than a file of corrections would


def perhaps_replaced(judged: "ir.Table") -> "ir.Table":
    """The extracts most of which a later one names again, and who still counts by them alone.

    `judged`: rows as from `extracts.with_standing`. Columns: area, month, file (the older one), only_in_older: how many
    memberships (person and KPJ) are in force in that file, which no later one names; never 0. Later is known later;
    as in `extracts`, a row without a KPJ may name any membership of its person.
    """
    rows = _where_several(judged)
    older = rows.group_by([*_LIST, "file"]).agg(_size=rows.count(), only_in_older=rows["_in_force"].cast("int64").sum())
    named = _named_again(rows)
    found = older.join(named, [*_LIST, "file"])
    most = (found["_named"] * 100 >= found["_size"] * MOST) & (found["only_in_older"] > 0)
    return found.filter(most).select("area", "month", "file", "only_in_older").distinct()


def _where_several(judged: "ir.Table") -> "ir.Table":
    """The memberships that each file names, of months and areas of which several files speak."""
    rows = judged.filter(judged["area"].notnull()).mutate(_kpj=judged["kpj"].fill_null(""))
    files = rows.select(*_LIST, "file").distinct()
    counted = files.group_by(list(_LIST)).agg(_files=files.count())
    # Most months have one extract: of the others only are the memberships compared.
    several = rows.semi_join(counted.filter(counted["_files"] > 1), _LIST)
    return several.group_by([*_LIST, "file", "person", "_kpj"]).agg(
        **{name: several[name].max() for name in KNOWN}, _in_force=(several["standing"] == IN_FORCE).any()
    )


def _named_again(rows: "ir.Table") -> "ir.Table":
    """How many memberships of a file (`_named`) each later one names."""
    later = rows.select(*_LIST, "person", _later="file", _other="_kpj", _known_on="known_on", _order="order")
    pairs = rows.join(later, [*_LIST, "person"])
    after = (
        (pairs["_known_on"] > pairs["known_on"])
        | ((pairs["_known_on"] == pairs["known_on"]) & (pairs["_order"] > pairs["order"]))
        | (
            (pairs["_known_on"] == pairs["known_on"])
            & (pairs["_order"] == pairs["order"])
            & (pairs["_later"] > pairs["file"])
        )
    )
    one = (pairs["_kpj"] == pairs["_other"]) | (pairs["_kpj"] == "") | (pairs["_other"] == "")
    met = pairs.filter(after & one).select(*_LIST, "file", "_later", "person", "_kpj").distinct()
    return met.group_by([*_LIST, "file", "_later"]).agg(_named=met.count())
