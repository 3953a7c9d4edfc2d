"""Which rows of a sheet name its columns, and which column each heading means."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from cakupan.basics.refused import Fact, Facts
from cakupan.intake.abbreviations import unabbreviated
from cakupan.intake.folding import fold
from cakupan.intake.heading_rows import (
    MOST_ROWS,
    Headed,
    birth_parts,
    births_under,
    divides_headings,
    headed_columns,
    laid_out_columns,
    may_head,
    segments_of,
    sex_parts,
)
from cakupan.intake.kind import KINDS, Subject
from cakupan.intake.layouts import layout_of
from cakupan.intake.masking import told
from cakupan.intake.refusals import AmbiguousColumns
from cakupan.intake.shape import AS_IT_STANDS, Shape, said_of_columns
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
        if not isinstance(cell, str):
            return frozenset()
        return next((found for form in _forms(cell) if (found := self._named(form))), frozenset())

    def _named(self, form: tuple[str, ...]) -> frozenset[str]:
        parts = [self.sure.get(part, frozenset()) for part in form]
        return frozenset().union(*parts) if all(parts) else frozenset()


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a table: its first row and its last (from 0), how each column is headed, and where each of our
    columns stands (from 0).

    `joined` are the columns that together say one thing (day, month and year of a birth; one to be ticked for a man
    and one for a woman). `said` is what rows of the
    sheet say for a column that is not there: from which row on which text; those rows are `places`. `segmented`: the
    figures are those of one segment, other tables have the same rows with the others.
    """

    row: int
    positions: Mapping[str, int]
    titles: tuple[str, ...] = ()
    first: int = 0
    joined: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    only: tuple[int, int] | None = None  # the rows (of the whole sheet, from 0) that are asked for
    said: Mapping[str, tuple[tuple[int, str | None], ...]] = field(default_factory=dict)
    places: tuple[int, ...] = ()
    notes: tuple[tuple[str, Facts], ...] = ()  # what is odd about it, as code and facts of a warning
    segmented: bool = False

    def title(self, position: int) -> str:
        """How a column (from 0) is headed; the rows of a long text may be longer than its heading."""
        return self.titles[position] if position < len(self.titles) else ""


@dataclass(frozen=True, slots=True)
class Match:
    """What some rows would name as a heading: clear columns, and headings that compete for a column.

    `joined` as in `Heading`; `segments` are the columns headed by a segment, where there are several.
    """

    row: int
    first: int
    titles: tuple[str, ...]
    positions: Mapping[str, int]
    rivals: Mapping[str, tuple[int, ...]]
    torn: Mapping[int, frozenset[str]]
    joined: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    segments: Mapping[int, str] = field(default_factory=dict)
    divides: bool = False  # its last row says nothing but how the headings above it are divided

    @property
    def columns(self) -> frozenset[str]:
        unpivoted = frozenset({"segment", "members"} if self.segments else ())
        return unpivoted.union(self.positions, self.rivals, *self.torn.values())

    @property
    def weight(self) -> int:
        """How much it tells: a column whose parts stand in three is told better by all of them than by the first."""
        return len(self.columns) + len(self.joined) + self.divides


def best_match(sheet: Sheet, kind: Subject, shape: Shape = AS_IT_STANDS) -> Match:
    """The rows among the first sixty that name most columns of `kind`; of several, the first and the fewest."""
    matches = [match for row in range(min(HEAD, sheet.rows)) for match in matches_at(sheet, row, kind, shape)]
    return max(matches, key=lambda match: (match.weight, match.first - match.row, -match.row))


def matches_at(sheet: Sheet, row: int, kind: Subject, shape: Shape = AS_IT_STANDS) -> Iterator[Match]:
    """What the row would name as a heading: by itself, and as the last row of a heading of two or three."""
    cells = [sheet.row(at) for at in range(max(0, row - MOST_ROWS + 1), row + 1)]
    yield match_rows(cells[-1:], kind, row, shape)
    for above in range(1, len(cells)):
        rows = cells[-above - 1 :]
        if not all(map(may_head, rows)):
            return
        # what is divided leaves blanks above, what runs on leaves them below: Nomor Induk, Kependudukan
        parted = all(None in row for row in rows[:-1]) or all(None in row for row in rows[1:])
        if parted and not _two_headings(rows, kind):
            match = match_rows(rows, kind, row, shape)
            # where the rows above name all that there is, the last one is a part of the heading only if it divides them
            upper = divides_headings(rows) and match_rows(rows[:-1], kind, row - 1, shape)
            yield replace(match, divides=True) if upper and upper.columns == match.columns else match


def _two_headings(rows: Sequence[Sequence[Cell]], kind: Subject) -> bool:
    """Whether a row heads a column alone that the row below it heads otherwise: then each is a heading by itself."""
    columns_of = aliases_of(kind).columns
    for above, below in pairwise(rows):
        for at, (cell, under) in enumerate(zip(above, below, strict=True)):
            alone = at + 1 >= len(above) or above[at + 1] is not None or below[at + 1] is None
            if alone and cell is not None and under is not None:
                upper, lower = columns_of(cell), columns_of(under)
                if upper and lower and upper != lower:
                    return True
    return False


def match_columns(cells: Sequence[Cell], kind: Subject, row: int) -> Match:
    """What each cell of a row would mean as a heading of `kind`."""
    return match_rows([cells], kind, row)


def match_rows(rows: Sequence[Sequence[Cell]], kind: Subject, row: int, shape: Shape = AS_IT_STANDS) -> Match:
    """What some rows, the last of which is `row`, would mean together as a heading of `kind`.

    What `shape` says of a column goes before what its heading says.
    """
    aliases = aliases_of(kind)
    headed = headed_columns(rows)
    laid_out = laid_out_columns(headed, shape.layout)
    free = [Headed("") if at in laid_out else column for at, column in enumerate(headed)]
    parts = birth_parts(free) if "birth" in aliases.titles else ()
    sexes = sex_parts(free) if "sex" in aliases.titles else ()
    segments = segments_of(free) if {"segment", "members"} <= aliases.titles.keys() else {}
    titles = tuple(column.title for column in headed)
    said = said_of_columns(titles, shape.of(titles), _letters(titles) if shape.heading else {})
    named: dict[str, list[int]] = {}
    torn = {}
    apart = {*parts, *sexes, *segments, *said}
    for at, column in enumerate(free):
        columns = frozenset[str]() if at in apart else laid_out.get(at) or _first_named(column, aliases.columns)
        if len(columns) > 1:
            torn[at] = columns
        for one in columns if len(columns) == 1 else ():
            named.setdefault(one, []).append(at)
    if parts:
        named["birth"] = [parts[0]]
    elif "birth" in aliases.titles and "birth" not in named and (below := births_under(free)):
        named["birth"] = [at for at in below if at not in apart]
    if sexes and "sex" not in named:
        named["sex"] = [sexes[0]]
    named |= {column: [at] for at, column in said.items() if column}
    for one, positions in _faintly_named(free, apart, aliases).items():
        named.setdefault(one, positions)
    return Match(
        row=row,
        first=row - len(rows) + 1,
        titles=titles,
        positions={column: at[0] for column, at in named.items() if len(at) == 1},
        rivals={column: tuple(at) for column, at in named.items() if len(at) > 1},
        torn=torn,
        joined={name: at for name, at in (("birth", parts), ("sex", sexes)) if at and named[name] == [at[0]]},
        segments={} if "segment" in named else segments,
    )


def _letters(titles: Sequence[str]) -> Mapping[str, int]:
    return {column_letter(at): at for at in range(len(titles))}


def unheaded(sheet: Sheet, kind: Subject, shape: Shape) -> Match:
    """What `shape` says of the columns of a sheet whose first row is data already; each is headed by its letter."""
    letters = tuple(column_letter(at) for at in range(len(sheet.columns)))
    said = said_of_columns(letters, shape.columns, {})
    known = aliases_of(kind).titles
    positions = {column: at for at, column in said.items() if column in known}
    return Match(row=-1, first=0, titles=letters, positions=positions, rivals={}, torn={})


def _first_named(column: Headed, columns_of: Callable[[str], frozenset[str]]) -> frozenset[str]:
    return next((found for spelling in column.spellings if (found := columns_of(spelling))), frozenset())


def _faintly_named(headed: Sequence[Headed], apart: set[int], aliases: Aliases) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, column in enumerate(headed):
        names = _first_named(column, lambda spelling: aliases.faint.get(fold(spelling), frozenset()))
        for one in names if at not in apart else ():
            found.setdefault(one, []).append(at)
    return found


def clear_heading(match: Match, sheet: Sheet, kind: Subject, name: str) -> Heading:
    """The heading of `match`; AmbiguousColumns where a heading or a column can be taken in two ways."""
    titles = aliases_of(kind).titles
    where: dict[str, Fact] = {"name": name, "sheet": sheet.name, "row": sheet.number(match.row)}
    for column, positions in match.rivals.items():
        headings = tuple(f"{told(match.titles[at])} ({column_letter(at)})" for at in positions)
        options = _leaving_out(match, positions, sheet)
        raise AmbiguousColumns("columns_ambiguous", **where, headings=headings, column=titles[column], options=options)
    for at, columns in match.torn.items():
        meant = tuple(titles[column] for column in sorted(columns))
        raise AmbiguousColumns("heading_ambiguous", **where, heading=told(match.titles[at]), columns=meant)
    return Heading(match.row, match.positions, match.titles, match.first, match.joined)


def _leaving_out(match: Match, positions: Sequence[int], sheet: Sheet) -> tuple[str, ...]:
    """For each of these columns the options of `add` by which it is not read: by its letter where some are alike."""
    named = [told(match.titles[at]) for at in positions]
    if len({*map(fold, named)}) == len(named):
        return tuple(f'--map "{title}="' for title in named)
    rows = "-".join(str(row) for row in dict.fromkeys(map(sheet.number, (match.first, match.row))))
    return tuple(f'--heading {rows} --map "{column_letter(at)}="' for at in positions)


def is_heading(text: str) -> bool:
    """Whether some kind has a column that is headed so."""
    return any(all(part in _all_headings() for part in form) for form in _forms(text) if form)


@cache
def _all_headings() -> frozenset[str]:
    return frozenset().union(*(aliases_of(kind).sure for kind in KINDS))


@lru_cache(maxsize=10_000)  # of the first rows each cell is asked about again with every row beside its own
def _forms(text: str) -> tuple[tuple[str, ...], ...]:
    """The heading as a whole, without what stands in brackets, and as several names of one column side by side."""
    return tuple(dict.fromkeys(_written_forms(text)))


def _written_forms(text: str) -> Iterator[tuple[str, ...]]:
    whole = fold(text)
    yield (whole,)
    bare = _BRACKETED.sub(" ", text)
    yield (fold(bare),)
    if _SPACED.fullmatch(whole):
        yield (whole.replace(" ", ""),)
    yield tuple(folded for part in _BETWEEN_NAMES.split(bare) if (folded := fold(part)))
    if short := unabbreviated(fold(bare)):
        yield (short,)
        yield tuple(unabbreviated(folded) or folded for part in _BETWEEN_NAMES.split(bare) if (folded := fold(part)))


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


def column_named(kind: Subject, text: str) -> str | None:
    """Our column of `kind` by its English or its Indonesian name: `amount` for "jumlah"."""
    titles = aliases_of(kind).titles
    named = {name.casefold(): column for column, title in titles.items() for name in (column, *title.split(" / "))}
    return named.get(text.strip().casefold())


def _frozen(found: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    return {heading: frozenset(columns) for heading, columns in found.items()}


@cache
def _read(name: str) -> Mapping[str, Mapping[str, list[str]]]:
    text = (files("cakupan.intake") / "aliases" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
