"""What the cells of a column show it to be: second evidence, where its heading says nothing or two headings compete."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from cakupan.basics.nik import Nik, parse_nik
from cakupan.basics.refused import Facts
from cakupan.intake.birth_cells import parse_birth_cell
from cakupan.intake.heading_rows import of_others
from cakupan.intake.headings import Match, aliases_of
from cakupan.intake.kind import Subject
from cakupan.intake.masking import told
from cakupan.intake.outcome import Given, Taken
from cakupan.intake.sheet import Cell, Sheet, column_letter, text_of
from cakupan.intake.vocabulary import vocabulary

if TYPE_CHECKING:
    from cakupan.intake.sheet import Column

Note = tuple[str, Facts]

_ROWS = 300  # that are looked at: what a column is shows soon or not at all
_FEWEST = 3
_PLAINLY, _HARDLY = Fraction(9, 10), Fraction(1, 10)
_HOUSEHOLDS = Fraction(4, 10)  # of the rows repeat the number above them: four to a family card are seven in ten
_FEWEST_FOR_HOUSEHOLDS = 10
_DIGITS = 16  # of a NIK and of a family card: 1.60604E+15 over and over is neither
_PHONE = re.compile(r"(?:\+?62|0)?8\d{7,11}")
_NAME = re.compile(r"[^\W\d_][^\d_]*\s[^\d_]*")


def proposals(sheet: Sheet, match: Match, kind: Subject) -> tuple[str, ...]:
    """The options of `add` that would name columns of `kind` by what they hold: `--map "B=nik"`; none where unclear."""
    headed = bool(match.columns)
    start = match.row + 1 if headed else 0
    free = [at for at in range(len(sheet.columns)) if at not in match.positions.values()]
    found: list[tuple[int, str]] = []
    for column in _SHOWS if headed or len(sheet.columns) > 1 else ():
        if column in aliases_of(kind).titles and column not in match.columns:
            fitting = [at for at in free if _share(sheet.columns[at], start, _SHOWS[column]) >= _PLAINLY]
            best = max(fitting, key=lambda at: (_different(sheet.columns[at], start), -at), default=None)
            if best is not None:
                free.remove(best)
                found.append((best, column))
    titles = match.titles if headed else ()
    named = ((_name_of(titles, at), column) for at, column in sorted(found))
    options = tuple(f'--map "{heading}={column}"' for heading, column in named)
    needs_rows = options and any(not _title(titles, at) for at, _ in found)
    return (f"--heading {match.row + 1 if headed else 0}", *options) if needs_rows else options


def chosen_by_values(match: Match, sheet: Sheet) -> tuple[Match, tuple[Note, ...]]:
    """The match with those rivals decided of which only one holds what the column should, and what to say of it."""
    notes: list[Note] = []
    for column, positions in match.rivals.items():
        shows = _lettered if column == "name" else _SHOWS.get(column)  # a name may well be one word
        shares = {at: _share(sheet.columns[at], match.row + 1, shows) for at in positions} if shows else {}
        plainly = [at for at, share in shares.items() if share >= _PLAINLY]
        hardly = [at for at, share in shares.items() if share <= _HARDLY]
        if len(plainly) == 1 and len(hardly) == len(positions) - 1:
            rivals = {other: at for other, at in match.rivals.items() if other != column}
            match = replace(match, positions={**match.positions, column: plainly[0]}, rivals=rivals)
            chosen, others = _named(match, plainly), _named(match, hardly)
            facts: Facts = {"sheet": sheet.name, "column": column, "chosen": chosen[0], "others": others}
            notes.append(("column_chosen_by_values", facts))
    return match, tuple(notes)


def doubts(match: Match, sheet: Sheet) -> Iterator[Note]:
    """Whether the column of the NIK holds the numbers of family cards."""
    if "nik" not in match.positions:
        return
    at = match.positions["nik"]
    niks = _cells(sheet.columns[at], match.row + 1)
    facts: Facts = {"sheet": sheet.name, "heading": _named(match, [at])[0]}
    if "family_card" in match.positions:
        cards = _cells(sheet.columns[match.positions["family_card"]], match.row + 1)
        both = [(nik, card) for nik, card in zip(niks, cards, strict=True) if nik and card]
        if len(both) >= _FEWEST and sum(nik == card for nik, card in both) >= _PLAINLY * len(both):
            yield "nik_same_as_family_card", facts
            return
    # the rows of a long text are read in parts, and a household may lie in two of them
    if sheet.lengths is None and _in_households(niks, sheet, match):
        yield "nik_repeated_in_households", facts


def left_births(match: Match, sheet: Sheet, kind: Subject) -> Iterator[Note]:
    """The columns of days that are not read, where no column is the birth."""
    if "birth" not in aliases_of(kind).titles or "birth" in match.columns:
        return
    taken = match.positions.values()
    for at, column in enumerate(sheet.columns):
        heading = _title(match.titles, at) if at not in taken else ""
        own = heading and not of_others(heading)
        if own and _share(column, match.row + 1, _is_birth) >= _PLAINLY:
            yield "birth_perhaps_left", {"sheet": sheet.name, "heading": told(heading), "column": column_letter(at)}


def left_niks(match: Match, sheet: Sheet, kind: Subject) -> Iterator[Note]:
    """The columns without a heading that hold NIKs: a second table beside the one that is read."""
    if "nik" not in aliases_of(kind).titles:
        return
    taken = {*match.positions.values(), *(at for parts in match.joined.values() for at in parts)}
    for at, column in enumerate(sheet.columns):
        bare = at not in taken and len(column) > 1 and not _title(match.titles, at)
        # one person is lost as easily as three, and a NIK is no chance number
        if bare and _share(column, match.row + 1, _is_nik, fewest=1) >= _PLAINLY:
            yield "niks_perhaps_left", {"sheet": sheet.name, "column": column_letter(at)}


def _in_households(niks: Sequence[str], sheet: Sheet, match: Match) -> bool:
    if len(niks) < _FEWEST_FOR_HOUSEHOLDS or "name" not in match.positions:
        return False
    names = _cells(sheet.columns[match.positions["name"]], match.row + 1)
    alike = sum(
        sum(map(str.isdigit, nik)) == _DIGITS and nik == above and name != name_above
        for above, nik, name_above, name in zip(niks, niks[1:], names, names[1:], strict=False)
    )
    return alike >= _HOUSEHOLDS * len(niks)


def _cells(column: "Column", start: int) -> list[str]:
    return [text_of(column[row]).strip() for row in range(start, min(len(column.codes), start + _ROWS))]


def _share(column: "Column", start: int, shows: Callable[[Cell], bool], fewest: int = _FEWEST) -> Fraction:
    """How many of the filled cells below a row are plainly what `shows` asks; 0 where fewer than `fewest` are."""
    rows = range(start, min(len(column.codes), start + _ROWS))
    filled = [cell for row in rows if (cell := column[row]) is not None]
    return Fraction(sum(map(shows, filled)), len(filled)) if len(filled) >= fewest else Fraction(0)


def _different(column: "Column", start: int) -> int:
    return len(set(column.codes[start : start + _ROWS].tolist()))


def _is_nik(cell: Cell) -> bool:
    return isinstance(parse_nik(text_of(cell), numeric=isinstance(cell, int | float)), Nik)


def _lettered(cell: Cell) -> bool:
    return isinstance(cell, str) and any(map(str.isalpha, cell))


def _is_birth(cell: Cell) -> bool:
    return not isinstance(cell, int | float) and isinstance(parse_birth_cell(cell, Given()), Taken)


def _is_kpj(cell: Cell) -> bool:
    text = text_of(cell).strip("' ")
    return len(text) == 11 and text.isdigit() and not text.startswith("08")


_SHOWS: Mapping[str, Callable[[Cell], bool]] = {
    "nik": _is_nik,
    "family_card": lambda cell: bool(re.fullmatch(r"\d{16}", text_of(cell).strip("' "))),
    "kpj": _is_kpj,
    "birth": _is_birth,
    "sex": lambda cell: vocabulary("sex").find(text_of(cell)) is not None,
    "phone": lambda cell: bool(_PHONE.fullmatch(re.sub(r"[\s\-.']", "", text_of(cell)))),
    "name": lambda cell: isinstance(cell, str) and bool(_NAME.fullmatch(cell.strip())),
}


def _title(titles: Sequence[str], at: int) -> str:
    return " ".join(titles[at].split()) if at < len(titles) else ""


def _name_of(titles: Sequence[str], at: int) -> str:
    return told(_title(titles, at)) or column_letter(at)


def _named(match: Match, positions: Sequence[int]) -> tuple[str, ...]:
    return tuple(f"{told(_title(match.titles, at))} ({column_letter(at)})" for at in positions)
