"""The level of a code by its length, in a table as by its dots."""

import pytest

from cakupan.regions.levels import LENGTHS, area_at, cut_to, is_at, reaches
from cakupan.regions.tree import level_of
from tables import rows, table

CODES = ("16", "16.06", "16.06.01", "16.06.01.2001")


def test_a_code_has_the_length_of_its_level() -> None:
    assert [LENGTHS[level_of(code)] for code in CODES] == [len(code) for code in CODES]


@pytest.mark.usefixtures("on_each_engine")
def test_codes_are_asked_for_a_level_and_what_is_coarser_reaches_none() -> None:
    drawn = table("area\n" + "\n".join(CODES))
    code = drawn["area"]
    told = rows(
        drawn.select(
            "area",
            at=is_at(code, "district"),
            reaches=reaches(code, "district"),
            cut=cut_to(code, "district"),
            within=area_at(code, "district"),
        ).order_by("area")
    )
    assert [tuple(row.values()) for row in told] == [
        ("16", False, False, "16", None),
        ("16.06", False, False, "16.06", None),
        ("16.06.01", True, True, "16.06.01", "16.06.01"),
        ("16.06.01.2001", False, True, "16.06.01", "16.06.01"),
    ]
