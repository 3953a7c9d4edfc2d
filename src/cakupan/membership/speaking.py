"""Which membership speaks for a person who has several in a month, so that a person is counted once."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cakupan.membership.ages import age_band
from cakupan.membership.filling import filled
from cakupan.membership.spells import began, months_of
from cakupan.membership.standing import active

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ONE = ("person", "month")
_SAID = (*_ONE, "segment", "payer", "kpj", "village", "district", "area", "sex", "birth", "started_on")
COLUMNS = ("person", "month", "segment", "payer", "village", "district", "area", "sex", "birth", "age")


def speaking(standing: "ir.Table") -> "ir.Table":
    """One row for each person and month with an active membership: COLUMNS, as the one that began last says.

    It began on `started_on`, or, where that is not told, in the first month of its spell. Of those that began together
    the first segment by `segments.toml` speaks, then the first KPJ, then the first payer. What the speaking row does
    not say is taken from the person's others: see `filling`. `age` is the band on the month's last day.
    """
    import ibis

    rows = active(standing).select(*_SAID)
    counted = rows.group_by(list(_ONE)).agg(_memberships=rows.count())
    # Almost everybody has one membership: only the others need to be ranked.
    several = counted.filter(counted["_memberships"] > 1).drop("_memberships")
    ranked = _ranked(rows.semi_join(several, "person"), months_of(standing)).semi_join(several, _ONE)
    spoken = ibis.union(rows.anti_join(several, _ONE), ranked.filter(ranked["_rank"] == 0).select(*_SAID))
    whole = filled(spoken, standing)
    return whole.mutate(age=age_band(whole["birth"], whole["month"])).select(*COLUMNS)


def _ranked(rows: "ir.Table", months: "ir.Table") -> "ir.Table":
    """`rows` with `_rank`, which is 0 for the one of each person and month that speaks."""
    import ibis

    told = began(rows, months)
    speaks_first = ibis.window(
        group_by=list(_ONE),
        order_by=[
            ibis.desc(told["started_on"].cast("string").fill_null(told["began"] + "-01")),
            _place(told["segment"], segment_order()),
            told["segment"],
            told["kpj"].fill_null(""),
            told["payer"].fill_null(""),
        ],
    )
    return told.mutate(_rank=ibis.row_number().over(speaks_first))


@cache
def segment_order() -> tuple[str, ...]:
    """The segments, the one that speaks first of all first."""
    return tuple(tomllib.loads((files("cakupan.membership") / "segments.toml").read_text(encoding="utf-8"))["first"])


def _place(segment: "ir.StringValue", order: Sequence[str]) -> "ir.IntegerValue":
    import ibis

    return ibis.cases(*((segment == name, place) for place, name in enumerate(order)), else_=len(order))
