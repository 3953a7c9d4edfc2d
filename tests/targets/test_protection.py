"""On which day each member's protection ends if nothing is done: drawn, by hand, and on both engines."""

from datetime import date
from typing import Any

import pytest

from cakupan.membership.speaking import speaking
from cakupan.membership.standing import standing_of
from cakupan.targets.protection import lapses_of, renewals_of
from membership.drawn import died, listed, paid
from tables import Cell, engine, rows

PEOPLE: dict[str, Cell] = {
    "area": "16.06", "village": "16.06.01.2001", "known_on": date(2025, 8, 1), "order": 1, "file": "a", "row": 2,
    "birth": date(1990, 1, 1), "kpj": "K1",
}  # fmt: skip
NOTHING_PAID = "starts_month | ends_month"


def ends(text: str, payments: str = NOTHING_PAID, dead: str = "died_on", **same: Cell) -> list[dict[str, Any]]:
    """The lapse calendar of drawn rows of extracts."""
    paid_for = paid(payments)
    found = standing_of(listed(text, **{**PEOPLE, **same}), paid_for, died(dead), with_what_ends=True)
    standing = engine().keep(found)
    return rows(lapses_of(engine().keep(speaking(standing)), standing, paid_for))


def end(text: str, payments: str = NOTHING_PAID, dead: str = "died_on", **same: Cell) -> tuple[date | None, str, str]:
    (row,) = ends(text, payments, dead, **same)
    return row["ends_on"], row["cause"], row["told"]


def test_paid_months_and_grace_protect_until_the_last_day_of_the_second_unpaid_month() -> None:
    (row,) = ends("paid_until\n2025-09-30", payer="self")
    assert (row["ends_on"], row["cause"], row["told"]) == (date(2025, 11, 30), "unpaid", "fully")
    assert (row["paid_month"], row["renewed_by"]) == ("2025-09", "self")


def test_in_grace_the_end_is_near() -> None:
    assert end("paid_until\n2025-05-31") == (date(2025, 7, 31), "unpaid", "fully")


def test_a_day_that_is_told_ends_it_whatever_is_paid() -> None:
    assert end("paid_until | ended_on\n2025-12-31 | 2025-09-15") == (date(2025, 9, 15), "end_date", "fully")
    assert end("paid_until | ended_on\n2025-07-31 | 2025-12-31") == (date(2025, 9, 30), "unpaid", "fully")


def test_whoever_turns_66_is_protected_until_the_month_before() -> None:
    assert end("paid_until | birth\n2025-12-31 | 1959-09-30") == (date(2025, 8, 31), "over_age", "fully")


@pytest.mark.parametrize(
    ("birth", "aged"), [("1959-09-30", "2025-08"), ("1962-07-01", "2028-06"), ("1970-01-05", "later"), ("", None)]
)
def test_the_last_month_before_the_upper_age_is_told_unless_it_is_so_far_that_it_tells_a_birth(
    birth: str, aged: str | None
) -> None:
    (row,) = ends(f"paid_until | birth\n2025-07-31 | {birth}", birth=None)
    assert row["aged_month"] == aged


def test_a_wage_earner_has_no_upper_age_and_an_end_only_where_one_is_told() -> None:
    assert end("segment | birth\nPU | 1959-09-30") == (None, "unknown", "at_most")
    assert end("segment | ended_on\nPU | 2025-12-31") == (date(2025, 12, 31), "end_date", "fully")


def test_whose_payments_nobody_told_has_an_unknown_end_never_none() -> None:
    assert end("status\nactive") == (None, "unknown", "at_most")
    assert end("status | birth\nactive | 1960-01-05") == (date(2025, 12, 31), "over_age", "at_most")
    assert end("paid_until | birth\n2025-07-31 | ", birth=None) == (date(2025, 9, 30), "unpaid", "at_most")


def test_an_end_far_away_is_not_told_by_its_day() -> None:
    # the age alone would give away when somebody was born
    assert end("segment | ended_on\nPMI | 2029-12-31") == (None, "later", "fully")
    assert end("status | birth\nactive | 1970-01-05") == (None, "unknown", "at_most")


def test_a_member_counts_once_and_as_long_as_one_membership_lasts() -> None:
    assert end("""
        kpj | payer        | paid_until | row
        K1  | apbd_regency | 2025-12-31 | 2
        K2  | self         | 2025-06-30 | 3
    """) == (date(2026, 2, 28), "unpaid", "fully")
    assert end("""
        kpj | segment | payer        | paid_until | row
        K1  | BPU     | apbd_regency | 2025-12-31 | 2
        K2  | PU      | employer     |            | 3
    """) == (None, "unknown", "at_most")


def test_who_has_to_renew_is_the_payer_of_the_membership_that_lasts_longest() -> None:
    (row,) = ends("""
        kpj | payer        | paid_until | started_on | row
        K1  | apbd_regency | 2025-12-31 | 2025-01-01 | 2
        K2  | self         | 2025-07-31 | 2025-06-01 | 3
    """)
    assert (row["payer"], row["renewed_by"]) == ("self", "apbd_regency")


def test_a_membership_that_begins_the_next_day_protects_on() -> None:
    assert end("""
        kpj | segment | paid_until | started_on | ended_on   | row
        K1  | BPU     | 2025-05-31 |            |            | 2
        K2  | PU      |            | 2025-08-01 | 2025-10-31 | 3
    """) == (date(2025, 10, 31), "end_date", "fully")


def test_who_died_after_the_month_is_told_so() -> None:
    assert end("paid_until\n2025-12-31", dead="died_on\n2025-08-03") == (date(2025, 7, 31), "died", "fully")


def test_a_payment_made_since_counts_and_so_does_one_for_months_to_come() -> None:
    payments = """
        starts_month | ends_month | paid_on    | kpj
        2025-08      | 2025-10    | 2025-08-20 | K1
        2025-12      | 2026-03    | 2025-09-01 | K1
    """
    assert end("paid_until\n2025-07-31", payments) == (date(2026, 5, 31), "unpaid", "fully")


def test_a_payment_after_a_lapse_is_for_another_membership() -> None:
    payments = """
        starts_month | ends_month | paid_on    | kpj
        2026-01      | 2026-12    | 2025-09-01 | K1
    """
    assert end("paid_until\n2025-07-31", payments) == (date(2025, 9, 30), "unpaid", "fully")
    assert end("paid_until\n2025-10-31", payments) == (date(2027, 2, 28), "unpaid", "fully")


def test_of_each_regency_the_last_month_that_it_told_of_is_taken() -> None:
    found = ends("""
        person | month   | area  | village       | paid_until | kpj
        1      | 2025-06 | 16.06 | 16.06.01.2001 | 2025-12-31 | K1
        1      | 2025-07 | 16.06 | 16.06.01.2001 | 2025-12-31 | K1
        2      | 2025-06 | 16.07 | 16.07.01.2001 | 2025-12-31 | K2
        3      | 2025-06 | 16.06 | 16.06.01.2001 | 2025-12-31 | K3
    """)
    assert [(row["person"], row["month"]) for row in found] == [(1, "2025-07"), (2, "2025-06")]


def renewed(text: str, **same: Cell) -> list[tuple[Any, ...]]:
    standing = engine().keep(standing_of(listed(text, **{**PEOPLE, **same}), with_what_ends=True))
    people = engine().keep(speaking(standing))
    found = rows(renewals_of(people, standing))
    return [tuple(row[name] for name in ("month", "cause", "ahead", "due", "kept")) for row in found]


def test_what_was_due_and_kept_is_counted_from_the_last_paid_month_on() -> None:
    assert sorted(
        renewed(
            """
            person | kpj | month   | paid_until
            1      | K1  | 2025-01 | 2025-01-31
            2      | K2  | 2025-01 | 2025-01-31
            1      | K1  | 2025-02 | 2025-07-31
            2      | K2  | 2025-02 | 2025-01-31
            1      | K1  | 2025-03 | 2025-07-31
            2      | K2  | 2025-03 | 2025-01-31
            1      | K1  | 2025-04 | 2025-07-31
            """,
            payer="apbd_regency",
        )
    ) == [("2025-04", "unpaid", 1, 1, 0), ("2025-04", "unpaid", 2, 1, 0), ("2025-04", "unpaid", 3, 2, 1)]


def test_a_month_of_which_no_extract_tells_judges_nobody() -> None:
    assert renewed("month | paid_until\n2025-01 | 2025-01-31\n2025-03 | 2025-01-31") == []


@pytest.mark.parametrize("last", ["2025-06-15", "2025-06-30"])
def test_a_told_day_is_due_the_month_before(last: str) -> None:
    gone = "2025-06" if last == "2025-06-15" else "2025-07"
    before = "2025-05" if last == "2025-06-15" else "2025-06"
    text = f"""
        person | kpj | month   | segment | ended_on
        1      | K1  | {before} | Jakon   | {last}
        2      | K2  | {before} | PU      |
        2      | K2  | {gone}   | PU      |
    """
    assert renewed(text, payer="employer") == [(gone, "end_date", 1, 1, 0)]


def test_of_ends_on_one_day_the_told_day_is_the_cause() -> None:
    assert end("""
        kpj | segment | paid_until | ended_on   | row
        K1  | Jakon   |            | 2025-07-31 | 2
        K2  | BPU     | 2025-05-31 |            | 3
    """) == (date(2025, 7, 31), "end_date", "fully")


def test_what_an_extract_says_of_one_membership_pays_for_no_other() -> None:
    payments = "starts_month | ends_month | paid_on | kpj\n2026-01 | 2026-03 | 2025-09-01 |"
    assert end(
        """
        kpj | paid_until | ended_on   | row
        K1  | 2025-05-31 |            | 2
        K2  | 2025-07-31 | 2025-08-15 | 3
        """,
        payments,
    ) == (date(2025, 8, 15), "end_date", "fully")
