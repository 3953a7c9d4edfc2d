"""How each person counts in the course of time: in runs of months in one way, and as what such a run ended."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cakupan.membership.spells import months_of
from cakupan.membership.standing import ACTIVE, ENDED, LAPSED
from cakupan.regions.levels import cut_to

if TYPE_CHECKING:
    import ibis.expr.types as ir

DIED, OVER_AGE, UNLISTED = "died", "over_age", "unlisted"
ENDINGS = (DIED, OVER_AGE, LAPSED, ENDED, UNLISTED)

WAY = ("segment", "payer", "village", "district", "area", "nik_area", "work_area")
COLUMNS = ("person", "starts_month", "ends_month", *WAY, "ended_as")

_STILL_ACTIVE = -1


def _unkept(table: "ir.Table") -> "ir.Table":
    return table


def episodes_of(
    people: "ir.Table", standing: "ir.Table", keep: "Callable[[ir.Table], ir.Table]" = _unkept
) -> "ir.Table":
    """One row for each run of months in which a person counts in the same way (`WAY`): COLUMNS, months both inside.

    `people`: as from `speaking`, with `nik_area` and `work_area`; `standing`: as from `standing_of`, all of it.
    `area` and `district` are those that the finest code known says, as in the cube. A month for which neither the
    regency counted in nor the one that lists the person has an extract is no gap. To count in another way begins a new
    run, and so does a gap; so the runs of a person never share a month.

    `ended_as` says what the person is in the next month that those extracts speak of: null where they still count, or
    where no such month is known; else the first that holds for any of their memberships: `died`, `over_age`, `lapsed`,
    `ended` (or not active for another reason); `unlisted` where no extract names them.

    `keep` is `Engine.keep` where persons are many: several steps build on one, and an engine that does not see this
    would count the same months over and over.
    """
    import ibis

    placed = _placed(people)
    calendar = keep(_calendar(keep(_asked(placed)), months_of(standing)))
    ways = keep(_ways(placed, calendar))
    winding = keep(_winding(ways))
    runs = _runs(placed.semi_join(winding, "person"), calendar)
    every = ibis.union(ways.anti_join(winding, "person").select(runs.columns), runs)
    return _with_endings(keep(_with_next(every, calendar)), standing).select(*COLUMNS)


def _placed(people: "ir.Table") -> "ir.Table":
    import ibis

    district = ibis.coalesce(cut_to(people["village"], "district"), people["district"])
    area = ibis.coalesce(cut_to(district, "regency"), people["area"])
    return people.select(
        *("person", "month", "segment", "payer", "village", "nik_area", "work_area"),
        district=district,
        area=area,
        _sent=people["area"].fill_null(""),
    )


def _asked(placed: "ir.Table") -> "ir.Table":
    """The pairs of regencies, counted in (`_at`) and listed by (`_sent`), with the months that people count in."""
    return placed.select(_at=placed["area"].fill_null(""), _sent="_sent", _month="month").distinct()


def _calendar(asked: "ir.Table", told: "ir.Table") -> "ir.Table":
    """For each pair and month `asked` for: `_place` of the month among those that extracts of either regency speak
    of, `_next` of them after it, and `_whole`: whether they speak of each month asked for."""
    import ibis

    spoken = told.select(_of="_area", _when="_month")
    both = ibis.union(
        *(asked.select("_at", "_sent", _of=name).distinct() for name in ("_at", "_sent")), distinct=True
    ).join(spoken, "_of")
    both = both.select("_at", "_sent", "_when").distinct()
    beside = asked.left_join(both, ["_at", "_sent"]).select("_at", "_sent", "_month", "_when")
    when, month = beside["_when"], beside["_month"]
    found = beside.group_by("_at", "_sent", "_month").agg(
        _place=(when <= month).fill_null(False).cast("int64").sum(),
        _next=ibis.ifelse(when > month, when, ibis.null("string")).min(),
        _spoken=(when == month).fill_null(False).cast("int64").sum(),
    )
    return found.mutate(_whole=found["_spoken"].min().over(ibis.window(group_by=["_at", "_sent"]))).drop("_spoken")


def _ways(placed: "ir.Table", calendar: "ir.Table") -> "ir.Table":
    """One row for each way in which a person ever counts, from its first month to its last; `_broken`: if these need
    not be one run."""
    # Grouped first: of millions of person-months there are few ways, and almost all of them are one run.
    found = placed.group_by("person", *WAY, "_sent").agg(
        starts_month=placed["month"].min(), ends_month=placed["month"].max(), _months=placed["month"].count()
    )
    found = found.mutate(_at=found["area"].fill_null(""))
    first = calendar.select("_at", "_sent", "_whole", starts_month="_month", _first="_place")
    last = calendar.select("_at", "_sent", ends_month="_month", _last="_place")
    told = found.join(first, ["_at", "_sent", "starts_month"]).join(last, ["_at", "_sent", "ends_month"])
    return told.mutate(_broken=(told["_whole"] == 0) | (told["_last"] - told["_first"] + 1 != told["_months"]))


def _winding(ways: "ir.Table") -> "ir.Table":
    """The persons whose months have to be looked at one by one: with gaps, or in the extracts of several regencies."""
    told = ways.group_by("person").agg(
        _broken=ways["_broken"].cast("int64").max(), _pairs=(ways["_at"] + "/" + ways["_sent"]).nunique()
    )
    return told.filter((told["_broken"] > 0) | (told["_pairs"] > 1)).select("person")


def _runs(placed: "ir.Table", calendar: "ir.Table") -> "ir.Table":
    import ibis

    way = ibis.literal("")
    for name in WAY:
        way = way + "|" + placed[name].fill_null("")
    told = placed.mutate(_way=way, _at=placed["area"].fill_null(""), _month=placed["month"])
    told = told.join(calendar, ["_at", "_sent", "_month"])
    in_time = ibis.window(group_by="person", order_by=told["month"])
    told = told.mutate(_before=told["_way"].lag().over(in_time), _due=told["_next"].lag().over(in_time))
    another = (told["_before"] != told["_way"]) | (told["_due"] < told["month"])
    told = told.mutate(_another=another.fill_null(False).cast("int64"))
    until_then = ibis.window(group_by="person", order_by=told["month"], preceding=None, following=0)
    runs = told.mutate(_run=told["_another"].sum().over(until_then))
    found = runs.group_by("person", *WAY, "_at", "_run").agg(
        starts_month=runs["month"].min(), ends_month=runs["month"].max(), _sent=runs["_sent"].argmax(runs["month"])
    )
    return found.select("person", *WAY, "starts_month", "ends_month", "_at", "_sent")


def _with_next(runs: "ir.Table", calendar: "ir.Table") -> "ir.Table":
    """`runs` and `_gone`: the next month spoken of, where the person does not count then."""
    import ibis

    after = calendar.select("_at", "_sent", "_next", ends_month="_month")
    told = runs.join(after, ["_at", "_sent", "ends_month"])
    in_time = ibis.window(group_by="person", order_by=told["starts_month"])
    told = told.mutate(_again=told["starts_month"].lead().over(in_time))
    goes_on = (told["_again"] <= told["_next"]).fill_null(False)
    return told.mutate(_gone=ibis.ifelse(goes_on, ibis.null("string"), told["_next"]))


def _with_endings(runs: "ir.Table", standing: "ir.Table") -> "ir.Table":
    import ibis

    asked = runs.filter(runs["_gone"].notnull()).select("person", month="_gone").distinct()
    # Of millions of rows only those of people who left matter.
    rows = standing.select("person", "month", "state", "because").semi_join(asked, ["person", "month"])
    verdict = ibis.cases(
        (rows["state"].isin(ACTIVE), _STILL_ACTIVE),
        *((rows["because"] == reason, ENDINGS.index(reason)) for reason in (DIED, OVER_AGE)),
        (rows["state"] == LAPSED, ENDINGS.index(LAPSED)),
        else_=ENDINGS.index(ENDED),
    )
    first = rows.select(_who="person", _when="month", _verdict=verdict).group_by("_who", "_when")
    first = first.agg(_verdict=ibis._["_verdict"].min())
    told = runs.left_join(first, [runs["person"] == first["_who"], runs["_gone"] == first["_when"]])
    nothing = ibis.null("string")
    reasons = ((told["_verdict"] == place, reason) for place, reason in enumerate(ENDINGS[:-1]))
    ended_as = ibis.cases(
        (told["_gone"].isnull(), nothing),
        (told["_verdict"].isnull(), UNLISTED),
        *reasons,
        else_=nothing,  # a member whom `people` leaves out
    )
    return told.mutate(ended_as=ended_as)
