"""A receipt says on one page what became of a list, and nothing about a person."""

import re
from dataclasses import replace
from datetime import date, datetime

import pytest

from cakupan.basics.month import JAKARTA
from cakupan.intake import Problem
from cakupan.reports.receipt import ReceiptFacts, receipt_html, receipt_text
from cakupan.reports.verdicts import reasons_of
from cakupan.reports.voice import Lang
from cakupan_app.look.words import say
from reports.forms_filled import filled, form, person, read

AT = datetime(2026, 1, 5, 14, 30, tzinfo=JAKARTA)
READING = read(
    filled(form(), [*(person(n) for n in range(1, 5)), person(5, 1.60604e15), person(6, "16O604"), person(1)])
)


def facts(status: str = "accepted", **more: object) -> ReceiptFacts:
    told = {"title": "usulan peserta 2026-1", "place": "Desa Bukit Selabu (16.06.04.2010)", "reading": READING}
    return ReceiptFacts("Copy of data FIX.xlsx", status, AT, "operator", **{**told, **more})  # type: ignore[arg-type]


def test_the_counts_of_a_receipt_add_up() -> None:
    text = receipt_text(facts(), say, "id")
    assert "13 baris = 6 disisihkan + 7 data; 7 data = 4 diterima + 2 perlu diperbaiki + 1 berulang." in text
    assert "Baris data: 7\n" in text


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_receipt_holds_no_number_and_no_name_of_a_person(lang: Lang) -> None:
    for told in (receipt_text(facts(), say, lang), receipt_html(facts(), say, lang)):
        assert not re.search(r"[\d*]{8,}", told.replace(READING.sha256[:12], ""))
        assert "160604" not in told
        assert "Orang" not in told.replace("orang", "")


def test_a_receipt_says_which_rows_and_what_to_do() -> None:
    text = receipt_text(facts(returned="daftar - diperiksa.xlsx"), say, "id")
    assert "(1 baris: 11)" in text
    assert "(1 baris: 12)" in text
    assert "daftar - diperiksa.xlsx" in text
    assert READING.sha256[:12] in text
    assert "5 Januari 2026, 14:30 WIB" in text
    assert "operator" in text


def test_the_same_file_again_is_all_repetition() -> None:
    text = receipt_text(facts("unchanged"), say, "en")
    assert "7 of data = 0 accepted + 2 to be repaired + 5 repeated." in text
    assert "nothing has changed" in text


def test_no_row_of_a_held_file_is_called_accepted() -> None:
    for told in (receipt_text(facts("held"), say, "id"), receipt_html(facts("held"), say, "id")):
        assert "4 baik (menunggu) + 2 perlu diperbaiki + 1 berulang" in told
        assert "diterima" not in told.casefold()


def test_a_file_that_was_not_read_is_answered_with_the_reason_only() -> None:
    text = receipt_text(facts("refused", reading=None, because=["Berkas itu PDF."]), say, "id")
    assert "1. Berkas itu PDF.\n" in text
    assert "diterima +" not in text
    assert "Tidak perlu berbuat apa-apa" not in text


def test_a_reason_tells_rows_and_files_but_no_date_of_a_person() -> None:
    ambiguous = [[*person(serial)[:3], day] for serial, day in enumerate(("10/03/1967", "06/03/1999"), 1)]
    settled = [[*person(serial)[:3], day] for serial, day in enumerate(("25/03/1967", "03/25/1999"), 3)]
    later = [*person(5)[:3], date(2087, 5, 4)]
    reading = read(filled(form(), [*ambiguous, *settled, later, person(6), person(6), person(7), person(7)]))
    told = receipt_text(facts(reading=reading), say, "id")
    assert "Tanggal ini dapat dibaca dengan dua urutan" in told
    assert "(2 baris: 7, 8)" in told
    assert not re.search("1967|1999|2087|Maret|Juni", told)
    assert "Isinya sama dengan baris 12 dan 14 dan dihitung" in told
    assert "…" not in told


def test_a_reason_names_the_file_in_which_rows_stand_already() -> None:
    standing = {"name": "lama.csv", "file": "305747703091", "other_sheet": "csv"}
    problems = tuple(
        Problem("usulan", row, None, "row_known", "warning", "", {**standing, "row": row, "other_row": row + 20})
        for row in (7, 8)
    )
    (reason,) = reasons_of(replace(READING, problems=problems), say, "id")
    assert "lama.csv (305747703091), lembar csv baris 27, 28" in reason.sentence


def test_the_page_is_whole_by_itself() -> None:
    page = receipt_html(facts(because=["<b>&"]), say, "en")
    assert page.startswith("<!doctype html>")
    assert "&lt;b&gt;&amp;" in page
    assert not re.search(r"<script|https?://|<link|<img", page)


def test_each_count_of_the_page_carries_its_name_where_a_phone_has_no_room_for_columns() -> None:
    page = receipt_html(facts(), say, "id")
    assert '<td data-name="Diterima">4</td><td data-name="Perlu diperbaiki">2</td>' in page
    assert "@media(max-width:36rem){thead{display:none}" in page
