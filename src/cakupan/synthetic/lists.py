"""The lists of vulnerable workers as villages send them: a workbook for each district, a sheet for each village."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa

from cakupan.regions import Area
from cakupan.regions import area as area_of
from cakupan.synthetic.calendar import Ints
from cakupan.synthetic.nominations import Nominations, nominations_of
from cakupan.synthetic.regency import Regency

MADE_AT = datetime(2025, 6, 2, 8, 0)  # noqa: DTZ001 - a workbook's own properties have no time zone


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook and whose rows are whose."""

    name: str
    content: bytes
    truth: pa.Table


def workbooks(regency: Regency, rng: np.random.Generator) -> Iterator[Book]:
    """The workbooks of all districts, by code."""
    rows = nominations_of(regency, rng)
    districts = regency.districts_of_villages()
    starts = np.searchsorted(rows.village, np.arange(len(districts) + 1))
    for district in regency.villages.districts:
        villages = [number for number, of in enumerate(districts) if of.code == district.code]
        yield _workbook(regency, rows, starts, district, villages)


@dataclass(frozen=True, slots=True)
class _Template:
    """How the sheets of an office look; districts take them in turn."""

    heading: str
    columns: tuple[str, ...]  # behind the number of the line
    numbered: bool  # a second heading row of numbers
    subtotal: str

    @property
    def headings(self) -> list[str]:
        return self.heading.split("|")


_TEMPLATES = (
    _Template(
        "NO|NIK|NAMA LENGKAP|JENIS KELAMIN|TANGGAL LAHIR|ALAMAT|DESA|KECAMATAN|PEKERJAAN|NO HP|DESIL|NO KK",
        ("nik", "name", "sex", "birth", "address", "village", "district", "work", "telephone", "decile", "family_card"),
        numbered=True,
        subtotal="JUMLAH",
    ),
    _Template(
        "No.|Nama|NIK|Tgl Lahir|L/P|Pekerjaan|Alamat|Desa/Kelurahan|Kecamatan|No HP|Desil",
        ("name", "nik", "birth", "sex", "work", "address", "village", "district", "telephone", "decile"),
        numbered=False,
        subtotal="Total",
    ),
    _Template(
        "NO|NO KK|NIK|NAMA|TANGGAL LAHIR|JENIS KELAMIN|KECAMATAN|DESA|ALAMAT|PEKERJAAN|DESIL",
        ("family_card", "nik", "name", "birth", "sex", "district", "village", "address", "work", "decile"),
        numbered=True,
        subtotal="JUMLAH SELURUHNYA",
    ),
)  # fmt: skip


def _workbook(regency: Regency, rows: Nominations, starts: Ints, district: Area, villages: list[int]) -> Book:
    from xlsxwriter.workbook import Workbook

    number = int(district.code[-2:])
    template = _TEMPLATES[number % len(_TEMPLATES)]
    content = BytesIO()
    # in memory, because the library would else put clear names into temporary files
    book = Workbook(content, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    book.set_properties({"created": MADE_AT, "title": f"Usulan pekerja rentan {district.title}"})
    truths = []
    styles = _styles(book)
    for place in villages:
        lines = range(int(starts[place]), int(starts[place + 1]))
        sheet_name = _sheet_name(regency.villages.areas[place])
        sheet = book.add_worksheet(sheet_name)
        first = _write_sheet(sheet, styles, regency, rows, template, district, place, lines)
        truths.append(_whose(sheet_name, first, rows.person[lines.start : lines.stop]))
    book.close()
    name = f"usulan-{district.code.replace('.', '')}-{district.name.replace(' ', '-').lower()}.xlsx"
    return Book(name, content.getvalue(), pa.concat_tables(truths))


def _whose(sheet: str, first: int, person: Ints) -> pa.Table:
    return pa.table(
        {
            "sheet": pa.array([sheet] * len(person), pa.string()),
            "row": pa.array(np.arange(first, first + len(person)), pa.int32()),
            "person": pa.array(person, pa.int64()),
        }
    )


def _sheet_name(village: Area) -> str:
    return village.name[:31]


def _styles(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True, "align": "center", "font_size": 12}),
        "heading": book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True}),
        "cell": book.add_format({"border": 1}),
        "number": book.add_format({"border": 1, "num_format": "0"}),
        "date": book.add_format({"border": 1, "num_format": "dd/mm/yyyy"}),
    }


def _write_sheet(
    sheet: Any, styles: dict[str, Any], regency: Regency, rows: Nominations, template: _Template,
    district: Area, place: int, lines: range,
) -> int:  # fmt: skip
    """Title, heading, lines, subtotal, signature; the number of the row of the first line, from 1."""
    village = regency.villages.areas[place]
    last = len(template.headings) - 1
    titles = [
        f"PEMERINTAH {area_of(regency.area).title.upper()}",
        f"{district.title.upper()}",
        f"DAFTAR USULAN PEKERJA RENTAN {village.title.upper()} TAHUN 2025",
    ]
    for row, title in enumerate(titles):
        sheet.merge_range(row, 0, row, last, title, styles["title"])
    heading = 4 + place % 2  # one empty row below the title, or two
    for column, text in enumerate(template.headings):
        sheet.write_string(heading, column, text, styles["heading"])
    if template.numbered:
        for column in range(last + 1):
            sheet.write_number(heading + 1, column, column + 1, styles["heading"])
    sheet.set_column(1, last, 18)
    first = heading + 1 + template.numbered
    for offset, line in enumerate(lines):
        _write_line(sheet, styles, rows, template, (village.name, district.name), first + offset, offset + 1, line)
    _write_foot(sheet, styles, template, village, first + len(lines), len(lines))
    return first + 1


def _write_line(
    sheet: Any, styles: dict[str, Any], rows: Nominations, template: _Template, where: tuple[str, str],
    row: int, number: int, line: int,
) -> None:  # fmt: skip
    sheet.write_number(row, 0, number, styles["cell"])
    for column, name in enumerate(template.columns, start=1):
        if name == "village":
            sheet.write_string(row, column, where[0], styles["cell"])
        elif name == "district":
            sheet.write_string(row, column, where[1], styles["cell"])
        elif name == "nik" and rows.nik_is_number[line]:
            # fifteen digits are what a spreadsheet keeps of a number
            sheet.write_number(row, column, int(rows.nik[line][:15]) * 10, styles["number"])
        else:
            _write_cell(sheet, styles, row, column, getattr(rows, name)[line])


def _write_cell(sheet: Any, styles: dict[str, Any], row: int, column: int, cell: object) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, styles["cell"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), styles["date"])  # noqa: DTZ001
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, styles["cell"])
    else:
        sheet.write_string(row, column, str(cell), styles["cell"])


def _write_foot(sheet: Any, styles: dict[str, Any], template: _Template, village: Area, row: int, many: int) -> None:
    last = len(template.headings) - 1
    sheet.merge_range(row, 0, row, 1, template.subtotal, styles["heading"])
    sheet.write_number(row, 2, many, styles["heading"])
    office = "Lurah" if village.kind == "kelurahan" else "Kepala Desa"
    signed = (
        f"{village.name}, {2 + many % 20} Juni 2025",
        f"{office} {village.name}",
        None,
        None,
        "( ........................ )",
    )
    for offset, text in enumerate(signed):
        if text:
            sheet.write_string(row + 2 + offset, last - 2, text)
