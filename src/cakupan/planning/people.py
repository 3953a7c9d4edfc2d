"""Who could be planned for: people whom lists name and nobody covers, and members whose protection by others ends;
and of everybody else, why they are set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.coverage.flows import inside
from cakupan.coverage.named_people import DIED, MEMBER
from cakupan.membership.months import month_number, month_number_of_day
from cakupan.regions.levels import area_at
from cakupan.scheme.eligibility import NO_MEMBER, Rule
from cakupan.scheme.eligibility_table import HOUSEHOLD, with_eligibility
from cakupan.scheme.unit_cost import PAYERS
from cakupan.targets.protection import LATER, OVER_AGE, UNKNOWN, UNPAID

if TYPE_CHECKING:
    import ibis.expr.types as ir

LISTED, ENDING = ORIGINS = ("listed", "ending")
"""To be enrolled from a list; or a member whose protection ends, to be renewed."""

ENROLLED_AS = "BPU"  # the segment of whoever is enrolled with others' money

SPONSORS = tuple(payer for payer in PAYERS if payer not in ("self", "employer"))
"""Who pays for others: whose members a plan may renew."""

# Why somebody is set aside, in the order in which it is asked; of the listed the rules of the law are asked after it.
OF_LISTED = ("member", "died", "age_unknown", "too_young", "too_old", "perhaps_member")
OF_ENDING = (
    *("other_segment", "payer_unknown", "pays_alone", "employer"),
    *("lasts", "end_unknown", "died", "over_age", "other_sponsor"),
)
COLUMNS = (
    *("person", "origin", "why", "village", "district", "segment", "occupation", "decile"),
    *("payer", "covered_until", "protected_until", "until", "listed", "place_in_household", "age_told", "in_arrears"),
)


@dataclass(frozen=True, slots=True)
class Window:
    """Of whom is asked: of `area`, as its members were in `month`, the last known, for a plan from `first` to `last`.

    `youngest` and `oldest`: ages of enrolment, both inside, by the last day of `first`; None: no such limit. `renew`:
    the payers whose members are renewed.
    """

    area: str
    month: Month
    first: Month
    last: Month
    youngest: int | None
    oldest: int | None
    renew: tuple[str, ...] = SPONSORS


def people_listed(stated: "ir.Table", window: Window, rules: Sequence[Rule] = ()) -> "ir.Table":
    """Everybody whom a list places in the area: COLUMNS, months as numbers (`membership.months`).

    `stated`: as from `coverage.named_people.named_in`, of the window's month. `why` is null of those who may be
    enrolled. Whoever comes of age after `first` is too young. A pair that waits for a reviewer is set aside, since
    money would be spent on a member twice. `until` is the last month before the upper age, where that comes before the
    plan's end: whether members may stay beyond it is not known (DOMAIN.md 2), so nobody is paid for then. `listed` is
    the day on which a list first named them, as a number that grows.

    `place_in_household`: the how-manieth of their household they are, of those who may be enrolled by all other
    `rules`, members of it before them; as `scheme.eligibility_table` counts. Null of whoever is set aside.
    """
    import ibis

    here = _with_members_of_household(stated).filter(inside(_finest(stated), window.area))
    born, first = month_number(here["born"]), _number(window.first)
    never = ibis.literal(False)
    young = never if window.youngest is None else first - born < window.youngest * 12
    old = never if window.oldest is None else first - born >= (window.oldest + 1) * 12
    why = ibis.cases(
        (here["state"] == MEMBER, "member"),
        (here["state"] == DIED, "died"),
        (born.isnull(), "age_unknown"),
        (young.fill_null(False), "too_young"),
        (old.fill_null(False), "too_old"),
        (here["perhaps"].fill_null(False), "perhaps_member"),
        else_=ibis.null("string"),
    )
    nothing = ibis.null("int64")
    told = {"payer": ibis.null("string"), "covered_until": nothing, "protected_until": nothing}
    here = _with_place_in_household(here.mutate(why=why), rules)
    return _placed(here, origin=LISTED, segment=ibis.literal(ENROLLED_AS), until=_last_of_age(born, window),
                   listed=_day_number(here["named_on"]), age_told=born.notnull(), in_arrears=never, **told)  # fmt: skip


def people_ending(lapses: "ir.Table", named: "ir.Table | None", window: Window) -> "ir.Table":
    """Every member of the area in the window's month: COLUMNS, months as numbers.

    `lapses`: as from `targets.protection.lapses_of`, which tells of the upper age what extracts know of a birth; what
    lists tell of their occupation, decile and birth comes from `named`. Of two ages the earlier limit is kept to;
    `age_told` is false of whom neither knows. `why` is null of those to renew: whose protection is paid by one of the
    payers to `renew` and ends before the plan does. Who pays alone, or is paid by an employer, is nobody's to renew: it
    goes from month to month.

    `covered_until` is the last month that is paid for (or told, of a decree or a contract): the month after it has to
    be paid for, though the rule protects for some months more (`protected_until`), because in those a claim is in
    doubt and arrears are not known to be taken (DOMAIN.md 2). Who is paid for month by month is supposed to be paid
    for until the plan begins: a budget for next year is made while this year's is spent. Who is behind with payments
    in the last known month (`in_arrears`) is renewed too, but behind them lies a gap that no plan closes.
    """
    import ibis

    here = lapses.filter(inside(_finest(lapses), window.area), lapses["month"] == str(window.month))
    if named is not None:
        told = named.select("occupation", "decile", "born", _who="person")
        here = here.left_join(told, here["person"] == told["_who"]).drop("_who")
    else:
        here = here.mutate(occupation=ibis.null("string"), decile=ibis.null("int32"), born=ibis.null("string"))
    before = ibis.literal(_number(window.first) - 1, type="int64")
    protected = month_number_of_day(here["ends_on"] + ibis.interval(days=1)) - 1  # the last month protected to its end
    paid = month_number(here["paid_month"]).fill_null(protected)
    covered = ibis.ifelse(here["cause"] == UNPAID, ibis.greatest(paid, before), protected)
    payer = here["renewed_by"]
    aged = here["aged_month"] if "aged_month" in here.columns else ibis.null("string")  # tables of before have none
    born, until = month_number(here["born"]), _last_paid_of_age(here["born"], aged, window)
    too_old = (here["cause"] == OVER_AGE) | (until <= ibis.greatest(covered, before)).fill_null(False)
    why = ibis.cases(
        ((here["segment"] != ENROLLED_AS).fill_null(True), "other_segment"),
        (payer.isnull(), "payer_unknown"),
        (payer == "self", "pays_alone"),
        (payer == "employer", "employer"),
        ((here["cause"] == LATER) | (covered >= _number(window.last)).fill_null(False), "lasts"),
        ((here["cause"] == UNKNOWN) | here["ends_on"].isnull(), "end_unknown"),
        (here["cause"] == "died", "died"),
        (too_old, "over_age"),
        # last of all, so that these are members whom somebody else would have to renew within the plan
        (payer.notin(list(window.renew)) if window.renew else ibis.literal(True), "other_sponsor"),
        else_=ibis.null("string"),
    )
    late = ((here["cause"] == UNPAID) & (here["paid_month"] < here["month"])).fill_null(False)
    return _placed(here, origin=ENDING, why=why, segment=here["segment"], until=until, payer=payer,
                   covered_until=covered, protected_until=protected, listed=ibis.literal(0, type="int64"),
                   place_in_household=ibis.null("int64"), in_arrears=late,
                   age_told=born.notnull() | aged.notnull())  # fmt: skip


def _with_members_of_household(stated: "ir.Table") -> "ir.Table":
    """With `_household`, and `_enrolled`, how many of it are members. Tables of before have no households."""
    household = stated["household_person" if "household_person" in stated.columns else "person"]
    told = stated.mutate(_household=household)
    members = told.filter(told["state"] == MEMBER)
    counted = members.group_by("_household").agg(_enrolled=members.count()).rename(_of="_household")
    return told.left_join(counted, told["_household"] == counted["_of"]).drop("_of")


def _with_place_in_household(here: "ir.Table", rules: Sequence[Rule]) -> "ir.Table":
    import ibis

    told = here.mutate(
        birth=(here["born"] + "-01").cast("date"),
        home=_finest(here),
        citizen=ibis.null("boolean"),
        social_aid=ibis.null("boolean"),
        sex=here["sex"] if "sex" in here.columns else ibis.null("string"),
        member_segment=ibis.literal(NO_MEMBER),
        family_card=ibis.ifelse(here["why"].isnull(), here["_household"], None),
        household_enrolled=here["_enrolled"],
    )
    alone = [one for one in rules if one.field not in ("age", HOUSEHOLD)]  # ages are asked of everybody
    return with_eligibility(told, alone, date(2000, 1, 1)).select(*here.columns, HOUSEHOLD)


def _finest(table: "ir.Table") -> "ir.StringValue":
    import ibis

    return ibis.coalesce(table["village"], table["district"], table["area"])


def _placed(here: "ir.Table", *, origin: str, **told: "ir.Value") -> "ir.Table":
    """Those people as COLUMNS. Whose village is not known is placed in the finest area that is, so that nobody is
    lost; of the same codes a district is told."""
    import ibis

    district = area_at(here["village"], "district").fill_null(here["district"])
    placed = here.mutate(
        origin=ibis.literal(origin),
        village=_finest(here),
        district=district.fill_null(here["area"]),
        decile=here["decile"].cast("int32"),
        **told,
    )
    return placed.select(*COLUMNS)


def _last_of_age(born: "ir.IntegerValue", window: Window) -> "ir.IntegerValue":
    """The last month before the upper age; null where it is not known or not before the plan's end."""
    import ibis

    nothing = ibis.null("int64")
    if window.oldest is None:
        return nothing
    last = born + (window.oldest + 1) * 12 - 1
    return ibis.ifelse(last < _number(window.last), last, nothing)


def _last_paid_of_age(born: "ir.StringValue", aged: "ir.StringValue", window: Window) -> "ir.IntegerValue":
    """The earlier of what a list's birth and a lapse calendar's `aged_month` say of it; null where neither does."""
    import ibis

    by_list = _last_of_age(month_number(born), window)
    told = month_number(aged.nullif(LATER))
    limited = ibis.literal(window.oldest is not None)
    by_calendar = ibis.ifelse(limited & (told < _number(window.last)), told, ibis.null("int64"))
    return ibis.cases(
        (by_list.isnull(), by_calendar), (by_calendar.isnull(), by_list), (by_list <= by_calendar, by_list),
        else_=by_calendar,
    )  # fmt: skip


def _day_number(day: "ir.DateValue") -> "ir.IntegerValue":
    return day.year().cast("int64") * 10_000 + day.month().cast("int64") * 100 + day.day().cast("int64")


def _number(month: Month) -> int:
    """As `membership.months.month_number` counts.

    >>> _number(Month(2025, 12)), month_of_number(24_312)
    (24312, Month(year=2025, number=12))
    """
    return month.year * 12 + month.number


def month_of_number(number: int) -> Month:
    """The month with a number."""
    return Month((number - 1) // 12, (number - 1) % 12 + 1)
