"""What is paid once for a contract: construction projects (Jakon) and migrant workers (PMI)."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.basics.rupiah import Rupiah
from cakupan.scheme.contribution import Contribution, Part, rate
from cakupan.scheme.discount import discount_on
from cakupan.scheme.entry import Entry
from cakupan.scheme.in_force import Law
from cakupan.scheme.step import Step, step_of
from cakupan.scheme.term import Amount, Share

_MOST = 10**15  # rupiah


def jakon_of_wages(law: Law, wages: Rupiah, day: date) -> Contribution:
    """What a project owes whose wages are known: JKK 1.74 % and JKM 0.30 % of them (PP 44/2015).

    >>> from datetime import date
    >>> from cakupan.scheme.in_force import the_law
    >>> jakon_of_wages(the_law(), 100_000_000, date(2025, 7, 31)).total
    2040000
    """
    _refuse_outside(wages)
    shares = {name: rate(law, f"jakon_{name.lower()}_rate", day) for name in ("JKK", "JKM")}
    exact = {name: share * wages for name, share in shares.items()}
    return _of_exact(law, day, wages, exact, "rate", [])


def jakon_of_contract(law: Law, value: Rupiah, day: date) -> Contribution:
    """What a project owes whose wages are not known, of the contract's value: marginal (PP 44/2015).

    Each rate is of the part of the value between two steps, so that a rupiah more is never dearer by a jump.

    >>> from datetime import date
    >>> from cakupan.scheme.in_force import the_law
    >>> jakon_of_contract(the_law(), 500_000_000, date(2025, 7, 31)).total
    1000000
    """
    _refuse_outside(value)
    tiers = {name: law.on(f"jakon_{name.lower()}_tiers", day) for name in ("JKK", "JKM")}
    exact = {
        name: sum((one * share for one, share in slices(entry.value, value)), Fraction(0))
        for name, entry in tiers.items()
    }
    steps = [step for entry in tiers.values() for step in _tier_steps(entry, value)]
    return _of_exact(law, day, value, exact, "tiers", steps)


def slices(tiers: Sequence[Mapping[str, Any]], value: Rupiah) -> Sequence[tuple[Rupiah, Fraction]]:
    """The parts of `value` that lie between the steps, each with its share."""
    found, below = [], 0
    for one in tiers:
        above = value if one["up_to"] is None else min(value, one["up_to"])
        if above > below:
            found.append((above - below, Fraction(one["percent"]) / 100))
            below = above
    return found


def pmi_of(law: Law, months: int, day: date, *, extra_months: int = 0, before: bool = True) -> Contribution:
    """What a migrant worker pays: before leaving, and during and after a contract of 6, 12 or 24 months.

    `extra_months` prolong it. Permenaker 4/2023 art 18. Refused for a contract of any other length.

    >>> from datetime import date
    >>> from cakupan.scheme.in_force import the_law
    >>> pmi_of(the_law(), 24, date(2025, 7, 31)).total
    370000
    """
    packages = law.on("pmi_packages", day)
    if months not in packages.value:
        raise Refused("pmi_package_unknown", months=months, known=tuple(map(str, packages.value)))
    if not 0 <= extra_months <= 120:
        raise Refused("pmi_extra_outside", months=extra_months)
    extra = law.on("pmi_extra_month", day)
    parts = [Part("PMI", "before", law.on("pmi_before", day).value, ("pmi_before",))] if before else []
    parts.append(Part("PMI", "during_after", packages.value[months], ("pmi_packages",)))
    if extra_months:
        parts.append(Part("PMI", "extra", extra_months * extra.value, ("pmi_extra_month",)))
    steps = tuple(
        step_of(law.on(one.rules[0], day), f"step_pmi_{one.side}", one.amount, months=months, extra=extra_months)
        for one in parts
    )
    return Contribution(Month(day.year, day.month), 0, tuple(parts), steps)


def _of_exact(
    law: Law, day: date, base: Rupiah, exact: Mapping[str, Fraction], by: str, steps: list[Step]
) -> Contribution:
    discount = discount_on(law, day, "Jakon", None, transport=False)
    rounding = law.on("contribution_rounding", day).value
    off = tuple(one.id for one in discount.entries)
    parts = tuple(
        Part(
            name,
            "project",
            Amount(flat=told * discount.left, rounding=rounding).of(0),
            (f"jakon_{name.lower()}_{by}", *off),
        )
        for name, told in exact.items()
    )
    facts: dict[str, Fact] = {"side": "project", "income": base}
    sums = [
        step_of(law.on(one.rules[0], day), "step_part", one.amount, programme=one.programme, **facts) for one in parts
    ]
    return Contribution(Month(day.year, day.month), base, parts, (*discount.steps, *steps, *sums), discount.findings)


def _tier_steps(entry: Entry, value: Rupiah) -> list[Step]:
    found = []
    for part, share in slices(entry.value, value):
        told = Amount((Share(share),)).of(part)
        percent = Fraction(share * 100)
        found.append(step_of(entry, "step_tier", told, part=part, percent=_decimal(percent)))
    return found


def _decimal(value: Fraction) -> Fact:
    from decimal import Decimal

    return Decimal(value.numerator) / Decimal(value.denominator)


def _refuse_outside(value: Rupiah) -> None:
    if not 0 < value <= _MOST:
        raise Refused("contract_outside", value=value, most=_MOST)
