"""What `change` answers where there are recaps only, and what it refuses."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
ASKED = ("change", "--area", "16.06", "--from", "2024-12", "--to", "2025-07")


def test_recaps_give_the_difference_and_say_what_to_send_for_its_reasons(published: Command) -> None:
    answer = published(*ASKED, "--json")
    told = answer.json
    assert answer.status == 1
    assert (told["from"]["members"], told["to"]["members"], told["difference"], told["sum"]) == (
        88_958,
        103_079,
        14_121,
        14_121,
    )
    assert [(row["reason"], row["persons"], row["points"]) for row in told["rows"]] == [("untold", 14_121, "6.61")]
    assert (told["from"]["rate"], told["to"]["rate"], told["points"]) == ("41.65", "48.26", "6.61")
    assert [one["code"] for one in told["missing"]] == ["change_needs_lists"]
    assert told["definition"]["from"]["month"] == "2024-12"


def test_the_page_reads_in_both_languages(published: Command) -> None:
    page = published(*ASKED)
    assert "+14.121 peserta" in page.out
    assert "Kirim daftar peserta" in page.err
    page = published(*ASKED, "--lang", "en")
    assert "from 41.65 % in December 2024 to 48.26 % in July 2025, +14,121 members, +6.61 points" in page.out


def test_another_denominator_in_the_first_month_is_a_row_of_its_own(
    cakupan: Command, letters: dict[str, Path], tmp_path: Path
) -> None:
    older = tmp_path / "lama.csv"
    older.write_text(
        "penyebut,wilayah,nilai,tahun data,sumber\npotensi-bps-2025,16.06,200000,2024,BPS\n", encoding="utf-8"
    )
    assert cakupan("init", "--area", "16.06").status == 0
    for kind, path in (("recap", letters["recap"]), ("workforce", letters["workforce"]), ("workforce", older)):
        assert cakupan("add", path, "--kind", kind, "--known-on", "2025-09-18").status == 0
    assert cakupan("build", "--known-on", "2025-09-18").status == 0
    told = cakupan(*ASKED, "--json").json
    assert [(row["reason"], row["persons"]) for row in told["rows"]] == [("untold", 14_121), ("denominator", 0)]
    assert sum(Decimal(row["points"]) for row in told["rows"]) == Decimal(told["points"]) == Decimal("3.78")


def test_a_month_without_a_figure_is_told_and_nothing_is_drawn(published: Command, tmp_path: Path) -> None:
    picture = tmp_path / "air.svg"
    answer = published(
        "change", "--area", "16.06", "--from", "2023-12", "--to", "2025-07", "--chart", picture, "--json"
    )
    assert answer.status == 1
    assert (answer.json["difference"], answer.json["sum"], answer.json["rows"]) == (None, None, [])
    assert "change_needs_both_months" in [one["code"] for one in answer.json["missing"]]
    assert (answer.json["chart"], picture.exists()) == (None, False)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--by", "sex"), "change_dimension_unknown"),
        (("--by", "desa,kecamatan"), "change_by_one_level"),
        (("--to", "2024-12"), "change_months_reversed"),
        (("--chart", "air.pdf"), "chart_of_unknown_kind"),
        (("--attribution", "ktp"), "attribution_unknown"),
    ],
)
def test_what_cannot_be_asked_is_refused(published: Command, more: tuple[str, ...], code: str) -> None:
    answer = published(*ASKED, *more, "--json")
    assert (answer.status, answer.json["code"]) == (2, code)


def test_a_picture_that_cannot_be_written_is_refused_with_a_sentence(published: Command, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("", encoding="utf-8")
    assert published(*ASKED, "--chart", tmp_path / "berkas" / "air.svg", "--json").json["code"] == "chart_unwritable"


def test_a_folder_that_is_not_there_is_never_made_for_a_picture(published: Command, tmp_path: Path) -> None:
    answer = published(*ASKED, "--chart", tmp_path / "salah" / "ketik" / "air.svg", "--lang", "en", "--json")
    assert (answer.status, answer.json["code"]) == (2, "chart_folder_missing")
    assert "there is no folder" in answer.json["error"]
    assert not (tmp_path / "salah").exists()


def test_a_name_without_an_ending_is_refused_with_the_endings_there_are(published: Command, tmp_path: Path) -> None:
    answer = published(*ASKED, "--chart", tmp_path / "air", "--lang", "en", "--json")
    assert answer.json["code"] == "chart_of_unknown_kind"
    assert ".svg and .png" in answer.json["error"]


def test_the_page_says_what_each_reason_that_occurs_means(published: Command) -> None:
    page = published(*ASKED, "--lang", "en").out
    assert "Reason not known: the difference of the two figures" in page
    assert "Died:" not in page


def test_the_waterfall_is_written_as_its_ending_says(published: Command, tmp_path: Path) -> None:
    for name, begins in (("air.svg", b"<svg"), ("air.PNG", b"\x89PNG")):
        answer = published(*ASKED, "--chart", tmp_path / name, "--json")
        assert answer.json["chart"] == str(tmp_path / name)
        assert (tmp_path / name).read_bytes()[:4] == begins
