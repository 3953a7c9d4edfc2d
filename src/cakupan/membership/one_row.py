"""Which of several rows of one membership in one month speaks for it, so that no membership is counted twice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cakupan.engines.supersession import PROVENANCE

if TYPE_CHECKING:
    import ibis.expr.types as ir

SPOKEN_FOR, OTHER_ROW = "spoken_for", "other_row"

_ONE = ("person", "month", "_segment", "_kpj")
_NEVER = "9999-12-31"  # after every day that a file may name


def with_one_row_speaking(rows: "ir.Table", active: Sequence[str]) -> "ir.Table":
    """`rows`, all but one of each person, month, segment and KPJ with the state `spoken_for`, because of `other_row`.

    A row whose state is one of `active` speaks before one that is not, then what began last, what ends last, what is
    paid longest; a row that names its payer before one that does not, then by payer, by programmes, and at last by
    file, sheet and row.
    The others stay in the table: every row is accounted for, and what they tell of the person is used.
    """
    import ibis

    keyed = rows.mutate(_segment=rows["segment"].fill_null(""), _kpj=rows["kpj"].fill_null(""))
    counted = keyed.group_by(list(_ONE)).agg(_rows=keyed.count())
    # Almost every membership has one row a month: only the others need to be ranked.
    several = counted.filter(counted["_rows"] > 1).drop("_rows")
    ranked = _ranked(keyed.semi_join(several, _ONE), active)
    spoken_for = ranked["_rank"] > 0
    told = ranked.mutate(
        state=ibis.ifelse(spoken_for, SPOKEN_FOR, ranked["state"]),
        because=ibis.ifelse(spoken_for, OTHER_ROW, ranked["because"]),
    )
    return ibis.union(keyed.anti_join(several, _ONE).select(rows.columns), told.select(rows.columns))


def _ranked(rows: "ir.Table", active: Sequence[str]) -> "ir.Table":
    import ibis

    def day(name: str, unknown: str) -> "ir.Value":
        return ibis.desc(rows[name].cast("string").fill_null(unknown))

    order = [
        ~rows["state"].isin(active),
        day("started_on", ""),
        day("ended_on", _NEVER),
        day("paid_until", ""),
        rows["payer"].isnull(),
        rows["payer"].fill_null(""),
        rows["programmes"].fill_null(""),
        *(rows[name] for name in PROVENANCE),
    ]
    return rows.mutate(_rank=ibis.row_number().over(ibis.window(group_by=list(_ONE), order_by=order)))
