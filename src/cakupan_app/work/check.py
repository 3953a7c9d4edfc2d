"""What a published text is checked for: read from a file, then handed to the statements room."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cakupan.basics.refused import Refused
from cakupan.regions.tree import NATION, Area, area
from cakupan.statements import Checked, Claim, Publication, check_text
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


def check_file(path: Path, *, published_on: date | Publication | None = None, place: str = "") -> CheckedFile:
    """Check the text in `path`, said to be about `place`; Refused where it is missing, empty or no text."""
    text = read_text(path)
    return CheckedFile(path.name, text, checked_text(text, published_on=published_on, place=place))


def checked_text(text: str, *, published_on: date | Publication | None = None, place: str = "") -> Checked:
    """As `check_text`; what names no place of its own is of the area `place`, where somebody says which that is.

    A text without any place is read as one about the nation; where a place is told, it is that only if it says so. A
    district or village has no code in a text, for its name alone is that of many.
    """
    checked = check_text(text, published_on=published_on)
    if not place or any(one.place_code not in (None, NATION) for one in checked.claims):
        return checked
    here, nation = area(place), _names_the_nation(text)
    claims = tuple(
        one if _is_of_no_place(one) or (one.place_code == NATION and nation) else _placed(one, here)
        for one in checked.claims
    )
    return replace(checked, claims=claims)


def _is_of_no_place(claim: Claim) -> bool:
    """What the law gives or asks of every member, wherever."""
    return claim.place is None and claim.place_code is None


def _placed(claim: Claim, here: Area) -> Claim:
    return replace(claim, place=here.title, place_code=here.code)


def _names_the_nation(text: str) -> bool:
    folded = text.casefold()
    return any(word in folded for word in ("indonesia", "nasional", "national"))


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
