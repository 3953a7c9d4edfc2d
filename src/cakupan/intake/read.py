"""How a received file becomes records: container, sheets, headings, cells, rows; and what is refused on the way."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from cakupan.basics.month import Month
from cakupan.basics.refused import Fact
from cakupan.intake.agreement import agreed
from cakupan.intake.batches import Chained
from cakupan.intake.containers import read_sheets
from cakupan.intake.finish import Finished, finish
from cakupan.intake.headings import HEAD, Heading, Match, aliases_of, best_match, is_heading, match_columns, settled
from cakupan.intake.homes import village_of_sheet
from cakupan.intake.kind import KINDS, Kind, Loose, Subject
from cakupan.intake.layouts import layout_of
from cakupan.intake.masking import told
from cakupan.intake.outcome import Given
from cakupan.intake.reading import Problem, Reading, Table
from cakupan.intake.refusals import MissingColumns, NoHeading, NoRows, WrongKind
from cakupan.intake.sheet import Sheet
from cakupan.intake.survey import surveyed
from cakupan.intake.tables import Draft, draft_table, with_warning
from cakupan.regions import area as area_of

_Named = Mapping[Kind, frozenset[str]]

_TOLD = 12  # cells of a row in a sentence
_CLEARLY_MORE = 2  # columns by which another kind must be ahead: every list has a stray one
_SAID_BESIDE = {"month": "--month YYYY-MM", "area": "--area CODE"}


def read_file(
    content: bytes,
    *,
    name: str,
    kind: Kind,
    month: Month | None = None,
    area: str | None = None,
    today: date | None = None,
    within: str | None = None,
) -> Reading:
    """What a received file says, every row of it accounted for.

    `month` and `area` (a code) stand for a column that the file does not have; where it has one, its cells win and
    a difference is a warning. `within` (a code) is where names of areas are looked up first where no `area` is given:
    a name that is known there wins over its namesakes, any other is looked up in the nation. With `today`, months and
    days still to come are warned of. `name` is only spoken of.

    Raises a subclass of Refused where the file as a whole cannot be used: EmptyFile, NotATable, BrokenFile,
    NoHeading, WrongKind, MissingColumns, AmbiguousColumns, NoRows; UnknownArea for an `area` or `within` that is none.
    """
    given = Given(month, area_of(area).code if area else None, today, area_of(within).code if within else None)
    return _read(content, kind, given, told(name))


def read_persons(content: bytes, *, name: str, within: str | None = None) -> Reading:
    """A list of people to be matched with another: whatever can be read of it, nobody left out.

    It must have names or NIKs; every other column of `Loose.PERSONS` may be there. A cell that cannot be used is a
    warning, and no row is quarantined or repeated. `within` (a code) is where names of villages and districts are
    looked up; those not found stay as they are written. Refused as in `read_file`.
    """
    return _read(content, Loose.PERSONS, Given(within=area_of(within).code if within else None), told(name))


def _read(content: bytes, kind: Subject, given: Given, spoken: str) -> Reading:
    sheets = read_sheets(content, spoken, is_heading)
    matches = [best_match(sheet, kind) for sheet in sheets]
    givens = [_with_village(given, sheet, kind) for sheet in sheets]
    fitting = [not layout_of(kind).missing(match.columns, said) for match, said in zip(matches, givens, strict=True)]
    if not any(fitting):
        raise _refusal(sheets, matches, kind, given, spoken)
    drafts = {
        number: _draft(sheets[number], settled(match, sheets[number], kind, spoken), kind, givens[number], spoken)
        for number, match in enumerate(matches)
        if fitting[number]
    }
    if not any(len(draft.rows.data) for draft in drafts.values()):
        raise NoRows("no_rows", name=spoken, sheet=sheets[next(iter(drafts))].name)
    finished = finish(drafts)
    aside = {number: _set_aside(sheets[number], kind, given) for number in range(len(sheets)) if number not in drafts}
    return _reading(content, kind, {**finished, **aside})


def _draft(sheet: Sheet, heading: Heading, kind: Subject, given: Given, spoken: str) -> Draft:
    """The table with everything that is odd within it: in a cell, between cells, in the sheet as a whole."""
    draft = agreed(draft_table(sheet, heading, kind, given, spoken))
    return surveyed(_doubted(draft, kind, given), kind, given)


def _with_village(given: Given, sheet: Sheet, kind: Subject) -> Given:
    """What is said beside a sheet, and the village whose name it bears where it lists the people of one."""
    if sheet.lengths is not None or "village" not in layout_of(kind).sources:
        return given
    return replace(given, village=village_of_sheet(sheet.name, given))


def _reading(content: bytes, kind: Subject, sheets: Mapping[int, Finished]) -> Reading:
    ordered = [sheets[number] for number in sorted(sheets)]
    return Reading(
        hashlib.sha256(content).hexdigest(),
        kind,
        tuple(sheet.table for sheet in ordered),
        Chained([sheet.problems for sheet in ordered]),
        Chained([sheet.repairs for sheet in ordered]),
        tuple(sheet.accepted for sheet in ordered if sheet.accepted),
        tuple(row for sheet in ordered for row in sheet.quarantined),
    )


def _set_aside(sheet: Sheet, kind: Subject, given: Given) -> Finished:
    """A sheet without a table of this kind, beside one that has it."""
    named = _named_by(sheet, range(min(HEAD, sheet.rows)))
    other = _other_kind(named, len(best_match(sheet, kind).columns), given)
    facts: dict[str, Fact] = {"sheet": sheet.name, "rows": sheet.rows, "kind": kind}
    code = "sheet_of_other_kind" if other else "sheet_without_table"
    facts |= _advice(named, other, given) if other else {}
    problem = Problem(sheet.name, None, None, code, "warning", "", facts)
    return Finished(Table(sheet.name, sheet.rows, {"no_table": sheet.rows}, 0, 0, 0, 0, {}, None), (problem,))


def _refusal(
    sheets: Sequence[Sheet], matches: Sequence[Match], kind: Subject, given: Given, name: str
) -> WrongKind | MissingColumns | NoHeading:
    """Why no sheet has a table of `kind`."""
    for sheet, match in zip(sheets, matches, strict=True):
        named = _named_by(sheet, range(min(HEAD, sheet.rows)))
        if other := _other_kind(named, len(match.columns), given):
            return WrongKind("kind_wrong", name=name, kind=kind, **_advice(named, other, given))
    number = max(range(len(sheets)), key=lambda at: (len(matches[at].columns), -at))
    sheet, match = sheets[number], matches[number]
    missing = layout_of(kind).missing(match.columns, given)
    facts: dict[str, Fact] = {
        "name": name,
        "sheet": sheet.name,
        "kind": kind,
        "missing": tuple(aliases_of(kind).titles[column] for column in missing),
    }
    if len(match.columns) < 2 and len(missing) > 1:
        return NoHeading("heading_not_found", **facts, rows=HEAD, found=_most_like_heading(sheet))
    alone = missing[0] if len(missing) == 1 else ""
    code = {"month": "column_month_missing", "area": "column_area_missing"}.get(alone, "columns_missing")
    facts |= {"row": match.row + 1, "found": _cells_told(sheet, match.row)}
    more = sum(cell is not None for cell in sheet.row(match.row)) - _TOLD
    if code == "columns_missing" and more > 0:
        return MissingColumns("columns_missing_of_many", **facts, more=more)
    return MissingColumns(code, **facts)


def _named_by(sheet: Sheet, rows: Iterable[int]) -> _Named:
    """Which columns of the sheet each kind names in the one of these rows where it names most."""
    cells = [sheet.row(row) for row in rows]
    return {kind: max((match_columns(row, kind, 0).columns for row in cells), key=len) for kind in KINDS}


def _other_kind(named: _Named, least: int, given: Given) -> Kind | None:
    """The kind that names most columns, and more than `least`; it misses none that nobody can say beside the file.

    Of several it is the one that misses least, then the first.
    """
    missing = {other: layout_of(other).missing(columns, given) for other, columns in named.items()}
    fitting = [other for other in named if _SAID_BESIDE.keys() >= set(missing[other]) and len(named[other]) > least]
    return max(fitting, key=lambda other: (len(named[other]), -len(missing[other])), default=None)


def _advice(named: _Named, other: Kind, given: Given) -> dict[str, Fact]:
    """The kind that fits, and how to ask for it, with what the file itself does not say."""
    missing = layout_of(other).missing(named[other], given)
    return {"fits": other, "options": " ".join((f"--kind {other}", *(_SAID_BESIDE[column] for column in missing)))}


def _doubted(draft: Draft, kind: Subject, given: Given) -> Draft:
    """The table, with a warning where its headings are rather those of another kind.

    That is so where the other names clearly more of them, and one that it must have and that this kind does not know.
    """
    if not isinstance(kind, Kind):
        return draft
    named = _named_by(draft.sheet, (draft.heading.row,))
    other = _other_kind(named, len(named[kind]) + _CLEARLY_MORE - 1, given)
    if other is None:
        return draft
    needed = {source for field in layout_of(other).fields if field.required for source in field.sources}
    if (needed & named[other]).issubset(layout_of(kind).sources):
        return draft
    facts: dict[str, Fact] = {"sheet": draft.sheet.name, "kind": kind, **_advice(named, other, given)}
    return with_warning(draft, "kind_perhaps_other", facts)


def _most_like_heading(sheet: Sheet) -> tuple[str, ...]:
    """The cells of the row, among those searched, that has most texts: what a person would take for the heading."""
    rows = range(min(HEAD, sheet.rows))
    row = max(rows, key=lambda at: (sum(isinstance(cell, str) for cell in sheet.row(at)), -at))
    return _cells_told(sheet, row)


def _cells_told(sheet: Sheet, row: int) -> tuple[str, ...]:
    return tuple(told(cell) for cell in sheet.row(row) if cell is not None)[:_TOLD]
