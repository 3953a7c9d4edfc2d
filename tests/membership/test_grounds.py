"""On what active memberships rest, drawn."""

from cakupan.membership.grounds import grounds_of
from membership.drawn import stood
from tables import rows


def test_active_memberships_are_counted_by_month_segment_and_ground() -> None:
    found = rows(
        grounds_of(
            stood("""
        person | month   | segment | state      | because
        1      | 2025-06 | BPU     | paid       | listed
        1      | 2025-07 | BPU     | paid       | listed
        2      | 2025-07 | BPU     | paid       | listed
        3      | 2025-07 | BPU     | grace      | unpaid
        4      | 2025-07 | PU      | paid       | listed
        5      | 2025-07 | BPU     | lapsed     | unpaid
        6      | 2025-07 | BPU     | spoken_for | other_row
    """)
        )
    )
    assert [tuple(row.values()) for row in found] == [
        ("2025-06", "BPU", "listed", 1),
        ("2025-07", "BPU", "listed", 2),
        ("2025-07", "BPU", "unpaid", 1),
        ("2025-07", "PU", "listed", 1),
    ]
