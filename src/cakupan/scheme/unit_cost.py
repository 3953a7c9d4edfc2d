"""What one sponsored BPU member costs, month by month: what a plan multiplies by heads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cakupan.basics.finding import Finding
from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.basics.rupiah import Rupiah
from cakupan.scheme.contribution import Contribution, Member, contribution_of
from cakupan.scheme.in_force import Law, law_for

# as intake names them
PAYERS = (
    *("self", "employer", "apbd_regency", "apbd_province", "apbn"),
    *("apbdes", "dbh_sawit", "dbhcht", "csr", "sertakan"),
)


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What one member costs over `months`, by the rates in force in each; `findings` once each."""

    payer: str
    months: tuple[Contribution, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def total(self) -> Rupiah:
        return sum(one.total for one in self.months)

    def of(self, programme: str) -> Rupiah:
        return sum(one.of(programme) for one in self.months)


def unit_cost(
    payer: str,
    months: Iterable[Month],
    *,
    law: Law | None = None,
    known_on: date | None = None,
    jht: bool = False,
    income: Rupiah | None = None,
    transport: bool = False,
) -> UnitCost:
    """Rupiah for one BPU member whom `payer` pays for in `months`, with or without old-age savings (`jht`).

    `payer` is one of PAYERS; `income` the class, the lowest if not told. `known_on`: by the law as it was promulgated
    by that day. Where the law is not known (village money in 2026) the dearer is taken and a finding says so, so that
    no plan costs more than it said. Refused for a payer that is none; raises `NotInForce` before the first rates.

    >>> year = [Month(2026, number) for number in range(1, 13)]
    >>> unit_cost("apbd_regency", year).total, unit_cost("self", year).total
    (201600, 126000)
    """
    if payer not in PAYERS:
        raise Refused("contribution_payer_unknown", payer=payer, known=PAYERS)
    asked = tuple(sorted(set(months)))
    if not asked:
        raise Refused("months_missing")
    law = law_for(known_on=known_on) if law is None else law
    programmes = ("JKK", "JKM", "JHT") if jht else ("JKK", "JKM")
    member = Member("BPU", income, payer, transport=transport, programmes=programmes)
    owed = tuple(contribution_of(law, member, month) for month in asked)
    told = {(one.code, str(one.facts)): one for month in owed for one in month.findings}
    return UnitCost(payer, owed, tuple(told.values()))


def is_transport(law: Law, occupation: str | None, day: date) -> bool:
    """Whether an occupation (as intake names it) is transport work, for the discount of PP 50/2025 on `day`."""
    found = law.find("bpu_transport_occupations", day)
    return bool(found and found.value and occupation in found.value)
