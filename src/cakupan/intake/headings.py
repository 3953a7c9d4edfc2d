"""Which row of a sheet names its columns, and which column each heading means."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cakupan.basics.refused import Fact
from cakupan.intake.folding import fold
from cakupan.intake.kind import KINDS, Subject
from cakupan.intake.layouts import layout_of
from cakupan.intake.masking import told
from cakupan.intake.refusals import AmbiguousColumns
from cakupan.intake.sheet import Cell, Sheet, column_letter

HEAD = 60  # rows in which the heading is sought

_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SPACED = re.compile(r"(?:\w )+\w")  # a title set in spaced letters: N I K
_BETWEEN_NAMES = re.compile(r"[/\n|]")


@dataclass(frozen=True, slots=True)
class Aliases:
    """The headings of one kind, folded: what each surely means, and what it means where nothing else fits."""

    sure: Mapping[str, frozenset[str]]
    faint: Mapping[str, frozenset[str]]
    titles: Mapping[str, str]

    def columns(self, cell: Cell) -> frozenset[str]:
        """The columns that a heading fits: none, one, or, where it is ambiguous, several."""
        return next((found for form in _forms(cell) if (found := self._named(form))), frozenset())

    def _named(self, form: tuple[str, ...]) -> frozenset[str]:
        parts = [self.sure.get(part, frozenset()) for part in form]
        return frozenset().union(*parts) if all(parts) else frozenset()


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading row of a sheet (from 0) and where each of its columns stands (from 0)."""

    row: int
    positions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Match:
    """What one row would name as a heading: clear columns, and headings that compete for a column."""

    row: int
    positions: Mapping[str, int]
    rivals: Mapping[str, tuple[int, ...]]
    torn: Mapping[int, frozenset[str]]

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(self.positions) | frozenset(self.rivals) | frozenset().union(*self.torn.values())


def best_match(sheet: Sheet, kind: Subject) -> Match:
    """The row among the first sixty that names most columns of `kind`; of several, the first."""
    matches = [match_columns(sheet.row(row), kind, row) for row in range(min(HEAD, sheet.rows))]
    return max(matches, key=lambda match: (len(match.columns), -match.row))


def match_columns(cells: Sequence[Cell], kind: Subject, row: int) -> Match:
    """What each cell of a row would mean as a heading of `kind`."""
    aliases = aliases_of(kind)
    named: dict[str, list[int]] = {}
    torn = {}
    for at, cell in enumerate(cells):
        columns = aliases.columns(cell)
        if len(columns) > 1:
            torn[at] = columns
        for column in columns if len(columns) == 1 else ():
            named.setdefault(column, []).append(at)
    for column, positions in _faintly_named(cells, aliases).items():
        named.setdefault(column, positions)
    clear = {column: at[0] for column, at in named.items() if len(at) == 1}
    rivals = {column: tuple(at) for column, at in named.items() if len(at) > 1}
    return Match(row, clear, rivals, torn)


def _faintly_named(cells: Sequence[Cell], aliases: Aliases) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, cell in enumerate(cells):
        for column in aliases.faint.get(fold(cell) if isinstance(cell, str) else "", ()):
            found.setdefault(column, []).append(at)
    return found


def settled(match: Match, sheet: Sheet, kind: Subject, name: str) -> Heading:
    """The heading of `match`; AmbiguousColumns where a heading or a column can be taken in two ways."""
    titles = aliases_of(kind).titles
    cells = sheet.row(match.row)
    where: dict[str, Fact] = {"name": name, "sheet": sheet.name, "row": match.row + 1}
    for column, positions in match.rivals.items():
        headings = tuple(f"{told(cells[at])} ({column_letter(at)})" for at in positions)
        raise AmbiguousColumns("columns_ambiguous", **where, headings=headings, column=titles[column])
    for at, columns in match.torn.items():
        meant = tuple(titles[column] for column in sorted(columns))
        raise AmbiguousColumns("heading_ambiguous", **where, heading=told(cells[at]), columns=meant)
    return Heading(match.row, match.positions)


def is_heading(text: str) -> bool:
    """Whether some kind has a column that is headed so."""
    return any(all(part in _all_headings() for part in form) for form in _forms(text) if form)


@cache
def _all_headings() -> frozenset[str]:
    return frozenset().union(*(aliases_of(kind).sure for kind in KINDS))


def _forms(cell: Cell) -> Iterable[tuple[str, ...]]:
    """The heading as a whole, without what stands in brackets, and as several names of one column side by side."""
    if not isinstance(cell, str):
        return
    yield (fold(cell),)
    bare = _BRACKETED.sub(" ", cell)
    yield (fold(bare),)
    if _SPACED.fullmatch(fold(cell)):
        yield (fold(cell).replace(" ", ""),)
    yield tuple(folded for part in _BETWEEN_NAMES.split(bare) if (folded := fold(part)))


@cache
def aliases_of(kind: Subject) -> Aliases:
    """The headings of `kind` from `aliases/`: those that every kind shares, and its own."""
    sure: dict[str, set[str]] = {}
    faint: dict[str, set[str]] = {}
    titles = {}
    layout = layout_of(kind)
    entries = {column: entry for name in layout.aliases for column, entry in _read(name).items()}
    for column in layout.sources:
        entry = entries[column]
        titles[column] = " / ".join(dict.fromkeys(entry["names"]))
        for heading in (*entry["names"], *entry.get("aliases", ())):
            sure.setdefault(fold(heading), set()).add(column)
        for heading in entry.get("faint", ()):
            faint.setdefault(fold(heading), set()).add(column)
    return Aliases(_frozen(sure), _frozen(faint), titles)


def _frozen(found: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    return {heading: frozenset(columns) for heading, columns in found.items()}


@cache
def _read(name: str) -> Mapping[str, Mapping[str, list[str]]]:
    text = (files("cakupan.intake") / "aliases" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
