"""What each membership is in a month, drawn."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cakupan.membership.rules import ActiveRule, rule_from
from cakupan.membership.standing import standing_of
from membership.drawn import died, listed, paid
from tables import Cell, rows

if TYPE_CHECKING:
    import ibis.expr.types as ir


def told(
    text: str,
    payments: "ir.Table | None" = None,
    deaths: "ir.Table | None" = None,
    rule: ActiveRule | None = None,
    **same: Cell,
) -> list[tuple[str, str]]:
    """State and reason of each drawn row, in the order of person, month, segment."""
    found = rows(standing_of(listed(text, **same), payments, deaths, rule))
    return [(row["state"], row["because"]) for row in found]


MONTHS = """
    month
    2025-03
    2025-04
    2025-05
    2025-06
    2025-07
    2025-08
"""


def test_to_be_listed_is_to_be_a_member_where_nothing_else_is_said() -> None:
    assert (
        told("""
        segment
        BPU
        Jakon
        PMI
        PU
    """)
        == [("paid", "listed")] * 4
    )


def test_the_status_column_decides_where_no_payment_is_known() -> None:
    assert told("""
        person | status
        1      | active
        2      | inactive
        3      | ended
        4      | died
    """) == [("paid", "status"), ("lapsed", "status"), ("ended", "status"), ("ended", "died")]


def test_one_or_two_unpaid_months_are_grace_and_the_third_lapses() -> None:
    assert told(MONTHS, paid_until=date(2025, 4, 30)) == [
        ("paid", "paid_until"),
        ("paid", "paid_until"),
        ("grace", "unpaid"),
        ("grace", "unpaid"),
        ("lapsed", "unpaid"),
        ("lapsed", "unpaid"),
    ]


def test_unpaid_months_lapse_nobody_but_bpu() -> None:
    assert (
        told("""
        segment | paid_until
        Jakon   | 2024-07-31
        PMI     | 2024-07-31
        PU      | 2024-07-31
    """)
        == [("grace", "unpaid")] * 3
    )


def test_what_is_paid_outweighs_the_status() -> None:
    payments = paid("""
        person | starts_month | ends_month
        1      | 2025-07      |
        2      | 2025-04      | 2025-04
        3      | 2025-07      |
    """)
    assert told(
        """
        person | segment | status
        1      | BPU     | inactive
        2      | BPU     | active
        3      | PU      | inactive
        4      | BPU     | inactive
    """,
        payments,
    ) == [("paid", "payments"), ("lapsed", "unpaid"), ("paid", "payments"), ("lapsed", "status")]


def test_a_worker_of_a_firm_whom_the_extract_calls_inactive_is_none_though_arrears_lapse_nobody() -> None:
    assert told("""
        segment | status   | paid_until
        PU      | inactive | 2025-03-31
    """) == [("lapsed", "status")]


def test_payments_outweigh_that_the_status_column_says_ended_where_unpaid_months_lapse() -> None:
    until_july = paid("""
        person | starts_month | ends_month | paid_on
        1      | 2025-01      | 2025-07    | 2025-01-05
        2      | 2025-01      | 2025-07    | 2025-01-05
        3      | 2025-01      | 2025-07    | 2025-01-05
        4      | 2025-01      | 2025-07    | 2025-01-05
    """)
    assert told(
        """
        person | month   | segment | status | ended_on   | paid_until
        1      | 2025-07 | BPU     | ended  |            | 2025-09-30
        1      | 2025-08 | BPU     | ended  |            | 2025-09-30
        2      | 2025-07 | BPU     | died   |            |
        3      | 2025-07 | BPU     | ended  | 2025-06-30 |
        4      | 2025-07 | PU      | ended  |            |
        5      | 2025-07 | BPU     | ended  |            | 2025-07-31
    """,
        until_july,
    ) == [
        ("paid", "payments"),
        ("ended", "status"),  # not paid for
        ("ended", "died"),
        ("ended", "end_date"),
        ("ended", "status"),  # arrears lapse no worker of a firm, so nor does a payment keep one
        ("ended", "status"),  # the same extract says both
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("           | 2025-07-10 | 2", "2025-07-11 |            | 3", id="firm A is listed first"),
        pytest.param("           | 2025-07-10 | 3", "2025-07-11 |            | 2", id="firm B is listed first"),
    ],
)
def test_who_went_from_one_firm_to_another_is_a_member_in_whatever_order_they_are_listed(
    first: str, second: str
) -> None:
    assert told(
        f"""
        started_on | ended_on | row
        {first}
        {second}
    """,
        segment="PU",
        kpj="K1",
    ) == [("spoken_for", "other_row"), ("paid", "listed")]


def test_of_several_rows_of_a_membership_one_keeps_its_state_and_it_is_counted_once() -> None:
    found = rows(
        standing_of(
            listed("""
        person | kpj | started_on | ended_on   | paid_until | payer | programmes | status   | row
        1      | K1  | 2025-01-01 |            |            | a     |            | active   | 2
        1      | K1  | 2025-02-01 |            |            | b     |            | inactive | 3
        2      | K1  | 2025-01-01 |            |            | a     |            |          | 2
        2      | K1  | 2025-02-01 | 2025-07-31 |            | b     |            |          | 3
        2      | K1  |            |            |            | c     |            |          | 4
        3      |     |            | 2025-07-31 |            | a     |            |          | 2
        3      |     |            |            |            | b     |            |          | 3
        4      |     |            |            | 2025-07-31 | a     |            |          | 2
        4      |     |            |            | 2025-08-31 | b     |            |          | 3
        5      | K1  |            |            |            |       |            |          | 2
        5      | K1  |            |            |            | b     | JKK,JKM    |          | 3
        5      | K1  |            |            |            | b     |            |          | 4
        5      | K2  |            |            |            | c     |            |          | 5
    """)
        )
    )
    keeping = [(row["person"], row["payer"]) for row in found if row["state"] != "spoken_for"]
    assert sorted(keeping) == [(1, "a"), (2, "b"), (3, "b"), (4, "b"), (5, "b"), (5, "c")]
    assert len(found) == 13
    assert {row["because"] for row in found if row["state"] == "spoken_for"} == {"other_row"}


def test_the_later_of_payments_and_paid_until_counts() -> None:
    payments = paid("""
        person | starts_month | ends_month
        1      | 2025-07      | 2025-07
        2      | 2025-05      | 2025-05
        3      | 2025-07      | 2025-07
    """)
    assert told(
        """
        person | paid_until
        1      | 2025-05-31
        2      | 2025-07-31
        3      | 2025-07-31
    """,
        payments,
    ) == [("paid", "payments"), ("paid", "paid_until"), ("paid", "payments")]


def test_a_payment_counts_from_the_month_it_was_made_in() -> None:
    late = paid("""
        starts_month | ends_month | paid_on
        2025-03      | 2025-03    |
        2025-04      | 2025-07    | 2025-07-31
    """)
    assert [state for state, _ in told(MONTHS, late)] == ["paid", "grace", "grace", "lapsed", "paid", "grace"]


def test_a_payment_for_months_to_come_pays_none_before_them() -> None:
    ahead = paid("""
        starts_month | ends_month | paid_on
        2025-03      | 2025-03    | 2025-03-10
        2025-06      | 2025-12    | 2025-04-10
    """)
    assert [state for state, _ in told(MONTHS, ahead)] == ["paid", "grace", "grace", "paid", "paid", "paid"]


def test_a_payment_that_names_a_kpj_is_for_that_membership() -> None:
    payments = paid("""
        person | starts_month | kpj
        1      | 2025-07      | K1
        1      | 2025-04      | K2
        2      | 2025-07      | K9
        3      | 2025-07      | K3
    """)
    assert told(
        """
        person | segment | kpj
        1      | BPU     | K1
        1      | PMI     | K2
        2      | BPU     | K4
        3      | BPU     |
        3      | PMI     | K3
    """,
        payments,
        status="inactive",
    ) == [
        ("paid", "payments"),  # its own
        ("lapsed", "status"),  # paid in April only
        ("paid", "payments"),  # K9 is nobody's: the person's payment all the same
        ("paid", "payments"),  # without a KPJ any payment may be for it
        ("paid", "payments"),
    ]


def test_payments_need_no_kpj() -> None:
    payments = paid("""
        starts_month
        2025-07
    """).drop("kpj")
    assert told("kpj\nK1", payments) == [("paid", "payments")]


def test_payments_of_others_say_nothing() -> None:
    others = paid("""
        person | starts_month
        2      | 2025-04
    """)
    assert told("month\n2025-07", others) == [("paid", "listed")]


def test_an_end_date_ends_unless_it_is_the_last_day_of_the_month() -> None:
    assert told("""
        person | segment | month   | ended_on
        1      | PU      | 2025-07 | 2025-07-30
        2      | PU      | 2025-07 | 2025-07-31
        3      | PU      | 2024-02 | 2024-02-28
        4      | PU      | 2024-02 | 2024-02-29
        5      | PU      | 2025-12 | 2025-12-31
        6      | PU      | 2025-12 | 2026-01-01
        7      | PU      | 2025-12 | 2025-11-30
    """) == [
        ("ended", "end_date"),
        ("paid", "listed"),
        ("ended", "end_date"),
        ("paid", "listed"),
        ("paid", "listed"),
        ("paid", "listed"),
        ("ended", "end_date"),
    ]


def test_an_end_date_ends_what_is_paid_ahead() -> None:
    assert told("""
        ended_on   | paid_until
        2025-06-30 | 2025-12-31
    """) == [("ended", "end_date")]


def test_a_membership_listed_ahead_of_its_first_day_has_not_begun() -> None:
    assert told("""
        person | started_on
        1      | 2025-07-31
        2      | 2025-08-01
    """) == [("paid", "listed"), ("not_begun", "start_date")]


def test_the_month_of_death_is_none_of_a_member() -> None:
    deaths = died("""
        person | died_on
        1      | 2025-08-01
        2      | 2025-07-31
        3      | 2025-09-01
        3      | 2025-06-01
        4      |
    """)
    assert told(
        """
        person
        1
        2
        3
        4
    """,
        deaths=deaths,
        paid_until=date(2025, 12, 31),
    ) == [("paid", "paid_until"), ("ended", "died"), ("ended", "died"), ("paid", "paid_until")]


def test_a_bpu_member_of_66_is_none_and_others_have_no_such_age() -> None:
    assert told("""
        person | segment | birth
        1      | BPU     | 1959-08-01
        2      | BPU     | 1959-07-31
        3      | BPU     | 1958-02-01
        4      | PU      | 1940-01-01
    """) == [("paid", "listed"), ("ended", "over_age"), ("ended", "over_age"), ("paid", "listed")]


def test_an_unpaid_bpu_month_of_an_active_worker_of_a_firm_is_a_move() -> None:
    assert told("""
        person | segment | paid_until
        1      | BPU     | 2025-05-31
        1      | PU      |
    """) == [("ended", "moved_to_pu"), ("paid", "listed")]


@pytest.mark.parametrize(
    ("bpu_paid_until", "pu", "state"),
    [
        pytest.param("2025-07-31", "active", "paid", id="a double payment stays visible"),
        pytest.param("2025-05-31", "inactive", "grace", id="the firm's is none"),
        pytest.param("2025-03-31", "active", "lapsed", id="lapsed before is lapsed"),
    ],
)
def test_it_is_no_move_where(bpu_paid_until: str, pu: str, state: str) -> None:
    first, _ = told(f"""
        person | segment | paid_until       | status
        1      | BPU     | {bpu_paid_until} | active
        1      | PU      |                  | {pu}
    """)
    assert first[0] == state


def test_a_move_is_of_one_person_in_one_month() -> None:
    assert told("""
        person | month   | segment | paid_until
        1      | 2025-06 | BPU     | 2025-05-31
        1      | 2025-07 | PU      |
        2      | 2025-06 | PU      |
    """) == [("grace", "unpaid"), ("paid", "listed"), ("paid", "listed")]


CHANGED = rule_from("""
    [[version]]
    id = "stricter-2025.2"
    from = "2025-05"
    source = "a test"
    sure = "M"
    [version.segments.BPU]
    lapses_after = 1

    [[version]]
    id = "first"
    from = "2025-04"
    source = "a test"
    sure = "M"
    [version.segments.BPU]
    lapses_after = 3
""")


def test_the_version_in_force_in_the_month_decides_and_without_one_nothing_is_known() -> None:
    unknown, first, *stricter = told(MONTHS, rule=CHANGED, paid_until=date(2025, 3, 31))
    assert (unknown, first) == (("unknown", "no_rule"), ("grace", "unpaid"))
    assert stricter == [("lapsed", "unpaid")] * 4


def test_a_segment_that_the_rule_does_not_name_is_unknown() -> None:
    assert told("segment\nPU", rule=CHANGED) == [("unknown", "no_rule")]


def test_what_the_extract_says_of_the_person_stays_as_it_is() -> None:
    (row,) = rows(
        standing_of(
            listed("""
        kpj | payer        | programmes | village       | district | area  | sex | birth      | started_on
        K1  | apbd_regency | JKK,JKM    | 16.06.01.2001 | 16.06.01 | 16.06 | P   | 1990-01-05 | 2025-01-01
    """)
        )
    )
    assert {name: str(row[name]) for name in row if name not in ("person", "month", "segment", "state", "because")} == {
        "payer": "apbd_regency",
        "programmes": "JKK,JKM",
        "village": "16.06.01.2001",
        "district": "16.06.01",
        "area": "16.06",
        "sex": "P",
        "birth": "1990-01-05",
        "kpj": "K1",
        "started_on": "2025-01-01",
    }
