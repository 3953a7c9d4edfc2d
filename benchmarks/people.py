"""Made-up members of one regency as rows of text, as many as wanted: synthetic NIKs, real names of villages."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HEADING = (
    *("NIK", "NAMA LENGKAP", "TANGGAL LAHIR", "JENIS KELAMIN", "DESA/KELURAHAN", "KECAMATAN", "SEGMEN", "NO KPJ"),
    *("PROGRAM", "NAMA PERUSAHAAN", "PEMBAYAR", "TMT", "LUNAS SAMPAI", "STATUS", "NO HP"),
)
REGENCY = "16.06"
_FIRST = date(1962, 1, 1)
_DAYS = 16_000  # of birth: until October 2005
_SERIALS = 999  # 9001 to 9999: practically never issued
_BEFORE = ("Siti", "Budi", "Ahmad", "Dewi", "Agus", "Rina", "Muhammad", "Nur", "Eko", "Sri", "Hendra", "Yulia", "Joko")
_AFTER = ("Aminah", "Santoso", "Fauzi", "Lestari", "Wijaya", "Marlina", "Saputra", "Hidayah", "Rahmawati", "Kurniawan")
_KINDS = (
    ("BPU", "JKK,JKM", "", "Mandiri"),
    ("BPU", "JKK,JKM", "", "APBD Kabupaten"),
    ("PU", "JKK,JKM,JHT,JP", "PT Maju Bersama", "Perusahaan"),
    ("PU", "JKK,JKM,JHT", "CV Karya Sawit", "Perusahaan"),
)


def rows(many: int) -> Iterator[tuple[str, ...]]:
    """`many` rows of HEADING, each of another person; the same every time."""
    from cakupan.regions import area, areas_at, parent_of

    villages = [(village.name, area(parent_of(village.code)).name) for village in areas_at("village", REGENCY)]
    codes = [district.code.replace(".", "") for district in areas_at("district", REGENCY)]
    for number in range(many):
        # a step that shares no factor with the count of days, so that neighbours are born far apart
        born = _FIRST + timedelta((number * 7_919) % _DAYS)
        serial, district = divmod(number // _DAYS, len(codes))
        female = number % 2
        day = born.day + 40 * female
        nik = f"{codes[district]}{day:02}{born:%m%y}{9001 + serial % _SERIALS}"
        village, home = villages[number % len(villages)]
        name = f"{_BEFORE[number % 13]} {_AFTER[number // 13 % 10]} {_AFTER[number // 130 % 10]}"
        segment, programmes, employer, payer = _KINDS[number % 4]
        yield (
            *(nik, name, f"{born:%d-%m-%Y}", "P" if female else "L", village, home, segment),
            f"1{number:010}",
            *(programmes, employer, payer, "01-03-2024", "31-07-2025", "Aktif", f"0812{number:08}"),
        )


def write_csv(path: Path, many: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADING)
        out.writerows(rows(many))
    return path


def write_xlsx(path: Path, many: int) -> Path:
    import xlsxwriter

    options: dict[str, Any] = {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Peserta")
        for at, row in enumerate((HEADING, *rows(many))):
            sheet.write_row(at, 0, row)
    return path
