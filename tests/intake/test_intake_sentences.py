"""Every code that intake gives is a whole sentence in both languages, with every fact it needs."""

import ast
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import cakupan.intake
import cakupan_app.look
from cakupan.basics.month import Month
from cakupan.basics.refused import Facts, Refused
from cakupan.intake import Kind, Reading, read_file, read_persons, refusals
from cakupan_app.look.words import LANGUAGES, Lang, say, sentences
from intake.rendering import OLE, Formula, archive_of, csv_of, xlsx_of

OWN = Path(cakupan_app.look.__file__).parent / "sentences" / "intake.toml"
HEADING = ["area", "month", "members"]
WORKFORCE = ["denominator", "area", "value", "vintage", "error", "published_on", "segment"]
TARGETS = ["target", "area", "year", "rate"]
FILLED = [*HEADING, "segment", "payer", "programme", "nama wilayah"]

REFUSED: dict[str, tuple[bytes, Kind]] = {
    "file_empty": (b"", Kind.RECAP),
    "file_blank": (b"\n", Kind.RECAP),
    "file_is_pdf": (b"%PDF-1.4", Kind.RECAP),
    "file_is_picture": (b"\x89PNG", Kind.RECAP),
    "file_is_letter": (b"{\\rtf1", Kind.RECAP),
    "file_is_numbers": (archive_of({"Index/Document.iwa": b""}), Kind.RECAP),
    "file_is_archive": (archive_of(a="b"), Kind.RECAP),
    "file_is_page": (b"<html>", Kind.RECAP),
    "file_is_binary": (b"\x01\x02\x03\x04" * 25, Kind.RECAP),
    "file_locked": (OLE + "EncryptedPackage".encode("utf-16-le"), Kind.RECAP),
    "workbook_broken": (b"PK\x03\x04", Kind.RECAP),
    "quote_left_open": (b'area,month,members\n16.06,2025-07,"5\n16.07,2025-07,6\n', Kind.RECAP),
    "heading_not_found": (csv_of([["Laporan"]]), Kind.RECAP),
    "columns_missing": (csv_of([["area", "month", "x"]]), Kind.RECAP),
    "columns_missing_of_many": (csv_of([["area", "month", *map(str, range(20))]]), Kind.RECAP),
    "column_month_missing": (csv_of([["area", "members"]]), Kind.RECAP),
    "column_area_missing": (csv_of([["month", "members"]]), Kind.RECAP),
    "months_as_columns": (csv_of([["area", "Jan 2025", "Feb 2025"], ["16.06", "5", "6"]]), Kind.RECAP),
    "kind_wrong": (csv_of([HEADING, ["16.06", "2025-07", "5"]]), Kind.TARGETS),
    "columns_ambiguous": (csv_of([[*HEADING, "wilayah"]]), Kind.RECAP),
    "heading_ambiguous": (csv_of([[*HEADING, "bulan/wilayah"]]), Kind.RECAP),
    "heading_in_two_rows": (
        csv_of([[*HEADING, ""], ["", "", "Laki-laki", "Perempuan"], ["16.06", "2025-07", 5, 6]]),
        Kind.RECAP,
    ),
    "no_rows": (csv_of([HEADING]), Kind.RECAP),
}

RECAPS = csv_of(
    [
        FILLED,
        ["16.06", "2025-07", "1", "", "", "", ""],
        ["16.06", "2025-07", "1", "", "", "", ""],
        ["16.07", "2025-07", "1", "", "", "", ""],
        ["16.07", "2025-07", "2", "", "", "", ""],
        ["16.06", "2025-06", "-1", "informal", "APBD", "JKN", ""],
        ["16.06", "2025-06", "1 juta", "", "", "", ""],
        ["16.06", "2025-06", "48 %", "", "", "", ""],
        ["16.06", "2025-06", "1606010101809001", "", "", "", ""],
        ["16.06", "Julember", "1,03", "", "", "", "", "x"],
        ["", "2025-06", "banyak", "", "", "", ""],
        ["16.08", "2052-01", "#REF!", "", "", "", ""],
        ["16.08", "2052-01", "5", "", "", "", ""],
        ["16.09", "2025-07", "5", "", "", "", "Palembang"],
        ["16.10", "2025-07", "5", "", "", "", "Wilayah Timur Jauh"],
        ["16.99", "2025-07", "5", "", "", "", ""],
        ["Atlantis", "2025-07", "5", "", "", "", ""],
        ["Bandung", "2025-07", "5", "", "", "", ""],
        ["16.11", "2025-07", "12345678901234567890123", "", "", "", ""],
        ["16.12", "2025-07", "dua belas", "", "", "", ""],
        ["16.12", "2013-12", "5", "", "", "", ""],
    ]
)
NUMBERS = xlsx_of(
    Rekap=[HEADING, [16.1, "2025-07", 103.079], ["16.06", "2025-07", date(2025, 7, 1)], ["Skayu", "2025-07", 6]],
    Catatan=[["catatan"]],
    Sasaran=[TARGETS, ["nasional", "16.06", 2025, 52.15]],
    Lama=[HEADING, ["16.06", "2024-12", Formula("=1+1|2")], ["16.07", "2024-12", Formula("=1+1|")]],
    hidden=["Lama"],
)
WORKFORCES = csv_of(
    [
        WORKFORCE,
        ["potensi", "16.06", "0", "lama", "2 %", "kemarin", ""],
        ["potensi", "16.06", "5", "2025", "", "2052-01-01", ""],
        ["potensi 1606010101809001", "16.06", "5", "2024", "", "", ""],
        ["potensi", "16.06", "5", "2052-01", "", "", ""],
        ["lain", "16.06", "5", "2025", "#REF!", "", ""],
    ]
)
UNCALCULATED = xlsx_of([WORKFORCE, ["potensi", "16.06", 5, 2025, Formula("=1+1|"), None, None]])
PEOPLE = {
    Kind.MEMBERS: csv_of(
        [
            ["nik", "nama", "segmen", "bulan", "kpj", "lahir", "jk", "desa", "kecamatan", "status", "lunas sampai"],
            ["1606010101809001", "Budi", "PU", "2025-07", "1", "02-01-1980", "x", "", "", "entah", "?"],
            ["1606010201809001", "Ani", "PU", "2025-07", "1234567891.0", "01/02/1980", "L", "", "", "", ""],
            ["1606010201809001", "12", "PU", "2025-07", "", "02-01-80", "P", "", "", "", ""],
            ["1606010201809001", "Siti", "PU", "2025-07", "", "kemarin", "P", "", "", "", ""],
            ["", "", "PU", "2025-07", "", "2052-01-01", "P", "Atlantis", "Sekayu", "", ""],
            ["1606010101809001", "Budi", "semua", "2025-07", "", "", "", "", "", "", ""],
        ]
    ),
    Kind.NOMINATIONS: xlsx_of(
        [["nik", "nama", "lahir", "desil", "no kk"], ["1606010101809001", "Budi", 29221, "kaya", "12"]]
    ),
    Kind.PAYMENTS: csv_of(
        [
            ["nik", "dari", "sampai", "jumlah"],
            ["1606010101809001", "2025-07", "2025-06", "gratis"],
            ["1606010101809001", "2025-07", "2026-09", "0"],
            ["1606010101809001", "2025-07", "2027-09", "-5"],
        ]
    ),
    Kind.POPULATION: csv_of(
        [
            ["nik", "nama", "lahir", "desa", "tanggal meninggal", "segmen", "status", "lunas sampai"],
            ["1606010101809001", "Budi", "01-01-1980", "", "1979-12-31", "", "", ""],
        ]
    ),
    Kind.DEATHS: csv_of([["nik", "nama", "tanggal meninggal"], ["1606010101809001", "Budi", "1979-12-31"]]),
    Kind.ANSWERS: csv_of([["nik", "hasil"], ["1606010101809001", "mungkin"]]),
}  # fmt: skip
RATES = ["sedikit", "-1", "0", "101", "1", "0,5 %", "0.5215", "12,12345678"]
GOALS = csv_of([TARGETS, ["x", "16.06", "25", "50"], *([f"x{rate}", "16.06", "2025", rate] for rate in RATES)])


def readings() -> Iterator[Reading]:
    given = {"month": Month(2025, 7), "area": "16.06", "today": date(2025, 8, 1)}
    for content, kind in (
        (RECAPS, Kind.RECAP),
        (NUMBERS, Kind.RECAP),
        (WORKFORCES, Kind.WORKFORCE),
        (UNCALCULATED, Kind.WORKFORCE),
    ):
        yield read_file(content, name="rekap.csv", kind=kind, **given)  # type: ignore[arg-type]
    for kind, content in PEOPLE.items():
        yield read_file(content, name="daftar.csv", kind=kind, within="16.06", today=date(2025, 8, 1))
    elsewhere = csv_of([["nama", "no induk", "kecamatan", "nik"], ["Budi", "1", "Sekayu", "1606010101809001"]])
    yield read_file(elsewhere, name="x", kind=Kind.NOMINATIONS, area="11.01")
    yield read_persons(csv_of([["nama", "no induk"], ["Budi", "1"]]), name="x")
    yield read_file(GOALS, name="sasaran.csv", kind=Kind.TARGETS)


def refused(content: bytes, kind: Kind) -> Refused:
    with pytest.raises(Refused) as caught:
        read_file(content, name="rekap.csv", kind=kind)
    return caught.value


def given_codes() -> dict[str, Facts]:
    """Every code that the files above bring out, with its facts."""
    found: dict[str, Facts] = {code: refused(*file).facts for code, file in REFUSED.items()}
    for reading in readings():
        found |= {problem.code: problem.facts for problem in reading.problems}
        found |= {repair.code: {"original": repair.original, "repaired": repair.repaired} for repair in reading.repairs}
    return found


@pytest.mark.parametrize("code", REFUSED)
def test_each_file_that_cannot_be_used_is_refused_for_its_reason(code: str) -> None:
    assert refused(*REFUSED[code]).code == code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_is_a_whole_sentence_with_every_fact_it_needs(lang: Lang) -> None:
    for code, facts in given_codes().items():
        sentence = say(code, facts, lang)
        assert sentence[0].isupper() or sentence[0].isdigit() or code.startswith("area_"), sentence
        assert sentence.endswith("."), sentence
        assert "None" not in sentence, sentence


def test_no_sentence_of_intake_is_without_its_code() -> None:
    own = set(tomllib.loads(OWN.read_text(encoding="utf-8")))
    assert own - set(given_codes()) == {"file_too_large"}  # shown in test_intake_containers: it takes a made-up archive


def test_every_code_written_in_the_source_has_a_sentence() -> None:
    """Codes that no file above brings out would still be found here."""
    told = {"Fault", *(one.__name__ for one in vars(refusals).values() if isinstance(one, type))}
    for source in Path(cakupan.intake.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in told
            if named and node.args and isinstance(node.args[0], ast.Constant):  # type: ignore[attr-defined]
                assert node.args[0].value in sentences(), source.name  # type: ignore[attr-defined]


def test_facts_never_hold_a_nik() -> None:
    for code, facts in given_codes().items():
        assert "1606010101809001" not in str(facts), code


def test_what_is_said_of_a_cell_left_out_does_not_say_that_its_row_was_taken() -> None:
    contradicts = {"id": ("tidak dipakai", "tetap diterima"), "en": ("left out", "row itself was taken")}
    told = [(code, lang, texts[lang]) for code, texts in sentences().items() for lang in LANGUAGES]
    assert [code for code, lang, text in told if all(words in text for words in contradicts[lang])] == []
