"""Who of a table may be enrolled: the same rules over columns, and which of a household comes first."""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING

from cakupan.scheme.eligibility import Rule
from cakupan.scheme.step import NO, UNKNOWN, YES

if TYPE_CHECKING:
    import ibis.expr.types as ir

HOUSEHOLD = "place_in_household"
COLUMNS = ("eligible", "because", HOUSEHOLD)


def with_eligibility(people: "ir.Table", rules: Sequence[Rule], day: date) -> "ir.Table":
    """`people` with a column for each rule by its id (yes, no, unknown), and COLUMNS.

    `people` has `person` (a key), birth, citizen, home, occupation, member_segment, decile, social_aid, sex,
    family_card and household_enrolled: how many of that card are enrolled already (null: none). What is null is not
    known. `eligible` and `because` as `eligibility_of` says of each row.

    `place_in_household` counts those of a family card for whom no other rule says no: the poorest first, then the
    oldest, then by the key, so that the order of rows decides nothing; null for the others and without a card.
    """
    import ibis

    alone = [one for one in rules if one.field != HOUSEHOLD]
    rows = people.mutate(_age=_age(people, day))
    rows = rows.mutate(**{one.id: _answer(one, rows) for one in alone})
    refused = reduce(lambda left, right: left | right, (rows[one.id] == NO for one in alone), ibis.literal(False))
    rows = rows.mutate(_stays=~refused & rows["family_card"].notnull())
    order = ibis.window(
        group_by=[rows["family_card"], rows["_stays"]],
        order_by=[rows["decile"].fill_null(99), rows["birth"].fill_null(date(9999, 1, 1)), rows["person"]],
    )
    nth = ibis.row_number().over(order).cast("int64") + 1 + rows["household_enrolled"].fill_null(0)
    rows = rows.mutate(**{HOUSEHOLD: ibis.ifelse(rows["_stays"], nth, ibis.null("int64"))})
    rows = rows.mutate(**{one.id: _answer(one, rows) for one in rules if one.field == HOUSEHOLD})
    return rows.mutate(eligible=_verdict(rows, rules), because=_because(rows, rules)).drop("_age", "_stays")


def _age(people: "ir.Table", day: date) -> "ir.IntegerColumn":
    birth = people["birth"]
    months = day.year * 12 + day.month - (birth.year().cast("int64") * 12 + birth.month().cast("int64"))
    return months // 12


def _answer(rule: Rule, rows: "ir.Table") -> "ir.StringColumn":
    import ibis

    value = rows["_age" if rule.field == "age" else rule.field]
    holds = {
        "at_least": lambda: value >= rule.against,
        "at_most": lambda: value <= rule.against,
        "one_of": lambda: value.isin(rule.against),
        "none_of": lambda: ~value.isin(rule.against),
        "within": lambda: (value + ".").startswith(f"{rule.against}."),
        "is": lambda: value == rule.against,
    }[rule.test]()
    return ibis.cases((value.isnull(), UNKNOWN), (holds, YES), else_=NO)


def _verdict(rows: "ir.Table", rules: Sequence[Rule]) -> "ir.StringColumn":
    import ibis

    branches = [(_any(rows, rules, wanted), wanted) for wanted in (NO, UNKNOWN)]
    return ibis.cases(*branches, else_=YES)


def _because(rows: "ir.Table", rules: Sequence[Rule]) -> "ir.StringColumn":
    import ibis

    branches = [(rows[one.id] == wanted, one.id) for wanted in (NO, UNKNOWN) for one in rules]
    return ibis.cases(*branches, else_=ibis.null("string")) if branches else ibis.null("string")


def _any(rows: "ir.Table", rules: Sequence[Rule], wanted: str) -> "ir.BooleanValue":
    import ibis

    return reduce(lambda left, right: left | right, (rows[one.id] == wanted for one in rules), ibis.literal(False))
