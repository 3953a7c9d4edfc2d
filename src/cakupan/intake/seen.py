"""What was taken for heading and data of a table, for people to see whether it is right."""

from collections.abc import Mapping, Sequence

from cakupan.intake.extras import extras_of, unread_headings
from cakupan.intake.masking import shown, told
from cakupan.intake.reading import Seen
from cakupan.intake.shape import fingerprint
from cakupan.intake.sheet import ErrorCell, text_of
from cakupan.intake.tables import Draft

_SAMPLE = 3


def seen_in(draft: Draft) -> Seen:
    """The rows of the heading and of the data, the columns not read, and a sample, masked as `shown`."""
    data, heading = draft.rows.data, draft.heading
    number = draft.sheet.number
    return Seen(
        heading_rows=(number(heading.first), number(heading.row)) if heading.row >= 0 else None,
        data_rows=(number(int(data[0])), number(int(data[-1]))) if len(data) else None,
        unread=unread_headings(draft),
        fingerprint=fingerprint(heading.titles) if heading.row >= 0 else "",
        extra_cells=len(extras_of(draft, data)),
        sample=tuple(_masked(draft, row) for row in data[:_SAMPLE].tolist()),
        columns=draft.positions,
        figure=heading.title(heading.positions["members"]) if heading.segmented else "",
    )


def seen_together(parts: Sequence[Seen]) -> Seen:
    """What was seen in the parts of one table."""
    rows = [part.data_rows for part in parts if part.data_rows]
    return Seen(
        heading_rows=parts[0].heading_rows,
        data_rows=(rows[0][0], rows[-1][1]) if rows else None,
        unread=parts[0].unread,
        fingerprint=parts[0].fingerprint,
        extra_cells=sum(part.extra_cells for part in parts),
        sample=tuple(row for part in parts for row in part.sample)[:_SAMPLE],
        columns=parts[0].columns,
        figure=parts[0].figure,
    )


def _masked(draft: Draft, row: int) -> Mapping[str, str]:
    """What our columns say in a row: of persons initials, a few digits, the year of birth."""
    found = {}
    for column, at in sorted(draft.heading.positions.items(), key=lambda item: item[1]):
        parts = draft.heading.joined.get(column, (at,))
        cells = [draft.sheet.columns[part][row] for part in parts]
        if text := "-".join(map(text_of, cells)).strip("-"):
            # #N/A names nobody
            failed = any(isinstance(cell, ErrorCell) and cell.code == "error_cell" for cell in cells)
            found[column] = told(text) if failed else shown(text, column)
    return found
