"""Each way to name a place gives its figures that place, beside the nation, the province and other places."""

from collections.abc import Iterator
from datetime import date

import pytest

from cakupan.statements import check_text

DAY = date(2025, 8, 20)
PLACES = {
    "Kabupaten Wajo": "73.13", "Wajo": "73.13", "Kab. Wajo": "73.13", "Kota Parepare": "73.72", "Parepare": "73.72",
    "Sulawesi Selatan": "73", "Provinsi Sulawesi Selatan": "73", "Sulsel": "73", "Kota Bogor": "32.71",
    "Kabupaten Bogor": "32.01", "Kabupaten Kepulauan Sula": "82.05", "DKI Jakarta": "31", "Jakarta Selatan": "31.74",
    "Aceh Besar": "11.06", "Kabupaten Banyumas": "33.02", "Tangsel": "36.74", "Kota Tangerang": "36.71",
    "Kabupaten Tangerang": "36.03", "Indonesia": "00", "Kabupaten Halmahera Utara": "82.03", "Kota Bima": "52.72",
    "Papua Barat Daya": "96", "Kepri": "21", "Babel": "19", "Kaltara": "65", "NTB": "52", "NTT": "53", "DIY": "34",
    "Kukar": "64.02", "Pangkalpinang": "19.71", "Kabupaten Pasuruan": "35.14", "Kota Pasuruan": "35.75",
}  # fmt: skip
ALONE = (
    "Pekerja terlindungi Jamsostek di {} per Juli 2025 mencapai 103.079 orang.",
    "Cakupan Jamsostek {} baru 48,26 persen per Juli 2025.",
    "{} mencatat 103.079 pekerja terlindungi Jamsostek per Juli 2025.",
    "Per Juli 2025 sebanyak 103.079 pekerja di {} menjadi peserta BPJS Ketenagakerjaan. Target tahun ini 60 persen.",
    "BPJS Ketenagakerjaan {} merilis data Juli 2025. Peserta 103.079 orang dari 213.582 pekerja.",
)
BESIDE_THE_NATION = (
    "Cakupan Jamsostek di {} 48,26 persen per Juli 2025, di atas rata-rata nasional 39,4 persen.",
    "Cakupan Jamsostek di {} 48,26 persen per Juli 2025. Angka nasional 39,4 persen.",
    "Coverage in {} was 48.26 percent in July 2025, above the national average of 39.4 percent.",
)
BESIDE_THE_PROVINCE = (
    "Cakupan Jamsostek di {} 48,26 persen per Juli 2025, di bawah rata-rata provinsi 52,1 persen.",
    "Cakupan Jamsostek di {} 48,26 persen per Juli 2025. Di tingkat provinsi 52,1 persen.",
    "Coverage in {} was 48.26 percent in July 2025, below the provincial average of 52.1 percent.",
)


def _sentences() -> Iterator[tuple[str, list[str]]]:
    for place, code in PLACES.items():
        for sentence in ALONE:
            yield sentence.format(place), [code]
        if code != "00":
            yield f"Secara nasional cakupan Jamsostek 39,4 persen, sedangkan di {place} 48,26 persen.", ["00", code]
            for sentence in BESIDE_THE_NATION:
                yield sentence.format(place), [code, "00"]
        if len(code) > 2:
            for sentence in BESIDE_THE_PROVINCE:
                yield sentence.format(place), [code, code[:2]]
            yield f"Pemkab Kudus belajar ke {place}, yang cakupan Jamsosteknya 48,26 persen per Juli 2025.", [code]
            listed = f"Cakupan Jamsostek: {place} 48,26 persen, Kabupaten Kudus 52,1 persen, Kota Palopo 61 persen."
            yield listed, [code, "33.19", "73.73"]
            yield f"Kabupaten Kudus mencatat cakupan 52,1 persen. Adapun {place} 48,26 persen.", ["33.19", code]


@pytest.mark.parametrize(("sentence", "codes"), [pytest.param(*case, id=case[0]) for case in _sentences()])
def test_a_figure_is_of_the_place_it_is_told_of(sentence: str, codes: list[str]) -> None:
    found = [claim.place_code for claim in check_text(sentence, published_on=DAY).claims]
    assert found == (codes if len(codes) > 1 else codes * len(found))
    assert found


OF_A_BRANCH = (
    "Cabang Pematangsiantar menutup 2018 dengan 61.200 peserta aktif.",
    "Peserta di wilayah Cabang Mojokerto 83.467 orang hingga Juli 2021.",
    "Empat wilayah kerja BPJS Ketenagakerjaan Banjarmasin membukukan 223.947 pekerja terlindungi.",
)


@pytest.mark.parametrize("text", OF_A_BRANCH)
def test_the_members_of_a_branch_are_of_no_one_place(text: str) -> None:
    assert [claim.place_code for claim in check_text(text).claims] == [None]


def test_a_people_and_an_island_name_no_area_of_theirs() -> None:
    text = "Pemkab Raja Ampat melindungi nelayan. Orang asli Papua yang terlindungi Jamsostek 2.318 orang."
    assert check_text(text).claims[-1].place_code == "96.03"
    text = "In West Nusa Tenggara, maize farmers on Sumbawa come next. Some 57,881 workers were covered."
    assert check_text(text).claims[-1].place_code == "52"


IN_ONE_ORDER = (
    "Cakupan Jamsostek Kabupaten Wajo, Bone dan Soppeng masing-masing 10,5 persen, 20,1 persen dan 30,4 persen.",
    "Cakupan Jamsostek di Wajo, Bone, dan Soppeng berturut-turut 10,5 persen, 20,1 persen, dan 30,4 persen.",
    "Coverage in Wajo, Bone and Soppeng reached 10.5 percent, 20.1 percent and 30.4 percent respectively.",
)


@pytest.mark.parametrize("text", IN_ONE_ORDER)
def test_two_lists_in_one_order_give_each_figure_its_place(text: str) -> None:
    assert [claim.place_code for claim in check_text(text).claims] == ["73.13", "73.08", "73.12"]


@pytest.mark.parametrize(("town", "code"), [("Ondong", "71.09"), ("Topoyo", "76.06"), ("Tanah Merah", "93.02")])
def test_a_seat_that_is_the_only_clue_is_of_its_regency(town: str, code: str) -> None:
    text = f"Peserta aktif Jamsostek tercatat 10.200 orang, kata Bupati di {town}, Rabu (6/8/2025)."
    assert check_text(text).claims[0].place_code == code


SPOKEN_OF = {
    "Terendah di Jatim ialah Sampang, 8,92 persen. Untuk provinsi, per Juli 2025 tercatat 24,12 persen.": "35.27 35",
    "Nduga berada di dasar daftar Papua Pegunungan, 2 persen, jauh dari Jayawijaya yang 38 persen.": "95.08 95.01",
    "Soppeng bertengger di puncak klasemen Sulawesi Selatan, 62 persen.": "73.12",
    "Angkatan kerja ber-NIK Belu 59.657 jiwa, 33.286 jiwa di antaranya terlindungi Jamsostek.": "53.04 53.04",
    "Kudus mengucurkan Rp3 miliar untuk iuran Jamsostek 15.000 buruh rokok.": "33.19 33.19",
    "Target nasional UCJ 2025 menurut Kemendagri 52,15 persen. Maluku Utara baru 60,42 persen.": "00 82",
    "Target nasional UCJ 2025 sebesar 52,15 persen. Maluku Utara baru 40,42 persen.": "82 82",
    "Usai menjadi juara Provinsi Lampung serta mendaftarkan 7.250 nelayan, Pemkab Pesawaran mendata lagi.": "18.09",
    "Tertinggi Kaltim 50 persen, Kalsel dan Kalteng masing-masing 42 persen, Kalbar 27 persen.": "64 - 61",
}


@pytest.mark.parametrize(("text", "codes"), SPOKEN_OF.items())
def test_the_place_spoken_of_is_not_what_it_is_held_against(text: str, codes: str) -> None:
    assert [claim.place_code or "-" for claim in check_text(text, published_on=DAY).claims] == codes.split()
