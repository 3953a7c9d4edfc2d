"""What a file really is, whatever its name ends in, and which reader takes it."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from cakupan.intake.delimited import read_delimited
from cakupan.intake.refusals import BrokenFile, EmptyFile, NotATable
from cakupan.intake.sheet import Sheet
from cakupan.intake.workbook import read_workbook

_ODD_ARCHIVES = (EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError)  # what zipfile raises too
_LARGEST_UNPACKED = 2**30  # a workbook of a million rows unpacks to about half of this
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: Mapping[bytes, str] = {
    b"\x89PNG": "file_is_picture",
    b"\xff\xd8\xff": "file_is_picture",
    b"GIF8": "file_is_picture",
    b"BM": "file_is_picture",
    b"II*\x00": "file_is_picture",
    b"MM\x00*": "file_is_picture",
    b"RIFF": "file_is_picture",
    b"{\\rtf": "file_is_letter",
    b"\x1f\x8b": "file_is_archive",
    b"7z\xbc\xaf": "file_is_archive",
    b"Rar!": "file_is_archive",
    b"PAR1": "file_is_binary",
}
_PAGES = (b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<style", b"<meta", b"<?xml", b"<div", b"<script")


def read_sheets(content: bytes, name: str, knows: Callable[[str], bool]) -> tuple[Sheet, ...]:
    """The sheets of a received file that are not empty; told by its bytes, since names lie.

    Refused are EmptyFile, NotATable and BrokenFile. `knows` is for `read_delimited`.
    """
    if not content:
        raise EmptyFile("file_empty", name=name)
    if content.startswith(_ZIP):
        with _refused_where_broken(name):
            _check_archive(content, name)
            sheets = read_workbook(content, name)
    elif content.startswith(_OLE):
        raise _compound(content, name)
    else:
        if code := _foreign(content):
            raise NotATable(code, name=name)
        sheets = tuple(sheet for sheet in [read_delimited(content, name, knows)] if sheet.rows)
    if not sheets:
        raise EmptyFile("file_blank", name=name)
    return sheets


def is_text(head: bytes) -> bool:
    """Whether a file that begins so is read as a delimited text."""
    return not head.startswith((_ZIP, _OLE)) and _foreign(head) is None


def _foreign(content: bytes) -> str | None:
    if b"%PDF-" in content[:1_024]:
        return "file_is_pdf"
    if content[4:8] == b"ftyp":
        return "file_is_picture"  # a telephone's photograph or film
    text = content[:4_000].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n").lower()
    if text.startswith(_PAGES):
        return "file_is_page"
    return next((code for signature, code in _SIGNATURES.items() if _carries(content, signature)), None)


def _carries(content: bytes, signature: bytes) -> bool:
    # "BM" could begin a heading; a bitmap has zeros right after its size
    return content.startswith(signature) and (signature != b"BM" or content[6:10] == b"\0\0\0\0")


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


def _check_archive(content: bytes, name: str) -> None:
    """Nothing, if the archive is a workbook that may be unpacked."""
    with ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
    parts = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in parts:
        raise NotATable(_other_archive(parts), name=name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise BrokenFile("file_locked", name=name)
    if sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED:
        raise BrokenFile("file_too_large", name=name)


def _other_archive(parts: set[str]) -> str:
    if any(part.startswith(("word/", "ppt/")) for part in parts):
        return "file_is_letter"
    if "xl/workbook.bin" in parts or {"mimetype", "content.xml"} <= parts:
        return "file_is_other_workbook"
    return "file_is_archive"


def _compound(content: bytes, name: str) -> NotATable | BrokenFile:
    """What an OLE compound file is: a locked new workbook, an old workbook, or something else."""
    if _named("EncryptedPackage") in content:
        return BrokenFile("file_locked", name=name)
    if _named("Workbook") in content or _named("Book") in content:
        return NotATable("file_is_other_workbook", name=name)
    return NotATable("file_is_letter" if _named("WordDocument") in content else "file_is_binary", name=name)


def _named(stream: str) -> bytes:
    return stream.encode("utf-16-le")
