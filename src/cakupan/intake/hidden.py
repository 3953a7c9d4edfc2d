"""Which rows and columns of a workbook nobody sees: hidden by hand or filtered away. They are read all the same."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from cakupan.basics.refused import Facts
from cakupan.intake.batches import SingleProblems
from cakupan.intake.masking import told
from cakupan.intake.reading import Problem
from cakupan.intake.sheet import column_letter

if TYPE_CHECKING:
    from cakupan.intake.tables import Draft

_HIDDEN = b'hidden="'
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_IS_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_ATTRIBUTE = re.compile(rb'\b(r|min|max)="(\d+)"')
_SHOWN = 10
_MOST_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class Hidden:
    """The hidden rows and columns of a sheet, from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def hidden_in(content: bytes) -> Mapping[str, Hidden]:
    """What is hidden in each sheet of an XLSX that hides anything; nothing where the workbook cannot be read."""
    from cakupan.intake.workbook import sheet_parts

    found = {}
    try:
        with ZipFile(BytesIO(content)) as archive:
            for name, part in sheet_parts(archive).items():
                raw = archive.read(part)
                if _HIDDEN in raw and (hidden := _hidden_in(raw)) != Hidden():
                    found[name] = hidden
    except (BadZipFile, OSError, ValueError, RuntimeError, KeyError, SyntaxError, EOFError, NotImplementedError):
        return {}  # whoever reads the cells says what is wrong with it
    return found


def _hidden_in(raw: bytes) -> Hidden:
    rows, row = set(), -1
    for found in _ROW.finditer(raw):
        numbers = dict(_ATTRIBUTE.findall(found[1]))
        row = int(numbers[b"r"]) - 1 if b"r" in numbers else row + 1
        if _IS_HIDDEN.search(found[1]):
            rows.add(row)
    columns: set[int] = set()
    for found in _COLUMN.finditer(raw):
        numbers = dict(_ATTRIBUTE.findall(found[1]))
        if _IS_HIDDEN.search(found[1]) and {b"min", b"max"} <= numbers.keys():
            columns.update(range(int(numbers[b"min"]) - 1, min(int(numbers[b"max"]), _MOST_COLUMNS)))
    return Hidden(frozenset(rows), frozenset(columns))


def with_hidden(draft: "Draft", hidden: Mapping[str, Hidden]) -> "Draft":
    """The table, with a warning of what is hidden in it."""
    own = hidden.get(draft.sheet.title)
    return replace(draft, problems=(*draft.problems, *_told_of(draft, own))) if own else draft


def _told_of(draft: "Draft", hidden: Hidden) -> Iterator[SingleProblems]:
    """Warnings that rows of data, or columns with a heading, are hidden and were read."""
    sheet = draft.sheet.name
    numbers = draft.sheet.numbered(draft.rows.data).tolist() if hidden.rows else []
    rows = [number + 1 for number in numbers if number in hidden.rows]
    if rows:
        facts: Facts = {"sheet": sheet, "count": len(rows), "rows": tuple(_spans(rows))}
        yield SingleProblems("warning", [Problem(sheet, None, None, "rows_hidden", "warning", "", facts)])
    titles = ((at, draft.heading.title(at)) for at in sorted(hidden.columns))
    columns = tuple(f"{told(title)} ({column_letter(at)})" for at, title in titles if title)
    if columns:
        facts = {"sheet": sheet, "count": len(columns), "columns": columns[:_SHOWN]}
        yield SingleProblems("warning", [Problem(sheet, None, None, "columns_hidden", "warning", "", facts)])


def _spans(rows: Sequence[int]) -> list[str]:
    """The rows as people write them: 5-7, 9."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and spans[-1][1] == row - 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    told_of = [f"{first}-{last}" if last > first else str(first) for first, last in spans[:_SHOWN]]
    return told_of if len(spans) <= _SHOWN else [*told_of, "…"]
