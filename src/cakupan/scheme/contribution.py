"""What a member of a segment owes for a month, part by part, by the law in force on its last day."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from cakupan.basics.finding import Finding
from cakupan.basics.month import Month
from cakupan.basics.refused import Fact, Refused
from cakupan.basics.rupiah import Rupiah
from cakupan.scheme.discount import Discount, discount_on
from cakupan.scheme.in_force import Law
from cakupan.scheme.step import Step, step_of
from cakupan.scheme.term import INCOME_AT_MOST, Amount, Share, Term

PROGRAMMES = {"BPU": ("JKK", "JKM", "JHT"), "PU": ("JKK", "JKM", "JHT", "JP", "JKP")}
USUAL = {"BPU": ("JKK", "JKM"), "PU": PROGRAMMES["PU"]}
RISK_CLASSES = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Member:
    """What a contribution depends on. `income`: the reported wage (PU) or the chosen income class (BPU, None: the
    lowest), in rupiah a month. `programmes` None: the usual ones of the segment."""

    segment: str
    income: Rupiah | None = None
    payer: str | None = None
    risk_class: int | None = None
    transport: bool = False
    labour_intensive: bool = False
    programmes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """So many rupiah to a programme, by whom or from what; `side` as in `Term`."""

    programme: str
    side: str
    amount: Rupiah
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """What is owed for one month. The total is the sum of the parts, each in whole rupiah."""

    month: Month
    income: Rupiah
    parts: tuple[Part, ...]
    steps: tuple[Step, ...] = field(default=(), compare=False)
    findings: tuple[Finding, ...] = ()

    @property
    def total(self) -> Rupiah:
        return sum(one.amount for one in self.parts)

    def by(self, side: str) -> Rupiah:
        """What one side pays; that of the employer with what is passed on from their JKK and JKM to JKP."""
        passed_on = ("from_jkk", "from_jkm") if side == "employer" else ()
        return sum(one.amount for one in self.parts if one.side in (side, *passed_on))

    def of(self, programme: str) -> Rupiah:
        return sum(one.amount for one in self.parts if one.programme == programme)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contribution is made of, for all who differ by their wage only."""

    terms: tuple[Term, ...]
    discount: Discount
    findings: tuple[Finding, ...] = ()


def contribution_of(law: Law, member: Member, month: Month) -> Contribution:
    """What is owed for `member` in `month`. PU: PP 44, 45, 46/2015, PP 6/2025; BPU: PP 44/2015 Lampiran II, PP 50/2025.

    Each part is rounded for itself (half up, unless an office states otherwise: no rule was found). Refused for a
    segment that does not pay by the month (`jakon`, `pmi` do), a wage or class that cannot be, and a risk class that is
    none; raises `NotInForce` for a month in which a rate that is needed is not known.

    >>> from cakupan.scheme.in_force import the_law
    >>> contribution_of(the_law(), Member("BPU", payer="apbd_regency"), Month(2025, 7)).total
    16800
    """
    day = month.last_day
    income, said = income_of(law, member, day)
    found = terms_for(law, member, day)
    parts = tuple(Part(one.programme, one.side, one.of(income), one.rules) for one in found.terms)
    steps = (*found.discount.steps, *_steps(law, day, parts, income))
    return Contribution(month, income, parts, steps, (*said, *found.findings))


def income_of(law: Law, member: Member, day: date) -> tuple[Rupiah, tuple[Finding, ...]]:
    """The wage or class that is reckoned with, and what has to be said of it."""
    if member.segment not in PROGRAMMES:
        raise Refused("segment_not_monthly", segment=member.segment, known=tuple(PROGRAMMES))
    if member.income is not None and not 0 < member.income <= INCOME_AT_MOST:
        raise Refused("income_outside", income=member.income, most=INCOME_AT_MOST)
    if member.segment == "PU":
        if member.income is None:
            raise Refused("wage_missing")
        return member.income, ()
    least = law.on("bpu_income_least", day).value
    income = least if member.income is None else member.income
    if income < least:
        raise Refused("income_class_too_low", income=income, least=least)
    classes = law.find("bpu_income_classes", day)
    if classes is None or classes.value is None:
        facts: dict[str, Fact] = {"income": income, "least": least}
        return income, (Finding("income_classes_not_known", facts, "warning"),) if income > least else ()
    if income not in classes.value:
        raise Refused("income_class_unknown", income=income, known=tuple(map(str, classes.value)))
    return income, ()


def terms_for(law: Law, member: Member, day: date) -> Terms:
    """What the contribution of everybody like `member` is made of on `day`, whatever their wage."""
    wanted = USUAL[member.segment] if member.programmes is None else member.programmes
    for name in wanted:
        if name not in PROGRAMMES[member.segment]:
            raise Refused("programme_not_of_segment", programme=name, segment=member.segment)
    discount = discount_on(law, day, member.segment, member.payer, transport=member.transport)
    if member.segment == "BPU":
        return Terms(tuple(_bpu(law, day, wanted, discount)), discount, discount.findings)
    terms, findings = _pu(law, day, member, wanted, discount)
    return Terms(tuple(terms), discount, (*discount.findings, *findings))


def rate(law: Law, id_: str, day: date, key: str | int | None = None) -> Fraction:
    """A rate as a share, of an entry in per cent."""
    value = law.on(id_, day).value
    return Fraction(value if key is None else value[key]) / 100


def _bpu(law: Law, day: date, wanted: tuple[str, ...], discount: Discount) -> list[Term]:
    rounding = law.on("contribution_rounding", day).value
    off = tuple(one.id for one in discount.entries)
    found = []
    if "JKK" in wanted:
        amount = Amount((Share(rate(law, "bpu_jkk_rate", day) * discount.left),), rounding=rounding)
        found.append(Term("JKK", "member", amount, rules=("bpu_jkk_rate", *off)))
    if "JKM" in wanted:
        amount = Amount(flat=law.on("bpu_jkm", day).value * discount.left, rounding=rounding)
        found.append(Term("JKM", "member", amount, rules=("bpu_jkm", *off)))
    if "JHT" in wanted:
        least = law.on("bpu_jht_least", day).value
        amount = Amount((Share(rate(law, "bpu_jht_rate", day)),), least=least, rounding=rounding)
        found.append(Term("JHT", "member", amount, rules=("bpu_jht_rate", "bpu_jht_least")))
    return found


def _pu(
    law: Law, day: date, member: Member, wanted: tuple[str, ...], discount: Discount
) -> tuple[list[Term], tuple[Finding, ...]]:
    if member.risk_class not in RISK_CLASSES:
        raise Refused("risk_class_unknown", risk_class=member.risk_class, known=tuple(map(str, RISK_CLASSES)))
    passed_on = _passed_on(law, day) if "JKP" in wanted else {}
    jkk, findings = _jkk(law, day, member, discount, passed_on)
    found = [jkk] if "JKK" in wanted else []
    if "JKM" in wanted:
        amount = _amount(law, day, rate(law, "pu_jkm_rate", day) * discount.left)
        less = (passed_on["from_jkm"],) if "from_jkm" in passed_on else ()
        rules = ("pu_jkm_rate", *(one.id for one in discount.entries))
        found.append(Term("JKM", "employer", amount, less, rules))
    found += [_shared(law, day, "JHT", side) for side in ("employer", "worker") if "JHT" in wanted]
    found += [_shared(law, day, "JP", side) for side in ("employer", "worker") if "JP" in wanted]
    found += [Term("JKP", side, one, rules=("pu_jkp_rates", "jkp_wage_cap")) for side, one in passed_on.items()]
    return found, findings


def _amount(law: Law, day: date, share: Fraction, cap: Rupiah | None = None) -> Amount:
    return Amount((Share(share, cap),), rounding=law.on("contribution_rounding", day).value)


def _shared(law: Law, day: date, programme: str, side: str) -> Term:
    id_ = f"pu_{programme.lower()}_rates"
    cap = law.on("jp_wage_cap", day).value if programme == "JP" else None
    rules = (id_, "jp_wage_cap") if programme == "JP" else (id_,)
    return Term(programme, side, _amount(law, day, rate(law, id_, day, side), cap), rules=rules)


def _passed_on(law: Law, day: date) -> dict[str, Amount]:
    """What JKP gets: from the state, and from what employers pay for JKK (and JKM) anyway."""
    cap = law.on("jkp_wage_cap", day).value
    shares = {side: rate(law, "pu_jkp_rates", day, side) for side in law.on("pu_jkp_rates", day).value}
    return {side: _amount(law, day, share, cap) for side, share in shares.items() if share}


def _jkk(
    law: Law, day: date, member: Member, discount: Discount, passed_on: dict[str, Amount]
) -> tuple[Term, tuple[Finding, ...]]:
    """JKK, for firms of labour-intensive trades with their discount: it is taken off what stays with JKK only, because
    half of the lowest rate is less than what JKP takes of it, and how the law sees that is not known."""
    share = rate(law, "pu_jkk_rates", day, member.risk_class) * discount.left
    taken = passed_on.get("from_jkk")
    less = (taken,) if taken else ()
    entry = law.find("jkk_discount_labour_intensive", day) if member.labour_intensive else None
    rules = ("pu_jkk_rates", *(one.id for one in discount.entries))
    rounding = law.on("contribution_rounding", day).value
    if entry is None:
        return Term("JKK", "employer", Amount((Share(share),), rounding=rounding), less, rules), ()
    off = Fraction(entry.value) / 100
    kept = tuple(Share(one.of * off, one.cap) for one in taken.shares) if taken else ()
    amount = Amount((Share(share * (1 - off)), *kept), rounding=rounding)
    facts: dict[str, Fact] = {"percent": entry.value}
    findings = (Finding("jkk_discount_beside_jkp", facts, "warning"),) if taken else ()
    return Term("JKK", "employer", amount, less, (*rules, entry.id)), findings


def _steps(law: Law, day: date, parts: tuple[Part, ...], income: Rupiah) -> list[Step]:
    found = []
    for one in parts:
        facts: dict[str, Fact] = {"programme": one.programme, "side": one.side, "income": income}
        code = "step_part_flat" if one.rules[0] == "bpu_jkm" else "step_part"
        found.append(step_of(law.on(one.rules[0], day), code, one.amount, **facts))
    return found
