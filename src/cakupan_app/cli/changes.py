"""How a change is laid out: the JSON of CLI.md, the same as a page, and the words of its picture."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Fact
from cakupan_app.cli.columns import Columns, print_columns
from cakupan_app.cli.face import Face
from cakupan_app.cli.figures import notes, tell_meaning
from cakupan_app.look.changes import PLACES
from cakupan_app.look.documents import area_title
from cakupan_app.look.told import part_named

if TYPE_CHECKING:
    from cakupan.coverage.change import CoverageChange
    from cakupan.coverage.figure import CoverageFigure
    from cakupan.coverage.flows import SponsoredChange


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


def change_page(face: Face, found: "CoverageChange", document: dict[str, Any]) -> None:
    """The two figures, what lies between them, and the sponsored; then what to know of it."""
    _headline(face, found, document)
    _table_of_reasons(face, found, document)
    if found.rows:
        _table_of_parts(face, found)
    _tell_reasons(face, found)
    if found.sponsored:
        _tell_sponsored(face, found.sponsored, (str(found.then.month), str(found.now.month)))
    if document["chart"]:
        face.say("change_drawn", path=str(document["chart"]))
    notes(document)


def _headline(face: Face, found: "CoverageChange", document: dict[str, Any]) -> None:
    if found.difference is None:
        return
    facts: dict[str, Fact] = {"area": area_title(found.area), "code": found.area}
    facts |= {"then": str(found.then.month), "now": str(found.now.month), "difference": signed(face, found.difference)}
    if document["points"] is None:
        face.say("change_headline", **facts, before=found.then.members, after=found.now.members)
    else:
        rates = {"rate_then": document["from"]["rate"], "rate_now": document["to"]["rate"]}
        face.say("change_headline_rates", **facts, **rates, points=face.shown(document["points"], "points"))
    tell_meaning(face, found.of_now)


def _table_of_reasons(face: Face, found: "CoverageChange", document: dict[str, Any]) -> None:
    if found.difference is None:
        return
    rated = document["points"] is not None
    numbers = ("change_column_persons", "change_column_points") if rated else ("change_column_persons",)
    rows = [_row_of_figure(face, found.then)]
    for row in document["reasons"]:
        persons = "" if row["reason"] == "denominator" else signed(face, row["persons"])
        rows.append(("  " + face.text(f"change_reason_{row['reason']}"), persons, face.shown(row["points"], "points")))
    rows.append(_row_of_figure(face, found.now))
    shown = [row[: 1 + len(numbers)] for row in rows]
    print_columns(Columns([face.text("change_column_reason")], [*map(face.text, numbers)], shown))


def _row_of_figure(face: Face, figure: "CoverageFigure") -> tuple[str, str, str]:
    rate = figure.ratio.percent(PLACES) if figure.ratio else None
    name = face.text("change_members_in", month=str(figure.month))
    return name, face.shown(figure.members, "n"), face.shown(rate, "pct")


def _columns_told(found: "CoverageChange") -> Mapping[str, Sequence[str]]:
    """The columns that any reason of the parts falls into, with the reasons that do."""
    occurring = {step.reason for step in found.rows}
    told = {name: [reason for reason in reasons if reason in occurring] for name, reasons in _COLUMNS.items()}
    return {name: reasons for name, reasons in told.items() if reasons}


def _table_of_parts(face: Face, found: "CoverageChange") -> None:
    """One line for each part: its members then, what came and went in as many columns as are needed, and now."""
    told = _columns_told(found)
    column_of = {reason: name for name, reasons in told.items() for reason in reasons}
    sums: dict[tuple[str | None, ...], Counter[str]] = {}
    for step in found.rows:
        if step.reason in column_of:
            sums.setdefault(tuple(step.dims.values()), Counter())[column_of[step.reason]] += step.persons or 0
    figures = {tuple(part.dims.values()): (part.then, part.now) for part in found.parts}
    rows = []
    for dims in [*figures, *(key for key in sums if key not in figures)]:
        then, now = figures.get(dims, (None, None))
        moved = sums.get(dims, Counter())
        cells = [signed(face, moved[name]) if moved[name] else "" for name in told]
        names = [part_named(face, name, value) for name, value in zip(found.by, dims, strict=True)]
        rows.append([*names, face.shown(then, "n"), *cells, face.shown(now, "n")])
    headings = [face.text(f"change_column_{name}") for name in ("then", *told, "now")]
    print_columns(Columns([face.text(f"dimension_{name}") for name in found.by], headings, rows))


def _tell_reasons(face: Face, found: "CoverageChange") -> None:
    """What each column holds and each reason means, of those that occur."""
    from cakupan.coverage.change import REASONS

    if found.rows:
        for name, reasons in _columns_told(found).items():
            told = tuple(face.text(f"change_reason_{reason}").lower() for reason in reasons)
            face.say("change_column_holds", 2, column=face.text(f"change_column_{name}"), reasons=told)
    months: dict[str, Fact] = {"then": str(found.then.month), "now": str(found.now.month)}
    for reason in sorted({step.reason for step in (*found.reasons, *found.rows)}, key=REASONS.index):
        name, means = face.text(f"change_reason_{reason}"), face.text(f"change_means_{reason}", **months)
        face.say("change_reason_means", 2, reason=name, means=means)


def _tell_sponsored(face: Face, found: "SponsoredChange", months: tuple[str, str]) -> None:
    face.say("change_sponsored", before=found.then, after=found.now)
    for side, parts in (("now", _SPONSORED_NOW), ("gone", _SPONSORED_GONE)):
        counts = {name: getattr(found, name) for name in parts}
        told = tuple(face.text(f"change_sponsored_{name}", count=count) for name, count in counts.items() if count)
        if told:
            face.say(f"change_sponsored_{side}", 2, told=told)
    _tell_other_rows(face, found, months)
    face.say("change_sponsored_net", 2, net=signed(face, found.net_new))


def _tell_other_rows(face: Face, found: "SponsoredChange", months: tuple[str, str]) -> None:
    """Why the sponsors' rows of a breakdown by payer add up to fewer, where they do."""
    sides = ((found.then, found.in_other_row_then), (found.now, found.in_other_row_now))
    for month, (whole, aside) in zip(months, sides, strict=True):
        if aside:
            face.say("change_sponsored_in_other_row", 2, month=month, count=aside, rows=whole - aside)


def signed(face: Face, number: int) -> str:
    """A number of people more or fewer, with its sign."""
    return face.shown(number, "signed")
