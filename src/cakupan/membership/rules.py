"""By which dated rule a membership counts as active in a month."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused


class NotInForce(Refused):
    """No version of the rule holds in a month that was asked about."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What ends or lapses a membership of one segment; None: this never does. See `rules.toml`."""

    lapses_after: int | None = None
    oldest: int | None = None
    yields_to: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """The terms of each segment from month `since` on. `sure`: A, B, C, M of DOMAIN.md, or `not found`."""

    id: str
    since: Month
    source: str
    sure: str
    segments: Mapping[str, Terms]


@dataclass(frozen=True, slots=True)
class ActiveRule:
    """The rule that decides which memberships are active: its versions, oldest first."""

    versions: tuple[Version, ...]

    def version_in(self, month: Month) -> Version:
        """The version in force in `month`. Raises `NotInForce` before the first: a guess would be a figure.

        >>> active_rule().version_in(Month(2025, 7)).segments["BPU"].lapses_after
        3
        """
        begun = [version for version in self.versions if version.since <= month]
        if not begun:
            raise NotInForce("active_rule_not_in_force", month=str(month), since=str(self.versions[0].since))
        return begun[-1]

    def name_for(self, months: Iterable[Month]) -> str:
        """How a figure over `months` names the rule it was counted by: each version that had a say, oldest first."""
        used = {self.version_in(month).id for month in months}
        return " + ".join(version.id for version in self.versions if version.id in used)


@cache
def active_rule() -> ActiveRule:
    """The rule that this release brings along, from `rules.toml`."""
    return rule_from((files("cakupan.membership") / "rules.toml").read_text(encoding="utf-8"))


def rule_from(toml: str) -> ActiveRule:
    """The rule that a text in the form of `rules.toml` states: how an office's own reading of the law comes in."""
    versions = (_version(entry) for entry in tomllib.loads(toml)["version"])
    return ActiveRule(tuple(sorted(versions, key=lambda version: version.since)))


def _version(entry: Mapping[str, Any]) -> Version:
    year, number = entry["from"].split("-")
    segments = {name: _terms(terms) for name, terms in entry["segments"].items()}
    return Version(entry["id"], Month(int(year), int(number)), entry["source"], entry["sure"], segments)


def _terms(entry: Mapping[str, Any]) -> Terms:
    return Terms(**{name: value for name, value in entry.items() if name != "sources"})


RULE = active_rule().versions[-1].id  # as figure definitions name it
