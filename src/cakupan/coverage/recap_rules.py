"""By which dated rules a branch's recap counts: what its branch says, and what else may be tried."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused

# How a membership may stand in the eyes of a recap: paid and grace are active, the others are not.
STANDINGS = ("paid", "grace", "lapsed", "over_age", "died", "moved", "ended", "not_begun")
ACTIVE = frozenset(STANDINGS[:2])
HOME, LISTED, LISTED_AND_HOME = PLACES = ("home", "listed", "listed_and_home")
MEASURES = ("persons", "memberships")


@dataclass(frozen=True, slots=True)
class Option:
    """A way in which a recap may count otherwise than we do; see `recap_rules.toml`."""

    id: str
    kind: str
    bits: int
    since: Month
    source: str
    sure: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of how the recaps of some sources count; None: it is not, and has to be searched for."""

    id: str
    recaps: tuple[str, ...]
    since: Month
    source: str
    sure: str
    cut_off: int | None = None
    measure: str | None = None
    counts: frozenset[str] | None = None
    place: str | None = None
    unnumbered: bool | None = None
    left_out: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class RecapRules:
    options: tuple[Option, ...]
    profiles: tuple[Profile, ...]

    def options_in(self, month: Month) -> Mapping[str, Option]:
        """What may be tried for a recap of `month`, by id: of each the version that began last."""
        return {one.id: one for one in sorted(self.options, key=lambda one: one.since) if one.since <= month}

    def profile_for(self, source: str | None, month: Month) -> Profile:
        """What is known of the recaps of `source` in `month`: by its name before any pattern, then the latest.

        Refused where nothing is written for that month: a guess would be a figure.
        """
        name = (source or "").casefold()
        matching = [
            (pattern == name, one.since, one.id, one)
            for one in self.profiles
            for pattern in one.recaps
            if one.since <= month and fnmatchcase(name, pattern)
        ]
        if not matching:
            raise Refused("recap_rules_not_in_force", month=str(month), source=source)
        return max(matching, key=lambda found: found[:3])[3]


@cache
def recap_rules() -> RecapRules:
    """The rules that this release brings along, from `recap_rules.toml`."""
    return recap_rules_from((files("cakupan.coverage") / "recap_rules.toml").read_text(encoding="utf-8"))


def with_profiles(rules: RecapRules, toml: str) -> RecapRules:
    """`rules` and the profiles (and options) that an office states, in the form of `recap_rules.toml`."""
    stated = recap_rules_from(toml)
    return RecapRules((*rules.options, *stated.options), (*rules.profiles, *stated.profiles))


def recap_rules_from(toml: str) -> RecapRules:
    """The rules that a text states; Refused where it is none that can be used, with what is wrong."""
    try:
        told = tomllib.loads(toml)
        options = tuple(_option(entry) for entry in told.get("option", ()))
        return RecapRules(options, tuple(_profile(entry) for entry in told.get("profile", ())))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Refused("recap_rules_unusable", problem=str(problem)) from None


def _option(entry: Mapping[str, Any]) -> Option:
    return Option(entry["id"], entry["kind"], int(entry["bits"]), _month(entry), entry["source"], entry["sure"])


def _profile(entry: Mapping[str, Any]) -> Profile:
    told = {name: value for name, value in entry.items() if name not in ("from", "recaps")}
    for name in ("counts", "left_out"):
        if name in told:
            told[name] = frozenset(told[name])
    made = Profile(recaps=tuple(name.casefold() for name in entry["recaps"]), since=_month(entry), **told)
    _check(made.measure, (None, *MEASURES))
    _check(made.place, (None, *PLACES))
    _check(made.cut_off, (None, *range(32)))
    for state in made.counts or ():
        _check(state, STANDINGS)
    return made


def _check(value: object, allowed: Sequence[object]) -> None:
    if value not in allowed:
        raise ValueError(str(value))


def _month(entry: Mapping[str, Any]) -> Month:
    year, number = entry["from"].split("-")
    return Month(int(year), int(number))
