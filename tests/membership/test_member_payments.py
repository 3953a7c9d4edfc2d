"""Payments for somebody whom no extract lists, drawn."""

from cakupan.membership.payments import payments_without_membership
from membership.drawn import listed, paid
from tables import rows

LISTED = """
    person | month
    1      | 2025-06
    1      | 2025-07
    2      | 2025-07
"""


def test_a_payment_is_without_a_membership_where_no_month_of_it_is_listed() -> None:
    payments = paid("""
        person | starts_month | ends_month | payer
        1      | 2025-06      |            | self
        1      | 2025-05      |            | self
        1      | 2025-05      | 2025-06    | self
        1      | 2025-01      | 2025-12    | csr
        2      | 2025-08      | 2025-12    | csr
        3      | 2025-07      |            | self
        3      | 2025-07      |            | self
        3      | 2025-07      | 2025-07    | self
               | 2025-07      |            | self
    """)
    found = [
        (row["person"], row["starts_month"], row["ends_month"])
        for row in rows(payments_without_membership(payments, listed(LISTED)))
    ]
    assert found == [
        (None, "2025-07", None),
        (1, "2025-05", None),
        (2, "2025-08", "2025-12"),
        (3, "2025-07", None),
        (3, "2025-07", None),
        (3, "2025-07", "2025-07"),
    ]
