"""What one entry of the law is, and when its text is one: dates, value, unit, source, and how sure it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cakupan.basics.refused import Fact, Refused

NOT_FOUND = "not found"
SURE = ("A", "B", "C", "M", NOT_FOUND)
UNITS = ("percent", "rupiah", "rupiah/month", "months", "days", "years", "times", "people", "words", "rule")
_NEEDED = ("id", "enacted", "in_force", "value", "unit", "source", "sure")
_KNOWN = (*_NEEDED, "dates_sure", "note", "area", "begins_after")
_WHOLE = UNITS[1:8]
_GREATEST = 10**15  # more rupiah than there are; beyond it sums would leave 64 bits


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of the law in one period, both days inside. `ends_on` None: until a later entry of this id begins.

    `value` is a whole number, a Decimal, a word, a tuple or a mapping; None where it was not found. `enacted` is the
    day of promulgation, None where that is not known. `begins_after`: the entry holds at the latest from `starts_on`
    on, but since when after that day is not known. `area` is where it holds, None everywhere. `override` names the
    file of an office's own reading.
    """

    id: str
    subject: str
    enacted: date | None
    starts_on: date
    ends_on: date | None
    value: Any
    unit: str
    source: str
    sure: str
    dates_sure: str
    note: str | None = None
    area: str | None = None
    begins_after: date | None = None
    override: str | None = None

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def group(self) -> tuple[str, bool, str]:
        """Those of one group follow each other in time; what is overridden, or of a smaller area, lies beside."""
        return self.id, self.override is not None, self.area or ""


def entry_of(told: Mapping[str, Any], file: str, place: int, *, override: bool) -> Entry:
    """The entry that stands at `place` (from 1) in `file`. Refused, naming file and entry, where it is none."""
    name = told["id"] if isinstance(told.get("id"), str) and told["id"] else f"#{place}"
    at: dict[str, Fact] = {"file": file, "entry": name}
    if unknown := sorted(str(key) for key in told if key not in _KNOWN):
        raise Refused("law_key_unknown", file=file, entry=name, key=unknown[0], known=_KNOWN)
    if missing := [key for key in _NEEDED if key not in told]:
        raise Refused("law_key_missing", file=file, entry=name, key=missing[0])
    _refuse_empty_words(told, at)
    starts_on, ends_on = _period(told["in_force"], at)
    return Entry(
        id=told["id"],
        subject=file.rsplit(".", 1)[0],
        enacted=_day(told["enacted"], "enacted", at) if told["enacted"] is not None else None,
        starts_on=starts_on,
        ends_on=ends_on,
        value=_value(told["value"], told["unit"], told["sure"], at),
        unit=_one_of(told["unit"], "unit", UNITS, at),
        source=told["source"].strip(),
        sure=_one_of(told["sure"], "sure", SURE, at),
        dates_sure=_one_of(told.get("dates_sure", told["sure"]), "dates_sure", SURE, at),
        note=told.get("note"),
        area=told.get("area"),
        begins_after=_day(told["begins_after"], "begins_after", at) if told.get("begins_after") is not None else None,
        override=file if override else None,
    )


def _refuse_empty_words(told: Mapping[str, Any], at: Mapping[str, Fact]) -> None:
    wanted = ["id", "source", *(key for key in ("note", "area") if key in told)]
    for key in wanted:
        if not isinstance(told[key], str) or not told[key].strip():
            raise Refused("law_words_missing", file=at["file"], entry=at["entry"], key=key)


def _period(told: Any, at: Mapping[str, Fact]) -> tuple[date, date | None]:
    if not isinstance(told, dict) or not {"from"} <= told.keys() <= {"from", "until"}:
        raise Refused("law_period_unreadable", file=at["file"], entry=at["entry"])
    starts_on = _day(told["from"], "from", at)
    ends_on = _day(told["until"], "until", at) if told.get("until") is not None else None
    if ends_on is not None and ends_on < starts_on:
        raise Refused("law_dates_reversed", file=at["file"], entry=at["entry"], first=starts_on, last=ends_on)
    return starts_on, ends_on


def _day(told: Any, key: str, at: Mapping[str, Fact]) -> date:
    if type(told) is not date:  # a datetime is one too
        raise Refused("law_day_unreadable", file=at["file"], entry=at["entry"], key=key)
    return told


def _one_of(told: Any, key: str, known: tuple[str, ...], at: Mapping[str, Fact]) -> str:
    if not isinstance(told, str) or told not in known:
        raise Refused("law_word_unknown", file=at["file"], entry=at["entry"], key=key, known=known)
    return told


def _value(told: Any, unit: Any, sure: Any, at: Mapping[str, Fact]) -> Any:
    if told is None:
        if sure != NOT_FOUND:
            raise Refused("law_value_missing", file=at["file"], entry=at["entry"])
        return None
    value = plain(told)
    if unit not in ("words", "rule") and not all(_fits(number, str(unit)) for number in leaves(value)):
        raise Refused("law_value_outside", file=at["file"], entry=at["entry"], unit=str(unit))
    return value


def plain(told: Any) -> Any:
    """What YAML gave, unchangeable, and with the decimals as they were written.

    >>> plain([0.24, 1])
    (Decimal('0.24'), 1)
    """
    if isinstance(told, float):
        return Decimal(str(told))  # the shortest decimal that reads as this float, which is the one that was written
    if isinstance(told, list):
        return tuple(map(plain, told))
    if isinstance(told, dict):
        return {key: plain(one) for key, one in told.items()}
    return told


def leaves(value: Any) -> Sequence[Any]:
    """Every single value within a value; an absent bound of a tier is none."""
    if isinstance(value, Mapping):
        # a tier's bound is rupiah, whatever the unit of its rate
        return [one for key, part in value.items() if key not in ("up_to", "years") for one in leaves(part)]
    if isinstance(value, tuple):
        return [one for part in value for one in leaves(part)]
    return [value]


def _fits(number: Any, unit: str) -> bool:
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        return False
    if unit == "percent":
        return Decimal(number).is_finite() and 0 <= number <= 100
    return unit not in _WHOLE or (isinstance(number, int) and 0 <= number <= _GREATEST)
