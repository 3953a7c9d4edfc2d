"""A count that a government states itself stands in front of the published one, and weights are no denominators."""

from typing import Any

from asked import denominators
from cakupan.workforce.denominator import (
    Override,
    denominators_in_use,
    denominators_of,
    weights_in,
    weights_of,
)
from tables import rows, table

JULY = """
    month
    2025-07
"""


def in_use(text: str) -> list[dict[str, Any]]:
    return rows(denominators_in_use(denominators(text), table(JULY)))


def test_what_a_regency_states_is_used_and_what_was_published_stays_to_be_seen() -> None:
    (found,) = denominators_of(
        in_use("""
            denominator | area  | vintage | value  | definition             | source   | set_by | reason    | stated
            potensi     | 16.06 | 2025    | 213582 | potensi tenaga kerja   | BPS 2025 |        |           |
            potensi     | 16.06 | 2025    | 220000 |                        |          | Bupati | pendataan | override
        """)
    )
    assert (found.value, found.definition, found.source) == (220_000, "potensi tenaga kerja", None)
    assert found.override == Override("Bupati", "pendataan", published=213_582)


def test_an_override_is_of_its_own_area_segment_and_vintage_only() -> None:
    found = in_use("""
        denominator | area          | vintage | segment | value | set_by | stated
        potensi     | 16.06         | 2025    |         | 100   |        |
        potensi     | 16.06         | 2024    |         | 77    | Bupati | override
        potensi     | 16.06         | 2025    | BPU     | 60    |        |
        potensi     | 16.06         | 2025    | PU      | 40    | Bupati | override
        potensi     | 16.06.01.2002 | 2025    |         | 9     | Bupati | override
        bekerja     | 16.06         | 2025    |         | 150   |        |
    """)
    assert sorted((row["denominator"], row["area"], row["segment"] or "", row["value"]) for row in found) == [
        ("bekerja", "16.06", "", 150),
        ("potensi", "16.06", "", 100),
        ("potensi", "16.06", "BPU", 60),
        ("potensi", "16.06", "PU", 40),
        ("potensi", "16.06.01.2002", "", 9),
    ]
    stated = [one for one in denominators_of(found) if one.override]
    assert [one.override.published for one in stated if one.override] == [None, None]


def test_a_weight_is_no_denominator_and_a_denominator_no_weight() -> None:
    text = """
        denominator   | area          | vintage | weight   | value  | source   | set_by | stated
        potensi       | 16.06         | 2025    |          | 213582 |          |        |
        keluarga-2024 | 16.06.01.2002 | 2024    | families | 350    | Dukcapil |        |
        keluarga-2024 | 16.06.01.2002 | 2024    | families | 360    |          | Camat  | override
        keluarga-2024 | 16.06.01.2003 | 2024    | families | 0      | Dukcapil |        |
    """
    assert [row["denominator"] for row in in_use(text)] == ["potensi"]
    found = weights_of(rows(weights_in(denominators(text))))
    assert [(one.kind, one.id, one.area, one.vintage, one.value) for one in found] == [
        ("families", "keluarga-2024", "16.06.01.2002", "2024", 360),
        ("families", "keluarga-2024", "16.06.01.2003", "2024", 0),
    ]


def test_a_table_published_before_overrides_is_read_as_it_was() -> None:
    text = """
        denominator | area  | vintage | value  | segment | error | definition | source | published_on
        potensi     | 16.06 | 2025    | 213582 |         |       |            | BPS    |
    """
    older = denominators(text).drop("weight", "set_by", "reason", "stated")
    (found,) = denominators_of(rows(denominators_in_use(older, table(JULY))))
    assert (found.value, found.override) == (213_582, None)
    assert rows(weights_in(older)) == []
