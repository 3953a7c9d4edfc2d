"""Forms as villages fill them in, and as other programs save them again."""

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from cakupan.intake import Kind, Reading, read_file
from cakupan.reports.forms import forms
from cakupan.reports.labels import Label
from cakupan.reports.template import HEADING, template
from cakupan_app.look.words import say

VILLAGE = Label("nominations", "16.06.04.2010", "2026-1", "16.06")
TODAY = date(2026, 1, 5)


def form(label: Label = VILLAGE, lang: Any = "id", people: Sequence[Mapping[str, Any]] = ()) -> bytes:
    return template(forms()[label.kind], label, say, lang, made_on=TODAY, people=people)


def filled(content: bytes, rows: Sequence[Sequence[Any]]) -> bytes:
    """The form with these rows below its heading."""
    book = load_workbook(BytesIO(content))
    for number, row in enumerate(rows, HEADING + 2):
        for column, value in enumerate(row, 1):
            book.worksheets[0].cell(number, column).value = value
    return saved(book)


def saved(book: Any) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def person(serial: int, nik: object = None, name: str | None = None) -> list[Any]:
    number = nik if nik is not None else f"16060401018{79000 + serial}"
    return [number, name or f"Orang {''.join(chr(65 + int(digit)) for digit in str(serial))}", "L", date(1987, 1, 1)]


def read(content: bytes, name: str = "kembali.xlsx") -> Reading:
    return read_file(content, name=name, kind=Kind.NOMINATIONS, area=VILLAGE.area, today=TODAY)


def without_parts(content: bytes, unwanted: str, change: Callable[[str, bytes], bytes] = lambda _, raw: raw) -> bytes:
    """The workbook without the parts whose name fits, the others changed: what another program does not keep."""
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(kept, "w") as copy:
        for part in archive.namelist():
            if not re.search(unwanted, part):
                copy.writestr(part, change(part, archive.read(part)))
    return kept.getvalue()
