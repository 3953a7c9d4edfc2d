"""How a file goes back to its sender: in its own layout, what is wrong marked, and the reasons beside."""

import zlib
from zipfile import BadZipFile

from cakupan.intake import Reading
from cakupan.intake.content import Content, bytes_of
from cakupan.intake.signatures import ZIP
from cakupan.reports.extent import cells_in
from cakupan.reports.keeping_layout import mark_in_place
from cakupan.reports.marks import marks_of, with_line
from cakupan.reports.voice import Lang, Say, while_held
from cakupan.reports.writing_again import write_again, write_bad_rows

_IN_PLACE = 4_000_000  # bytes of a workbook whose formatting is kept; of a larger one that would take minutes
_CELLS_IN_PLACE = 120_000  # some seconds
_ROWS_OF_A_SHEET = 1_048_000  # of Excel, less a few


def marked_workbook(content: Content, reading: Reading, name: str, say: Say, lang: Lang, held: bool = False) -> bytes:
    """The file as an XLSX that its sender can repair and send back.

    Every sheet, row and column is where it was. Cells that are wrong or odd are coloured and say why; at the right
    of each row of data stand its status and the reasons, filtered by the arrow of that heading, and hidden columns by
    which it is matched when it comes back (`marks`). A last sheet counts. Formulas are written as their values, and no
    text can become one. A workbook keeps its formatting where it can be kept; of a list longer than a sheet of Excel
    only the rows that are to be repaired are written.

    `content` is what `reading` was read from; `name` is what the file is called in the summary. Of a file that is
    `held` no row is accepted yet.
    """
    say = while_held(say) if held else say
    marks = marks_of(reading, name, say, lang)
    if sum(table.sheet_rows for table in reading.tables) > _ROWS_OF_A_SHEET:
        return write_bad_rows(reading, marks)
    bytes_sent = bytes_of(content)
    if not bytes_sent.startswith(ZIP):
        return write_again(bytes_sent, marks, name)
    try:
        if _may_be_kept(bytes_sent):
            return mark_in_place(bytes_sent, marks)
    except _NOT_KEPT:
        pass  # values, rows and order are what the sender needs; how they looked is not worth a refusal
    return write_again(bytes_sent, with_line(marks, say("marked_plainly", {}, lang)), name)


_NOT_KEPT = (
    BadZipFile, zlib.error, AttributeError, EOFError, IndexError, KeyError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError,
)  # fmt: skip


def _may_be_kept(held: bytes) -> bool:
    cells = cells_in(held) if len(held) < _IN_PLACE else None
    return cells is not None and cells < _CELLS_IN_PLACE
