"""Between which ages somebody could be a member, by dated readings of who counts as a worker."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused

ENROLMENT = "enrolment"  # the reading of the agency, by which people are enrolled


@dataclass(frozen=True, slots=True)
class WorkingAge:
    """From `youngest` to `oldest` years of age, both inside, as version `id` of a `reading` says from `since` on.

    `oldest` is None where the reading knows no such age. `area` is where it holds: a code, or None for everywhere.
    """

    id: str
    reading: str
    since: Month
    youngest: int
    oldest: int | None
    area: str | None = None

    def holds_in(self, area: str | None) -> bool:
        return self.area is None or (area is not None and f"{area}.".startswith(f"{self.area}."))


def working_age_in(month: Month, reading: str = ENROLMENT, area: str | None = None) -> WorkingAge:
    """The ages that `reading` counts as working age in `month`. Refused for a reading or a month that has none.

    Where `area` (a code), or an area around it, has a rule of its own in that month, that one holds.

    >>> working_age_in(Month(2025, 7)).youngest, working_age_in(Month(2025, 7), "sakernas").youngest
    (17, 15)
    """
    versions = [one for one in working_ages() if one.reading == reading and one.holds_in(area)]
    if not versions:
        known = tuple(sorted({one.reading for one in working_ages()}))
        raise Refused("working_age_unknown", reading=reading, known=known)
    begun = [one for one in versions if one.since <= month]
    if not begun:
        raise Refused("working_age_not_in_force", month=str(month), since=str(versions[0].since))
    nearest = max(len(one.area or "") for one in begun)
    return [one for one in begun if len(one.area or "") == nearest][-1]


@cache
def working_ages() -> tuple[WorkingAge, ...]:
    """All versions of all readings, from `working_ages.toml`, oldest first."""
    text = (files("cakupan.basics") / "working_ages.toml").read_text(encoding="utf-8")
    found = (
        WorkingAge(
            id=entry["id"],
            reading=entry["reading"],
            since=Month(int(entry["from"][:4]), int(entry["from"][5:])),
            youngest=entry["youngest"]["age"],
            oldest=entry["oldest"].get("age"),
            area=entry.get("area"),
        )
        for entry in tomllib.loads(text)["version"]
    )
    return tuple(sorted(found, key=lambda one: one.since))
