"""Cases about where a table stands in its sheet: titles, headings of two rows, sheets by village, totals."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import xlsxwriter

from intake.corpus.case import HEADING, HOME, Case, Comes, Rows, known, people, person, refused, text
from intake.rendering import xlsx_of

TABLE: Rows = [HEADING, *people(3)]
THREE = Comes("accepted", (3, 0, 0), (), known(0, 1, 2))
SIGNED: Rows = [[], ["", "", "Mengetahui,"], ["", "", "Kepala Desa Bukit Selabu"], [], ["", "", "( ................ )"]]
NO_PLACE = ("No", "NIK", "Nama", "Tanggal Lahir", "L/P")


def narrow(many: int, start: int = 0) -> list[list[Any]]:
    return [row[:5] for row in people(many, start)]


def drawn(rows: Rows, *, rows_hidden: tuple[int, ...] = (), columns_hidden: tuple[int, ...] = (),
          merged: tuple[tuple[int, int, int, int], ...] = ()) -> bytes:  # fmt: skip
    """A workbook with hidden rows and columns and merged cells."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Lembar1")
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell not in ("", None):
                    sheet.write_string(at, column, str(cell))
        for first, left, last, right in merged:
            sheet.merge_range(first, left, last, right, rows[first][left])
        for at in rows_hidden:
            sheet.set_row(at, None, None, {"hidden": True})
        for column in columns_hidden:
            sheet.set_column(column, column, None, None, {"hidden": True})
    return out.getvalue()


def cases() -> Iterator[Case]:
    yield from _around()
    yield from _headings()
    yield from _several()
    yield from _no_heading()


def _around() -> Iterator[Case]:
    title = [["DAFTAR USULAN PEKERJA RENTAN"], ["Kecamatan Batang Hari Leko"], [], *TABLE]
    count = [f"-{at}-" for at in range(1, 9)]
    middle = [HEADING, person(0), [], person(1), ["", "", "Jumlah", "2"], person(2), ["Total", "", "3"]]
    for name, rows in (
        ("title rows above", title),
        ("heading on row 40", [[]] * 36 + [["Catatan rapat"]] * 3 + list(TABLE)),
        ("subtotals and a total", middle),
        ("signatures below", [*TABLE, *SIGNED]),
        ("notes below", [*TABLE, [], ["Catatan: data sementara"], ["*) belum diverifikasi"]]),
        ("blank rows in between", [HEADING, person(0), [], [], person(1), ["", ""], person(2), []]),
        (
            "lines of a form that nobody filled in",
            [*TABLE, *([str(at), "", "", "", "", "Bukit Selabu", "Batang Hari Leko", ""] for at in range(4, 40))],
        ),
        ("heading again on every page", [HEADING, person(0), HEADING, person(1), [], HEADING, person(2)]),
        ("a row of column numbers", [HEADING, list(map(str, range(1, 9))), *people(3)]),
        ("column numbers on every page", [HEADING, count, *people(2), HEADING, count, person(2)]),
        ("a row of column letters", [HEADING, list("ABCDEFGH"), *people(3)]),
        ("a row of roman column numbers", [HEADING, ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"], *people(3)]),
        ("a row of remarks in brackets", [HEADING, ["", "(16 digit)", "(sesuai KTP)", "(tgl-bln-thn)"], *people(3)]),
        ("a row of column numbers in brackets", [HEADING, [f"({at})" for at in range(1, 9)], *people(3)]),
    ):
        yield Case(name, "daftar.xlsx", lambda rows=rows: xlsx_of(rows), THREE)
        yield Case(f"{name}, as CSV", "daftar.csv", lambda rows=rows: text(rows, ";"), THREE)
    slipped = [[str(at), "", "", "", "", name, "", ""] for at, name in ((4, "An Nisa"), (5, "Joko Susilo"))]
    yield Case("names in the column of villages", "daftar.csv", lambda: text([*TABLE, *slipped]),
               Comes("accepted", (3, 2, 0), ("missing_cell",)))  # fmt: skip
    last = [person(3, nik=""), person(4, nik="belum ada", name="An Nisa"), person(5, nik="", name="Joko Susilo")]
    yield Case("damaged last rows above a signature", "daftar.csv", lambda: text([*TABLE, *last, *SIGNED]),
               Comes("accepted", (3, 3, 0)))  # fmt: skip
    bare = [["NIK", "Nama"], *([row[1], row[2]] for row in people(3)), ["", "An Nisa"], ["", "Joko Susilo"]]
    yield Case("damaged last rows of two columns", "daftar.csv", lambda: text(bare), Comes("accepted", (3, 2, 0)))
    yield Case("hidden rows", "daftar.xlsx", lambda: drawn(TABLE, rows_hidden=(2, 3)), THREE)
    yield Case("a hidden column of NIKs", "daftar.xlsx", lambda: drawn(TABLE, columns_hidden=(1,)), THREE)


def _headings() -> Iterator[Case]:
    upper = ["No", "NIK", "Nama", "Tanggal Lahir", "", "", "L/P"]
    lower = ["", "", "", "Tgl", "Bln", "Thn", ""]
    parts = [[row[0], row[1], row[2], row[3][8:], row[3][5:7], row[3][:4], row[4]] for row in people(3)]
    merged = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 5), (0, 6, 1, 6))
    comes = Comes("accepted", (3, 0, 0), (), known(0, birth="1970-01-01") + known(1, birth="1971-02-02"))
    yield Case("a birth date in three columns under one heading", "daftar.xlsx",
               lambda: drawn([upper, lower, *parts], merged=merged), comes)  # fmt: skip
    yield Case("the same as CSV", "daftar.csv", lambda: text([upper, lower, *parts]), comes)
    marked = [[*row[:3], "√" if at % 2 == 0 else "", "√" if at % 2 else "", row[5]] for at, row in enumerate(people(3))]
    ticked = Comes("accepted", (3, 0, 0), (), known(0, 2, sex="L") + known(1, sex="P"))
    sexes = [["No", "NIK", "Nama", "Jenis Kelamin", "", "Desa"], ["", "", "", "L", "P", ""], *marked]
    over = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (0, 5, 1, 5))
    yield Case("a sex ticked in one of two columns under one heading", "daftar.xlsx",
               lambda: drawn(sexes, merged=over), ticked)  # fmt: skip
    worded = [[*row[:3], row[4] and "P", row[3] and "L", row[5]] for row in marked]
    women_first = [["No", "NIK", "Nama", "L/P", "", "Desa"], ["", "", "", "P", "L", ""], *worded]
    yield Case("a sex written in one of two columns, as CSV", "daftar.csv", lambda: text(women_first), ticked)
    alone = [
        ["No", "NIK", "Nama", "L", "P", "Desa"],
        *([*row[:3], row[3] and "1", row[4] and "1", row[5]] for row in marked),
    ]
    yield Case("columns headed L and P alone", "daftar.csv", lambda: text(alone), ticked)
    twice = [*alone[:3], [*alone[3][:3], "v", "v", alone[3][5]]]
    yield Case("a person ticked as a man and as a woman", "daftar.csv", lambda: text(twice),
               Comes("accepted", (3, 0, 0), ("sex_unreadable",), known(2, sex=None)))  # fmt: skip
    office = [["No", "Identitas", "", "Tempat/Tanggal Lahir", ""], ["", "NIK", "Nama", "Tempat", "Tanggal"]]
    born = [[row[0], row[1], row[2], "Sekayu", row[3]] for row in people(3)]
    spread = ((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4))
    yield Case("a birth date beside its place under one heading", "daftar.xlsx",
               lambda: drawn([*office, *born], merged=spread), comes)  # fmt: skip
    home = [["No", "NIK", "Nama", "Alamat", "", "L/P"], ["", "", "", "Desa", "Kec.", ""]]
    rows = [[row[0], row[1], row[2], row[5], row[6], row[4]] for row in people(3)]
    yield Case(
        "a heading merged over two rows and one divided below it",
        "daftar.xlsx",
        lambda: drawn([*home, *rows], merged=((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (0, 5, 1, 5))),
        Comes("accepted", (3, 0, 0), (), known(0, 1, village=HOME)),
    )
    yield Case("a village merged over several rows", "daftar.xlsx",
               lambda: drawn([HEADING, person(0), *(person(at, village="") for at in (1, 2))], merged=((1, 5, 3, 5),)),
               Comes("accepted", (3, 0, 0), ("cells_merged",), known(0, village=HOME)))  # fmt: skip
    english = ("number", "National ID", "Full Name", "Date of Birth", "Gender", "Village", "District", "Mobile")
    yield Case("English headings", "list.csv", lambda: text([english, *people(3)]), THREE)
    shuffled = [[*row[::-1], "x", "catatan"] for row in (HEADING, *people(3))]
    shuffled[0][-2:] = ["Sumber Dana", "Keterangan"]
    yield Case("columns in another order, with unknown ones", "daftar.csv", lambda: text(shuffled), THREE)
    wrapped = [[*("No.", "N I K", "NAMA\nLENGKAP", "Tgl.\nLahir", "Jenis\nKelamin"), *HEADING[5:]], *people(3)]
    runs_on = [
        ["No", "Nomor Induk", "Nama", "Tanggal", "L/P"],
        ["", "Kependudukan", "Lengkap", "Lahir", ""],
        *narrow(3),
    ]
    yield Case("headings that run on in the row below", "daftar.xlsx", lambda: xlsx_of(runs_on), THREE)
    nameless = [HEADING, person(3, nik="", village="", district="", phone="", birth="", sex=""), *people(3)]
    for name, first in (("without a NIK", nameless), ("of words", [HEADING, ["", "belum ada", "An Nisa"], *people(3)])):
        yield Case(f"a first row {name} is no heading", "daftar.xlsx", lambda first=first: xlsx_of(first),
                   Comes("accepted", (3, 1, 0), (), known(0, 1, 2)))  # fmt: skip
    yield Case("headings over two lines of a cell", "daftar.xlsx", lambda: xlsx_of(wrapped), THREE)


def _several() -> Iterator[Case]:
    below = [
        ["Desa: Bukit Selabu"], NO_PLACE, *narrow(2), *SIGNED, ["Desa: Saut"], NO_PLACE, *narrow(2, 2),
    ]  # fmt: skip
    places = (*known(0, 1, village=HOME), *known(2, 3, village="16.06.04.2011"))
    four = Comes("accepted", (4, 0, 0), (), places)
    yield Case("tables below each other, each with its village", "daftar.xlsx", lambda: xlsx_of(below), four,
               said=("--area", "16.06.04"))  # fmt: skip
    yield Case("sheets named after villages", "daftar.xlsx",
               lambda: xlsx_of(**{"Bukit Selabu": [NO_PLACE, *narrow(2)], "Saut": [NO_PLACE, *narrow(2, 2)]}),
               four, said=("--area", "16.06.04"))  # fmt: skip
    left = Comes("accepted", (2, 0, 0), ("village_above_perhaps",), known(0, 1, village=None))
    for name, title in (("alone", "Desa Saud"), ("in a sentence", "DAFTAR USULAN DESA SAUD")):
        yield Case(f"a misspelt village above the table, {name}", "daftar.xlsx",
                   lambda title=title: xlsx_of([[title], NO_PLACE, *narrow(2)]), left)  # fmt: skip
    yield Case("an unknown village above the table", "daftar.xlsx",
               lambda: xlsx_of([["Desa Antah Berantah"], NO_PLACE, *narrow(2)]),
               Comes("accepted", (2, 0, 0), ("village_above_unknown",)))  # fmt: skip
    yield Case("no village above the table", "daftar.xlsx",
               lambda: xlsx_of(Data=[["DATA DESA UNTUK BPJS"], NO_PLACE, *narrow(2)]),
               Comes("accepted", (2, 0, 0), quiet=("village_above_unknown", "village_of_sheet_perhaps")))  # fmt: skip
    for name, title in (
        ("misspelt", "Bukit Selabo"),
        ("short of a letter", "Bandar Jya"),
        ("of several villages", "Suka Maju"),
    ):
        yield Case(f"a sheet with a name {name}", "daftar.xlsx",
                   lambda title=title: xlsx_of(**{title: [NO_PLACE, *narrow(2)]}),
                   Comes("accepted", (2, 0, 0), ("village_of_sheet_perhaps",), known(0, 1, village=None)))  # fmt: skip
    yield Case("a column of villages below a misspelt one", "daftar.xlsx",
               lambda: xlsx_of(**{"Bukit Selabo": [["Desa Saud"], *TABLE]}),
               Comes("accepted", (3, 0, 0), (), known(0, village=HOME),
                     quiet=("village_above_perhaps", "village_of_sheet_perhaps")))  # fmt: skip
    between = [NO_PLACE, ["Desa Bukit Selabu"], *narrow(2), ["Desa Saut"], *narrow(2, 2)]
    yield Case("rows in between that name the village", "daftar.csv", lambda: text(between), four,
               said=("--area", "16.06.04"))  # fmt: skip
    beside = [[*NO_PLACE, "", *NO_PLACE], *([*a, "", *b] for a, b in zip(narrow(2), narrow(2, 2), strict=True))]
    yield Case("tables side by side", "daftar.xlsx", lambda: xlsx_of(beside),
               Comes("accepted", (4, 0, 0), (), known(0, 1, 2, 3)))  # fmt: skip
    bare = [beside[0][:6], *([*a, "", *b] for a, b in zip(narrow(1), narrow(1, 3), strict=True))]
    yield Case("tables side by side, the second without a heading", "daftar.xlsx", lambda: xlsx_of(bare),
               Comes("accepted", (1, 0, 0), ("niks_perhaps_left",), known(0)))  # fmt: skip
    yield Case("a hidden sheet", "daftar.xlsx",
               lambda: xlsx_of(hidden=("Lama",), Baru=TABLE, Lama=[HEADING, *people(2, 3)]),
               Comes("accepted", (5, 0, 0), ("sheet_hidden",), known(0, 4)))  # fmt: skip
    yield Case("a sheet of notes beside the list", "daftar.xlsx",
               lambda: xlsx_of(Petunjuk=[["Isi semua kolom"], ["NIK 16 angka"]], Isian=TABLE),
               Comes("accepted", (3, 0, 0), ("sheet_without_table",), known(0, 1, 2)))  # fmt: skip


def _no_heading() -> Iterator[Case]:
    for name, rows, code in (
        ("no heading at all", people(3), "heading_not_found|columns_shown_by_values"),
        ("no column of names", [[row[1], row[3]] for row in TABLE], "columns_missing|heading_not_found"),
        ("two columns called NIK", [[*row, row[1]] for row in TABLE], "columns_ambiguous"),
        ("a recap sent as nominations",
         [["Wilayah", "Bulan", "Peserta"], ["16.06", "2025-07", "103.079"]], "kind_wrong"),
    ):  # fmt: skip
        yield Case(name, "daftar.csv", lambda rows=rows: text(rows), refused(code))
