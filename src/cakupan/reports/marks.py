"""What is written into a file that goes back to its sender: decided here as values, written by `marked`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cakupan.intake import Problem, Reading, Table
from cakupan.reports.verdicts import Became, Verdict, counts_by_sheet, reasons_of, tables_with_rows, verdicts_of
from cakupan.reports.voice import Lang, Say

FILE_COLUMN, ROW_COLUMN = "cakupan_file", "cakupan_row"
"""The hidden columns by which a repaired row is matched to the one that it repairs: the SHA-256 of the file in which it
stood, and its number there (from 1), after the sheet and an exclamation mark where several sheets have data."""

STATUS_COLUMN, REASON_COLUMN = "cakupan_status", "cakupan_alasan"
"""The columns that the sender reads. Headings that mean no column of any kind are left out when they come back."""

_STATUSES = ("accepted", "checked", "quarantined", "repeated")
_TEXT_COLUMNS = frozenset({"nik", "kpj", "family_card", "phone"})


@dataclass(frozen=True, slots=True)
class CellMark:
    """A cell to be marked, by the heading of its column as written. `written` is what the sender had there."""

    heading: str
    severity: str
    comment: str
    written: str


@dataclass(frozen=True, slots=True)
class RowMark:
    """What is written beside a row, and which of its cells are marked. `colour` goes by the worst that is told."""

    became: Became
    colour: str
    status: str
    reason: str
    cells: tuple[CellMark, ...]


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What is written into one sheet: beside its rows (from 1), and below which heading digits must stay text."""

    sheet: str
    heading_row: int
    rows: Mapping[int, RowMark]
    text_headings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the summary: texts and numbers, bold where it is a heading or a total."""

    cells: tuple[str | int, ...]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything that is written into a file."""

    sha256: str
    sheets: tuple[SheetMarks, ...]
    summary: tuple[Line, ...]


def marks_of(reading: Reading, name: str, say: Say, lang: Lang) -> Marks:
    """What a file is marked with before it goes back. `name` is what it is called in the summary."""
    verdicts = verdicts_of(reading)
    statuses = {status: say(f"marked_{status}", {}, lang) for status in _STATUSES}  # once, not for each of 200,000 rows
    sheets = tuple(
        SheetMarks(
            table.sheet,
            table.heading_row or 1,
            {row: _row_mark(verdict, statuses, say, lang) for row, verdict in verdicts[table.sheet].items()},
            frozenset(heading for heading, column in table.columns.items() if column in _TEXT_COLUMNS),
        )
        for table in _first_of_each_sheet(reading)
    )
    return Marks(reading.sha256, sheets, tuple(_summary(reading, name, say, lang)))


def _first_of_each_sheet(reading: Reading) -> Sequence[Table]:
    return list({table.sheet: table for table in reversed(tables_with_rows(reading))}.values())[::-1]


def _row_mark(verdict: Verdict, statuses: Mapping[str, str], say: Say, lang: Lang) -> RowMark:
    status = "checked" if verdict.became == "accepted" and verdict.problems else verdict.became
    cells = tuple(
        CellMark(problem.column, problem.severity, say(problem.code, problem.facts, lang), problem.cell)
        for problem in verdict.problems
        if problem.column is not None
    )
    reason = "\n".join(dict.fromkeys(_worded(problem, say, lang) for problem in verdict.problems))
    return RowMark(verdict.became, status, statuses[status], reason, cells)


def _worded(problem: Problem, say: Say, lang: Lang) -> str:
    sentence = say(problem.code, problem.facts, lang)
    if problem.column is None or problem.column in sentence:
        return sentence
    return f"{problem.column}: {sentence}"


def _summary(reading: Reading, name: str, say: Say, lang: Lang) -> Iterator[Line]:
    """Counts that add up, sheet for sheet and in all; then each reason with its rows."""
    yield Line((say("marked_title", {}, lang),), bold=True)
    yield Line((say("marked_file", {"name": name, "file": reading.sha256[:12]}, lang),))
    yield Line((say("marked_how", {}, lang),))
    yield Line(())
    words = ("sheet", "sheet_rows", "set_aside", "rows_in", "accepted", "quarantined", "repeated")
    yield Line(tuple(say(f"counted_{word}", {}, lang) for word in words), bold=True)
    counted = counts_by_sheet(reading)
    for sheet, counts in counted:
        yield Line((sheet, *counts))
    yield Line(
        (say("counted_total", {}, lang), *map(sum, zip(*(counts for _, counts in counted), strict=True))), bold=True
    )
    yield Line(())
    yield Line((say("counted_reason", {}, lang), say("counted_rows", {}, lang)), bold=True)
    for reason in reasons_of(reading, say, lang):
        yield Line((f"{reason.column}: {reason.sentence}" if reason.column else reason.sentence, len(reason.rows)))


def columns_beside(mark: Marks, sheet: SheetMarks, row: int) -> Sequence[str | int]:
    """The cells at the right of a row: status, reason, and by what the row is matched when it comes back."""
    told = sheet.rows[row]
    place = row if len(mark.sheets) == 1 else f"{sheet.sheet}!{row}"
    return told.status, told.reason, mark.sha256, place


HEADINGS = (STATUS_COLUMN, REASON_COLUMN, FILE_COLUMN, ROW_COLUMN)
WIDTHS = (14, 60, 12, 12)
HIDDEN = (False, False, True, True)
