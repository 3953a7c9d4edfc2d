"""On what condition people are seen: what for was said not long ago, and who is seen stands on the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cakupan.basics.refused import Refused
from cakupan.intake.masking import told
from cakupan_app.work import trail
from cakupan_app.work.rights import Actor

PURPOSES = ("enrolment", "correction", "complaint", "benefit", "audit", "other")
PURPOSE_HOLDS = timedelta(minutes=60)
"""So long a purpose holds that somebody said in a room: who goes through a list is not asked for every person."""
_CLOCKS_APART = timedelta(minutes=1)  # of the machines that serve one site
_LONGEST = 200
_LEAST_LETTERS = 5  # of what `other` is explained by


class PurposeMissing(Refused):
    """Nobody said what people are looked at for, or not for so long that it may be something else by now."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What somebody looks at people for, as the trail writes it, and when they said so."""

    said: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at people, when, and what for; `purpose` is None where they have not said."""

    actor: Actor
    at: datetime
    purpose: Purpose | None = None


def stated(code: str, text: str, at: datetime) -> Purpose:
    """The purpose called `code`, with what was added to it. Refused where it is none of PURPOSES, or `other` without
    an explanation."""
    words = " ".join(text.split())[:_LONGEST]
    if code not in PURPOSES:
        raise Refused("purpose_missing")
    if code == "other" and len(words) < _LEAST_LETTERS:
        raise Refused("purpose_unexplained")
    # the trail is kept for ever: a number that slipped into the text is none of its business
    return Purpose(f"{code}: {told(words)}" if words else code, at)


def explained(text: str, at: datetime) -> Purpose:
    """The purpose of one list that is taken out, in words of its own; Refused where these say nothing."""
    words = " ".join(text.split())[:_LONGEST]
    if len(words) < _LEAST_LETTERS:
        raise Refused("people_export_purpose_missing")
    return Purpose(told(words), at)


def purpose_parts(said: str) -> tuple[str, str]:
    """The code of a purpose as it was written, and what was added to it.

    >>> purpose_parts("other: visit of the regent")
    ('other', 'visit of the regent')
    """
    code, _, text = said.partition(": ")
    return (code, text) if code in PURPOSES else ("other", said)


def seeing(
    looking: Looking,
    area: str,
    persons: Iterable[str] = (),
    *,
    action: str = trail.LOOKED,
    subject: str = "",
    **facts: Any,
) -> None:
    """Let somebody see `persons`: whoever gives out names goes through here first, so that none is seen untold.

    Whether they may see people in `area` was decided before (`Actor.refuse_unless`), so that nobody is asked what for
    who would see nothing. PurposeMissing where no purpose holds at the time of the look; else a line on the trail with
    everybody who is seen. `subject` is what they are seen by, where that is one thing: a person, a pair, a file.
    """
    said = refuse_without_purpose(looking)
    trail.note(looking.actor, action, at=looking.at, area=area, subject=subject, purpose=said, persons=persons, **facts)


def refuse_without_purpose(looking: Looking) -> str:
    """The purpose that holds at the time of the look; PurposeMissing where none does."""
    purpose = looking.purpose
    if purpose is None or not -_CLOCKS_APART <= looking.at - purpose.said_at <= PURPOSE_HOLDS:
        raise PurposeMissing("purpose_missing")
    return purpose.said
