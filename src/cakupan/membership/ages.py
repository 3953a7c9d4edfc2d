"""In which age band a person is on the last day of a month."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cakupan.membership.months import month_number, month_number_of_day

if TYPE_CHECKING:
    import ibis.expr.types as ir


@cache
def age_bands() -> tuple[tuple[str, int], ...]:
    """The name of each band and the age it begins at, youngest first, from `ages.toml`.

    >>> age_bands()[1]
    ('15-24', 15)
    """
    read = tomllib.loads((files("cakupan.membership") / "ages.toml").read_text(encoding="utf-8"))
    return tuple(sorted(((band["name"], band["from"]) for band in read["band"]), key=lambda band: band[1]))


def age_band(birth: "ir.DateValue", month: "ir.StringValue") -> "ir.StringValue":
    """The band on the last day of `month`; null where the birth is unknown or lies after that month."""
    import ibis

    # By the month's last day everybody born in that month has had the birthday, so months are enough.
    lived = month_number(month) - month_number_of_day(birth)
    return ibis.cases(
        *((lived >= 12 * since, name) for name, since in reversed(age_bands())), else_=ibis.null("string")
    )
