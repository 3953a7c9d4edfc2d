"""What a layout is: the fields of a kind of file, their columns, and what makes two rows the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cakupan.intake.outcome import CellParser, Given, Outcome, RowParser, Taken
from cakupan.intake.sheet import Cell

if TYPE_CHECKING:
    import pyarrow as pa

    from cakupan.intake.arrays import Flags

Stored = Literal["text", "int32", "int64", "decimal(12,6)", "decimal(20,6)", "date"]

Plainly = Callable[["pa.Array", Given], tuple["Flags", "pa.Array"]]
"""From the different texts of a column: which of them are plainly fine, and for those the value, all at once.

The value is the one that the cell's own parser gives, without repair or warning; of all others null.
"""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the records of a kind: from which columns of a file it is parsed, and as what it is kept."""

    name: str
    parse: RowParser
    sources: tuple[str, ...]
    stored: Stored = "text"
    required: bool = False
    free: bool = False  # any text will do, so a filled cell does not show that its row is data
    dispensable: bool = False  # a row says the same without it, so a cell that cannot be used is left out aloud
    silent: bool = False  # another field of the same columns already tells what is odd in them
    personal: bool = False  # a message shows no more than initials and a few digits of its cells
    plainly: Plainly | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of a kind. Two rows of one `key` whose `figures` differ cannot both be true; without a key, rows
    are not compared. Names in a key (`folded`) are compared as people compare them.

    `names` are the fields that say what a row is about; a row without any of `identifying` is about nobody. One of
    each set of `alternatives` must have a column. `aliases` are the files of headings besides the kind's own.
    """

    fields: tuple[Field, ...]
    key: tuple[str, ...]
    figures: tuple[str, ...] = ()
    names: tuple[str, ...] = ("area",)
    folded: tuple[str, ...] = ()
    identifying: tuple[str, ...] = ()
    alternatives: tuple[tuple[str, ...], ...] = ()
    aliases: tuple[str, ...] = ("shared",)
    keeps_all: bool = False  # nothing quarantines a row
    shared_nik_told: bool = False  # two names for one NIK are worth a look
    ages_told: bool = False  # who is too young or too old to be a member is worth a look

    @property
    def sources(self) -> tuple[str, ...]:
        """Every column of a file that some field reads."""
        return tuple(dict.fromkeys(source for field in self.fields for source in field.sources))

    def missing(self, columns: frozenset[str], given: Given) -> tuple[str, ...]:
        """The columns that must be there, and that neither these columns nor the sender say."""
        fields = tuple(
            field.name if field.name in field.sources else field.sources[0]
            for field in self.fields
            if field.required and columns.isdisjoint(field.sources) and given.says(field.name) is None
        )
        return fields + tuple(names[0] for names in self.alternatives if columns.isdisjoint(names))


def column(
    name: str,
    parse: CellParser,
    stored: Stored = "text",
    *,
    required: bool = False,
    free: bool = False,
    dispensable: bool = False,
) -> Field:
    """A field that the column of its own name says."""
    return Field(name, cell_parser(name, parse), (name,), stored, required, free, dispensable)


def cell_parser(name: str, parse: CellParser) -> RowParser:
    """A parser of rows that looks at one column only; a blank cell says nothing."""

    def parse_cell(cells: Mapping[str, Cell], given: Given) -> Outcome:
        cell = cells[name]
        return Taken(None) if cell is None else parse(cell, given)

    return parse_cell
