"""What sponsoring changed, drawn; and a plain twin that goes person by person and month by month."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Refused
from cakupan.coverage.additionality import (
    DOUBLE,
    ENDED,
    KEPT,
    NEW,
    REPLACED,
    TAKEN_OVER,
    Additionality,
    additionality_of,
    check_question,
)
from cakupan.membership.sponsors import sponsors
from oracles import cases
from tables import engine, filled

THEN, NOW = Month(2024, 12), Month(2025, 3)
FUND = "apbd_regency"
VILLAGE, OTHER = "16.06.01.2001", "16.06.01.2002"
_PLACES = ("village", "district", "area", "nik_area", "work_area")
EPISODES = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(("starts_month", "ends_month", "segment", "payer", *_PLACES, "ended_as"), pa.string()),
    }
)
SPELLS = pa.schema(
    {"person": pa.int64(), **dict.fromkeys(("segment", "payer", "starts_month", "ends_month"), pa.string())}
)
PAID = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(("payer", "fund", "batch", "starts_month", "ends_month"), pa.string()),
        "amount": pa.int64(),
    }
)


def told(episodes: str, spells: str, paid: str | None = None, **asked: Any) -> Additionality:
    return additionality_of(
        filled(episodes, EPISODES, village=VILLAGE, district=VILLAGE[:8], area="16.06", segment="BPU"),
        filled(spells, SPELLS, segment="BPU", payer=FUND),
        None if paid is None else filled(paid, PAID, payer=FUND),
        engine(),
        **{"area": "16.06", "then": THEN, "now": NOW, "payers": (FUND,), **asked},
    )


def persons(found: Additionality) -> dict[str, int]:
    return {portion.kind: portion.persons for portion in found.portions}


EVERY_KIND = """
    person | starts_month | ends_month
    1      | 2024-01      | 2025-03
    2      | 2024-01      | 2025-03
    3      | 2024-01      | 2025-03
    4      | 2025-02      | 2025-03
    5      | 2025-03      | 2025-03
    6      | 2024-01      | 2025-01
    7      | 2024-01      | 2024-12
    8      | 2025-01      | 2025-01
"""
SPELLS_OF_EACH = """
    person | payer        | starts_month | ends_month
    1      | apbd_regency | 2024-01      |
    1      | employer     | 2025-01      |
    2      | self         | 2024-01      | 2024-12
    2      | apbd_regency | 2025-01      |
    3      | apbd_regency | 2024-01      |
    4      | apbd_regency | 2025-02      |
    5      | apbd_regency | 2025-03      |
    6      | apbd_regency | 2024-01      | 2025-01
    7      | self         | 2024-01      | 2024-12
    8      | self         | 2025-01      | 2025-01
"""


def test_each_sponsored_member_is_counted_once_in_the_first_class_that_holds() -> None:
    found = told(EVERY_KIND, SPELLS_OF_EACH)
    assert persons(found) == {DOUBLE: 1, TAKEN_OVER: 1, KEPT: 1, REPLACED: 1, NEW: 1, ENDED: 1}
    assert found.sponsored == 5


def test_the_one_sponsored_longest_has_the_place_of_the_leaver() -> None:
    months = {portion.kind: portion.person_months for portion in told(EVERY_KIND, SPELLS_OF_EACH).portions}
    assert (months[REPLACED], months[NEW]) == (2, 1)


def test_a_leaver_of_another_village_is_replaced_by_nobody() -> None:
    episodes = f"""
        person | starts_month | ends_month | village
        1      | 2024-01      | 2024-12    | {OTHER}
        2      | 2025-01      | 2025-03    | {VILLAGE}
    """
    spells = "person | starts_month | ends_month\n1 | 2024-01 | 2024-12\n2 | 2025-01 |"
    found = told(episodes, spells)
    assert persons(found) == {NEW: 1}
    assert {line.kind: line.persons for line in found.lines if line.persons} == {
        "sponsored": 1,
        "net_new": 1,
        "leavers_not_replaced": -1,
    }


def test_the_lines_lead_from_the_sponsored_to_the_growth() -> None:
    lines = {line.kind: line.persons for line in told(EVERY_KIND, SPELLS_OF_EACH).lines}
    assert lines == {
        "sponsored": 5,
        DOUBLE: -1,
        TAKEN_OVER: -1,
        KEPT: -1,
        REPLACED: -1,
        "net_new": 1,
        "leavers_not_replaced": 0,
        "others_came": 0,
        "others_left": -1,
        "growth": 0,
    }


def test_rupiah_are_those_of_the_months_since_and_what_does_not_divide_falls_on_the_last() -> None:
    paid = """
        person | batch | starts_month | ends_month | amount
        3      | a     | 2024-12      | 2025-02    | 50
        3      | b     | 2025-03      | 2025-03    | 17
        4      | b     | 2025-02      | 2025-03    | 34
        1      | b     | 2025-01      | 2025-03    | 51
    """
    found = told(EVERY_KIND, SPELLS_OF_EACH, paid)
    money = {portion.kind: portion.rupiah for portion in found.portions}
    assert money == {DOUBLE: 51, TAKEN_OVER: 0, KEPT: 16 + 18 + 17, REPLACED: 34, NEW: 0, ENDED: 0}
    assert (found.double_months, found.double_rupiah) == (3, 51)
    by_batch = told(EVERY_KIND, SPELLS_OF_EACH, paid, by=("batch",))
    assert {group.dims["batch"]: sum(one.rupiah or 0 for one in group.portions) for group in by_batch.groups} == {
        "a": 34,
        "b": 17 + 34 + 51,
    }


def test_without_payments_no_rupiah_is_told() -> None:
    found = told(EVERY_KIND, SPELLS_OF_EACH)
    assert {portion.rupiah for portion in found.portions} == {None}
    assert found.double_rupiah is None


def test_places_add_up_to_the_whole() -> None:
    found = told(EVERY_KIND, SPELLS_OF_EACH, by=("village",))
    summed: Counter[str] = Counter()
    for group in found.groups:
        summed.update({portion.kind: portion.persons for portion in group.portions})
    assert dict(summed) == persons(found)


@pytest.mark.duckdb_only
@pytest.mark.parametrize(
    ("by", "fund", "code"),
    [
        (("batch", "village"), None, "additionality_by_one"),
        (("sex",), None, "additionality_by_one"),
        ((), "self", "fund_unknown"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(by: tuple[str, ...], fund: str | None, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_question(by, fund, THEN, NOW)
    assert refused.value.code == code


@pytest.mark.duckdb_only
def test_all_sponsors_are_asked_about_unless_one_is_named() -> None:
    assert check_question((), None, THEN, NOW) == sponsors()
    assert check_question((), "csr", THEN, NOW) == ("csr",)


@dataclass(frozen=True)
class Life:
    """In which months a person is a member by whom, and in which village they count."""

    person: int
    by: tuple[frozenset[str], ...]  # payers in each of MONTHS
    village: str | None
    paid: tuple[tuple[int, int, int], ...]  # first and last month, rupiah


MONTHS = [Month(2024, 10) + step for step in range(6)]
_BASE, _LAST = MONTHS.index(THEN), MONTHS.index(NOW)


@st.composite
def lives(draw: st.DrawFn) -> list[Life]:
    found = []
    for person in range(draw(st.integers(1, 6))):
        by = tuple(frozenset(draw(st.sets(st.sampled_from((FUND, "self", "csr")), max_size=2))) for _ in MONTHS)
        village = draw(st.sampled_from((VILLAGE, OTHER, None)))
        paid = []
        for _ in range(draw(st.integers(0, 2))):
            first = draw(st.integers(0, len(MONTHS) - 1))
            paid.append((first, draw(st.integers(first, len(MONTHS) - 1)), draw(st.integers(-5, 60))))
        found.append(Life(person, by, village, tuple(paid)))
    return found


def runs(flags: list[bool]) -> list[tuple[int, int]]:
    """First and last of each run of True."""
    found: list[tuple[int, int]] = []
    for at, flag in enumerate(flags):
        if flag and found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
        elif flag:
            found.append((at, at))
    return found


def drawn(told_lives: list[Life]) -> tuple[str, str, str]:
    """The tables of a snapshot that these lives make, as text."""
    episodes = ["person | starts_month | ends_month | village | district"]
    spells = ["person | payer | starts_month | ends_month"]
    paid = ["person | starts_month | ends_month | amount"]
    for life in told_lives:
        for first, last in runs([bool(payers) for payers in life.by]):
            district = life.village[:8] if life.village else ""
            episodes.append(f"{life.person} | {MONTHS[first]} | {MONTHS[last]} | {life.village or ''} | {district}")
        for payer in (FUND, "self", "csr"):
            for first, last in runs([payer in payers for payers in life.by]):
                ends = "" if last == len(MONTHS) - 1 else MONTHS[last]
                spells.append(f"{life.person} | {payer} | {MONTHS[first]} | {ends}")
        for first, last, amount in life.paid:
            paid.append(f"{life.person} | {MONTHS[first]} | {MONTHS[last]} | {amount}")
    return tuple("\n".join(lines) for lines in (episodes, spells, paid))  # type: ignore[return-value]


def kind_of(life: Life, payers: frozenset[str]) -> str | None:
    then, now = life.by[_BASE], life.by[_LAST]
    if now & payers:
        if now - payers:
            return DOUBLE
        if not then:
            return "newcomer"
        return KEPT if then & payers else TAKEN_OVER
    since = any(payers & by for by in life.by[_BASE + 1 : _LAST + 1])
    return ENDED if since and then else None


def rupiah_of(life: Life) -> int:
    """What was paid for months after the base month, each payment shared out over its months."""
    found = 0
    for first, last, amount in life.paid:
        span = last - first + 1
        shares = [amount // span] * span
        shares[-1] += amount - sum(shares)
        found += sum(share for at, share in enumerate(shares, first) if _BASE < at <= _LAST)
    return found


@pytest.mark.slow
@cases(25)
@given(lives(), st.sampled_from([(FUND,), (FUND, "csr")]))
def test_the_twin_follows_each_person_to_the_same_account(told_lives: list[Life], payers: tuple[str, ...]) -> None:
    ours = frozenset(payers)
    episodes, spells, paid = drawn(told_lives)
    if "\n" not in episodes:
        return
    found = additionality_of(
        filled(episodes, EPISODES, area="16.06", segment="BPU"),
        filled(spells, SPELLS, segment="BPU"),
        filled(paid, PAID, payer=FUND),
        engine(),
        "16.06",
        THEN,
        NOW,
        payers,
    )
    kinds = {life.person: kind_of(life, ours) for life in told_lives}
    months = {life.person: sum(bool(by & ours) for by in life.by[_BASE + 1 : _LAST + 1]) for life in told_lives}
    leavers = Counter(life.village for life in told_lives if life.by[_BASE] & ours and not life.by[_LAST])
    newcomers = Counter(life.village for life in told_lives if kinds[life.person] == "newcomer")
    replaced = sum(min(many, leavers[village]) for village, many in newcomers.items())
    expected = Counter(kind for kind in kinds.values() if kind not in (None, "newcomer"))
    expected += Counter({REPLACED: replaced, NEW: sum(newcomers.values()) - replaced})
    assert persons(found) == dict(expected)
    assert sum(one.person_months for one in found.portions) == sum(
        months[person] for person, kind in kinds.items() if kind
    )
    assert sum(one.rupiah or 0 for one in found.portions) == sum(
        rupiah_of(life) for life in told_lives if kinds[life.person]
    )
    growth = sum(bool(life.by[_LAST]) - bool(life.by[_BASE]) for life in told_lives)
    lines = {line.kind: line.persons for line in found.lines}
    assert lines["growth"] == growth == found.growth
    assert growth == sum(lines[name] for name in ("net_new", "leavers_not_replaced", "others_came", "others_left"))
    assert lines["net_new"] == sum(lines[name] for name in ("sponsored", DOUBLE, TAKEN_OVER, KEPT, REPLACED))
    double = [
        (life.person, at)
        for life in told_lives
        if kinds[life.person]
        for at in range(_BASE + 1, _LAST + 1)
        if life.by[at] & ours and life.by[at] - ours
    ]
    assert found.double_months == len(double)


def test_months_of_the_twin_are_months() -> None:
    assert all(parse_month(str(month)) == month for month in MONTHS)
