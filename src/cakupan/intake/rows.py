"""Which rows of a sheet are data, and for what reason each of the others is set aside."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cakupan.intake.folding import fold
from cakupan.intake.headings import Heading
from cakupan.intake.parsed import Parsed
from cakupan.intake.sheet import Cell, Sheet, text_of

REASONS = (
    "blank",
    "before_heading",
    "heading",
    "column_numbers",
    "subtotal",
    "repeated_heading",
    "signature",
    "no_table",
)
"""Why a row of a sheet is no data. `signature` is everything below the last row of data: place, names, notes."""

_TOTAL = re.compile(r"(?:sub ?total|grand total|total|jumlah|jml)(?: .*)?")
_BARE_TOTAL = re.compile(r"sub ?total|grand total|(?:total|jumlah|jml)(?: (?:total|jumlah|keseluruhan|semua|akhir))?")
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,3})\)?\.?\s*(?:=.*|\(.*\))?")
_NUMBER = re.compile(r"\s*\d{1,6}\s*[.)]?\s*")
_NUMBERING = {"no", "nomor", "no urut", "nomor urut", "nr", "number", "urut"}
_CLOSING = re.compile(
    r"(?:mengetahui|menyetujui|disetujui|diperiksa|dibuat|disusun|disahkan|dilaporkan|dicetak|kepala|sekretaris|bupati|"
    r"wali ?kota|gubernur|camat|lurah|kades|pj|plt|plh|an|a n|ub|nip|nrp|ttd|tanda tangan|petugas|operator|"
    r"penanggung jawab|catatan|keterangan|ket|sumber|data|per tanggal|halaman|"
    r"page|notes?|source|signed|approved|prepared|acknowledged|printed|head of)\b"
)
_PLACE_AND_DAY = re.compile(r"[^\d,]+,\s*(?:tgl\.?|tanggal)?\s*[\d._…]*\s*[a-z]+\s+\d{4}", re.IGNORECASE)
_STAFF_NUMBER = re.compile(r"\d{8}\s*\d{6}\s*\d\s*\d{3}")


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet with its heading and the parsed fields of its kind; `figures` are those that hold the counts or rates."""

    sheet: Sheet
    heading: Heading
    fields: Sequence[Parsed]
    figures: tuple[str, ...]

    def blank(self) -> Sequence[bool]:
        """For each row whether it is blank; below the heading also where it holds only its printed number."""
        filled = [any(codes) for codes in zip(*(column.codes for column in self.sheet.columns), strict=True)]
        at = self._numbering
        if at is None:
            return [not some for some in filled]
        others = [column.codes for position, column in enumerate(self.sheet.columns) if position != at]
        beside = [any(codes) for codes in zip(*others, strict=True)]
        return [
            not (filled[row] and (beside[row] or row <= self.heading.row or not self._is_numbered(row)))
            for row in range(self.sheet.rows)
        ]

    @property
    def _numbering(self) -> int | None:
        cells = self.sheet.row(self.heading.row)
        return next((at for at, cell in enumerate(cells) if isinstance(cell, str) and fold(cell) in _NUMBERING), None)

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
        found = [_COLUMN_NUMBER.fullmatch(text_of(cell).strip()) for cell in self.sheet.row(row) if cell is not None]
        counting = [number and int(number[1]) for number in found] == list(range(1, len(found) + 1))
        # line 1 of a list may well say 2 people
        return counting and len(found) > 1 + (self._numbering is not None)

    def repeated_headings(self, rows: Sequence[int]) -> Sequence[int]:
        """Rows that say in every column of ours what the heading says."""
        for position in self.heading.positions.values():
            column = self.sheet.columns[position]
            wanted = fold(text_of(column[self.heading.row]))
            same = {code for code, cell in enumerate(column.values) if cell and fold(text_of(cell)) == wanted}
            rows = [row for row in rows if column.codes[row] in same]
        return rows

    def labelled_total(self, rows: Sequence[int]) -> Sequence[int]:
        """Rows whose area or first cell says that they are a total."""
        area = next(parsed for parsed in self.fields if parsed.field.name == "area")
        areas = frozenset() if area.position is None else area.clean()
        doubtful = {row for row in rows if area.codes[row] not in areas and self._is_total(row, area)}
        return [row for row in rows if row in doubtful or self._is_headed_total(row)]

    def _is_total(self, row: int, area: Parsed) -> bool:
        if not area.is_blank(row):
            return any(_TOTAL.fullmatch(fold(text)) for text in area.text(row).split(" / "))
        first, label = self._first(row)
        if first not in self.heading.positions.values():
            return bool(_TOTAL.fullmatch(fold(label)))
        # in a column of ours it could be the name of a target: only a row that says nothing else but figures is a total
        others = (parsed for parsed in self._required() if parsed.field.name not in self.figures)
        return bool(_BARE_TOTAL.fullmatch(fold(label))) and all(
            parsed.is_blank(row) for parsed in others if parsed.position != first
        )

    def _is_headed_total(self, row: int) -> bool:
        """Whether a bare "Jumlah" stands before an area that is named ("Jumlah | Kec. Sekayu | 5.000")."""
        before = range(min(self.heading.positions.values()))
        label = next((cell for at in before if (cell := self.sheet.columns[at][row]) is not None), None)
        return isinstance(label, str) and bool(_BARE_TOTAL.fullmatch(fold(label)))

    def _first(self, row: int) -> tuple[int, str]:
        return next((at, text_of(cell)) for at, cell in enumerate(self.sheet.row(row)) if cell is not None)

    def closing(self, rows: Sequence[int]) -> Sequence[int]:
        """The rows after the last one of data that close the sheet: place and day, who signs, notes.

        Only what shows itself as such is set aside; a row with a damaged or missing cell is still data.
        """
        last = next((at for at in range(len(rows) - 1, -1, -1) if self._is_surely_data(rows[at])), -1)
        closed, begun = [], False
        for row in rows[last + 1 :]:
            begun = begun or self._begins_closing(row)
            filled = [not parsed.is_blank(row) for parsed in self._required() if parsed.position is not None]
            if not any(filled) or (begun and not (len(filled) > 2 and all(filled))):
                closed.append(row)
        return closed

    def _is_surely_data(self, row: int) -> bool:
        return (
            any(parsed.says_something(row) for parsed in self.fields if not parsed.field.free)
            or any(_is_figure(parsed.text(row)) for parsed in self._required())
            or self._is_numbered(row)
        )

    def _begins_closing(self, row: int) -> bool:
        text = self._first(row)[1].strip()
        return bool(text.startswith("*") or _CLOSING.match(fold(text)) or _PLACE_AND_DAY.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of data (from 0), and how many others were set aside for each reason."""

    data: tuple[int, ...]
    set_aside: Mapping[str, int]


def sort_rows(table: Grid) -> Rows:
    """Every row of the sheet, as data or with the reason why not.

    Below the heading a doubtful row is data: it will be quarantined, where someone sees it.
    """
    start = table.heading.row
    blank = table.blank()
    reasons = {row: "blank" if blank[row] else "before_heading" for row in range(start)} | {start: "heading"}
    reasons |= {row: "blank" for row in range(start + 1, table.sheet.rows) if blank[row]}
    below = [row for row in range(start + 1, table.sheet.rows) if not blank[row]]
    if below and table.numbers_columns(below[0]):
        reasons[below[0]] = "column_numbers"
    reasons |= dict.fromkeys(table.repeated_headings(below), "repeated_heading")
    reasons |= {row: "subtotal" for row in table.labelled_total(below) if row not in reasons}
    reasons |= dict.fromkeys(table.closing([row for row in below if row not in reasons]), "signature")
    counts = Counter(reasons.values())
    data = tuple(row for row in below if row not in reasons)
    return Rows(data, {reason: counts[reason] for reason in REASONS if counts[reason]})


def _is_figure(text: str) -> bool:
    """A code or a count, however wrong: digits and no letter; but not the number of a civil servant who signs."""
    has_digit = any(character.isdigit() for character in text)
    return has_digit and not any(map(str.isalpha, text)) and not _STAFF_NUMBER.fullmatch(text.strip())


def _is_name(cell: Cell) -> bool:
    return isinstance(cell, str) and any(map(str.isalpha, cell))
