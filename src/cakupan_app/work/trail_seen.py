"""Which lines of the trail somebody may read: those about the areas in which they may, and whether the chain holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import JAKARTA
from cakupan.regions.tree import is_within
from cakupan_app.work.rights import SEE_TRAIL, Actor
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from django.db.models import Q, QuerySet

    from cakupan_app.ledger.models import TrailLine
    from cakupan_app.ledger.trail import Chain

LINES_ON_A_PAGE = 50
_LOOKS_SHOWN = 20
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are asked for: who (part of an address), which action, from which day to which, which area."""

    who: str = ""
    action: str = ""
    begins: date | None = None
    ends: date | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, the last written first; `number` counts pages from 1."""

    lines: "Sequence[TrailLine]"
    number: int
    pages: int
    count: int


def trail_page(actor: Actor, workspace: Workspace, wanted: Wanted, number: int) -> Page:
    """A page of the lines that the actor may read. NotAllowed where they may read none anywhere."""
    found = _lines(actor, workspace, wanted)
    count = found.count()
    pages = max(1, -(-count // LINES_ON_A_PAGE))
    number = min(max(1, number), pages)
    begins = (number - 1) * LINES_ON_A_PAGE
    return Page(tuple(found[begins : begins + LINES_ON_A_PAGE]), number, pages, count)


def trail_lines(actor: Actor, workspace: Workspace, wanted: Wanted) -> "Iterator[TrailLine]":
    """All lines that the actor may read, the last written first."""
    yield from _lines(actor, workspace, wanted).iterator(_AT_ONCE)


def actions_told(actor: Actor, workspace: Workspace) -> tuple[str, ...]:
    """Which actions stand on the lines that the actor may read."""
    found = _lines(actor, workspace, Wanted()).order_by().values_list("action", flat=True).distinct()
    return tuple(sorted(found))


def looks_at(actor: Actor, person: str, areas: Iterable[str]) -> "Sequence[TrailLine] | None":
    """Who looked at a person, the last first; None for those who may not read the trail where the person is placed."""
    from cakupan_app.ledger.models import TrailLine

    if not any(actor.may(SEE_TRAIL, area) for area in areas):
        return None
    return tuple(TrailLine.objects.filter(subject=person).order_by("-number")[:_LOOKS_SHOWN])


def length(actor: Actor) -> int:
    """How many lines the whole trail has: so much has to be followed to say whether it holds."""
    from cakupan_app.ledger.models import TrailLine

    actor.refuse_unless_anywhere(SEE_TRAIL)
    return int(TrailLine.objects.count())


def chain(actor: Actor) -> "Chain":
    """Follow the whole trail, for anybody who may read some of it: whether it holds tells nothing of what it says."""
    from cakupan_app.ledger import trail

    actor.refuse_unless_anywhere(SEE_TRAIL)
    return trail.verify()


def _lines(actor: Actor, workspace: Workspace, wanted: Wanted) -> "QuerySet[TrailLine, TrailLine]":
    from cakupan_app.ledger.models import TrailLine

    actor.refuse_unless_anywhere(SEE_TRAIL)
    areas = actor.areas_with(SEE_TRAIL)
    lines = TrailLine.objects.order_by("-number")
    # a line without an area is about the workspace as a whole, so it is for those who answer for all of it
    if not any(is_within(workspace.area, area) for area in areas):
        lines = lines.filter(_within(areas))
    if wanted.area:
        lines = lines.filter(_within([wanted.area]))
    told: dict[str, Any] = {"action": wanted.action, "who__icontains": wanted.who}
    told |= {"at__gte": _starts(wanted.begins) if wanted.begins else None}
    told |= {"at__lt": _starts(wanted.ends + timedelta(days=1)) if wanted.ends else None}
    return lines.filter(**{name: value for name, value in told.items() if value})


def _within(areas: Iterable[str]) -> "Q":
    from django.db.models import Q

    found = Q()
    for area in areas:
        found |= Q(area=area) | Q(area__startswith=f"{area}.")
    return found


def _starts(day: date) -> datetime:
    return datetime.combine(day, time(), JAKARTA)
