"""Files that are not what their names say are refused with a reason."""

from collections.abc import Callable

import pytest

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, read_file
from intake.rendering import OLE, archive_of, csv_of, excel_xml_of, ods_of, xls_of, xlsb_of, xlsx_of

GOOD = [["area", "month", "members"], ["16.06", "2025-07", 103079]]


def refusal(content: bytes, name: str = "rekap.xlsx") -> Refused:
    with pytest.raises(Refused) as caught:
        read_file(content, name=name, kind=Kind.RECAP)
    return caught.value


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf", "file_blank"),
        (b"  \r\n ; ; \r\n\r\n", "file_blank"),
        (xlsx_of([]), "file_blank"),
        (xlsx_of([[" ", "\u00a0"], ["\u200b"]]), "file_blank"),
        (b"%PDF-1.7\n%\xe2\xe3", "file_is_pdf"),
        (b"\r\n\r\n%PDF-1.4\n", "file_is_pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "file_is_picture"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "file_is_picture"),
        (b"BM\x46\x00\x00\x00\x00\x00\x00\x00" + bytes(40), "file_is_picture"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "file_is_picture"),
        (b"{\\rtf1\\ansi Rekap}", "file_is_letter"),
        (archive_of(**{"word/document.xml": "<w/>"}), "file_is_letter"),
        (archive_of(**{"rekap.csv": "area,month,members"}), "file_is_archive"),
        (b"\x1f\x8b\x08" + bytes(40), "file_is_archive"),
        (archive_of(), "archive_empty"),
        (archive_of(**{"xl/workbook.bin": ""}), "workbook_broken"),
        (
            archive_of(**{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
            "file_is_letter",
        ),
        (
            archive_of(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x"}),
            "workbook_broken",
        ),
        (b"<html><body><table><tr><td>area</td></tr></table>", "file_is_page"),
        (b"\xef\xbb\xbf\n <!DOCTYPE html>\n<html>", "file_is_page"),
        (b"<html><body><p>Sesi berakhir, silakan masuk lagi.</p>", "file_is_page"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "file_is_page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "workbook_broken"),
        (bytes(range(256)) * 4, "file_is_binary"),
        (b"PAR1" + bytes(40), "file_is_binary"),
        (OLE, "file_is_binary"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "file_locked"),
        (OLE + "Workbook".encode("utf-16-le"), "workbook_broken"),
        (xls_of(GOOD)[:-2_000], "workbook_broken"),
        (ods_of(GOOD, locked=True), "file_locked"),
        (ods_of(GOOD)[:-300], "workbook_broken"),
        (xlsb_of(GOOD)[:-300], "workbook_broken"),
        (excel_xml_of(GOOD)[:-60], "workbook_broken"),
        (OLE + "WordDocument".encode("utf-16-le"), "file_is_letter"),
        (b"PK\x03\x04 cut off", "workbook_broken"),
        (xlsx_of(GOOD)[:-400], "workbook_broken"),
        (archive_of(**{"xl/workbook.xml": "not xml <"}), "workbook_broken"),
    ],
    # Not by the bytes: an archive holds its time of writing, and two workers must collect the same names.
    ids=lambda part: part if isinstance(part, str) else "file",
)
def test_a_file_is_told_by_its_bytes_not_by_its_name(content: bytes, code: str) -> None:
    assert refusal(content).code == code


def test_a_workbook_damaged_within_is_refused_not_crashed_on() -> None:
    whole = bytearray(xlsx_of(GOOD))
    for at in range(len(whole) // 3, len(whole) // 3 + 60):
        whole[at] ^= 0xFF
    assert refusal(bytes(whole)).code == "workbook_broken"


def test_a_workbook_that_would_unpack_to_gigabytes_is_not_unpacked() -> None:
    content = bytearray(archive_of(**{"xl/workbook.xml": "x", "xl/worksheets/sheet1.xml": "y"}))
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24  # the size stated in the archive's directory
    content[at : at + 4] = (2**31).to_bytes(4, "little")
    assert refusal(bytes(content)).code == "file_too_large"


def test_a_long_number_in_the_name_of_a_file_is_not_said_aloud() -> None:
    assert refusal(b"", "1606010101809001.csv").facts["name"] == "160601********01.csv"


def test_a_workbook_named_csv_and_a_text_named_xlsx_are_read_for_what_they_are() -> None:
    assert read_file(xlsx_of(GOOD), name="rekap.csv", kind=Kind.RECAP).accepted == 1
    assert read_file(csv_of(GOOD), name="rekap.xlsx", kind=Kind.RECAP).accepted == 1


@pytest.mark.parametrize("render", [xlsx_of, xls_of, ods_of, xlsb_of])
def test_a_long_number_in_the_name_of_a_sheet_is_not_said_aloud_and_each_sheet_has_its_own_name(
    render: Callable[..., bytes],
) -> None:
    month = [["area", "month", "members"], ["16.07", "2025-07", 7]]
    content = render(**{"1606010101809001": GOOD, "1606010201809001": month, "16.06 Juli": [["area"]]})
    reading = read_file(content, name="rekap", kind=Kind.RECAP)
    assert [table.sheet for table in reading.tables] == ["160601********01", "160601********01 (2)", "16.06 Juli"]
    assert reading.records()["sheet"].to_pylist() == ["160601********01", "160601********01 (2)"]
