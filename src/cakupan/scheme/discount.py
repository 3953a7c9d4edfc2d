"""What is taken off a contribution in a month, and for whom it is not."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from cakupan.basics.finding import Finding
from cakupan.basics.refused import Facts
from cakupan.scheme.entry import NOT_FOUND, Entry
from cakupan.scheme.in_force import Law
from cakupan.scheme.step import NO, UNKNOWN, YES, Step, step_of

RELIEVED = ("PU", "BPU", "Jakon")
_OUTCOME = {"has": YES, "by_wording": YES, "has_not": NO, "unknown": UNKNOWN}


@dataclass(frozen=True, slots=True)
class Discount:
    """The share that is `left` of a JKK or JKM contribution to be paid, and how that was decided."""

    left: Fraction = Fraction(1)
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()
    entries: tuple[Entry, ...] = ()


def discount_on(law: Law, day: date, segment: str, payer: str | None, *, transport: bool) -> Discount:
    """What is left on `day` of what a member of `segment` owes for JKK and JKM, paid for by `payer`.

    The discount of 2026 is for BPU members, other than those whom APBN or APBD pays for (PP 50/2025 art 3). Whether
    it is for those whom village money (APBDes) pays for is not known, nor where no payer is told: nothing is taken off
    then, so that no plan costs more than was said, and a finding says so. Where the occupations that are transport work
    were not found, and others have nothing off, a finding says that too.
    """
    relief = law.find("covid_relief", day) if segment in RELIEVED else None
    if relief:
        told = step_of(relief, "step_relief", relief.value, day=day)
        return Discount(_left(relief), (told,), entries=(relief,))
    if segment != "BPU":
        return Discount()
    others = law.find("bpu_discount_others", day)
    entry = law.find("bpu_discount_transport", day) if transport else others
    found = _of_2026(law, day, entry, payer) if entry else Discount()
    listed = law.find("bpu_transport_occupations", day) if transport else None
    if listed is None or not found.entries:
        return found
    # others have nothing off in some months, and then it matters whether this is transport work at all
    facts: Facts = {"percent": found.entries[0].value}
    doubt = (Finding("transport_work_not_known", facts, "warning"),) if listed.sure == NOT_FOUND and not others else ()
    step = step_of(listed, "step_transport", listed.value, UNKNOWN if listed.sure == NOT_FOUND else YES)
    return replace(found, steps=(step, *found.steps), findings=(*found.findings, *doubt))


def _of_2026(law: Law, day: date, entry: Entry, payer: str | None) -> Discount:
    payers = law.on("bpu_discount_payers", day)
    said = payers.value.get(payer, "unknown")
    facts: Facts = {"payer": payer, "percent": entry.value}
    findings = {
        "unknown": (Finding("discount_payer_unknown", facts, "warning"),),
        "by_wording": (Finding("discount_by_wording", facts, "info"),),
    }
    asked = step_of(payers, "step_discount_payer", payer, _OUTCOME[said], payer=payer)
    if _OUTCOME[said] != YES:
        return Discount(Fraction(1), (asked,), findings.get(said, ()))
    taken = step_of(entry, "step_discount", entry.value, percent=entry.value)
    return Discount(_left(entry), (asked, taken), findings.get(said, ()), (entry,))


def _left(entry: Entry) -> Fraction:
    return 1 - Fraction(entry.value) / 100
