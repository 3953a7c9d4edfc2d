"""What the parts of a breakdown are called on a page."""

import pytest

from cakupan_app.cli.face import Face
from cakupan_app.look.told import part_named


@pytest.mark.parametrize(
    ("dimension", "value", "indonesian", "english"),
    [
        ("occupation", "builder", "Tukang, buruh bangunan", "Builder"),
        ("occupation", None, "(tidak diketahui)", "(not known)"),
        ("decile", None, "(tidak diketahui)", "(not known)"),
        ("village", None, "(tidak terinci)", "(unplaced)"),
        ("payer", "self", "mandiri", "self-paid"),
        ("district", "16.06.01", "Kecamatan Sekayu", "Kecamatan Sekayu"),
    ],
)
def test_only_a_place_is_unplaced_and_every_code_has_its_name(
    dimension: str, value: str | None, indonesian: str, english: str
) -> None:
    assert part_named(Face("id", False), dimension, value) == indonesian
    assert part_named(Face("en", False), dimension, value) == english
