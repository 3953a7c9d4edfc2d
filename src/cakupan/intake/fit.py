"""Whether a file is of the kind that it is said to be, and what to say where it is not."""

import re
from collections.abc import Iterable, Mapping, Sequence

from cakupan.basics.month import MONTH_NUMBERS
from cakupan.basics.refused import Fact
from cakupan.intake.birth_cells import parse_birth_cell
from cakupan.intake.cells import parse_month_cell
from cakupan.intake.evidence import proposals
from cakupan.intake.folding import fold
from cakupan.intake.heading_rows import may_head
from cakupan.intake.headings import HEAD, Match, aliases_of, best_match, match_rows
from cakupan.intake.kind import KINDS, Kind, Subject
from cakupan.intake.layouts import layout_of
from cakupan.intake.masking import shown, told
from cakupan.intake.outcome import Given, Taken
from cakupan.intake.reading import Problem
from cakupan.intake.refusals import MissingColumns, NoHeading, WrongKind
from cakupan.intake.sheet import Cell, Sheet, text_of
from cakupan.intake.tables import Draft, with_warning

_Named = Mapping[Kind, frozenset[str]]

_NUMBER_OF_PERSON = re.compile(r"\d(?:[ .'-]?\d){8}")  # of a NIK, a card or a phone
_TOLD = 12  # cells of a row in a sentence
_CLEARLY_MORE = 2  # columns by which another kind must be ahead: every list has a stray one
_OF_SENDERS = (Kind.PAYMENTS, Kind.ANSWERS)  # of which each sender has headings and words of its own
_SAID_BESIDE = {"month": "--month YYYY-MM", "area": "--area CODE"}


def refusal_of(
    sheets: Sequence[Sheet], matches: Sequence[Match], kind: Subject, given: Given, name: str
) -> WrongKind | MissingColumns | NoHeading:
    """Why no sheet has a table of `kind`."""
    for sheet, match in zip(sheets, matches, strict=True):
        named = _named_by(sheet, range(min(HEAD, sheet.rows)), given)
        if other := _other_kind(named, len(match.columns), kind, given):
            return WrongKind("kind_wrong", name=name, kind=kind, **_advice(named, other, given))
        if found := _months_across(sheet, kind):
            row, months = found
            facts: dict[str, Fact] = {"name": name, "sheet": sheet.name, "row": row, "months": months}
            return MissingColumns("months_as_columns", **facts, columns=_titles(kind, ("area", "month", "members")))
    number = max(range(len(sheets)), key=lambda at: (len(matches[at].columns), -at))
    sheet, match = sheets[number], matches[number]
    missing = layout_of(kind).missing(match.columns, given)
    facts = {"name": name, "sheet": sheet.name, "kind": kind, "missing": _titles(kind, missing)}
    offered = proposals(sheet, match, kind)
    if kind in _OF_SENDERS and not _SAID_BESIDE.keys() >= {*missing}:
        return _of_sender(sheet, match, missing, offered, facts)
    shown = {option.rstrip('"').rpartition("=")[2] for option in offered}
    if offered and {*missing} <= shown | {*_SAID_BESIDE}:
        beside = [_SAID_BESIDE[column] for column in missing if column not in shown]
        facts |= {"row": sheet.number(max(0, match.row)), "found": _cells_told(sheet, max(0, match.row))}
        return MissingColumns("columns_shown_by_values", **facts, options=" ".join((*offered, *beside)))
    if len(match.columns) < 2 and len(missing) > 1:
        return NoHeading(
            "heading_not_found", **facts, rows=HEAD, found=_cells_told(sheet, _row_most_like_heading(sheet))
        )
    alone = missing[0] if len(missing) == 1 else ""
    code = {"month": "column_month_missing", "area": "column_area_missing"}.get(alone, "columns_missing")
    facts |= {"row": match.row + 1, "found": _cells_told(sheet, match.row)}
    more = sum(cell is not None for cell in sheet.row(match.row)) - _TOLD
    if code == "columns_missing" and more > 0:
        return MissingColumns("columns_missing_of_many", **facts, more=more)
    return MissingColumns(code, **facts)


def _of_sender(
    sheet: Sheet, match: Match, missing: Sequence[str], offered: Sequence[str], facts: Mapping[str, Fact]
) -> MissingColumns | NoHeading:
    """The refusal of a file whose headings are words of its sender, with the two ways to say what these mean."""
    nowhere = len(match.columns) < 2 and len(missing) > 1
    row = _row_most_like_heading(sheet) if nowhere else match.row
    found = _cells_told(sheet, row)
    taken = [told(match.titles[at]) for at in match.positions.values()] if not nowhere else []
    wanted = str(facts["missing"][0]).rpartition(" / ")[2]  # type: ignore[index]
    example = [f'--map "{title}={wanted}"' for title in found if title not in taken][:1]
    said: Mapping[str, Fact] = {**facts, "row": sheet.number(row), "found": found}
    # words that no kind knows are a heading all the same, and letters are for data without one
    lettered = nowhere and may_head(sheet.row(row)) and any(option.startswith("--heading") for option in offered)
    refusal = NoHeading if nowhere else MissingColumns
    return refusal(
        "headings_of_sender_unknown", **said, options=" ".join(example if lettered or not offered else offered)
    )


def _titles(kind: Subject, columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(aliases_of(kind).titles[column] for column in columns)


def _months_across(sheet: Sheet, kind: Subject) -> tuple[int, tuple[str, ...]] | None:
    """The number of the row of a recap that heads columns with months, several different ones, and what it says."""
    if kind is not Kind.RECAP:
        return None
    for row in range(min(HEAD, sheet.rows)):
        named = {month: cell for cell in reversed(sheet.row(row)) if (month := _month_named(cell))}
        if len(named) > 1:
            return sheet.number(row), tuple(told(cell) for cell in reversed(named.values()))[:_TOLD]
    return None


def _month_named(cell: Cell) -> str:
    """The month that a cell says, as 2025-07, or as its number where it says no year; empty where it says none."""
    found = parse_month_cell(cell, Given()) if cell is not None else None
    if isinstance(found, Taken):
        return str(found.value)
    return str(MONTH_NUMBERS.get(fold(text_of(cell)), ""))


def of_no_use(sheet: Sheet, kind: Subject, given: Given) -> Problem:
    """What to say of a sheet without a table of this kind, beside one that has it."""
    named = _named_by(sheet, range(min(HEAD, sheet.rows)), given)
    other = _other_kind(named, len(best_match(sheet, kind).columns), kind, given)
    facts: dict[str, Fact] = {"sheet": sheet.name, "rows": sheet.rows, "kind": kind}
    code = "sheet_of_other_kind" if other else "sheet_without_table"
    facts |= _advice(named, other, given) if other else {}
    return Problem(sheet.name, None, None, code, "warning", "", facts)


def doubted(draft: Draft, kind: Subject, given: Given) -> Draft:
    """The table, with a warning where its headings are rather those of another kind.

    That is so where the other names clearly more of them, and one that it must have and that this kind does not know.
    """
    if not isinstance(kind, Kind):
        return draft
    named = _named_by(draft.sheet, (draft.heading.row,), given)
    other = _other_kind(named, len(named[kind]) + _CLEARLY_MORE - 1, kind, given)
    if other is None:
        return draft
    needed = {source for field in layout_of(other).fields if field.required for source in field.sources}
    if (needed & named[other]).issubset(layout_of(kind).sources):
        return draft
    facts: dict[str, Fact] = {"sheet": draft.sheet.name, "kind": kind, **_advice(named, other, given)}
    return with_warning(draft, "kind_perhaps_other", facts)


def _named_by(sheet: Sheet, rows: Iterable[int], given: Given) -> _Named:
    """Which columns of the sheet each kind names in the one of these rows where it names most, as the sender said."""
    cells = [sheet.row(row) for row in rows]
    return {kind: max((_columns_of(row, kind, given) for row in cells), key=len) for kind in KINDS}


def _columns_of(cells: Sequence[Cell], kind: Kind, given: Given) -> frozenset[str]:
    # the sender speaks of the columns of the kind that was asked for, which another may not have
    return match_rows([cells], kind, 0, given.shape).columns.intersection(layout_of(kind).sources)


def _other_kind(named: _Named, least: int, asked: Subject, given: Given) -> Kind | None:
    """The kind besides the one that was asked for that names most columns, and more than `least`; it misses none that
    nobody can say beside the file.

    Of several it is the one that misses least, then the first.
    """
    missing = {other: layout_of(other).missing(columns, given) for other, columns in named.items() if other != asked}
    fitting = [other for other in missing if _SAID_BESIDE.keys() >= set(missing[other]) and len(named[other]) > least]
    return max(fitting, key=lambda other: (len(named[other]), -len(missing[other])), default=None)


def _advice(named: _Named, other: Kind, given: Given) -> dict[str, Fact]:
    """The kind that fits, and how to ask for it, with what the file itself does not say."""
    missing = layout_of(other).missing(named[other], given)
    return {"fits": other, "options": " ".join((f"--kind {other}", *(_SAID_BESIDE[column] for column in missing)))}


def _row_most_like_heading(sheet: Sheet) -> int:
    """The row, among those searched, that has most texts: what a person would take for the heading."""
    rows = range(min(HEAD, sheet.rows))
    return max(rows, key=lambda at: (sum(isinstance(cell, str) for cell in sheet.row(at)), -at))


def _cells_told(sheet: Sheet, row: int) -> tuple[str, ...]:
    """The first cells of what may be a heading; where a long number shows that it is somebody's row, masked as such."""
    cells = [cell for cell in sheet.row(row) if cell is not None]
    about_somebody = any(_NUMBER_OF_PERSON.search(text_of(cell)) for cell in cells)
    return tuple(_masked(cell) if about_somebody else told(cell) for cell in cells[:_TOLD])


def _masked(cell: Cell) -> str:
    day = not isinstance(cell, int | float) and isinstance(parse_birth_cell(cell, Given()), Taken)
    return shown(text_of(cell), "birth" if day else None)
