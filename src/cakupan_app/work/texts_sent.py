"""Published texts as they come in: the files of a folder, or the rows of a table with place, day and source."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from cakupan import regions
from cakupan.basics.refused import Refused
from cakupan.intake.cells import day_in
from cakupan.statements import Publication, published_in
from cakupan.statements.publication import YEARS
from cakupan_app.work.check import LARGEST_BYTES, decoded, read_text
from cakupan_app.work.letters import masked
from cakupan_app.work.readers import readers

_TEXTS = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")
_BOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_TABLES = (".csv", ".tsv", *_BOOKS)
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "teks", "isi", "isi berita", "berita", "konten", "content", "article"),
    "name": ("title", "judul", "name", "nama", "headline"),
    "place": ("place", "tempat", "wilayah", "daerah", "area", "place_code", "kode wilayah"),
    "day": ("date", "tanggal", "tgl", "terbit", "tanggal terbit", "published_on", "published"),
    "source": ("source", "sumber", "media", "outlet"),
    "url": ("url", "tautan", "link", "alamat"),
}
_MOST_ROWS = 100_000
_LONGEST_TEXT = 2_000_000  # characters of one row


@dataclass(frozen=True, slots=True)
class TextSent:
    """One text with what is said about it: `place` is an area code, empty where nobody says."""

    name: str
    text: str
    place: str = ""
    published: Publication | None = None
    source: str = ""
    url: str = ""

    @property
    def published_on(self) -> date | None:
        """The day it was published on; None where no more than its month or year is known."""
        return self.published.on if self.published else None


@dataclass(frozen=True, slots=True)
class NotSent:
    """What could not be read, and why."""

    name: str
    problem: Refused


def texts_in(path: Path) -> Iterator[TextSent | NotSent]:
    """The texts of a folder (its files, by name) or table (its rows). Refused where it is neither or holds none."""
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.casefold() in _TEXTS)
        if not files:
            raise Refused("texts_none_in_folder", path=str(path), known=_TEXTS)
        yield from map(_of_file, files)
    elif path.suffix.casefold() in _TABLES:
        yield from _of_table(path)
    elif path.exists():
        yield _of_file(path)
    else:
        raise Refused("file_missing", path=str(path))


def _of_file(path: Path) -> TextSent | NotSent:
    try:
        return TextSent(masked(path.name), read_text(path))
    except Refused as problem:
        return NotSent(masked(path.name), problem)


def _of_table(path: Path) -> Iterator[TextSent | NotSent]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Refused("file_missing", path=str(path)) from None
    except OSError:
        raise Refused("file_unreadable", path=str(path)) from None
    if len(content) > LARGEST_BYTES * 5:
        raise Refused("text_too_large", path=str(path), megabytes=LARGEST_BYTES * 5 // 1_000_000)
    yield from texts_of_table(content, name=path.name)


def texts_of_table(content: bytes, *, name: str) -> Iterator[TextSent | NotSent]:
    """The texts of a table's rows. Refused where no column holds texts, there is no row, or there are too many."""
    rows = _rows_of_book(content, name) if _is_book(name) else list(_rows_of_text(content))
    rows = [row for row in rows if any(str(cell).strip() for cell in row)]
    columns = _columns(rows[0]) if rows else {}
    if "text" not in columns:
        raise Refused("texts_without_column", path=name, known=tuple(names[0] for names in _HEADINGS.values()))
    if len(rows) - 1 > _MOST_ROWS:
        raise Refused("texts_too_many", path=name, rows=len(rows) - 1, most=_MOST_ROWS)
    if len(rows) == 1:
        raise Refused("texts_none_in_table", path=name)
    for number, row in enumerate(rows[1:], start=2):
        yield _of_row(row, columns, f"{masked(name)}:{number}")


def _is_book(name: str) -> bool:
    return Path(name).suffix.casefold() in _BOOKS


def _columns(headings: Sequence[Any]) -> Mapping[str, int]:
    told = [" ".join(str(one).casefold().replace("_", " ").split()) for one in headings]
    found: dict[str, int] = {}
    for column, names in _HEADINGS.items():
        known = [told.index(name) for name in (one.replace("_", " ") for one in names) if name in told]
        if known:
            found[column] = known[0]
    return found


def _of_row(row: Sequence[Any], columns: Mapping[str, int], name: str) -> TextSent | NotSent:
    cells = {column: row[at] if at < len(row) else "" for column, at in columns.items()}
    words = {column: str(cell if cell is not None else "").strip() for column, cell in cells.items()}
    try:
        if not words["text"]:
            raise Refused("text_empty", path=name)
        if len(words["text"]) > _LONGEST_TEXT:
            raise Refused("text_too_large", path=name, megabytes=_LONGEST_TEXT // 1_000_000)
        return TextSent(
            words.get("name") or name,
            words["text"],
            place_told(words.get("place", "")),
            _published(cells.get("day")),
            words.get("source", ""),
            words.get("url", ""),
        )
    except Refused as problem:
        return NotSent(name, problem)


def place_told(text: str) -> str:
    """The code of the area that somebody names; empty where nothing is said. Refused where it is none or several."""
    if not text.strip():
        return ""
    found = regions.find_area(text)
    if isinstance(found, regions.AreaProblem):
        raise Refused(found.code, **found.facts)
    return found.code


def _published(cell: Any) -> Publication | None:
    if isinstance(cell, datetime):
        return Publication(cell.date())
    if isinstance(cell, date):
        return Publication(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # a year, as workbooks hold it
    return published_told(str(cell if cell is not None else ""))


def published_told(text: str) -> Publication | None:
    """The day, month or year that somebody names as that of a publication; None where nothing is said.

    Refused where it is none of these, or in no year in which a text may have been published.
    """
    told = text.strip()
    day = day_in(" ".join(told.casefold().split())) or _day_of_instant(told)
    found = Publication(day) if day else published_in(told)
    if told and (found is None or found.day.year not in YEARS):
        raise Refused("publication_unknown", text=told[:20])
    return found


def _day_of_instant(text: str) -> date | None:
    """The day of "2025-09-18T10:00:00" as feeds write it."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _rows_of_text(content: bytes) -> Iterable[list[str]]:
    csv.field_size_limit(LARGEST_BYTES)
    text = decoded(content)
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=mark)
    except csv.Error:
        return  # a quotation that never ends: what came before it is told


def _rows_of_book(content: bytes, name: str) -> list[list[Any]]:
    return readers().call(_book, content, name=masked(name), size=len(content))


def _book(content: bytes) -> list[list[Any]]:
    """The rows of the first sheet that has any; in a reading process."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for sheet in book.sheet_names:
        rows: list[list[Any]] = book.get_sheet_by_name(sheet).to_python()
        if rows:
            return rows
    return []
