"""Which amounts of money the law sets for every member, so that a text states them of no place and no month."""

from dataclasses import dataclass
from functools import cache

from cakupan.scheme.entry import Entry
from cakupan.scheme.in_force import Law, the_law

_MONTHS = 12
# What migrant workers owe for JKK and JKM before, during and after a placement, Permenaker 18/2018 and 4/2023
_MIGRANTS = frozenset((37_500, 108_000, 189_000, 332_500, 370_000))


@dataclass(frozen=True, slots=True)
class Lawful:
    """Amounts in rupiah: what an independent worker owes a month and a year, and what the family receives."""

    monthly: frozenset[int]
    yearly: frozenset[int]
    benefits: frozenset[int]

    @property
    def all(self) -> frozenset[int]:
        return self.monthly | self.yearly | self.benefits | _MIGRANTS


@cache
def lawful() -> Lawful:
    """The amounts that were ever in force, for a text may quote any year's."""
    law = the_law()
    monthly = _monthly(law)
    return Lawful(monthly, frozenset(_MONTHS * amount for amount in monthly), _benefits(law))


def _monthly(law: Law) -> frozenset[int]:
    """The lowest class of independent workers: JKK and JKM, with and without JHT, whole and discounted."""
    class_least = _values(law, "bpu_income_least")
    jkk = {int(least * rate / 100) for least in class_least for rate in _values(law, "bpu_jkk_rate")}
    jkm = set(_values(law, "bpu_jkm"))
    both = {one + other for one in jkk for other in jkm}
    shares = {*_values(law, "bpu_discount_others"), *_values(law, "bpu_discount_transport")}
    halved = {int(amount * (100 - share) / 100) for amount in both for share in shares}
    jht = set(_values(law, "bpu_jht_least"))
    return frozenset(jkk | jkm | jht | both | halved | {amount + more for amount in both | halved for more in jht})


def _benefits(law: Law) -> frozenset[int]:
    """Death benefits with their parts and sums; death and disability at work in the lowest class; scholarships."""
    found: set[int] = set(_values(law, "jkm_waiting_benefit"))
    for entry in _entries(law, "jkm_benefit"):
        amounts = [int(amount) for amount in entry.value.values()]
        found |= {*amounts, sum(amounts), sum(amounts) - min(amounts)}
    for name in ("jkk_death_times", "jkk_disability_times"):
        found |= {times * least for times in _values(law, name) for least in _values(law, "bpu_income_least")}
    for entry in _entries(law, "scholarship_stages"):
        for_one = sum(int(stage["rupiah"]) * int(stage["years"]) for stage in entry.value.values())
        found |= {for_one, *(for_one * children for children in _values(law, "scholarship_children"))}
    return frozenset(found)


def _entries(law: Law, name: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in law.every() if entry.id == name and entry.value is not None)


def _values(law: Law, name: str) -> tuple[int, ...]:
    return tuple(int(entry.value) for entry in _entries(law, name))
