"""The running text of a PDF file, taken from it in a reading process: what a stranger made may take no more than that.

A PDF holds letters at places and no lines; which belong together is told by `pdf_lines`. Pictures of text are not
read: that would be a guess at figures.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from cakupan.basics.refused import Refused
from cakupan_app.work.pdf_lines import joined
from cakupan_app.work.readers import readers

MOST_PAGES = 300  # a year's report has some hundred; whoever sends more means a part of it
_MOST_CHARACTERS = 5_000_000  # of text that pages unpack to
_MARK = b"%PDF-"
_WITHIN = 1_024  # bytes at the beginning in which programs look for the mark
_ANOTHER_SIZE = 0.12  # of the size of letters: a heading is set larger than what follows it


@dataclass(frozen=True, slots=True)
class _Found:
    """What a reader made of a file: its text, or why there is none."""

    text: str = ""
    problem: str | None = None
    pages: int = 0


def is_pdf(content: bytes) -> bool:
    """Whether a file says that it is a PDF."""
    return _MARK in content[:_WITHIN]


def text_of_pdf(content: bytes, *, name: str) -> str:
    """The text of a PDF with a line for each paragraph. Refused where it is damaged, locked by a password, longer than
    `MOST_PAGES`, or shows pictures only; and where it takes more time or memory than a file may."""
    try:
        found = readers().call(_read, content, name=name, size=len(content))
    except Refused as refusal:
        if refusal.code not in ("reading_failed", "reading_out_of_memory", "reading_too_long"):
            raise
        raise Refused("pdf_damaged" if refusal.code == "reading_failed" else "pdf_takes_too_much", name=name) from None
    if found.problem == "pdf_too_long":
        raise Refused("pdf_too_long", name=name, pages=found.pages, most=MOST_PAGES)
    if found.problem == "pdf_locked":
        raise Refused("pdf_locked", name=name)
    if found.problem is not None:
        raise Refused("pdf_damaged", name=name)
    if not found.text.strip():
        raise Refused("pdf_of_pictures", name=name, pages=found.pages)
    return found.text


def _read(content: bytes) -> _Found:
    """What stands in the file; in a reading process, for whatever a damaged one makes the library do."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return _Found(problem="pdf_locked")
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            return _Found(problem="pdf_too_long", pages=pages)
        return _Found(joined(list(_pages_of(reader))), pages=pages)
    except DependencyError:
        return _Found(problem="pdf_locked")
    except MemoryError:
        raise
    except (PyPdfError, Exception):  # a file that is not whole breaks the library in any of many ways
        return _Found(problem="pdf_damaged")


def _pages_of(reader: Any) -> Iterator[str]:
    left = _MOST_CHARACTERS
    for page in reader.pages:
        text = _text_of(page)[:left]
        left -= len(text)
        yield text


def _text_of(page: Any) -> str:
    """The lines of a page, with a blank line where the letters change their size from one line to the next."""
    pieces: list[str] = []
    size = 0.0

    def hear(text: str, _cm: Any, matrix: Any, _font: Any, letters: float) -> None:
        nonlocal size
        own = abs(letters * (matrix[3] or matrix[0] or 1.0))
        if text.strip():
            begins = not pieces or pieces[-1].endswith("\n") or text.startswith("\n")
            if begins and size and abs(own - size) > _ANOTHER_SIZE * size:
                pieces.append("\n\n")
            size = own
        pieces.append(text)

    whole: str = page.extract_text(visitor_text=hear)
    told = "".join(pieces)
    # what was heard is the text itself and only cut otherwise; where it is not, the text counts
    return told if "".join(told.split()) == "".join(whole.split()) else whole
