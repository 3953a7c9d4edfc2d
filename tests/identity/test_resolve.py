"""Who is one person, drawn; and the same whatever the order of rows and the number of threads."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.engines.duck import DuckEngine
from cakupan.engines.linker import levels_of
from cakupan.identity.given import clusters_given, listed
from cakupan.identity.resolve import Resolved, resolve
from cakupan.identity.scorecard import given_card
from identity.hard_lists import made_up_records
from tables import engine, filled, rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

TEXT = ("nik", "nik_written", "name", "sex", "village", "village_written", "district", "kpj", "phone", "family_card")
SCHEMA = pa.schema(
    {
        **{"sheet": pa.string(), "row": pa.int32(), "file": pa.string(), "known_on": pa.date32(), "order": pa.int64()},
        **dict.fromkeys(TEXT, pa.string()),
        "birth": pa.date32(),
    }
)


def drawn(text: str, file: str) -> "ir.Table":
    return filled(text, SCHEMA, file=file, sheet="s", known_on=date(2025, 7, 1), order=1)


def resolved(**records: str) -> Resolved:
    return resolve({kind: drawn(text, kind) for kind, text in records.items()}, engine())


def people(found: Resolved) -> list[str]:
    """The rows of each person in the order of the persons' numbers: "a1 b2" is row 1 of kind a and row 2 of b."""
    members: dict[int, list[str]] = {}
    for row in rows(found.links):
        members.setdefault(row["person"], []).append(f"{row['kind']}{row['row']}")
    assert sorted(members) == list(range(len(members)))
    return [" ".join(sorted(members[number])) for number in sorted(members)]


def because(found: Resolved) -> set[str]:
    return {row["because"] for row in rows(found.possible)}


def test_a_nik_is_one_person_where_the_name_agrees_whatever_the_title_or_spelling() -> None:
    found = resolved(
        a="""
        row | nik              | name           | birth
        1   | 1606010101809001 | Muhammad Yusuf | 1980-01-01
        2   | 1606010201809002 | Siti Aminah    | 1980-01-02
        """,
        b="""
        row | nik              | name              | birth
        1   | 1606010101809001 | H. MOCH. JUSUF SE |
        2   | 1606010201809002 | St. Aminah        | 1981-05-07
        """,
    )
    assert people(found) == ["a1 b1", "a2 b2"]
    assert found.passes == {"same_nik": 2}


def test_a_nik_is_one_person_where_the_birth_date_agrees_although_the_name_does_not() -> None:
    found = resolved(
        a="""
        row | nik              | name  | birth
        1   | 1606010201809002 | Suminah | 1980-01-02
        2   | 1606010201809002 | Ibu Darto | 1980-01-02
        """
    )
    assert people(found) == ["a1 a2"]


def test_a_nik_of_two_who_agree_in_neither_name_nor_birth_is_two_people_for_somebody_to_look_at() -> None:
    found = resolved(
        a="""
        row | nik              | name         | birth
        1   | 1606010101809001 | Budi Santoso | 1980-01-01
        2   | 1606010101809001 | Wulan Dari   | 1991-03-04
        """
    )
    assert people(found) == ["a1", "a2"]
    assert because(found) == {"same_nik_other_person"}


def test_a_payment_without_a_name_follows_its_nik_or_its_kpj() -> None:
    found = resolved(
        a="""
        row | nik              | name         | birth      | kpj
        1   | 1606010101809001 | Budi Santoso | 1980-01-01 | 26133068531
        """,
        pay="""
        row | nik              | kpj
        1   | 1606010101809001 |
        2   |                  | 26133068531
        """,
    )
    assert people(found) == ["a1 pay1 pay2"]


def test_a_payment_follows_no_number_that_two_people_bear() -> None:
    found = resolved(
        a="""
        row | nik              | name         | birth
        1   | 1606010101809001 | Budi Santoso | 1980-01-01
        2   | 1606010101809001 | Wulan Dari   | 1991-03-04
        """,
        pay="""
        row | nik
        1   | 1606010101809001
        """,
    )
    assert people(found) == ["a1", "a2", "pay1"]
    assert "several_fit" in because(found)


def test_one_kpj_is_one_person_and_two_kpj_of_one_nik_are_too() -> None:
    found = resolved(
        a="""
        row | nik              | name         | birth      | kpj
        1   | 1606010101809001 | Budi Santoso | 1980-01-01 | 26133068531
        2   | 1606010101809001 | Budi Santoso | 1980-01-01 | 26133068549
        3   |                  | Budi Santoso |            | 26133068549
        """
    )
    assert people(found) == ["a1 a2 a3"]


@pytest.mark.parametrize(
    ("nik", "written"),
    [
        ("", "160601050680900"),
        ("", "16O6O1O5O6809001"),
        ("", "16060105068009001"),
        ("1606010506809101", ""),
        ("1606010506089001", ""),
        ("1606010506809000", ""),
    ],
    ids=["last digit lost", "letters", "doubled", "one digit other", "swapped", "last digit cut by Excel"],
)
def test_a_nik_with_one_slip_is_repaired_by_name_and_birth_date(nik: str, written: str) -> None:
    found = resolved(
        a="""
        row | nik              | name         | birth      | village
        1   | 1606010506809001 | Budi Santoso | 1980-06-05 | 16.06.01.2001
        """,
        b=f"""
        row | nik   | nik_written | name         | birth
        1   | {nik} | {written}   | Budi Santoso | 1980-06-05
        """,
    )
    assert people(found) == ["a1 b1"]
    assert found.passes == {"repaired_nik": 1}


def test_twins_stay_two_although_their_numbers_are_neighbours() -> None:
    found = resolved(
        a="""
        row | nik              | name         | birth      | village       | sex
        1   | 1606010101809001 | Hasan Basri  | 1980-01-01 | 16.06.01.2001 | L
        2   | 1606010101809002 | Husin Basri  | 1980-01-01 | 16.06.01.2001 | L
        3   |                  | Husin Basri  | 1980-01-01 | 16.06.01.2001 | L
        """
    )
    assert people(found) == ["a1", "a2 a3"]


LISTED_TWICE = """
    row | nik              | name                | birth      | village
    1   | 1606010506809001 | Zulkarnain Hasibuan | 1980-06-05 | 16.06.01.2001
    2   | 1606010506809003 | Zulkarnain Hasibuan | 1980-06-05 | 16.06.01.2001
"""


def test_two_neighbouring_niks_are_one_person_unless_one_file_of_a_register_lists_both() -> None:
    assert people(resolved(nominations=LISTED_TWICE)) == ["nominations1 nominations2"]
    found = resolved(members=LISTED_TWICE)
    assert people(found) == ["members1", "members2"]
    assert because(found) == {"two_niks"}


@pytest.mark.parametrize("kpj", ["", "26133068531"])
def test_who_is_listed_under_two_niks_is_not_joined_by_a_third_that_lies_between(kpj: str) -> None:
    heads, *listed_, between = f"""
        row | nik              | name                | birth      | village       | kpj
        1   | 1606010506809001 | Zulkarnain Hasibuan | 1980-06-05 | 16.06.01.2001 |
        2   | 1606010506809003 | Zulkarnain Hasibuan | 1980-06-05 | 16.06.01.2001 | {kpj}
        3   | 1606010506809005 | Zulkarnain Hasibuan | 1980-06-05 | 16.06.01.2001 | {kpj}
    """.strip().splitlines()
    members, nominations = ("\n".join([heads, *lines]) for lines in (listed_, [between]))
    found = people(resolved(members=members, nominations=nominations))
    assert not any("members1" in person and "members2" in person for person in found)


def test_two_neighbouring_niks_of_one_kpj_are_one_person_though_a_register_lists_both() -> None:
    rows_of_memberships = """
        row | nik              | name                | birth      | village       | kpj
        1   | 1606010506809001 | Zulkarnain Hasibuan | 1980-06-05 | 16.06.01.2001 | 26133068531
        2   | 1606010506809000 | Zulkarnain Hasibuan | 1980-06-05 | 16.06.01.2001 | 26133068531
        3   | 1606010506809000 | Zulkarnain Hasibuan | 1980-06-05 | 16.06.01.2001 |
    """
    assert people(resolved(members=rows_of_memberships)) == ["members1 members2 members3"]


def test_twins_whom_a_register_lists_are_shown_to_nobody_where_little_speaks_for_one_person() -> None:
    found = resolved(
        members="""
        row | nik              | name        | birth      | village
        1   | 1606010101809001 | Hasan Basri | 1980-01-01 | 16.06.01.2001
        2   | 1606010101809002 | Husin Basri | 1980-01-01 | 16.06.01.2001
        """
    )
    assert people(found) == ["members1", "members2"]
    assert rows(found.possible) == []


def test_father_and_son_of_one_name_are_two() -> None:
    found = resolved(
        a="""
        row | nik              | name         | birth      | village       | sex
        1   | 1606010101609001 | Umar Said    | 1960-01-01 | 16.06.01.2001 | L
        2   | 1606011505859001 | Umar Said    | 1985-05-15 | 16.06.01.2001 | L
        """
    )
    assert people(found) == ["a1", "a2"]


def test_without_a_nik_name_birth_and_village_are_one_person() -> None:
    found = resolved(
        a="""
        row | nik              | name             | birth      | village       | sex
        1   | 1606014505809001 | Nur Hayati       | 1980-05-05 | 16.06.01.2001 | P
        """,
        b="""
        row | name             | birth      | village       | sex
        1   | NURHAJATI        | 1980-05-05 | 16.06.01.2001 | P
        2   | Noerhayati, S.Pd | 1980-05-05 | 16.06.01.2001 | P
        """,
    )
    assert "a1" in people(found)[0]
    assert people(found)[0].endswith("b2")


def test_a_row_without_a_nik_that_fits_two_people_joins_neither() -> None:
    found = resolved(
        a="""
        row | nik              | name         | birth      | village       | sex
        1   | 1606010505809001 | Budi Santoso | 1980-05-05 | 16.06.01.2001 | L
        2   | 3201020505809007 | Budi Santoso | 1980-05-05 | 16.06.01.2001 | L
        3   |                  | Budi Santoso | 1980-05-05 | 16.06.01.2001 | L
        """
    )
    assert people(found) == ["a1", "a2", "a3"]
    assert because(found) == {"several_fit", "two_niks"}


def test_a_nik_that_excel_cut_and_two_neighbours_fit_says_that_several_do() -> None:
    records = """
        row | nik              | name           | birth      | village
        1   | 1606010202809107 | Budi Sumarsono | 1980-02-02 | 16.06.01.2001
        2   | 1606010202809108 | Budi Sumarsono | 1980-02-02 | 16.06.01.2001
        3   | 1606010202809100 | Budi Sumarsono | 1980-02-02 | 16.06.01.2001
    """
    found = resolve({"a": drawn(records, "a")}, engine())
    shared = [row["because"] for row in rows(found.possible) if row["probability"] < 1 and row["right_row"] == 3]
    assert shared and set(shared) == {"several_fit"}


def test_two_people_with_niks_of_their_own_are_cut_at_the_weakest_evidence() -> None:
    found = resolved(
        a="""
        row | nik              | name           | birth      | kpj
        1   | 1606010505809001 | Budi Santoso   | 1980-05-05 | 26133068531
        2   |                  | Budi Santoso   |            | 26133068531
        3   | 3201025212709007 | Budi Santoso   | 1970-12-12 | 26133068531
        """
    )
    assert people(found) == ["a1 a2", "a3"]
    assert because(found) == {"two_niks"}


COPIED_DOWN = """
    row | nik              | name          | birth      | sex | kpj
    1   | 1606010505809001 | Budi Santoso  | 1980-05-05 | L   | 26133068531
    2   | 1606011207859001 | Andi Santoso  | 1985-07-12 | L   | 26133068531
    3   | 1606015203909001 | Rina Santoso  | 1990-03-12 | P   | 26133068531
"""


def test_a_kpj_that_was_copied_down_makes_no_one_person_of_people_with_niks_of_their_own() -> None:
    found = resolved(a=COPIED_DOWN)
    assert people(found) == ["a1", "a2", "a3"]
    assert because(found) == {"same_kpj_other_person"}


def test_a_kpj_that_was_copied_down_makes_no_one_person_of_people_without_a_nik_either() -> None:
    found = resolved(
        a="""
        row | name          | birth      | sex | kpj
        1   | Budi Santoso  | 1980-05-05 | L   | 26133068531
        2   | Andi Santoso  | 1985-07-12 | L   | 26133068531
        3   | Rina Santoso  | 1990-03-12 | P   | 26133068531
        4   | Dewi Santoso  |            | P   | 26133068531
        """
    )
    assert people(found) == ["a1", "a2", "a3", "a4"]
    assert len(rows(found.possible)) == 6


def test_the_very_name_and_kpj_with_another_nik_that_fits_are_for_somebody_to_look_at() -> None:
    found = resolved(
        a="""
        row | nik              | name         | birth      | kpj
        1   | 1606010505809001 | Budi Santoso | 1980-05-05 | 26133068531
        2   | 3201020505809007 | Budi Santoso | 1980-05-05 | 26133068531
        """
    )
    assert people(found) == ["a1", "a2"]
    assert because(found) == {"same_kpj_two_niks"}


def test_two_slips_of_one_nik_are_one_person_by_its_kpj() -> None:
    found = resolved(
        a="""
        row | nik              | name         | birth      | kpj
        1   | 1606010505809001 | Budi Santoso | 1980-05-05 | 26133068531
        """,
        pay="""
        row | nik              | name         | kpj
        1   | 1606010505809000 | Budi Santoso | 26133068531
        2   | 1606010505089001 | Budi Santoso | 26133068531
        """,
    )
    assert people(found) == ["a1 pay1 pay2"]


@pytest.mark.parametrize("nik", ["1606010506809003", "1606020506809001", "1606010506809000"])
@pytest.mark.parametrize("village", ["", "16.06.01.2001"])
def test_a_nik_with_a_slip_that_fits_is_one_person_by_its_kpj_in_one_village_too(nik: str, village: str) -> None:
    found = resolved(
        a=f"""
        row | nik              | name                | birth      | village   | kpj
        1   | 1606010506809001 | Zulkarnain Hasibuan | 1980-06-05 | {village} | 26133068531
        2   | {nik}            | Zulkarnain Hasibuan | 1980-06-05 | {village} | 26133068531
        """
    )
    assert people(found) == ["a1 a2"]
    assert found.passes == {"same_kpj_near_nik": 1}


def test_twins_on_one_kpj_stay_two() -> None:
    found = resolved(
        a="""
        row | nik              | name        | birth      | sex | kpj
        1   | 1606010101809001 | Hasan Basri | 1980-01-01 | L   | 26133068531
        2   | 1606010101809002 | Husin Basri | 1980-01-01 | L   | 26133068531
        """
    )
    assert people(found) == ["a1", "a2"]
    assert len(rows(found.possible)) == 1


def test_a_kpj_of_more_people_than_a_slip_explains_links_nobody() -> None:
    company = """
        row | nik              | name         | birth      | kpj
        1   | 1606010505809001 | Budi Santoso | 1980-05-05 | 26133068531
        2   | 1606011207859001 | Andi Lubis   | 1985-07-12 | 26133068531
        3   | 1606015203909001 | Rina Salim   | 1990-03-12 | 26133068531
        4   | 1606010101709001 | Joko Umar    | 1970-01-01 | 26133068531
        5   |                  | Budi Santoso |            | 26133068531
    """
    found = resolved(a=company)
    assert people(found) == ["a1", "a2", "a3", "a4", "a5"]
    assert because(found) == {"shared_kpj"}


def test_namesakes_of_one_village_without_number_and_birth_date_are_not_one_person() -> None:
    found = resolved(
        a="""
        row | name | village
        1   | Siti | 16.06.01.2001
        2   | Siti | 16.06.01.2001
        3   | Siti | 16.06.01.2001
        4   | Siti | 16.06.01.2001
        5   | Siti | 16.06.01.2001
        """
    )
    assert people(found) == ["a1", "a2", "a3", "a4", "a5"]
    assert because(found) == {"name_village"}
    beside = Counter(row["left_person"] for row in rows(found.possible))
    assert beside == {0: 3, 1: 3, 2: 2, 3: 1}  # three at most are shown for one


def test_a_row_without_a_birth_date_joins_nobody_by_name_and_village() -> None:
    found = resolved(
        a="""
        row | nik              | name       | birth      | village       | sex
        1   | 1606014605829001 | Siti Zahra | 1982-05-06 | 16.06.01.2001 | P
        2   |                  | Siti Zahra |            | 16.06.01.2001 | P
        """
    )
    assert people(found) == ["a1", "a2"]
    assert because(found) == {"name_village"}


@pytest.mark.parametrize(("others", "one_person"), [("Budi", True), ("Budi Andi Wawan Joko Rahmat Umar", False)])
def test_a_phone_is_evidence_while_it_is_one_household_s(others: str, one_person: bool) -> None:
    around = "\n".join(f"{at} | | {name} | 1970-01-{at:02d} | 0811" for at, name in enumerate(others.split(), 3))
    found = resolved(
        a=f"""
        row | nik              | name       | birth      | phone
        1   | 1606014605829001 | Siti Zahra | 1982-05-06 | 0811
        2   |                  | Siti Zahra |            | 0811
        {around}
        """
    )
    assert ("a1 a2" in people(found)) is one_person


def test_pairs_that_may_be_one_person_are_told_by_number_and_place_only() -> None:
    found = resolved(a=COPIED_DOWN)
    sides = [f"{side}_{name}" for side in ("left", "right") for name in ("person", "file", "sheet", "row")]
    assert list(found.possible.columns) == [*sides, "probability", "because", "shown"]
    first = min(rows(found.possible), key=lambda row: (row["left_person"], row["right_person"]))
    assert [first[name] for name in sides] == [0, "a", "s", 1, 1, "a", "s", 2]
    assert first["probability"] == Decimal("0.300000")


@pytest.mark.parametrize("kind", ["string", "int64"])
def test_pairs_have_the_same_columns_whoever_said_who_is_one_person(kind: str) -> None:
    records = drawn(COPIED_DOWN, "7")
    records = {"a": records.mutate(file=records["file"].cast(kind))}
    nobody = records["a"].select("file", "sheet", "row", person="row").limit(0)
    found, given_ = resolve(records, engine()), clusters_given(records, nobody, engine())
    assert given_.possible.schema() == found.possible.schema()
    assert str(found.possible.schema()["left_file"]) == kind
    assert rows(given_.possible) == []


def test_rows_too_poor_to_tell_a_person_stay_apart() -> None:
    found = resolved(
        a="""
        row | name
        1   | Siti
        2   | Siti
        """
    )
    assert people(found) == ["a1", "a2"]


def test_no_row_is_lost_and_identifiers_are_the_distinct_sightings() -> None:
    text = """
        row | nik              | name         | birth
        1   | 1606010101809001 | Budi Santoso | 1980-01-01
        2   | 1606010101809001 | Budi Santoso | 1980-01-01
        3   |                  |              |
    """
    found = resolved(a=text, b=text)
    assert people(found) == ["a1 a2 b1 b2", "a3", "b3"]
    assert len(rows(found.identifiers)) == 3
    (first, *_) = [row for row in rows(found.persons) if row["person"] == 0]
    assert (first["file"], first["row"]) == ("a", 1)


def test_an_extract_as_it_is_listed_knows_only_its_numbers() -> None:
    table = drawn(
        """
        row | nik              | name         | kpj
        1   | 1606010101809001 | Budi Santoso | 26133068531
        2   |                  | Budi Santoso | 26133068531
        3   |                  | Budi Santoso | 26133068531
        4   |                  | Budi Santoso |
        5   |                  | Budi Santoso |
        """,
        "a",
    )
    assert [(row["row"], row["person"]) for row in rows(listed(table, engine()))] == [
        (1, 0),
        (2, 1),
        (3, 1),
        (4, 2),
        (5, 3),
    ]


def test_clusters_that_are_given_are_taken_as_they_are() -> None:
    text = """
        row | nik              | name
        1   | 1606010101809001 | Budi
        2   | 1606010101809001 | Budi
        3   |                  | Wati
        4   |                  | Wati
    """
    truth = {"file": ["a"] * 3, "sheet": ["s"] * 3, "row": [1, 3, 2], "person": ["x", "x", "y"]}
    found = clusters_given({"a": drawn(text, "a")}, engine().table(pa.table(truth)), engine())
    assert people(found) == ["a1 a3", "a2", "a4"]
    assert found.possible.columns == resolved(a=text).possible.columns
    assert found.identifiers.columns == resolved(a=text).identifiers.columns


def told(found: Resolved, of: DuckEngine) -> Sequence[object]:
    tables = (found.links, found.persons, found.identifiers, found.possible)
    return [*(of.logical_hash(table) for table in tables), found.passes]


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_decides_nothing(seed: int) -> None:
    records = made_up_records(seed=seed, people=40)
    shuffled = {kind: _shuffled(table, seed) for kind, table in reversed(records.items())}
    first, second = (resolve(_tables(some, engine()), engine()) for some in (records, shuffled))
    assert told(first, engine()) == told(second, engine())


def test_the_number_of_threads_decides_nothing(tmp_path: Path) -> None:
    records = made_up_records(seed=7, people=300)
    found = []
    for threads in (1, 4):
        with DuckEngine(temp_directory=tmp_path, memory_limit="500MB", threads=threads) as other:
            found.append(told(resolve(_tables(records, other), other), other))
    assert found[0] == found[1]


def test_a_short_list_beside_a_long_register_teaches_by_all_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    taught = []

    def counted(left: "ir.Table", *others: Any) -> "ir.Table":
        taught.append(len(rows(left)))
        return levels_of(left, *others)

    for name, value in {"_MANY": 500, "_TAUGHT": 200, "levels_of": counted}.items():
        monkeypatch.setattr(f"cakupan.identity.resolve.{name}", value)
    records = made_up_records(seed=3, people=400)
    short = {**records, "nominations": records["nominations"].slice(0, 120)}
    resolve(_tables(short, engine()), engine())
    assert 80 < taught[0] <= 120  # a row that says what the register says is no other sighting


def test_a_card_that_is_learned_is_the_same_for_any_order_and_any_number_of_threads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in {"_MANY": 200, "_TAUGHT": 150}.items():
        monkeypatch.setattr(f"cakupan.identity.resolve.{name}", value)
    records = made_up_records(seed=7, people=300)
    shuffled = {kind: _shuffled(table, 7) for kind, table in reversed(records.items())}
    found = []
    for threads, some in ((1, records), (4, shuffled)):
        with DuckEngine(temp_directory=tmp_path, memory_limit="500MB", threads=threads) as other:
            resolved_ = resolve(_tables(some, other), other)
            found.append([*told(resolved_, other), resolved_.card.lines()])
    assert found[0] == found[1]
    assert found[0][-1] != given_card().lines()


def test_a_card_is_learned_of_the_same_rows_wherever_they_stand_in_their_files(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"_MANY": 200, "_TAUGHT": 50}.items():
        monkeypatch.setattr(f"cakupan.identity.resolve.{name}", value)
    records = made_up_records(seed=7, people=300)
    moved = {kind: _shuffled(table, 7).drop_columns(["row"]) for kind, table in records.items()}
    numbers = {kind: pa.array(range(table.num_rows), pa.int32()) for kind, table in records.items()}
    moved = {kind: table.append_column("row", numbers[kind]) for kind, table in moved.items()}
    one, other = (resolve(_tables(some, engine()), engine()).card.lines() for some in (records, moved))
    assert one == other != given_card().lines()


def _tables(records: Mapping[str, pa.Table], of: DuckEngine) -> dict[str, Any]:
    return {kind: of.table(table) for kind, table in records.items()}


def _shuffled(table: pa.Table, seed: int) -> pa.Table:
    order = list(range(table.num_rows))
    random.Random(seed).shuffle(order)  # noqa: S311  no secret
    return table.take(order)


def test_records_without_a_row_are_nobody() -> None:
    nobody = {"a": engine().table(SCHEMA.empty_table()), "b": engine().table(SCHEMA.empty_table())}
    found = resolve(nobody, engine())
    assert people(found) == []
    assert rows(found.persons) == rows(found.identifiers) == rows(found.possible) == []
    assert rows(listed(nobody["a"], engine())) == []


class _Remembering(DuckEngine):
    """An engine that tells which tables it keeps."""

    def __init__(self, folder: Path) -> None:
        super().__init__(temp_directory=folder, memory_limit="500MB")
        self.standing: list[ir.Table] = []

    def keep(self, expr: "ir.Table") -> "ir.Table":
        kept = super().keep(expr)
        self.standing.append(kept)
        return kept

    def forget(self, kept: "ir.Table") -> None:
        super().forget(kept)
        self.standing = [one for one in self.standing if not one.equals(kept)]


def test_after_a_build_the_engine_keeps_neither_pairs_nor_what_was_compared(tmp_path: Path) -> None:
    records = made_up_records(seed=7, people=40)
    with _Remembering(tmp_path) as other:
        resolve(_tables(records, other), other)
        columns = {name for kept in other.standing for name in kept.columns}
    assert columns.isdisjoint(("numbered", "holders"))
