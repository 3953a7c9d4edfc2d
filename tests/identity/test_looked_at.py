"""How many pairs each block brings forth, and which share of one NIK's pairs it finds without the NIK."""

from cakupan.basics.ratio import Ratio
from cakupan.identity.looked_at import LookedAt, OfBlock
from cakupan.identity.match import match_lists
from identity.test_match import ON, drawn
from tables import engine

REGISTER = """
    id | nik              | name         | birth      | village       | phone
    0  | 1606010505809001 | Hasan Basri  | 1980-05-05 | 16.06.01.2001 | 081299010001
    1  | 1606014605829001 | Siti Aminah  | 1982-05-06 | 16.06.01.2002 | 081299010002
    2  | 1606011212709001 | Joko Santoso | 1970-12-12 | 16.06.01.2002 |
    3  | 1606010101759001 | Umar Said    | 1975-01-01 | 16.06.01.2003 |
"""
LISTED = """
    id | nik              | name         | birth      | village       | phone
    0  | 1606010505809001 | Hasan Basri  | 1980-05-05 | 16.06.01.2001 | 081299010001
    1  | 1606014605829001 | Siti Aminah  |            | 16.06.01.2002 |
    2  | 1606011212709001 | Darto        | 1971-11-11 |               |
    3  |                  | Umar Said    | 1975-01-01 | 16.06.01.2003 |
"""


def looked_at(listed: str, register: str) -> LookedAt:
    found = match_lists(drawn(listed), drawn(register), engine(), listed_on=ON).looked_at
    assert found is not None
    return found


def of_block(found: LookedAt, *columns: str) -> OfBlock:
    (block,) = {block for block in found.blocks if block.columns == columns}
    return block


def test_a_block_tells_how_many_pairs_it_brings_and_whom_it_finds_without_the_nik() -> None:
    """A birth date that only the NIK tells is hidden with it."""
    found = looked_at(LISTED, REGISTER)
    assert (found.pairs, found.found) == (4, Ratio(2, 3))
    assert of_block(found, "nik") == OfBlock(("nik",), 3, None)
    assert of_block(found, "phone") == OfBlock(("phone",), 1, Ratio(1, 3))
    assert of_block(found, "solid", "spot") == OfBlock(("solid", "spot"), 3, Ratio(2, 3))
    assert of_block(found, "solid", "born") == OfBlock(("solid", "born"), 3, Ratio(1, 3))


def test_where_no_pair_has_the_same_nik_nothing_is_estimated() -> None:
    found = looked_at("id | name | birth\n0 | Umar Said | 1975-01-01", REGISTER)
    assert (found.pairs, found.found) == (1, None)
    assert {block.found for block in found.blocks} == {None}
