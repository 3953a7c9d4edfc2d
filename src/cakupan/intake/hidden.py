"""Which rows and columns of a workbook nobody sees: hidden by hand or filtered away. They are read all the same."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from cakupan.basics.refused import Facts
from cakupan.intake.batches import SingleProblems
from cakupan.intake.masking import told
from cakupan.intake.own_sheets import is_own_column
from cakupan.intake.reading import Problem
from cakupan.intake.sheet import column_letter

if TYPE_CHECKING:
    from cakupan.intake.tables import Draft

_HIDDEN = b'hidden="'
_SPREADSHEET = "content.xml"  # of an ODS
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_IS_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_ATTRIBUTE = re.compile(rb'\b(r|min|max)="(\d+)"')
_OF_SPREADSHEET = re.compile(r"<table:table(-row|-column)?(?=[\s/>])([^<>]*)>")
_SAID = re.compile(r'\btable:(name|visibility|number-rows-repeated|number-columns-repeated)="([^"]*)"')
_SHOWN = 10
_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14


@dataclass(frozen=True, slots=True)
class Hidden:
    """The hidden rows and columns of a sheet, from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def hidden_in(content: bytes) -> Mapping[str, Hidden]:
    """What is hidden in each sheet of an XLSX or ODS that hides anything; nothing where it cannot be read."""
    from cakupan.intake.workbook import sheet_parts

    found = {}
    try:
        with ZipFile(BytesIO(content)) as archive:
            if _SPREADSHEET in archive.namelist():
                return _hidden_in_spreadsheet(archive.read(_SPREADSHEET).decode("utf-8"))
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


def _hidden_in_spreadsheet(text: str) -> Mapping[str, Hidden]:
    if 'table:visibility="' not in text:
        return {}
    found: dict[str, tuple[set[int], set[int]]] = {}
    rows, columns = set[int](), set[int]()
    at = {"-row": 0, "-column": 0}
    for tag in _OF_SPREADSHEET.finditer(text):
        said = dict(_SAID.findall(tag[2]))
        if tag[1] is None:
            rows, columns = found.setdefault(unescape(said.get("name", "")), (set(), set()))
            at = {"-row": 0, "-column": 0}
            continue
        hides, most = (rows, _MOST_ROWS) if tag[1] == "-row" else (columns, _MOST_COLUMNS)
        after = min(at[tag[1]] + int(said.get(f"number{tag[1]}s-repeated", 1)), most)
        if said.get("visibility") in ("collapse", "filter"):
            hides.update(range(at[tag[1]], after))
        at[tag[1]] = after
    return {name: Hidden(*map(frozenset, hidden)) for name, hidden in found.items() if any(hidden)}


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
    columns = tuple(
        f"{told(title)} ({column_letter(at)})" for at, title in titles if title and not is_own_column(title)
    )
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
