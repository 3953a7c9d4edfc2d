import pytest

from asked import denominators
from cakupan.workforce.denominator import denominators_in_use, denominators_of
from tables import rows, table

VINTAGES = """
    denominator | area  | vintage | value
    potensi     | 16.06 | 2023    | 200000
    potensi     | 16.06 | 2025    | 213582
    potensi     | 16.06 | 2025-08 | 214000
"""


def vintage_in(month: str, text: str = VINTAGES) -> str:
    asked = table(f"""
        month
        {month}
    """)
    (row,) = rows(denominators_in_use(denominators(text), asked))
    return str(row["vintage"])


@pytest.mark.parametrize(
    ("month", "vintage"),
    [
        pytest.param("2024-07", "2023", id="the latest that is not after the month's year"),
        pytest.param("2025-01", "2025-08", id="within the year the latest, for a year's count serves all of it"),
        pytest.param("2026-03", "2025-08", id="the last known where the year has none"),
        pytest.param("2022-12", "2023", id="the earliest where all are later"),
    ],
)
def test_the_vintage_that_counts_in_a_month(month: str, vintage: str) -> None:
    assert vintage_in(month) == vintage


def test_of_later_vintages_only_the_earliest_counts_whatever_the_order_of_rows() -> None:
    assert (
        vintage_in(
            "2020-01",
            """
            denominator | area  | vintage | value
            potensi     | 16.06 | 2025-08 | 3
            potensi     | 16.06 | 2023-02 | 1
            potensi     | 16.06 | 2023-08 | 2
            """,
        )
        == "2023-02"
    )


def test_each_denominator_area_and_segment_has_a_vintage_of_its_own() -> None:
    asked = table("""
        month
        2025-07
        2023-07
        2025-07
    """)
    found = rows(
        denominators_in_use(
            denominators("""
                denominator | area  | vintage | segment | value
                potensi     | 16.06 | 2023    |         | 1
                potensi     | 16.06 | 2025    |         | 2
                potensi     | 16.06 | 2023    | BPU     | 3
                potensi     | 16.07 | 2025    |         | 4
                bekerja     | 16.06 | 2024    |         | 5
            """),
            asked,
        )
    )
    assert sorted((row["month"], row["value"]) for row in found) == [
        ("2023-07", 1),
        ("2023-07", 3),
        ("2023-07", 4),
        ("2023-07", 5),
        ("2025-07", 2),
        ("2025-07", 3),
        ("2025-07", 4),
        ("2025-07", 5),
    ]


def test_denominators_as_values_come_by_id_area_and_segment() -> None:
    found = denominators_of(
        rows(
            denominators("""
                denominator | area  | vintage | segment | value  | error  | definition     | source   | published_on
                potensi     | 16.06 | 2025    | BPU     | 120000 |        |                |          |
                potensi     | 16.06 | 2025    |         | 213582 | 1500.5 | potensi tenaga | BPS 2025 | 2025-02-01
            """)
        )
    )
    assert [(one.segment, one.value) for one in found] == [(None, 213_582), ("BPU", 120_000)]
    assert (str(found[0].error), found[0].definition, found[0].source, str(found[0].published_on)) == (
        "1500.500000",
        "potensi tenaga",
        "BPS 2025",
        "2025-02-01",
    )
