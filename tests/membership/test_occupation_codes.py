"""Which occupation a written one is."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

import pytest

from cakupan.intake.folding import fold
from cakupan.intake.vocabulary import vocabulary
from cakupan.membership.occupations import UNLISTED, occupation_of, with_occupation_codes
from cakupan.synthetic.parts import parts
from tables import engine, rows, table

_TEXT = (files("cakupan.intake") / "vocabularies" / "occupation.toml").read_text(encoding="utf-8")
CODES: Mapping[str, list[str]] = tomllib.loads(_TEXT)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Petani", "farmer"),
        ("PETANI/PEKEBUN", "farmer"),
        ("  Buruh   Tani ", "farm_labourer"),
        ("BURUH TANI/PERKEBUNAN", "farm_labourer"),
        ("Pekebun Sawit", "palm_grower"),
        ("penyadap karet", "plantation_labourer"),
        ("NELAYAN/PERIKANAN", "fisher"),
        ("Tukang Ojek", "driver"),
        ("Kuli bangunan", "builder"),
        ("Guru Ngaji", "religious_worker"),
        ("MARBOT", "religious_worker"),
        ("P.R.T.", UNLISTED),  # an abbreviation with dots is other words; the list has `PRT`
        ("PRT", "domestic_worker"),
        ("Farm labourer", "farm_labourer"),
        ("farm_labourer", "farm_labourer"),
        ("petaniku", UNLISTED),
        ("Petani dan nelayan", UNLISTED),
        ("MENGURUS RUMAH TANGGA", "homemaker"),
        ("-", None),
        ("", None),
        (None, None),
    ],
)
def test_a_written_occupation_has_one_code_or_is_unlisted(written: str | None, code: str | None) -> None:
    assert occupation_of(written) == code


def test_no_spelling_stands_under_two_codes() -> None:
    spellings = [one for code, written in CODES.items() for one in set(map(fold, (code, *written)))]
    twice = {one for one in spellings if spellings.count(one) > 1}
    assert not twice
    assert all(vocabulary("occupation").find(one) for one in spellings)


def test_every_code_has_a_name_in_both_languages() -> None:
    from cakupan_app.look.words import sentences

    named = {code.removeprefix("occupation_") for code in sentences() if code.startswith("occupation_")}
    assert set(CODES) <= named


def test_every_occupation_of_the_made_up_regency_is_listed() -> None:
    written = [word for kind in parts()["work"].values() for word in kind]
    assert UNLISTED not in {occupation_of(word) for word in written}


def test_the_codes_take_the_place_of_what_was_written() -> None:
    records = table("""
        person | occupation
        1      | Petani Karet
        2      | astronot
        3      | -
        4      |
        5      | PETANI KARET
    """)
    assert rows(with_occupation_codes(records, engine())) == [
        {"person": 1, "occupation": "rubber_grower"},
        {"person": 2, "occupation": UNLISTED},
        {"person": 3, "occupation": None},
        {"person": 4, "occupation": None},
        {"person": 5, "occupation": "rubber_grower"},
    ]
