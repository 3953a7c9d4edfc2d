"""What a person's other rows tell where the one that speaks is silent: the place, the sex, the birth."""

from typing import TYPE_CHECKING

from cakupan.membership.months import month_number
from cakupan.regions.levels import DISTRICT, REGENCY, area_at

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ONE = ("person", "month")
_RANK = len("13" + "2025-07")
_AFTER = 100_000  # further away than any month before


def filled(spoken: "ir.Table", standing: "ir.Table") -> "ir.Table":
    """`spoken` (one row a person and month) with `village`, `district`, `area`, `sex` and `birth` as far as told.

    What a row says stays. A place that it leaves open is taken from the person's other rows of that month or else of
    the latest month before: the village first, but only from inside the district or area that the row does
    say, because whoever is listed in another one has moved. Sex and birth are those of that month, else of the latest
    before, else of the earliest after. Of several in one month the last by alphabet. Null stays what nobody told.
    """
    places, sexes, births = _places(spoken, standing), _told(spoken, standing, "sex"), _told(spoken, standing, "birth")
    whole = _beside(_beside(_beside(spoken, places, "_place"), sexes, "_sex"), births, "_birth")
    return _with_place(whole).mutate(
        sex=whole["sex"].fill_null(whole["_sex"]),
        birth=whole["birth"].fill_null(whole["_birth"].cast("date")),
    )


def _places(spoken: "ir.Table", standing: "ir.Table") -> "ir.Table":
    """The smallest area told last for each person and month whose row names no village."""
    import ibis

    silent = spoken.filter(spoken["village"].isnull()).select(*_ONE, _own=_place(spoken))
    told = standing.filter(_place(standing).notnull()).select(_who="person", _when="month", _place=_place(standing))
    # Only a place smaller than the row's own can tell more: without a village column nothing is left to be paired.
    pairs = ibis.union(*(_paired(silent, told, size) for size in (0, REGENCY, DISTRICT)))
    inside = pairs["_own"].isnull() | pairs["_place"].startswith(pairs["_own"] + ".")
    # One text that sorts as the choice is made: a maximum needs no sorting, and ranking the pairs does.
    size = pairs["_place"].length().cast("string").lpad(2, "0")
    return _last(pairs.filter(inside), size + pairs["_when"], pairs["_place"], "_place")


def _paired(silent: "ir.Table", told: "ir.Table", size: int) -> "ir.Table":
    """Rows whose own place is a code of `size` (0: none), each with all smaller ones told of the person till then."""
    asking = silent.filter(silent["_own"].length().fill_null(0) == size)
    smaller = told.filter(told["_place"].length() > size)
    return asking.join(smaller, [asking["person"] == smaller["_who"], asking["month"] >= smaller["_when"]])


def _told(spoken: "ir.Table", standing: "ir.Table", name: str) -> "ir.Table":
    """The `name` told nearest to each person and month whose row does not tell it."""
    import ibis

    silent = spoken.filter(spoken[name].isnull()).select(*_ONE)
    told = standing.filter(standing[name].notnull()).select(_who="person", _when="month", _told=name)
    pairs = silent.join(told, silent["person"] == told["_who"])
    since = month_number(pairs["month"]) - month_number(pairs["_when"])
    away = ibis.ifelse(since < 0, _AFTER - since, since)
    near = (2 * _AFTER - away).cast("string").lpad(_RANK, "0")
    return _last(pairs, near, pairs["_told"].cast("string"), f"_{name}")


def _last(pairs: "ir.Table", rank: "ir.StringValue", value: "ir.StringValue", name: str) -> "ir.Table":
    """The `value` of the last `rank` for each person and month, which has _RANK characters."""
    ranked = pairs.select(*_ONE, _value=rank + value)
    best = ranked.group_by(list(_ONE)).agg(_value=ranked["_value"].max())
    return best.select(_who="person", _when="month", **{name: best["_value"].substr(_RANK)})


def _beside(spoken: "ir.Table", found: "ir.Table", name: str) -> "ir.Table":
    joined = spoken.left_join(found, [spoken["person"] == found["_who"], spoken["month"] == found["_when"]])
    return joined.select(*spoken.columns, name)


def _with_place(rows: "ir.Table") -> "ir.Table":
    import ibis

    place = ibis.coalesce(rows["village"], rows["_place"], _place(rows))
    return rows.mutate(
        village=area_at(place, "village"),
        district=rows["district"].fill_null(area_at(place, "district")),
        area=rows["area"].fill_null(area_at(place, "regency")),
    )


def _place(rows: "ir.Table") -> "ir.StringValue":
    """The code of the smallest area that a row names."""
    import ibis

    return ibis.coalesce(rows["village"], rows["district"], rows["area"])
