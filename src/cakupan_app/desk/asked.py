"""What a page of figures is asked about: an area, a month, a snapshot; read from its address and checked once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cakupan import regions
from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Refused
from cakupan_app.look.acting import Asking
from cakupan_app.look.at_hand import home_of, served
from cakupan_app.work import ask
from cakupan_app.work.rights import SEE_FIGURES, Actor


@dataclass(frozen=True, slots=True)
class Vintage:
    """A snapshot that a figure can be shown as of."""

    number: int
    known_on: date
    in_force: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """An area, a month of those it has figures for, and the snapshot that answers (None: the one in force)."""

    area: regions.Area
    month: Month
    months: tuple[Month, ...]
    since: Month
    snapshot: int | None
    denominator: str | None = None


def asked_of(request: Asking, actor: Actor, code: str | None, right: str = SEE_FIGURES) -> Asked:
    """What the address asks for. Without a code: the widest area in which the actor has `right`.

    NotAllowed where they have none there; Refused where there is no such area, month or snapshot.
    """
    actor.refuse_unless_anywhere(right)
    area = regions.area(code or home_of(actor, right))
    actor.refuse_unless(right, area.code)
    number = _number(request.GET.get("snapshot"))
    months = served().answer(ask.months_told, area.code, number)
    month = _month(request.GET.get("month"), months)
    since = parse_month(request.GET.get("since") or "")
    base = since if isinstance(since, Month) and since in months and month - since > 0 else _base(month, months)
    return Asked(area, month, months, base, number, request.GET.get("denominator") or None)


def vintages() -> tuple[Vintage, ...]:
    """The snapshots that were published, latest first."""
    in_force = served().number()
    snapshots = served().workspace.snapshots
    return tuple(Vintage(number, known_on_of(number), number == in_force) for number in reversed(snapshots.numbers()))


_KNOWN_ON: dict[int, date] = {}  # a published snapshot never changes


def known_on_of(number: int) -> date:
    """The day as known on which a snapshot was published."""
    if number not in _KNOWN_ON:
        _KNOWN_ON[number] = served().workspace.snapshots.get(number).known_on
    return _KNOWN_ON[number]


def kept(request: Asking, **changed: object) -> str:
    """The query of this page with some of it changed, for links that keep what else was chosen."""
    told: Mapping[str, object] = {name: request.GET[name] for name in request.GET} | changed
    from urllib.parse import urlencode

    return urlencode({name: value for name, value in told.items() if value not in (None, "")})


def _number(text: str | None) -> int | None:
    if not text:
        return None
    known = served().workspace.snapshots.numbers()
    if not text.isascii() or not text.isdigit() or int(text) not in known:
        raise Refused("snapshot_unknown", number=text[:20], known=tuple(map(str, known)))
    return int(text)


def _month(text: str | None, months: tuple[Month, ...]) -> Month:
    if not months:
        raise Refused("months_none_here")
    if not text:
        return months[-1]
    month = parse_month(text)
    if not isinstance(month, Month):
        raise Refused(month.code, text=text[:20])
    if month not in months:
        raise Refused("month_without_figures", month=str(month), known=tuple(map(str, months)))
    return month


def _base(month: Month, months: tuple[Month, ...]) -> Month:
    december = month.last_december
    return december if december in months else months[0]
