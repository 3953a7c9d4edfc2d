"""Whom the quotas of a scenario come to: drawn again from its snapshot and its seed, each with the reason, by name only
for those who may see people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.planning.names import Drawn, drawn
from cakupan_app.work.plans import Scenario
from cakupan_app.work.rights import EXPORT_PEOPLE, SEE_PEOPLE
from cakupan_app.work.seeing import Looking, seeing
from cakupan_app.work.trail import EXPORTED
from cakupan_app.work.view import View
from cakupan_app.work.workspace import Workspace

PEOPLE_ON_A_PAGE = 50
_LIST = "plan"  # as the trail calls it


@dataclass(frozen=True, slots=True)
class PlanPeopleQuestion:
    """Who looks, at the people of which scenario, as known today; of one `village` or one `reason` (a code of
    `planning.names`) if these are said; of them the page `number`."""

    looking: Looking
    scenario: Scenario
    today: date
    village: str = ""
    reason: str = ""
    number: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class PlanPerson:
    """Somebody whom a plan could list: `drawn` says whether it does and why; `renewed`: a member already. Names are
    empty where nobody may see them."""

    drawn: Drawn
    village: str
    district: str
    occupation: str | None
    decile: int | None
    renewed: bool
    name: str = ""
    nik: str | None = None
    birth: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class PlanPeople:
    """A page of the people of a plan, of the `count` asked about."""

    people: Sequence[PlanPerson]
    count: int
    number: int
    pages: int


def drawn_of(view: View, scenario: Scenario) -> Sequence[PlanPerson]:
    """Everybody of the scenario, chosen or not, without names, by village, group and place: the same each time.

    `view` is of the scenario's snapshot; Refused where it is of another.
    """
    raise NotImplementedError


def plan_people(view: View, workspace: Workspace, question: PlanPeopleQuestion) -> PlanPeople:
    """A page of them by name. NotAllowed where whoever asks may not see people there; else as `seeing` has it."""
    raise NotImplementedError


def plan_people_to_export(view: View, workspace: Workspace, question: PlanPeopleQuestion) -> Sequence[PlanPerson]:
    """All of them with whole numbers, to be taken out of the site. NotAllowed without the right to it there."""
    raise NotImplementedError
