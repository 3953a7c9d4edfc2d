"""How queries count in months: a month is a number, so that every engine adds and compares the same."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def month_number(month: "ir.StringValue") -> "ir.IntegerValue":
    """The number of a month written `2025-07`; one more a month later."""
    return month.left(4).cast("int64") * 12 + month.right(2).cast("int64")


def month_number_of_day(day: "ir.DateValue") -> "ir.IntegerValue":
    """The number of the month that `day` lies in."""
    return day.year().cast("int64") * 12 + day.month().cast("int64")
