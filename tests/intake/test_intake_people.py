"""Lists of people as text tables, and the records that they become."""

# ruff: noqa: E501 - a table is drawn a line a row
from datetime import date
from typing import Any

import pytest

from cakupan.basics.month import Month
from cakupan.intake import Kind, Reading, read_file, read_persons, schema_of
from cakupan.intake.refusals import MissingColumns, WrongKind
from intake.rendering import csv_of, xlsx_of

NIK, SECOND, WOMAN = "1606010101809001", "1606010101809002", "1606014508809003"  # the woman: born 5 August 1980
TODAY = date(2025, 8, 1)


def drawn(text: str) -> list[list[str]]:
    """The cells of a table drawn with bars."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def read(text: str, kind: Kind, **given: Any) -> Reading:
    return read_file(csv_of(drawn(text)), name="x", kind=kind, **{"within": "16.06", "today": TODAY} | given)


def records(text: str, kind: Kind, **given: Any) -> list[dict[str, Any]]:
    return read(text, kind, **given).records().to_pylist()


def codes(reading: Reading) -> list[tuple[int | None, str, str]]:
    return [(found.row, found.code, found.severity) for found in reading.problems]


def test_an_extract_headed_as_the_employers_portal_heads_it_becomes_members() -> None:
    rows = [
        ["DAFTAR TENAGA KERJA"],
        [],
        *drawn(f"""
            NO|NIK|NO KPJ|NAMA LENGKAP|TGL LAHIR|JENIS KELAMIN (L/P)|KELURAHAN|KECAMATAN|JENIS KEPESERTAAN|STATUS KEPESERTAAN|PROGRAM|NAMA PERUSAHAAN|SUMBER DANA|TMT|LUNAS S/D
            1 |{NIK}|01234567891|Budi Santoso|01-01-1980|Laki-laki|Serasan Jaya|Sekayu|BPU|Aktif|JKM, JKK||Mandiri|01-02-2024|Juli 2025
        """),
        ["", "", "", "Sekayu, 31 Juli 2025"],
    ]  # fmt: skip
    reading = read_file(csv_of(rows), name="x", kind=Kind.MEMBERS, month=Month(2025, 7), within="16.06")
    assert reading.problems == ()
    assert reading.records().to_pylist() == [
        {
            "sheet": "csv",
            "row": 4,
            "nik": NIK,
            "nik_written": None,
            "name": "Budi Santoso",
            "segment": "BPU",
            "month": "2025-07",
            "kpj": "01234567891",
            "birth": date(1980, 1, 1),
            "sex": "L",
            "village": "16.06.01.1010",
            "village_written": None,
            "district": "16.06.01",
            "programmes": "JKK,JKM",
            "employer": None,
            "workplace": None,
            "payer": "self",
            "started_on": date(2024, 2, 1),
            "ended_on": None,
            "paid_until": date(2025, 7, 31),
            "status": "active",
        }
    ]


def test_a_nomination_says_whom_to_enrol() -> None:
    (row,) = records(
        f"""
        NIK|NAMA|TANGGAL LAHIR|JK|DESA|KECAMATAN|ALAMAT|NO HP|PEKERJAAN|DESIL|NO KK
        {WOMAN}|Siti Aminah|5 Agustus 1980|PEREMPUAN|16.06.01.1010||Jl. Merdeka 5|0812-3456-7890|Petani karet|Desil 3|1606010101159001
        """,
        Kind.NOMINATIONS,
    )
    assert row == {
        "sheet": "csv",
        "row": 2,
        "nik": WOMAN,
        "nik_written": None,
        "name": "Siti Aminah",
        "birth": date(1980, 8, 5),
        "sex": "P",
        "village": "16.06.01.1010",
        "village_written": None,
        "district": "16.06.01",
        "address": "Jl. Merdeka 5",
        "phone": "081234567890",
        "occupation": "Petani karet",
        "occupation_code": "rubber_grower",
        "decile": 3,
        "family_card": "1606010101159001",
        "died_on": None,
    }


def test_a_register_of_the_population_says_who_lives_where_and_who_died() -> None:
    (row,) = records(
        f"""
        nik|name|birth|sex|village|family_card|occupation|died_on
        {NIK}|Budi|1980-01-01|L|Desa Entah Di Mana|1606010101159001|Nelayan|2025-03-04
        """,
        Kind.POPULATION,
    )
    assert (row["village"], row["village_written"]) == (None, "Desa Entah Di Mana")
    assert (row["birth"], row["died_on"]) == (date(1980, 1, 1), date(2025, 3, 4))


def test_a_payment_is_for_a_month_or_from_one_to_another() -> None:
    months = f"nik|bulan|jumlah|kode iuran|pembayar|dana|tanggal bayar\n{NIK}|Juli 2025|Rp16.800|123456789012|APBD Kabupaten|DBH|05/08/2025"
    (row,) = records(months, Kind.PAYMENTS)
    assert row == {
        "sheet": "csv",
        "row": 2,
        "nik": NIK,
        "nik_written": None,
        "kpj": None,
        "name": None,
        "starts_month": "2025-07",
        "ends_month": "2025-07",
        "amount": 16800,
        "contribution_code": "123456789012",
        "payer": "apbd_regency",
        "fund": "DBH",
        "paid_on": date(2025, 8, 5),
    }
    spans = "no kpj|dari|sampai|amount\n01234567891|2025-01|2025-06|100800\n01234567891|2025-06|2025-01|100800"
    reading = read(spans, Kind.PAYMENTS)
    (row,) = reading.records().to_pylist()
    assert (row["kpj"], row["starts_month"], row["ends_month"]) == ("01234567891", "2025-01", "2025-06")
    assert codes(reading) == [(3, "months_reversed", "error")]
    told = next(iter(reading.problems)).facts
    assert (told["starts"], told["ends"]) == ("2025-06", "2025-01")


@pytest.mark.parametrize(("cell", "amount"), [("Rp16.800", 16800), ("16800", 16800), ("16.800,00", 16800)])
def test_an_amount_is_whole_rupiah_however_it_is_written(cell: str, amount: int) -> None:
    (row,) = records(f"nik|bulan|jumlah\n{NIK}|2025-07|{cell}", Kind.PAYMENTS)
    assert row["amount"] == amount


def test_two_amounts_for_one_month_are_two_payments_and_a_total_below_them_is_none() -> None:
    text = f"nik|nama|bulan|jumlah\n{NIK}|Budi|2025-07|16800\n{NIK}|Budi|2025-07|20000\n|Total||36800"
    reading = read(text, Kind.PAYMENTS)
    assert (reading.accepted, reading.quarantined, reading.repeated) == (2, 0, 0)
    assert reading.tables[0].set_aside["subtotal"] == 1


@pytest.mark.parametrize("cell", ["16,5 ribu", "lunas", "48 %", "16.800,50"])
def test_an_amount_that_cannot_be_read_quarantines_the_payment(cell: str) -> None:
    reading = read(f"nik|bulan|jumlah\n{NIK}|2025-07|{cell}\n{NIK}|2025-08|5", Kind.PAYMENTS, today=None)
    assert codes(reading) == [(2, "amount_unreadable", "error")]


def test_an_answer_says_what_became_of_a_nominee() -> None:
    text = (
        f"NIK|HASIL|ALASAN|KPJ|BATCH\n{NIK}|Diterima||01234567891|7\n{SECOND}|DITOLAK|sudah peserta||7\n{WOMAN}|?|||7"
    )
    reading = read(text, Kind.ANSWERS)
    accepted, refused = reading.records().to_pylist()
    assert (accepted["result"], accepted["kpj"], accepted["batch"]) == ("accepted", "01234567891", "7")
    assert (refused["result"], refused["reason"], refused["kpj"]) == ("refused", "sudah peserta", None)
    assert codes(reading) == [(4, "result_unknown", "error")]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.MEMBERS, "nik|nama|segmen|bulan\n{nik}|{name}|BPU|2025-07"),
        (Kind.POPULATION, "nik|nama|tanggal lahir|desa\n{nik}|{name}|1980-01-01|Sekayu"),
        (Kind.PAYMENTS, "nik|nama|bulan|jumlah\n{nik}|{name}|2025-07|16800"),
        (Kind.ANSWERS, "nik|kpj|hasil\n{nik}|{kpj}|diterima"),
        (Kind.NOMINATIONS, "nik|nama\n{nik}|{name}"),
    ],
)
def test_a_nik_that_cannot_be_read_is_kept_as_written_where_the_row_still_names_someone(kind: Kind, text: str) -> None:
    sound = text.partition("\n")[2].format(nik=SECOND, name="Ani", kpj="")
    reading = read(f"{text.format(nik='160601010180900', name='Budi', kpj='01234567891')}\n{sound}", kind)
    if kind is Kind.NOMINATIONS:  # nobody can be enrolled without a NIK
        assert codes(reading) == [(2, "nik_too_short", "error")]
        return
    found = [problem for problem in codes(reading) if problem[1].startswith("nik")]
    assert found == [(2, "nik_too_short", "warning")]
    row = reading.records().to_pylist()[0]
    assert (row["nik"], row["nik_written"]) == (None, "160601010180900")
    nobody = read(f"{text.format(nik='160601010180900', name='', kpj='')}\n{sound}", kind)
    assert (2, "person_unidentified", "error") in codes(nobody)


def test_a_nik_that_is_missing_or_a_rounded_number_is_warned_of_and_never_guessed() -> None:
    rows = [
        ["nik", "nama", "segmen", "bulan"],
        [None, "Budi", "PU", "2025-07"],
        [1606010101809010, "Ani", "PU", "2025-07"],
    ]
    reading = read_file(xlsx_of(rows), name="x", kind=Kind.MEMBERS)
    assert codes(reading) == [(2, "nik_empty", "warning"), (3, "nik_digits_lost", "warning")]
    assert [row["nik"] for row in reading.records().to_pylist()] == [None, None]


def test_day_and_month_are_put_right_where_the_nik_shows_them_the_other_way_round() -> None:
    reading = read(
        f"nik|nama|tanggal lahir\n{WOMAN}|Siti|08/05/1980\n1606012309809004|Joko|23/09/1980", Kind.NOMINATIONS
    )
    assert [row["birth"] for row in reading.records().to_pylist()] == [date(1980, 8, 5), date(1980, 9, 23)]
    (repair,) = reading.repairs
    assert (repair.row, repair.code, repair.original, repair.repaired) == (
        2,
        "birth_day_month_swapped",
        "08/05/1980",
        "1980-08-05",
    )
    assert reading.problems == ()


def test_a_birth_date_or_a_sex_that_the_nik_does_not_say_is_a_warning_and_stays() -> None:
    reading = read(f"nik|nama|tanggal lahir|jk\n{WOMAN}|Siti|1981-08-05|L", Kind.NOMINATIONS)
    assert codes(reading) == [(2, "nik_birth_differs", "warning"), (2, "nik_sex_differs", "warning")]
    (row,) = reading.records().to_pylist()
    assert (row["birth"], row["sex"]) == (date(1981, 8, 5), "L")


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        ("1980-08-05", date(1980, 8, 5)),
        ("05/08/1980", date(1980, 8, 5)),
        ("5-8-1980", date(1980, 8, 5)),
        ("5 Agustus 1980", date(1980, 8, 5)),
        ("Sekayu, 05-08-1980", date(1980, 8, 5)),
        ("05-08-80", date(1980, 8, 5)),
        (date(1980, 8, 5), date(1980, 8, 5)),
        (29438, date(1980, 8, 5)),
        ("31/02/1980", None),
        ("kemarin", None),
        ("2052-01-01", None),
    ],
)
def test_a_birth_date_is_read_day_before_month(cell: Any, birth: date | None) -> None:
    rows = [["nik", "nama", "segmen", "bulan", "tgl lahir"], [WOMAN, "Siti", "PU", "2025-07", cell]]
    (row,) = read_file(xlsx_of(rows), name="x", kind=Kind.MEMBERS, today=TODAY).records().to_pylist()
    assert row["birth"] == birth


def test_who_is_born_tomorrow_is_not_enrolled_and_a_register_needs_a_birth_date() -> None:
    nominated = read(f"nik|nama|lahir\n{NIK}|Budi|2052-01-01\n{SECOND}|Ani|kemarin", Kind.NOMINATIONS)
    assert codes(nominated) == [(2, "birth_in_future", "error"), (3, "birth_unreadable", "warning")]
    living = read(
        f"nik|nama|lahir|desa\n{NIK}|Budi|kemarin|A\n{SECOND}|Ani||A\n{WOMAN}|Siti|1980-08-05|A", Kind.POPULATION
    )
    assert [found for found in codes(living) if found[2] == "error"] == [
        (2, "birth_unreadable", "error"),
        (3, "missing_cell", "error"),
    ]


@pytest.mark.parametrize("cell", ["L", "l", "Laki-laki", "LAKI-LAKI", "LK", "pria", "male"])
def test_a_man_is_written_in_many_ways(cell: str) -> None:
    assert records(f"nik|nama|jk\n{NIK}|Budi|{cell}", Kind.NOMINATIONS)[0]["sex"] == "L"


@pytest.mark.parametrize(
    ("cell", "kpj"),
    [
        ("01234567891", "01234567891"),
        ("26133068531.0", "26133068531"),
        ("'26133 068 531'", "26133068531"),
        (26133068531, "26133068531"),
        (1234567891, "01234567891"),
        ("1234567891", None),
        ("11111111111", None),
        ("tidak ada", None),
    ],
)
def test_a_kpj_has_eleven_digits_and_keeps_its_zeros(cell: Any, kpj: str | None) -> None:
    rows = [["nik", "nama", "segmen", "bulan", "NO KPJ"], [NIK, "Budi", "PU", "2025-07", cell]]
    reading = read_file(xlsx_of(rows), name="x", kind=Kind.MEMBERS)
    assert reading.records()["kpj"].to_pylist() == [kpj]
    assert [found.code for found in reading.problems] == ([] if kpj else ["kpj_unreadable"])
    assert [found.code for found in reading.repairs] == (["zero_in_front_restored"] if cell == 1234567891 else [])


@pytest.mark.parametrize(
    ("village", "district", "found"),
    [
        ("Serasan Jaya", "Sekayu", ("16.06.01.1010", None, "16.06.01")),
        ("Serasan Jaya", "", ("16.06.01.1010", None, "16.06.01")),  # there is one only in the regency
        ("16.06.01.1010", "", ("16.06.01.1010", None, "16.06.01")),
        ("1606011010", "", ("16.06.01.1010", None, "16.06.01")),
        ("Atlantis", "Sekayu", (None, "Atlantis", "16.06.01")),
        ("Atlantis", "Antah Berantah", (None, "Atlantis", None)),
        ("", "Sekayu", (None, None, "16.06.01")),
        ("", "", (None, None, None)),
    ],
)
def test_a_home_is_found_in_its_district_or_stays_as_written(
    village: str, district: str, found: tuple[Any, ...]
) -> None:
    (row,) = records(f"nik|nama|desa|kecamatan\n{NIK}|Budi|{village}|{district}", Kind.NOMINATIONS)
    assert (row["village"], row["village_written"], row["district"]) == found


def test_a_village_alone_is_not_looked_up_in_the_whole_country() -> None:
    (row,) = records(f"nik|nama|desa\n{NIK}|Budi|Serasan Jaya", Kind.NOMINATIONS, within=None)
    assert (row["village"], row["village_written"]) == (None, "Serasan Jaya")


def test_a_sheet_for_each_village_gives_the_village_of_its_people() -> None:
    heading = ["nik", "nama", "tanggal lahir"]
    sheets = {
        "Serasan Jaya": [heading, [NIK, "Budi", "1980-01-01"]],
        "Lembar2": [heading, [SECOND, "Ani", "1980-01-01"]],
    }
    reading = read_file(xlsx_of(**sheets), name="x", kind=Kind.NOMINATIONS, within="16.06")
    assert [(row["village"], row["district"]) for row in reading.records().to_pylist()] == [
        ("16.06.01.1010", "16.06.01"),
        (None, None),
    ]
    register = read_file(xlsx_of(**sheets), name="x", kind=Kind.POPULATION, within="16.06")
    assert [table.accepted for table in register.tables] == [1, 0]  # a register needs villages


@pytest.mark.parametrize(
    ("cell", "programmes"),
    [
        ("JKK, JKM", "JKK,JKM"),
        ("JKM+JKK", "JKK,JKM"),
        ("JKK/JKM/JHT", "JHT,JKK,JKM"),
        ("JKK JKM", "JKK,JKM"),
        ("Jaminan Kematian", "JKM"),
        ("JKK dan JKX", "JKK"),
        ("", None),
    ],
)
def test_programmes_are_sorted_and_told_apart(cell: str, programmes: str | None) -> None:
    (row,) = records(f"nik|nama|segmen|bulan|program\n{NIK}|Budi|PU|2025-07|{cell}", Kind.MEMBERS)
    assert row["programmes"] == programmes


@pytest.mark.parametrize(
    ("cell", "word"),
    [("AKTIF", "active"), ("Non Aktif", "inactive"), ("nonaktif", "inactive"), ("keluar", "ended"),
     ("Meninggal Dunia", "died"), ("entah", None)],
)  # fmt: skip
def test_how_a_membership_stands_is_one_of_four_words(cell: str, word: str | None) -> None:
    (row,) = records(f"nik|nama|segmen|bulan|status\n{NIK}|Budi|PU|2025-07|{cell}", Kind.MEMBERS)
    assert row["status"] == word


def test_a_row_that_says_the_same_of_the_same_person_is_repeated_and_other_memberships_are_kept() -> None:
    text = f"""
        nik|nama|segmen|bulan|kpj|perusahaan
        {NIK}|Budi|PU|2025-07|01234567891|PT A
        {NIK}|Budi|PU|2025-07|01234567891|PT A
        {NIK}|Budi|BPU|2025-07|01234567891|
        {NIK}|Budi|PU|2025-07|01234567892|PT A
        {NIK}|Budi|PU|2025-07|01234567891|PT B
    """
    reading = read(text, Kind.MEMBERS)
    assert (reading.accepted, reading.repeated, reading.quarantined) == (4, 1, 0)


def test_two_names_for_one_nik_are_both_kept_and_pointed_out() -> None:
    reading = read(f"nik|nama\n{NIK}|Budi\n{NIK}|H. BUDI\n{NIK}|Siti", Kind.NOMINATIONS)
    assert (reading.accepted, reading.repeated) == (2, 1)
    shared = {(found.row, found.facts["rows"]) for found in reading.problems if found.code == "nik_shared"}
    assert shared == {(2, ("4",)), (3, ("4",)), (4, ("2", "3"))}


def test_any_list_of_people_can_be_read_to_be_matched_and_loses_nobody() -> None:
    text = "NAMA|TGL LAHIR|DESA|NO HP|NAMA IBU KANDUNG\nBudi|kemarin|Serasan Jaya|0812|Aminah\nBudi|kemarin|Serasan Jaya|0812|Aminah\n|1980-01-01|||"
    reading = read_persons(csv_of(drawn(text)), name="x")
    assert (reading.accepted, reading.quarantined, reading.repeated) == (3, 0, 0)
    assert {found.severity for found in reading.problems} == {"warning"}
    first = reading.records().to_pylist()[0]
    assert (first["name"], first["village_written"], first["mother"]) == ("Budi", "Serasan Jaya", "Aminah")
    (placed, *_) = read_persons(csv_of(drawn(text)), name="x", within="16.06").records().to_pylist()
    assert placed["village"] == "16.06.01.1010"
    with pytest.raises(MissingColumns):
        read_persons(csv_of([["alamat", "no hp"], ["Jl. Merdeka", "0812"]]), name="x")


@pytest.mark.parametrize(
    ("kind", "text", "missing"),
    [
        (Kind.MEMBERS, "nik|nama|bulan|kpj|perusahaan", "segmen"),
        (Kind.MEMBERS, "nik|nama|segmen|kpj", "bulan"),
        (Kind.POPULATION, "nik|nama|tanggal lahir|no kk|tanggal meninggal", "desa"),
        (Kind.PAYMENTS, "nama|bulan|jumlah|kode iuran", "nik"),
        (Kind.PAYMENTS, "nik|jumlah|kode iuran|pembayar", "bulan"),
        (Kind.ANSWERS, "nik|alasan|batch", "hasil"),
    ],
)
def test_a_list_without_a_column_that_it_must_have_is_refused_and_told_which(
    kind: Kind, text: str, missing: str
) -> None:
    with pytest.raises(MissingColumns) as refusal:
        read(f"{text}\n1|2|3|4|5", kind)
    assert missing in str(refusal.value.facts["missing"])


def test_a_list_of_another_kind_is_told_as_what_it_is() -> None:
    with pytest.raises(WrongKind) as refusal:
        read(f"nik|hasil|alasan\n{NIK}|diterima|", Kind.NOMINATIONS)
    assert refusal.value.facts["fits"] == "answers"


def test_records_as_json_hold_days_as_text_and_null_where_nothing_is_said() -> None:
    reading = read(f"nik|nama|lahir|desil\n{NIK}|Budi|1980-01-01|3", Kind.NOMINATIONS)
    (row,) = reading.records_as_json()
    assert (row["row"], row["birth"], row["decile"], row["phone"]) == (2, "1980-01-01", 3, None)
    assert list(row) == schema_of(Kind.NOMINATIONS).names


def test_the_same_bytes_give_an_equal_reading() -> None:
    text = f"nik|nama|lahir\n{NIK}|Budi|1980-01-01"
    assert read(text, Kind.NOMINATIONS) == read(text, Kind.NOMINATIONS)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("KOTA PALEMBANG", "16.71"),
        ("Kab. Banyuasin", "16.07"),
        ("Sekayu", "16.06.01"),  # at home a district is known by its name
        ("16.06.04.2010", "16.06.04.2010"),
        ("Kota Antah Berantah", None),
        ("", None),
    ],
)
def test_a_place_of_work_is_an_area_by_code_or_name_and_one_not_found_stays_open(
    written: str, code: str | None
) -> None:
    text = f"nik | nama | segmen | lokasi kerja\n{NIK} | Budi | PU | {written}"
    reading = read(text, Kind.MEMBERS, month=Month(2025, 7))
    assert [row["workplace"] for row in reading.records().to_pylist()] == [code]
    assert reading.accepted == 1
