"""Each way to say a time, before a figure and behind it, gives the figure that time."""

from collections.abc import Iterator
from datetime import date

import pytest

from cakupan.statements import check_text, published_in

DAY = date(2025, 8, 20)
TIMES = {
    "2024": ("sepanjang 2024", "pada 2024", "selama 2024", "tahun lalu",),
    "2024-07": ("Juli tahun silam",),
    "2024-08": ("Agustus lalu", "Agustus silam", "setahun lalu", "per Agustus tahun lalu",),
    "2024-12": (
        "per Desember 2024", "hingga akhir 2024", "akhir tahun lalu", "penghujung 2024", "di pengujung tahun lalu",
        "tutup tahun 2024",
    ),
    "2025-03": ("kuartal pertama 2025", "TW I 2025", "pada kuartal I tahun ini",),
    "2025-05": ("tiga bulan silam",),
    "2025-06": (
        "hingga triwulan II 2025", "sampai semester I 2025", "akhir semester pertama 2025",
        "sampai dengan 30 Juni 2025", "s.d. Juni 2025", "s/d Juni 2025", "hingga Juni'25", "per Jun '25", "Juni silam",
        "per Jun 2025",
        "per 30 Jun 2025", "medio Juni 2025", "pertengahan Juni 2025", "awal Juni 2025",
        "sejak Januari hingga Juni 2025", "Januari-Juni 2025", "periode Januari s.d. Juni 2025", "dua bulan lalu",
    ),
    "2025-07": (
        "per Juli 2025", "hingga akhir Juli 2025", "sampai 31 Juli 2025", "per 31/7/2025", "per 31-07-2025",
        "posisi Juli 2025", "data Juli 2025", "pada bulan Juli 2025", "hingga Juli lalu", "per Juli",
        "sampai Juli tahun ini", "hingga bulan lalu", "bulan lalu",
    ),
    "2025-08": (
        "sampai bulan ini", "per 1 Agustus 2025", "hingga 15 Agustus", "per hari ini", "saat ini", "hingga kini",
    ),
}  # fmt: skip
IN_ENGLISH = {
    "2024": ("in 2024", "last year",),
    "2024-08": ("a year ago", "in August last year",),
    "2024-09": ("by the third quarter of 2024",),
    "2024-12": ("at the end of 2024", "by the close of 2024", "at the end of last year", "by year-end 2024",),
    "2025-03": ("in the first quarter of this year", "in Q1 2025",),
    "2025-06": (
        "in the first half of 2025", "in the second quarter of 2025", "as of June 30", "two months ago",
        "through June 2025", "between January and June 2025", "from January to June 2025",
    ),
    "2025-07": (
        "as of July 2025", "by the end of July 2025", "at the end of July", "up to July 31, 2025",
        "as of 31 July 2025", "in July this year", "last month", "by July",
    ),
    "2025-08": ("today", "now", "currently", "as of early August", "as of Aug. 1",),
}  # fmt: skip


def _sentences() -> Iterator[tuple[str, str]]:
    for as_of, times in TIMES.items():
        for time in times:
            opening, covered = time[0].upper() + time[1:], "Kabupaten Wajo yang terlindungi Jamsostek"
            yield as_of, f"{opening}, pekerja di {covered} sebanyak 103.079 orang."
            yield as_of, f"Pekerja di {covered} {time} sebanyak 103.079 orang."
            yield as_of, f"Cakupan Jamsostek di Kabupaten Wajo mencapai 48,26 persen {time}."
            yield as_of, f"Sebanyak 103.079 pekerja di Kabupaten Wajo terlindungi Jamsostek {time}."
    for as_of, times in IN_ENGLISH.items():
        for time in times:
            opening = time[0].upper() + time[1:]
            yield as_of, f"{opening}, 103,079 workers in Wajo Regency were covered by employment social security."
            yield as_of, f"Coverage of employment social security in Wajo Regency was 48.26 percent {time}."
            yield as_of, f"{opening} Wajo Regency had 103,079 members of BPJS Ketenagakerjaan."


@pytest.mark.parametrize(("as_of", "sentence"), [pytest.param(*case, id=case[1]) for case in _sentences()])
def test_a_time_before_or_behind_a_figure_is_the_figures(as_of: str, sentence: str) -> None:
    assert [claim.as_of for claim in check_text(sentence, published_on=DAY).claims] == [as_of]


LATER = {
    "2024-12": ("setahun kemudian", "12 bulan kemudian", "setahun sesudahnya", "dua belas bulan berselang"),
    "2024-10": ("sepuluh bulan kemudian", "ten months later"),
    "2024-06": ("enam bulan berselang", "six months on"),
}


@pytest.mark.parametrize(("as_of", "said"), [(as_of, said) for as_of, all_said in LATER.items() for said in all_said])
def test_months_later_are_counted_from_the_month_before(as_of: str, said: str) -> None:
    text = f"Akhir 2023 peserta aktif di Kabupaten Wajo 92.680 orang. {said.capitalize()} 103.079 orang."
    assert [claim.as_of for claim in check_text(text, published_on=DAY).claims] == ["2023-12", as_of]


def test_a_year_after_a_year_is_the_next() -> None:
    text = "Dari 31.200 orang pada 2020 ke 34.320 orang setahun sesudahnya, peserta di Kabupaten Wajo bertambah."
    assert [claim.as_of for claim in check_text(text, published_on=DAY).claims] == ["2020", "2021"]


def test_the_ends_of_two_years_are_two_decembers() -> None:
    text = "Between the ends of 2023 and 2024 membership in Wajo Regency climbed. It reached 70,680 workers."
    assert [claim.as_of for claim in check_text(text, published_on=DAY).claims] == ["2024-12"]


PAID_FOR = {
    "Per Juni 2025 peserta di Kabupaten Wajo 92.680 orang. Pemkab menanggung iuran 1.250 nelayan.": "2025",
    "Per Juni 2025 peserta di Kabupaten Wajo 92.680 orang. Kini 1.250 nelayan sudah dibayari Pemkab.": "2025-06",
    "Pemkab Wajo menanggung iuran 1.250 nelayan mulai Maret 2025.": "2025",
    "Pemkot Samarinda th ini menanggung iuran 1.250 pekerja rentan.": "2025",
}


@pytest.mark.parametrize(("text", "as_of"), PAID_FOR.items())
def test_what_is_paid_for_is_of_a_year_unless_it_is_so_already(text: str, as_of: str) -> None:
    assert check_text(text, published_on=DAY).claims[-1].as_of == as_of


def test_a_change_is_of_the_time_its_clause_opens_with() -> None:
    text = "Tahun 2022 cakupan Kabupaten Wajo 22,4 persen, tahun 2023 merosot 1,3 poin ke 21,1 persen pada 2024."
    assert [claim.as_of for claim in check_text(text, published_on=DAY).claims if claim.kind == "growth"] == ["2023"]


def test_a_year_still_to_come_is_not_of_the_workers_there_are() -> None:
    text = "Dari 568.077 pekerja Kabupaten Wajo, 70,33 persen terlindungi, tetapi yang dikejar 90 persen tahun depan."
    assert check_text(text, published_on=DAY).claims[0].as_of == "2025-08"


def test_what_a_year_began_with_is_of_the_year_before() -> None:
    text = "Peserta aktif di Kabupaten Wajo tumbuh 17 persen sepanjang 2022, dari 30.600 ke 35.800 peserta."
    assert [claim.as_of for claim in check_text(text, published_on=DAY).claims][1:] == ["2021", "2022"]


IN_STEP = {
    "PU di Bone 61.230 orang pada 2024, naik dari 58.900 pada 2023; BPU 12.004 orang, naik dari 9.114.": (
        "2024 2023 2024 2023"
    ),
    "PU di Bone 61.230 orang pada 2024, sebelumnya 58.900 pada 2023; BPU dari 9.114 menjadi 12.004 orang.": (
        "2024 2023 2023 2024"
    ),
    "Bone 40,1 persen pada 2023 dan 44,5 persen pada 2024; Wajo 30,2 persen dan 35,9 persen.": "2023 2024 2023 2024",
    "Wage earners in Wajo Regency rose from 58,900 in 2023 to 61,230 in 2024; others from 9,114 to 12,004.": (
        "2023 2024 2023 2024"
    ),
    "PU di Bone: 61.230 (2024), 58.900 (2023); BPU: 12.004, 9.114.": "2024 2023 2024 2023",
    "PU 80.101 tenaga kerja pada 2024, naik dari 71.405 pada 2023; BPU 42.217 dari 29.647": "2024 2023 2024 2023",
    "PU 61.230 pada 2024, sebelumnya 58.900; BPU dari 9.114 menjadi 12.004": "2024 2023 2023 2024",
    "Klaim: peserta PU 61.230 orang pada 2024, sebelumnya 58.900; BPU dari 9.114 menjadi 12.004": (
        "2024 2023 2023 2024"
    ),
    "PU 61.230 orang per Februari, Desember lalu 58.900; BPU 12.004 orang, Desember lalu 9.114": (
        "2025-02 2024-12 2025-02 2024-12"
    ),
    "PU di Bone 61.230 orang per Juli 2025, Desember lalu 58.900; BPU 12.004 orang, Desember lalu 9.114.": (
        "2025-07 2024-12 2025-07 2024-12"
    ),
    # no step: the later clause has a time of its own, or figures of several groups
    "Bone 40,1 persen pada 2023, 44,5 persen pada 2024; Wajo 35,9 persen pada 2024.": "2023 2024 2024",
    "Bone 40,1 persen pada 2023, 44,5 persen pada 2024; pekerja formal 48 persen, informal 8,5 persen.": (
        "2023 2024 2024 2024"
    ),
    "Cakupan Bone 40 persen pada 2023, 50 persen pada 2024; Wajo 30 persen dan 20 persen untuk pekerja informal.": (
        "2023 2024 2024 2024"
    ),
    "Peserta di Bone 61.230 orang pada 2024 lalu, BPU 58.900 orang": "2024 2024",
}


@pytest.mark.parametrize(("text", "times"), IN_STEP.items())
def test_a_clause_in_step_with_the_one_before_has_its_times(text: str, times: str) -> None:
    assert [claim.as_of for claim in check_text(text, published_on=DAY).claims] == times.split()


@pytest.mark.parametrize(
    "text",
    (
        "PU 80.101 tenaga kerja pada 2024, naik dari 71.405 pada 2023; BPU 42.217 dari 29.647",
        "Pekerja PU terdaftar 80.101 tenaga kerja pada 2024, naik dari 71.405 pada 2023; "
        "BPU 42.217 tenaga kerja dari 29.647.",
    ),
)
def test_behind_dari_in_a_clause_in_step_stands_a_level_and_no_whole(text: str) -> None:
    checked = check_text(text, published_on=date(2025, 8, 11))
    told = [(claim.kind, claim.value, claim.as_of) for claim in checked.claims]
    values = (80101, "2024"), (71405, "2023"), (42217, "2024"), (29647, "2023")
    assert told == [("covered_workers", value, as_of) for value, as_of in values]
    assert checked.verdict != "contradiction"


GONE_ON = {
    "Per Juli 2025 cakupan Kabupaten Wajo 40,1 persen; hingga Agustus dipatok 50 persen.": "2025-07",
    "Tahun 2025 Pemkab Wajo membidik 70.000 peserta. Realisasi 2024 baru 58.900 orang.": "2024",
    "Pemkab Wajo mengejar 70.000 pekerja sepanjang 2025. Sampai Desember 2024 baru 58.900 orang.": "2024-12",
    "Pada 2021 cakupan Kabupaten Wajo 33,27 persen, setahun kemudian 41,02 persen.": "2022",
    "Per Juli 2025 cakupan Kabupaten Wajo 40,1 persen, target akhir Agustus 2025 50 persen.": "2025-07",
    "Penduduk Kabupaten Wajo 379.000 jiwa pada 2023.": "2025-08",
    "Kabupaten Wajo menjadi juara Paritrana Award 2023.": "2025-08",
    "Bupati Wajo membuka Festival Danau Tempe 2023.": "2025-08",
}


@pytest.mark.parametrize(("text", "as_of"), GONE_ON.items())
def test_a_text_goes_on_from_what_was_and_not_from_a_plan_or_a_name(text: str, as_of: str) -> None:
    checked = check_text(f"{text} Pekerja yang terdaftar di BPJS Ketenagakerjaan 61.230 orang.", published_on=DAY)
    assert checked.claims[-1].as_of == as_of


def test_a_year_in_brackets_before_a_figure_is_that_figures_alone() -> None:
    text = "Pada 2024 PU di Kabupaten Wajo 41.907 tenaga kerja (2023: 38.112). BPU 19.344 tenaga kerja (2023: 13.870)."
    assert [claim.as_of for claim in check_text(text, published_on=DAY).claims] == ["2024", "2023", "2024", "2023"]


def test_what_was_over_when_the_year_named_began_has_no_time() -> None:
    text = "Setelah melindungi 11.000 pekerja rentan, Pemkab Wajo pada 2025 menanggung iuran 2.000 nelayan."
    assert [claim.as_of for claim in check_text(text, published_on=DAY).claims] == [None, "2025"]


def test_a_number_like_a_year_before_a_noun_and_a_count_is_the_year_where_nothing_counts_it() -> None:
    year = check_text("Menutup 2024 peserta aktif di Kabupaten Wajo 61.230 orang.", published_on=DAY)
    assert [(claim.value, claim.as_of) for claim in year.claims] == [(61230, "2024-12")]
    count = check_text("Sebanyak 2024 peserta di Kabupaten Wajo dari 4.000 pekerja terlindungi.", published_on=DAY)
    assert [claim.value for claim in count.claims] == [2024, 4000]


def test_points_short_of_a_target_are_of_its_year() -> None:
    text = "Cakupan Kabupaten Wajo per Juli 2025 40,1 persen, kurang 9,9 persen dari target 50 persen tahun ini."
    assert [claim.as_of for claim in check_text(text, published_on=DAY).claims] == ["2025-07", "2025", "2025"]


def test_an_estimated_number_of_workers_is_of_its_year() -> None:
    text = "Total pekerja di Kabupaten Wajo ditaksir 213.582 orang."
    assert check_text(text, published_on=DAY).claims[0].as_of == "2025"


def test_a_time_compared_with_ends_with_its_figure() -> None:
    text = (
        "Coverage in Wajo Regency was 22.4 percent in July, up from 18.9 percent a year earlier, with 33,120 insured."
    )
    assert [claim.as_of for claim in check_text(text, published_on=DAY).claims] == ["2025-07", "2024-07", "2025-07"]
    text = "Per Juni 2025 Kabupaten Wajo 30,44%; hingga Agustus dipatok 47%; peserta aktif 33.120 orang."
    assert [claim.as_of for claim in check_text(text, published_on=DAY).claims][::2] == ["2025-06", "2025-06"]


def test_a_half_without_its_year_is_the_last_that_has_ended() -> None:
    text = "Sampai semester I cakupan Kabupaten Wajo 51,3 persen; semester I tahun lalu 47,9 persen."
    assert [claim.as_of for claim in check_text(text, published_on=DAY).claims] == ["2025-06", "2024-06"]


def test_two_lists_in_one_order_give_each_figure_its_time() -> None:
    text = "Pada 2022, 2023 dan 2024 peserta di Kabupaten Wajo berturut-turut 18.750, 20.110 dan 21.870 orang."
    assert [claim.as_of for claim in check_text(text, published_on=DAY).claims] == ["2022", "2023", "2024"]


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("Bulan lalu peserta aktif Jamsostek di Wajo 103.079 orang.", "2025"),
        ("Peserta aktif Jamsostek di Wajo 103.079 orang pada periode sama tahun lalu.", "2024"),
        ("Per Juli peserta aktif Jamsostek di Wajo 103.079 orang.", "2025-07"),
        ("Peserta aktif Jamsostek di Wajo 103.079 orang.", "2025"),
    ],
)
def test_of_a_text_whose_year_alone_is_known_no_month_is_invented(text: str, as_of: str) -> None:
    (claim,) = check_text(text, published_on=published_in("2025")).claims
    assert claim.as_of == as_of


def test_a_day_that_no_text_was_published_on_says_nothing() -> None:
    text = "Bulan lalu peserta aktif Jamsostek di Wajo 103.079 orang."
    assert [claim.as_of for claim in check_text(text, published_on=date(999, 1, 1)).claims] == [None]
