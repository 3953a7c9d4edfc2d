"""By which named, dated rules a count of workers may be shared out below its level."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused


class UnknownRule(Refused):
    """No rule of this name shares out a denominator."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to share out a count: by which `weight`, and how sure what comes out is (see `allocation.toml`).

    `quantile` is that of the normal distribution at `level` per cent; `sure` and `source` are those of the spread.
    """

    id: str
    names: tuple[str, ...]
    rank: int
    weight: str
    spread: Fraction
    scatter: Fraction
    source: str
    sure: str
    version: str
    level: str
    quantile: Fraction
    least_told: Fraction


def rules_in(month: Month) -> tuple[Rule, ...]:
    """The rules in force in `month`, the preferred one first; none before the first version.

    >>> [rule.id for rule in rules_in(Month(2025, 7))]
    ['working_age', 'families', 'livelihood']
    """
    begun = [(since, rules) for since, rules in versions() if since <= month]
    return begun[-1][1] if begun else ()


def named_rule(text: str, month: Month) -> Rule:
    """The rule that `text` names, by id or in Indonesian. Raises `UnknownRule`, with those that there are."""
    rules = rules_in(month)
    wanted = text.strip().casefold().replace("-", " ").replace("_", " ")
    for rule in rules:
        if wanted in (rule.id.replace("_", " "), *rule.names):
            return rule
    raise UnknownRule("allocation_rule_unknown", rule=text, known=tuple(rule.id for rule in rules))


@cache
def versions() -> tuple[tuple[Month, tuple[Rule, ...]], ...]:
    """Every version of the rules that this release brings along, with the month it holds from, oldest first."""
    return versions_from((files("cakupan.workforce") / "allocation.toml").read_text(encoding="utf-8"))


def versions_from(toml: str) -> tuple[tuple[Month, tuple[Rule, ...]], ...]:
    """As `versions`, from a text in the form of `allocation.toml`: how an office's own rules come in."""
    found = []
    for entry in tomllib.loads(toml)["version"]:
        year, number = entry["from"].split("-")
        rules = sorted((_rule(rule, entry) for rule in entry["rule"]), key=lambda rule: (rule.rank, rule.id))
        found.append((Month(int(year), int(number)), tuple(rules)))
    return tuple(sorted(found, key=lambda version: version[0]))


def _rule(entry: Mapping[str, Any], version: Mapping[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        names=tuple(entry["names"]),
        rank=entry["rank"],
        weight=entry["weight"],
        spread=Fraction(entry["spread"]),
        scatter=Fraction(entry["scatter"]),
        source=entry["source"],
        sure=entry["sure"],
        version=version["id"],
        level=version["level"],
        quantile=Fraction(version["quantile"]),
        least_told=Fraction(version["least_told"]) / 100,
    )
