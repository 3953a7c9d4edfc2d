"""Which tables a sheet holds: side by side, one below the other, one for each segment; where each begins and ends."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from cakupan.intake.evidence import Note, chosen_by_values, doubts, left_births, left_niks
from cakupan.intake.folding import fold
from cakupan.intake.headings import (
    HEAD,
    Heading,
    Match,
    aliases_of,
    best_match,
    clear_heading,
    match_rows,
    matches_at,
    unheaded,
)
from cakupan.intake.homes import village_of_sheet
from cakupan.intake.kind import Subject
from cakupan.intake.layouts import layout_of
from cakupan.intake.masking import told
from cakupan.intake.outcome import Given
from cakupan.intake.place_rows import Between, Place, place_above, places_between, said_of, villages_left
from cakupan.intake.refusals import NoHeading
from cakupan.intake.rows import codes_where
from cakupan.intake.shape import NO_HEADING, Shape, same_heading
from cakupan.intake.sheet import Sheet, beside_others, column_letter, columns_between, rows_between, text_of

if TYPE_CHECKING:
    from cakupan.intake.arrays import Rows

_FEW = 5_000  # different cells of a column that are looked at for headings without asking what for
_MOST_OF_TITLE = 2  # cells
_TOLD = 12  # headings in a sentence
_LONG_NUMBER = re.compile(r"\d{6}")
_TITLE = re.compile(
    r"\s*(?:nama\s+)?(?:desa|kelurahan|kel|ds|kecamatan|kec|kabupaten|kab|dusun|rt|rw|daftar|data|rekap\w*|lampiran|"
    r"tabel|laporan|lanjutan|kelompok|bulan|periode|tahun)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of a sheet with what may be its heading. `fits`: every column that must be there is, or is said."""

    sheet: Sheet
    match: Match
    given: Given
    above: Place
    between: tuple[Between, ...] = ()
    fits: bool = False


def chosen_sheets(sheets: Sequence[Sheet], shape: Shape, name: str) -> Sequence[Sheet]:
    """The sheets to be read: all, or the one that the sender said; NoHeading where the file has none of that name."""
    if shape.sheet is None:
        return sheets
    wanted = shape.sheet.strip().casefold()
    found = [sheet for sheet in sheets if wanted in (called.strip().casefold() for called in (sheet.title, sheet.name))]
    if not found:
        known = tuple(sheet.name for sheet in sheets)
        raise NoHeading("sheet_not_found", name=name, sheet=told(shape.sheet), known=known)
    return found


def parts_of(sheet: Sheet, kind: Subject, given: Given) -> tuple[Part, ...]:
    """The parts of a sheet from the left and from the top: together every row of it, in every area side by side."""
    given = _with_village(given, sheet, kind)
    areas = [sheet] if given.shape.heading else _areas(sheet, kind, given)
    parts = [part for area in areas for part in _stacked(area, sheet, kind, given)]
    # what is told of a sheet as a whole is told once
    return tuple(
        replace(part, sheet=replace(part.sheet, hidden=sheet.hidden and not at)) for at, part in enumerate(parts)
    )


def tables_of(part: Part, kind: Subject, name: str) -> Iterator[tuple[Sheet, Heading]]:
    """The tables of a part, each with its heading: one, or one for each segment that heads a column of figures.

    Raises AmbiguousColumns where a heading or a column can be taken in two ways.
    """
    match, chosen = chosen_by_values(part.match, part.sheet)
    said = said_of(part.above, part.between, match, kind)
    heading = replace(
        clear_heading(match, part.sheet, kind, name),
        notes=(*chosen, *_notes(match, part, kind, [*said])),
        said=said,
        places=tuple(one.row for one in part.between),
        only=(only[0] - 1, only[1] - 1) if (only := part.given.shape.rows) else None,
    )
    if not match.segments:
        yield part.sheet, heading
        return
    if "members" in match.positions:
        yield _of_figures(part.sheet, match.positions["members"]), replace(heading, segmented=True)
    for at, segment in match.segments.items():
        positions = {**match.positions, "members": at}
        said = {**heading.said, "segment": ((0, segment),)}
        yield _of_figures(part.sheet, at), replace(heading, positions=positions, said=said, segmented=True)


def _notes(match: Match, part: Part, kind: Subject, said: Sequence[str]) -> Iterator[Note]:
    """What is odd about a heading and what stands above it."""
    yield from doubts(match, part.sheet)
    yield from left_births(match, part.sheet, kind)
    yield from left_niks(match, part.sheet, kind)
    yield from villages_left(part.sheet, match, said, kind, part.given)
    yield from _explained(match, part)


def _explained(match: Match, part: Part) -> Iterator[Note]:
    """What to say where somebody has explained these headings before: this sender, or another."""
    shape = part.given.shape
    known = shape.of(match.titles) if not shape.columns else ()
    if known:
        told_of = tuple(f"{told(heading)} = {column or '–'}" for heading, column in known)
        yield "mapping_remembered", {"sheet": part.sheet.name, "columns": told_of}
    if other := shape.offers(match.titles):
        options = " ".join(f'--map "{told(heading)}={column}"' for heading, column in other.columns)
        yield "mapping_offered", {"sheet": part.sheet.name, "sender": other.sender, "options": options}


def refuse_unknown_headings(parts: Sequence[Part], name: str) -> None:
    """NoHeading where the sender said what a heading means that no part has."""
    titles = [title for part in parts for title in part.match.titles if title.strip()]
    folded = {*map(same_heading, titles)}
    for part in parts[:1]:
        shape = part.given.shape
        letters = {column_letter(at) for one in parts for at in range(len(one.match.titles))} if shape.heading else {}
        for heading, _ in shape.columns:
            if same_heading(heading) not in folded and heading.strip() not in letters:
                found = tuple(dict.fromkeys(map(told, titles)))[:_TOLD]
                raise NoHeading("map_heading_not_found", name=name, heading=told(heading), found=found)


def goes_on(sheet: Sheet, heading: Heading, kind: Subject, given: Given) -> bool:
    """Whether a further part of a long text holds nothing but rows of the table that began above it."""
    match = Match(heading.row, heading.first, heading.titles, heading.positions, {}, {}, heading.joined)
    others = (other for other in _further(sheet, match, kind, given) if not _same(other, match))
    return not places_between(sheet, match, kind, given) and not any(others)


def _of_figures(sheet: Sheet, at: int) -> Sheet:
    return beside_others(sheet, column_letter(at))


def _with_village(given: Given, sheet: Sheet, kind: Subject) -> Given:
    """What is said beside a sheet, and the village whose name it bears where it lists the people of one."""
    if sheet.lengths is not None or "village" not in layout_of(kind).sources:
        return given
    return replace(given, village=village_of_sheet(sheet.title, given) or given.village)


def _fits(match: Match, kind: Subject, given: Given, said: Sequence[str] = ()) -> bool:
    return not layout_of(kind).missing(match.columns | frozenset(said), given)


def _areas(sheet: Sheet, kind: Subject, given: Given) -> Sequence[Sheet]:
    """The sheet, or the areas of its columns where each of several has a table of its own."""
    match = best_match(sheet, kind, given.shape)
    for starts in (_behind_blanks(sheet), _repeating(match)):
        ends = [*starts[1:], len(sheet.columns)]
        areas = [columns_between(sheet, left, right) for left, right in zip(starts, ends, strict=True)]
        fitting = [
            at
            for at, area in enumerate(areas)
            if len(areas) > 1 and _fits(best_match(area, kind, given.shape), kind, given)
        ]
        if len(fitting) > 1:
            lefts = [0, *(starts[at] for at in fitting[1:])]
            rights = [*lefts[1:], len(sheet.columns)]
            return [columns_between(sheet, left, right) for left, right in zip(lefts, rights, strict=True)]
    return [sheet]


def _behind_blanks(sheet: Sheet) -> list[int]:
    """Where columns begin again after one that is blank from top to bottom."""
    used = [bool(column.codes.any()) for column in sheet.columns]
    return [at for at, filled in enumerate(used) if filled and (at == 0 or not used[at - 1])] or [0]


def _repeating(match: Match) -> list[int]:
    """Where the headings of a row begin again from the first."""
    titles = [fold(title) for title in match.titles]
    first = next((title for title in titles if title), "")
    return [at for at, title in enumerate(titles) if first and title == first] or [0]


def _stacked(area: Sheet, sheet: Sheet, kind: Subject, given: Given) -> Iterator[Part]:
    """The tables of an area from the top down."""
    headings = [_said(area, kind, given)] if given.shape.heading else _headings(area, kind, given)
    district = None
    starts = [0, *(_start_of(area, match, before) for before, match in pairwise(headings))]
    kept = [0, *(at for at in range(1, len(headings)) if _begins(area, headings[at - 1], headings[at], starts[at]))]
    ends = [*(starts[at] for at in kept[1:]), area.rows]
    for at, end in zip(kept, ends, strict=True):
        part = rows_between(area, starts[at], end)
        match = replace(headings[at], row=headings[at].row - starts[at], first=headings[at].first - starts[at])
        above = place_above(part, match, given)
        if area is not sheet and at == 0 and _title_over_all(area, sheet, match):
            above = place_above(sheet, match, given)
        above = Place(above.village, above.district or district)
        district = above.district
        between = places_between(part, match, kind, given)
        fits = _fits(match, kind, given, [*said_of(above, between, match, kind)])
        yield Part(part, match, given, above, between, fits)


def _said(sheet: Sheet, kind: Subject, given: Given) -> Match:
    """The heading that the sender said; where the sheet does not have those rows, one that names nothing."""
    shape = given.shape
    if shape.heading is None or shape.heading == NO_HEADING or shape.heading[1] > sheet.rows:
        found = unheaded(sheet, kind, shape)
        return found if shape.heading == NO_HEADING else replace(found, positions={})
    first, last = shape.heading
    return match_rows([sheet.row(row) for row in range(first - 1, last)], kind, last - 1, shape)


def _title_over_all(area: Sheet, sheet: Sheet, match: Match) -> bool:
    """Whether the titles above an area stand at its left only, as a cell merged over tables side by side does."""
    rows = range(match.first)
    return not any(_texts(area, row) for row in rows) and all(len(_texts(sheet, row)) < _MOST_OF_TITLE for row in rows)


def _headings(sheet: Sheet, kind: Subject, given: Given) -> list[Match]:
    """The headings of the tables of `kind` from the top down; without any the rows that come nearest to one."""
    best = best_match(sheet, kind, given.shape)
    lenient = ("village",)  # a title may yet say it
    top = [found for row in range(min(HEAD, sheet.rows)) if (found := _best_at(sheet, row, kind, given, lenient))]
    if not top:
        top = list(_further(sheet, replace(best, row=-1), kind, given))[:1]
    if not top:
        return [best]
    most = max(match.weight for match in top)
    first = next(match for match in _apart(top) if match.weight * 2 >= most and (len(match.columns) > 1 or most == 1))
    return [first, *_further(sheet, first, kind, given)]


def _best_at(sheet: Sheet, row: int, kind: Subject, given: Given, said: Sequence[str]) -> Match | None:
    fitting = [match for match in matches_at(sheet, row, kind, given.shape) if _fits(match, kind, given, said)]
    return max(fitting, key=lambda match: (match.weight, match.first - match.row), default=None)


def _apart(matches: Sequence[Match]) -> list[Match]:
    """Of matches that share rows the best, and of those right below each other the last: the first has no data."""
    found: list[Match] = []
    for match in matches:
        if found and match.first <= found[-1].row:
            found[-1] = max(found[-1], match, key=lambda one: (one.weight, one.first - one.row, -one.row))
        elif found and match.first == found[-1].row + 1 and match.weight * 2 >= found[-1].weight:
            found[-1] = match
        elif not found or match.first > found[-1].row + 1:
            found.append(match)
    return found


def _further(sheet: Sheet, first: Match, kind: Subject, given: Given) -> Iterator[Match]:
    """The headings below the first one: rows in which several cells are headings of `kind`."""
    found = []
    known: dict[tuple[object, ...], bool] = {}
    for row in _rows_of_headings(sheet, first, kind).tolist():
        cells = sheet.row(row)
        if known.get(cells, True):
            match = _best_at(sheet, row, kind, given, ("village",))
            known[cells] = match is not None
            if match is not None and match.first > first.row:
                found.append(match)
    yield from _apart(found)


def _rows_of_headings(sheet: Sheet, first: Match, kind: Subject) -> "Rows":
    """Rows below the first heading in which two cells or more are written as a heading of `kind`.

    Columns with few different cells are looked at first: only rows that have a heading there are looked at in others.
    """
    import numpy as np

    aliases = aliases_of(kind)

    def heads(text: str) -> bool:
        return len(text) <= 60 and bool(aliases.columns(text) or fold(text) in aliases.faint)

    rows = np.arange(first.row + 1, sheet.rows)
    count = np.zeros(len(rows), np.int16)
    short = [column for column in sheet.columns if len(column) <= _FEW]
    for column in short:
        count += codes_where(column, rows, heads)[column.codes[rows]]
    if short and len(rows) > _FEW:
        rows, count = rows[count > 0], count[count > 0]
    for column in sheet.columns:
        if len(column) > _FEW and len(rows) and len(rows) <= _FEW:
            count += codes_where(column, rows, heads)[column.codes[rows]]
    found: Rows = rows[count > 1]
    return found


def _same(match: Match, above: Match) -> bool:
    """Whether two headings name the same columns in the same places."""
    return match.positions == above.positions and match.joined == above.joined


def _begins(sheet: Sheet, above: Match, match: Match, start: int) -> bool:
    """Whether a table of its own begins, and not a further page of the one above."""
    if not _same(match, above):
        return True
    # the records of a text are read in parts, where what stands above a heading may lie in another
    return (
        sheet.lengths is None and start < match.first and any(_texts(sheet, row) for row in range(start, match.first))
    )


def _start_of(sheet: Sheet, match: Match, above: Match) -> int:
    """The first row of the titles that stand right above a heading: what belongs to it and not to the table before."""
    row = match.first
    while row - 1 > above.row and not _texts(sheet, row - 1):
        row -= 1
    titles = row
    while titles - 1 > above.row and _may_be_title(sheet, titles - 1):
        titles -= 1
    if titles - 1 > above.row and _texts(sheet, titles - 1):  # no blank row tells titles from data: only plain ones
        titles = next((at for at in range(row, titles, -1) if not _TITLE.match(_texts(sheet, at - 1)[0])), titles)
    return titles if titles < row else match.first


def _may_be_title(sheet: Sheet, row: int) -> bool:
    texts = _texts(sheet, row)
    words = [text for text in texts if text.strip(" :")]
    return (
        bool(words)
        and len(words) <= _MOST_OF_TITLE
        and not _LONG_NUMBER.search(" ".join(words))
        and any(map(str.isalpha, words[0]))
    )


def _texts(sheet: Sheet, row: int) -> list[str]:
    return list(dict.fromkeys(text_of(cell).strip() for cell in sheet.row(row) if cell is not None))
