"""Which rows of a sheet's table are without fault, and what is wrong, odd or mended in each of the others."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

from cakupan.basics.names import fold_name
from cakupan.basics.refused import Fact, Facts
from cakupan.intake.headings import Heading
from cakupan.intake.kind import Subject
from cakupan.intake.layout import Layout
from cakupan.intake.layouts import layout_of
from cakupan.intake.masking import hushed, told
from cakupan.intake.outcome import Fault, Given, Taken, Value
from cakupan.intake.parsed import Parsed, parse_field
from cakupan.intake.reading import Accepted, Problem, Quarantined, Repair, Severity
from cakupan.intake.refusals import AmbiguousColumns
from cakupan.intake.repeats import Claim
from cakupan.intake.rows import Grid, Sorted, sort_rows
from cakupan.intake.sheet import Cell, Sheet, column_letter, exact, text_of

if TYPE_CHECKING:
    from cakupan.intake.arrays import Rows


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A table before its rows are compared with those of other sheets."""

    sheet: Sheet
    heading: Heading
    layout: Layout
    fields: tuple[Parsed, ...]
    rows: Sorted
    problems: tuple[Problem, ...]

    def field(self, name: str) -> Parsed:
        return next(parsed for parsed in self.fields if parsed.field.name == name)

    def sound_rows(self) -> "Rows":
        """Rows of data (from 0) that hold no error."""
        import numpy as np

        faulty = {found.row - 1 for found in self.problems if found.severity == "error" and found.row}
        rows: Rows = self.rows.data[~np.isin(self.rows.data, list(faulty))]
        return rows

    def claims(self, number: int, rows: "Rows") -> Iterator[Claim]:
        """What each of these rows says; `number` is the table's in its file."""
        values = {parsed.field.name: parsed.at(rows).to_pylist() for parsed in self.fields}
        values |= {name: [fold_name(text or "") for text in values[name]] for name in self.layout.folded}
        rest = [name for name in values if name not in self.layout.key and name not in self.layout.figures]
        keys, figures, others = (
            list(zip(*(values[name] for name in names), strict=True)) or [()] * len(rows)
            for names in (self.layout.key, self.layout.figures, rest)
        )
        for row, key, figure, other in zip(rows.tolist(), keys, figures, others, strict=True):
            yield Claim((number, row), key, figure, other)

    @property
    def columns(self) -> Mapping[str, str]:
        """The heading as written of each column that was found, and its canonical English name."""
        cells = self.sheet.row(self.heading.row)
        found = sorted(self.heading.positions.items(), key=lambda item: item[1])
        return {text_of(cells[position]): column for column, position in found}

    def accepted(self, rows: "Rows") -> Accepted:
        import pyarrow as pa

        values = {parsed.field.name: parsed.at(rows) for parsed in self.fields}
        return Accepted(self.sheet.name, pa.array(rows + 1, pa.int32()), values)

    def repairs(self, rows: "Rows") -> Iterator[Repair]:
        """What was mended in these rows."""
        for parsed in self.fields:
            taken = [(code, found) for code, found in parsed.noted.items() if isinstance(found, Taken)]
            mended = {code: (found.repair, shown(found.value)) for code, found in taken if found.repair}
            heading = heading_of(self, parsed)
            for row in parsed.noted_rows(rows, list(mended)):
                code, repaired = mended[int(parsed.codes[row])]
                yield Repair(self.sheet.name, row + 1, heading, code, parsed.text(row), repaired)

    def quarantined(self, rows: Mapping[int, tuple[str, ...]]) -> Iterator[Quarantined]:
        """These rows (from 0) with the codes of their errors, and their cells as received."""
        labels = _labels(self)
        for row, codes in sorted(rows.items()):
            named = zip(labels, self.sheet.row(row), strict=True)
            cells = {label: _plain(cell) for label, cell in named if cell is not None}
            yield Quarantined(self.sheet.name, row + 1, codes, json.dumps(cells, ensure_ascii=False))


def draft_table(sheet: Sheet, heading: Heading, kind: Subject, given: Given, name: str) -> Draft:
    """The table below `heading`, with every error and warning of its rows."""
    layout = layout_of(kind)
    fields = tuple(parse_field(sheet, heading, field, given) for field in layout.fields)
    grid = Grid(sheet, heading, fields, layout.figures, layout.names, layout.identifying)
    rows = sort_rows(grid)
    if len(rows.data) and grid.continues_heading(int(rows.data[0])):
        raise AmbiguousColumns("heading_in_two_rows", name=name, sheet=sheet.name, row=heading.row + 1)
    draft = Draft(sheet, heading, layout, fields, rows, problems=())
    found = chain(_sheet_problems(sheet), _cell_problems(draft), _ragged_rows(draft))
    return replace(draft, problems=tuple(found))


def heading_of(draft: Draft, parsed: Parsed) -> str:
    """The heading, as written, of the column that speaks for a field; the field's name where the sender does."""
    if parsed.position is None:
        return parsed.field.name
    return text_of(draft.sheet.columns[parsed.position][draft.heading.row])


def shown(value: Value) -> str:
    """A value as text, a decimal without the zeros it is kept with."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def with_warning(draft: Draft, code: str, facts: Facts) -> Draft:
    """The table with a warning about its sheet as a whole."""
    warning = Problem(draft.sheet.name, None, None, code, "warning", "", facts)
    return replace(draft, problems=(*draft.problems, warning))


def _sheet_problems(sheet: Sheet) -> Iterator[Problem]:
    if sheet.hidden:
        yield Problem(sheet.name, None, None, "sheet_hidden", "warning", "", {"sheet": sheet.name})


def _cell_problems(draft: Draft) -> Iterator[Problem]:
    for parsed in draft.fields:
        noted = [code for code, found in parsed.noted.items() if isinstance(found, Fault) or found.warnings]
        for row in parsed.noted_rows(draft.rows.data, noted):
            match parsed.noted[int(parsed.codes[row])]:
                case Fault() as fault:
                    yield problem_in(draft, parsed, row, fault, "error")
                case Taken(warnings=warnings):
                    yield from (problem_in(draft, parsed, row, fault, "warning") for fault in warnings)


def problem_in(draft: Draft, parsed: Parsed, row: int, fault: Fault, severity: Severity) -> Problem:
    """The problem of a cell. What stands in a cell of a person is told by its digits and initials only."""
    heading, text = heading_of(draft, parsed), parsed.text(row)
    spoken = hushed(text) if parsed.field.personal else told(text)
    facts: dict[str, Fact] = {"row": row + 1, "column": told(heading), "text": spoken, **fault.facts}
    return Problem(draft.sheet.name, row + 1, heading, fault.code, severity, text, facts)


def _ragged_rows(draft: Draft) -> Iterator[Problem]:
    """Records of a delimited text with more cells than headings: an unquoted comma has moved the values."""
    lengths = draft.sheet.lengths
    if lengths is None:
        return
    wide = int(lengths[draft.heading.row])
    longer = draft.rows.data[lengths[draft.rows.data] > wide].tolist()
    # a program that ends every record with a delimiter does so in all of them
    alike = len(longer) == len(draft.rows.data) and len({lengths[row] for row in longer}) == 1
    for row in longer:
        beyond = [cell for cell in draft.sheet.row(row)[wide:] if cell is not None]
        if beyond or not alike:
            facts: dict[str, Fact] = {"row": row + 1, "cells": int(lengths[row]), "headings": wide}
            text = " / ".join(text_of(cell) for cell in beyond)
            yield Problem(draft.sheet.name, row + 1, None, "too_many_cells", "error", text, facts)


def _labels(draft: Draft) -> list[str]:
    """A name for every column that no other column has: its heading, with its letter where that is blank or taken."""
    labels: list[str] = []
    for at, cell in enumerate(draft.sheet.row(draft.heading.row)):
        heading, letter = text_of(cell).strip(), column_letter(at)
        labels.append(heading if heading and heading not in labels else f"{heading} ({letter})".strip())
    return labels


def _plain(cell: Cell) -> str | int | float:
    if isinstance(cell, float):
        number = exact(cell)
        return int(number) if number == number.to_integral_value() else float(number)
    return cell if isinstance(cell, int) else text_of(cell)
