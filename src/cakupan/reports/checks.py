"""How a column of a form is checked while it is typed: what may be chosen, what is refused, what turns red."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from cakupan.intake.sheet import column_letter
from cakupan.reports.forms import Check, FormColumn

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Lists = Mapping[str, str]
"""Where the words of a column's list stand, by column."""

Both = Callable[..., tuple[str, str]]
"""A code in the language of the form, and in the other."""

_LENGTHS: Mapping[Check, int] = {"nik": 16, "card": 16, "kpj": 11}
_FIRST_DAY = date(1900, 1, 2)
_TITLE_FITS, _HINT_FITS = 32, 255  # letters of a message of Excel's
_RED, _ORANGE = "#F8CBAD", "#FFE699"
_STOPS = frozenset({"choice", "village", "district"})


def check_column(
    sheet: "Worksheet",
    book: "Workbook",
    at: int,
    column: FormColumn,
    rows: tuple[int, int],
    lists: Lists,
    both: Both,
) -> None:
    """Check the cells of column `at` between two rows (from 0, both inside)."""
    first, last = rows
    if rule := _rule(column, f"{column_letter(at)}{first + 1}", lists):
        hint, other = both(f"check_{column.check}")
        told = {
            "input_title": column.headings["id"][:_TITLE_FITS],
            "input_message": f"{hint}\n{other}"[:_HINT_FITS],
            "error_title": column.headings["id"][:_TITLE_FITS],
            "error_message": f"{hint}\n{other}"[:_HINT_FITS],
        }
        sheet.data_validation(first, at, last, at, {**rule, **told})
    if column.check in _LENGTHS:
        _colour(sheet, book, at, column.check, rows)


def _rule(column: FormColumn, cell: str, lists: Lists) -> dict[str, Any] | None:
    """The validation of a cell; None where any text will do."""
    check = column.check
    if column.column in lists:
        stop = check in _STOPS
        return {"validate": "list", "source": lists[column.column], "error_type": "stop" if stop else "information"}
    if check in _LENGTHS:
        # numbers pasted from elsewhere are worth a warning: who types must not be stopped over a note
        custom = f"=AND(LEN({cell})={_LENGTHS[check]},ISNUMBER(--{cell}))"
        return {"validate": "custom", "value": custom, "error_type": "stop"}
    if check == "day":
        between = {"criteria": "between", "minimum": _FIRST_DAY, "maximum": "=TODAY()"}
        return {"validate": "date", **between, "error_type": "stop"}
    if check in _WHOLE:
        least, most = _WHOLE[check]
        between = {"criteria": "between", "minimum": least, "maximum": most}
        return {"validate": "integer", **between, "error_type": "stop"}
    if check == "rate":
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100, "error_type": "stop"}
    return _by_length(check)


_WHOLE: Mapping[Check, tuple[int, int]] = {"whole": (0, 10**12), "decile": (1, 10), "year": (2014, 2100)}


def _by_length(check: Check) -> dict[str, Any] | None:
    lengths: Mapping[Check, tuple[int, int]] = {"phone": (7, 16), "month": (4, 20)}
    if check not in lengths:
        return None
    least, most = lengths[check]
    return {"validate": "length", "criteria": "between", "minimum": least, "maximum": most, "error_type": "warning"}


def _colour(sheet: "Worksheet", book: "Workbook", at: int, check: Check, rows: tuple[int, int]) -> None:
    """Red where the number is too short or too long, orange where it stands twice: whatever was pasted shows itself."""
    first, last = rows
    letter = column_letter(at)
    cell, column = f"{letter}{first + 1}", f"${letter}${first + 1}:${letter}${last + 1}"
    wrong = f'=AND({cell}<>"",OR(LEN({cell})<>{_LENGTHS[check]},NOT(ISNUMBER(--{cell}))))'
    # COUNTIF compares sixteen digits as numbers of fifteen, and would call two neighbours one person
    twice = f'=AND({cell}<>"",SUMPRODUCT(--({column}={cell}))>1)'
    red = book.add_format({"bg_color": _RED})
    sheet.conditional_format(first, at, last, at, {"type": "formula", "criteria": wrong, "format": red})
    if check == "nik":
        orange = book.add_format({"bg_color": _ORANGE})
        sheet.conditional_format(first, at, last, at, {"type": "formula", "criteria": twice, "format": orange})
