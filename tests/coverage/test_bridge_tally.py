"""How an area reads the tally, drawn."""

import pyarrow as pa

from cakupan.basics.month import Month
from cakupan.coverage.ways import Group, groups_about
from tables import engine

JULY = Month(2025, 7)


def test_the_tally_is_read_as_an_area_sees_it() -> None:
    columns = {
        "month": ["2025-07", "2025-07", "2025-08", "2025-07", "2025-10"],
        "area": ["16.06", "16.71", "16.06", "16.71", "16.06"],
        "home": ["16.06.01", "16.06.02", "16.71.01", "16.71.01", "16.06.01"],
        "segment": ["PU", "PU", "BPU", "PU", "PU"],
        "payer": ["employer", None, "self", "self", "self"],
        "state": ["paid", "ended", "ended", "paid", "paid"],
        "because": ["listed", "died", "moved_to_pu", "listed", "listed"],
        "began_day": [4, 0, 0, 0, 0],
        "yields_day": [32, 32, 0, 32, 32],
        "numbered": [True, False, True, True, True],
        "memberships": [5, 6, 7, 8, 9],
    }
    found = groups_about(engine().table(pa.table(columns)), engine(), "16.06", JULY)
    assert sorted(found, key=lambda one: one.memberships) == [
        Group(0, "PU", "employer", "paid", True, True, 4, 32, True, 5),
        Group(0, "PU", "–", "died", True, False, 0, 32, False, 6),
        Group(1, "BPU", "self", "moved", False, True, 0, 0, True, 7),
    ]
    # within a regency nobody is listed by another place than they live in: its extract lists them all
    assert groups_about(engine().table(pa.table(columns)), engine(), "16.06.02", JULY) == [
        Group(0, "PU", "–", "died", True, True, 0, 32, False, 6)
    ]
    everywhere = groups_about(engine().table(pa.table(columns)), engine(), "00", JULY)
    assert sum(one.memberships for one in everywhere) == 5 + 6 + 7 + 8
    assert all(one.home and one.listed for one in everywhere)
