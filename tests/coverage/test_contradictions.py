"""Figures that cannot both be true, drawn."""

from typing import Any

import pytest

from asked import denominators, recaps
from cakupan.coverage.contradictions import contradictions
from cakupan.coverage.cube import cube_of
from tables import engine


def found(recaps_text: str, denominators_text: str = "") -> dict[str, dict[str, Any]]:
    told = contradictions(engine().keep(cube_of(recaps(recaps_text))), denominators(denominators_text), engine())
    assert len({finding.code for finding in told}) == len(told), told
    return {finding.code: dict(finding.facts) for finding in told}


def test_figures_that_fit_together_are_left_in_peace() -> None:
    assert not found(
        """
        area     | segment | payer | programme | source | members
        13.72    |         |       |           | cabang | 100
        13.72    | PU      |       |           | cabang | 60
        13.72    | BPU     |       |           | cabang | 40
        13.72    | BPU     | csr   |           | cabang | 10
        13.72    |         |       | JHT       | cabang | 30
        13.72    |         |       |           | dinas  | 100
        13.72.01 |         |       |           | cabang | 60
        13.72.02 |         |       |           | cabang | 30
        """,
        """
        denominator | area  | segment | value
        potensi     | 13.72 |         | 100
        potensi     | 13.72 | PU      | 60
        """,
    )


def test_two_sources_of_one_month_disagree() -> None:
    assert found("""
        area  | source | members | known_on
        16.06 | cabang | 103079  | 2025-08-02
        16.06 | dinas  | 103000  | 2025-08-01
        16.07 | dinas  | 5       | 2025-08-01
    """) == {
        "sources_disagree": {
            "area": "16.06",
            "month": "2025-07",
            "part": None,
            "shown": 103_079,
            "shown_source": "cabang",
            "members": 103_000,
            "source": "dinas",
        }
    }


def test_two_sources_disagree_on_a_part_of_it() -> None:
    told = found("""
        area  | segment | payer | source | members | known_on
        16.06 | BPU     | csr   | cabang | 10      | 2025-08-01
        16.06 | BPU     | csr   |        | 12      | 2025-08-02
    """)
    assert told["sources_disagree_on_part"] | {"area": 0, "month": 0} == {
        "area": 0,
        "month": 0,
        "part": "BPU, csr",
        "shown": 12,
        "shown_source": None,
        "members": 10,
        "source": "cabang",
    }


def test_a_total_and_its_own_segments_do_not_add_up() -> None:
    text = """
        area  | segment | source | members
        16.06 |         | cabang | {total}
        16.06 | PU      | cabang | 60
        16.06 | BPU     | cabang | 50
    """
    above = {"area": "16.06", "month": "2025-07", "source": "cabang", "members": 100, "parts": 110}
    assert found(text.format(total=100)) == {"segments_exceed_total": above}
    assert found(text.format(total=120)) == {"segments_short_of_total": {**above, "members": 120}}


def test_segments_of_one_source_are_not_held_against_the_total_of_another() -> None:
    assert not found("""
        area  | segment | source | members
        16.06 |         | dinas  | 100
        16.06 | PU      | cabang | 60
        16.06 | BPU     | cabang | 50
    """)


def test_payers_add_to_more_than_the_total_or_their_segment() -> None:
    assert set(
        found("""
            area  | segment | payer | members
            16.06 |         |       | 100
            16.06 | BPU     |       | 40
            16.06 | BPU     | self  | 30
            16.06 | BPU     | csr   | 20
            16.06 |         | apbn  | 60
        """)
    ) == {"payers_exceed_total", "payers_exceed_segment", "segments_short_of_total"}


@pytest.mark.parametrize(
    ("whole", "parts", "code"),
    [
        ("00", ("16", "17"), "provinces_exceed_whole"),
        ("16", ("16.06", "16.07"), "regencies_exceed_whole"),
        ("16.06", ("16.06.01", "16.06.02"), "districts_exceed_whole"),
        ("16.06", ("16.06.01.2001", "16.06.02.2001"), "villages_exceed_whole"),
        ("00", ("16.06", "17.01"), "regencies_exceed_whole"),
    ],
)
def test_areas_add_to_more_than_the_area_they_lie_in(whole: str, parts: tuple[str, ...], code: str) -> None:
    lines = [f"{whole} | 100", *(f"{part} | 60" for part in parts)]
    facts = {"area": whole, "month": "2025-07", "members": 100, "parts": 120, "areas": 2}
    assert found("\n".join(["area | members", *lines])) == {code: facts}


def test_areas_elsewhere_or_in_another_month_do_not_count() -> None:
    assert not found("""
        area     | month   | members
        16.06    | 2025-07 | 100
        16.06.01 | 2025-07 | 60
        16.06.02 | 2025-06 | 60
        16.07.01 | 2025-07 | 60
        16.0     | 2025-07 | 1000
    """)


def test_more_members_than_workers_means_two_populations() -> None:
    assert found(
        """
        area  | segment | members
        16.06 |         | 110
        16.06 | PU      | 110
        """,
        """
        denominator | area  | vintage | segment | value
        potensi     | 16.06 | 2024    |         | 90
        potensi     | 16.06 | 2025    |         | 100
        bekerja     | 16.06 | 2025    |         | 200
        potensi     | 16.06 | 2025    | PU      | 50
        """,
    ) == {
        "members_above_potential": {
            "area": "16.06",
            "month": "2025-07",
            "members": 110,
            "denominator": "potensi",
            "vintage": "2025",
            "potential": 100,
        },
        "segment_above_potential": {
            "area": "16.06",
            "month": "2025-07",
            "segment": "PU",
            "members": 110,
            "denominator": "potensi",
            "vintage": "2025",
            "potential": 50,
        },
    }
