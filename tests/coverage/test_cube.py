"""What the recaps add up to, drawn; and a plain Python twin of the whole cube."""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asked import recaps
from cakupan.coverage.cube import cube_of
from oracles import cases
from tables import engine, rows

Row = tuple[str | None, str | None, str | None, int, str, bool]  # segment, payer, source, members, basis, speaks


def cube(text: str) -> set[Row]:
    return {
        (row["segment"], row["payer"], row["source"], row["members"], row["basis"], row["speaks"])
        for row in rows(cube_of(recaps(text)))
    }


def test_a_reported_total_stands_as_it_is() -> None:
    assert cube("""
        area  | members
        16.06 | 103079
    """) == {(None, None, None, 103_079, "reported", True)}


def test_without_a_total_the_segments_of_one_source_are_added_up() -> None:
    assert cube("""
        area  | segment | source | members
        16.06 | PU      | cabang | 40000
        16.06 | BPU     | cabang | 60000
    """) == {
        ("PU", None, "cabang", 40_000, "reported", True),
        ("BPU", None, "cabang", 60_000, "reported", True),
        (None, None, "cabang", 100_000, "segments", True),
    }


def test_a_reported_total_is_never_replaced_by_the_sum_of_its_segments() -> None:
    assert (None, None, "cabang", 99_000, "reported", True) in cube("""
        area  | segment | source | members
        16.06 |         | cabang | 99000
        16.06 | PU      | cabang | 40000
        16.06 | BPU     | cabang | 60000
    """)


def test_a_segment_that_is_told_by_payer_only_is_added_up_from_its_payers() -> None:
    assert cube("""
        area  | segment | payer        | members
        16.06 | PU      |              | 40
        16.06 | BPU     | self         | 10
        16.06 | BPU     | apbd_regency | 20
    """) == {
        ("PU", None, None, 40, "reported", True),
        ("BPU", "self", None, 10, "reported", True),
        ("BPU", "apbd_regency", None, 20, "reported", True),
        ("BPU", None, None, 30, "payers", True),
        (None, "self", None, 10, "segments", True),
        (None, "apbd_regency", None, 20, "segments", True),
        (None, None, None, 70, "segments", True),
    }


def test_payers_alone_make_no_total() -> None:
    # A sponsor reports those it pays for; nobody reports the rest.
    assert cube("""
        area  | payer        | members
        16.06 | apbd_regency | 45000
    """) == {(None, "apbd_regency", None, 45_000, "reported", True)}


def test_segments_of_two_sources_are_never_added_together() -> None:
    assert {
        row
        for row in cube("""
        area  | segment | source | members
        16.06 | PU      | cabang | 40
        16.06 | BPU     | dinas  | 60
    """)
        if row[0] is None
    } == {
        (None, None, "cabang", 40, "segments", True),
        (None, None, "dinas", 60, "segments", False),
    }


def test_of_two_totals_the_one_known_last_speaks() -> None:
    assert cube("""
        area  | source | members | known_on   | order
        16.06 | cabang | 100     | 2025-08-02 | 1
        16.06 | dinas  | 110     | 2025-08-01 | 2
    """) == {(None, None, "cabang", 100, "reported", True), (None, None, "dinas", 110, "reported", False)}


def test_of_two_totals_known_on_one_day_the_one_accepted_later_speaks() -> None:
    # 10 comes after 9 as a number, not as text.
    assert cube("""
        area  | source | members | known_on   | order
        16.06 | cabang | 100     | 2025-08-01 | 9
        16.06 | dinas  | 110     | 2025-08-01 | 10
    """) == {(None, None, "cabang", 100, "reported", False), (None, None, "dinas", 110, "reported", True)}


def test_a_reported_total_speaks_before_a_later_sum() -> None:
    told = cube("""
        area  | source | segment | members | known_on
        16.06 | dinas  |         | 110     | 2025-08-01
        16.06 | cabang | PU      | 60      | 2025-08-02
        16.06 | cabang | BPU     | 40      | 2025-08-02
    """)
    assert (None, None, "dinas", 110, "reported", True) in told
    assert (None, None, "cabang", 100, "segments", False) in told


def test_the_source_that_names_more_segments_speaks_before_a_later_one() -> None:
    told = cube("""
        area  | source | segment | members | known_on
        16.06 | dinas  | PU      | 60      | 2025-08-01
        16.06 | dinas  | BPU     | 50      | 2025-08-01
        16.06 | cabang | PU      | 61      | 2025-08-02
    """)
    assert (None, None, "dinas", 110, "segments", True) in told
    assert ("PU", None, "cabang", 61, "reported", False) in told


def test_a_count_for_one_programme_is_a_figure_of_its_own() -> None:
    told = rows(
        cube_of(
            recaps("""
                area  | programme | members
                16.06 |           | 100
                16.06 | JKK       | 100
                16.06 | JHT       | 40
            """)
        )
    )
    assert {(row["programme"], row["members"], row["speaks"]) for row in told} == {
        (None, 100, True),
        ("JKK", 100, True),
        ("JHT", 40, True),
    }


def test_an_empty_table_makes_an_empty_cube() -> None:
    assert cube("area | members") == set()


class Told(NamedTuple):
    area: str
    month: str
    programme: str | None
    source: str | None
    segment: str | None
    payer: str | None
    members: int
    known_on: date
    order: int


TOLD = st.builds(
    Told,
    area=st.sampled_from(("16.06", "16.07")),
    month=st.just("2025-07"),
    programme=st.sampled_from((None, None, "JKK")),
    source=st.sampled_from((None, "cabang", "dinas")),
    segment=st.sampled_from((None, "PU", "BPU")),
    payer=st.sampled_from((None, "self", "apbd_regency")),
    members=st.integers(0, 9),
    known_on=st.sampled_from((date(2025, 8, 1), date(2025, 8, 2))),
    order=st.sampled_from((1, 9, 10)),
)

Grain = dict[tuple[str | None, str | None], tuple[int, str]]


def grains_of(said: list[Told]) -> dict[str, Grain]:
    """What one source says of one area, added up by hand."""
    direct = {(one.segment, one.payer): one.members for one in said}
    by_both = {key: members for key, members in direct.items() if key[0] and key[1]}

    def known_or_summed(place: int, summed_as: str) -> Grain:
        found: Grain = {}
        for name in {key[place] for key in direct if key[place]}:
            key = (name, None) if place == 0 else (None, name)
            parts = [members for both, members in by_both.items() if both[place] == name]
            found[key] = (direct[key], "reported") if key in direct else (sum(parts), summed_as)
        return found

    segments = known_or_summed(0, "payers")
    total: Grain = {}
    if (None, None) in direct:
        total = {(None, None): (direct[None, None], "reported")}
    elif segments:
        total = {(None, None): (sum(members for members, _ in segments.values()), "segments")}
    return {
        "total": total,
        "segment": segments,
        "payer": known_or_summed(1, "segments"),
        "segment and payer": {key: (members, "reported") for key, members in by_both.items()},
    }


def used_by(said: list[Told], grain: str, cells: Grain) -> list[Told]:
    """The rows that a grain of one source was made from."""
    if grain == "total" and (None, None) in cells and cells[None, None][1] == "reported":
        return [one for one in said if not one.segment and not one.payer]
    if grain in ("total", "segment"):
        direct = {one.segment for one in said if one.segment and not one.payer}
        return [one for one in said if one.segment and (not one.payer or one.segment not in direct)]
    if grain == "payer":
        direct = {one.payer for one in said if one.payer and not one.segment}
        return [one for one in said if one.payer and (not one.segment or one.payer not in direct)]
    return [one for one in said if one.segment and one.payer]


def expected_cube(said: list[Told]) -> set[tuple[Any, ...]]:
    by_source = defaultdict(list)
    for one in said:
        by_source[one.area, one.programme, one.source].append(one)
    ranked = defaultdict(list)
    for (area, programme, source), told in by_source.items():
        for grain, cells in grains_of(told).items():
            if cells:
                basis = {basis for _, basis in cells.values()}
                added_up = grain == "total" and basis != {"reported"}
                parts = len(grains_of(told)["segment"]) if added_up else len(cells)
                last = max((one.known_on, one.order) for one in used_by(told, grain, cells))
                rank = (added_up, -parts, -last[0].toordinal(), -last[1], source or "")
                ranked[area, programme, grain].append((rank, source, cells))
    found = set()
    for (area, programme, grain), sources in ranked.items():
        best = min(rank for rank, _, _ in sources)
        for rank, source, cells in sources:
            for (segment, payer), (members, basis) in cells.items():
                found.add((area, programme, source, segment, payer, grain, members, basis, rank == best))
    return found


@pytest.mark.slow
@cases(40)
@given(st.lists(TOLD, max_size=14, unique_by=lambda one: one[:6]), st.randoms(use_true_random=False))
def test_the_twin_says_the_same_in_whatever_order_rows_come(said: list[Told], shuffle: Any) -> None:
    shuffle.shuffle(said)
    schema = pa.schema(
        {
            **dict.fromkeys(("area", "month", "programme", "source", "segment", "payer"), pa.string()),
            "members": pa.int64(),
            "known_on": pa.date32(),
            "order": pa.int64(),
        }
    )
    drawn = pa.Table.from_pylist([one._asdict() for one in said], schema)
    columns = ("area", "programme", "source", "segment", "payer", "grain", "members", "basis", "speaks")
    found = [tuple(row[name] for name in columns) for row in rows(cube_of(engine().table(drawn)))]
    assert len(found) == len(set(found))
    assert set(found) == expected_cube(said)
