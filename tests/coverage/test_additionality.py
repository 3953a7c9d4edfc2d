"""What the money changed, from drawn episodes, spells and contributions; December 2024 to March 2025."""

from typing import Any

import pytest

from cakupan.basics.refused import Refused
from cakupan.coverage.additionality import Additionality, check_question
from cakupan.coverage.sponsored import Asked
from sponsored_drawn import APBD, NOW, THEN, contributions, episodes, spells, told

NOTHING_PAID = "person | starts_month | ends_month"


def outcomes(followed: str, paid_for: str, **asked: Any) -> dict[tuple[str, str], int]:
    """How many of the sponsored have each outcome; those of nobody left out."""
    found = told(episodes(followed), spells(paid_for), contributions(NOTHING_PAID), **asked)
    assert sum(one.persons for one in found.effects) == found.sponsored
    return {(one.outcome, one.because): one.persons for one in found.effects if one.persons}


def alike(text: str, **asked: Any) -> dict[tuple[str, str], int]:
    """As `outcomes`, where the episodes are drawn and each is a spell of its payer too."""
    return outcomes(text, _spells_of(text), **asked)


def _spells_of(text: str) -> str:
    heading, *lines = (line for line in text.splitlines() if line.strip())
    names = [name.strip() for name in heading.split("|")]
    wanted = [names.index(name) for name in ("person", "starts_month", "ends_month", "payer") if name in names]
    cut = [[cells.split("|")[place] for place in wanted] for cells in (heading, *lines)]
    return "\n".join("|".join(cells) for cells in cut)


def test_whom_the_fund_paid_for_then_already_would_have_lapsed_without_it() -> None:
    assert alike("""
        person | starts_month | ends_month
        1      | 2024-01      | 2025-03
        2      | 2024-12      | 2024-12
        2      | 2025-02      | 2025-03
    """) == {("would_have_lapsed", "kept"): 2}  # fmt: skip


def test_whom_another_payer_covers_beside_the_fund_is_double_whatever_they_were_before() -> None:
    assert outcomes(
        """
        person | starts_month | ends_month | payer
        1      | 2024-01      | 2025-03    | employer
        2      | 2025-02      | 2025-03    | csr
        """,
        """
        person | starts_month | ends_month | payer
        1      | 2024-01      |            | employer
        1      | 2024-01      |            | apbd_regency
        2      | 2025-02      |            | apbd_regency
        2      | 2025-03      | 2025-03    | csr
        """,
    ) == {("already_covered", "double"): 2}


def test_who_was_a_member_by_another_payer_then_was_taken_over() -> None:
    assert alike("""
        person | starts_month | ends_month | payer
        1      | 2024-01      | 2025-01    | self
        1      | 2025-02      | 2025-03    | apbd_regency
        2      | 2024-01      | 2024-12    | employer
        2      | 2025-03      | 2025-03    | apbd_regency
    """) == {("already_covered", "taken_over"): 2}  # fmt: skip


def test_whom_the_fund_and_another_covered_then_was_kept_and_not_taken_over() -> None:
    assert outcomes(
        "person | starts_month | ends_month | payer\n1 | 2024-01 | 2025-03 | employer",
        """
        person | starts_month | ends_month | payer
        1      | 2024-01      | 2025-01    | employer
        1      | 2024-11      |            | apbd_regency
        """,
    ) == {("would_have_lapsed", "kept"): 1}


def test_who_paid_for_themselves_then_and_had_lapsed_before_the_fund_came_would_have_lapsed() -> None:
    assert alike("""
        person | starts_month | ends_month | payer        | ended_as
        1      | 2024-01      | 2025-01    | self         | lapsed
        1      | 2025-03      | 2025-03    | apbd_regency |
        2      | 2024-01      | 2025-01    | self         | ended
        2      | 2025-03      | 2025-03    | apbd_regency |
        3      | 2024-01      | 2025-01    | self         |
        3      | 2025-02      | 2025-03    | apbd_regency |
        4      | 2024-01      | 2024-11    | self         | lapsed
        4      | 2025-03      | 2025-03    | apbd_regency |
    """) == {
        ("would_have_lapsed", "lapsed_self_payer"): 1,
        ("already_covered", "taken_over"): 2,
        ("new_to_protection", "returned"): 1,
    }  # fmt: skip


def test_who_was_no_member_then_is_new_or_returned() -> None:
    assert alike("""
        person | starts_month | ends_month
        1      | 2025-01      | 2025-03
        2      | 2024-03      | 2024-11
        2      | 2025-03      | 2025-03
    """) == {("new_to_protection", "new"): 1, ("new_to_protection", "returned"): 1}  # fmt: skip


def test_a_sponsored_worker_whose_job_speaks_for_them_is_in_the_row_of_the_employer() -> None:
    both = """
        person | starts_month | ends_month | payer
        1      | 2024-01      | 2025-03    | employer
        1      | 2025-02      | 2025-03    | apbd_regency
        2      | 2024-01      | 2025-03    | apbd_regency
    """
    speaking = "\n".join(line for line in both.splitlines() if not line.strip().startswith("1      | 2025"))
    found = told(episodes(speaking), spells(both), contributions(NOTHING_PAID))
    assert (found.sponsored, found.in_other_row) == (2, 1)


def test_net_new_is_who_came_under_the_fund_less_its_leavers_replaced_or_not() -> None:
    text = """
        person | starts_month | ends_month | village
        1      | 2024-01      | 2024-12    | 16.06.01.2001
        2      | 2025-01      | 2025-03    | 16.06.01.2001
        3      | 2025-01      | 2025-03    | 16.06.01.2001
        4      | 2024-01      | 2025-02    | 16.06.01.2002
    """
    found = told(episodes(text), spells(_spells_of(text)), contributions(NOTHING_PAID))
    assert (found.step("new_to_protection"), found.step("leaver_not_replaced"), found.net_new) == (1, -1, 0)


def test_as_many_replaced_a_leaver_as_left_the_same_village() -> None:
    assert alike("""
        person | starts_month | ends_month | village
        1      | 2024-01      | 2024-12    | 16.06.01.2001
        2      | 2024-01      | 2025-02    | 16.06.01.2002
        3      | 2024-01      | 2025-02    | 16.06.01.2002
        4      | 2025-01      | 2025-03    | 16.06.01.2001
        5      | 2025-01      | 2025-03    | 16.06.01.2001
        6      | 2025-02      | 2025-03    | 16.06.01.2002
        7      | 2025-02      | 2025-03    | 16.06.02.2001
    """) == {("replaced_leaver", "new"): 2, ("new_to_protection", "new"): 2}  # fmt: skip


def test_nobody_is_in_the_place_of_one_who_is_still_a_member_or_was_not_sponsored_by_the_fund() -> None:
    assert alike("""
        person | starts_month | ends_month | payer
        1      | 2024-01      | 2024-12    | apbd_regency
        1      | 2025-01      | 2025-03    | employer
        2      | 2024-01      | 2024-12    | csr
        3      | 2025-01      | 2025-03    | apbd_regency
    """) == {("new_to_protection", "new"): 1}  # fmt: skip


@pytest.mark.duckdb_only
def test_places_that_are_not_known_are_a_group_of_their_own() -> None:
    assert alike("""
        person | starts_month | ends_month | village       | district
        1      | 2024-01      | 2024-12    | 16.06.01.2001 | 16.06.01
        2      | 2025-01      | 2025-03    |               | 16.06.01
        3      | 2025-01      | 2025-03    |               | 16.06.01
        4      | 2024-01      | 2025-01    |               | 16.06.01
        5      | 2025-01      | 2025-03    |               |
    """) == {("replaced_leaver", "new"): 1, ("new_to_protection", "new"): 2}  # fmt: skip


def test_those_sponsored_first_replaced_the_leavers() -> None:
    found = _money(
        """
        person | starts_month | ends_month
        1      | 2024-01      | 2024-12
        2      | 2025-02      | 2025-03
        3      | 2025-01      | 2025-03
        """,
        NOTHING_PAID,
    )
    assert [(one.outcome, one.months) for one in found.effects if one.persons] == [
        ("replaced_leaver", 3),
        ("new_to_protection", 2),
    ]


def test_a_spell_goes_on_over_a_month_that_nobody_counts_the_person_in_and_says_nothing_there() -> None:
    assert outcomes(
        """
        person | starts_month | ends_month
        1      | 2025-01      | 2025-03
        """,
        """
        person | starts_month | ends_month | payer
        1      | 2024-01      |            | apbd_regency
        1      | 2024-01      | 2025-02    | self
        2      | 2024-01      |            | apbd_regency
        """,
    ) == {("new_to_protection", "new"): 1}


@pytest.mark.duckdb_only
def test_of_a_member_whose_payer_nobody_told_somebody_else_paid_and_that_is_said() -> None:
    found = told(
        episodes("person | starts_month | ends_month | payer\n1 | 2024-01 | 2025-03 | self"),
        spells("""
            person | starts_month | ends_month | payer
            1      | 2024-01      | 2025-01    |
            1      | 2025-01      |            | apbd_regency
        """),
        contributions(NOTHING_PAID),
    )
    assert found.persons("taken_over") == 1
    assert [(one.code, one.facts["persons"]) for one in found.findings if "untold" in one.code] == [
        ("additionality_payer_untold", 1)
    ]


def bridge(text: str, area: str = "16.06") -> dict[str, int]:
    found = told(episodes(text), spells(_spells_of(text)), contributions(NOTHING_PAID), area=area)
    assert sum(step.persons for step in found.bridge if not step.sum) == found.growth
    return {step.name: step.persons for step in found.bridge if step.persons or step.sum}


def test_the_bridge_leads_from_the_sponsored_to_the_growth_of_all_members() -> None:
    assert bridge("""
        person | starts_month | ends_month | payer        | village
        1      | 2024-01      | 2025-03    | apbd_regency | 16.06.01.2001
        2      | 2024-01      | 2024-12    | apbd_regency | 16.06.01.2001
        3      | 2024-01      | 2025-01    | apbd_regency | 16.06.01.2001
        4      | 2025-01      | 2025-03    | apbd_regency | 16.06.01.2001
        5      | 2025-01      | 2025-03    | apbd_regency | 16.06.01.2002
        6      | 2025-01      | 2025-03    | apbd_regency | 16.06.01.2002
        7      | 2024-01      | 2024-12    | self         | 16.06.01.2002
        7      | 2025-01      | 2025-03    | apbd_regency | 16.06.01.2002
        8      | 2024-01      | 2025-01    | employer     | 16.06.01.2002
        9      | 2025-02      | 2025-03    | employer     | 16.06.01.2002
        10     | 2024-01      | 2024-12    | apbd_regency | 16.07.01.2001
        10     | 2025-01      | 2025-03    | apbd_regency | 16.06.01.2002
        11     | 2024-01      | 2024-12    | employer     | 16.06.01.2002
        11     | 2025-01      | 2025-03    | employer     | 16.07.01.2001
        12     | 2024-01      | 2024-12    | employer     | 16.07.01.2001
        12     | 2025-01      | 2025-03    | employer     | 16.06.01.2002
    """) == {
        "sponsored": 6,
        "kept": -2,
        "taken_over": -1,
        "replaced_leaver": -1,
        "new_to_protection": 2,
        "leaver_not_replaced": -1,
        "came_sponsored": 1,
        "joined_others": 1,
        "came_others": 1,
        "left_others": -1,
        "went": -1,
        "growth": 2,
    }


def test_who_came_under_the_fund_and_another_payer_at_once_is_growth_but_not_of_the_fund() -> None:
    found = told(
        episodes("person | starts_month | ends_month\n1 | 2025-01 | 2025-03"),
        spells("""
            person | starts_month | ends_month | payer
            1      | 2025-01      |            | apbd_regency
            1      | 2025-01      |            | employer
        """),
        contributions(NOTHING_PAID),
    )
    assert (found.step("new_to_protection"), found.step("double_joined"), found.growth) == (0, 1, 1)


@pytest.mark.duckdb_only
@pytest.mark.parametrize(("area", "growth"), [("16.06.01", 1), ("16.06.01.2001", 1), ("16", 0), ("00", 0)])
def test_the_bridge_stands_for_any_area(area: str, growth: int) -> None:
    assert bridge(
        """
        person | starts_month | ends_month | village       | district | area
        1      | 2024-01      | 2024-12    | 16.07.01.2001 | 16.07.01 | 16.07
        1      | 2025-01      | 2025-03    | 16.06.01.2001 | 16.06.01 | 16.06
        """,
        area,
    )["growth"] == growth  # fmt: skip


def _money(text: str, paid: str, by: tuple[str, ...] = ()) -> Additionality:
    return told(episodes(text), spells(_spells_of(text)), contributions(paid), by)


KEPT_AND_NEW = """
    person | starts_month | ends_month
    1      | 2024-01      | 2025-03
    2      | 2025-02      | 2025-03
"""


def test_months_after_the_base_count_and_rupiah_are_what_payments_were_for_them() -> None:
    found = _money(
        KEPT_AND_NEW,
        """
        person | starts_month | ends_month | amount
        1      | 2024-10      | 2025-03    | 100_000
        2      | 2025-02      | 2025-02    | 16_800
        2      | 2025-02      | 2025-02    | 16_800
        2      | 2025-04      | 2025-06    | 50_400
        """,
    )
    assert [
        (one.because, one.months, one.months_paid, one.months_unpaid, one.rupiah)
        for one in found.effects if one.persons
    ] == [("kept", 3, 3, 0, 16_666 * 2 + 16_670), ("new", 2, 1, 1, 33_600)]  # fmt: skip


def test_by_batch_a_month_without_a_payment_stands_apart_and_one_paid_twice_stands_twice() -> None:
    found = _money(
        KEPT_AND_NEW,
        """
        person | starts_month | ends_month | amount | batch | fund
        1      | 2025-01      | 2025-03    | 50_400 | B1    | APBD 2025
        1      | 2025-03      | 2025-03    | 16_800 | B2    | APBD 2025
        2      | 2025-02      | 2025-02    | 16_800 | B2    | APBD 2025
        """,
        ("batch",),
    )
    assert [(one.dims["batch"], one.because, one.persons, one.months, one.rupiah) for one in found.rows] == [
        ("B1", "kept", 1, 3, 50_400),
        ("B2", "kept", 1, 1, 16_800),
        ("B2", "new", 1, 1, 16_800),
        (None, "new", 1, 1, 0),
    ]
    assert [one.months for one in found.effects if one.persons] == [3, 2]


@pytest.mark.duckdb_only
def test_by_place_or_fund_rows_add_up_to_the_whole() -> None:
    paid = "person | starts_month | ends_month | fund\n1 | 2025-01 | 2025-01 | APBD 2025\n2 | 2025-02 | 2025-02 |"
    for by in (("village",), ("district",), ("fund",), ("batch", "village")):
        found = _money(KEPT_AND_NEW, paid, by)
        assert sum(one.rupiah or 0 for one in found.rows) == sum(one.rupiah or 0 for one in found.effects) == 33_600
        assert sum(one.months for one in found.rows) == sum(one.months for one in found.effects)


def test_money_for_those_already_covered_is_of_every_double_month_even_of_who_is_not_sponsored_any_more() -> None:
    found = told(
        episodes("""
            person | starts_month | ends_month | village
            1      | 2025-01      | 2025-03    | 16.06.01.2001
            2      | 2024-01      | 2025-03    | 16.06.01.2001
            3      | 2024-01      | 2025-03    | 16.07.01.2001
        """),
        spells("""
            person | starts_month | ends_month | payer
            1      | 2025-01      |            | apbd_regency
            1      | 2025-03      |            | employer
            2      | 2024-12      | 2025-02    | apbd_regency
            2      | 2024-01      |            | employer
            3      | 2024-12      |            | apbd_regency
            3      | 2024-01      |            | employer
        """),
        contributions("""
            person | starts_month | ends_month | amount
            1      | 2025-01      | 2025-03    | 50_400
            2      | 2025-01      | 2025-01    | 16_800
        """),
    )
    assert found.doubled is not None
    assert (found.doubled.persons, found.doubled.months, found.doubled.months_paid, found.doubled.rupiah) == (
        *(2, 3, 2),
        33_600,
    )
    assert found.persons("double") == 1


def test_money_for_people_who_are_not_sponsored_any_more_is_told_so_that_nothing_spent_is_missing() -> None:
    found = told(
        episodes("""
            person | starts_month | ends_month | area
            1      | 2024-01      | 2025-03    | 16.06
            2      | 2025-01      | 2025-02    | 16.06
            3      | 2024-01      | 2025-01    | 16.06
            4      | 2025-01      | 2025-02    | 16.07
        """, village=None, district=None),
        spells("""
            person | starts_month | ends_month
            1      | 2024-01      |
            2      | 2025-01      | 2025-02
            3      | 2024-01      | 2025-01
            4      | 2025-01      | 2025-02
        """),
        contributions("""
            person | starts_month | ends_month | amount
            1      | 2025-01      | 2025-03    | 50_400
            2      | 2025-01      | 2025-02    | 33_600
            3      | 2025-01      | 2025-01    | 16_800
            4      | 2025-01      | 2025-02    | 33_600
        """),
    )  # fmt: skip
    assert found.no_more is not None
    assert (found.no_more.persons, found.no_more.months, found.no_more.rupiah) == (2, 3, 50_400)
    assert sum(one.rupiah or 0 for one in found.effects) + (found.no_more.rupiah or 0) == 100_800


def test_without_payments_nobody_knows_the_rupiah_and_what_to_send_is_said() -> None:
    found = _money(KEPT_AND_NEW, NOTHING_PAID)
    assert {one.rupiah for one in found.effects} == {None}
    assert found.doubled is not None
    assert found.doubled.rupiah is None
    assert [(one.code, one.facts["payer"]) for one in found.missing] == [("contributions_missing", "apbd_regency")]


@pytest.mark.duckdb_only
def test_payments_for_other_months_only_are_none() -> None:
    found = _money(KEPT_AND_NEW, "person | starts_month | ends_month\n1 | 2024-01 | 2024-12")
    assert {one.rupiah for one in found.effects} == {None}


def test_a_month_that_no_payment_is_known_for_is_named_and_so_is_money_of_nobody() -> None:
    found = _money(
        KEPT_AND_NEW,
        """
        person | starts_month | ends_month | payer
        1      | 2025-01      | 2025-02    | apbd_regency
        2      | 2025-02      | 2025-03    | csr
        """,
    )
    assert not found.missing
    assert [(one.code, one.facts["months"]) for one in found.findings] == [
        ("contributions_missing_in_months", ("2025-03",))
    ]
    nobody = told(
        episodes(KEPT_AND_NEW),
        spells(_spells_of(KEPT_AND_NEW)),
        contributions("person | starts_month | ends_month | payer | amount\n1 | 2025-01 | 2025-02 | | 33_600"),
    )
    assert [(one.code, one.facts["amount"]) for one in nobody.findings] == [("contributions_without_payer", 33_600)]
    assert [one.code for one in nobody.missing] == ["contributions_missing"]


def test_of_all_sponsors_together_each_is_the_fund_for_the_others() -> None:
    text = """
        person | starts_month | ends_month | payer
        1      | 2024-01      | 2024-12    | csr
        1      | 2025-01      | 2025-03    | apbd_regency
        2      | 2025-01      | 2025-03    | csr
    """
    assert alike(text, payers=("apbd_regency", "csr")) == {
        ("would_have_lapsed", "kept"): 1,
        ("new_to_protection", "new"): 1,
    }
    assert alike(text) == {("already_covered", "taken_over"): 1}


@pytest.mark.duckdb_only
def test_figures_that_are_not_those_of_the_people_followed_are_an_error() -> None:
    followed, paid_for = episodes(KEPT_AND_NEW), spells(_spells_of(KEPT_AND_NEW))
    right = told(followed, paid_for, contributions(NOTHING_PAID), members=(1, 2))
    wrong = told(followed, paid_for, contributions(NOTHING_PAID), members=(1, 3))
    assert [one.code for one in right.findings] == []
    assert [(one.code, one.facts["counted"]) for one in wrong.findings] == [("change_counts_others", 2)]


@pytest.mark.duckdb_only
@pytest.mark.parametrize(
    ("asked", "by", "code"),
    [
        (Asked("16.06", NOW, THEN, APBD), (), "additionality_months_reversed"),
        (Asked("16.06", THEN, THEN, APBD), (), "additionality_months_reversed"),
        (Asked("16.06", THEN, NOW, APBD), ("sex",), "additionality_dimension_unknown"),
    ],
)
def test_what_has_no_answer_is_refused(asked: Asked, by: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_question(asked, by)
    assert refusal.value.code == code
