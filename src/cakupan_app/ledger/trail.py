"""The trail of who looked, exported and changed what: append-only, each line sealed by the hash of the one before."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import sleep
from typing import Any

from django.db import connection, models, transaction

_START = "0" * 64  # what the first line is sealed with
_FIELDS = ("number", "who", "action", "area", "subject", "purpose", "facts", "previous")
_AT_ONCE = 500
_PEOPLE_AT_ONCE = 5_000
_PAUSE = 0.1  # seconds: so often SQLite looks again whether it may write


class TrailLine(models.Model):
    """One look, export or change: `who` did what (`action`) to what (`subject`: never a name or a NIK) and why.

    `sha256` seals the line with that of the line before (`previous`), so that none can be altered or taken out unseen.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    who = models.CharField(max_length=254, db_index=True)
    action = models.CharField(max_length=40, db_index=True)
    area = models.CharField(max_length=13, blank=True)
    subject = models.CharField(max_length=254, blank=True, db_index=True)
    purpose = models.CharField(max_length=255, blank=True)
    facts = models.JSONField()
    previous = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, unique=True)


class TrailPerson(models.Model):
    """A person whom a line is about, so that it is found by them. The line itself names them all under its seal."""

    line = models.ForeignKey(TrailLine, on_delete=models.PROTECT, related_name="people")
    person = models.CharField(max_length=64, db_index=True)


@dataclass(frozen=True, slots=True)
class Told:
    """What a line says; the trail adds its number and its seal. `persons` are ids."""

    who: str
    action: str
    area: str = ""
    subject: str = ""
    purpose: str = ""
    facts: tuple[tuple[str, Any], ...] = ()
    persons: tuple[str, ...] = ()


def write(told: Told, at: datetime) -> TrailLine:
    """Add a line behind the last one. Two that write at the same time wait for each other: a chain has one end.

    A line about very many people, unless it belongs to a change, names all of them under its seal at once, and is found
    by them a part at a time: on SQLite nobody else writes meanwhile. Whoever shows them does so after that.
    """
    apart = len(told.persons) > _PEOPLE_AT_ONCE and not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {TrailLine._meta.db_table} IN EXCLUSIVE MODE")
        last = TrailLine.objects.order_by("-number").only("number", "sha256").first()
        line = TrailLine(
            number=last.number + 1 if last else 1,
            at=at,
            who=told.who,
            action=told.action,
            area=told.area,
            subject=told.subject,
            purpose=told.purpose,
            facts=dict(told.facts) | ({"persons": list(told.persons)} if told.persons else {}),
            previous=last.sha256 if last else _START,
        )
        line.sha256 = seal_of(line)
        line.save(force_insert=True)
        if not apart:
            _name(line, told.persons)
    for begins in range(0, len(told.persons), _PEOPLE_AT_ONCE) if apart else ():
        _name(line, told.persons[begins : begins + _PEOPLE_AT_ONCE])
        sleep(_PAUSE)
    return line


def _name(line: TrailLine, persons: Sequence[str]) -> None:
    """Have the line found by these people: in one statement, which takes a third of the time of as many objects."""
    if not persons:
        return
    rows = "json_each(%s) AS told"
    if connection.vendor == "postgresql":
        rows = "json_array_elements_text(%s::json) AS told(value)"
    statement = f"INSERT INTO {TrailPerson._meta.db_table} (line_id, person) SELECT %s, told.value FROM {rows}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [line.pk, json.dumps(persons)])


def seal_of(line: TrailLine) -> str:
    """The SHA-256 of everything that a line says, with the seal of the line before it."""
    said = {name: getattr(line, name) for name in _FIELDS} | {"at": line.at.astimezone(UTC).isoformat()}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Chain:
    """How the trail stands: how many lines, the seal of the last, and the first number at which it does not hold;
    `followed` are the lines from the end that were looked at to say so."""

    lines: int
    head: str
    broken_at: int | None = None
    followed: int = 0


def verify(last: int | None = None) -> Chain:
    """Follow the trail to its last line: from its first, or only the `last` lines, from what seals the one before."""
    begins = max(0, TrailLine.objects.count() - last) if last else 0
    before = TrailLine.objects.filter(number=begins).only("sha256").first()
    previous, number = before.sha256 if before else _START, begins
    for line in TrailLine.objects.filter(number__gt=begins).order_by("number").iterator(_AT_ONCE):
        number += 1
        if (line.number, line.previous, line.sha256) != (number, previous, seal_of(line)):
            return Chain(number, previous, number, number - begins)
        previous = line.sha256
    return Chain(number, previous, None, number - begins)
