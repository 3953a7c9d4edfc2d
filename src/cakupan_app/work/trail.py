"""What is written down of every look at a person, every export and every change: who, when, and for what purpose."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from cakupan_app.work.rights import Actor

LOOKED, EXPORTED = "looked", "exported"
QUARANTINE, WORKBOOK = LISTS_OF_A_FILE = ("quarantine", "workbook")
"""Lists of which a line names the file and not every person: who stands in the file is known from its rows."""


Parameters = ParamSpec("Parameters")
Made = TypeVar("Made")
Telling = Callable[[], None]
"""Writes the line about a change that another function makes. That one calls it inside the transaction of the change:
were the transaction begun around it all, the ledger would wait for the lock of the workspace, which a build has for
minutes."""


def untold() -> None:
    """No line: a command at the machine itself is given by no account of the site."""


def together(change: Callable[Parameters, Made]) -> Callable[Parameters, Made]:
    """A change and its line on the trail: both are written or neither."""

    @wraps(change)
    def changing(*args: Parameters.args, **options: Parameters.kwargs) -> Made:
        from django.db import transaction

        with transaction.atomic():
            return change(*args, **options)

    return changing


def note(
    actor: Actor,
    action: str,
    *,
    at: datetime,
    area: str = "",
    subject: str = "",
    purpose: str = "",
    persons: Iterable[str] = (),
    **facts: Any,
) -> None:
    """Write a line on the trail, with the ids of the `persons` whom it is about; it is found again by each of them.

    `subject` and `facts` never hold a name, a NIK or a phone number.
    """
    from cakupan_app.ledger import trail

    known = tuple(sorted(set(persons)))
    told = trail.Told(actor.email, action, area, subject, purpose, tuple(sorted(facts.items())), known)
    trail.write(told, at)
