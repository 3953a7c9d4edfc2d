"""Which row speaks where several received files say something of one thing: the latest known, never a matter of order.

It holds for every kind of record, so it stands beside the engines, below all rooms that need it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cakupan.engines.logical import row_text

if TYPE_CHECKING:
    import ibis.expr.types as ir

PROVENANCE = ("file", "sheet", "row")
KNOWN = ("known_on", "order")

IN_FORCE = "in_force"
REPEATED = "repeated"
SUPERSEDED = "superseded"


def with_standing(records: "ir.Table", key: Sequence[str], value: Sequence[str]) -> "ir.Table":
    """`records` and a column `standing`: what became of each row among the rows that agree on `key`.

    `in_force`: says in `value` what was said last, by (`known_on`, `order`); intake lets one file say only one thing.
    `repeated`: another row that says the same. `superseded`: says something else, and was said before.

    The row in force is the one of the smallest provenance among those that say the same, so that a workspace
    which received the same files on other days keeps the same row. Its `known_on` and `order` are those of the
    latest row that says so.
    """
    import ibis

    spoken = records.mutate(_said=row_text(records, value))
    last_first = ibis.window(
        group_by=list(key),
        order_by=[ibis.desc(spoken[name]) for name in (*KNOWN, *PROVENANCE)],
    )
    told = spoken.mutate(
        _last_said=spoken["_said"].first().over(last_first),
        _last_known=spoken["known_on"].first().over(last_first),
        _last_order=spoken["order"].first().over(last_first),
    )
    alike = ibis.window(group_by=[*key, "_said"], order_by=[told[name] for name in PROVENANCE])
    ranked = told.mutate(_among_alike=ibis.row_number().over(alike))
    in_force = (ranked["_said"] == ranked["_last_said"]) & (ranked["_among_alike"] == 0)
    judged = ranked.mutate(
        standing=ibis.cases(
            (in_force, IN_FORCE),
            (ranked["_said"] == ranked["_last_said"], REPEATED),
            else_=SUPERSEDED,
        ),
        known_on=ibis.ifelse(in_force, ranked["_last_known"], ranked["known_on"]),
        order=ibis.ifelse(in_force, ranked["_last_order"], ranked["order"]),
    )
    return judged.drop("_said", "_last_said", "_last_known", "_last_order", "_among_alike")


def in_force(judged: "ir.Table") -> "ir.Table":
    """The rows that speak, out of `with_standing`."""
    return judged.filter(judged["standing"] == IN_FORCE).drop("standing")
