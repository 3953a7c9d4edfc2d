"""The named by tables and by hand, on people, episodes and pairs that Hypothesis makes up, in whatever order."""

from collections import Counter
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asked import JULY
from cakupan.basics.working_age import working_age_in
from cakupan.coverage.named_people import STATES, Misplaced, counts_of_named, misplaced_in, named_in
from named_drawn import EPISODES, NAMED, PAIRS
from oracles import cases
from tables import engine, rows

pytestmark = pytest.mark.slow

Row = dict[str, Any]
MONTHS = ("2024-12", "2025-06", "2025-07", "2025-08")
PLACES = (
    (None, None, None),
    (None, None, "16.06"),
    (None, "16.06.01", "16.06"),
    ("16.06.01.2001", "16.06.01", "16.06"),
    ("16.06.02.2001", "16.06.02", "16.06"),
    ("16.07.01.2001", "16.07.01", "16.07"),
)
DAY = date(2025, 6, 30)


def month_or_none() -> st.SearchStrategy[str | None]:
    return st.sampled_from((None, *MONTHS))


@st.composite
def people(draw: st.DrawFn) -> list[Row]:
    found = []
    for person in range(1, draw(st.integers(1, 5)) + 1):
        village, district, area = draw(st.sampled_from(PLACES))
        found.append(
            {
                "person": person,
                "village": village,
                "district": district,
                "area": area,
                "occupation": draw(st.sampled_from((None, "farmer", "fisher"))),
                "sex": None,
                "born": draw(st.sampled_from((None, "1959-07", "1959-08", "1990-01", "2008-07", "2008-08"))),
                "died_month": draw(month_or_none()),
                "decile": draw(st.sampled_from((None, 1, 2, 10))),
                "named_on": draw(st.sampled_from((date(2025, 6, 5), date(2025, 7, 1)))),
            }
        )
    return found


@st.composite
def episodes(draw: st.DrawFn) -> Row:
    first, last = sorted(draw(st.tuples(st.sampled_from(MONTHS), st.sampled_from(MONTHS))))
    ended_as = draw(st.sampled_from((None, "died", "lapsed")))
    village, district, area = draw(st.sampled_from(PLACES[1:]))
    return {
        "person": draw(st.integers(1, 7)),
        "starts_month": first,
        "ends_month": last,
        "ended_as": ended_as,
        "village": village,
        "district": district,
        "area": area,
    }


def apart(runs: list[Row]) -> list[Row]:
    """Those that share no month with one before: a person counts in one way at a time."""
    kept: list[Row] = []
    for run in runs:
        same = [one for one in kept if one["person"] == run["person"]]
        if all(one["ends_month"] < run["starts_month"] or run["ends_month"] < one["starts_month"] for one in same):
            kept.append(run)
    return kept


PAIR = st.fixed_dictionaries({"left_person": st.integers(1, 7), "right_person": st.integers(1, 7)})


def state_of(person: Row, runs: list[Row]) -> str:
    """What somebody is in July 2025, by the words of the rule."""
    own = [run for run in runs if run["person"] == person["person"]]
    if any(run["starts_month"] <= "2025-07" <= run["ends_month"] for run in own):
        return "member"
    begun = sorted((run for run in own if run["starts_month"] <= "2025-07"), key=lambda run: str(run["starts_month"]))
    if (person["died_month"] or "9999") <= "2025-07" or (begun and begun[-1]["ended_as"] == "died"):
        return "died"
    if person["born"] is None:
        return "age_unknown"
    # the day before the birthday month ends nobody is older than after it
    years = (2025 * 12 + 7 - int(person["born"][:4]) * 12 - int(person["born"][5:])) // 12
    return "too_young" if years < 17 else "too_old" if years > 65 else "uncovered"


def perhaps(person: int, runs: list[Row], pairs: list[Row]) -> bool:
    members = {run["person"] for run in runs if run["starts_month"] <= "2025-07" <= run["ends_month"]}
    sides = {(pair["left_person"], pair["right_person"]) for pair in pairs}
    return any((person, other) in sides or (other, person) in sides for other in members)


def as_tables(named: list[Row], runs: list[Row], pairs: list[Row]) -> tuple[Any, Any, Any]:
    given = ((named, NAMED), (runs, EPISODES), (pairs, PAIRS))
    one, two, three = (engine().table(pa.Table.from_pylist(told, schema=schema)) for told, schema in given)
    return one, two, three


@cases(40)
@given(people(), st.lists(episodes(), max_size=6).map(apart), st.lists(PAIR, max_size=4), st.booleans())
def test_every_named_person_is_what_the_rule_says_and_is_counted_once(
    named: list[Row], runs: list[Row], pairs: list[Row], early: bool
) -> None:
    known = [one for one in named if not early or one["named_on"] <= DAY]
    stated = named_in(*as_tables(named, runs, pairs), JULY, working_age_in(JULY), DAY if early else None)
    states = {one["person"]: state_of(one, runs) for one in known}
    maybe = {who: state == "uncovered" and perhaps(who, runs, pairs) for who, state in states.items()}
    told = rows(stated.select("person", "state", "perhaps"))
    assert told == [{"person": who, "state": states[who], "perhaps": maybe[who]} for who in sorted(states)]
    cells = Counter(
        (one["district"], str(one["decile"]) if one["decile"] else None, states[one["person"]])
        for one in known
        if one["area"] == "16.06"
    )
    found = counts_of_named(stated, engine(), "16.06", ("district", "decile"))
    assert {(*key, state): getattr(one, state) for key, one in found.items() for state in STATES} == {
        (*key, state): cells[(*key, state)] for key in found for state in STATES
    }
    assert {key[:2] for key in cells} == set(found)
    here = {one["person"] for one in known if one["area"] == "16.06"}
    assert sum(one.perhaps_members for one in found.values()) == sum(maybe[who] for who in here)


def two_places(named: list[Row], runs: list[Row], area: str, level: str | None) -> dict[tuple[str | None, ...], Any]:
    """Who is named in one place and counted in another, one member after another: at `level`, else of `area` alone."""
    found: dict[tuple[str | None, ...], Counter[str]] = {}
    for one in named:
        for run in runs:
            if run["person"] == one["person"] and run["starts_month"] <= "2025-07" <= run["ends_month"]:
                listed, counted = ((place["area"] == area, place[level or "area"]) for place in (one, run))
                if listed[0] and (listed != counted):
                    found.setdefault((listed[1],) if level else (), Counter())["named_here"] += 1
                if counted[0] and listed != counted and listed[1] is not None:
                    found.setdefault((counted[1],) if level else (), Counter())["counted_here"] += 1
    return {key: Misplaced(**counts) for key, counts in found.items()}


@cases(40)
@given(people(), st.lists(episodes(), max_size=6).map(apart), st.sampled_from((None, "district", "village")))
def test_members_of_two_places_are_those_whom_list_and_membership_put_apart(
    named: list[Row], runs: list[Row], level: str | None
) -> None:
    stated = named_in(*as_tables(named, runs, []), JULY, working_age_in(JULY))
    found = misplaced_in(stated, engine(), "16.06", (level,) if level else ())
    assert found == two_places(named, runs, "16.06", level)
