"""What a file is by its first bytes, whatever its name ends in."""

import re
from collections.abc import Mapping

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BARE_XLS = (b"\x09\x08\x10\x00\x00\x06", b"\x09\x08\x08\x00\x00\x05", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
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
_TABLE = re.compile(
    rb"<table[^>]*>\s*<(?:tr|thead|tbody|caption|colgroup|col)\b"
)  # below a title: <h3>Data</h3><table>
_MAILED_PAGE = b"mime-version:"  # what Excel saves as a web page in one file


def is_text(head: bytes) -> bool:
    """Whether a file that begins so is read as a delimited text."""
    return not head.startswith((*ZIP, OLE, *BARE_XLS)) and foreign(head) is None


def is_page(code: str | None) -> bool:
    """Whether what `foreign` says is a page, which may hold a table."""
    return code == "file_is_page"


def foreign(content: bytes) -> str | None:
    """The code of the refusal of a file that begins so; None where it is none of those that are told by their bytes."""
    if b"%PDF-" in content[:1_024]:
        return "file_is_pdf"
    if content[4:8] == b"ftyp":
        return "file_is_picture"  # a telephone's photograph or film
    text = content[:4_000].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n").lower()
    if text.startswith((*_PAGES, _MAILED_PAGE)) or _comment_before_page(text) or _TABLE.search(text):
        return "file_is_page"
    return next((code for signature, code in _SIGNATURES.items() if _carries(content, signature)), None)


def _comment_before_page(text: bytes) -> bool:
    return text.startswith(b"<!--") and text.partition(b"-->")[2].lstrip().startswith(_PAGES)


def _carries(content: bytes, signature: bytes) -> bool:
    # "BM" could begin a heading; a bitmap has zeros right after its size
    return content.startswith(signature) and (signature != b"BM" or content[6:10] == b"\0\0\0\0")
