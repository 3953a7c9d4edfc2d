"""Hard cases by name: who is taken for whom, when two lists are linked and when files are built into persons."""

from collections.abc import Callable

import pytest

from identity.hard_cases import built, expected, linked

Hold = Callable[[str, str], None]


@pytest.fixture(params=["link", pytest.param("build", marks=pytest.mark.long)])
def hold(request: pytest.FixtureRequest) -> Hold:
    """Every row of the list is answered as it says itself, and nobody is taken for somebody else."""
    way = {"link": linked, "build": built}[request.param]

    def held(listed: str, register: str) -> None:
        assert way(listed, register) == expected(listed, request.param)

    return held


TWINS = """
    who   | nik              | name        | birth      | sex | village       | phone   | family_card
    Hasan | 1606010505809001 | Hasan Basri | 1980-05-05 | L   | 16.06.01.2001 | 0812301 | 1606010101059001
    Husin | 1606010505809002 | Husin Basri | 1980-05-05 | L   | 16.06.01.2001 | 0812301 | 1606010101059001
"""
HASAN = "\n".join(TWINS.splitlines()[:3])


def test_twins_who_are_both_registered_are_told_apart_by_their_numbers_and_by_their_names(hold: Hold) -> None:
    listed = """
        who   | link  | build | nik              | name        | birth      | village       | phone   | family_card
        Hasan | match | match |                  | HASAN BASRI | 1980-05-05 | 16.06.01.2001 | 0812301 | 1606010101059001
        Husin | match | match |                  | HUSIN BASRI | 1980-05-05 | 16.06.01.2001 | 0812301 | 1606010101059001
        Husin | match | match | 1606010505809002 | HUSIN       | 1980-05-05 | 16.06.01.2001 | 0812301 | 1606010101059001
    """
    hold(listed, TWINS)


def test_a_twin_with_a_number_is_not_the_one_whom_the_register_has(hold: Hold) -> None:
    listed = """
        who   | link | build | nik              | name        | birth      | village       | phone   | family_card
        Husin | none | none  | 1606010505809002 | HUSIN BASRI | 1980-05-05 | 16.06.01.2001 | 0812301 | 1606010101059001
    """
    hold(listed, HASAN)


def test_a_twin_without_a_number_may_be_the_one_whom_the_register_has(hold: Hold) -> None:
    """Hasan and Husin differ by vowels, as a slip of the pen does: somebody has to look."""
    listed = """
        who   | link     | build    | name        | birth      | sex | village
        Husin | possible | possible | HUSIN BASRI | 1980-05-05 | L   | 16.06.01.2001
    """
    hold(listed, HASAN)


SISTER = """
    who  | nik              | name           | birth      | sex | village       | phone   | family_card
    Rini | 1606014505849001 | Rini Wulandari | 1984-05-05 | P   | 16.06.01.2001 | 0812301 | 1606010101059001
"""
SISTERS = f"""{SISTER.rstrip()}
    Rina | 1606015203879001 | Rina Wulandari | 1987-03-12 | P   | 16.06.01.2001 | 0812301 | 1606010101059001
"""


def test_sisters_with_names_alike_in_one_house_are_told_apart_by_their_birth_dates(hold: Hold) -> None:
    listed = """
        who  | link  | build | name           | birth      | village       | phone   | family_card
        Rini | match | match | RINI WULANDARI | 1984-05-05 | 16.06.01.2001 | 0812301 | 1606010101059001
        Rina | match | match | RINA WULANDARI | 1987-03-12 | 16.06.01.2001 | 0812301 | 1606010101059001
    """
    hold(listed, SISTERS)


def test_a_sister_whom_the_register_does_not_have_is_not_the_other(hold: Hold) -> None:
    listed = """
        who  | link     | build    | name           | birth      | village       | phone   | family_card
        Rina | none     | possible | RINA WULANDARI | 1987-03-12 | 16.06.01.2001 | 0812301 | 1606010101059001
        Rina | possible | possible | RINA WULANDARI |            | 16.06.01.2001 | 0812301 | 1606010101059001
    """
    hold(listed, SISTER)


FATHER = """
    who    | nik              | name      | birth      | sex | village       | family_card
    father | 1606010505609001 | Umar Said | 1960-05-05 | L   | 16.06.01.2001 | 1606010101059001
"""
SON_TOO = f"""{FATHER.rstrip()}
    son    | 1606011505859001 | Umar Said | 1985-05-15 | L   | 16.06.01.2001 | 1606010101059001
"""


def test_father_and_son_of_one_name_are_told_apart_by_their_birth_dates(hold: Hold) -> None:
    listed = """
        who    | link     | build    | name      | birth      | village       | family_card
        father | match    | match    | UMAR SAID | 1960-05-05 | 16.06.01.2001 | 1606010101059001
        son    | match    | match    | UMAR SAID | 1985-05-15 | 16.06.01.2001 | 1606010101059001
        son    | possible | possible | UMAR SAID |            | 16.06.01.2001 | 1606010101059001
    """
    hold(listed, SON_TOO)


def test_a_son_is_not_his_father_even_if_born_on_the_same_day_of_another_year(hold: Hold) -> None:
    """Day and month that agree, or all digits but one, are near a birth date only where no generation lies between."""
    listed = """
        who | link | build | name      | birth      | village       | family_card
        son | none | none  | UMAR SAID | 1985-05-15 | 16.06.01.2001 | 1606010101059001
        son | none | none  | UMAR SAID | 1985-05-05 | 16.06.01.2001 | 1606010101059001
        son | none | none  | UMAR SAID | 1990-05-05 | 16.06.01.2001 | 1606010101059001
    """
    hold(listed, FATHER)


SULASTRI = """
    who      | nik              | name               | birth      | sex | village       | phone   | family_card
    Sulastri | 1606014505889001 | Sulastri Handayani | 1988-05-05 | P   | 16.06.01.2001 | 0812301 | 1606010101059001
"""


def test_a_woman_who_married_into_another_village_is_found(hold: Hold) -> None:
    listed = """
        who      | link  | build | nik              | name               | birth      | village       | family_card
        Sulastri | match | match | 1606014505889001 | SULASTRI HANDAYANI | 1988-05-05 | 16.06.02.2003 | 1606020101159002
        Sulastri | match | match |                  | SULASTRI HANDAYANI | 1988-05-05 | 16.06.02.2003 | 1606020101159002
    """
    hold(listed, SULASTRI)


def test_a_woman_called_by_her_husbands_name_in_another_village_is_for_somebody_to_look_at(hold: Hold) -> None:
    """Her NIK and birth date agree, and nothing else: so it is too where a neighbour's NIK was copied."""
    listed = """
        who      | link     | build    | nik              | name      | birth      | village
        Sulastri | possible | possible | 1606014505889001 | IBU DARTO | 1988-05-05 | 16.06.02.2003
    """
    hold(listed, SULASTRI)


def test_who_moved_to_another_city_with_another_phone_is_found(hold: Hold) -> None:
    register = """
        who      | nik              | name             | birth      | village       | phone   | family_card
        Darmawan | 1606010505809001 | Darmawan Saputra | 1980-05-05 | 16.06.01.2001 | 0812301 | 1606010101059001
    """
    listed = """
        who      | link  | build | nik              | name             | birth      | village       | phone
        Darmawan | match | match | 1606010505809001 | DARMAWAN SAPUTRA | 1980-05-05 | 16.71.01.1001 | 0812309
        Darmawan | match | match |                  | DARMAWAN SAPUTRA | 1980-05-05 | 16.71.01.1001 | 0812309
    """
    hold(listed, register)


BUDI = """
    who  | nik              | name         | birth      | sex | village       | family_card
    Budi | 1606010505809001 | Budi Hartono | 1980-05-05 | L   | 16.06.01.2001 | 1606010101059001
"""


def test_two_people_on_one_nik_are_two(hold: Hold) -> None:
    listed = """
        who   | link     | build    | nik              | name         | birth      | sex | village
        Budi  | match    | match    | 1606010505809001 | BUDI HARTONO | 1980-05-05 | L   | 16.06.01.2001
        Wulan | possible | possible | 1606010505809001 | WULAN DARI   | 1991-03-14 | P   | 16.06.01.2001
    """
    hold(listed, BUDI)


def test_a_brother_or_a_child_on_ones_nik_is_not_oneself(hold: Hold) -> None:
    """They share the word of the family, and the number that was written for them; their birth dates differ."""
    listed = """
        who   | link     | build    | nik              | name         | birth      | sex | village       | family_card
      Andi  | possible | possible | 1606010505809001 | ANDI HARTONO | 1983-02-11 | L | 16.06.01.2001 | 1606010101059001
      Wulan | possible | possible | 1606010505809001 | WULAN SARI   | 1991-03-14 | P | 16.06.01.2001 | 1606010101059001
    """
    hold(listed, BUDI)


RAHMAT = """
    who    | nik              | name             | birth      | sex | village       | family_card
    Rahmat | 1606010505809001 | Rahmat Kurniawan | 1980-05-05 | L   | 16.06.01.2001 | 1606010101059001
"""


def test_one_person_whose_nik_was_written_with_a_slip_is_one(hold: Hold) -> None:
    listed = """
        who    | link  | build | nik              | name             | birth      | village
        Rahmat | match | match | 1606010505809011 | RAHMAT KURNIAWAN | 1980-05-05 | 16.06.01.2001
        Rahmat | match | match | 1606010505089001 | RAHMAT KURNIAWAN | 1980-05-05 | 16.06.01.2001
    """
    hold(listed, RAHMAT)


def test_a_neighbouring_nik_with_a_name_of_one_other_letter_is_no_match(hold: Hold) -> None:
    """So are twins registered: serials that follow each other, and names alike. Two NIKs that fit speak for two."""
    listed = """
        who    | link | build | nik              | name             | birth      | village
        Rahmad | none | none  | 1606010505809011 | RAHMAD KURNIAWAN | 1980-05-05 | 16.06.01.2001
    """
    hold(listed, RAHMAT)


def test_a_new_nik_after_a_correction_of_the_birth_date_is_found_only_with_the_old_date(hold: Hold) -> None:
    """Each of two NIKs fits its own row. With both number and date changed, nothing but the name says one person,
    as with a namesake: the population office's answer has to tell, not linkage."""
    listed = """
        who    | link  | build | nik              | name             | birth      | village       | family_card
        Rahmat | match | match | 1606010506819003 | RAHMAT KURNIAWAN | 1980-05-05 | 16.06.01.2001 | 1606010101059001
    """
    hold(listed, RAHMAT)
    corrected = """
        who    | link | build | nik              | name             | birth      | village       | family_card
        Rahmat | none | none  | 1606010506819003 | RAHMAT KURNIAWAN | 1981-06-05 | 16.06.01.2001 | 1606010101059001
    """
    hold(corrected, RAHMAT)


def test_a_common_name_three_times_in_one_village_is_told_apart_by_birth_dates(hold: Hold) -> None:
    register = """
        who | nik              | name        | birth      | sex | village
        a   | 1606014505809001 | Siti Aminah | 1980-05-05 | P   | 16.06.01.2001
        b   | 1606015203879001 | Siti Aminah | 1987-03-12 | P   | 16.06.01.2001
        c   | 1606014211929001 | Siti Aminah | 1992-11-02 | P   | 16.06.01.2001
    """
    listed = """
        who      | link     | build    | nik              | name        | birth      | village
        a        | match    | match    |                  | ST. AMINAH  | 1980-05-05 | 16.06.01.2001
        b        | match    | match    |                  | SITI AMINAH | 1987-03-12 | 16.06.01.2001
        c        | match    | match    | 1606014211929001 | SITI AMINAH |            | 16.06.01.2001
        one of   | possible | possible |                  | SITI AMINAH |            | 16.06.01.2001
        a fourth | none     | possible |                  | SITI AMINAH | 1975-08-20 | 16.06.01.2001
    """
    hold(listed, register)


SUPARMAN = """
    who      | nik              | name     | birth      | sex | village
    Suparman | 1606010505809001 | Suparman | 1980-05-05 | L   | 16.06.01.2001
    Suparmin | 1606011203779001 | Suparmin | 1977-03-12 | L   | 16.06.01.2001
"""


def test_single_word_names_are_told_apart_by_their_endings_and_birth_dates(hold: Hold) -> None:
    listed = """
        who            | link     | build    | name     | birth      | village
        Suparman       | match    | match    | SUPARMAN | 1980-05-05 | 16.06.01.2001
        Suparmin       | match    | match    | SUPARMIN | 1977-03-12 | 16.06.01.2001
        Suparno        | none     | none     | SUPARNO  | 1982-08-19 | 16.06.01.2001
        older Suparman | none     | none     | SUPARMAN | 1969-09-30 | 16.06.01.2001
    """
    hold(listed, SUPARMAN)


def test_without_a_birth_date_a_name_needs_a_number_or_a_contact(hold: Hold) -> None:
    register = """
        who        | nik              | name               | birth      | village       | phone
        Zulkarnain | 1606010505809001 | Zulkarnain Harahap | 1980-05-05 | 16.06.01.2001 | 0812301
        Rohani     | 1606014505839001 | Rohani Siregar     | 1983-05-05 | 16.06.01.2001 | 0812302
        Damar      | 1606010511839001 | Damar Wicaksono    | 1983-11-05 | 16.06.01.2001 | 0812303
        Lastri     |                  | Lastri Ningrum     |            | 16.06.01.2001 |
    """
    listed = """
        who        | link     | build    | nik              | name               | village       | phone
        Zulkarnain | possible | possible |                  | ZULKARNAIN HARAHAP | 16.06.01.2001 |
        Rohani     | match    | match    |                  | ROHANI SIREGAR     | 16.06.01.2001 | 0812302
        Damar      | match    | match    | 1606010511839001 | DAMAR WICAKSONO    | 16.06.01.2001 |
        Lastri     | possible | possible |                  | LASTRI NINGRUM     | 16.06.01.2001 |
    """
    hold(listed, register)


def test_a_minor_is_linked_as_anybody_and_is_not_the_parent(hold: Hold) -> None:
    """Linkage says who is whom; that a member may be too young is said by intake and by the rule of membership."""
    register = """
        who    | nik              | name           | birth      | sex | village       | family_card
        father | 1606011203809001 | Bambang Irawan | 1980-03-12 | L   | 16.06.01.2001 | 1606010101059001
        child  | 1606012109109001 | Bima Irawan    | 2010-09-21 | L   | 16.06.01.2001 | 1606010101059001
    """
    listed = """
        who     | link     | build    | nik              | name        | birth      | village       | family_card
        child   | match    | match    | 1606012109109001 | BIMA IRAWAN | 2010-09-21 | 16.06.01.2001 | 1606010101059001
        child   | match    | match    |                  | BIMA IRAWAN | 2010-09-21 | 16.06.01.2001 | 1606010101059001
        sibling | none     | possible | 1606010907129001 | BAYU IRAWAN | 2012-07-09 | 16.06.01.2001 | 1606010101059001
        sibling | possible | possible | 1606011203809001 | BAYU IRAWAN | 2012-07-09 | 16.06.01.2001 | 1606010101059001
    """
    hold(listed, register)


def test_the_dead_are_linked_as_the_living_and_are_not_their_grandchildren(hold: Hold) -> None:
    """Identity knows no deaths: a row that names a dead member must still find them, or they would be counted again as
    somebody new. That they died is a record of its own (kind `deaths`), which membership reads."""
    register = """
        who   | nik              | name             | birth      | sex | village
        Kosim | 1606010505509001 | Alm. Kosim Hamid | 1950-05-05 | L   | 16.06.01.2001
    """
    listed = """
        who      | link  | build | nik              | name              | birth      | village
        Kosim    | match | match | 1606010505509001 | KOSIM HAMID       | 1950-05-05 | 16.06.01.2001
        Kosim    | match | match |                  | KOSIM HAMID (ALM) | 1950-05-05 | 16.06.01.2001
        grandson | none  | none  |                  | KOSIM HAMID       | 2002-07-17 | 16.06.01.2001
    """
    hold(listed, register)


def test_a_name_in_the_spelling_before_1972_is_the_same_name(hold: Hold) -> None:
    register = """
        who   | nik              | name               | birth      | village
        Yusuf | 1606010505809001 | Joesoef Soemardjo  | 1980-05-05 | 16.06.01.2001
        Cucu  | 1606014505839001 | Tjutju Djuwariah   | 1983-05-05 | 16.06.01.2001
        Nur   | 1606014505849001 | Noerhajati Sjarief | 1984-05-05 | 16.06.01.2001
    """
    listed = """
        who     | link  | build | name              | birth      | village
        Yusuf   | match | match | YUSUF SUMARJO     | 1980-05-05 | 16.06.01.2001
        Cucu    | match | match | CUCU JUWARIAH     | 1983-05-05 | 16.06.01.2001
        Nur     | match | match | NURHAYATI SYARIEF | 1984-05-05 | 16.06.01.2001
        another | none  | none  | YUSUF SUMARNO     | 1974-10-15 | 16.06.01.2001
    """
    hold(listed, register)


RIZAL = """
    who    | nik              | name           | birth      | village
    Rizal  | 1606010505809001 | Muhammad Rizal | 1980-05-05 | 16.06.01.2001
    Rozak  | 1606011505809001 | Moh. Rozak     | 1980-05-15 | 16.06.01.2001
"""


def test_muhammad_is_one_name_however_it_is_shortened(hold: Hold) -> None:
    listed = """
        who   | link  | build | name           | birth      | village
        Rizal | match | match | M. RIZAL       | 1980-05-05 | 16.06.01.2001
        Rizal | match | match | MOCH RIZAL     | 1980-05-05 | 16.06.01.2001
        Rizal | match | match | RIZAL          | 1980-05-05 | 16.06.01.2001
        Rozak | match | match | MUHAMAD ROZAK  | 1980-05-15 | 16.06.01.2001
        other | none  | none  | MUHAMMAD RIZAL | 1974-10-25 | 16.06.01.2001
    """
    hold(listed, RIZAL)


ISMAIL = """
    who    | nik              | name             | birth      | village
    Ismail | 1606010505809001 | Ismail bin Harun | 1980-05-05 | 16.06.01.2001
    Aisyah | 1606014505839001 | Aisyah           | 1983-05-05 | 16.06.01.2001
"""


def test_a_fathers_name_behind_bin_or_binti_may_be_left_out(hold: Hold) -> None:
    listed = """
        who    | link  | build | name               | birth      | village
        Ismail | match | match | ISMAIL             | 1980-05-05 | 16.06.01.2001
        Ismail | match | match | ISMAIL HARUN       | 1980-05-05 | 16.06.01.2001
        Aisyah | match | match | AISYAH BINTI KADIR | 1983-05-05 | 16.06.01.2001
        other  | none  | none  | ISMAIL BIN YAKUB   | 1971-09-30 | 16.06.01.2001
    """
    hold(listed, ISMAIL)


_TAKEN_FOR_ONE = pytest.mark.xfail(
    strict=True, reason="taken for one person today: fathers are not compared, a home counts for much"
)


@pytest.mark.parametrize(
    ("listed", "register"),
    [
        pytest.param("Ridwan | Muhammad Ridwan | 1980-05-05 | 16.06.01.2001 |", RIZAL, id="Muhammad Ridwan"),
        pytest.param("Suparno | Suparno | 1980-05-05 | 16.06.01.2001 |", SUPARMAN, id="Suparno"),
        pytest.param(
            "Umar | Umar Basri | 1980-05-05 | 16.06.01.2001 | 1606010101059001",
            HASAN.replace("Hasan", "Ali"),
            id="a twin of quite another name",
            marks=_TAKEN_FOR_ONE,
        ),
        pytest.param(
            "other | Ismail bin Yakub | 1980-05-05 | 16.06.01.2001 |",
            ISMAIL,
            id="another father behind bin",
            marks=_TAKEN_FOR_ONE,
        ),
        pytest.param(
            "son | Umar Said | | 16.06.01.2001 | 1606010101059001",
            FATHER,
            id="a son of no birth date",
            marks=_TAKEN_FOR_ONE,
        ),
    ],
)
def test_who_shares_all_but_what_tells_two_people_apart_is_only_possible(listed: str, register: str) -> None:
    assert not matched(listed, register)


def matched(listed: str, register: str) -> list[str]:
    drawn = f"who | name | birth | village | family_card\n{listed}"
    return [answer for answer in linked(drawn, register) if "match" in answer]
