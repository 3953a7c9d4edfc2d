"""What a cell must hold to be a NIK, and what the number then says. Serials are synthetic: 9001 to 9999."""

import pickle
from calendar import isleap, monthrange
from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cakupan.basics.nik import Nik, NikProblem, masked, parse_nik
from cakupan_app.look.words import LANGUAGES, say

SEKAYU = "1606014105809001"  # a woman of 1 May 1980
LISTED_ON = date(2025, 7, 31)


def number(place: str = "160601", birth: str = "410580", serial: str = "9001") -> str:
    return f"{place}{birth}{serial}"


def by_the_book(digits: str) -> bool:
    """The plain twin: DOMAIN.md 5, read aloud."""
    if len(digits) != 16 or any(digit not in "0123456789" for digit in digits) or digits == digits[0] * 16:
        return False
    province, regency, district = int(digits[0:2]), int(digits[2:4]), int(digits[4:6])
    day, month, year, serial = int(digits[6:8]), int(digits[8:10]), int(digits[10:12]), int(digits[12:16])
    if not (11 <= province <= 97 and regency and district and serial and 1 <= month <= 12):
        return False
    if 41 <= day <= 71:
        day -= 40
    leap = isleap(1900 + year) or isleap(2000 + year)
    return 1 <= day <= (monthrange(2000 if leap else 2001, month)[1])


births = st.dates(date(1926, 1, 1), date(2010, 12, 31))
niks = st.builds(
    lambda place, born, female, serial: (
        f"{place[0]:02d}{place[1]:02d}{place[2]:02d}{born.day + 40 * female:02d}{born:%m%y}{serial}"
    ),
    st.tuples(st.integers(11, 97), st.integers(1, 99), st.integers(1, 99)),
    births,
    st.booleans(),
    st.integers(9001, 9999),
)


@pytest.mark.parametrize(
    "cell",
    [SEKAYU, f"'{SEKAYU}", f"’{SEKAYU}", f"`{SEKAYU}", f'="{SEKAYU}"', f" {SEKAYU}\u00a0", f"\ufeff{SEKAYU}",
     f"{SEKAYU}\u200b", "1606 0141 0580 9001", "16.06.01.410580.9001", "1606-0141-0580-9001", "160601 410580 9001",
     f"{SEKAYU}.0", f"{SEKAYU},00", "1,606,014,105,809,001", "1.606.014.105.809.001", f"NIK: {SEKAYU}",
     f"No. KTP {SEKAYU}", f"{SEKAYU}*", f"{SEKAYU},", "１６０６０１４１０５８０９００１", "1.606014105809001E+15"],
)  # fmt: skip
def test_the_writing_around_the_digits_does_not_matter(cell: str) -> None:
    assert parse_nik(cell) == Nik(SEKAYU)


def test_what_the_number_says() -> None:
    nik = Nik(SEKAYU)
    assert (nik.registered_in, nik.sex, nik.serial) == ("16.06.01", "P", "9001")
    assert Nik(number(birth="010580")).sex == "L"


@pytest.mark.parametrize(
    ("birth", "stated", "born"),
    [
        ("410580", None, date(1980, 5, 1)),
        ("010505", None, date(2005, 5, 1)),
        ("010505", date(1905, 5, 1), date(1905, 5, 1)),
        ("010505", date(2005, 1, 5), date(2005, 5, 1)),
        ("310710", None, date(2010, 7, 31)),
        ("010810", None, None),
        ("310725", None, date(1925, 7, 31)),
        ("300724", None, None),
        ("010810", date(2010, 8, 1), date(2010, 8, 1)),
        ("290200", None, date(2000, 2, 29)),
        ("690296", None, date(1996, 2, 29)),
    ],
    ids=["window", "young", "stated century wins", "stated date that disagrees settles nothing", "fifteen today",
         "fourteen, or 115", "a hundred", "one, or 101", "stated child", "leap day of 2000", "leap day, woman"],
)  # fmt: skip
def test_the_century_is_settled_by_the_stated_date_or_by_age(
    birth: str, stated: date | None, born: date | None
) -> None:
    assert Nik(number(birth=birth)).born(stated, LISTED_ON) == born


@pytest.mark.parametrize(
    ("cell", "code", "count"),
    [
        ("", "nik_empty", 0),
        (" - ", "nik_empty", 0),
        ("NIK:", "nik_empty", 0),
        ("belum ada", "nik_not_a_number", 0),
        (f"K{SEKAYU}", "nik_not_a_number", 16),
        (SEKAYU[:-1], "nik_too_short", 15),
        (f"{SEKAYU}1", "nik_too_long", 17),
        (f"{SEKAYU}/{number(serial='9002')}", "nik_two_in_one_cell", 32),
        (f"{SEKAYU} {number(serial='9002')}", "nik_two_in_one_cell", 32),
        (f"{SEKAYU},{number(serial='9002')}", "nik_two_in_one_cell", 32),
        (f"{SEKAYU} dan {number(serial='9002')[:-1]}", "nik_two_in_one_cell", 31),
        (f"{SEKAYU} (KK {number(serial='9003')})", "nik_two_in_one_cell", 32),
        ("1.60606E+15", "nik_digits_lost", 8),
        ("1,60606E+15", "nik_digits_lost", 8),
        (f"{number(serial='9010')}.0", "nik_digits_lost", 16),
        ("1" * 16, "nik_repeated_digit", 16),
        (number(place="100601"), "nik_place_out_of_range", 16),
        (number(place="980601"), "nik_place_out_of_range", 16),
        (number(place="160001"), "nik_place_out_of_range", 16),
        (number(place="160600"), "nik_place_out_of_range", 16),
        (number(birth="410080"), "nik_month_out_of_range", 16),
        (number(birth="411380"), "nik_month_out_of_range", 16),
        (number(birth="000580"), "nik_day_out_of_range", 16),
        (number(birth="320580"), "nik_day_out_of_range", 16),
        (number(birth="400580"), "nik_day_out_of_range", 16),
        (number(birth="720580"), "nik_day_out_of_range", 16),
        (number(birth="850580"), "nik_day_out_of_range", 16),
        (number(birth="310680"), "nik_day_out_of_range", 16),
        (number(birth="300280"), "nik_day_out_of_range", 16),
        (number(birth="290281"), "nik_day_out_of_range", 16),
        (number(serial="0000"), "nik_serial_zero", 16),
    ],
)
def test_a_cell_without_a_nik_says_why(cell: str, code: str, count: int) -> None:
    found = parse_nik(cell)
    assert isinstance(found, NikProblem)
    assert (found.code, found.count, found.proposed) == (code, count, None)
    for lang in LANGUAGES:
        assert say(found.code, found.facts, lang)


@pytest.mark.parametrize("cell", ["16O6O141O58O9OO1", "l6060I4i0580900|", "1606014105B0900!", "1G060141058O9001"])
def test_letters_for_digits_are_proposed_and_never_taken(cell: str) -> None:
    found = parse_nik(cell)
    assert isinstance(found, NikProblem)
    assert found.code == "nik_letters_for_digits"
    assert found.proposed == Nik(SEKAYU)
    assert found.facts["proposed"] == "160601******01"
    assert say(found.code, found.facts, "id")


def test_a_number_cell_ending_in_zero_has_lost_its_last_digit() -> None:
    rounded = number(serial="9010")
    assert parse_nik(rounded) == Nik(rounded)
    assert isinstance(found := parse_nik(rounded, numeric=True), NikProblem)
    assert found.code == "nik_digits_lost"
    assert parse_nik(SEKAYU, numeric=True) == Nik(SEKAYU)


def test_a_number_cell_of_papua_is_beyond_what_a_spreadsheet_keeps() -> None:
    nik = number(place="910301")
    assert parse_nik(nik) == Nik(nik)
    assert isinstance(found := parse_nik(nik, numeric=True), NikProblem)
    assert found.code == "nik_digits_lost"


@given(niks, st.sampled_from(["", "'", "\u00a0", "NIK ", "="]), st.sampled_from(["", " ", "-", ".", "\u00a0"]))
def test_any_nik_comes_back_from_any_writing(digits: str, before: str, between: str) -> None:
    parts = between.join((digits[:6], digits[6:12], digits[12:]))
    assert parse_nik(f"{before}{parts}") == Nik(digits)


@given(st.one_of(niks, st.from_regex(r"\A[0-9]{16}\Z"), st.from_regex(r"\A[1-9][0-9]{5}[0-7][0-9][01][0-9]{7}\Z")))
@example("1606012902009001")
@example("1606017102009001")
def test_sixteen_digits_are_a_nik_exactly_by_the_book(digits: str) -> None:
    assert isinstance(parse_nik(digits), Nik) == by_the_book(digits)


LOOKALIKE = {"0": "Oo", "1": "lI|i", "2": "Zz", "5": "Ss", "6": "Gb", "8": "B"}


@given(niks, st.data())
def test_a_digit_lost_or_doubled_is_never_another_nik(digits: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, 15))
    assert isinstance(parse_nik(digits[:at] + digits[at + 1 :]), NikProblem)
    assert isinstance(parse_nik(digits[:at] + digits[at] + digits[at:]), NikProblem)


@given(niks, st.data())
def test_a_letter_for_a_digit_is_never_silently_read(digits: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([i for i, digit in enumerate(digits) if digit in LOOKALIKE] or [None]))
    assume(at is not None)
    damaged = digits[:at] + data.draw(st.sampled_from(LOOKALIKE[digits[at]])) + digits[at + 1 :]
    found = parse_nik(damaged)
    assert isinstance(found, NikProblem)
    assert found.proposed == Nik(digits)


@given(niks, st.integers(2, 15))
def test_what_excel_rounds_is_never_another_nik(digits: str, kept: int) -> None:
    rounded = digits[:kept].ljust(16, "0")
    assert not isinstance(parse_nik(rounded, numeric=True), Nik)
    assert not isinstance(parse_nik(f"{int(digits):.{kept - 2}E}"), Nik)
    assert not isinstance(parse_nik(f"{int(digits):.{kept - 2}E}".replace(".", ",")), Nik)


@given(niks, niks, st.sampled_from([" ", "/", ",", ", ", ";", "\n", " dan ", " / ", ""]))
def test_two_in_one_cell_are_neither(one: str, other: str, between: str) -> None:
    found = parse_nik(f"{one}{between}{other}")
    assert isinstance(found, NikProblem)
    assert found.code == "nik_two_in_one_cell"
    assert found.masked == f"{one[:6]}******{one[-2:]} / {other[:6]}******{other[-2:]}"


@pytest.mark.parametrize(
    ("cell", "told"),
    [("1,60604E+15", "1,60604E+15"), ("1.606E15", "1.606E15"), ("1.60604170895900E+15", "1.60604…E+15")],
)
def test_of_a_number_in_powers_of_ten_the_place_is_told_and_no_more(cell: str, told: str) -> None:
    found = parse_nik(cell)
    assert isinstance(found, NikProblem)
    assert (found.code, found.masked) == ("nik_digits_lost", told)


@given(st.text(max_size=40))
def test_any_text_gets_an_answer_that_hides_it(cell: str) -> None:
    found = parse_nik(cell)
    assert isinstance(found, Nik) or found.masked in ("", "******") or sum(map(str.isdigit, cell)) >= 7


@given(niks)
def test_a_nik_never_shows_itself(digits: str) -> None:
    nik = Nik(digits)
    for shown in (repr(nik), str(nik), f"{nik}", f"{nik!r:>30}", repr([nik]), str({"nik": nik})):
        assert digits[6:14] not in shown
        assert digits[:6] in shown
    assert pickle.loads(pickle.dumps(nik)) == nik  # noqa: S301 - our own bytes


def test_a_wrong_number_is_refused_without_being_told() -> None:
    with pytest.raises(ValueError) as raised:
        Nik(f"{SEKAYU}1")
    assert SEKAYU[6:] not in str(raised.value)


@pytest.mark.parametrize("text", ["Budi Santoso bin Ahmad", "081234567890", "+62 812-3456-7890", "12345"])
def test_a_name_or_a_phone_in_the_column_is_hidden_whole(text: str) -> None:
    assert masked(text) == "******"
