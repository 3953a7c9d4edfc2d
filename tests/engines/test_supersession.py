"""Which row speaks, drawn; and a plain Python twin of the rule."""

from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cakupan.engines.supersession import in_force, with_standing
from oracles import examples
from tables import engine, filled, rows, table

pytestmark = pytest.mark.usefixtures("on_each_engine")

KEY, VALUE = ("area", "segment"), ("members", "note")


SCHEMA = pa.schema(
    {
        **dict.fromkeys(("file", "sheet"), pa.string()),
        "row": pa.int32(),
        "known_on": pa.date32(),
        "order": pa.int64(),
        **dict.fromkeys(KEY, pa.string()),
        "members": pa.int64(),
        "note": pa.string(),
    }
)


def standing_of(text: str) -> dict[tuple[str, int], str]:
    judged = with_standing(filled(text, SCHEMA, sheet="Sheet1"), KEY, VALUE)
    return {(row["file"], row["row"]): row["standing"] for row in rows(judged)}


def test_the_row_known_last_speaks() -> None:
    assert standing_of("""
        file | row | known_on   | order | area  | members
        b    | 2   | 2025-08-02 | 1     | 16.06 | 110
        a    | 2   | 2025-08-01 | 2     | 16.06 | 100
        c    | 2   | 2025-07-31 | 3     | 16.06 | 90
    """) == {("a", 2): "superseded", ("b", 2): "in_force", ("c", 2): "superseded"}


def test_of_two_files_of_one_day_the_one_accepted_later_speaks() -> None:
    assert standing_of("""
        file | row | known_on   | order | area  | members
        b    | 2   | 2025-08-01 | 1     | 16.06 | 110
        a    | 2   | 2025-08-01 | 2     | 16.06 | 100
    """) == {("a", 2): "in_force", ("b", 2): "superseded"}


def test_rows_that_say_the_same_are_repeated_and_the_first_by_provenance_stands() -> None:
    assert standing_of("""
        file | row | known_on   | order | area  | members
        b    | 2   | 2025-08-02 | 2     | 16.06 | 100
        a    | 2   | 2025-08-01 | 1     | 16.06 | 100
        a    | 9   | 2025-08-01 | 1     | 16.06 | 100
    """) == {("a", 2): "in_force", ("a", 9): "repeated", ("b", 2): "repeated"}


def test_a_value_said_again_after_a_correction_is_in_force_again() -> None:
    assert standing_of("""
        file | row | known_on   | order | area  | members
        a    | 2   | 2025-08-01 | 1     | 16.06 | 100
        b    | 2   | 2025-08-02 | 2     | 16.06 | 110
        c    | 2   | 2025-08-03 | 3     | 16.06 | 100
    """) == {("a", 2): "in_force", ("b", 2): "superseded", ("c", 2): "repeated"}


def test_rows_of_other_keys_leave_each_other_alone() -> None:
    assert standing_of("""
        file | row | known_on   | order | area  | segment | members
        a    | 2   | 2025-08-01 | 1     | 16.06 |         | 100
        b    | 2   | 2025-08-02 | 2     | 16.06 | PU      | 100
        c    | 2   | 2025-08-03 | 3     | 16.07 |         | 100
    """) == dict.fromkeys((("a", 2), ("b", 2), ("c", 2)), "in_force")


def test_an_empty_note_differs_from_a_note() -> None:
    assert standing_of("""
        file | row | known_on   | order | area  | members | note
        a    | 2   | 2025-08-01 | 1     | 16.06 | 100     | lama
        b    | 2   | 2025-08-02 | 2     | 16.06 | 100     |
    """) == {("a", 2): "superseded", ("b", 2): "in_force"}


class Said(NamedTuple):
    known_on: date
    order: int
    file: str
    sheet: str
    row: int
    area: str
    segment: str | None
    members: int
    note: str | None


SAID = st.builds(
    Said,
    known_on=st.sampled_from((date(2025, 8, 1), date(2025, 8, 2))),
    order=st.integers(1, 3),
    file=st.sampled_from("abc"),
    sheet=st.sampled_from(("Januari", "Juli")),
    row=st.integers(2, 6),
    area=st.sampled_from(("16.06", "16.07")),
    segment=st.sampled_from((None, "PU")),
    members=st.integers(0, 2),
    note=st.sampled_from((None, "", "x")),
)


def expected_standing(said: list[Said]) -> dict[tuple[str, str, int], str]:
    """The rule as one would apply it by hand, key by key."""

    def key(one: Said) -> tuple[str, str]:
        return one.area, one.segment or ""

    standing = {}
    for _, group in groupby(sorted(said, key=key), key=key):
        together = list(group)
        last = max(together, key=lambda one: one[:5])
        alike = [one for one in together if (one.members, one.note) == (last.members, last.note)]
        first = min(alike, key=lambda one: one[2:5])
        for one in together:
            standing[one[2:5]] = "in_force" if one is first else "repeated" if one in alike else "superseded"
    return standing


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(SAID, max_size=12, unique_by=lambda one: one[2:5]), st.randoms(use_true_random=False))
def test_the_twin_says_the_same_in_whatever_order_rows_come(said: list[Said], shuffle: Any) -> None:
    shuffle.shuffle(said)
    drawn = pa.Table.from_pylist([one._asdict() for one in said], SCHEMA)
    judged = rows(with_standing(engine().table(drawn), KEY, VALUE))
    assert {(row["file"], row["sheet"], row["row"]): row["standing"] for row in judged} == expected_standing(said)


@pytest.mark.parametrize("later", ["2025-08-01", "2025-09-01"])
def test_the_day_a_repetition_came_in_changes_nothing_but_when_it_was_known(later: str) -> None:
    judged = with_standing(
        table(f"""
            file | sheet  | row | known_on   | order | area  | segment | members | note
            a    | Sheet1 | 2   | 2025-08-01 | 1     | 16.06 |         | 100     |
            b    | Sheet1 | 2   | {later}    | 2     | 16.06 |         | 100     |
        """),
        KEY,
        VALUE,
    )
    (row,) = rows(in_force(judged))
    assert (row["file"], row["known_on"], row["order"]) == ("a", date.fromisoformat(later), 2)
