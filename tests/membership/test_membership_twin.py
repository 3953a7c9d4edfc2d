"""Membership by tables and by hand, on rows that Hypothesis makes up, in whatever order they come."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.membership.extracts import with_standing
from cakupan.membership.speaking import speaking
from cakupan.membership.spells import spells_of
from cakupan.membership.standing import standing_of
from membership import twin
from membership.drawn import DEATHS, PAYMENTS, ROWS, STANDING
from oracles import cases
from tables import engine, rows

pytestmark = pytest.mark.slow

Row = dict[str, Any]

MONTHS = ("2024-12", "2025-01", "2025-02", "2025-04", "2025-05", "2025-07")
DAYS = (None, date(2024, 12, 31), date(2025, 1, 30), date(2025, 2, 28), date(2025, 4, 1), date(2025, 7, 31))
PLACES = (
    (None, None, None),
    (None, None, "16.06"),
    (None, "16.06.01", "16.06"),
    ("16.06.01.2001", "16.06.01", "16.06"),
    ("16.06.01.2002", None, None),
    ("16.06.02.2001", "16.06.02", "16.06"),
    (None, None, "16.07"),
)
PERSONS = st.integers(1, 2)
KPJ = st.sampled_from((None, "K1", "K2"))
DAY = st.sampled_from(DAYS)


@st.composite
def members(draw: st.DrawFn) -> Row:
    village, district, area = draw(st.sampled_from(PLACES))
    return {
        "person": draw(PERSONS),
        "month": draw(st.sampled_from(MONTHS)),
        "segment": draw(st.sampled_from(("BPU", "BPU", "PU", "Jakon"))),
        "kpj": draw(KPJ),
        "payer": draw(st.sampled_from((None, "self", "csr"))),
        "village": village,
        "district": district,
        "area": area,
        "sex": draw(st.sampled_from((None, "L", "P"))),
        "birth": draw(
            st.sampled_from((None, date(1959, 2, 28), date(1959, 5, 31), date(1990, 7, 31), date(2025, 3, 1)))
        ),
        "started_on": draw(DAY),
    }


@st.composite
def extract_rows(draw: st.DrawFn) -> Row:
    return draw(members()) | {
        "programmes": draw(st.sampled_from((None, "JKK,JKM"))),
        "ended_on": draw(DAY),
        "paid_until": draw(DAY),
        "status": draw(st.sampled_from((None, None, "active", "inactive", "ended", "died"))),
        "known_on": draw(st.sampled_from((date(2025, 8, 1), date(2025, 8, 2)))),
        "order": draw(st.integers(1, 2)),
        "file": draw(st.sampled_from("abc")),
        "sheet": draw(st.sampled_from("AB")),
        "row": draw(st.integers(2, 9)),
    }


@st.composite
def standing_rows(draw: st.DrawFn) -> Row:
    state = draw(st.sampled_from(("paid", "paid", "grace", "lapsed", "ended", "not_begun")))
    return draw(members()) | {"programmes": None, "state": state, "because": "listed"}


@st.composite
def payments_made(draw: st.DrawFn) -> Row:
    starts, ends = sorted((draw(st.sampled_from(MONTHS)), draw(st.sampled_from(MONTHS))))
    return {
        "person": draw(PERSONS),
        "starts_month": starts,
        "ends_month": draw(st.sampled_from((None, ends))),
        "payer": "self",
        "kpj": draw(st.sampled_from((None, "K1", "K2", "K9"))),
        "paid_on": draw(DAY),
    }


DEATH = st.fixed_dictionaries({"person": PERSONS, "died_on": DAY})


def membership(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("person", "segment", "kpj", "payer", "month"))


def begun(row: Row) -> tuple[Any, ...]:
    return *membership(row), row["started_on"], row["programmes"]


def provenance(row: Row) -> tuple[Any, ...]:
    return row["file"], row["sheet"], row["row"]


STANDINGS = st.lists(standing_rows(), min_size=1, max_size=14, unique_by=membership)
SHUFFLE = st.randoms(use_true_random=False)


def drawn(made: list[Row], schema: pa.Schema) -> Any:
    return engine().table(pa.Table.from_pylist(made, schema))


def comparable(found: list[Row]) -> list[str]:
    return sorted(str(sorted(row.items())) for row in found)


@cases(30)
@given(st.lists(extract_rows(), max_size=10, unique_by=provenance), SHUFFLE)
def test_the_twin_agrees_on_which_rows_speak(made: list[Row], shuffle: Any) -> None:
    expected = {provenance(row): verdict for row, verdict in zip(made, twin.verdicts(made), strict=True)}
    shuffle.shuffle(made)
    found = rows(with_standing(drawn(made, ROWS)))
    assert {provenance(row): row["standing"] for row in found} == expected


@cases(40)
@given(
    st.lists(extract_rows(), max_size=8, unique_by=provenance),
    st.lists(payments_made(), max_size=6),
    st.lists(DEATH, max_size=2),
    SHUFFLE,
)
def test_the_twin_agrees_on_each_membership_in_each_month(
    made: list[Row], payments: list[Row], deaths: list[Row], shuffle: Any
) -> None:
    expected = sorted(map(str, zip(map(begun, made), twin.states(made, payments, deaths), strict=True)))
    for each in (made, payments, deaths):
        shuffle.shuffle(each)
    found = rows(standing_of(drawn(made, ROWS), drawn(payments, PAYMENTS), drawn(deaths, DEATHS)))
    assert sorted(str((begun(row), (row["state"], row["because"]))) for row in found) == expected


@cases(30)
@given(STANDINGS, SHUFFLE)
def test_the_twin_agrees_on_when_memberships_began_and_ended(made: list[Row], shuffle: Any) -> None:
    expected = [twin.told(spell, made) for spell in twin.spells(made)]
    shuffle.shuffle(made)
    assert comparable(rows(spells_of(drawn(made, STANDING)))) == comparable(expected)


@cases(40)
@given(STANDINGS, SHUFFLE)
def test_the_twin_agrees_on_who_speaks_and_what_is_told_of_them(made: list[Row], shuffle: Any) -> None:
    expected = twin.speaking(made)
    shuffle.shuffle(made)
    assert comparable(rows(speaking(drawn(made, STANDING)))) == comparable(expected)
