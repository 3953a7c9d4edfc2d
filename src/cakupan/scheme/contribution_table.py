"""What every member of a table owes for a month: the terms that explain one person, over columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.scheme.contribution import RISK_CLASSES, USUAL, Member, Terms, terms_for
from cakupan.scheme.in_force import Law
from cakupan.scheme.term import INCOME_AT_MOST, Term

if TYPE_CHECKING:
    import ibis.expr.types as ir

SIDES = ("member", "employer", "worker", "state")
PROGRAMMES = ("JKK", "JKM", "JHT", "JP", "JKP")
COLUMNS = (*(name.lower() for name in PROGRAMMES), *(f"by_{side}" for side in SIDES), "contribution")
_PASSED_ON = ("from_jkk", "from_jkm")  # paid by the employer, with JKK and JKM


@dataclass(frozen=True, slots=True)
class _Alike:
    """Members who differ by their wage only."""

    holds: "ir.BooleanValue"
    terms: tuple[Term, ...]


def with_contributions(
    members: "ir.Table", law: Law, month: Month, programmes: Mapping[str, tuple[str, ...]] | None = None
) -> "ir.Table":
    """`members` with COLUMNS, in rupiah for `month`: by programme, by who pays, and in all.

    `members` has segment, payer, income (null: the lowest class of BPU), risk_class and occupation. As
    `contribution_of` says of each row, null where that refuses: a segment that does not pay by the month, a class
    below the lowest or one that is none, no wage or risk class of PU. `programmes`: of each segment, else the usual.
    """
    import ibis

    wanted = {**USUAL, **(programmes or {})}
    day = month.last_day
    least = law.on("bpu_income_least", day).value
    told = ibis.coalesce(members["income"], ibis.ifelse(members["segment"] == "BPU", least, ibis.null("int64")))
    rows = members.mutate(_income=told.cast("int64"))
    alike = [*_bpu(rows, law, month, wanted["BPU"]), *_pu(rows, law, month, wanted["PU"])]
    sums = {name.lower(): _sum(rows, alike, programme=name) for name in PROGRAMMES}
    sums |= {f"by_{side}": _sum(rows, alike, side=side) for side in SIDES}
    return rows.mutate(**sums, contribution=_sum(rows, alike)).drop("_income")


def _bpu(rows: "ir.Table", law: Law, month: Month, wanted: tuple[str, ...]) -> Sequence[_Alike]:
    import ibis

    day = month.last_day
    fits = (rows["_income"] >= law.on("bpu_income_least", day).value) & (rows["_income"] <= INCOME_AT_MOST)
    classes = law.find("bpu_income_classes", day)
    if classes is not None and classes.value is not None:
        fits &= rows["_income"].isin(classes.value)
    of_segment = (rows["segment"] == "BPU") & fits
    moving = law.find("bpu_transport_occupations", day)
    transport = rows["occupation"].isin(moving.value if moving else ()).fill_null(False)
    payer = rows["payer"].fill_null("")
    payers = law.find("bpu_discount_payers", day)
    found: list[_Alike] = []
    for moves in (True, False):
        named = tuple(payers.value) if payers else ()
        for name in (*named, None):
            terms = terms_for(law, Member("BPU", payer=name, transport=moves, programmes=wanted), day)
            is_payer = payer == name if name is not None else ~payer.isin(named) if named else ibis.literal(True)
            found.append(_Alike(of_segment & (transport if moves else ~transport) & is_payer, terms.terms))
    return _merged(found)


def _pu(rows: "ir.Table", law: Law, month: Month, wanted: tuple[str, ...]) -> Sequence[_Alike]:
    of_segment = (rows["segment"] == "PU") & (rows["_income"] > 0) & (rows["_income"] <= INCOME_AT_MOST)

    def of_class(number: int) -> Terms:
        return terms_for(law, Member("PU", risk_class=number, programmes=wanted), month.last_day)

    return [_Alike(of_segment & (rows["risk_class"] == number), of_class(number).terms) for number in RISK_CLASSES]


def _merged(found: Sequence[_Alike]) -> Sequence[_Alike]:
    """Those with the same terms as one: of eleven payers most pay the same."""
    by_terms: dict[tuple[Term, ...], ir.BooleanValue] = {}
    for one in found:
        by_terms[one.terms] = by_terms[one.terms] | one.holds if one.terms in by_terms else one.holds
    return [_Alike(holds, terms) for terms, holds in by_terms.items()]


def _sum(
    rows: "ir.Table", alike: Sequence[_Alike], programme: str | None = None, side: str | None = None
) -> "ir.IntegerColumn":
    import ibis

    sides = (side, *_PASSED_ON) if side == "employer" else (side,)
    branches = []
    for one in alike:
        told = rows["_income"] * 0
        for term in one.terms:
            if programme in (None, term.programme) and (side is None or term.side in sides):
                told = told + term.of_column(rows["_income"])
        branches.append((one.holds, told))
    return ibis.cases(*branches, else_=ibis.null("int64"))
