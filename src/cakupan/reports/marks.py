"""What is written into a file that goes back to its sender: decided here as values, written by `marked`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from cakupan.intake import Problem, Reading, Table
from cakupan.intake.own_sheets import FILE_COLUMN, REASON_COLUMN, ROW_COLUMN, STATUS_COLUMN
from cakupan.reports.template import HEADING
from cakupan.reports.verdicts import Became, Verdict, counts_by_sheet, reasons_of, tables_with_rows, verdicts_of
from cakupan.reports.voice import Lang, Say
from cakupan.reports.written import height_of

_TOP = 3  # lines of the summary before its counts
_One = TypeVar("_One")
_STATUSES = ("accepted", "checked", "quarantined", "repeated")
_WORST_FIRST = ("quarantined", "checked", "repeated", "accepted")
_TEXT_COLUMNS = frozenset({"nik", "kpj", "family_card", "phone"})


@dataclass(frozen=True, slots=True)
class CellMark:
    """A cell to be marked, by its column (from 0) in the sheet. `written` is what the sender had there."""

    column: int
    heading: str
    severity: str
    comment: str
    written: str


@dataclass(frozen=True, slots=True)
class RowMark:
    """What is written beside a row, and which of its cells are marked, errors last. `colour` goes by the worst that is
    told; `texts` are the columns (from 0) in which digits must stay text. By `place` the row is known again."""

    became: Became
    colour: str
    status: str
    reason: str
    cells: tuple[CellMark, ...]
    texts: tuple[int, ...]
    place: str | int | None


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What is written into one sheet: beside its rows (from 1), and in which row our own headings stand.

    `columns`: how many columns hold what was read.
    """

    sheet: str
    heading_row: int
    rows: Mapping[int, RowMark]
    columns: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the summary: texts and numbers, bold where it is a heading or a total."""

    cells: tuple[str | int, ...]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything that is written into a file, by sheet; and the same by table, those side by side each for itself.

    `hints` are what stands above the list of a form, on how to fill it in, with what stands there instead.
    """

    sha256: str
    sheets: tuple[SheetMarks, ...]
    tables: tuple[SheetMarks, ...]
    summary: tuple[Line, ...]
    hints: Mapping[str, str]


def marks_of(reading: Reading, name: str, say: Say, lang: Lang) -> Marks:
    """What a file is marked with before it goes back. `name` is what it is called in the summary."""
    verdicts = verdicts_of(reading)
    statuses = {status: say(f"marked_{status}", {}, lang) for status in _STATUSES}  # once, not for each of 200,000 rows
    by_sheet = _grouped((table.sheet, table) for table in tables_with_rows(reading))
    tables = []
    for sheet, stacked in by_sheet.items():
        rows = {}
        for row, verdict in verdicts[sheet].items():
            place = row if len(by_sheet) == 1 else f"{sheet}!{row}"
            rows[row] = _row_mark(verdict, _texts(stacked, row), place, statuses, say, lang)
        columns = max((at + 1 for table in stacked for at in table.seen.columns), default=0)
        tables.append(SheetMarks(sheet, stacked[0].heading_row or 1, rows, columns))
    wholes = (one[0].sheet if one[0].whole is None else one[0].whole for one in by_sheet.values())
    sheets = tuple(_of_whole(*one) for one in _grouped(zip(wholes, tables, strict=True)).items())
    summary = tuple(_summary(reading, name, say, lang))
    return Marks(reading.sha256, sheets, tuple(tables), summary, _hints(say))


def _hints(say: Say) -> Mapping[str, str]:
    # both languages stand on a form, whichever is asked for
    languages: tuple[Lang, ...] = ("id", "en")
    return {say("form_hint", {"row": HEADING + 2}, lang): say("marked_hint", {}, lang) for lang in languages}


def _grouped(named: Iterable[tuple[str, _One]]) -> Mapping[str, list[_One]]:
    found: dict[str, list[_One]] = {}
    for name, one in named:
        found.setdefault(name, []).append(one)
    return found


def _texts(tables: Sequence[Table], row: int) -> tuple[int, ...]:
    """The columns in which digits must stay text, in that of the tables one below the other that has the row."""
    for table in tables:
        if table.seen.data_rows and table.seen.data_rows[0] <= row <= table.seen.data_rows[1]:
            return tuple(at for at, column in table.seen.columns.items() if column in _TEXT_COLUMNS)
    return ()


def _of_whole(sheet: str, parts: Sequence[SheetMarks]) -> SheetMarks:
    """The marks of tables side by side as those of their sheet.

    What is one row of it may be several of data: the worst is told, with all reasons, and no place to know it again by.
    """
    if [part.sheet for part in parts] == [sheet]:
        return parts[0]
    rows: dict[int, RowMark] = {}
    for part in parts:
        for row, mark in part.rows.items():
            before = rows.get(row)
            rows[row] = replace(_together(before, mark) if before else mark, place=None)
    heading_row, columns = min(part.heading_row for part in parts), max(part.columns for part in parts)
    return SheetMarks(sheet, heading_row, dict(sorted(rows.items())), columns)


def _together(one: RowMark, other: RowMark) -> RowMark:
    worst = min(one, other, key=lambda mark: _WORST_FIRST.index(mark.colour))
    reasons = "\n".join(dict.fromkeys(filter(None, (one.reason, other.reason))))
    return replace(
        worst, reason=reasons, cells=_errors_last((*one.cells, *other.cells)), texts=(*one.texts, *other.texts)
    )


def _row_mark(
    verdict: Verdict,
    texts: tuple[int, ...],
    place: str | int,
    statuses: Mapping[str, str],
    say: Say,
    lang: Lang,
) -> RowMark:
    status = "checked" if verdict.became == "accepted" and verdict.problems else verdict.became
    cells = _errors_last(
        CellMark(
            problem.position,
            problem.column or "",
            problem.severity,
            say(problem.code, problem.facts, lang),
            problem.cell,
        )
        for problem in verdict.problems
        if problem.position is not None
    )
    reason = "\n".join(dict.fromkeys(_worded(problem, say, lang) for problem in verdict.problems))
    return RowMark(verdict.became, status, statuses[status], reason, cells, texts, place)


def _errors_last(cells: Iterable[CellMark]) -> tuple[CellMark, ...]:
    # of two colours of one cell the later stays
    return tuple(sorted(cells, key=lambda cell: cell.severity, reverse=True))


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


def with_line(marks: Marks, sentence: str) -> Marks:
    """The marks with one more sentence at the top of the summary."""
    return replace(marks, summary=(*marks.summary[:_TOP], Line((sentence,)), *marks.summary[_TOP:]))


def columns_beside(marks: Marks, mark: RowMark) -> Sequence[str | int | None]:
    """The cells at the right of a row: status, reason, and by what the row is matched when it comes back."""
    return mark.status, mark.reason, marks.sha256, mark.place


SUMMARY_WIDTHS = (60, 15, 15, 15, 15, 15, 15)


def line_height(line: Line) -> int:
    """How high a line of the summary is: a text that stands alone has the width of all columns."""
    width = sum(SUMMARY_WIDTHS) if len(line.cells) == 1 else SUMMARY_WIDTHS[0]
    return height_of(str(line.cells[0]) if line.cells else "", width)


HEADINGS = (STATUS_COLUMN, REASON_COLUMN, FILE_COLUMN, ROW_COLUMN)
WIDTHS = (14, 60, 12, 12)
HIDDEN = (False, False, True, True)
