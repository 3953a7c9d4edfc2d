"""Which register row a list row is: drawn, and on made-up lists with the truth."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from cakupan.identity.clusters import Edges
from cakupan.identity.match import Matched, _persons, match_lists
from identity.hard_lists import HardList, hard_list
from tables import engine, filled

if TYPE_CHECKING:
    import ibis.expr.types as ir

ON = date(2025, 7, 31)
SCHEMA = pa.schema(
    {
        **{"id": pa.int64(), "birth": pa.date32()},
        **dict.fromkeys(("nik", "nik_written", "name", "sex", "village", "phone"), pa.string()),
    }
)


def drawn(text: str) -> "ir.Table":
    return filled(text, SCHEMA)


def matched(listed: str, register: str, *, dedupe: bool = False) -> Matched:
    return match_lists(drawn(listed), drawn(register), engine(), listed_on=ON, dedupe=dedupe)


def answers(found: Matched) -> list[tuple[Any, ...]]:
    return [(row["list_row"], row["register_row"], row["verdict"]) for row in found.rows.to_pylist()]


REGISTER = """
    id | nik              | name         | birth      | village       | sex
    0  | 1606010505809001 | Hasan Basri  | 1980-05-05 | 16.06.01.2001 | L
    1  | 1606010505809002 | Husin Basri  | 1980-05-05 | 16.06.01.2001 | L
    2  | 1606014605829001 | Siti Aminah  | 1982-05-06 | 16.06.01.2002 | P
"""


def test_every_list_row_is_answered_and_nobody_is_found_for_a_stranger() -> None:
    found = matched(
        """
        id | nik              | name       | birth      | village
        0  | 1606014605829001 | ST. AMINAH | 1982-05-06 | 16.06.01.2002
        1  | 1606011212709009 | Joko Umar  | 1970-12-12 | 16.06.01.2002
        """,
        REGISTER,
    )
    assert answers(found) == [(1, 3, "match"), (2, None, "none")]
    assert found.verdicts == {"match": 1, "possible": 0, "none": 1}


def test_of_twins_the_one_with_the_very_name_is_matched() -> None:
    found = matched(
        """
        id | name        | birth      | village
        0  | HUSIN BASRI | 1980-05-05 | 16.06.01.2001
        """,
        REGISTER,
    )
    assert answers(found) == [(1, 2, "match")]


def test_where_two_fit_equally_well_both_are_possible_and_each_half_as_likely() -> None:
    found = matched(
        """
        id | name     | birth      | village
        0  | H. BASRI | 1980-05-05 | 16.06.01.2001
        """,
        REGISTER,
    )
    assert answers(found) == [(1, 1, "possible"), (1, 2, "possible")]
    assert sum(found.rows["probability"].to_pylist()) <= 1


def test_a_person_whom_the_register_has_twice_is_matched_with_the_first_row() -> None:
    twice = REGISTER + "    3  | 1606014605829001 | Siti Aminah  | 1982-05-06 | 16.06.01.2002 | P\n"
    found = matched(
        """
        id | nik | name        | birth      | village
        0  |     | Siti Aminah | 1982-05-06 | 16.06.01.2002
        """,
        twice,
    )
    assert answers(found) == [(1, 3, "match")]


def test_of_two_people_on_one_nik_of_the_register_the_one_who_was_compared_is_answered() -> None:
    """A number copied down: the rows are one person only where name or birth agree too, as the passes ask."""
    copied = """
        id | nik              | name         | birth      | village       | phone
        0  | 1606010505809001 | Budi Santoso |            | 16.06.01.2001 | 081299010001
        1  | 1606010505809001 | Siti Aminah  | 1980-05-05 | 16.06.01.2001 | 081299010002
        2  | 1606010505809001 |              |            | 16.06.01.2001 | 081299010001
        3  | 1606010505809001 | Siti Aminah  |            | 16.06.01.2002 |
    """
    found = matched(
        """
        id | name         | birth      | village       | phone
        0  | Siti Aminah  | 1980-05-05 | 16.06.01.2001 | 081299010002
        1  | Budi Santoso |            | 16.06.01.2001 | 081299010001
        """,
        copied,
    )
    assert answers(found) == [(1, 2, "match"), (2, 1, "match")]


def test_a_row_that_the_register_says_again_makes_nobody_doubtful() -> None:
    """A list of payments says a person once a month, some under a KPJ alone."""
    schema = pa.schema([*SCHEMA, ("kpj", pa.string())])
    paid = [f"{at} | 12345678901 | Siti Aminah | |" for at in range(41)]  # more than may share one person's number
    paid += [f"{41 + at} | | Joko Umar | 1970-12-12 | 16.06.01.2002" for at in range(2)]
    register = filled("\n".join(["id | kpj | name | birth | village", *paid]), schema)
    listed = filled(
        """
        id | kpj         | name        | birth      | village
        0  |             | Joko Umar   | 1970-12-12 | 16.06.01.2002
        1  | 12345678901 | Siti Aminah |            |
        """,
        schema,
    )
    found = match_lists(listed, register, engine(), listed_on=ON, weights=True)
    assert answers(found) == [(1, 42, "match"), (2, 1, "match")]
    assert found.weights is not None
    assert found.weights.select(["list_row", "register_row"]).to_pylist() == [
        {"list_row": 1, "register_row": 42},
        {"list_row": 2, "register_row": 1},
    ]


def test_two_rows_that_hardly_tell_anything_are_no_one_person_though_they_say_the_same() -> None:
    found = matched(
        """
        id | name  | village       | birth      | nik
        0  | Ahmad | 16.06.01.2001 |            |
        1  | Ahmad | 16.06.01.2001 |            |
        2  | Joko  | 16.06.01.2001 | 1970-12-12 |
        3  | Joko  | 16.06.01.2001 | 1970-12-12 |
        """,
        REGISTER,
        dedupe=True,
    )
    assert found.rows["list_person"].to_pylist() == [1, 2, 3, 3]


def test_a_row_that_a_list_says_a_hundred_times_is_one_person() -> None:
    rows = [f"{at} | 1606011212709009 | Joko Umar | 1970-12-12" for at in range(301)]
    found = matched("\n".join(["id | nik | name | birth", *rows]), REGISTER, dedupe=True)
    assert set(found.rows["list_person"].to_pylist()) == {1}


def test_rows_of_the_list_that_are_one_person_have_one_number() -> None:
    found = matched(
        """
        id | nik              | name        | birth      | village
        0  | 1606011212709009 | Joko Umar   | 1970-12-12 | 16.06.01.2002
        1  |                  | Siti Aminah | 1982-05-06 | 16.06.01.2002
        2  |                  | DJOKO UMAR  | 1970-12-12 | 16.06.01.2002
        3  | 1606014605829001 | Siti A.     | 1982-05-06 |
        """,
        REGISTER,
        dedupe=True,
    )
    assert found.rows["list_person"].to_pylist() == [1, 2, 1, 2]


def test_two_rows_whose_numbers_excel_cut_to_the_same_are_one_person_only_if_the_rest_agrees() -> None:
    found = matched(
        """
        id | nik              | name         | birth      | village
        0  | 1606010505809000 | Hasan Basri  | 1980-05-05 | 16.06.01.2001
        1  | 1606010505809000 | Joko Santoso | 1980-05-05 | 16.06.01.2002
        2  | 1606010505809000 | Hasan B.     | 1980-05-05 | 16.06.01.2001
        """,
        REGISTER,
        dedupe=True,
    )
    assert found.rows.group_by("list_row").aggregate([("list_person", "min")])["list_person_min"].to_pylist() == [
        1,
        2,
        1,
    ]


def test_a_child_whose_birth_only_the_nik_tells_on_one_side_is_found() -> None:
    child = "0 | {nik} | Putra Ramadhan Lubis | {birth} | 16.06.01.2001 | L"
    heads = "id | nik | name | birth | village | sex"
    by_nik = f"{heads}\n{child.format(nik='1606010505129001', birth='')}"
    stated = f"{heads}\n{child.format(nik='', birth='2012-05-05')}"
    assert answers(matched(by_nik, stated)) == answers(matched(stated, by_nik)) == [(1, 1, "match")]


def test_who_is_listed_with_a_number_of_the_other_sex_is_rather_somebody_of_his_name() -> None:
    found = matched(
        """
        id | nik              | name         | village       | sex
        0  | 1606014605829001 | Budi Santoso | 16.06.01.2001 | L
        """,
        """
        id | nik              | name         | birth      | village       | sex
        0  | 1606010505809001 | Budi Santoso | 1980-05-05 | 16.06.01.2001 | L
        1  | 1606014605829001 | Siti Aminah  | 1982-05-06 | 16.06.01.2001 | P
        """,
    )
    assert answers(found) == [(1, 1, "possible"), (1, 2, "possible")]


def test_the_same_number_in_one_home_is_one_person_however_short_the_name() -> None:
    """A nickname and a slip in the birth date, which passes would leave open, on the number and the phone of one."""
    found = matched(
        """
        id | nik              | name  | birth      | village       | phone
        0  | 1606010505809001 | Leman | 1980-06-05 | 16.06.01.2001 | 081299010001
        """,
        """
        id | nik              | name              | birth      | village       | phone        | sex
        0  | 1606010505809001 | Muhammad Sulaiman | 1980-05-05 | 16.06.01.2001 | 081299010001 | L
        """,
    )
    assert answers(found) == [(1, 1, "match")]


def test_a_hard_list_is_matched_with_few_errors_and_hardly_a_wrong_one() -> None:
    hard = hard_list(1_200, seed=11)
    precision, recall = _quality(hard)
    assert precision >= 0.995
    assert 2 * precision * recall / (precision + recall) >= 0.98


def test_what_is_left_of_a_list_after_equal_niks_were_matched_is_still_found() -> None:
    """Its NIKs are in no register, and would teach that whoever agrees is another person."""
    hard = hard_list(1_200, seed=11)
    known = set(hard.register["nik"].to_pylist())
    left = [row for row, nik in enumerate(hard.listed["nik"].to_pylist()) if nik not in known]
    listed = hard.listed.take(left).drop_columns(["id"]).append_column("id", [list(range(len(left)))])
    precision, recall = _quality(replace(hard, listed=listed, truth=[hard.truth[row] for row in left]))
    assert precision >= 0.98
    assert recall >= 0.95


def _quality(hard: HardList) -> tuple[float, float]:
    found = match_lists(engine().table(hard.listed), engine().table(hard.register), engine(), listed_on=ON)
    rows = [row for row in found.rows.to_pylist() if row["verdict"] == "match"]
    right = sum(hard.truth[row["list_row"] - 1] == row["register_row"] - 1 for row in rows)
    return right / len(rows), right / sum(place is not None for place in hard.truth)


def test_a_row_is_the_person_of_the_list_whom_its_register_row_is_however_like_another_it_looks() -> None:
    def edges(*pairs: tuple[int, int, int]) -> Edges:
        left, right, strength = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
        return Edges(left, right, strength, *(np.full(len(left), "", dtype=object) for _ in range(2)))

    within = edges((0, 1, 999_000), (1, 2, 990_000))
    matched = edges((0, 0, 800_000), (1, 1, 900_000))
    assert _persons(within, matched, 3, 2).tolist() == [1, 2, 2]


def renumbered(table: pa.Table, order: list[int]) -> pa.Table:
    """The rows in this order, with ids from 0."""
    return table.take(order).drop_columns(["id"]).append_column("id", [list(range(len(order)))])


@pytest.mark.long
def test_where_a_row_stands_in_its_file_decides_nothing() -> None:
    """Of many who fit alike, three are named: which ones, what they tell decides."""
    crowd = [f"{at} | Siti Aminah | 1982-05-06 | | 0812990100{at:02d}" for at in range(12)]
    register = drawn("\n".join(["id | name | birth | village | phone", *crowd]))
    listed = drawn("id | name | birth | village\n0 | Siti Aminah | 1982-05-06 |")
    rows = engine().run(register)
    told = []
    for order in (list(range(12)), [*range(11, -1, -1)], [*range(5, 12), *range(5)]):
        moved = engine().table(renumbered(rows, order))
        found = match_lists(listed, moved, engine(), listed_on=ON).rows["register_row"].to_pylist()
        told.append([order[row - 1] for row in found])
    assert len(told[0]) == 3
    assert told[0] == told[1] == told[2]


@pytest.mark.long
def test_the_order_of_the_rows_decides_nothing() -> None:
    hard = hard_list(150, seed=5)
    tables = [(hard.listed, hard.register), tuple(table[::-1] for table in (hard.listed, hard.register))]
    first, second = (
        match_lists(*(engine().table(table) for table in pair), engine(), listed_on=ON, dedupe=True).rows
        for pair in tables
    )
    assert first.equals(second)
