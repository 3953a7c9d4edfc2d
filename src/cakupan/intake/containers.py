"""What a file really is, whatever its name ends in, and which reader takes it."""

import zlib
from collections.abc import Callable, Collection, Container, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from cakupan.intake.binary_workbook import read_binary_workbook
from cakupan.intake.delimited import read_delimited
from cakupan.intake.masking import names_told
from cakupan.intake.old_workbook import read_old_workbook
from cakupan.intake.one_column import cut_open
from cakupan.intake.open_document import read_open_document
from cakupan.intake.pages import read_page
from cakupan.intake.refusals import BrokenFile, EmptyFile, NotATable
from cakupan.intake.sheet import Sheet
from cakupan.intake.signatures import BARE_XLS, OLE, ZIP, foreign, is_page
from cakupan.intake.workbook import read_workbook

_ODD_ARCHIVES = (EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError)  # what zipfile raises too
_LARGEST_UNPACKED = 2**30  # a workbook of a million rows unpacks to about half of this
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"

Reader = Callable[[bytes, str], tuple[Sheet, ...]]


def read_sheets(content: bytes, name: str, knows: Callable[[str], bool]) -> tuple[Sheet, ...]:
    """The sheets of a received file that are not empty; told by its bytes, since names lie.

    No sheet's name holds a long number (`names_told`); its title may.

    Refused are EmptyFile, NotATable and BrokenFile. `knows` is for `read_delimited` and `cut_open`.
    """
    if not content:
        raise EmptyFile("file_empty", name=name)
    sheets = tuple(cut_open(sheet, knows) for sheet in _read(content, name, knows))
    told = names_told([sheet.name for sheet in sheets])  # of all: who marks the file does not know which are empty
    named = (replace(sheet, name=as_told, title=sheet.name) for sheet, as_told in zip(sheets, told, strict=True))
    found = tuple(sheet for sheet in named if sheet.rows)
    if not found:
        raise EmptyFile("file_blank", name=name)
    return found


def _read(content: bytes, name: str, knows: Callable[[str], bool]) -> tuple[Sheet, ...]:
    if content.startswith(ZIP):
        with _refused_where_broken(name):
            return _reader_in(content, name)(content, name)
    if content.startswith((OLE, *BARE_XLS)):
        return read_old_workbook(content, name)
    code = foreign(content)
    if is_page(code):
        return read_page(content, name)
    if code:
        raise NotATable(code, name=name)
    return (read_delimited(content, name, knows),)


@contextmanager
def _refused_where_broken(name: str) -> Iterator[None]:
    from python_calamine import CalamineError

    try:
        yield
    except (CalamineError, BadZipFile, zlib.error, ElementTree.ParseError, *_ODD_ARCHIVES) as error:
        raise BrokenFile("workbook_broken", name=name) from error
    except BaseException as error:
        # calamine is Rust: where it meets what its authors held impossible it panics, past `except Exception`
        if type(error).__name__ != "PanicException":
            raise
        raise BrokenFile("workbook_broken", name=name) from error


def _reader_in(content: bytes, name: str) -> Reader:
    """The reader of the workbook that an archive is, if it may be unpacked."""
    with ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        parts = {entry.filename for entry in entries}
        if any(entry.flag_bits & 1 for entry in entries):
            raise BrokenFile("file_locked", name=name)
        if sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED:
            raise BrokenFile("file_too_large", name=name)
        reader = _reader_of(parts, archive.read("mimetype") if "mimetype" in parts else b"")
    if reader is None:
        raise NotATable(_other_archive(parts), name=name)
    return reader


def _reader_of(parts: Container[str], mimetype: bytes) -> Reader | None:
    if "xl/workbook.xml" in parts:
        return read_workbook
    if "xl/workbook.bin" in parts:
        return read_binary_workbook
    # a text document of the same family has the same parts
    if "content.xml" in parts and (not mimetype or mimetype.strip().startswith(_ODS)):
        return read_open_document
    return None


def _other_archive(parts: Collection[str]) -> str:
    if not parts:
        return "archive_empty"
    if "Index/Document.iwa" in parts:
        return "file_is_numbers"
    letters = any(part.startswith(("word/", "ppt/")) or part == "content.xml" for part in parts)
    return "file_is_letter" if letters else "file_is_archive"
