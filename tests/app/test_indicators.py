"""The values of indicators are those of coverage and gap, each with its definition; and what has none says why."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cakupan_app.look.words import LANGUAGES

Command = Callable[..., Any]
ASKED = ("--area", "16.06", "--month", "2025-07")


def of(published: Command, id: str, *more: str) -> dict[str, Any]:
    answer = published("indicators", *ASKED, "--id", id, *more, "--json")
    (found,) = answer.json["indicators"]
    return dict(found)


def test_the_list_needs_no_workspace(cakupan: Command) -> None:
    answer = cakupan("indicators", "--json")
    assert answer.status == 0
    assert {one["satu_data"]["kode"] for one in answer.json["indicators"]} >= {"ucj", "sdg-1-3-1-injury"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_lists_the_five_fields(cakupan: Command, lang: str) -> None:
    page = cakupan("indicators", "--id", "06.02.021", "--lang", lang).out
    for word in {"id": ("Konsep", "Ukuran", "Satuan: Persen"), "en": ("Concept", "Measure", "Unit: Per cent")}[lang]:
        assert word in page


def test_values_are_those_of_coverage_and_gap(published: Command) -> None:
    coverage = published("coverage", *ASKED, "--json").json["total"]
    gap = published("gap", *ASKED, "--json").json
    assert of(published, "active-members")["value"] == coverage["members"] == 103_079
    assert of(published, "total-workers")["value"] == coverage["potential"] == 213_582
    assert of(published, "coverage")["value"] == coverage["rate"] == "48.26"
    assert of(published, "not-covered")["value"] == gap["uncovered"] == 110_503
    assert of(published, "additions")["value"] == gap["pace"]["growth"] == 14_121


def test_a_value_comes_with_its_definition(published: Command) -> None:
    found = of(published, "ucj")
    assert (found["part"], found["whole"]) == (103_079, 213_582)
    assert found["figure"]["denominator"]["id"] == "potensi-bps-2025"
    assert (found["figure"]["evidence"], found["figure"]["snapshot"]) == ("recap", 1)


def test_measured_against_the_employed_it_waits_for_a_denominator_that_counts_them(
    published: Command, tmp_path: Path
) -> None:
    before = of(published, "rpjmn-coverage")
    assert (before["value"], before["missing"][0]["code"]) == (None, "indicator_without_employed")
    add(
        published,
        tmp_path,
        "penyebut,wilayah,nilai,tahun data,definisi\nsakernas-bekerja,16.06,322580,2024,penduduk 15+ yang bekerja\n",
    )
    assert of(published, "rpjmn-coverage", *TODAY)["value"] == "31.95"
    assert of(published, "SDG 1.3.1", *TODAY)["value"] == "31.95"
    assert of(published, "ucj", *TODAY)["value"] == "48.26"
    add(published, tmp_path, "penyebut,wilayah,nilai,tahun data,definisi\nlain,16.06,300000,2024,penduduk bekerja\n")
    assert of(published, "rpjmn-coverage", *TODAY)["missing"][0]["code"] == "indicator_several_denominators"


TODAY = ("--known-on", "2025-10-02")


def add(published: Command, tmp_path: Path, text: str, kind: str = "workforce") -> None:
    path = tmp_path / f"{abs(hash(text))}.csv"
    path.write_text(text, encoding="utf-8")
    assert published("add", path, "--kind", kind, "--known-on", "2025-10-01").status == 0


def test_a_part_that_no_file_tells_apart_is_unknown_and_not_zero(published: Command, tmp_path: Path) -> None:
    assert of(published, "members-bpu")["missing"][0]["code"] == "segment_missing"
    add(
        published,
        tmp_path,
        "wilayah,bulan,peserta,segmen,sumber\n16.06,2025-07,60000,PU,cabang\n16.06,2025-07,40000,BPU,cabang\n",
        "recap",
    )
    assert of(published, "members-bpu", *TODAY)["value"] == 40_000
    assert of(published, "members-jakon", *TODAY)["missing"][0]["code"] == "indicator_part_not_told"
    card = of(published, "06.02.021", *TODAY)
    assert card["missing"][0]["code"] == "indicator_part_without_denominator"
    add(published, tmp_path, "penyebut,wilayah,segmen,nilai,tahun data\npotensi-bps-2025,16.06,BPU,100000,2025\n")
    assert of(published, "06.02.021", *TODAY)["value"] == "40.00"


def test_members_above_the_denominator_leave_no_number_of_uncovered(published: Command, tmp_path: Path) -> None:
    add(published, tmp_path, "penyebut,wilayah,nilai,tahun data\nkecil,16.06,100,2025\n")
    found = of(published, "not-covered", "--denominator", "kecil", *TODAY)
    assert found["missing"][0]["code"] == "indicator_members_above_potential"


def test_without_a_figure_every_computed_indicator_says_what_to_send(published: Command) -> None:
    answer = published("indicators", "--area", "16.07", "--month", "2025-07", "--json")
    assert answer.status == 1
    for one in answer.json["indicators"]:
        assert one["value"] is None
        assert one["missing"][0]["message"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_values_tells_the_meaning_once_and_what_is_lacking(published: Command, lang: str) -> None:
    page = published("indicators", *ASKED, "--lang", lang)
    assert {"id": "48,26 %", "en": "48.26 %"}[lang] in page.out
    assert page.out.count("potensi-bps-2025:") == 1
    assert {"id": "Perlu berkas klaim", "en": "Needs the branch's claims file"}[lang] in page.out


def test_an_area_without_a_month_is_refused(published: Command) -> None:
    assert published("indicators", "--area", "16.06").status == 2
    assert published("indicators", *ASKED, "--id", "tidak-ada").status == 2


def test_a_code_is_found_with_dots_or_dashes_and_with_or_without_its_standard(published: Command) -> None:
    for name in ("1-3-1", "1.3.1", "SDG 1.3.1", "sdg-1.3.1-injury", "06-02-021"):
        (found,) = published("indicators", "--id", name, "--json").json["indicators"]
        assert found["id"] in ("sdg-1-3-1-injury", "pbpu-06-02-021")


def test_an_indonesian_reader_is_told_the_reference_in_indonesian(published: Command) -> None:
    page = published("indicators", "--id", "coverage").out
    assert "Rujukan: paparan kantor cabang: cakupan (menurut berita atau paparan yang terbit)" in page
    assert "branch presentations" in published("indicators", "--id", "coverage", "--lang", "en").out
