"""Facts as each language's readers know them."""

from datetime import date
from decimal import Decimal
from typing import Literal

import pytest

from cakupan.basics.month import Month
from cakupan_app.look.words import LANGUAGES, say, shown


@pytest.mark.parametrize(
    ("value", "spec", "indonesian", "english"),
    [
        (103_079, "n", "103.079", "103,079"),
        (-131, "n", "−131", "−131"),
        (-4_603, "signed", "−4.603", "−4,603"),
        (0, "signed", "+0", "+0"),
        (Decimal("-2.16"), "points", "−2,16", "−2.16"),
        (Decimal("6.60"), "points", "+6,60", "+6.60"),
        (Decimal("-2.16"), "pct", "−2,16 %", "−2.16 %"),
        (-16_800, "rp", "−Rp16.800", "−Rp16,800"),
        (Decimal("48.26"), "pct", "48,26 %", "48.26 %"),
        (Decimal("48.20"), "pct", "48,20 %", "48.20 %"),
        (9_072_000_000, "rp", "Rp9.072.000.000", "Rp9,072,000,000"),
        (Month(2025, 7), "month", "Juli 2025", "July 2025"),
        ("2025-07", "month", "Juli 2025", "July 2025"),
        (date(2025, 9, 18), "day", "18 September 2025", "18 September 2025"),
        (("a", "b", "c"), "list", "a, b, dan c", "a, b and c"),
        (("a", "b", "c"), "either", "a, b, atau c", "a, b or c"),
        ("16.06", "area", "Kabupaten Musi Banyuasin (16.06)", "Kabupaten Musi Banyuasin (16.06)"),
        (
            ("16.06", "98.76"),
            "areas",
            "Kabupaten Musi Banyuasin (16.06) dan 98.76",
            "Kabupaten Musi Banyuasin (16.06) and 98.76",
        ),
        (None, "n", "–", "–"),
    ],
)
def test_a_fact_in_both_languages(value: object, spec: str, indonesian: str, english: str) -> None:
    assert shown(value, spec, "id") == indonesian  # type: ignore[arg-type]
    assert shown(value, spec, "en") == english  # type: ignore[arg-type]


def test_a_long_list_of_months_is_told_by_its_first_its_last_and_their_number() -> None:
    months = [f"2024-{number:02}" for number in range(1, 13)]
    assert shown(months, "months", "id") == "Januari 2024, …, Desember 2024 (12 bulan)"
    assert shown(months[:2], "months", "en") == "January 2024 and February 2024"


def test_a_dimension_is_called_as_the_reader_asks_for_it() -> None:
    assert shown("occupation", "by", "id") == "pekerjaan"
    assert shown(("occupation", "agama"), "by", "id") == "pekerjaan dan agama"
    assert shown(("occupation", "sex"), "by", "en") == "occupation and sex"


def test_an_unknown_format_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        shown(1, "nonsense", "id")


def test_a_code_without_a_sentence_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        say("no_such_code", {}, "id")


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("value", [0, 7, 999, 1000, 213_582, 5_000_000, -1, -12_345])
def test_a_whole_number_is_written_as_babel_writes_it(value: int, lang: Literal["id", "en"]) -> None:
    assert shown(value, "n", lang) == shown(Decimal(value), "n", lang)


def test_kinds_and_columns_are_told_in_the_language_of_the_sentence() -> None:
    facts = {"name": "a.csv", "kind": "payments", "rows": 5, "found": ("x",), "missing": ("month / bulan", "nik")}
    indonesian, english = say("heading_not_found", facts, "id"), say("heading_not_found", facts, "en")
    assert "untuk pembayaran." in indonesian
    assert "bulan dan nik" in indonesian
    assert "month" not in indonesian
    assert "month and nik" in english


def test_a_file_of_two_forms_is_told_of_without_our_own_words() -> None:
    facts = {"name": "a.xlsx", "first": "x 1", "second": "x 2", "by": "visible_line", "other": "sheet_name"}
    assert not any(
        word in say("labels_disagree", facts, lang) for word in facts.values() if "_" in word for lang in LANGUAGES
    )


def test_one_thing_is_not_told_as_several() -> None:
    facts = {"name": "a.csv", "kind": "usulan", "file": "0" * 12, "day": date(2025, 9, 18)}
    assert "1 row accepted" in say("grant_list", {**facts, "rows": 1}, "en")
    assert "2 rows accepted" in say("grant_list", {**facts, "rows": 2}, "en")
    counts = {"name": "a.xlsx", "area": "16.06.04.2010", "accepted": 1, "quarantined": 0, "repeated": 0}
    assert "accepted. 1 row =" in say("return_accepted", {**counts, "rows_in": 1}, "en")
