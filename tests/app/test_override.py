"""A regency states a denominator of its own: dated, signed, undone, and never in place of what was published."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cakupan.regions.tree import codes_at

Command = Callable[..., Any]
ASKED = ("coverage", "--area", "16.06", "--month", "2025-07", "--lang", "en")
STATED = ("override", "--denominator", "potensi-bps-2025", "--area", "16.06", "--set-by", "Bupati Musi Banyuasin")
BECAUSE = ("--because", "pendataan desa 2025, surat 560/12")
VILLAGES = codes_at("village", "16.06")


def state(published: Command, value: int, *more: str) -> Any:
    return published(*STATED, *BECAUSE, "--value", value, "--known-on", "2025-09-20", "--json", *more)


def potential(published: Command, *more: str) -> Any:
    return published(*ASKED, *more, "--json").json["total"]["potential"]


def test_an_override_holds_from_the_next_build_is_signed_and_can_be_taken_back(published: Command) -> None:
    stated = state(published, 220_000)
    assert stated.status == 0
    assert (stated.json["vintage"], stated.json["before"], stated.json["status"]) == ("2025", 213_582, "accepted")
    assert potential(published) == 213_582
    published("build", "--known-on", "2025-09-20")
    answer = published(*ASKED, "--json")
    (told,) = answer.json["overrides"]
    assert (told["value"], told["published"], told["known_on"]) == (220_000, 213_582, "2025-09-20")
    assert (told["set_by"], told["reason"]) == ("Bupati Musi Banyuasin", "pendataan desa 2025, surat 560/12")
    assert told["accepted_by"]
    assert answer.json["total"]["rate"] == "46.85"
    denominator = answer.json["definition"]["denominator"]
    assert (denominator["definition"], denominator["source"]) == ("potensi tenaga kerja", None)
    assert "stated by Bupati Musi Banyuasin: 220,000" in published(*ASKED).out
    assert potential(published, "--known-on", "2025-09-18") == 213_582
    assert published("undo", stated.json["file"], "--known-on", "2025-09-20").status == 0
    published("build", "--known-on", "2025-09-20")
    assert potential(published) == 213_582


def test_the_public_is_told_that_a_count_is_stated_and_what_was_published_but_not_by_whom(published: Command) -> None:
    assert state(published, 220_000).status == 0
    published("build", "--known-on", "2025-09-20")
    answer = published(*ASKED, "--public", "--json")
    (told,) = answer.json["overrides"]
    assert (told["denominator"], told["value"], told["published"]) == ("potensi-bps-2025", 220_000, 213_582)
    assert [told[name] for name in ("set_by", "reason", "file", "accepted_by")] == [None] * 4
    denominator = answer.json["definition"]["denominator"]
    assert (denominator["stated"], denominator["published"], denominator["set_by"]) == (True, 213_582, None)
    said = {
        "en": "stated by the local government itself: 220,000; as published: 213,582",
        "id": "ditetapkan sendiri oleh pemerintah daerah: 220.000; angka terbit: 213.582",
    }
    for lang, says in said.items():
        page = published(*ASKED, "--public", "--lang", lang)
        assert says in page.out
        assert not any(name in page.out + page.err for name in ("Bupati", "surat 560/12"))


def test_the_last_override_speaks_even_where_it_goes_back_to_an_earlier_count(published: Command) -> None:
    for value in (220_000, 230_000, 220_000):
        assert state(published, value).status == 0
    published("build", "--known-on", "2025-09-20")
    assert potential(published) == 220_000


def test_a_later_file_of_the_published_table_does_not_take_an_override_back(
    published: Command, letters: dict[str, Path], tmp_path: Path
) -> None:
    assert state(published, 220_000).status == 0
    later = tmp_path / "bps-lagi.csv"
    later.write_text(letters["workforce"].read_text(encoding="utf-8").replace("213582", "214000"), encoding="utf-8")
    assert published("add", later, "--kind", "workforce", "--known-on", "2025-09-21").status == 0
    published("build", "--known-on", "2025-09-21")
    answer = published(*ASKED, "--json").json
    assert (answer["total"]["potential"], answer["overrides"][0]["published"]) == (220_000, 214_000)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param((*STATED, "--because", " ", "--value", "5"), "reason", id="no reason"),
        pytest.param((*STATED, *BECAUSE, "--value", "0"), "share of zero", id="nobody"),
        pytest.param((*STATED, *BECAUSE, "--value", "5", "--vintage", "besok"), "besok", id="no vintage"),
        pytest.param((*STATED, *BECAUSE, "--value", "5", "--segment", "tani"), "tani", id="no segment"),
    ],
)
def test_a_statement_that_cannot_be_taken_is_refused_in_a_sentence(
    published: Command, arguments: tuple[str, ...], says: str
) -> None:
    refused = published(*arguments, "--lang", "en")
    assert refused.status == 2
    assert says in refused.err


def test_a_denominator_that_nobody_knows_needs_its_year(published: Command) -> None:
    unknown = (
        "override",
        "--denominator",
        "hitungan-desa",
        "--area",
        "16.06.07",
        "--value",
        "900",
        "--set-by",
        "Camat",
    )
    refused = published(*unknown, *BECAUSE, "--lang", "en")
    assert (refused.status, "--vintage" in refused.err) == (2, True)
    assert published(*unknown, *BECAUSE, "--vintage", "2025").status == 0


def test_villages_are_shown_as_estimates_with_their_interval_in_the_document_and_on_the_page(
    published: Command, tmp_path: Path
) -> None:
    families, members = tmp_path / "keluarga.csv", tmp_path / "desa.csv"
    rows = "".join(f"keluarga-2024,{code},keluarga,{100 + place},2024\n" for place, code in enumerate(VILLAGES))
    families.write_text(f"penyebut,wilayah,pembobot,nilai,tahun data\n{rows}", encoding="utf-8")
    told = "".join(f"{code},2025-07,400,kantor cabang\n" for code in VILLAGES)
    members.write_text(f"wilayah,bulan,peserta,sumber\n{told}", encoding="utf-8")
    assert published("add", families, "--kind", "workforce", "--known-on", "2025-09-20").status == 0
    assert published("add", members, "--kind", "recap", "--known-on", "2025-09-20").status == 0
    published("build", "--known-on", "2025-09-20")
    assert potential(published) == 213_582
    answer = published(*ASKED, "--by", "village", "--json").json
    assert sum(row["potential"] or 0 for row in answer["rows"]) == 213_582
    first = answer["rows"][0]
    assert (first["estimate"], first["rule"]) == (True, "families")
    assert first["potential_low"] < first["potential"] < first["potential_high"]
    assert float(first["rate_low"]) < float(first["rate"]) < float(first["rate_high"])
    (allocation,) = answer["definition"]["allocation"]
    assert allocation["definition"].startswith("estimate by the rule number of families from potensi-bps-2025")
    assert (allocation["from"]["value"], allocation["weights"]["id"], allocation["level"]) == (
        213_582, "keluarga-2024", "90",
    )  # fmt: skip
    page = published(*ASKED, "--by", "village").out
    assert "≈" in page
    assert "nobody counted here" in page
    village = published("coverage", "--area", VILLAGES[0], "--month", "2025-07", "--json").json
    assert village["total"]["potential"] == first["potential"]
    assert village["definition"]["denominator"]["id"] == "potensi-bps-2025@families"
    assert village["definition"]["denominator"]["source"] is None


def test_every_rate_of_an_estimate_carries_its_mark(published: Command, tmp_path: Path) -> None:
    workforce = tmp_path / "keluarga.csv"
    rows = "".join(f"keluarga-2024,{code},keluarga,{100 + place},2024\n" for place, code in enumerate(VILLAGES))
    other = "sakernas-bekerja,16.06,,322580,2024\n"
    workforce.write_text(f"penyebut,wilayah,pembobot,nilai,tahun data\n{rows}{other}", encoding="utf-8")
    assert published("add", workforce, "--kind", "workforce", "--known-on", "2025-09-20").status == 0
    members = tmp_path / "desa.csv"
    members.write_text(f"wilayah,bulan,peserta\n{VILLAGES[0]},2025-07,400\n", encoding="utf-8")
    assert published("add", members, "--kind", "recap", "--known-on", "2025-09-20").status == 0
    published("build", "--known-on", "2025-09-20")
    for command in ("coverage", "gap"):
        page = published(command, "--area", VILLAGES[0], "--month", "2025-07", "--lang", "en").out
        (beside,) = [line for line in page.splitlines() if "sakernas-bekerja" in line and "Against" in line]
        assert re.search(r"≈[\d.]+ % of ≈[\d,]+ \(", beside)
    whole = published("coverage", "--area", "16.06", "--month", "2025-07", "--lang", "en").out
    assert "≈" not in whole
