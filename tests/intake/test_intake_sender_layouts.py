"""Files of senders whose layouts nobody publishes, read by what a small layout file says of them."""

from datetime import date
from importlib.resources import files
from io import BytesIO
from typing import Any

import pytest

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading, read_file
from cakupan.intake.long import read_long
from cakupan.intake.outcome import Given
from cakupan.intake.refusals import AmbiguousColumns, MissingColumns, NoHeading
from cakupan.intake.sender import Sender
from cakupan.intake.sender_layouts import parse_sender, read_by
from cakupan_app.look.words import say
from intake.rendering import csv_of, xlsx_of

NIK, SECOND = "1606010101809001", "1606010101809002"
PAYMENTS, ANSWERS = (
    (files("cakupan.intake") / "senders" / f"{kind}_example.toml").read_text(encoding="utf-8")
    for kind in ("payments", "answers")
)
PAID = [
    ["RINCIAN IURAN"],
    ["NO", "NO REF PESERTA", "NO IDENTITAS PESERTA", "UPAH", "BLTH IURAN", "TOTAL IURAN", "TGL TRANSAKSI"],
    ["1", "01234567891", NIK, "1,500,000", "07-2025", "16,800.00", "07/08/2025"],
    ["2", "01234567892", SECOND, "1,500,000", "07-2025", "16,800.50", "07/09/2025"],
]


def read(rows: list[list[Any]], kind: Kind, text: str, **given: Any) -> Reading:
    sender = parse_sender(text, "tata.toml")
    return read_file(csv_of(rows), name="x", kind=kind, sender=sender, today=date(2025, 8, 1), **given)


def test_payments_are_read_by_the_headings_constants_dates_and_marks_of_their_layout() -> None:
    reading = read(PAID, Kind.PAYMENTS, PAYMENTS)
    (row,) = reading.records().to_pylist()
    assert (row["kpj"], row["nik"], row["starts_month"], row["amount"]) == ("01234567891", NIK, "2025-07", 16_800)
    assert (row["payer"], row["paid_on"]) == ("apbd_regency", date(2025, 7, 8))
    assert [(found.row, found.code) for found in reading.problems] == [(4, "amount_unreadable")]
    assert reading.tables[0].columns["NO REF PESERTA"] == "kpj"
    assert reading.tables[0].seen.unread == ("NO", "UPAH")
    with pytest.raises(NoHeading):
        read_file(csv_of(PAID), name="x", kind=Kind.PAYMENTS)


def test_answers_are_read_by_the_words_of_their_layout_and_by_the_usual_ones() -> None:
    rows = [
        ["NO IDENTITAS PESERTA", "KODE HASIL", "PESAN", "NO PESERTA BARU"],
        [NIK, "00", "", "01234567891"],
        [SECOND, "02", "sudah peserta", ""],
        ["1606010101809003", "ditolak", "", ""],
        ["1606010101809004", "77", "", ""],
    ]
    reading = read(rows, Kind.ANSWERS, ANSWERS)
    assert [row["result"] for row in reading.records().to_pylist()] == ["accepted", "refused", "refused"]
    assert [(found.row, found.code) for found in reading.problems] == [(5, "word_not_in_layout")]
    assert "tambahkan 77 pada accepted atau refused di [words.result]" in say(
        "word_not_in_layout", reading.problems[0].facts, "id"
    )


def test_a_month_that_holds_for_a_whole_file_may_stand_in_its_layout() -> None:
    layout = 'kind = "payments"\n[columns]\nNOMOR = "nik"\nRP = "amount"\n[constants]\nmonth = "Juli 2025"'
    (row,) = read([["NOMOR", "RP"], [NIK, "16.800"]], Kind.PAYMENTS, layout).records().to_pylist()
    assert (row["starts_month"], row["ends_month"], row["amount"]) == ("2025-07", "2025-07", 16_800)
    (said,) = (
        read([["NOMOR", "RP"], [NIK, "16.800"]], Kind.PAYMENTS, layout, month=Month(2025, 6)).records().to_pylist()
    )
    assert said["starts_month"] == "2025-06"


def test_a_layout_may_name_our_columns_and_words_in_indonesian() -> None:
    paid = 'kind = "payments"\n[columns]\nNOMOR = "nik"\nBLTH = "bulan"\nRP = "jumlah"\n[constants]\npembayar = "apbn"'
    english = paid.replace("bulan", "month").replace("jumlah", "amount").replace("pembayar", "payer")
    assert parse_sender(paid, "x") == parse_sender(english, "x")
    answered = 'kind = "answers"\n[words.hasil]\nditerima = ["00"]\n[columns]\nKODE = "hasil"'
    assert parse_sender(answered, "x").words == (("result", "00", "accepted"),)


def test_a_heading_that_is_not_to_be_read_leaves_its_column_to_another() -> None:
    rows = [["NIK", "NIK BARU", "hasil"], ["12", NIK, "diterima"]]
    layout = 'kind = "answers"\n[columns]\nNIK = ""\n"NIK BARU" = "nik"'
    (row,) = read(rows, Kind.ANSWERS, layout).records().to_pylist()
    assert row["nik"] == NIK


def test_a_heading_of_a_layout_may_stand_below_another_and_twice_in_a_list() -> None:
    upper, lower = ["NO", "IDENTITAS", "", "HASIL"], ["", "NO IDENTITAS PESERTA", "NO PESERTA BARU", "KODE HASIL"]
    rows = [upper, lower, ["1", NIK, "", "00"], lower, ["2", SECOND, "", "01"]]
    reading = read(rows, Kind.ANSWERS, ANSWERS)
    assert [row["nik"] for row in reading.records().to_pylist()] == [NIK, SECOND]
    assert (reading.quarantined, reading.tables[0].set_aside) == (
        0,
        {"before_heading": 1, "heading": 1, "repeated_heading": 1},
    )


def test_a_heading_of_a_layout_that_stands_over_two_columns_is_ambiguous() -> None:
    rows = [["NO IDENTITAS PESERTA", "NO IDENTITAS PESERTA", "KODE HASIL"], [NIK, SECOND, "00"]]
    with pytest.raises(AmbiguousColumns):
        read(rows, Kind.ANSWERS, ANSWERS)


def test_a_workbook_and_a_long_text_are_read_by_it_too() -> None:
    sender = parse_sender(PAYMENTS, "x")
    whole = read_file(csv_of(PAID * 1), name="x", kind=Kind.PAYMENTS, sender=sender)
    book = read_file(xlsx_of(PAID), name="x", kind=Kind.PAYMENTS, sender=sender)
    parts = read_long(BytesIO(csv_of(PAID)), Kind.PAYMENTS, read_by(Given(), sender), "x", 150)
    assert parts.records().to_pylist() == whole.records().to_pylist()
    assert tuple(parts.problems) == tuple(whole.problems)
    told = [{**row, "sheet": "csv"} for row in book.records().to_pylist()]
    assert told == whole.records().to_pylist()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kind = ", "layout_unreadable"),
        ('kind = "payments"\nkolom = 1', "layout_key_unknown"),
        ('kind = "bayar"', "layout_value_unusable"),
        ("", "layout_value_unusable"),
        ('kind = "payments"\ncolumns = 3', "layout_value_unusable"),
        ('kind = "payments"\n[columns]\nX = "jumlahnya"', "layout_value_unusable"),
        ('kind = "payments"\n[constants]\npayer = "entah"', "layout_value_unusable"),
        ('kind = "payments"\n[constants]\namount = "5"', "layout_value_unusable"),
        ('kind = "payments"\n[constants]\nmonth = "Julember"', "layout_value_unusable"),
        ('kind = "payments"\n[dates]\norder = "year first"', "layout_value_unusable"),
        ('kind = "payments"\n[numbers]\ndecimal = ";"', "layout_value_unusable"),
        ('kind = "answers"\n[words.result]\nok = ["1"]', "layout_value_unusable"),
        ('kind = "answers"\n[words.jawaban]\naccepted = ["1"]', "layout_value_unusable"),
    ],
)
def test_a_layout_with_a_slip_is_refused_with_what_could_stand_there(text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_sender(text, "tata.toml")
    assert refusal.value.code == code
    assert "tata.toml" in say(code, refusal.value.facts, "id")
    assert "tata.toml" in say(code, refusal.value.facts, "en")


@pytest.mark.parametrize(
    ("rows", "kind", "refused", "options"),
    [
        (PAID, Kind.PAYMENTS, NoHeading, '--map "NO REF PESERTA=kpj" --map "NO IDENTITAS PESERTA=nik"'),
        ([["NOMOR", "KODE HASIL", "PESAN"], [NIK, "00", ""]], Kind.ANSWERS, NoHeading, '--map "NOMOR=nik"'),
        ([["1", NIK, "00"], ["2", SECOND, "01"]], Kind.ANSWERS, NoHeading, '--heading 0 --map "B=nik"'),
        ([["NIK", "KODE HASIL"], [NIK, "00"]], Kind.ANSWERS, MissingColumns, '--map "KODE HASIL=hasil"'),
    ],
)
def test_who_has_no_layout_for_unknown_headings_is_told_of_both_ways_to_say_what_they_mean(
    rows: list[list[str]], kind: Kind, refused: type[Refused], options: str
) -> None:
    with pytest.raises(refused) as refusal:
        read_file(csv_of([*rows, *rows[-1:] * 3]), name="x", kind=kind)
    assert refusal.value.code == "headings_of_sender_unknown"
    assert options == refusal.value.facts["options"]
    assert "--layout" in say(refusal.value.code, refusal.value.facts, "id")


def test_a_layout_of_another_kind_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        read(PAID, Kind.ANSWERS, PAYMENTS)
    assert refusal.value.code == "layout_of_other_kind"


@pytest.mark.parametrize("text", [PAYMENTS, ANSWERS])
def test_the_examples_are_told_to_be_examples(text: str) -> None:
    assert isinstance(parse_sender(text, "x"), Sender)
    assert "EXAMPLE" in text
    assert 'confidence = "not found"' in text
