"""What is written in the pictures of a plan: people by month, money by fund and month, budget against coverage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from cakupan.basics.month import Month
from cakupan.reports.bars import Bar, Part, bars
from cakupan.reports.curves import Curve, CurveWords, Mark, curves
from cakupan.reports.pairs import Pair, pairs
from cakupan.reports.palette import DOWN
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.basics.rupiah import Rupiah

_TICKS = 5  # of a lower axis
_MILLION = 10**6


@dataclass(frozen=True, slots=True)
class FundMoney:
    """A fund by its name: what is spent of it, and what is left."""

    name: str
    spent: "Rupiah"
    left: "Rupiah"


def people_drawn(voice: Voice, months: Sequence[Month], lines: Sequence[tuple[str, Sequence[int]]]) -> SafeString:
    """How many are protected in each month: a line for each of `lines`, by its name."""
    told = [
        f"{voice.shown(str(month), 'month')}: "
        + ", ".join(f"{name} {voice.shown(counts[place], 'n')}" for name, counts in lines)
        for place, month in enumerate(months)
    ]
    words = CurveWords(
        title=voice.text("planned_people_by_month"),
        description=". ".join(told) + ".",
        count=lambda count: voice.shown(count, "n"),
        place=lambda place: voice.shown(str(months[place]), "month"),
    )
    drawn = [Curve(name, list(enumerate(counts))) for name, counts in lines]
    return _safe(curves(drawn, _some(len(months)), words))


def _some(count: int) -> Sequence[int]:
    """The first place, the last, and a few between."""
    step = max(1, -(-(count - 1) // (_TICKS - 2)))
    return sorted({*range(0, max(1, count - step + 1), step), count - 1})


def funds_drawn(voice: Voice, funds: Sequence[FundMoney]) -> SafeString:
    """What of each fund is spent and what is left."""
    rows = [
        Bar(
            one.name,
            {"spent": one.spent, "left": one.left},
            _short(voice, one.spent + one.left),
            {"spent": _rupiah(voice, one.spent), "left": _rupiah(voice, one.left)},
        )
        for one in funds
    ]
    said = [
        voice.text("planned_fund_told", fund=one.name, spent=one.spent, left=one.left, amount=one.spent + one.left)
        for one in funds
    ]
    # left comes second: what is not used is orange, and is what a budget head asks about
    parts = [Part("spent", voice.text("plan_column_spent")), Part("left", voice.text("plan_column_left"), DOWN)]
    return _safe(bars(rows, parts, voice.text("planned_money_by_fund"), " ".join(said)))


def months_drawn(voice: Voice, names: Mapping[str, str], cost: Mapping[str, Mapping[str, int]]) -> SafeString | None:
    """What each fund pays in each month (`cost` by fund and month, "" for what is paid once); None of nothing."""
    months = sorted({month for by in cost.values() for month in by})
    if not months:
        return None
    rows = []
    for month in months:
        paid = {fund: by.get(month, 0) for fund, by in cost.items()}
        name = voice.shown(month, "month") if month else voice.text("plan_once")
        told = {fund: _rupiah(voice, amount) for fund, amount in paid.items()}
        rows.append(Bar(name, paid, _short(voice, sum(paid.values())), told))
    said = ". ".join(f"{one.name}: {_rupiah(voice, one.total)}" for one in rows)
    parts = [Part(fund, names[fund]) for fund in cost]
    return _safe(bars(rows, parts, voice.text("planned_money_by_month"), f"{said}."))


def frontier_drawn(
    voice: Voice, points: Sequence[tuple["Rupiah", int]], marks: Sequence[tuple["Rupiah", int, str]]
) -> SafeString | None:
    """How many budgets of different size protect in the last month, with one or two plans on it; None of one point."""
    if len(points) < 2:
        return None
    told = [voice.text("planned_frontier_point", budget=budget, people=people) for budget, people in points]
    words = CurveWords(
        title=voice.text("planned_frontier_title"),
        description=" ".join(told),
        count=lambda count: voice.shown(count, "n"),
        place=lambda millions: _short(voice, millions * _MILLION),
    )
    line = Curve(words.title, [(budget // _MILLION, people) for budget, people in points])
    shown = [Mark(budget // _MILLION, people, name) for budget, people, name in marks]
    budgets = [budget // _MILLION for budget, _ in points]
    return _safe(curves([line], budgets, words, shown, below=voice.text("planned_frontier_below")))


def places_drawn(voice: Voice, places: Sequence[tuple[str, int, int]]) -> SafeString:
    """Where the heads go: of each place how many are renewed and how many are new."""
    rows = [Bar(name, {"renewed": kept, "new": new}, voice.shown(kept + new, "n")) for name, kept, new in places]
    parts = [Part("renewed", voice.text("plan_column_renewed")), Part("new", voice.text("plan_column_newly_covered"))]
    said = ". ".join(f"{name}: {voice.shown(kept + new, 'n')}" for name, kept, new in places)
    return _safe(bars(rows, parts, voice.text("planned_where_title"), f"{said}."))


def scenarios_drawn(voice: Voice, names: tuple[str, str], figures: Sequence[tuple[str, int, int, str]]) -> SafeString:
    """Two scenarios side by side: of each figure its name, the value in both, and how it is written."""
    rows, said = [], []
    for name, first, second, spec in figures:
        shown = _figure(voice, first, spec), _figure(voice, second, spec)
        rows.append(Pair(name, first, second, shown))
        said.append(f"{name}: {shown[0]}, {shown[1]}.")
    title = voice.text("planned_side_by_side", first=names[0], second=names[1])
    return _safe(pairs(rows, names, title, " ".join(said)))


def _figure(voice: Voice, value: int, spec: str) -> str:
    return _short(voice, value) if spec == "rp" else voice.shown(value, spec)


def _rupiah(voice: Voice, amount: int) -> str:
    return voice.shown(amount, "rp")


def _short(voice: Voice, amount: int) -> str:
    return voice.shown(amount, "rp_short")


def _safe(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308  drawn by us, its texts escaped
