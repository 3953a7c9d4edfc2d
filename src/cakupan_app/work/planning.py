"""What planning by the site is: a plan worked out in somebody's name, and kept under the name that they gave it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from cakupan.basics.month import Month
from cakupan_app.work.plan import Report, months_of, put, solved
from cakupan_app.work.plan_asked import PlanQuestion, as_document, checked_question, from_document
from cakupan_app.work.plans import refuse_taken, save_as
from cakupan_app.work.rights import PLAN, Actor, actor_of
from cakupan_app.work.view import view
from cakupan_app.work.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Wanted:
    """A plan that somebody wants (`by`, their address) under a `name`; `asked` is the question as a document."""

    by: str
    name: str
    asked: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """What is wanted as a job holds it."""
        return asdict(self)

    @property
    def area(self) -> str:
        return str(self.asked["area"])


def wanted(actor: Actor, name: str, question: PlanQuestion, known: Month) -> Wanted:
    """What a worker is asked for; `known` is the last month that has a figure. NotAllowed where the actor may not plan
    there; Refused for a question or a name that cannot be, before anybody waits for it."""
    actor.refuse_unless(PLAN, question.area)
    months_of(question, known)
    return Wanted(actor.email, refuse_taken(name, question.area), as_document(checked_question(question)))


def plan_by(workspace: Workspace, asked: Wanted, at: datetime, report: Report) -> dict[str, Any]:
    """Work the plan out and keep it: the scenario's id and area. NotAllowed where whoever wanted it may not plan there
    any more; Refused as `put` and `save` refuse.

    It is solved when the view is closed: a regency takes some fifteen seconds, and nothing waits for the engine then.
    """
    from cakupan_app.ledger.models import User

    actor = actor_of(User.objects.get(email=asked.by))
    actor.refuse_unless(PLAN, asked.area)
    report("people")
    with view(workspace, at=at) as opened:
        question = put(opened, from_document(asked.asked))
    kept = save_as(actor, solved(question, report), asked.name, at=at)
    return {"scenario": kept.id, "area": kept.area}
