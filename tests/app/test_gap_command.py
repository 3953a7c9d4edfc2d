"""The gap in its three readings, whatever is asked: a part of the regency, another evidence, target or start."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
JULY = ("--area", "16.06", "--month", "2025-07")


def asked(published: Command, *arguments: str) -> dict[str, Any]:
    return dict(published("gap", *arguments, "--json").json)


def send(published: Command, folder: Path, kind: str, text: str) -> None:
    path = folder / f"{kind}-lagi.csv"
    path.write_text(text, encoding="utf-8")
    assert published("add", path, "--kind", kind, "--known-on", "2025-10-01").status == 0


TODAY = ("--known-on", "2025-10-01")


def test_the_three_readings_have_what_the_contract_names(published: Command) -> None:
    found = asked(published, *JULY)
    assert {"members", "potential", "uncovered", "targets", "pace", "definition", "evidence"} <= set(found)
    assert [(one["id"], one["needed"], one["per_month"]) for one in found["targets"]] == [
        ("nasional-2025", 8_305, 1_661),
        ("muba-2025", 21_312, 4_263),
    ]
    assert found["pace"] | {"per_month": 2_017, "since": "2024-12", "months": 7, "growth": 14_121} == found["pace"]


def test_one_target_and_another_start(published: Command, tmp_path: Path) -> None:
    send(published, tmp_path, "recap", "wilayah,bulan,peserta,sumber\n16.06,2025-05,100000,kantor cabang\n")
    found = asked(published, *JULY, *TODAY, "--target", "muba-2025", "--since", "2025-05")
    assert [one["id"] for one in found["targets"]] == ["muba-2025"]
    assert (found["pace"]["months"], found["pace"]["growth"], found["pace"]["per_month"]) == (2, 3_079, 1_540)


def test_another_denominator_is_for_the_uncovered_and_a_target_keeps_its_own(
    published: Command, tmp_path: Path
) -> None:
    text = "penyebut,wilayah,nilai,tahun data,definisi\nsakernas-bekerja,16.06,322580,2024,penduduk bekerja\n"
    send(published, tmp_path, "workforce", text)
    found = asked(published, *JULY, *TODAY, "--denominator", "sakernas-bekerja")
    assert (found["potential"], found["uncovered"], found["rate"]) == (322_580, 219_501, "31.95")
    assert (found["targets"][0]["needed"], found["targets"][0]["own_denominator"]) == (8_305, True)
    assert found["beside"][0]["denominator"]["id"] == "potensi-bps-2025"


def test_a_village_without_a_denominator_tells_its_pace_and_what_is_missing(published: Command, tmp_path: Path) -> None:
    village = "16.06.01.2002"
    text = f"wilayah,bulan,peserta,sumber\n{village},2024-12,200,cabang\n{village},2025-07,214,cabang\n"
    send(published, tmp_path, "recap", text)
    answer = published("gap", "--area", village, "--month", "2025-07", *TODAY, "--json")
    found = answer.json
    assert answer.status == 1
    assert (found["members"], found["uncovered"], found["pace"]["growth"]) == (214, None, 14)
    assert [one["set_for"] for one in found["targets"]] == ["16.06", "16.06"]
    assert {one["code"] for one in found["missing"]} == {"denominator_missing", "target_needs_denominator"}


def test_a_village_with_its_own_denominator_has_all_three_readings(published: Command, tmp_path: Path) -> None:
    village = "16.06.01.2002"
    text = f"wilayah,bulan,peserta,sumber\n{village},2024-12,200,cabang\n{village},2025-07,214,cabang\n"
    send(published, tmp_path, "recap", text)
    send(published, tmp_path, "workforce", f"penyebut,wilayah,nilai,tahun data\npotensi-bps-2025,{village},500,2025\n")
    answer = published("gap", "--area", village, "--month", "2025-07", *TODAY, "--json")
    assert answer.status == 0
    assert (answer.json["uncovered"], answer.json["targets"][0]["needed"]) == (286, 47)


MEMBERS = """nik,nama,segmen,bulan
1606010101909001,Adi Saputra,BPU,2024-12
1606010101909001,Adi Saputra,BPU,2025-07
1606010202909002,Budi Wijaya Kusuma,PU,2025-07
"""


@pytest.mark.slow
def test_asked_by_one_evidence_the_pace_is_by_it_too(published: Command, tmp_path: Path) -> None:
    send(published, tmp_path, "members", MEMBERS)
    assert published("build", "--known-on", "2025-10-01").status == 0
    by_recap = asked(published, *JULY)  # the extract is only a part, so the recap speaks
    assert (by_recap["evidence"], by_recap["members"]) == ("recap", 103_079)
    assert {one["evidence"] for one in by_recap["other_evidence"] if one["partial"]} == {"linked", "extract"}
    for kind in ("extract", "linked"):
        found = asked(published, *JULY, "--evidence", kind)
        assert (found["evidence"], found["members"], found["pace"]["growth"]) == (kind, 2, 1)
        assert not [one for one in found["findings"] if one["code"].startswith("pace_")]
    assert asked(published, *JULY, "--evidence", "recap")["pace"]["growth"] == 14_121


def test_evidence_that_there_is_none_of_is_refused(published: Command) -> None:
    assert published("gap", *JULY, "--evidence", "kira-kira").status == 2
    assert published("gap", *JULY, "--evidence", "linked").status == 1


@pytest.mark.parametrize("lang", ["id", "en"])
def test_where_no_target_is_set_it_is_said_and_which_file_to_send(published: Command, lang: str) -> None:
    later = ("--area", "16.06", "--month", "2026-01")
    page = published("gap", *later, "--lang", lang)
    assert "--kind targets" in page.err
    codes = [one["code"] for one in asked(published, *later)["findings"]]
    assert "target_not_set" in codes
    assert "target_not_set" not in [one["code"] for one in asked(published, *JULY)["findings"]]
