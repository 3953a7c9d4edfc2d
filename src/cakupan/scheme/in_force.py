"""Which entry of the law holds on a day, with an office's own reading where it has one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from cakupan.basics.refused import Refused
from cakupan.scheme.entry import Entry, entry_of
from cakupan.scheme.form import refuse_other_form
from cakupan.scheme.text import entries_in

RULES_OF_OWN = "eligible_"  # what an office may add: every other id is one that something here asks for


class NotInForce(Refused):
    """No entry of that id holds on the day that was asked about: absence is an error, never zero."""


class NotKnown(Refused):
    """There is such a rule, but what it says was not found: nobody may invent it, and an office may state it."""


@dataclass(frozen=True, slots=True)
class Override:
    """An office's own reading: the text of a file in the form of ours, and the file's name, which is only spoken of."""

    name: str
    text: str


@dataclass(frozen=True)
class Law:
    """Every entry by its id, oldest first, as it holds in `area` (a code, None: nowhere special)."""

    entries: Mapping[str, tuple[Entry, ...]]
    area: str | None = None
    overrides: tuple[str, ...] = field(default=())

    def find(self, id_: str, day: date) -> Entry | None:
        """The entry of `id_` in force on `day`; None where none is. Raises `NotKnown` for an id that nobody has.

        An office's own reading holds instead of the general one, and that of the nearest area instead of others.
        """
        if id_ not in self.entries:
            near = tuple(get_close_matches(id_, self.entries, n=3))
            raise NotKnown("law_id_unknown", id=id_, near=near or tuple(sorted(self.entries))[:3])
        for _, entries in sorted(_grouped(self.entries[id_]).items(), key=_nearest_first):
            begun = [one for one in entries if one.starts_on <= day]
            if begun and begun[-1].holds_on(day):
                return begun[-1]
        return None

    def on(self, id_: str, day: date) -> Entry:
        """The entry of `id_` in force on `day`. Raises `NotInForce` where none is, `NotKnown` where its value is none.

        >>> from datetime import date
        >>> the_law().on("jp_wage_cap", date(2024, 12, 31)).value
        10042300
        """
        found = self.find(id_, day)
        if found is None and not self.entries[id_]:
            raise NotInForce("law_not_yet_known", id=id_, day=day)
        if found is None:
            since = min(one.starts_on for one in self.entries[id_])
            raise NotInForce("law_not_in_force", id=id_, day=day, since=since)
        if found.value is None:
            raise NotKnown("law_not_known", id=id_, day=day, source=found.source)
        return found

    def as_of(self, day: date) -> tuple[Entry, ...]:
        """Every entry in force on `day`, by subject and id. Raises `NotInForce` before the first of all."""
        first = min(one.starts_on for entries in self.entries.values() for one in entries)
        if day < first:
            raise NotInForce("law_none_in_force", day=day, since=first)
        found = (self.find(id_, day) for id_ in self.entries)
        return tuple(sorted((one for one in found if one), key=lambda one: (one.subject, one.id)))

    def every(self) -> tuple[Entry, ...]:
        """All entries, those gone by and those to come too, by subject, id and day."""
        return tuple(one for entries in self.entries.values() for one in entries)

    def ends_on(self, entry: Entry) -> date | None:
        """The last day on which `entry` holds: its own, or the day before the next of its kind; None: not known yet."""
        if entry.ends_on is not None:
            return entry.ends_on
        later = [one.starts_on for one in self.entries[entry.id] if _follows(one, entry)]
        return date.fromordinal(min(later).toordinal() - 1) if later else None


def law_for(overrides: Iterable[Override] = (), *, area: str | None = None, known_on: date | None = None) -> Law:
    """The law that this release brings along, with an office's own readings, as it holds in `area` (a code).

    `known_on`: as it was known that day, without what was promulgated later. Refused, naming file, entry and what to
    do, where a reading has not the form of ours or two entries hold at once.
    """
    shipped = _shipped()
    forms = {one.id: one for one in reversed(shipped)}
    own = [one for override in overrides for one in _own(override, forms)]
    here = [one for one in (*shipped, *own) if _holds_in(one, area) and _was_known(one, known_on)]
    by_id: dict[str, list[Entry]] = {one.id: [] for one in sorted(shipped, key=lambda one: (one.subject, one.id))}
    for one in sorted(here, key=lambda one: (one.subject, one.id, one.starts_on)):
        by_id.setdefault(one.id, []).append(one)
    names = tuple(dict.fromkeys(one.override for one in own if one.override))
    return Law({id_: tuple(entries) for id_, entries in by_id.items()}, area, names)


@cache
def the_law() -> Law:
    """The law as this release brings it along, of nowhere special."""
    return law_for()


@cache
def _shipped() -> tuple[Entry, ...]:
    folder = files("cakupan.scheme") / "law"
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".yaml"))
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in names}
    read = [
        entry_of(told, name, place, override=False)
        for name, text in texts.items()
        for place, told in enumerate(entries_in(text, name), 1)
    ]
    _refuse_overlaps(read, "law")
    return tuple(read)


def _own(override: Override, forms: Mapping[str, Entry]) -> Sequence[Entry]:
    """The entries of an office's own file, each of an id that we have, or a rule of eligibility of its own."""
    read = []
    for place, told in enumerate(entries_in(override.text, override.name), 1):
        entry = entry_of(told, override.name, place, override=True)
        shipped = forms.get(entry.id)
        if shipped is None and not entry.id.startswith(RULES_OF_OWN):
            near = tuple(get_close_matches(entry.id, forms, n=3)) or (f"{RULES_OF_OWN}…",)
            raise Refused("law_entry_of_nothing", file=override.name, entry=entry.id, near=near)
        refuse_other_form(entry, shipped, override.name)
        read.append(replace(entry, subject=shipped.subject if shipped else "eligibility"))
    _refuse_overlaps(read, override.name)
    return read


def _refuse_overlaps(entries: Iterable[Entry], file: str) -> None:
    """An entry without an end gives way to the next one; one that says when it ends must have ended by then."""
    for (id_, _, _), group in _grouped(entries).items():
        for one, later in pairwise(group):
            last = one.ends_on or one.starts_on
            if last >= later.starts_on:
                where = one.subject if file == "law" else file
                raise Refused("law_dates_overlap", file=where, entry=id_, first=one.starts_on, second=later.starts_on)


def _grouped(entries: Iterable[Entry]) -> Mapping[tuple[str, bool, str], list[Entry]]:
    found: dict[tuple[str, bool, str], list[Entry]] = {}
    for one in sorted(entries, key=lambda one: one.starts_on):
        found.setdefault(one.group, []).append(one)
    return found


def _nearest_first(item: tuple[tuple[str, bool, str], Any]) -> tuple[bool, int]:
    (_, override, area), _ = item
    return not override, -len(area)


def _follows(one: Entry, entry: Entry) -> bool:
    return one.group == entry.group and one.starts_on > entry.starts_on


def _holds_in(entry: Entry, area: str | None) -> bool:
    return entry.area is None or (area is not None and f"{area}.".startswith(f"{entry.area}."))


def _was_known(entry: Entry, known_on: date | None) -> bool:
    return known_on is None or entry.enacted is None or entry.enacted <= known_on
