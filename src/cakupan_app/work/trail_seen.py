"""Which lines of the trail somebody may read: those about the areas in which they may, and whether the chain holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import JAKARTA
from cakupan.regions.tree import is_within
from cakupan_app.work import trail
from cakupan_app.work.person import PersonSeen
from cakupan_app.work.rights import SEE_TRAIL, Actor
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from django.db.models import Q, QuerySet

    from cakupan_app.ledger.models import TrailLine
    from cakupan_app.ledger.trail import Chain

LINES_ON_A_PAGE = 50
_LOOKS_SHOWN = 20
_AT_ONCE = 500
_FOLLOWED = 2000


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


def lines_taken_out(actor: Actor, workspace: Workspace, wanted: Wanted, at: datetime) -> "Iterator[TrailLine]":
    """All lines that the actor may read, the last written first, some at a time; that they were taken out is a line
    itself, which is not among them."""
    from django.db.models import Max

    found = _lines(actor, workspace, wanted)
    last, count = found.aggregate(last=Max("number"))["last"] or 0, found.count()
    area = actor.home(SEE_TRAIL, workspace.area)
    trail.note(actor, trail.EXPORTED, at=at, area=area, list="trail", rows=count)
    return found.filter(number__lte=last).iterator(_AT_ONCE)


def actions_told(actor: Actor, workspace: Workspace) -> tuple[str, ...]:
    """Which actions stand on the lines that the actor may read."""
    found = _lines(actor, workspace, Wanted()).order_by().values_list("action", flat=True).distinct()
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Looks:
    """The last lines about a person, the last first, and how many there are."""

    lines: "Sequence[TrailLine]"
    count: int


def looks_at(actor: Actor, seen: PersonSeen) -> Looks | None:
    """Who looked at a person: by their page, in a list or a pair, also under what they were called before, and by
    what shows the rows of a file in which they stand. None for those who may not read the trail where the person is
    placed."""
    from django.db.models import Q

    from cakupan_app.ledger.models import TrailLine, TrailPerson

    if not any(actor.may(SEE_TRAIL, area) for area in seen.areas):
        return None
    called, files = {seen.person, *seen.before}, _files_of(seen)
    named = TrailPerson.objects.filter(person__in=called).values("line")
    by_file = Q(subject__in=files, facts__list__in=trail.LISTS_OF_A_FILE)
    lines = TrailLine.objects.filter(Q(subject__in=called) | Q(pk__in=named) | by_file).order_by("-number")
    return Looks(tuple(lines[:_LOOKS_SHOWN]), lines.count())


def _files_of(seen: PersonSeen) -> set[str]:
    """The files in which rows of a person stand, and those whose rows came back in these, mended."""
    from cakupan_app.ledger.models import Comeback

    rows = {(one.source.file, one.sheet, one.row) for one in seen.told}
    files = {file for file, _, _ in rows}
    back = Comeback.objects.filter(by__sha256__in=files).values_list(
        "by__sha256", "by_sheet", "by_row", "receipt__sha256"
    )
    return files | {receipt for *place, receipt in back if tuple(place) in rows}


def chain(actor: Actor) -> "Chain":
    """Follow the end of the trail, for anybody who may read some of it: whether it holds tells nothing of what it says.

    A page follows so many lines as it has time for; all of them follows `cakupan verify`.
    """
    from cakupan_app.ledger.trail import verify

    actor.refuse_unless_anywhere(SEE_TRAIL)
    return verify(last=_FOLLOWED)


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
