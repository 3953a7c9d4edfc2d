"""Cases about what a file is: formats, encodings, archives, and what is none of these."""

from collections.abc import Iterator
from html import escape
from io import BytesIO
from zipfile import ZipFile

from intake.corpus.case import HEADING, Case, Comes, Rows, archive, known, nik, people, person, refused, text
from intake.rendering import OLE, xlsx_of

TABLE: Rows = [HEADING, *people(3)]
THREE = Comes("accepted", (3, 0, 0), (), known(0, 1, 2))
SIX = Comes("accepted", (6, 0, 0), (), known(0, 3, 5))
_SPACES = "".join(
    f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
)
_MANIFEST = {
    "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
}


def xls(rows: Rows) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Lembar1")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Rows) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{_SPACES} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="Lembar1">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, **_MANIFEST})


def page(rows: Rows) -> bytes:
    lines = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><head><meta charset='utf-8'></head><body><table>{lines}</table></body></html>".encode()


def locked_archive(rows: Rows) -> bytes:
    """A ZIP whose directory says that its one file is encrypted."""
    content = bytearray(archive({"daftar.csv": text(rows)}))
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def bomb() -> bytes:
    """A workbook that says it unpacks to four gigabytes, and whose sheet is a gigabyte of blanks."""
    content = bytearray(xlsx_of(TABLE))
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    content[at : at + 4] = (2**32 - 2).to_bytes(4, "little")
    return bytes(content)


def with_blank_rows(rows: Rows, blank: int) -> bytes:
    """A workbook of these rows and `blank` further ones that hold a format and nothing else, as Excel saves a column
    that somebody coloured."""
    content = xlsx_of(rows)
    tail = "".join(f'<row r="{at}" s="1" customFormat="1"/>' for at in range(len(rows) + 1, len(rows) + blank + 1))
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            told = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                told = told.replace(b"</sheetData>", tail.encode() + b"</sheetData>")
            new.writestr(part, told)
    return out.getvalue()


def letter() -> bytes:
    """A text document, of the parts that tell what it is."""
    return archive({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<r/>", "word/document.xml": "<w/>"})


def wide(columns: int) -> bytes:
    return xlsx_of([[*row, *([f"isian {at}" for at in range(columns)] if row is HEADING else [])] for row in TABLE])


def cases() -> Iterator[Case]:
    yield from _texts()
    yield from _workbooks()
    yield from _archives()
    yield from _no_tables()


def _texts() -> Iterator[Case]:
    for title, content in {
        "CSV in UTF-8": text(TABLE),
        "CSV in UTF-8 with a mark": text(TABLE, bom=b"\xef\xbb\xbf"),
        "CSV with semicolons": text(TABLE, ";"),
        "CSV with tabs": text(TABLE, "\t"),
        "CSV with pipes": text(TABLE, "|"),
        "CSV in UTF-16 with a mark": text(TABLE, encoding="utf-16-le", bom=b"\xff\xfe"),
        "CSV in UTF-16, the other way round": text(TABLE, encoding="utf-16-be", bom=b"\xfe\xff"),
        "CSV with the line ends of old Macs": text(TABLE, line="\r"),
        "CSV with a line that says how it is divided": b"sep=;\r\n" + text(TABLE, ";"),
        "CSV that ends without a line end": text(TABLE).rstrip(),
        "CSV of lines in quotes": text([[",".join(row)] for row in TABLE]),
    }.items():
        yield Case(title, "daftar.csv", lambda content=content: content, THREE)
    accented = [HEADING, person(0, name="René d’Ávila"), *people(2, 1)]
    yield Case(
        "CSV in cp1252",
        "daftar.csv",
        lambda: text(accented, ";", "cp1252"),
        Comes("accepted", (3, 0, 0), (), ({"nik": nik(0), "name": "René d’Ávila"}, *known(1))),
    )
    many = [person(at, name=f"Bédu {'ABCDEFGHIJ'[at]}wi") for at in range(1, 10)]
    broken = text([HEADING, person(0, name="René")]).replace("é".encode(), b"\xe9")
    yield Case(
        "CSV in UTF-8 with one letter of older Windows",
        "daftar.csv",
        lambda: broken + text(many),
        Comes("accepted", (10, 0, 0), (), ({"nik": nik(0), "name": "René"}, {"nik": nik(3), "name": "Bédu Dwi"})),
    )
    lines = [(*HEADING, "Alamat"), *([*person(number), "Jalan Satu\nRT 1, RW 2"] for number in range(3))]
    pasted = text([HEADING, person(0, name="René A"), person(1)]) + text([person(2, name="André B")], encoding="cp1252")
    yield Case("CSV in two encodings, half and half", "daftar.csv", lambda: pasted,
               Comes("accepted", (3, 0, 0), ("text_mended",),
                     ({"nik": nik(0), "name": "René A"}, {"nik": nik(2), "name": "André B"})))  # fmt: skip
    yield Case(
        "CSV with line ends inside of quoted cells",
        "daftar.csv",
        lambda: text(lines),
        Comes("accepted", (3, 0, 0), (), known(0, 1, 2)),
    )
    yield Case(
        "CSV with a quotation mark left open",
        "daftar.csv",
        lambda: text(TABLE).replace(b"Budi", b'"Budi'),
        refused("quote_left_open"),
    )


def _workbooks() -> Iterator[Case]:
    fragment = b"<table" + page(TABLE).partition(b"<table")[2].partition(b"</body>")[0]
    for title, file, content in (
        ("XLSX", "daftar.xlsx", xlsx_of(TABLE)),
        ("XLSM", "daftar.xlsm", xlsx_of(TABLE)),
        ("XLSX named CSV", "daftar.csv", xlsx_of(TABLE)),
        (
            "XLSX of a CSV whose lines were not cut",
            "daftar.xlsx",
            xlsx_of([["USULAN"], *([";".join(row)] for row in TABLE)]),
        ),
        ("XLSX named XLS", "Copy of data FIX.xls", xlsx_of(TABLE)),
        ("CSV named XLSX", "daftar.xlsx", text(TABLE)),
        ("XLS", "daftar.xls", xls(TABLE)),
        ("ODS", "daftar.ods", ods(TABLE)),
        ("web page named XLS", "daftar.xls", page(TABLE)),
        ("web page that begins with a title", "daftar.xls", b"<center><h3>DATA</h3></center>" + fragment),
        ("web page below the warning of a program", "daftar.xls", b"<br />\n<b>Notice</b>: x\n" + fragment),
        (
            "web page without the ends of cells and rows",
            "daftar.xls",
            fragment.replace(b"</tr>", b"").replace(b"</td>", b""),
        ),
        ("1,500 columns", "daftar.xlsx", wide(1500)),
    ):
        yield Case(title, file, lambda content=content: content, THREE)
    for title, cut in (
        ("within a row", page(TABLE)[:-60]),
        ("between two rows", page(TABLE).partition(b"<tr><td>3")[0]),
    ):
        yield Case(f"web page cut off {title}", "daftar.xls", lambda cut=cut: cut, refused("workbook_broken"))
    yield Case(
        "a million empty formatted rows",
        "daftar.xlsx",
        lambda: with_blank_rows(TABLE, 1_000_000),
        Comes("accepted", (3, 0, 0), (), known(0, 1, 2)),
        slow=True,
    )


def _archives() -> Iterator[Case]:
    two = {"desa satu.csv": text(TABLE), "desa dua.xlsx": xlsx_of([HEADING, *people(3, 3)])}
    yield Case("ZIP of two lists", "kiriman.zip", lambda: archive(two), SIX)
    left = {"__MACOSX/Desa/._x.csv": b"\0\5\x16\7"}
    yield Case(
        "ZIP of two lists in folders, with what Macs leave",
        "kiriman.zip",
        lambda: archive({f"Desa/{path}": part for path, part in two.items()} | left),
        SIX,
    )
    yield Case("ZIP in a ZIP", "kiriman.zip", lambda: archive({"dalam.zip": archive(two)}), SIX)
    with_letter = {**two, "surat.pdf": b"%PDF-1.7\n"}
    yield Case(
        "ZIP of two lists and a letter",
        "kiriman.zip",
        lambda: archive(with_letter),
        Comes("refused", (6, 0, 0), ("file_is_pdf",), known(0, 5)),
    )
    yield Case(
        "ZIP without a file", "kiriman.zip", lambda: archive({}), refused("archive_empty|file_is_archive|file_blank")
    )
    yield Case(
        "ZIP with a password", "kiriman.zip", lambda: locked_archive(TABLE), refused("file_locked|archive_locked")
    )
    yield Case("ZIP cut off", "kiriman.zip", lambda: archive(two)[:-200], refused("archive_broken|workbook_broken"))


def _no_tables() -> Iterator[Case]:
    for title, file, content, code in (
        ("nothing at all", "daftar.csv", b"", "file_empty"),
        ("blanks only", "daftar.csv", b"  \r\n ; ; \r\n", "file_blank"),
        ("a workbook of blanks", "daftar.xlsx", xlsx_of([[" ", "\u00a0"], ["\u200b"]]), "file_blank"),
        ("workbook with a password", "daftar.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "file_locked"),
        ("workbook cut off", "daftar.xlsx", xlsx_of(TABLE)[:-400], "workbook_broken"),
        ("workbook with a broken part", "daftar.xlsx", archive({"xl/workbook.xml": "<x"}), "workbook_broken"),
        ("PDF named XLSX", "daftar.xlsx", b"%PDF-1.7\n%\xe2\xe3", "file_is_pdf"),
        ("photograph named CSV", "daftar.csv", b"\xff\xd8\xff\xe0" + bytes(40), "file_is_picture"),
        ("telephone's photograph named XLSX", "daftar.xlsx", bytes(3) + b"\x18ftypheic" + bytes(40), "file_is_picture"),
        ("letter named XLSX", "daftar.xlsx", letter(), "file_is_letter"),
        (
            "list of Numbers",
            "daftar.numbers",
            archive({"Index/Document.iwa": b"x", "preview.jpg": b"x"}),
            "file_is_numbers",
        ),
        ("bytes of a program", "daftar.csv", bytes(range(256)) * 4, "file_is_binary"),
        ("gzip", "daftar.csv.gz", b"\x1f\x8b\x08" + bytes(40), "file_is_archive"),
        ("bomb", "daftar.xlsx", bomb(), "file_too_large|workbook_broken"),
        ("heading without a row", "daftar.csv", text([HEADING]), "no_rows"),
    ):
        yield Case(title, file, lambda content=content: content, refused(code))
    number = nik(7)
    yield Case("a NIK as the name of a broken file", f"{number}.xlsx", lambda: b"%PDF-1.4", refused("file_is_pdf"))
