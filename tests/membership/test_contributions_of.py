"""Which payments count for money, drawn."""

import pyarrow as pa

from cakupan.membership.contributions import contributions_of
from tables import filled, rows

PAYMENTS = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(("kpj", "payer", "fund", "contribution_code", "starts_month", "ends_month"), pa.string()),
        "amount": pa.int64(),
        "paid_on": pa.date32(),
        "file": pa.string(),
    }
)


def test_a_payment_sent_again_is_one_and_only_sponsors_stay() -> None:
    found = rows(
        contributions_of(
            filled(
                """
                person | payer        | contribution_code | starts_month | ends_month | amount | file
                1      | apbd_regency | c1                | 2025-01      | 2025-06    | 100800 | a
                1      | apbd_regency | c1                | 2025-01      | 2025-06    | 100800 | b
                1      | apbd_regency | c2                | 2025-07      |            | 16800  | b
                1      | apbd_regency | c2                | 2025-07      |            | -16800 | b
                2      | self         | c3                | 2025-07      |            | 16800  | b
                3      |              | c4                | 2025-07      |            | 16800  | b
                """,
                PAYMENTS,
            )
        )
    )
    told = [(row["person"], row["batch"], row["ends_month"], row["amount"]) for row in found]
    assert sorted(told) == [
        (1, "c1", "2025-06", 100800),
        (1, "c2", "2025-07", -16800),
        (1, "c2", "2025-07", 16800),
        (3, "c4", "2025-07", 16800),
    ]
