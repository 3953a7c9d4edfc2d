"""Which rows of a sheet are data, and for what reason each of the others is set aside."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from cakupan.intake.closing import closes, closing_rows, is_staff_number
from cakupan.intake.column_numbers import number_columns
from cakupan.intake.folding import fold, is_numbering
from cakupan.intake.headings import Heading
from cakupan.intake.homes import HOME_COLUMNS
from cakupan.intake.layout import Field
from cakupan.intake.parsed import DASHES, Parsed
from cakupan.intake.sheet import Cell, Column, Sheet, text_of

if TYPE_CHECKING:
    from cakupan.intake.arrays import Flags, Rows

REASONS = (
    "blank",
    "before_heading",
    "heading",
    "column_numbers",
    "subtotal",
    "repeated_heading",
    "place",
    "no_figure",
    "not_asked",
    "signature",
    "no_table",
)
"""Why a row of a sheet is no data. `signature` is everything below the last row of data: place, names, notes. `place`
is a row that names the village of those below it, `no_figure` one without a figure for the segment of the table,
`not_asked` one outside the rows that the sender said."""

_DATA = -1  # a row that no reason sets aside

_TOTAL = re.compile(r"(?:grand total|(?:sub ?)?(?:total|jumlah|jml))(?: .*)?")
_BARE_TOTAL = re.compile(
    r"grand total|sub ?(?:total|jumlah|jml)|(?:total|jumlah|jml)(?: (?:total|jumlah|keseluruhan|semua|akhir))?"
)
_REMARK = re.compile(r"\((?!.*\d{4}).*\)", re.DOTALL)  # a code or a NIK would be somebody's
_RULE = re.compile(r"[-:=_+–—]{2,}")
_NUMBER = re.compile(r"\s*\d{1,6}\s*[.)]?\s*")
_COUNTED = re.compile(r"[\d.,\s]+(?:orang|jiwa|peserta|pekerja|nama|baris|tk|tenaga kerja|people)?", re.IGNORECASE)
_FEWEST_DIGITS = 10  # of a KPJ that has lost its zero; no list has so many people
_OF_PERSON = ("nik", "kpj", "name", "birth")  # what the row of a total leaves blank, or says a count in


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet with its heading and the parsed fields of its kind; `figures` are those that hold the counts or rates,
    `names` those that name what a row is about."""

    sheet: Sheet
    heading: Heading
    fields: Sequence[Parsed]
    figures: tuple[str, ...]
    names: tuple[str, ...]

    def blank(self) -> "Flags":
        """For each row whether it is blank; below the heading also where it holds only what a form has printed: its
        number and, in a list of people, the village and district of all its lines."""
        blank = _blank_in(self.sheet, ())
        homes = {self.heading.positions.get(name) for name in HOME_COLUMNS if "nik" in self.names} - {None}
        printed = (_blank_in(self.sheet, {*homes, self._numbering}) & ~blank).nonzero()[0]
        numbered = [row for row in printed.tolist() if row > self.heading.row and self._is_numbered(row)]
        # what is no village may be a name that has slipped
        known = [parsed.clean() for parsed in self.fields if parsed.field.name in HOME_COLUMNS]
        blank[[row for row in numbered if all(clean[row] for clean in known) or self._is_bare(row)]] = True
        return blank

    def _is_bare(self, row: int) -> bool:
        return sum(cell is not None for cell in self.sheet.row(row)) == 1

    @property
    def _numbering(self) -> int | None:
        return next((at for at, title in enumerate(self.heading.titles) if is_numbering(title)), None)

    def _is_numbered(self, row: int) -> bool:
        at = self._numbering
        return at is not None and bool(_NUMBER.fullmatch(text_of(self.sheet.columns[at][row])))

    def continues_heading(self, row: int) -> bool:
        """Whether the row divides a heading above it (Peserta: PU, BPU): names below no heading, and no key."""
        heading = self.sheet.row(self.heading.row)
        cells = self.sheet.row(row)
        divided = any(above is None and _is_name(cell) for above, cell in zip(heading, cells, strict=True))
        keyed = any(not parsed.is_blank(row) for parsed in self._required() if parsed.field.name not in self.figures)
        return divided and not keyed and any(_is_name(cells[at]) for at in self._figure_positions())

    def _required(self) -> list[Parsed]:
        return [parsed for parsed in self.fields if parsed.field.required]

    def _figure_positions(self) -> list[int]:
        return [self.heading.positions[name] for name in self.figures]

    def numbers_columns(self, row: int) -> bool:
        """Whether the cells count 1, 2, 3 … as official forms number their columns below the heading."""
        texts = [text_of(cell) for cell in self.sheet.row(row) if cell is not None]
        # line 1 of a list may well say 2 people
        return number_columns(texts, fewest=2 + (self._numbering is not None))

    def explains_heading(self, row: int) -> bool:
        """Whether the cells are lines drawn below the heading of a table in plain text, |---|---|, or, all in brackets,
        say how to fill it in: (16 digit), (sesuai KTP)."""
        texts = [text_of(cell).strip() for cell in self.sheet.row(row) if cell is not None]
        return all(map(_RULE.fullmatch, texts)) or (len(texts) > 1 and all(map(_REMARK.fullmatch, texts)))

    @property
    def _heading_rows(self) -> range:
        return range(self.heading.first, self.heading.row + 1)

    def not_asked(self, rows: "Flags") -> "Flags":
        """Which of these rows lie outside those that the sender said."""
        import numpy as np

        if self.heading.only is None:
            return np.zeros(len(rows), bool)
        numbers = self.sheet.numbered(np.arange(self.sheet.rows))
        outside: Flags = rows & ((numbers < self.heading.only[0]) | (numbers > self.heading.only[1]))
        return outside

    def without_figure(self, rows: "Rows") -> "Rows":
        """Rows of a table of one segment that say nothing of it: another table has their other figures."""
        if not self.heading.segmented:
            return rows[:0]
        import numpy as np

        figures = [self.sheet.columns[at] for at in self._figure_positions()]
        silent = [row for row in rows.tolist() if not any(text_of(column[row]).strip(DASHES) for column in figures)]
        return np.array(silent, np.int64)

    def repeated_headings(self, rows: "Rows") -> "Rows":
        """Rows that say in every column of ours what the heading says."""
        columns = [self.sheet.columns[position] for position in self.heading.positions.values()]
        for column in sorted(columns, key=len):  # the fewer cells a column has, the sooner no row is left
            wanted = {fold(text_of(column[row])) for row in self._heading_rows} - {""}
            same = codes_where(column, rows, partial(_is_folded, wanted))
            rows = rows[same[column.codes[rows]]]
        return rows

    def labelled_total(self, rows: "Rows") -> "Rows":
        """Rows of which the area, or else the first cell, says that they are a total."""
        import numpy as np

        naming = [parsed for parsed in self.fields if parsed.field.name in self.names and parsed.position is not None]
        area = next((parsed for parsed in self.fields if parsed.field.name == "area"), None)
        doubtful = rows
        for parsed in naming:
            doubtful = doubtful[~parsed.clean()[doubtful]]
        totals = [row for row in doubtful.tolist() if self._is_total(row, area)]
        found: Rows = np.union1d(rows[self._headed_total(rows)], np.array(totals, np.int64))
        return found

    def _is_total(self, row: int, area: Parsed | None) -> bool:
        if area is not None and not area.is_blank(row):
            return any(_TOTAL.fullmatch(fold(text)) for text in area.text(row).split(" / "))
        first, label = self._first(row)
        if first not in self.heading.positions.values():
            return bool(_TOTAL.fullmatch(fold(label)))
        if self._is_total_of_people(row, first, label):
            return True
        # in a column of ours it could be the name of a target: only a row that says nothing else but figures is a total
        others = (parsed for parsed in self._required() if parsed.field.name not in self.figures)
        return bool(_BARE_TOTAL.fullmatch(fold(label))) and all(
            parsed.is_blank(row) for parsed in others if parsed.position != first
        )

    def _is_total_of_people(self, row: int, first: int, label: str) -> bool:
        """Whether a row has a total word for a NIK or KPJ ("Jumlah | 12 orang"), and nothing else of a person.

        For a name it must be that word alone: a name may well begin with one.
        """
        numbers = [self.heading.positions.get(name) for name in self.names]
        word = _TOTAL if first in numbers else _BARE_TOTAL
        told = first in (*numbers, self.heading.positions.get("name")) and word.fullmatch(fold(label))
        if "nik" not in self.names or not told:
            return False
        return not any(
            _is_of_person(parsed.text(row)) or (parsed.field.name == "birth" and parsed.says_something(row))
            for parsed in self.fields
            if parsed.field.name in _OF_PERSON and parsed.position not in (None, first)
        )

    def _headed_total(self, rows: "Rows") -> "Flags":
        """Which rows have a bare "Jumlah" before an area that is named ("Jumlah | Kec. Sekayu | 5.000")."""
        found = rows < 0
        before = rows >= 0  # those of which no cell was filled yet
        for column in self.sheet.columns[: min(self.heading.positions.values())]:
            totals = codes_where(column, rows, lambda text: bool(_BARE_TOTAL.fullmatch(fold(text))))
            found |= before & totals[column.codes[rows]]
            before &= column.codes[rows] == 0
        return found

    def _first(self, row: int) -> tuple[int, str]:
        return next((at, text_of(cell)) for at, cell in enumerate(self.sheet.row(row)) if cell is not None)

    def closing(self, rows: "Rows") -> Sequence[int]:
        """The rows after the last one of data that close the sheet (`closing_rows`); only its last part has an end."""
        if self.sheet.goes_on:
            return []
        last = next((at for at in range(len(rows) - 1, -1, -1) if self._is_surely_data(int(rows[at]))), -1)
        ours = {*self.heading.positions.values(), *(at for parts in self.heading.joined.values() for at in parts)}
        return closing_rows(self.sheet, rows[last + 1 :].tolist(), ours)

    def _is_surely_data(self, row: int) -> bool:
        telling = {
            parsed.field.name for parsed in self.fields if _may_tell(parsed.field) and parsed.says_something(row)
        }
        # the one date in a row about people may be the place and day of a signature
        enough = len(telling) > 1 or not telling.isdisjoint(self.names) or not closes(self._first(row)[1])
        return (
            (bool(telling) and (bool(self.figures) or enough))
            or any(_is_figure(parsed.text(row)) for parsed in self._required())
            or self._is_numbered(row)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """The rows of data (from 0), and how many others were set aside for each reason."""

    data: "Rows"
    set_aside: Mapping[str, int]


def sort_rows(table: Grid) -> Sorted:
    """Every row of the sheet, as data or with the reason why not.

    Below the heading a doubtful row is data: it will be quarantined, where someone sees it.
    """
    import numpy as np

    heading = table.heading
    reasons = np.full(table.sheet.rows, _DATA, np.int8)
    reasons[: heading.first] = REASONS.index("before_heading")
    reasons[table.blank()] = REASONS.index("blank")
    reasons[heading.first : heading.row + 1] = REASONS.index("heading")
    reasons[list(heading.places)] = REASONS.index("place")
    reasons[table.not_asked(reasons == _DATA)] = REASONS.index("not_asked")

    def data() -> "Rows":
        found: Rows = (reasons == _DATA).nonzero()[0]
        return found

    below = data()
    if len(below) and not table.sheet.lead and table.explains_heading(int(below[0])):
        reasons[below[0]] = REASONS.index("heading")
    elif len(below) and not table.sheet.lead and table.numbers_columns(int(below[0])):
        reasons[below[0]] = REASONS.index("column_numbers")
    again = table.repeated_headings(below)
    reasons[again] = REASONS.index("repeated_heading")
    numbered = [row for row in (again + 1).tolist() if row < len(reasons) and reasons[row] == _DATA]
    reasons[[row for row in numbered if table.numbers_columns(row)]] = REASONS.index("column_numbers")
    reasons[table.labelled_total(data())] = REASONS.index("subtotal")
    reasons[table.closing(data())] = REASONS.index("signature")
    reasons[table.without_figure(data())] = REASONS.index("no_figure")
    own = reasons[table.sheet.lead :]
    counts = {reason: int((own == at).sum()) for at, reason in enumerate(REASONS)}
    return Sorted(data(), {reason: count for reason, count in counts.items() if count})


def _blank_in(sheet: Sheet, but: Collection[int | None]) -> "Flags":
    """For each row whether all its cells are blank, those of the columns `but` aside."""
    import numpy as np

    filled = np.zeros(sheet.rows, bool)
    for position, column in enumerate(sheet.columns):
        if position not in but:
            filled |= column.codes != 0
    return ~filled


def codes_where(column: Column, rows: "Rows", holds: Callable[[str], bool]) -> "Flags":
    """For each code of a column whether its cell, a text with a letter that stands in one of `rows`, is as asked."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    flags = np.zeros(len(column), bool)
    if len(column) == 1:  # nothing but blank cells, as are thousands of columns before a stray cell far to the right
        return flags
    if column.texts is None:
        asked = [code for code in np.unique(column.codes[rows]).tolist() if isinstance(column.values[code], str)]
        flags[asked] = [holds(str(column.values[code])) for code in asked]
        return flags
    flags[column.codes[rows]] = True
    at = flags.nonzero()[0]
    texts = column.texts.take(pa.array(at))
    lettered = pc.match_substring_regex(texts, r"\pL").fill_null(False)
    flags[at] = False
    flags[at[lettered.to_numpy(zero_copy_only=False)]] = list(map(holds, texts.filter(lettered).to_pylist()))
    return flags


def _is_folded(folded: set[str], text: str) -> bool:
    return fold(text) in folded


def _is_figure(text: str) -> bool:
    """A code or a count, however wrong: digits and no letter; but not the number of a civil servant who signs."""
    has_digit = any(character.isdigit() for character in text)
    return has_digit and not any(map(str.isalpha, text)) and not is_staff_number(text)


def _is_of_person(text: str) -> bool:
    """Whether a cell is the name or the number of a person, and not a count ("12 orang")."""
    letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
    return digits >= _FEWEST_DIGITS or (letters > 1 and not _COUNTED.fullmatch(text.strip()))


def _may_tell(field: Field) -> bool:
    """Whether a value shows that its row is data: not where any text is one, nor where it stands for one not read."""
    return not field.free and not field.silent


def _is_name(cell: Cell) -> bool:
    return isinstance(cell, str) and any(map(str.isalpha, cell))
