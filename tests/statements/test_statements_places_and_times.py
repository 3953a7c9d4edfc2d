"""Which place and which time a figure is about."""

from datetime import date

import pytest

from cakupan.statements import check_text


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Cakupan Jamsostek di Muba 48 persen.", ["16.06"]),
        ("Pemkab Bandung mencatat cakupan 40 persen, Pemkot Bandung 60 persen.", ["32.04", "32.73"]),
        ("Cakupan di Kota Pangkalpinang 51 persen. Target tahun depan 60 persen.", ["19.71", "19.71"]),
        ("JAKARTA - Cakupan pekerja di Kabupaten Wajo 31 persen.", ["73.13"]),
        ("Ambon, Kamis. Cakupan pekerja di Maluku 46 persen; tertinggi Kota Ambon 70 persen.", ["81", "81.71"]),
        ("Badung punya coverage tertinggi di Bali 58,68 persen dan Bangli 35,52 persen.", ["51.03", "51.06"]),
        ("Kota Cimahi peringkat 3 dari 27 daerah di Jawa Barat dengan cakupan 58,9 persen.", ["32.77"]),
        ("Cakupan nasional 35,68 persen, sedangkan Riau 52 persen.", ["00", "14"]),
        ("Coverage in Gowa Regency is 38.4 per cent, in East Java 33 per cent.", ["73.06", "35"]),
        ("Kalsel dan Kalteng masing-masing mencapai cakupan 42 persen.", [None]),
        ("Cakupan Kabupaten Garut 31,9 persen. UCJ ditargetkan 99,5 persen pada 2045.", ["32.05", "00"]),
    ],
)
def test_a_figure_is_about_the_place_its_words_name(text: str, codes: list[str | None]) -> None:
    assert [claim.place_code for claim in check_text(text).claims] == codes


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Hingga Juli 2025 cakupan 48 persen, naik dari 41 persen pada Desember 2024.", ["2025-07", "2024-12"]),
        ("Per 31 Maret 2025 cakupan 50 persen. Targetnya 60 persen pada akhir 2026.", ["2025-03", "2026-12"]),
        ("Pada triwulan III 2024 cakupan 62 persen.", ["2024-09"]),
        ("Cakupan 48 persen, kata kepala dinas, Kamis (18/9).", ["2025-10"]),
        ("Hingga Agustus cakupan 48 persen.", ["2025-08"]),
        ("Hingga Desember cakupan 48 persen.", ["2024-12"]),
        ("Tahun lalu cakupan 41 persen.", ["2024"]),
        ("Sesuai Perbup Nomor 42 Tahun 2019, cakupan kini 48 persen.", ["2025-10"]),
        ("Cakupan ditargetkan 45% (2026), 50% (2027), dan 55% (2028).", ["2026", "2027", "2028"]),
    ],
)
def test_a_figure_is_of_the_time_its_words_name(text: str, times: list[str | None]) -> None:
    claims = check_text(f"{text}", published_on=date(2025, 10, 20)).claims
    assert [claim.as_of for claim in claims] == times


def test_a_text_without_a_date_and_without_a_day_of_print_has_no_time() -> None:
    assert [claim.as_of for claim in check_text("Cakupan pekerja 48 persen.").claims] == [None]


def test_the_day_of_print_in_the_text_itself_is_taken() -> None:
    claims = check_text("Cakupan pekerja 48 persen, kata kepala dinas, Kamis (18/9/2025).").claims
    assert [claim.as_of for claim in claims] == ["2025-09"]
