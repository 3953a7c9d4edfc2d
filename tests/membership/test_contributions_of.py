"""What was paid for whom, drawn: each payment once, and its amount shared out over its months."""

from math import trunc
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.membership.contributions import contributions_of, shared_out, texts_told, without_free_text
from oracles import examples
from tables import engine, filled, rows, table

_TEXTS = ("kpj", "starts_month", "ends_month", "contribution_code", "payer", "fund", "file", "sheet")
PAYMENTS = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(_TEXTS, pa.string()),
        "amount": pa.int64(),
        "paid_on": pa.date32(),
        "row": pa.int32(),
    }
)
MONTHS = ("2024-12", "2025-01", "2025-02", "2025-03")


def paid(text: str) -> list[dict[str, Any]]:
    """Contributions from drawn payments: of person 1 by the regency, for January 2025, in bill B1."""
    usual: dict[str, Any] = {"person": 1, "payer": "apbd_regency", "starts_month": "2025-01", "amount": 16_800}
    return rows(contributions_of(filled(text, PAYMENTS, **usual, contribution_code="B1", file="a", sheet="S", row=2)))


def test_a_payment_without_a_last_month_is_for_its_first_one() -> None:
    assert paid("""
        fund      | paid_on
        APBD 2025 | 2025-01-11
    """) == [
        {
            "person": 1, "payer": "apbd_regency", "fund": "APBD 2025", "batch": "B1", "starts_month": "2025-01",
            "ends_month": "2025-01", "amount": 16_800, "paid_on": paid("paid_on\n2025-01-11")[0]["paid_on"],
        }
    ]  # fmt: skip


def test_the_same_payment_sent_again_in_another_file_counts_once() -> None:
    assert len(paid("""
        file | sheet | row | kpj | ends_month
        a    | S     | 2   | K1  |
        b    | T     | 9   |     | 2025-01
        c    | S     | 2   | K1  |
    """)) == 1  # fmt: skip


def test_what_one_file_says_twice_was_paid_twice_however_many_files_say_so() -> None:
    assert len(paid("""
        file | row | kpj
        a    | 2   | K1
        a    | 3   | K2
        b    | 2   | K1
        b    | 3   | K1
        c    | 2   | K1
    """)) == 2  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        "person\n2", "payer\ncsr", "fund\nDANA DESA", "contribution_code\nB2", "ends_month\n2025-02",
        "amount\n16801", "paid_on\n2025-01-12",
    ],
)  # fmt: skip
def test_payments_that_differ_in_anything_told_are_two(other: str) -> None:
    name, value = other.split("\n")
    assert len(paid(f"""
        file | {name}
        a    |
        b    | {value}
    """)) == 2  # fmt: skip


def test_a_refund_stands_below_zero_beside_what_it_gives_back() -> None:
    found = paid("""
        file | row | amount
        a    | 2   | 16800
        a    | 3   | -16800
    """)
    assert sorted(row["amount"] for row in found) == [-16_800, 16_800]


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("APBD 2025", "APBD 2025"),
        ("Dana Desa, 2025", "DANA DESA 2025"),
        ("apbd kab. TA 2025", "APBD KAB TA 2025"),
        ("2025 DBH Sawit", "2025 DBH SAWIT"),
        ("TJSL", "TJSL"),
        ("5.1.02.02.01.0014", "5.1.02.02.01.0014"),
        ("Dana Desa a.n. Siti Aminah", None),
        ("Siti Aminah", None),
        ("Siti Aminah 2025", None),
        ("1606010101809001", None),
    ],
)
def test_a_fund_is_published_where_it_is_a_name_of_money_or_a_code(written: str, published: str | None) -> None:
    assert in_public(f"fund\n{written}") == [(published, "B1")]


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("250025019001", "250025019001"),
        ("INV-2025/001", "INV-2025/001"),
        ("B1", "B1"),
        ("SITI", None),
        ("Siti Aminah 2025", None),
        ("1606-0101-0180-9001", None),
        ("a.n. Budi", None),
    ],
)
def test_a_batch_is_published_where_it_is_a_code(written: str, published: str | None) -> None:
    assert in_public(f"contribution_code\n{written}") == [(None, published)]


def in_public(text: str) -> list[tuple[str | None, str | None]]:
    """Fund and batch of drawn payments, as they are published."""
    usual: dict[str, Any] = {"person": 1, "payer": "apbd_regency", "starts_month": "2025-01", "amount": 16_800}
    drawn = filled(text, PAYMENTS, **usual, contribution_code="B1", file="a", sheet="S", row=2)
    return [(row["fund"], row["batch"]) for row in rows(without_free_text(contributions_of(drawn)))]


def test_payments_that_say_the_same_in_public_stay_as_many() -> None:
    assert in_public("fund\nSiti\nBudi") == [(None, "B1")] * 2


def test_texts_that_are_left_out_are_counted() -> None:
    usual: dict[str, Any] = {"person": 1, "payer": "csr", "starts_month": "2025-01", "amount": 16_800}
    text = """
        fund | contribution_code
        TJSL | B1
        Siti | 250025019001
             | a.n. Budi
    """
    drawn = contributions_of(filled(text, PAYMENTS, **usual, file="a", sheet="S", row=2))
    assert rows(texts_told(drawn)) == [{"funds": 2, "batches": 3}]
    assert rows(texts_told(without_free_text(drawn))) == [{"funds": 1, "batches": 2}]


CONTRIBUTIONS = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(("payer", "fund", "batch", "starts_month", "ends_month"), pa.string()),
        "amount": pa.int64(),
        "paid_on": pa.date32(),
    }
)


def shares(text: str, *months: str) -> list[tuple[str, int]]:
    asked = table("month\n" + "\n".join(months))
    found = rows(shared_out(filled(text, CONTRIBUTIONS, person=1), asked))
    return [(row["month"], row["amount"]) for row in sorted(found, key=lambda row: row["month"])]


def test_an_amount_for_several_months_is_shared_out_and_the_last_gets_what_is_left() -> None:
    assert shares("starts_month | ends_month | amount\n2024-12 | 2025-02 | 50_000", *MONTHS) == [
        ("2024-12", 16_666),
        ("2025-01", 16_666),
        ("2025-02", 16_668),
    ]


def test_only_the_months_asked_for_are_told() -> None:
    assert shares("starts_month | ends_month | amount\n2024-12 | 2025-02 | 50_000", "2025-02", "2025-03") == [
        ("2025-02", 16_668)
    ]


def test_a_refund_is_shared_out_like_the_payment_it_gives_back() -> None:
    assert shares("starts_month | ends_month | amount\n2024-12 | 2025-02 | -50_000", *MONTHS) == [
        ("2024-12", -16_666),
        ("2025-01", -16_666),
        ("2025-02", -16_668),
    ]


PAYMENT = st.fixed_dictionaries(
    {
        "person": st.integers(1, 2),
        "payer": st.sampled_from((None, "csr")),
        "fund": st.sampled_from((None, "TJSL")),
        "batch": st.sampled_from((None, "B1")),
        "starts_month": st.just("2025-01"),
        "ends_month": st.sampled_from(("2025-01", "2025-03")),
        "amount": st.one_of(st.integers(-200_000, 200_000), st.just(16_800)),
        "paid_on": st.none(),
        "file": st.sampled_from("ab"),
        "row": st.integers(2, 9),
    }
)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(PAYMENT, max_size=9, unique_by=lambda row: (row["file"], row["row"])), st.randoms())
def test_by_hand_the_payments_and_their_shares_are_the_same(made: list[dict[str, Any]], shuffle: Any) -> None:
    def said(row: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(row[field.name] for field in CONTRIBUTIONS)

    in_file = {file: [said(row) for row in made if row["file"] == file] for file in "ab"}
    expected = [one for one in set(map(said, made)) for _ in range(max(told.count(one) for told in in_file.values()))]
    shuffle.shuffle(made)
    drawn = [{**row, "contribution_code": row["batch"], "sheet": "S"} for row in made]
    found = contributions_of(engine().table(pa.Table.from_pylist(drawn, PAYMENTS)))
    assert sorted(map(str, map(said, rows(found)))) == sorted(map(str, expected))
    months = table("month\n2025-01\n2025-02\n2025-03")
    by_month = [(row["month"], row["amount"]) for row in rows(shared_out(found, months))]
    assert sorted(by_month) == sorted(share for one in expected for share in _shares(one))


def _shares(one: tuple[Any, ...]) -> list[tuple[str, int]]:
    amount, months = one[6], ["2025-01"] if one[5] == "2025-01" else ["2025-01", "2025-02", "2025-03"]
    each = trunc(amount / len(months))
    return [*((month, each) for month in months[:-1]), (months[-1], amount - each * (len(months) - 1))]
