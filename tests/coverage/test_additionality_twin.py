"""Additionality by tables and by hand, on people whom Hypothesis makes up; the bridge adds up for all of them."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import additionality_twin as twin
from additionality_twin import Person
from cakupan.basics.month import Month
from cakupan.coverage.additionality import Effect, Spent
from cakupan.coverage.flows import sponsored_between
from cakupan.membership.sponsors import sponsors
from followed import EPISODES
from oracles import cases
from sponsored_drawn import CONTRIBUTIONS, SPELLS, told
from tables import engine

pytestmark = pytest.mark.slow

CALENDAR = ("2024-10", "2024-11", "2024-12", "2025-01", "2025-02")
PAYERS = st.sampled_from(("apbd_regency", "apbd_regency", "self", "employer", "csr", None))
PLACES = st.sampled_from(
    ("16.06.01.2001", "16.06.01.2001", "16.06.01.2001", "16.06.01.2002", "16.06.01", "16.06", "16.07.01.2001", None)
)
MONTH_OF_MEMBER = st.tuples(st.lists(PAYERS, min_size=1, max_size=2, unique=True).map(tuple), PLACES)


@st.composite
def payments(draw: st.DrawFn) -> Any:
    first, last = sorted(draw(st.tuples(st.integers(0, 4), st.integers(0, 4))))
    return (
        draw(st.sampled_from(("apbd_regency", "apbd_regency", "csr", None))),
        draw(st.sampled_from((None, "APBD 2025"))),
        draw(st.sampled_from((None, "B1", "B2"))),
        CALENDAR[first : last + 1],
        draw(st.sampled_from((16_800, 50_000, -16_801))),
    )


@st.composite
def persons(draw: st.DrawFn) -> Person:
    # most people change little from month to month
    steps = draw(st.lists(st.one_of(st.just("same"), st.none(), MONTH_OF_MEMBER), min_size=5, max_size=5))
    months: dict[str, Any] = {}
    before: Any = None
    for month, step in zip(CALENDAR, steps, strict=True):
        before = before if step == "same" else step
        if before:
            months[month] = before
    return Person(0, months, draw(st.booleans()), draw(st.lists(payments(), max_size=3)))


def numbered(made: Sequence[Person]) -> list[Person]:
    return [Person(number, one.months, one.lapses, one.paid) for number, one in enumerate(made, 1)]


def episodes(people: Sequence[Person]) -> list[dict[str, Any]]:
    found = []
    for person in people:
        for run, ended_as in twin.runs(person, CALENDAR):
            place = person.place(run[0]) or ""
            codes = {"village": place[:13], "district": place[:8], "area": place[:5]}
            sizes = {"village": 13, "district": 8, "area": 5}
            where = {name: code if len(code) == sizes[name] else None for name, code in codes.items()}
            way = {"segment": "BPU", "payer": person.speaks(run[0]), **where, "ended_as": ended_as}
            found.append({"person": person.number, "starts_month": run[0], "ends_month": run[-1], **way})
    return found


def spells(people: Sequence[Person]) -> list[dict[str, Any]]:
    found = []
    for person in people:
        for payer in sorted({payer for month in person.months for payer in person.payers(month)}, key=str):
            run: list[str] = []
            for month in (*CALENDAR, "9999-99"):
                if payer in person.payers(month):
                    run.append(month)
                elif run:
                    ends = None if run[-1] == CALENDAR[-1] else run[-1]
                    found.append({"person": person.number, "payer": payer, "starts_month": run[0], "ends_month": ends})
                    run = []
    return found


def contributions(people: Sequence[Person]) -> list[dict[str, Any]]:
    return [
        {
            "person": person.number, "payer": payer, "fund": fund, "batch": batch, "starts_month": months[0],
            "ends_month": months[-1], "amount": amount, "paid_on": None,
        }
        for person in people
        for payer, fund, batch, months, amount in person.paid
    ]  # fmt: skip


def drawn(made: list[dict[str, Any]], schema: pa.Schema) -> Any:
    rows = [{name: row.get(name) for name in schema.names} for row in made]
    return engine().table(pa.Table.from_pylist(rows, schema))


@cases(25)
@given(
    st.lists(persons(), max_size=8).map(numbered),
    st.sampled_from(("16.06", "16.06", "16.06", "16.06.01", "16.06.01.2001", "16", "00")),
    st.sampled_from((("apbd_regency",), ("apbd_regency",), ("csr",), ("apbd_regency", "csr"))),
    st.sampled_from((("2024-12", "2025-02"), ("2024-11", "2025-01"), ("2024-12", "2025-01"))),
    st.sampled_from(((), ("batch",), ("fund",), ("village",), ("district", "batch"))),
    st.randoms(use_true_random=False),
)
def test_the_twin_agrees_on_every_outcome_and_the_bridge_adds_up(
    people: list[Person],
    area: str,
    payers: tuple[str, ...],
    months: tuple[str, str],
    by: tuple[str, ...],
    shuffle: Any,
) -> None:
    base, until = (Month(int(month[:4]), int(month[5:])) for month in months)
    asked = twin.Asked(area, *months, payers, CALENDAR)
    members = [sum(person.within(month, area) for person in people) for month in months]
    made = [list(rows) for rows in (episodes(people), spells(people), contributions(people))]
    for rows in made:
        shuffle.shuffle(rows)
    tables = [drawn(rows, schema) for rows, schema in zip(made, (EPISODES, SPELLS, CONTRIBUTIONS), strict=True)]
    found = told(*tables, by, (members[0], members[1]), area=area, base=base, until=until, payers=payers)

    expected = twin.effects(people, asked, by)
    rows_found = found.rows if by else tuple(one for one in found.effects if one.persons)
    known = any(one.rupiah is not None for one in found.effects)
    assert {(one.outcome, one.because, *one.dims.values()): (one.persons, *counts_of(one)) for one in rows_found} == {
        key: (*counts[:4], counts[4] if known else None) for key, counts in expected.items()
    }
    assert known or not any(counts[2] for counts in expected.values())

    assert found.doubled is not None
    double = twin.doubled(people, asked)
    assert (found.doubled.persons, *counts_of(found.doubled)[:3]) == double[:4]
    assert found.doubled.rupiah in (None, double[4])

    assert found.growth == members[1] - members[0] == sum(step.persons for step in found.bridge if not step.sum)
    assert sum(one.persons for one in found.effects) == found.sponsored
    leavers = sum(twin.leaves(person, asked) for person in people)
    replaced = sum(one.persons for one in found.effects if one.outcome == "replaced_leaver")
    assert (found.step("leaver_not_replaced") or 0) == replaced - leavers
    assert found.in_other_row == twin.in_other_row(people, asked)
    assert found.net_new == twin.net_new(people, asked)
    assert "change_counts_others" not in [one.code for one in found.findings]


def counts_of(one: Effect | Spent) -> tuple[int | None, ...]:
    return one.months, one.months_paid, one.months_unpaid, one.rupiah


@cases(25)
@given(
    st.lists(persons(), max_size=8).map(numbered),
    st.sampled_from(("16.06", "16.06.01", "16.06.01.2001", "00")),
    st.sampled_from((("2024-12", "2025-02"), ("2024-11", "2025-01"))),
)
def test_net_new_is_one_number_whether_change_or_additionality_is_asked(
    people: list[Person], area: str, months: tuple[str, str]
) -> None:
    base, until = (Month(int(month[:4]), int(month[5:])) for month in months)
    tables = [drawn(episodes(people), EPISODES), drawn(spells(people), SPELLS)]
    found = told(*tables, drawn([], CONTRIBUTIONS), area=area, base=base, until=until, payers=sponsors())
    changed = sponsored_between(*tables, engine(), area, base, until)
    assert (found.net_new, found.sponsored, found.in_other_row) == (
        changed.net_new,
        changed.now,
        changed.in_other_row_now,
    )
