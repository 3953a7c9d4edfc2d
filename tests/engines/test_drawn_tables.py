from datetime import date
from decimal import Decimal

import pytest

from tables import arrow, rows, table


def test_drawn_tables_have_the_kinds_that_their_cells_show() -> None:
    first, second = rows(
        table("""
            area  | members | rate  | day        | word | note
            16.06 | 103_079 | 52.15 | 2025-08-01 | satu |
            16.07 |         |       |            |      |
        """)
    )
    assert first == {
        "area": "16.06",
        "members": 103_079,
        "rate": Decimal("52.15"),
        "day": date(2025, 8, 1),
        "word": "satu",
        "note": None,
    }
    assert second == {"area": "16.07", **dict.fromkeys(("members", "rate", "day", "word", "note"))}


def test_a_drawn_row_with_too_few_cells_is_not_taken() -> None:
    with pytest.raises(AssertionError, match="not as many cells"):
        arrow("""
            area  | members
            16.06
        """)
