"""Both offices sign a month: two people, one figure, and what was signed never changes."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from older_ledger import make_ledger_older

Command = Callable[..., Any]
MONTH = ("--area", "16.06", "--month", "2025-07")
CORRECTED = "wilayah,bulan,peserta,segmen,sumber\n16.06,2025-07,103100,,kantor cabang\n"


def sign(cakupan: Command, office: str, name: str, *more: str) -> Any:
    return cakupan("agree", *MONTH, "--office", office, "--by", name, "--json", *more)


@pytest.fixture
def agreed(published: Command) -> Command:
    """A month that both offices signed."""
    assert sign(published, "regency", "Siti Aminah", "--position", "Kepala Dinas", "--members", "103.079").status == 0
    assert sign(published, "cabang", "Budi", "--note", "sesuai berita acara").status == 0
    return published


def listed(cakupan: Command, *more: str) -> Any:
    return cakupan("agreements", "--area", "16.06", "--json", *more)


def test_a_month_is_agreed_when_both_offices_have_signed_one_figure(published: Command) -> None:
    first = sign(published, "regency", "Siti").json
    assert (first["state"], first["members"], first["now"]) == ("signed", None, 103_079)
    second = sign(published, "branch", "Budi").json
    assert (second["state"], second["members"], second["difference"]) == ("agreed", 103_079, 0)
    one, other = second["signatures"]
    assert (one["office"], one["signer"], other["office"], other["signer"]) == ("regency", "Siti", "branch", "Budi")
    assert (one["denominator"], one["potential"], one["evidence"], one["snapshot"]) == (
        *("potensi-bps-2025", 213_582),
        *("recap", 1),
    )
    assert len(one["sha256"]) == 64


def test_coverage_says_that_its_figure_is_agreed(agreed: Command) -> None:
    answer = agreed("coverage", *MONTH, "--json").json
    assert (answer["agreed"]["state"], answer["agreed"]["members"]) == ("agreed", 103_079)
    assert "Siti Aminah" in agreed("coverage", *MONTH).out
    assert agreed("coverage", "--area", "16.06", "--month", "2024-12", "--json").json["agreed"] is None
    assert agreed("coverage", *MONTH, "--known-on", "2025-09-18", "--json").json["agreed"] is None


def test_the_public_is_told_neither_who_signed_nor_what(agreed: Command) -> None:
    told = agreed("coverage", "--area", "16.06", "--month", "2025-07", "--public", "--json")
    assert told.json["agreed"] is None
    assert "sepakat" not in agreed("coverage", "--area", "16.06", "--month", "2025-07", "--public").out


def test_a_figure_of_another_evidence_is_not_the_one_that_was_signed(agreed: Command) -> None:
    assert agreed("coverage", *MONTH, "--evidence", "recap", "--json").json["agreed"] is None


def test_a_later_figure_makes_it_revised_and_what_was_signed_stays(agreed: Command, tmp_path: Path) -> None:
    path = tmp_path / "corrected.csv"
    path.write_text(CORRECTED, encoding="utf-8")
    assert agreed("add", path, "--kind", "recap").status == 0
    assert agreed("build").status == 0
    answer = listed(agreed)
    (one,) = answer.json["agreements"]
    assert answer.status == 1
    assert (one["state"], one["members"], one["now"], one["difference"]) == ("revised", 103_079, 103_100, 21)
    assert "103.079" in agreed("coverage", *MONTH).out
    assert "103,100" in agreed("agreements", "--area", "16.06", "--lang", "en").out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--office", "dinas", "--by", "Siti"), "office_unknown"),
        (("--office", "branch", "--by", "  "), "signer_unnamed"),
        (("--office", "branch", "--by", "Budi", "--members", "103097"), "agree_other_figure"),
        (("--office", "branch", "--by", "siti  AMINAH"), "agree_one_person"),
        (("--office", "regency", "--by", "Tono"), "agree_signed_already"),
        (("--office", "branch", "--by", "Budi", "--members", "separuh"), "count_asked_unreadable"),
        (("--office", "branch", "--by", "Budi", "--withdraw"), "withdraw_nothing_signed"),
        (("--office", "regency", "--by", "Tono", "--withdraw"), "withdraw_needs_note"),
    ],
)
def test_what_cannot_be_signed_is_refused_with_a_sentence(
    published: Command, arguments: tuple[str, ...], code: str
) -> None:
    assert sign(published, "regency", "Siti Aminah").status == 0
    for lang in ("id", "en"):
        answer = published("agree", *MONTH, *arguments, "--json", "--lang", lang)
        assert (answer.status, answer.json["code"]) == (2, code)
        assert answer.json["error"].endswith(".")


def test_a_month_without_a_figure_cannot_be_signed(published: Command) -> None:
    answer = published("agree", "--area", "16.06", "--month", "2020-01", "--office", "branch", "--by", "Budi", "--json")
    assert (answer.status, answer.json["code"]) == (2, "agree_without_figure")


def test_a_withdrawn_signature_stays_on_record_and_another_may_follow(agreed: Command) -> None:
    withdrawn = sign(agreed, "branch", "Budi", "--withdraw").json
    assert (withdrawn["state"], withdrawn["members"]) == ("signed", None)
    assert [one["withdrawn"] for one in withdrawn["signatures"]] == [False, True]
    again = sign(agreed, "branch", "Rina").json
    assert (again["state"], len(again["signatures"])) == ("agreed", 3)


def test_whoever_withdraws_is_told_with_the_day_and_the_reason(agreed: Command) -> None:
    note = ("--note", "Budi pindah tugas.")
    for told in (sign(agreed, "branch", "Rina", *note, "--withdraw").json, listed(agreed).json["agreements"][0]):
        kept, gone = told["signatures"]
        assert (kept["withdrawn"], kept["withdrawn_by"], kept["withdrawn_at"]) == (False, None, None)
        assert (gone["signer"], gone["note"]) == ("Budi", "sesuai berita acara")
        assert (gone["withdrawn_by"], gone["withdrawn_note"]) == ("Rina", "Budi pindah tugas.")
        assert gone["withdrawn_at"] > gone["signed_at"]
    for lang, by in (("id", "oleh Rina pada"), ("en", "by Rina on")):
        page = agreed("agreements", "--area", "16.06", "--lang", lang).out
        assert by in page
        assert "Budi pindah tugas." in page


def test_the_signer_withdraws_without_a_reason(agreed: Command) -> None:
    gone = sign(agreed, "branch", " budi ", "--withdraw").json["signatures"][1]
    assert (gone["withdrawn"], gone["withdrawn_by"], gone["withdrawn_note"]) == (True, "budi", None)
    assert "Ditarik: kantor cabang 103.079 (Budi" in agreed("agreements", "--area", "16.06").out


def test_who_signed_for_one_office_withdraws_nothing_of_the_other(agreed: Command) -> None:
    answer = sign(agreed, "branch", "siti aminah", "--note", "salah", "--withdraw")
    assert (answer.status, answer.json["code"]) == (2, "withdraw_other_office")
    assert listed(agreed).json["agreements"][0]["state"] == "agreed"


def test_a_month_that_nobody_signed_names_those_that_are(agreed: Command) -> None:
    answer = listed(agreed, "--month", "2024-12")
    assert (answer.status, answer.json["agreements"], answer.json["months_signed"]) == (0, [], ["2025-07"])
    assert "Juli 2025" in agreed("agreements", "--area", "16.06", "--month", "2024-12").out
    assert "July 2025" in agreed("agreements", "--area", "16.06", "--month", "2024-12", "--lang", "en").out


@pytest.mark.parametrize("area", ["16.06.01", "16.06.01.2001", "16", "00"])
def test_only_a_regency_is_agreed_on(published: Command, area: str) -> None:
    about = ("--area", area, "--json")
    answer = published("agree", *about, "--month", "2025-07", "--office", "regency", "--by", "Siti")
    assert (answer.status, answer.json["code"]) == (2, "agree_of_regency_only")
    told = published("agreements", *about).json
    assert (told["agreements"], told["message"]) == ([], answer.json["error"])


def test_two_figures_are_no_agreement(published: Command, tmp_path: Path) -> None:
    assert sign(published, "regency", "Siti").status == 0
    path = tmp_path / "corrected.csv"
    path.write_text(CORRECTED, encoding="utf-8")
    assert published("add", path, "--kind", "recap").status == 0
    assert published("build").status == 0
    assert sign(published, "branch", "Budi").json["state"] == "differing"
    assert listed(published, "--month", "2025-07").status == 1


@pytest.mark.parametrize(
    "change", ["UPDATE {} SET members = 1", "DELETE FROM {}", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"]
)
def test_nobody_changes_what_was_signed(agreed: Command, workspace: Path, change: str) -> None:
    ledger = sqlite3.connect(workspace / "app.sqlite3")
    try:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            ledger.execute(change.format("ledger_agreement"))
    finally:
        ledger.close()


def test_a_ledger_older_than_agreements_answers_and_gets_their_table_with_the_first(
    published: Command, workspace: Path
) -> None:
    make_ledger_older(workspace, than="0002")
    assert published("coverage", *MONTH, "--json").json["agreed"] is None
    assert listed(published).json["agreements"] == []
    assert sign(published, "branch", "Budi").status == 0
    assert published("verify").status == 0


def test_without_a_list_of_members_there_is_nothing_to_bridge_from(published: Command) -> None:
    answer = published("bridge", *MONTH, "--json")
    assert (answer.status, answer.json["code"]) == (2, "bridge_without_members")
    answer = published("bridge", "--area", "16.06.01.2001", "--month", "2025-07", "--json")
    assert (answer.status, answer.json["code"]) == (2, "bridge_of_village")


def test_on_the_site_one_account_is_one_person_whatever_name_it_goes_by() -> None:
    from datetime import UTC, date, datetime

    from cakupan_app.work.agree import Signer
    from cakupan_app.work.signed import Signature

    at = datetime(2025, 9, 20, tzinfo=UTC)
    told = ("regency", 1, "", None, "recap", 1, "", date(2025, 9, 20), at, "Siti Aminah", "", "")
    by_account, by_clerk = (Signature(1, *told, user=user) for user in ("siti@contoh.id", "loket"))
    assert Signer("S. Aminah", "siti@contoh.id", at, own_account=True).made(by_account)
    assert not Signer("Budi", "loket", at).made(by_clerk)  # a clerk may enter what two people signed on paper
