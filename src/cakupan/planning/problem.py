"""What a plan is asked: which money, which groups of people, which floors and targets, over which months."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.basics.rupiah import Rupiah
from cakupan.planning.defaults import (
    acceptance_supposed,
    decile_weights_supposed,
    hazard_weights_supposed,
    least_months_supposed,
    use_supposed,
)
from cakupan.scheme.entry import NOT_FOUND
from cakupan.scheme.in_force import Law, law_for
from cakupan.scheme.unit_cost import unit_cost

LONGEST = 36  # months: further ahead no decree, rate or price is known


@dataclass(frozen=True, slots=True)
class Use:
    """Whom money may pay for; None: no limit of that kind. `villages` and `districts` are area codes.

    `new_only`: people who are not members yet, and so no renewals (PMK 91/2023 for DBH Sawit). `one_per_household`: of
    new names only the first of each household.
    """

    occupations: frozenset[str] | None = None
    segments: frozenset[str] | None = None
    villages: frozenset[str] | None = None
    districts: frozenset[str] | None = None
    deciles: frozenset[int] | None = None
    new_only: bool = False
    one_per_household: bool = False

    def allows(self, group: "Group") -> bool:
        told = (
            (self.occupations, group.occupation),
            (self.segments, group.segment),
            (self.villages, group.village),
            (self.districts, group.district),
            (self.deciles, group.decile),
        )
        fits = all(limit is None or value in limit for limit, value in told)
        beyond = (self.new_only and group.covered_until is not None) or (self.one_per_household and group.further)
        return fits and not beyond


@dataclass(frozen=True, slots=True)
class Fund:
    """Money for one purpose: `amount` whole rupiah, to be spent on the months of `monthly` and on no others.

    `monthly`: rupiah a head for each month it may pay; `monthly_transport` the same for transport workers, where the
    law tells them apart. `once`: rupiah a head besides, such as what it costs to win one who then pays alone.
    `acceptance`: share of new names that become members. `minimum_batch`: fewest new heads of one village that may
    begin in one month. `least_months`: fewest months that a new member is paid for, who waits for full benefits.
    `starts`: months in which lists of new members may begin; None: any. Neither is asked of members who are renewed.
    """

    id: str
    payer: str
    amount: Rupiah
    monthly: Mapping[Month, Rupiah]
    monthly_transport: Mapping[Month, Rupiah] | None = None
    once: Rupiah = 0
    use: Use = field(default_factory=Use)
    acceptance: Fraction = field(default_factory=lambda: acceptance_supposed().value)
    minimum_batch: int = 1
    least_months: int = field(default_factory=lambda: least_months_supposed().value)
    starts: frozenset[Month] | None = None

    def cost(self, group: "Group", first: Month, last: Month) -> Rupiah:
        """Rupiah for one head of `group` from `first` to `last`, both inside."""
        each = self.monthly_transport if group.transport and self.monthly_transport is not None else self.monthly
        return self.once + sum(each[first + number] for number in range(last - first + 1))


@dataclass(frozen=True, slots=True)
class Group:
    """People alike in all that a plan looks at, of one village: `count` of them.

    `covered_until`: the last month in which they are protected without the plan (from the lapse calendar); None: they
    are not covered. `hazard`: low, medium or high. `decile` 1 to 10, None: not known. `acceptance` where this list's is
    known better than the fund's. `listed`: the place of their list in the order in which lists came in. `until`: the
    last month for which they may be paid, where that comes before the plan's end (an upper age); None: the plan's last.
    `further`: somebody of their household comes before them. `in_arrears`: members whose months are unpaid by now, so
    that whatever is paid from the plan's first month on comes after a gap. `payer`: who pays for them now; None:
    nobody.
    """

    id: str
    village: str
    district: str
    segment: str
    count: int
    occupation: str | None = None
    decile: int | None = None
    hazard: str = "medium"
    covered_until: Month | None = None
    transport: bool = False
    acceptance: Fraction | None = None
    listed: int = 0
    until: Month | None = None
    further: bool = False
    in_arrears: bool = False
    payer: str | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """At least `heads` of the people of `area` (a village or a district) are paid for at some time, new or renewed."""

    area: str
    heads: int


@dataclass(frozen=True, slots=True)
class Target:
    """In `month`, `needed` more people have to be protected than would be if the plan did nothing.

    That is the target's members less those whom the forecast still expects then, with known endings taken off.
    """

    month: Month
    needed: int
    id: str = "target"


@dataclass(frozen=True, slots=True)
class Problem:
    """All that a plan is asked, from `first` to `last` month. The order of any of these decides nothing.

    `seed`: decides among groups that are alike for every aim, where a head is left over.
    """

    first: Month
    last: Month
    funds: tuple[Fund, ...]
    groups: tuple[Group, ...]
    floors: tuple[Floor, ...] = ()
    targets: tuple[Target, ...] = ()
    hazard_weights: Mapping[str, int] = field(default_factory=lambda: hazard_weights_supposed().value)
    decile_weights: tuple[int, ...] = field(default_factory=lambda: decile_weights_supposed().value)
    seed: str = "1"

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(self.first + number for number in range(self.last - self.first + 1))

    def weight(self, group: Group) -> int:
        """What a protected month of one of `group` counts in the stage of exposure."""
        place = len(self.decile_weights) if group.decile is None else group.decile
        return self.hazard_weights[group.hazard] * self.decile_weights[place - 1]

    def acceptance(self, group: Group, fund: Fund) -> Fraction:
        """The share of names of `group` that become members when `fund` asks."""
        if group.acceptance is not None:
            return group.acceptance
        return acceptance_supposed(renewal=True).value if self.to_renew(group) else fund.acceptance

    def to_renew(self, group: Group) -> bool:
        """Whether protection of `group` ends while the plan runs, or with the month before it begins, and may go on."""
        covered = group.covered_until
        return covered is not None and self.first + -1 <= covered < self.end_of(group)

    def to_keep(self, group: Group) -> bool:
        """Whether a lapse of `group` can be avoided: to renew, and nothing is unpaid by now."""
        return self.to_renew(group) and not group.in_arrears

    def end_of(self, group: Group) -> Month:
        """The last month for which anybody of `group` may be paid: the plan's, or that before the upper age."""
        return self.last if group.until is None else min(self.last, group.until)

    def goes_on(self, group: Group, first: Month) -> bool:
        """Whether what is paid from `first` on follows their protection without a gap."""
        return not group.in_arrears and group.covered_until is not None and first == group.covered_until + 1


def fund_by_law(
    id_: str, payer: str, amount: Rupiah, months: Iterable[Month], *, law: Law | None = None, **own: object
) -> Fund:
    """A fund whose cost a head is what the law says in each month, and whose use is that of its purpose.

    Transport workers cost the dearer of the two while the occupations that the law means by them were not found.
    `own` are further fields of `Fund`, which win. Refused as `unit_cost` refuses.

    >>> fund_by_law("apbd", "apbd_regency", 10**9, [Month(2026, 1)]).monthly
    {Month(year=2026, number=1): 16800}
    """
    asked = sorted(set(months))
    costs = {one.month: one.total for one in unit_cost(payer, asked, law=law).months}
    law = law_for() if law is None else law
    moved = {one.month: one.total for one in unit_cost(payer, asked, law=law, transport=True).months}
    moved = {month: cost if _told_apart(law, month) else max(cost, costs[month]) for month, cost in moved.items()}
    use = use_supposed(payer)
    told: dict[str, object] = {"use": Use(**use.value)} if use else {}
    told |= {"monthly_transport": moved} if moved != costs else {}
    return Fund(id_, payer, amount, costs, **(told | own))  # type: ignore[arg-type]


def _told_apart(law: Law, month: Month) -> bool:
    listed = law.find("bpu_transport_occupations", month.last_day)
    return listed is not None and listed.sure != NOT_FOUND


def with_money(problem: Problem) -> Problem:
    """The same with money for everybody."""
    return replace(problem, funds=tuple(_with_enough(problem, one) for one in problem.funds))


def _with_enough(problem: Problem, fund: Fund) -> Fund:
    dearest = fund.once + sum(
        max(cost, (fund.monthly_transport or fund.monthly).get(month, 0)) for month, cost in fund.monthly.items()
    )
    return replace(fund, amount=max(fund.amount, dearest * sum(one.count for one in problem.groups)))


def checked(problem: Problem) -> Problem:
    """The same in a stated order, so that order decides nothing. Refused for what cannot be a plan's question."""
    if not 0 <= problem.last - problem.first < LONGEST:
        raise Refused("plan_months_outside", first=str(problem.first), last=str(problem.last), most=LONGEST)
    for kind, ids in (("fund", [one.id for one in problem.funds]), ("group", [one.id for one in problem.groups])):
        twice = sorted({one for one in ids if ids.count(one) > 1}) if len(set(ids)) < len(ids) else []
        if twice:
            raise Refused("plan_told_twice", kind=kind, id=twice[0])
    for fund in problem.funds:
        _check_fund(fund)
    for group in problem.groups:
        _check_group(problem, group)
    for floor in problem.floors:
        if floor.heads < 0:
            raise Refused("plan_number_outside", field="heads", id=floor.area)
    for target in problem.targets:
        if target.month not in problem.months:
            raise Refused("plan_target_outside", target=target.id, month=str(target.month))
    return Problem(
        problem.first,
        problem.last,
        tuple(sorted(problem.funds, key=lambda one: one.id)),
        tuple(sorted((_as_new(problem, one) for one in problem.groups), key=lambda one: one.id)),
        tuple(sorted(problem.floors, key=lambda one: (one.area, one.heads))),
        tuple(sorted(problem.targets, key=lambda one: (one.month, one.id, one.needed))),
        problem.hazard_weights,
        problem.decile_weights,
        problem.seed,
    )


def _as_new(problem: Problem, group: Group) -> Group:
    """Whose protection ended before the month ahead of the plan has lapsed: nothing is left to renew."""
    lapsed = group.covered_until is not None and group.covered_until < problem.first + -1
    return replace(group, covered_until=None) if lapsed else group


def _check_fund(fund: Fund) -> None:
    wrong = {
        "amount": not 0 <= fund.amount <= 10**15,
        "monthly": any(one < 0 for one in fund.monthly.values()),
        "once": fund.once < 0,
        "acceptance": not 0 < fund.acceptance <= 1,
        "minimum_batch": fund.minimum_batch < 1,
        "least_months": fund.least_months < 1,
    }
    for name, outside in wrong.items():
        if outside:
            raise Refused("plan_number_outside", field=name, id=fund.id)


def _check_group(problem: Problem, group: Group) -> None:
    wrong = {
        "count": group.count < 0,
        "decile": group.decile is not None and not 1 <= group.decile <= len(problem.decile_weights),
        "hazard": group.hazard not in problem.hazard_weights,
        "acceptance": group.acceptance is not None and not 0 < group.acceptance <= 1,
    }
    for name, outside in wrong.items():
        if outside:
            raise Refused("plan_number_outside", field=name, id=group.id)
