"""Which form of a name is compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.names import fold_name, fold_place, mask_name


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Siti Nurhaliza", "siti nurhaliza"),
        ("  SITI   NURHALIZA ", "siti nurhaliza"),
        ("Siti\u00a0Nurhaliza\u200b", "siti nurhaliza"),
        ("Hj. SITI NUR’AINI, S.Pd.", "siti nuraini"),
        ("Nur`aini", "nuraini"),
        ("Drs. H. M. YUSUF, MM", "m yusuf"),
        ("Ahmad bin Abdullah", "ahmad abdullah"),
        ("Nurhaliza binti Umar", "nurhaliza umar"),
        ("Siti bt. Hasan", "siti hasan"),
        ("José", "jose"),
        ("Budi Santoso, S. Pd., M. Si", "budi santoso"),
        ("Budi Santoso SE", "budi santoso"),
        ("Budi, S.T., M.T.", "budi"),
        ("Rini, A.Md.Keb", "rini"),
        ("Alm. Budi", "budi"),
        ("AHMAD, Budi", "ahmad budi"),
        ("Nur-Hayati", "nur hayati"),
        ("BUDI.S", "budi s"),
        ("", ""),
        ("H.", ""),
        ("S.Pd.", ""),
    ],
)
def test_a_name_is_compared_without_titles_marks_and_case(written: str, folded: str) -> None:
    assert fold_name(written) == folded


@pytest.mark.parametrize("name", ["ir", "siti amak", "ahmad st", "ali si", "i made agung", "muh ali", "st aminah"])
def test_a_word_that_may_be_a_name_stays(name: str) -> None:
    assert fold_name(name.title()) == name


@given(st.text(max_size=60))
def test_a_folded_name_is_small_latin_letters_and_single_spaces(text: str) -> None:
    once = fold_name(text)
    assert once == " ".join(once.split())
    assert set(once) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("KAB. MUSI  BANYUASIN", "kabupaten musi banyuasin"),
        ("Kab.Musi Banyuasin", "kabupaten musi banyuasin"),
        ("Prop. Sumatra Selatan", "provinsi sumatera selatan"),
        ("Kep. Seribu", "kepulauan seribu"),
        ("D.I. Yogyakarta", "di yogyakarta"),
        ("Sei Lilin", "sungai lilin"),
        ("Tj. Raya", "tanjung raya"),
        ("Ilir Timur II", "ilir timur dua"),
        ("Ilir Timur 02", "ilir timur dua"),
        ("Lumpatan2", "lumpatan dua"),
        ("XI Koto", "sebelas koto"),
        ("50 Kota", "lima puluh kota"),
        ("Tiga-belas Ulu", "tiga belas ulu"),
        ("KM 105", "km 105"),
        ("Ma'rang", "marang"),
        ("Pangkajene & Kepulauan", "pangkajene kepulauan"),
        ("Dili", "dili"),
        ("-", ""),
    ],
)
def test_a_place_is_compared_with_its_short_words_and_numbers_written_out(written: str, folded: str) -> None:
    assert fold_place(written) == folded


@given(st.text(max_size=60))
def test_folding_a_place_twice_changes_nothing(text: str) -> None:
    assert fold_place(fold_place(text)) == fold_place(text)


def test_a_masked_name_keeps_initials_only() -> None:
    assert mask_name("Siti Nurhaliza binti Umar") == "S*** N*** b*** U***"
    assert mask_name(" ") == ""
