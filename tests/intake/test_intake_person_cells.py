"""What cells about a person stand for, in the shapes that lists really have."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from cakupan.basics import working_age
from cakupan.basics.month import Month
from cakupan.basics.nik import Nik, NikProblem, parse_nik
from cakupan.intake import Kind, Reading, read_file, read_persons
from cakupan.intake.name_cells import parse_name_cell, parse_words
from cakupan.intake.outcome import Fault, Given, Taken
from cakupan.intake.person_cells import parse_kpj_cell, parse_nik_cell
from cakupan.intake.phone_cells import parse_phone_cell
from cakupan.intake.sheet import Cell
from intake.rendering import archive_of, csv_of, xlsx_of

NIK, SECOND, WOMAN = "1606010101809001", "1606010101809002", "1606014508809003"
TODAY = date(2025, 8, 1)


def nominated(*rows: list[Any], **given: Any) -> Reading:
    return read_file(csv_of(rows), name="x", kind=Kind.NOMINATIONS, **{"within": "16.06", "today": TODAY} | given)


def codes(reading: Reading) -> list[tuple[int | None, str, str]]:
    return [(found.row, found.code, found.severity) for found in reading.problems]


@pytest.mark.parametrize(
    "cell",
    [
        NIK,
        f"'{NIK}",
        "1606 0101 0180 9001",
        "1606.0101.0180.9001",
        "1606-0101-0180-9001",
        "1606\u00a00101\u00a00180\u00a09001",
        "１６０６０１０１０１８０９００１",
        f"\u200b{NIK}\u200e",
        f"\ufeff{NIK}",
        f"“{NIK}”",
        f"NIK. {NIK}",
        f"NIK: {NIK}",
        f"`{NIK}",
        f"{NIK}.0",
        f"{NIK}\n",
    ],
)
def test_a_nik_is_read_whatever_stands_around_and_between_its_digits(cell: str) -> None:
    found = parse_nik(cell)
    assert isinstance(found, Nik), found
    assert found.digits == NIK


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.60601E+15", "nik_digits_lost"),
        ("1,60601E+15", "nik_digits_lost"),
        ("1.60601010180900E+15", "nik_digits_lost"),
        ("160601010180900", "nik_too_short"),
        ("16060101018090011", "nik_too_long"),
        (f"{NIK}/{SECOND}", "nik_two_in_one_cell"),
        (f"{NIK} {SECOND}", "nik_two_in_one_cell"),
        (f"{NIK}\n{SECOND}", "nik_two_in_one_cell"),
        ("1606013509259001", "nik_day_out_of_range"),
        ("1606010113259001", "nik_month_out_of_range"),
        ("0000000000000000", "nik_repeated_digit"),
        ("Budi Santoso", "nik_not_a_number"),
        ("belum ada", "nik_not_a_number"),
    ],
)
def test_a_number_that_is_no_nik_is_told_by_what_is_wrong_and_never_corrected(cell: str, code: str) -> None:
    found = parse_nik(cell)
    assert isinstance(found, NikProblem)
    assert (found.code, found.proposed) == (code, None)


@pytest.mark.parametrize(
    "cell",
    [
        "16O6O1O1O18O9OO1",
        "I606010101809001",
        "l606010101809001",
        "160601010180900l",
        "16060101018O9001",
        "16060I0101809001",
    ],
)
def test_letters_that_look_like_digits_are_proposed_and_never_taken(cell: str) -> None:
    found = parse_nik(cell)
    assert isinstance(found, NikProblem)
    assert found.code == "nik_letters_for_digits"
    assert found.proposed is not None
    assert found.proposed.digits == NIK
    reading = nominated(["nik", "nama"], [cell, "Budi"], [SECOND, "Ani"])
    assert codes(reading) == [(2, "nik_letters_for_digits", "error")]


@pytest.mark.parametrize(("letter", "digit"), [("S", "5"), ("B", "8"), ("Z", "2"), ("G", "6"), ("o", "0"), ("|", "1")])
def test_other_letters_that_look_like_digits_are_proposed_too(letter: str, digit: str) -> None:
    sound = f"160601010180900{digit}" if digit != "0" else "1606010101809010"
    found = parse_nik(sound[:-1] + letter)
    assert isinstance(found, NikProblem)
    assert found.proposed is not None
    assert found.proposed.digits == sound


def test_a_nik_kept_as_a_number_has_lost_a_last_digit_of_zero_only_where_it_ends_in_one() -> None:
    rows = [["nik", "nama"], [1606010101809001, "Budi"], [1606010101809000, "Ani"], [1.60601e15, "Siti"]]
    reading = read_file(xlsx_of(rows), name="x", kind=Kind.NOMINATIONS)
    assert reading.records()["nik"].to_pylist() == [NIK]
    assert [(row, code) for row, code, _ in codes(reading)] == [(3, "nik_digits_lost"), (4, "nik_digits_lost")]


def test_a_number_longer_than_a_float_holds_is_told_as_received_and_never_taken() -> None:
    received = 9171011205879003  # of Papua: as a float it ends in 4
    rows = [["nik", "nama", "no kk"], [111, "Budi", None], [int(NIK), "Ani", 111]]
    with ZipFile(BytesIO(xlsx_of(rows))) as book:
        parts = {part: book.read(part).replace(b"<v>111<", b"<v>%d<" % received) for part in book.namelist()}
    reading = read_file(archive_of(parts), name="x", kind=Kind.NOMINATIONS)
    assert [(row, code) for row, code, _ in codes(reading)] == [(2, "nik_digits_lost"), (3, "family_card_unreadable")]
    assert [problem.cell for problem in reading.problems] == [str(received)] * 2
    assert f'"nik": {received}' in reading.quarantine()["cells"][0].as_py()
    assert reading.records()["nik"].to_pylist() == [NIK]


def test_a_nik_and_a_name_in_each_others_column_change_places_and_no_digit_is_changed() -> None:
    reading = nominated(["nik", "nama"], [NIK, "Budi"], ["Siti  Aminah", f"'{WOMAN}"])
    assert [(row["nik"], row["name"]) for row in reading.records().to_pylist()] == [
        (NIK, "Budi"),
        (WOMAN, "Siti Aminah"),
    ]
    assert [(one.row, one.column, one.code, one.original, one.repaired) for one in reading.repairs] == [
        (3, "nik", "nik_and_name_exchanged", "Siti  Aminah", WOMAN),
        (3, "nama", "nik_and_name_exchanged", f"'{WOMAN}", "Siti Aminah"),
    ]
    assert codes(reading) == []


def test_a_broken_nik_in_the_column_of_names_stays_where_it_is() -> None:
    reading = nominated(["nik", "nama"], [NIK, "Budi"], ["Siti", "160601450880900"])
    assert {code for _, code, _ in codes(reading)} == {"nik_not_a_number", "name_unreadable"}


def test_a_swapped_row_keeps_nothing_as_an_unread_nik_in_lists_that_keep_all() -> None:
    reading = read_persons(csv_of([["nik", "nama"], [NIK, "Budi"], ["Siti", WOMAN]]), name="x")
    assert [(row["nik"], row["nik_written"]) for row in reading.records().to_pylist()] == [(NIK, None), (WOMAN, None)]


def test_a_family_card_number_for_a_nik_is_told_by_the_card_beside_it() -> None:
    heading = ["nik", "nama", "lahir", "no kk"]
    card = "1606010107129005"  # issued on 1 July 2012: as a NIK it would be of somebody born that day
    rows = [heading, [card, "Budi", "01-01-1980", card], [NIK, "Ani", "01-01-1980", NIK], [WOMAN, "Siti", "", card]]
    reading = nominated(*rows)
    assert [found for found in codes(reading) if "card" in found[1]] == [
        (2, "nik_is_family_card", "error"),
        (3, "family_card_is_nik", "warning"),
    ]
    assert [(row["nik"], row["family_card"]) for row in reading.records().to_pylist()] == [(NIK, None), (WOMAN, card)]
    living = read_persons(csv_of(rows), name="x").records().to_pylist()[0]
    assert (living["nik"], living["nik_written"], living["family_card"]) == (None, card, card)


@pytest.mark.parametrize(
    ("cell", "repair"),
    [
        (NIK, None),
        (f"'{NIK}", None),
        ("1606 0101 0180 9001", None),
        (f"NIK: {NIK}", "writing_around_number_removed"),
        (f'="{NIK}"', "writing_around_number_removed"),
        ("1.606010101809001E15", "writing_around_number_removed"),
    ],
)
def test_words_around_a_nik_are_taken_away_and_that_is_recorded(cell: str, repair: str | None) -> None:
    assert parse_nik_cell(cell, Given()) == Taken(NIK, repair)


def test_words_around_a_kpj_are_taken_away_and_that_is_recorded() -> None:
    assert parse_kpj_cell("KPJ 12345678901", Given()) == Taken("12345678901", "writing_around_number_removed")


@pytest.mark.parametrize(
    ("cell", "phone", "repair"),
    [
        ("081234567890", "081234567890", None),
        ("0812-3456-7890", "081234567890", None),
        ("0812 3456 7890", "081234567890", None),
        ("+62 812-3456-7890", "081234567890", "phone_country_code_to_zero"),
        ("6281234567890", "081234567890", "phone_country_code_to_zero"),
        ("+62 (0) 812 3456 7890", "081234567890", "phone_country_code_to_zero"),
        ("81234567890", "081234567890", "zero_in_front_restored"),
        (81234567890, "081234567890", "zero_in_front_restored"),
        (81234567890.0, "081234567890", "zero_in_front_restored"),
        ("'081234567890", "081234567890", None),
        ("WA 0812 3456 7890", "081234567890", None),
        ("No. HP: 081234567890", "081234567890", None),
        ("081234567890 (ibu)", "081234567890", None),
        ("081234567890 / 085712345678", "081234567890", "phone_first_taken"),
        ("081234567890, 085712345678", "081234567890", "phone_first_taken"),
        ("081234567890 atau 085712345678", "081234567890", "phone_first_taken"),
        ("81234567890 / 085712345678", "081234567890", "phone_first_taken"),
        ("+6281234567890 / 085712345678", "081234567890", "phone_first_taken"),
        ("081234567890 / 0857", "081234567890", "phone_first_taken"),
        ("081234567890 / ibu", "081234567890", None),
        ("(0711) 321123 ext. 12", "0711321123", None),
        ("0711-321123 pes 4", "0711321123", None),
        ("０８１２３４５６７８９０", "081234567890", None),
        ("\u200e081234567890", "081234567890", None),
        ("tidak ada", None, None),
        ("Tdk Ada", None, None),
        ("nihil", None, None),
    ],
)
def test_a_telephone_number_is_told_as_it_is_dialled_within_the_country(
    cell: Cell, phone: str | None, repair: str | None
) -> None:
    assert parse_phone_cell(cell, Given()) == Taken(phone, repair)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("08l234567890", "phone_unreadable"),
        ("0812", "phone_unreadable"),
        ("0812/0813 4567 890", "phone_unreadable"),
        ("0812/3456/7890", "phone_unreadable"),
        ("081234567890085712345678", "phone_unreadable"),
        ("punya ibu", "phone_unreadable"),
        (NIK, "phone_is_nik"),
        ("1606 0101 0180 9001", "phone_is_nik"),
    ],
)
def test_what_is_no_telephone_number_is_left_out_aloud(cell: str, code: str) -> None:
    assert parse_phone_cell(cell, Given()) == Fault(code)
    reading = nominated(["nik", "nama", "no hp"], [NIK, "Budi", cell])
    assert codes(reading) == [(2, code, "warning")]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("  Siti   Aminah ", "Siti Aminah"),
        ("Siti\tAminah", "Siti Aminah"),
        ("Siti\nAminah", "Siti Aminah"),
        ("Siti\u00a0Aminah", "Siti Aminah"),
        ("'Siti Aminah", "Siti Aminah"),
        ("Ma’ruf", "Ma’ruf"),
        ("NAME.Z", "NAME.Z"),
        ("D'Souza", "D'Souza"),
        ("Müller", "Müller"),
    ],
)
def test_a_name_stays_as_it_is_written_on_one_line(cell: str, name: str) -> None:
    assert parse_name_cell(cell, Given()) == Taken(name)


@pytest.mark.parametrize(
    ("cell", "text"), [("Si\u200bti", "Siti"), ("Siti\u200e", "Siti"), ("Siti_x000D_ Aminah", "Siti Aminah")]
)
def test_marks_that_cannot_be_seen_are_taken_out_of_a_name(cell: str, text: str) -> None:
    found = parse_words(cell, Given())
    assert isinstance(found, Taken)
    assert found.value == text


def test_what_was_taken_out_of_a_name_is_recorded() -> None:
    reading = nominated(["nik", "nama"], [NIK, "Si\u200bti"])
    assert [(one.code, one.original, one.repaired) for one in reading.repairs] == [
        ("invisible_marks_removed", "Si\u200bti", "Siti")
    ]


@pytest.mark.parametrize(
    "cell", ["xxx", "XXXX", "test", "TES", "NIHIL", "N/A", "dummy", "aaa", "Tidak ada", "Jumlah Total"]
)
def test_a_name_that_is_nobodys_is_taken_as_written_and_warned_of(cell: str) -> None:
    reading = nominated(["nik", "nama"], [NIK, cell], [SECOND, "Ani"])
    assert codes(reading) == [(2, "name_placeholder", "warning")]
    assert reading.records()["name"].to_pylist()[0] == cell


@pytest.mark.parametrize("cell", ["Nana", "Tessa", "Total Sihombing", "Ana", "Lll Ani", "Sum"])
def test_a_name_that_only_looks_a_little_like_that_is_a_name(cell: str) -> None:
    assert codes(nominated(["nik", "nama"], [NIK, cell])) == []


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://contoh.id";"Budi")', "=cmd|' /C calc'!A0", '="Budi Santoso"'])
def test_a_formula_for_a_name_stays_text_and_is_warned_of(cell: str) -> None:
    reading = nominated(["nik", "nama"], [NIK, cell])
    assert codes(reading) == [(2, "name_is_formula", "warning")]
    assert reading.records()["name"].to_pylist() == [cell]


@pytest.mark.parametrize(
    ("cell", "sex"),
    [("LAKI-LAKI", "L"), ("Laki2", "L"), ("Lk", "L"), ("L/K", "L"), ("M", "L"), ("Pria", "L"), ("P", "P"),
     ("PEREMPUAN", "P"), ("Pr.", "P"), ("Wanita", "P"), ("F", "P"), ("Permpuan", "P"), ("P - Perempuan", "P")],
)  # fmt: skip
def test_sex_is_written_in_many_ways(cell: str, sex: str) -> None:
    nik = NIK if sex == "L" else WOMAN
    reading = nominated(["nik", "nama", "jk"], [nik, "A B", cell])
    assert (reading.records()["sex"].to_pylist(), codes(reading)) == ([sex], [])


def test_a_sex_told_as_a_digit_is_settled_by_the_nik_or_asked() -> None:
    heading = ["nik", "nama", "segmen", "bulan", "jk"]
    rows: list[list[Any]] = [
        [NIK, "Budi", "PU", "2025-07", 1],
        [WOMAN, "Siti", "PU", "2025-07", 2],
        [SECOND, "Ani", "PU", "2025-07", 2],
        [None, "Tono", "PU", "2025-07", 1],
    ]
    reading = read_file(xlsx_of([heading, *rows]), name="x", kind=Kind.MEMBERS)
    assert reading.records()["sex"].to_pylist() == ["L", "P", None, None]
    assert [(one.row, one.code, one.repaired) for one in reading.repairs] == [
        (2, "sex_by_nik", "L"),
        (3, "sex_by_nik", "P"),
    ]
    assert [found for found in codes(reading) if found[1].startswith("sex")] == [
        (4, "sex_code_open", "warning"),
        (5, "sex_code_open", "warning"),
    ]


def test_an_occupation_has_the_code_of_the_list_and_an_unlisted_one_stays_as_written() -> None:
    heading = ["nik", "nama", "pekerjaan"]
    reading = nominated(heading, [NIK, "Budi", "PETANI/PEKEBUN"], [SECOND, "Ani", "Astronot"], [WOMAN, "Siti", "-"])
    assert [(row["occupation"], row["occupation_code"]) for row in reading.records().to_pylist()] == [
        ("PETANI/PEKEBUN", "farmer"),
        ("Astronot", None),
        (None, None),
    ]
    assert codes(reading) == [(3, "occupation_unlisted", "warning")]


def test_who_is_too_young_or_too_old_is_pointed_out_by_birth_date_or_else_by_nik() -> None:
    heading = ["nik", "nama", "lahir"]
    young, old = "1606010208089004", "1606010108599005"  # born on 2 August 2008, and on 1 August 1959
    rows = [[young, "A B", "02-08-2008"], [old, "C D", ""], [NIK, "E F", "01-01-1980"], [SECOND, "G H", "01-08-1960"]]
    assert [found for found in codes(nominated(heading, *rows)) if found[1].startswith("age")] == [
        (2, "age_below_working_age", "warning"),
        (3, "age_above_working_age", "warning"),
    ]
    assert [found for found in codes(nominated(["nik", "nama"], [young, "A B"])) if found[1].startswith("age")] == [
        (2, "age_below_working_age", "warning")
    ]


def test_a_regency_may_have_ages_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    own = working_age.WorkingAge("local", working_age.ENROLMENT, Month(2020, 1), 18, 60, "16.06")
    every = (*working_age.working_ages(), own)
    monkeypatch.setattr(working_age, "working_ages", lambda: every)
    rows = ["nik", "nama", "lahir"], [SECOND, "G H", "01-01-1963"]
    (problem,) = (one for one in nominated(*rows).problems if one.code.startswith("age"))
    assert (problem.code, problem.facts["limit"]) == ("age_above_working_age", 60)
    assert [one.code for one in nominated(*rows, within="16.07").problems if one.code.startswith("age")] == []


def test_before_there_was_a_rule_nobody_is_too_old() -> None:
    assert codes(nominated(["nik", "nama", "lahir"], [NIK, "A B", "01-01-1980"], today=date(2010, 1, 1))) == []


def test_one_who_died_is_not_to_be_enrolled() -> None:
    reading = nominated(["nik", "nama", "tanggal meninggal"], [NIK, "Budi", "2025-03-04"], [SECOND, "Ani", ""])
    assert codes(reading) == [(2, "nominee_died", "warning")]
    assert reading.accepted == 2


def test_every_reason_is_told_at_once() -> None:
    reading = nominated(
        ["nik", "nama", "lahir", "jk", "no hp"], ["12", "9", "2090-01-01", "?", "1"], [NIK, "A B", "", "", ""]
    )
    assert {code for row, code, _ in codes(reading) if row == 2} == {
        "nik_too_short", "name_unreadable", "birth_in_future", "sex_unreadable", "phone_unreadable"
    }  # fmt: skip
    (row,) = reading.quarantine().to_pylist()
    assert set(row["codes"].split(",")) == {"nik_too_short", "name_unreadable", "birth_in_future"}
