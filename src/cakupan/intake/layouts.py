"""Which columns each kind of file has, how their cells are parsed, and what makes two rows the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cakupan.intake.cells import (
    parse_count_cell,
    parse_day_cell,
    parse_denominator_cell,
    parse_month_cell,
    parse_rate_cell,
    parse_sampling_error,
    parse_text_cell,
    parse_vintage_cell,
    parse_year_cell,
    word_of,
)
from cakupan.intake.kind import Kind
from cakupan.intake.outcome import CellParser, Given, Outcome, RowParser, Taken
from cakupan.intake.places import PLACE_COLUMNS, parse_place
from cakupan.intake.sheet import Cell

Stored = Literal["text", "int32", "int64", "decimal(12,6)", "decimal(20,6)", "date"]


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


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of a kind. Two rows of one `key` whose `figures` differ cannot both be true."""

    fields: tuple[Field, ...]
    key: tuple[str, ...]
    figures: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Every column of a file that some field reads."""
        return tuple(source for field in self.fields for source in field.sources)

    def missing(self, columns: frozenset[str], given: Given) -> tuple[str, ...]:
        """The required fields that neither these columns nor the sender say."""
        return tuple(
            field.name
            for field in self.fields
            if field.required and columns.isdisjoint(field.sources) and given.says(field.name) is None
        )


def layout_of(kind: Kind) -> Layout:
    return _LAYOUTS[kind]


def _column(
    name: str, parse: CellParser, stored: Stored = "text", *, required: bool = False, dispensable: bool = False
) -> Field:
    """A field that one column says."""

    def parse_cell(cells: Mapping[str, Cell], given: Given) -> Outcome:
        cell = cells[name]
        return Taken(None) if cell is None else parse(cell, given)

    return Field(name, parse_cell, (name,), stored, required, parse is parse_text_cell, dispensable)


_AREA = Field("area", parse_place, PLACE_COLUMNS, required=True)
_SEGMENT = _column("segment", word_of("segment"))
_SOURCE = _column("source", parse_text_cell)

_LAYOUTS: Mapping[Kind, Layout] = {
    Kind.RECAP: Layout(
        fields=(
            _AREA,
            _column("month", parse_month_cell, required=True),
            _column("members", parse_count_cell, "int64", required=True),
            _SEGMENT,
            _column("payer", word_of("payer")),
            _column("programme", word_of("programme")),
            _SOURCE,
        ),
        key=("area", "month", "segment", "payer", "programme", "source"),
        figures=("members",),
    ),
    Kind.WORKFORCE: Layout(
        fields=(
            _column("denominator", parse_text_cell, required=True),
            _AREA,
            _column("value", parse_denominator_cell, "int64", required=True),
            _column("vintage", parse_vintage_cell, required=True),
            _SEGMENT,
            _column("error", parse_sampling_error, "decimal(20,6)", dispensable=True),
            _column("definition", parse_text_cell),
            _SOURCE,
            _column("published_on", parse_day_cell, "date", dispensable=True),
        ),
        key=("denominator", "area", "vintage", "segment"),
        figures=("value",),
    ),
    Kind.TARGETS: Layout(
        fields=(
            _column("target", parse_text_cell, required=True),
            _AREA,
            _column("year", parse_year_cell, "int32", required=True),
            _column("rate", parse_rate_cell, "decimal(12,6)", required=True),
            _column("set_by", parse_text_cell),
            _column("denominator", parse_text_cell),
            _SOURCE,
        ),
        key=("target", "area", "year"),
        figures=("rate",),
    ),
}
