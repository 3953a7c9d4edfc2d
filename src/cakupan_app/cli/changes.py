"""How a change is laid out: the JSON of CLI.md, the same as a page, and the words of its picture."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cakupan.basics.ratio import rounded
from cakupan.basics.refused import Fact
from cakupan_app.cli.documents import area_title, definition_document, worded
from cakupan_app.cli.face import Face
from cakupan_app.cli.figures import notes, part_named, tell_meaning

if TYPE_CHECKING:
    from cakupan.coverage.change import Change, Step
    from cakupan.coverage.figure import CoverageFigure
    from cakupan.coverage.flows import Sponsored
    from cakupan.reports.waterfall import Bar, Words

_PLACES, _FINE_PLACES = 2, 4  # of points: as rates are printed, and for the rows of small parts

_SPONSORED_NOW = ("kept", "joined", "returned", "taken_over", "came")
_SPONSORED_GONE = ("left", "handed_on", "went")

# The reasons in four columns, as a page that tells parts apart has room for.
_COLUMNS: Mapping[str, Sequence[str]] = {
    "new": ("joined", "returned"),
    "in": ("moved_in", "counted_elsewhere_in", "other_segment_in", "other_payer_in"),
    "gone": ("lapsed", "ended", "over_age", "died", "unlisted"),
    "out": ("moved_out", "counted_elsewhere_out", "other_segment_out", "other_payer_out"),
    "untold": ("untold",),
}


def change_document(face: Face, found: "Change", chart: Path | None = None) -> dict[str, Any]:
    """The JSON document of `change`: rows whose persons add up to `difference`, and whose points to `points`.

    `points` are rounded so that they add up (two decimals by reason, four where told apart); `points_exact` are not.
    """
    reasons = _rows(found.reasons, _difference(found, _PLACES), _PLACES)
    rows = _rows(found.rows, _difference(found, _FINE_PLACES), _FINE_PLACES) if found.by else reasons
    return {
        "area": found.area,
        "name": area_title(found.area),
        "evidence": found.of_now.evidence.value if found.of_now.evidence else None,
        "definition": {"from": definition_document(found.of_then), "to": definition_document(found.of_now)},
        "from": _figure(found.then),
        "to": _figure(found.now),
        "by": found.by,
        "rows": rows,
        "reasons": reasons,
        "parts": [
            {**part.dims, "from": part.then, "to": part.now, "difference": part.now - part.then} for part in found.parts
        ],
        "sum": sum(row["persons"] for row in rows) if found.reasons else None,
        "difference": found.difference,
        "points": _decimal(_difference(found, _PLACES), _PLACES),
        "sponsored": _sponsored(found.sponsored) if found.sponsored else None,
        "chart": chart,
        "missing": worded(face, found.missing),
        "findings": worded(face, found.findings),
    }


def _figure(figure: "CoverageFigure") -> dict[str, Any]:
    return {
        "month": figure.month,
        "members": figure.members,
        "potential": figure.potential,
        "rate": figure.ratio.percent(_PLACES) if figure.ratio else None,
    }


def _difference(found: "Change", places: int) -> Fraction | None:
    """The difference of the two rates as printed, so that whoever subtracts them finds the same."""
    if found.then.ratio is None or found.now.ratio is None:
        return None
    return Fraction(found.now.ratio.percent(places)) - Fraction(found.then.ratio.percent(places))


def _rows(steps: Sequence["Step"], difference: Fraction | None, places: int) -> list[dict[str, Any]]:
    from cakupan.coverage.change import apportioned

    points = [None] * len(steps) if difference is None else apportioned(steps, difference, places)
    return [
        {
            "reason": step.reason,
            "segment": None,
            "payer": None,
            **step.dims,
            "persons": step.persons or 0,
            "points": _decimal(shown, places),
            "points_exact": None if step.points is None else str(step.points),
        }
        for step, shown in zip(steps, points, strict=True)
    ]


def _decimal(points: Fraction | None, places: int) -> Any:
    return None if points is None else rounded(points, places)


def _sponsored(found: "Sponsored") -> dict[str, int]:
    from cakupan.membership.sponsors import sponsors

    told = {name: getattr(found, name) for name in found.__dataclass_fields__}
    payers: Any = sponsors()
    return {"payers": payers, "from": told.pop("then"), "to": told.pop("now"), **told, "net_new": found.net_new}


def change_page(face: Face, found: "Change", document: dict[str, Any]) -> None:
    """The two figures, what lies between them, and the sponsored; then what to know of it."""
    _headline(face, found, document)
    _table_of_reasons(face, found, document)
    if found.rows:
        _table_of_parts(face, found)
    if found.sponsored:
        _tell_sponsored(face, found.sponsored)
    if document["chart"]:
        face.say("change_drawn", path=str(document["chart"]))
    notes(document)


def _headline(face: Face, found: "Change", document: dict[str, Any]) -> None:
    if found.difference is None:
        return
    facts: dict[str, Fact] = {"area": area_title(found.area), "code": found.area}
    facts |= {"then": str(found.then.month), "now": str(found.now.month), "difference": signed(face, found.difference)}
    if document["points"] is None:
        face.say("change_headline", **facts, before=found.then.members, after=found.now.members)
    else:
        rates = {"rate_then": document["from"]["rate"], "rate_now": document["to"]["rate"]}
        face.say("change_headline_rates", **facts, **rates, points=_points(face, document["points"]))
    tell_meaning(face, found.of_now)


def _table_of_reasons(face: Face, found: "Change", document: dict[str, Any]) -> None:
    if found.difference is None:
        return
    rated = document["points"] is not None
    numbers = ("change_column_persons", "change_column_points") if rated else ("change_column_persons",)
    table = _table(face, ("change_column_reason",), numbers)
    _add_figure(face, table, found.then)
    for row in document["reasons"]:
        persons = "" if row["reason"] == "denominator" else signed(face, row["persons"])
        points = [_points(face, row["points"])] if rated else []
        table.add_row("  " + face.text(f"change_reason_{row['reason']}"), persons, *points)
    _add_figure(face, table, found.now)
    _print(table)


def _add_figure(face: Face, table: Any, figure: "CoverageFigure") -> None:
    rate = figure.ratio.percent(_PLACES) if figure.ratio else None
    cells = (face.text("change_members_in", month=str(figure.month)), face.shown(figure.members, "n"))
    table.add_row(*(*cells, face.shown(rate, "pct"))[: len(table.columns)])


def _table_of_parts(face: Face, found: "Change") -> None:
    """One line for each part: its members then, what came and went in as many columns as are needed, and now."""
    told = [name for name, reasons in _COLUMNS.items() if any(step.reason in reasons for step in found.rows)]
    numbers = ("change_column_then", *(f"change_column_{name}" for name in told), "change_column_now")
    table = _table(face, tuple(f"dimension_{name}" for name in found.by), numbers)
    column_of = {reason: name for name, reasons in _COLUMNS.items() for reason in reasons}
    sums: dict[tuple[str | None, ...], Counter[str]] = {}
    for step in found.rows:
        if step.reason in column_of:
            sums.setdefault(tuple(step.dims.values()), Counter())[column_of[step.reason]] += step.persons or 0
    figures = {tuple(part.dims.values()): (part.then, part.now) for part in found.parts}
    for dims in [*figures, *(key for key in sums if key not in figures)]:
        then, now = figures.get(dims, (None, None))
        moved = sums.get(dims, Counter())
        cells = [signed(face, moved[name]) if moved[name] else "" for name in told]
        names = [part_named(face, name, value) for name, value in zip(found.by, dims, strict=True)]
        table.add_row(*names, face.shown(then, "n"), *cells, face.shown(now, "n"))
    _print(table)


def _table(face: Face, names: Sequence[str], numbers: Sequence[str]) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(face.text(name))
    for name in numbers:
        table.add_column(face.text(name), justify="right")
    return table


def _print(table: Any) -> None:
    from rich.console import Console

    Console().print(table)


def _tell_sponsored(face: Face, found: "Sponsored") -> None:
    face.say("change_sponsored", before=found.then, after=found.now)
    for side, parts in (("now", _SPONSORED_NOW), ("gone", _SPONSORED_GONE)):
        counts = {name: getattr(found, name) for name in parts}
        told = tuple(face.text(f"change_sponsored_{name}", count=count) for name, count in counts.items() if count)
        if told:
            face.say(f"change_sponsored_{side}", 2, told=told)
    face.say("change_sponsored_net", 2, net=signed(face, found.net_new))


def signed(face: Face, number: int) -> str:
    """A number of people more or fewer, with its sign."""
    return f"{'−' if number < 0 else '+'}{face.shown(abs(number), 'n')}"


def _points(face: Face, points: Any) -> str:
    return f"{'−' if points < 0 else '+'}{face.shown(abs(points), 'pct').removesuffix(' %')}"


def picture(face: Face, found: "Change") -> tuple[Sequence["Bar"], "Words"]:
    """The bars of the waterfall and what is written beside them, in the language of the face."""
    from cakupan.reports.waterfall import Bar, Words

    ends = [
        Bar(face.shown(str(one.month), "month"), one.members or 0, face.shown(one.members, "n"), figure=True)
        for one in (found.then, found.now)
    ]
    steps = [
        Bar(face.text(f"change_reason_{step.reason}"), step.persons, signed(face, step.persons))
        for step in found.reasons
        if step.persons
    ]
    bars = [ends[0], *steps, ends[1]]
    facts: dict[str, Fact] = {"area": area_title(found.area), "before": found.then.members, "after": found.now.members}
    description = ". ".join(f"{bar.name}: {bar.shown}" for bar in bars) + "."
    title = face.text("change_title", **facts, then=str(found.then.month), now=str(found.now.month))
    return bars, Words(title, description, face.text("change_cut"))
