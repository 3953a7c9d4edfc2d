"""Which rows of a sheet's table are without fault, and what is wrong, odd or mended in each of the others."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from cakupan.basics.names import fold_name
from cakupan.basics.refused import Fact, Facts
from cakupan.intake.batches import CellProblems, CellRepairs, ProblemBatch, SingleProblems
from cakupan.intake.headings import Heading
from cakupan.intake.kind import Subject
from cakupan.intake.layout import Layout
from cakupan.intake.layouts import layout_of
from cakupan.intake.merged import merged_over_rows
from cakupan.intake.outcome import Fault, Given, Taken, Value
from cakupan.intake.parsed import Parsed, parse_field
from cakupan.intake.reading import Accepted, Problem, Quarantined, Severity
from cakupan.intake.refusals import AmbiguousColumns
from cakupan.intake.repeats import Claim
from cakupan.intake.rows import Grid, Sorted, sort_rows
from cakupan.intake.settled import settled
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
    problems: tuple[ProblemBatch, ...]

    def field(self, name: str) -> Parsed:
        return next(parsed for parsed in self.fields if parsed.field.name == name)

    def sound_rows(self) -> "Rows":
        """Rows of data (from 0) that hold no error."""
        import numpy as np

        faulty = np.zeros(self.sheet.rows, bool)
        for batch in self.problems:
            if batch.severity == "error":
                faulty[self.sheet.placed(batch.rows)] = True  # no error is of a whole sheet
        rows: Rows = self.rows.data[~faulty[self.rows.data]]
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
            yield Claim((number, self.sheet.number(row) - 1), key, figure, other)

    @property
    def positions(self) -> Mapping[int, str]:
        """The canonical English name of each column (from 0) that was found, from the left."""
        parts = {column: self.heading.joined.get(column, (at,)) for column, at in self.heading.positions.items()}
        return dict(sorted((at, column) for column, positions in parts.items() for at in positions))

    @property
    def columns(self) -> Mapping[str, str]:
        """The heading as written of each column that was found, and its canonical English name; with its letter where
        columns of several meanings are headed alike."""
        titled = [(self.heading.title(at), at, column) for at, column in self.positions.items()]
        alike = Counter(title for title, _ in {(title, column) for title, _, column in titled})
        return {
            title if alike[title] == 1 else f"{title} ({column_letter(at)})".strip(): column
            for title, at, column in titled
        }

    def accepted(self, rows: "Rows") -> Accepted:
        import pyarrow as pa

        values = {parsed.field.name: parsed.at(rows) for parsed in self.fields}
        return Accepted(self.sheet.name, pa.array(self.sheet.numbered(rows) + 1, pa.int32()), values)

    def repairs(self, rows: "Rows") -> Iterator[CellRepairs]:
        """What was mended in these rows, by column."""
        for parsed in self.fields:
            taken = [(code, found) for code, found in parsed.noted.items() if isinstance(found, Taken)]
            mended = {code: (found.repair, shown(found.value)) for code, found in taken if found.repair}
            if len(found := parsed.noted_rows(rows, list(mended))):
                numbers, texts, codes = parsed.written_in(found)
                done = [mended[code] for code in codes]
                told = self.sheet.numbered(found)
                yield CellRepairs(self.sheet.name, heading_of(self, parsed), told, numbers, texts, done)

    def quarantined(self, rows: Mapping[int, tuple[str, ...]]) -> Iterator[Quarantined]:
        """These rows (from 0) with the codes of their errors, and their cells as received."""
        labels = _labels(self)
        parts = {column: self.heading.joined.get(column, (at,)) for column, at in self.heading.positions.items()}
        columns = json.dumps({column: [labels[at] for at in ats] for column, ats in parts.items()}, ensure_ascii=False)
        for row, codes in sorted(rows.items()):
            named = zip(labels, self.sheet.row(row), strict=True)
            cells = {label: _plain(cell) for label, cell in named if cell is not None}
            told = json.dumps(cells, ensure_ascii=False)
            yield Quarantined(self.sheet.name, self.sheet.number(row), codes, told, columns)


def draft_table(sheet: Sheet, heading: Heading, kind: Subject, given: Given, name: str) -> Draft:
    """The table below `heading`, with every error and warning of its rows."""
    layout = layout_of(kind)
    fields = settled(tuple(parse_field(sheet, heading, field, given) for field in layout.fields), given)
    grid = Grid(sheet, heading, fields, layout.figures, layout.names)
    rows = sort_rows(grid)
    below_heading = len(rows.data) and not sheet.lead and rows.data[0] > heading.row >= 0
    if below_heading and grid.continues_heading(int(rows.data[0])):
        raise AmbiguousColumns("heading_in_two_rows", name=name, sheet=sheet.name, row=sheet.number(heading.row))
    draft = Draft(sheet, heading, layout, fields, rows, problems=())
    ragged = SingleProblems("error", list(_ragged_rows(draft)))
    found: list[ProblemBatch] = [_sheet_problems(sheet), *merged_over_rows(draft), *_cell_problems(draft), ragged]
    return replace(draft, problems=tuple(batch for batch in found if len(batch.rows)))


def drafted_rows(sheet: Sheet, heading: Heading, kind: Subject, given: Given) -> Draft:
    """The table of a sheet of which every row below its lead is known to be data, without telling of them again."""
    import numpy as np

    layout = layout_of(kind)
    fields = settled(tuple(parse_field(sheet, heading, field, given) for field in layout.fields), given)
    return Draft(sheet, heading, layout, fields, Sorted(np.arange(sheet.lead, sheet.rows), {}), problems=())


def heading_of(draft: Draft, parsed: Parsed) -> str:
    """The heading, as written, of the column that speaks for a field; the field's name where the sender does."""
    if parsed.position is None:
        return parsed.field.name
    return " / ".join(map(draft.heading.title, draft.heading.joined.get(parsed.field.name, (parsed.position,))))


def shown(value: Value) -> str:
    """A value as text, a decimal without the zeros it is kept with."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def with_warning(draft: Draft, code: str, facts: Facts) -> Draft:
    """The table with a warning about its sheet as a whole."""
    warning = Problem(draft.sheet.name, None, None, code, "warning", "", facts)
    return replace(draft, problems=(*draft.problems, SingleProblems("warning", [warning])))


def _sheet_problems(sheet: Sheet) -> SingleProblems:
    told: dict[str, Facts] = {}
    if sheet.hidden:
        told["sheet_hidden"] = {"sheet": sheet.name}
    if sheet.mended:
        told["text_mended"] = {"count": sheet.mended}
    problems = [Problem(sheet.name, None, None, code, "warning", "", facts) for code, facts in told.items()]
    return SingleProblems("warning", problems)


def _cell_problems(draft: Draft) -> Iterator[CellProblems]:
    for parsed in draft.fields:
        faults = {code: found for code, found in parsed.noted.items() if isinstance(found, Fault)}
        yield _in_cells(draft, parsed, faults, "error")
        warned = {code: found.warnings for code, found in parsed.noted.items() if isinstance(found, Taken)}
        for at in range(max(map(len, warned.values()), default=0)):
            ats = {code: warnings[at] for code, warnings in warned.items() if len(warnings) > at}
            yield _in_cells(draft, parsed, ats, "warning")


def _in_cells(draft: Draft, parsed: Parsed, faults: Mapping[int, Fault], severity: Severity) -> CellProblems:
    rows = parsed.noted_rows(draft.rows.data, list(faults))
    return _told_of(draft, parsed, rows, severity, faults.__getitem__)


def problems_in(draft: Draft, parsed: Parsed, rows: "Rows", fault: Fault, severity: Severity) -> CellProblems:
    """One and the same problem in the cells of some rows."""
    return _told_of(draft, parsed, rows, severity, lambda _: fault)


def _told_of(
    draft: Draft, parsed: Parsed, rows: "Rows", severity: Severity, fault_of: Callable[[int], Fault]
) -> CellProblems:
    numbers, texts, codes = parsed.written_in(rows)
    return CellProblems(
        draft.sheet.name,
        heading_of(draft, parsed),
        parsed.field.personal,
        severity,
        draft.sheet.numbered(rows),
        numbers,
        texts,
        [fault_of(code) for code in codes],
        parsed.position,
    )


def _ragged_rows(draft: Draft) -> Iterator[Problem]:
    """Records of a delimited text with more cells than headings: an unquoted comma has moved the values."""
    import numpy as np

    lengths = draft.sheet.lengths
    if lengths is None:
        return
    wide = int(lengths[draft.heading.row]) if draft.heading.row >= 0 else int(lengths.max(initial=0))
    data = draft.rows.data
    # a program that ends its records with a delimiter does so in most of them
    usual = int(np.bincount(lengths[data]).argmax()) if len(data) else 0
    for row in data[lengths[data] > wide].tolist():
        beyond = [cell for cell in draft.sheet.row(row)[wide:] if cell is not None]
        if beyond or lengths[row] != usual:
            number = draft.sheet.number(row)
            facts: dict[str, Fact] = {"row": number, "cells": int(lengths[row]), "headings": wide}
            text = " / ".join(text_of(cell) for cell in beyond)
            yield Problem(draft.sheet.name, number, None, "too_many_cells", "error", text, facts)


def _labels(draft: Draft) -> list[str]:
    """A name for every column that no other column has: its heading, with its letter where that is blank or taken."""
    labels: list[str] = []
    for at in range(len(draft.sheet.columns)):
        heading, letter = draft.heading.title(at).strip(), column_letter(at)
        labels.append(heading if heading and heading not in labels else f"{heading} ({letter})".strip())
    return labels


def _plain(cell: Cell) -> str | int | float:
    if isinstance(cell, float):
        number = exact(cell)
        return int(number) if number == number.to_integral_value() else float(number)
    return cell if isinstance(cell, int) else text_of(cell)
