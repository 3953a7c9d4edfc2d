"""What a sheet is once it is read: columns of cells, each distinct cell kept once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from cakupan.intake.arrays import Rows

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"  # what str.strip leaves: a cell of nothing but these looks blank


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A formula that failed (`#REF!`, `#DIV/0!`) or was never calculated (its text). Neither blank nor a value."""

    text: str
    code: Literal["error_cell", "formula_without_value"] = "error_cell"


Cell = str | int | float | date | ErrorCell | None
"""None is a blank cell, and the only blank one: a reader gives no empty text."""


@dataclass(frozen=True, eq=False)
class Column:
    """`values[codes[row]]` is the cell of a row, so that a cell that comes a thousand times is parsed once.

    `values[0]` is always the blank cell. `texts` are the values as an Arrow array where all of them are texts:
    what a whole column is asked at once is asked of these.
    """

    codes: "NDArray[np.int32]"
    distinct: "pa.Array | tuple[Cell, ...]"

    @property
    def texts(self) -> "pa.Array | None":
        return None if isinstance(self.distinct, tuple) else self.distinct

    @cached_property
    def values(self) -> tuple[Cell, ...]:
        return self.distinct if isinstance(self.distinct, tuple) else tuple(self.distinct.to_pylist())

    def __getitem__(self, row: int) -> Cell:
        code = int(self.codes[row])
        return (
            self.distinct[code] if isinstance(self.distinct, tuple) else cast(str | None, self.distinct[code].as_py())
        )

    def __len__(self) -> int:
        """How many different cells there are, the blank one too."""
        return len(self.distinct)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet of a workbook or one delimited text: `rows` counts up to the last used one; rows here are from 0.

    `lengths` is how many cells each record of a delimited text has; a workbook has a grid and so none.

    A part of a sheet has `numbers`: which row of the whole (from 0) each of its rows is, ascending. Its first `lead`
    rows are titles and headings that another part accounts for; it `goes_on` where a further one follows.

    A part that stands beside others has a name of its own and in `whole` that of the sheet in which they stand.

    `mended` is how many bytes of a text were not of the encoding of all others. `merged` are the cells that stand for
    several rows of the whole (from 0): the first and the last row, and the column.

    `name` may be told of; `title` is what the file itself calls the sheet, which may hold a NIK: to find it there.
    """

    name: str
    rows: int
    columns: tuple[Column, ...]
    lengths: "NDArray[np.int32] | None" = None
    hidden: bool = False
    numbers: "Rows | None" = None
    lead: int = 0
    mended: int = 0
    whole: str | None = None
    title: str = ""
    goes_on: bool = False
    merged: tuple[tuple[int, int, int], ...] = ()

    def row(self, row: int) -> tuple[Cell, ...]:
        return tuple(column[row] for column in self.columns)

    def numbered(self, rows: "Rows") -> "Rows":
        """Which rows of the whole sheet (from 0) these are."""
        return rows if self.numbers is None else self.numbers[rows]

    def number(self, row: int) -> int:
        """The row as people count it in the whole sheet, from 1."""
        return row + 1 if self.numbers is None else int(self.numbers[row]) + 1

    def placed(self, numbers: "Rows") -> "Rows":
        """Which rows here those rows of the whole sheet are; the other way round than `numbered`."""
        import numpy as np

        if self.numbers is None:
            return numbers
        found: Rows = np.searchsorted(self.numbers, numbers)
        return found


def sheet_of(
    name: str,
    rows: Sequence[Sequence[Any]],
    *,
    clean: Callable[[Any], Cell] | None = None,
    hidden: bool = False,
) -> Sheet:
    """The sheet of these rows, without the blank ones at its end. `clean` makes a cell of one that is no text."""
    used = len(rows)
    while used and all(is_blank(cell) for cell in rows[used - 1]):
        used -= 1
    kept = rows[:used]
    blank = column_of([None] * used)  # one for all: a stray cell far to the right leaves thousands before it
    columns = tuple(column_of(cells, clean) if _is_used(cells) else blank for cells in zip_longest(*kept))
    return Sheet(name, used, columns, hidden=hidden)


def _is_used(cells: Sequence[Any]) -> bool:
    return any(cells) or not all(cell is None or cell == "" for cell in cells)


def sheet_of_columns(name: str, columns: Sequence[Column], lengths: "NDArray[np.int32]") -> Sheet:
    """The sheet of these columns of a delimited text, without the blank rows at its end."""
    used = max((int(filled[-1]) + 1 for column in columns if len(filled := column.codes.nonzero()[0])), default=0)
    return Sheet(name, used, tuple(replace(column, codes=column.codes[:used]) for column in columns), lengths[:used])


def below_blanks(part: Sheet, blank: int, start: int) -> Sheet:
    """The part below so many blank rows, the first of which is row `start` (from 0) of the whole."""
    import numpy as np

    above = np.zeros(blank, np.int32)
    columns = tuple(replace(column, codes=np.append(above, column.codes)) for column in part.columns)
    lengths = None if part.lengths is None else np.append(above, part.lengths)
    rows = blank + part.rows
    return replace(part, rows=rows, columns=columns, lengths=lengths, numbers=start + np.arange(rows))


def continued(head: Sheet, part: Sheet) -> Sheet:
    """A further part of a long text under the first rows of the whole (`head`: titles and the heading)."""
    import numpy as np

    width = max(len(head.columns), len(part.columns))
    columns = tuple(_under(_at(head, column), _at(part, column)) for column in range(width))
    lengths = None
    if head.lengths is not None and part.lengths is not None:
        lengths = np.append(head.lengths, part.lengths)
    numbers = np.append(np.arange(head.rows), part.numbered(np.arange(part.rows)))
    return Sheet(
        head.name, head.rows + part.rows, columns, lengths, head.hidden, numbers, head.rows, goes_on=part.goes_on
    )


def first_rows_of(sheet: Sheet, count: int) -> Sheet:
    """The first rows of a sheet, as a sheet."""
    columns = tuple(replace(column, codes=column.codes[:count]) for column in sheet.columns)
    return replace(sheet, rows=count, columns=columns, lengths=None if sheet.lengths is None else sheet.lengths[:count])


def chosen_rows(sheet: Sheet, rows: "Rows") -> Sheet:
    """Some rows of a sheet, ascending, as a part of it without a lead."""
    import numpy as np

    columns = tuple(replace(column, codes=column.codes[rows]) for column in sheet.columns)
    lengths = None if sheet.lengths is None else sheet.lengths[rows]
    lead = int(np.searchsorted(rows, sheet.lead))
    return replace(sheet, rows=len(rows), columns=columns, lengths=lengths, numbers=sheet.numbered(rows), lead=lead)


def rows_between(sheet: Sheet, start: int, stop: int) -> Sheet:
    """The rows of a sheet from `start` up to but not `stop` (from 0), as a part of it."""
    import numpy as np

    return sheet if (start, stop) == (0, sheet.rows) else chosen_rows(sheet, np.arange(start, stop))


def columns_between(sheet: Sheet, left: int, right: int) -> Sheet:
    """The sheet with nothing but its columns from `left` up to but not `right`, which keep their letters.

    The name says which: a row of the sheet may be one in each of two tables side by side. `[` and `:` are in no name
    that Excel gives.
    """
    blank = _at(sheet, len(sheet.columns))
    columns = tuple(column if left <= at < right else blank for at, column in enumerate(sheet.columns))
    return replace(beside_others(sheet, _span(left, right)), columns=columns, lengths=None)


def beside_others(sheet: Sheet, letters: str) -> Sheet:
    """The sheet as one of several side by side, named by the letters of its columns."""
    return replace(sheet, name=f"{sheet.name} [{letters}]", whole=sheet.name if sheet.whole is None else sheet.whole)


def _span(left: int, right: int) -> str:
    letters = (column_letter(left), column_letter(right - 1))
    return ":".join(dict.fromkeys(letters))


def _at(sheet: Sheet, position: int) -> Column:
    import numpy as np
    import pyarrow as pa

    if position < len(sheet.columns):
        return sheet.columns[position]
    return Column(np.zeros(sheet.rows, np.int32), pa.nulls(1, pa.string()))


def _under(head: Column, part: Column) -> Column:
    """Both one below the other. A cell of the head that the part has too keeps a code of its own."""
    import numpy as np
    import pyarrow as pa

    cells = [head[row] for row in range(len(head.codes))]
    codes = np.append(np.where(head.codes > 0, len(part) + np.arange(len(cells)), 0), part.codes).astype(np.int32)
    if part.texts is not None and all(cell is None or isinstance(cell, str) for cell in cells):
        return Column(codes, pa.concat_arrays([part.texts, pa.array(cells, pa.string())]))
    return Column(codes, (*part.values, *cells))


def column_of(cells: Sequence[Any], clean: Callable[[Any], Cell] | None = None) -> Column:
    """The column of these cells, each distinct one once.

    >>> column = column_of(["a", " ", "a"])
    >>> column.values, column.codes.tolist()
    ((None, 'a'), [1, 0, 1])
    """
    import pyarrow as pa

    try:
        return column_of_texts(pa.array(cells, pa.string()))
    except (pa.ArrowException, TypeError, UnicodeError):  # not all of them are texts
        return _column_of_any(cells, clean)


def column_of_texts(texts: "pa.Array") -> Column:
    """The column of these texts, where null is a blank cell too."""
    encoded = texts.dictionary_encode()
    return column_of_encoded(encoded.indices, encoded.dictionary)


def column_of_encoded(indices: "pa.Array", texts: "pa.Array") -> Column:
    """The column of the text, of different ones, that each index names, in the order in which they come."""
    import numpy as np
    import pyarrow as pa

    filled = ~_blank_among(texts)
    numbers = np.append(np.where(filled, np.cumsum(filled), 0), 0).astype(np.int32)
    codes = numbers[indices.fill_null(len(filled)).to_numpy()]
    return Column(codes, pa.concat_arrays([pa.nulls(1, pa.string()), texts.filter(pa.array(filled))]))


def _blank_among(texts: "pa.Array") -> "NDArray[np.bool_]":
    import pyarrow.compute as pc

    blank: NDArray[np.bool_] = ~pc.match_substring_regex(texts, "[0-9A-Za-z]").to_numpy(zero_copy_only=False)
    for at in blank.nonzero()[0].tolist():
        blank[at] = is_blank(texts[at].as_py())
    return blank


def _column_of_any(cells: Sequence[Any], clean: Callable[[Any], Cell] | None) -> Column:
    import numpy as np

    if clean and bool in set(map(type, cells)):  # True equals 1, so each is cleaned before any are compared
        cells, clean = list(map(clean, cells)), None
    number = {cell: at for at, cell in enumerate(dict.fromkeys(cells))}
    raw = np.fromiter(map(number.__getitem__, cells), np.int32, len(cells))
    known: dict[Cell, int] = {}
    renumbered = []
    for cell in number:
        kept = clean(cell) if clean else cell
        renumbered.append(0 if is_blank(kept) else known.setdefault(kept, len(known) + 1))
    return Column(np.array(renumbered, np.int32)[raw], (None, *known))


def is_blank(cell: Cell) -> bool:
    if isinstance(cell, str):
        bare = cell.strip()
        return not bare or (bare[0] in _INVISIBLE and not bare.strip(_INVISIBLE + " "))
    return cell is None


def column_letter(position: int) -> str:
    """The letters that a spreadsheet heads a column (from 0) with.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def text_of(cell: Cell) -> str:
    """The cell as text, as the sheet's own program shows it without a number format.

    >>> text_of(103079.0), text_of(16.06), text_of(date(2025, 7, 1)), text_of(None)
    ('103079', '16.06', '2025-07-01', '')
    """
    match cell:
        case None:
            return ""
        case ErrorCell():
            return cell.text
        case float():
            return f"{exact(cell):f}"
        case datetime():
            return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def exact(number: float) -> Decimal:
    """The decimal that a spreadsheet holds: it keeps fifteen digits, and the rest of a binary float is noise.

    A whole number that a float holds exactly stays as it is: programs write sixteen digits that Excel would not.

    >>> exact(0.1 + 0.2), exact(1606010101809001.0)
    (Decimal('0.3'), Decimal('1606010101809001'))
    """
    if number.is_integer() and abs(number) < 2**53:
        return Decimal(int(number))
    return Decimal(f"{number:.15g}")
