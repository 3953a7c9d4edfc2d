"""What columns hold that no field reads: kept beside the records, and made into text only when someone asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan.intake.own_sheets import is_own_column
from cakupan.intake.sheet import Column, text_of

if TYPE_CHECKING:
    from cakupan.intake.arrays import Rows
    from cakupan.intake.tables import Draft


@dataclass(frozen=True, slots=True)
class Extra:
    """A cell of a column that no field reads: its sheet, its row (from 1), its heading, as it is written."""

    sheet: str
    row: int
    heading: str
    cell: str


@dataclass(frozen=True, slots=True, eq=False)
class Extras:
    """The extra columns of some rows of one sheet: `rows` are where they stand here, `numbers` in the sheet."""

    sheet: str
    rows: "Rows"
    numbers: "Rows"
    headings: Sequence[str]
    columns: Sequence[Column]

    def __iter__(self) -> Iterator[Extra]:
        for row, number in zip(self.rows.tolist(), self.numbers.tolist(), strict=True):
            for heading, column in zip(self.headings, self.columns, strict=True):
                if column.codes[row]:
                    yield Extra(self.sheet, number + 1, heading, text_of(column[row]))

    def __len__(self) -> int:
        return sum(int((column.codes[self.rows] != 0).sum()) for column in self.columns)


def extras_of(draft: "Draft", rows: "Rows") -> Extras:
    """What these rows (from 0) hold in columns with a heading that no field reads."""
    columns = ((title, draft.sheet.columns[at]) for at, title in _unread(draft) if at < len(draft.sheet.columns))
    extra = [(title, column) for title, column in columns if len(column) > 1]
    return Extras(
        draft.sheet.name,
        rows,
        draft.sheet.numbered(rows),
        [title for title, _ in extra],
        [column for _, column in extra],
    )


def unread_headings(draft: "Draft") -> tuple[str, ...]:
    """The headings of columns that no field reads."""
    return tuple(title for _, title in _unread(draft))


def _unread(draft: "Draft") -> Iterator[tuple[int, str]]:
    """Place and heading of the columns that no field reads, but for those that Cakupan wrote beside the rows."""
    parts = (at for positions in draft.heading.joined.values() for at in positions)
    read = {*draft.heading.positions.values(), *parts}
    for at, title in enumerate(draft.heading.titles):
        if at not in read and title.strip() and not is_own_column(title):
            yield at, title
