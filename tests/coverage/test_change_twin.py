"""Episodes and change by tables and by hand, on histories that Hypothesis makes up."""

from collections import Counter
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import change_twin as twin
from cakupan.basics.month import Month
from cakupan.coverage.change import CoverageChange, change_of_people
from cakupan.coverage.flows import flows_between
from cakupan.membership.episodes import episodes_of
from followed import EPISODES, answer
from membership.drawn import STANDING
from oracles import cases
from tables import engine, rows

pytestmark = pytest.mark.slow

Row = dict[str, Any]

MONTHS = ("2024-11", "2024-12", "2025-01", "2025-03", "2025-04")
PLACES = (
    (None, None, "16.06"),
    (None, "16.06.01", "16.06"),
    ("16.06.01.2001", "16.06.01", "16.06"),
    ("16.06.01.2001", "16.06.01", "16.06"),
    ("16.06.02.2001", "16.06.02", "16.06"),
    ("16.06.02.2001", None, "16.07"),  # listed by the neighbour
    (None, None, "16.07"),
    (None, None, None),
)
PEOPLE = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(("month", "segment", "payer", "village", "district", "area"), pa.string()),
        **dict.fromkeys(("nik_area", "work_area"), pa.string()),
    }
)


@st.composite
def months_of_people(draw: st.DrawFn) -> Row:
    village, district, area = draw(st.sampled_from(PLACES))
    state, because = draw(
        st.sampled_from(
            (
                *[("paid", "listed")] * 6,
                ("lapsed", "unpaid"),
                ("ended", "died"),
                ("ended", "over_age"),
                ("ended", "end_date"),
            )
        )
    )
    return {
        "person": draw(st.integers(1, 3)),
        "month": draw(st.sampled_from(MONTHS)),
        "segment": draw(st.sampled_from(("BPU", "BPU", "PU"))),
        "payer": draw(st.sampled_from((None, "self", "csr"))),
        "kpj": draw(st.sampled_from(("K1", "K2"))),
        "village": village,
        "district": district,
        "area": area,
        "nik_area": draw(st.sampled_from((None, None, "16.06.02"))),
        "work_area": None,
        "state": state,
        "because": because,
        "birth": date(1990, 1, 1),
    }


STANDINGS = st.lists(
    months_of_people(), min_size=1, max_size=14, unique_by=lambda row: (row["person"], row["month"], row["kpj"])
)
SHUFFLE = st.randoms(use_true_random=False)


def who_counts(standing: list[Row]) -> list[Row]:
    """One active row for each person and month."""
    active = [row for row in standing if row["state"] == "paid"]
    return list({(row["person"], row["month"]): row for row in active}.values())


def nobody(area: str, month: str) -> Row:
    return {"person": 9, "month": month, "area": area, "state": "lapsed", "because": "unpaid"}


def drawn(made: list[Row], schema: pa.Schema) -> Any:
    return engine().table(
        pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in made], schema)
    )


def comparable(found: list[Row]) -> list[str]:
    return sorted(str(sorted(row.items())) for row in found)


@cases(40)
@given(STANDINGS, SHUFFLE)
def test_the_twin_agrees_on_every_episode(standing: list[Row], shuffle: Any) -> None:
    people = who_counts(standing)
    expected = twin.episodes(people, standing)
    for each in (people, standing):
        shuffle.shuffle(each)
    found = rows(episodes_of(drawn(people, PEOPLE), drawn(standing, STANDING), engine().keep))
    assert comparable(found) == comparable(expected)


@cases(40)
@given(
    STANDINGS,
    st.sampled_from(("00", "16", "16.06", "16.06.01", "16.06.01.2001", "16.07")),
    st.sampled_from(
        ((), ("segment",), ("payer",), ("segment", "payer"), ("district",), ("village",), ("village", "payer"))
    ),
    st.sampled_from((("2024-12", "2025-03"), ("2024-11", "2025-04"), ("2025-01", "2025-02"))),
)
def test_the_twin_agrees_on_the_change_and_rows_add_up(
    standing: list[Row], area: str, by: tuple[str, ...], months: tuple[str, str]
) -> None:
    # everybody sends an extract for both months, so that there are figures
    standing = [*standing, *(nobody(area, month) for _, _, area in PLACES if area for month in months)]
    people = who_counts(standing)
    episodes = twin.episodes(people, standing)
    found = changed(episodes, area, by, months)
    steps = found.rows if by else found.reasons
    assert Counter({(step.reason, *step.dims.values()): step.persons for step in steps}) == twin.change(
        episodes, area, *months, by
    )
    assert sum(step.persons or 0 for step in found.reasons) == sum(step.persons or 0 for step in steps)
    for part in found.parts:
        of_part = sum(step.persons or 0 for step in steps if step.dims == part.dims)
        assert of_part == part.now - part.then
    for month, figure in zip(months, (found.then, found.now), strict=True):
        assert figure.members == sum(row["month"] == month and twin.within(place(row), area) for row in people)


def changed(episodes: list[Row], area: str, by: tuple[str, ...], months: tuple[str, str]) -> CoverageChange:
    level = next((name for name in ("district", "village") if name in by), None)
    then, now = (Month(int(month[:4]), int(month[5:])) for month in months)
    flows = flows_between(drawn(episodes, EPISODES), engine(), area, then, now, level=level)  # type: ignore[arg-type]
    sides = ([flow.people for flow in flows if flow.then], [flow.people for flow in flows if flow.now])
    before, after = (answer(month, sum(side)) for month, side in zip((then, now), sides, strict=True))
    return change_of_people(before, after, flows, by)


def place(row: Row) -> str | None:
    return twin._place(twin.placed(row))
