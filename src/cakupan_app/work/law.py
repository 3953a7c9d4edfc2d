"""Which dated rules hold on a day, as the data of the rooms state them: each with its source and how sure that is."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact
from cakupan.basics.working_age import working_ages
from cakupan.coverage.recap_rules import recap_rules
from cakupan.regions import is_within
from cakupan.regions.splits import splits
from cakupan.scheme.entry import Entry
from cakupan.scheme.in_force import law_for
from cakupan.workforce.rules import versions as allocation_versions


@dataclass(frozen=True, slots=True)
class Provision:
    """One thing that a rule says: the code of its sentence with facts, where it comes from, and how sure that is."""

    code: str
    facts: Mapping[str, Fact]
    source: str
    sure: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A dated rule: what it is about, its version with the months from and to which it holds (`until` None: no later
    version is known), what it says, and what decides by it. `version` is None where none held on that day yet."""

    topic: str
    decides: str
    version: str | None
    since: str | None = None
    until: str | None = None
    provisions: tuple[Provision, ...] = field(default=())


def law_on(day: date, area: str) -> Sequence[Rule]:
    """What holds on `day` in `area`, a rule for each topic and reading."""
    month = Month(day.year, day.month)
    return [
        _active(month),
        *_working_ages(month, area),
        _allocation(month),
        *_recaps(month),
        *_splits(day, area),
    ]


def entries_told(area: str) -> Mapping[str, Sequence[tuple[Entry, date | None]]]:
    """Every entry of the law as data, by subject, those gone by and to come too; with each the last day it holds."""
    law = law_for(area=area)
    found: dict[str, list[tuple[Entry, date | None]]] = {}
    for one in law.every():
        found.setdefault(one.subject, []).append((one, law.ends_on(one)))
    return found


def _active(month: Month) -> Rule:
    found = _in_force(_raw("cakupan.membership", "rules.toml")["version"], month)
    return _rule("active", "cakupan.membership.rules:active_rule", found, _active_terms)


def _active_terms(version: Mapping[str, Any]) -> Iterable[Provision]:
    yield Provision("law_active_version", {"version": version["id"]}, version["source"], version["sure"])
    for segment, terms in version["segments"].items():
        for name, ground in terms.get("sources", {}).items():
            told = "law_active_" + (name if name in terms else f"{name}_never")
            facts: dict[str, Fact] = {"segment": segment}
            if name in terms:
                facts["value"] = terms[name]
            yield Provision(told, facts, ground["source"], ground["sure"])


def _working_ages(month: Month, area: str) -> Iterable[Rule]:
    every = _raw("cakupan.basics", "working_ages.toml")["version"]
    for reading in dict.fromkeys(one.reading for one in working_ages()):
        here = [
            one for one in every if one["reading"] == reading and ("area" not in one or is_within(area, one["area"]))
        ]
        nearest = max((len(one.get("area", "")) for one in here), default=0)
        found = _in_force([one for one in here if len(one.get("area", "")) == nearest], month)
        yield _rule(f"working_age_{reading}", "cakupan.basics.working_age:working_age_in", found, _ages)


def _ages(version: Mapping[str, Any]) -> Iterable[Provision]:
    for end in ("youngest", "oldest"):
        told = version[end]
        age = told.get("age")
        facts: dict[str, Fact] = {} if age is None else {"age": age}
        yield Provision(f"law_age_{end}" + ("" if age is not None else "_none"), facts, told["source"], told["sure"])


def _allocation(month: Month) -> Rule:
    decides = "cakupan.workforce.rules:rules_in"
    begun = [(since, rules) for since, rules in allocation_versions() if since <= month]
    later = [since for since, _ in allocation_versions() if since > month]
    if not begun:
        return Rule("allocation", decides, None)
    since, rules = begun[-1]
    told = tuple(
        Provision(
            f"law_allocation_{one.id}",
            {"spread": Decimal(one.spread.numerator) / one.spread.denominator},
            one.source,
            one.sure,
        )
        for one in rules
    )
    return Rule("allocation", decides, rules[0].version, str(since), _before(min(later, default=None)), told)


def _recaps(month: Month) -> Iterable[Rule]:
    decides = "cakupan.coverage.bridge:bridge_of"
    for profile in recap_rules().profiles:
        if profile.since <= month:
            of_any = profile.recaps == ("*",)
            said: dict[str, Fact] = {} if of_any else {"recaps": profile.recaps}
            told = Provision("law_recap_profile" + "_any" * of_any, said, profile.source, profile.sure)
            yield Rule("recap_profile", decides, profile.id, str(profile.since), None, (told,))
    options = recap_rules().options_in(month).values()
    if options:
        tried = tuple(Provision(f"bridge_tried_{one.id}", {}, one.source, one.sure) for one in options)
        yield Rule("recap_options", decides, "recap", str(min(one.since for one in options)), None, tried)


def _splits(day: date, area: str) -> Iterable[Rule]:
    """The laws that made the area, one around or one within it."""
    for one in splits():
        if one.on <= day and (is_within(area, one.code) or is_within(one.code, area) or area in one.predecessors):
            facts: dict[str, Fact] = {"area": one.code, "predecessors": one.predecessors, "law": one.law, "on": one.on}
            told = Provision("law_split", facts, one.source, one.sure)
            yield Rule("split", "cakupan.regions.splits:predecessors_of", one.law, str(one.on)[:7], None, (told,))


def _rule(
    topic: str,
    decides: str,
    found: tuple[Mapping[str, Any] | None, str | None],
    says: Callable[[Mapping[str, Any]], Iterable[Provision]],
) -> Rule:
    version, until = found
    if version is None:
        return Rule(topic, decides, None)
    return Rule(topic, decides, version["id"], version["from"], until, tuple(says(version)))


def _in_force(versions: Iterable[Mapping[str, Any]], month: Month) -> tuple[Mapping[str, Any] | None, str | None]:
    """The version that holds in `month`, and the last month in which it does."""
    ordered = sorted(versions, key=lambda one: str(one["from"]))
    begun = [one for one in ordered if one["from"] <= str(month)]
    later = [one["from"] for one in ordered if one["from"] > str(month)]
    if not begun:
        return None, None
    return begun[-1], _before(Month(int(later[0][:4]), int(later[0][5:])) if later else None)


def _before(month: Month | None) -> str | None:
    return str(month + -1) if month else None


@cache
def _raw(package: str, name: str) -> Mapping[str, Any]:
    """A room's dated data as they are written: sources and confidence are part of them, which no figure needs."""
    return tomllib.loads((files(package) / name).read_text(encoding="utf-8"))
