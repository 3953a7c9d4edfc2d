"""What a published text is checked for: read from a file, then handed to the statements room."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cakupan.basics.refused import Refused
from cakupan.statements import Checked, check_text
from cakupan_app.work.documents import looks_like_html, text_of_docx, text_of_html
from cakupan_app.work.pdf_text import is_pdf, text_of_pdf

LARGEST_BYTES = 20_000_000  # a year of a newspaper is smaller; a video that was named by mistake is not
_PACKED = b"PK\x03\x04"
_NOT_TEXT = {
    _PACKED: "ZIP/XLSX",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\xd0\xcf\x11\xe0": "DOC/XLS",
}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A text file with what was found in it; its `text` is what claims' spans count in."""

    name: str
    text: str
    checked: Checked


def check_file(path: Path, *, published_on: date | None = None) -> CheckedFile:
    """Check the text in `path`; Refused where it is missing, empty or no text."""
    text = read_text(path)
    return CheckedFile(path.name, text, check_text(text, published_on=published_on))


def read_text(path: Path) -> str:
    """The text of a file, as `text_of` has it; Refused too where there is no such file."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise Refused("text_too_large", path=str(path), megabytes=LARGEST_BYTES // 1_000_000)
        content = path.read_bytes()
    except FileNotFoundError:
        raise Refused("file_missing", path=str(path)) from None
    except OSError:
        raise Refused("file_unreadable", path=str(path)) from None
    return text_of(content, name=str(path))


def text_of(content: bytes, *, name: str) -> str:
    """The text of a file: plain in UTF-8, UTF-16 (by its mark) or Windows-1252, what a reader sees of HTML, DOCX, PDF.

    Refused, with its `name`, where it is empty, damaged or no text.
    """
    if is_pdf(content):
        return text_of_pdf(content, name=name)
    document = text_of_docx(content) if content.startswith(_PACKED) else None
    for mark, kind in _NOT_TEXT.items():
        if content.startswith(mark) and document is None:
            raise Refused("not_a_text", path=name, kind=kind)
    text = document if document is not None else decoded(content)
    if document is None and looks_like_html(text):
        text = text_of_html(text)
    if not text.strip():
        raise Refused("text_empty", path=name)
    if text.count("\0") > 0:
        raise Refused("not_a_text", path=name, kind="?")
    return text


def decoded(content: bytes) -> str:
    """Bytes as text: UTF-8, UTF-16 by its mark, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
