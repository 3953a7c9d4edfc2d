"""Who is named by tables and by hand, on list rows that Hypothesis makes up, in whatever order they come."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.membership.named import COLUMNS, named_of
from named_drawn import NOMINATIONS, POPULATION
from oracles import cases
from tables import engine, rows

pytestmark = pytest.mark.slow

Row = dict[str, Any]
PLACES = (
    (None, None),
    (None, "16.06.01"),
    (None, "16.07.01"),
    ("16.06.01.2001", "16.06.01"),
    ("16.06.01.2002", "16.06.01"),
    ("16.06.01.2002", None),
    ("16.07.01.2001", "16.07.01"),
)


@st.composite
def listed(draw: st.DrawFn, file: str) -> Row:
    village, district = draw(st.sampled_from(PLACES))
    return {
        "person": draw(st.integers(1, 3)),
        "card": draw(st.sampled_from((None, 7, 8))),
        "village": village,
        "district": district,
        "occupation": draw(st.sampled_from((None, "farmer", "fisher"))),
        "sex": draw(st.sampled_from((None, "L", "P"))),
        "birth": draw(st.sampled_from((None, date(1990, 1, 31), date(1990, 2, 1)))),
        "born_by_nik": draw(st.sampled_from((None, "1990-03"))),
        "decile": draw(st.sampled_from((None, 1, 9, 10))),
        "died_on": draw(st.sampled_from((None, date(2025, 7, 1), date(2025, 8, 1)))),
        "file_area": draw(st.sampled_from((None, "16", "16.06", "16.08.01"))),
        "known_on": draw(st.sampled_from((date(2025, 6, 5), date(2025, 6, 6)))),
        "order": draw(st.integers(1, 2)),
        "file": file + draw(st.sampled_from("ab")),
        "sheet": draw(st.sampled_from("AB")),
        "row": draw(st.integers(2, 11)),
    }


def lists(file: str) -> st.SearchStrategy[list[Row]]:
    return st.lists(listed(file), max_size=6, unique_by=lambda row: (row["file"], row["sheet"], row["row"]))


def in_time(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("known_on", "order", "file", "sheet", "row"))


def last(said: list[Any]) -> Any:
    return next((one for one in reversed(said) if one is not None), None)


def card_of(person: int, rows: list[Row]) -> Any:
    return last([row["card"] for row in sorted(rows, key=in_time) if row["person"] == person])


def by_hand(person: int, nominations: list[Row], population: list[Row]) -> Row:
    """What is known of a person, row after row as they became known."""
    both = [row | {"died_on": None} for row in nominations] + [row | {"decile": None} for row in population]
    own = sorted((row for row in both if row["person"] == person), key=in_time)
    place = last([row["village"] or row["district"] for row in own]) or ""
    inside = [row["village"] for row in own if (row["village"] or "").startswith(f"{place}.")]
    village = place if len(place) > 8 else last(inside) if place else None
    senders = [row["file_area"][:5] if len(row["file_area"] or "") >= 5 else None for row in own]
    register = sorted((row for row in population if row["person"] == person), key=in_time)
    died_on = register[-1]["died_on"] if register else None
    birth = last([row["birth"] for row in own])
    card = card_of(person, both)
    alike = [one for one in {row["person"] for row in both} if card is not None and card_of(one, both) == card]
    return {
        "household_person": min(alike, default=person),
        "person": person,
        "village": village,
        "district": place[:8] or None,
        "area": place[:5] or last(senders),
        "sex": last([row["sex"] for row in own]),
        "born": str(birth)[:7] if birth else last([row["born_by_nik"] for row in own]),
        "occupation": last([row["occupation"] for row in own]),
        "decile": last([row["decile"] for row in own]),
        "named_on": min(row["known_on"] for row in own),
        "died_month": str(died_on)[:7] if died_on else None,
    }


@cases(40)
@given(lists("n"), lists("p"))
def test_of_everybody_named_the_row_known_last_speaks_for_each_attribute(
    nominations: list[Row], population: list[Row]
) -> None:
    told = [
        engine().table(pa.Table.from_pylist(given_rows, schema=schema))
        for given_rows, schema in ((nominations, NOMINATIONS), (population, POPULATION))
    ]
    people = sorted({row["person"] for row in (*nominations, *population)})
    expected = [by_hand(person, nominations, population) for person in people]
    assert rows(named_of(*told)) == [{name: one[name] for name in COLUMNS} for one in expected]
