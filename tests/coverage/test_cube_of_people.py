"""How many people each place has, drawn; and the whole cube of people against its twin."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cube_twin
from asked import denominators, recaps
from cakupan.coverage.contradictions import contradictions
from cakupan.coverage.cube import COLUMNS, cube_of
from cakupan.coverage.definition import Evidence
from cakupan.coverage.people import GRAINS, cube_of_people
from oracles import cases
from tables import duck, engine, rows

PEOPLE = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(("month", "segment", "payer", "village", "district", "area", "sex", "age"), pa.string()),
        **dict.fromkeys(("decile", "occupation"), pa.string()),
    }
)
STANDING = pa.schema(
    {"person": pa.int64(), **dict.fromkeys(("month", "segment", "payer", "area", "state"), pa.string())}
)


class Member(NamedTuple):
    """An active member in a month, and how many memberships that are, of which segments."""

    person: int
    month: str = "2025-07"
    segment: str = "BPU"
    payer: str | None = "self"
    village: str | None = None
    district: str | None = None
    area: str = "16.06"
    sex: str | None = None
    age: str | None = None
    decile: str | None = None
    occupation: str | None = None


def cube(people: Iterable[Member], standing: Iterable[Mapping[str, Any]] | None = None) -> list[dict[str, Any]]:
    members = list(people)
    given_standing = [paid(one) for one in members] if standing is None else list(standing)
    drawn = pa.Table.from_pylist([one._asdict() for one in members], PEOPLE)
    stands = pa.Table.from_pylist(given_standing, STANDING)
    return rows(cube_of_people(engine().table(drawn), engine().table(stands), Evidence.LINKED))


def paid(one: Member, **other: str) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("person", "month", "segment", "payer", "area")}
    return {**told, "state": "paid", **other}


def counts(cells: Iterable[Mapping[str, Any]], grain: str = "total", measure: str = "persons") -> dict[Any, int]:
    """Members by area, and by what the grain tells apart."""
    kinds = next(by for by, name in GRAINS.items() if name == grain)
    return {
        (cell["area"], *(cell[kind] for kind in kinds)) if kinds else cell["area"]: cell["members"]
        for cell in cells
        if (cell["grain"], cell["measure"]) == (grain, measure)
    }


def test_a_person_counts_in_the_village_the_district_and_the_regency() -> None:
    assert counts(cube([Member(1, village="16.06.01.2001"), Member(2, village="16.06.01.2002")])) == {
        "16.06": 2,
        "16.06.01": 2,
        "16.06.01.2001": 1,
        "16.06.01.2002": 1,
    }


def test_who_is_of_no_known_village_counts_in_the_district_and_of_no_district_in_the_regency() -> None:
    people = [Member(1, village="16.06.01.2001"), Member(2, district="16.06.01"), Member(3)]
    assert counts(cube(people)) == {"16.06": 3, "16.06.01": 2, "16.06.01.2001": 1}


def test_a_village_says_the_district_and_the_regency_whatever_else_is_written() -> None:
    # The finest code speaks: else a village would have people that its district lacks.
    assert counts(cube([Member(1, village="16.07.02.2001", district="16.06.01")])) == {
        "16.06": 0,
        "16.07": 1,
        "16.07.02": 1,
        "16.07.02.2001": 1,
    }


def test_a_regency_that_only_others_name_people_of_does_not_speak() -> None:
    told = {cell["area"]: cell["speaks"] for cell in cube([Member(1), Member(2, district="16.07.02")])}
    assert told == {"16.06": True, "16.07": False, "16.07.02": False}


def test_a_person_with_two_memberships_is_one_person() -> None:
    one = Member(1, village="16.06.01.2001")
    cells = cube([one], [paid(one), paid(one, segment="PU", payer="employer"), paid(one, state="lapsed")])
    assert counts(cells)["16.06"] == 1
    assert counts(cells, measure="memberships")["16.06"] == 2
    assert counts(cells, "segment") == {(area, "BPU"): 1 for area in ("16.06", "16.06.01", "16.06.01.2001")}
    in_village = {key[1]: count for key, count in counts(cells, "payer", "memberships").items() if len(key[0]) == 13}
    assert in_village == {"self": 1, "employer": 1}


def test_a_month_whose_members_all_lapsed_has_a_total_of_nobody() -> None:
    cells = cube([], [paid(Member(1), state="lapsed")])
    assert [(cell["area"], cell["grain"], cell["measure"], cell["members"], cell["speaks"]) for cell in cells] == [
        ("16.06", "total", "memberships", 0, True),
        ("16.06", "total", "persons", 0, True),
    ]


def test_who_is_of_unknown_sex_or_age_is_in_no_cell_by_it() -> None:
    cells = cube([Member(1, sex="L", age="25-34"), Member(2, sex="P"), Member(3)])
    assert counts(cells, "sex") == {("16.06", "L"): 1, ("16.06", "P"): 1}
    assert counts(cells, "age") == {("16.06", "25-34"): 1}
    assert counts(cells, "sex and age") == {("16.06", "L", "25-34"): 1}


def test_an_empty_table_of_people_makes_an_empty_cube() -> None:
    assert cube([]) == []


def test_cubes_of_recaps_and_of_people_are_one_table() -> None:
    stands = engine().table(pa.Table.from_pylist([paid(Member(1))], STANDING))
    people = engine().table(pa.Table.from_pylist([Member(1)._asdict()], PEOPLE))
    linked = cube_of_people(people, stands, Evidence.LINKED)
    both = ibis.union(cube_of(recaps("area | members\n16.06 | 7")), linked)
    assert tuple(both.columns) == COLUMNS
    assert {(row["evidence"], row["measure"], row["members"]) for row in rows(both) if row["grain"] == "total"} == {
        ("recap", "as_reported", 7),
        ("linked", "persons", 1),
        ("linked", "memberships", 1),
    }


def test_both_engines_say_the_same_to_the_letter() -> None:
    one, other = Member(1, village="16.06.01.2001", sex="L", age="25-34"), Member(2, district="16.07.01", payer=None)
    people = engine().table(pa.Table.from_pylist([one._asdict(), other._asdict()], PEOPLE))
    stands = engine().table(pa.Table.from_pylist([paid(one), paid(one, segment="PU"), paid(other)], STANDING))
    cells = cube_of_people(people, stands, Evidence.EXTRACT)
    assert engine().logical_hash(cells) == duck().logical_hash(cells)
    assert {str(kind) for name, kind in cells.schema().items() if name == "members"} == {"int64"}


def test_a_recap_is_held_against_linked_persons_and_two_kinds_of_evidence_are_never_added() -> None:
    people = [Member(1, village="16.06.01.2001"), Member(2)]
    tables = [pa.Table.from_pylist([one._asdict() for one in people], PEOPLE)]
    tables.append(pa.Table.from_pylist([paid(one) for one in people], STANDING))
    linked = cube_of_people(*map(engine().table, tables), Evidence.LINKED)
    recap = cube_of(recaps("area | members\n16.06 | 2\n16.06.01 | 1\n16.06.02 | 1\n16.07 | 3"))
    workers = denominators("denominator | area | value\npotensi | 16.06 | 1")
    found = contradictions(engine().keep(ibis.union(recap, linked)), workers, engine())
    told = [(one.code, one.facts["area"], one.facts["members"], one.facts.get("linked")) for one in found]
    assert sorted(told, key=str) == [
        ("members_above_potential", "16.06", 2, None),
        ("recaps_differ_from_linked", "16.06.02", 1, 0),
    ]


VILLAGES = ("16.06.01.2001", "16.06.01.2002", "16.06.02.2001", "16.07.01.2001", None)


@st.composite
def members(draw: st.DrawFn) -> list[tuple[Member, list[str]]]:
    """People, each in a month once, with the states of their memberships (the first is active)."""
    keys = draw(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(("2025-06", "2025-07"))), unique=True))
    found = []
    for person, month in keys:
        one = Member(
            person,
            month,
            draw(st.sampled_from(("PU", "BPU"))),
            draw(st.sampled_from(("self", "csr", None))),
            draw(st.sampled_from(VILLAGES)),
            draw(st.sampled_from(("16.06.01", "16.06.02", "16.07.01", None))),
            draw(st.sampled_from(("16.06", "16.07"))),
            draw(st.sampled_from(("L", "P", None))),
            draw(st.sampled_from(("25-34", "35-44", None))),
            draw(st.sampled_from(("1", "10", None))),
            draw(st.sampled_from(("petani", None))),
        )
        others = draw(st.lists(st.sampled_from(("paid", "grace", "lapsed", "ended")), max_size=2))
        found.append((one, ["paid", *others]))
    return found


@pytest.mark.slow
@cases(20)
@given(members(), st.randoms(use_true_random=False))
def test_the_twin_counts_the_same_people_in_whatever_order_they_come(
    told: list[tuple[Member, list[str]]], shuffle: Any
) -> None:
    standing = [paid(one, state=state) for one, states in told for state in states]
    people = [one for one, _ in told]
    expected = cube_twin.cells([one._asdict() for one in people], standing, "linked")
    shuffle.shuffle(standing)
    shuffle.shuffle(people)
    cells = cube(people, standing)
    assert {tuple(cell[name] for name in cube_twin.KEY): cell["members"] for cell in cells} == expected
    assert len(cells) == len(expected)
