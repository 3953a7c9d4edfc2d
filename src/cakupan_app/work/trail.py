"""What is written down of every look at a person, every export and every change: who, when, and for what purpose."""

from datetime import datetime
from typing import Any

from cakupan_app.work.rights import Actor

LOOKED, EXPORTED = "looked", "exported"


def note(
    actor: Actor, action: str, *, at: datetime, area: str = "", subject: str = "", purpose: str = "", **facts: Any
) -> None:
    """Write a line on the trail. `subject` and `facts` never hold a name, a NIK or a phone number."""
    from cakupan_app.ledger import trail

    told = trail.Told(actor.email, action, area, subject, purpose, tuple(sorted(facts.items())))
    trail.write(told, at)
