"""Where a person's NIK was issued, drawn."""

import pyarrow as pa
import pytest

from cakupan.identity.issued import issued_in
from cakupan.regions import place_of_issue
from tables import duck, filled

SEEN = pa.schema({"person": pa.int64(), "nik": pa.string()})


def issued(text: str) -> dict[int, str]:
    found = duck().run(issued_in(filled(text, SEEN), duck())).to_pylist()
    return {row["person"]: row["nik_area"] for row in found}


def test_the_place_that_most_sightings_name_speaks_and_a_person_without_a_number_has_none() -> None:
    assert issued("""
        person | nik
        1      | 1606040101809001
        1      | 1606040101809001
        1      | 1607040101809001
        2      | 1671010101809001
        3      |
    """) == {1: "16.06.04", 2: "16.71.01"}


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("16.06.04", "16.06.04"),
        ("82.05.77", "82.05"),  # no district of today: the regency that kept the code
        ("91.01.03", "93.01.03"),  # a code that became another one
        ("99.99.99", None),
    ],
)
def test_a_number_counts_for_the_area_that_keeps_its_code(code: str, place: str | None) -> None:
    assert place_of_issue(code) == place
