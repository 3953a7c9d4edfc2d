"""Until when an unpaid membership protects, and whether who comes back begins anew."""

from datetime import date

from cakupan.basics.finding import Finding
from cakupan.basics.month import Month
from cakupan.scheme.in_force import Law

NEW_SPELL = "new_spell"


def last_active_month(paid_until: Month, lapses_after: int | None) -> Month | None:
    """The last month in which a membership that is paid until `paid_until` is active, if nobody pays more.

    `lapses_after` unpaid months it has lapsed, as the active rule of `cakupan.membership.rules` says for the segment
    and month: it decides, and is handed in here because it lies above. None where unpaid months never lapse (PU).

    >>> last_active_month(Month(2024, 3), 3)
    Month(year=2024, number=5)
    """
    return None if lapses_after is None else paid_until + (lapses_after - 1)


def begins_anew(law: Law, day: date) -> tuple[bool, tuple[Finding, ...]]:
    """Whether somebody who comes back on `day` after a lapse is a new member, who waits again for the whole benefit.

    Sources differ (Palu and Serang against a page that quotes the agency's site), so a finding says so unless an
    office has stated it.
    """
    entry = law.on("bpu_reentry", day)
    doubt = () if entry.override else (Finding("reentry_told_differently", {"day": day}, "info"),)
    return entry.value == NEW_SPELL, doubt
