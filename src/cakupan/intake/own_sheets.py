"""Which sheets and columns of a workbook are Cakupan's own, and so no data: those of a form, and what is written into a
file that is sent back."""

LISTS, GUIDE, SUMMARY = "cakupan_data", "Petunjuk Cakupan", "Ringkasan Cakupan"

STATUS_COLUMN, REASON_COLUMN = "cakupan_status", "cakupan_alasan"
FILE_COLUMN, ROW_COLUMN = "cakupan_file", "cakupan_row"
"""The headings beside the rows of a file that is sent back. The last two tell the file (its hash, or the beginning of
it) and the row of each line: the number of the row, after the sheet and an exclamation mark where there are several
(`Desa A!12`)."""

_COLUMNS = frozenset({STATUS_COLUMN, REASON_COLUMN, FILE_COLUMN, ROW_COLUMN})
_OWN = frozenset({LISTS, GUIDE, SUMMARY})


def is_own_sheet(name: str) -> bool:
    """Whether a sheet of this name was added by Cakupan. The names are exact: `Cakupan Juli` is a sender's sheet."""
    return name in _OWN


def is_own_column(heading: str) -> bool:
    """Whether a column of this heading was added by Cakupan."""
    return heading.strip().casefold() in _COLUMNS
