"""What a reviewed sample tells of linkage: how it is drawn, and the interval, against scipy's own."""

from decimal import Decimal
from fractions import Fraction

import pytest
from scipy.stats import binomtest

from cakupan.identity.audit import Stratum, drawn, interval, linkage_error, shares_of


@pytest.mark.parametrize(("wrong", "looked_at"), [(0, 200), (3, 200), (7, 50), (50, 50), (1, 1)])
def test_of_one_stratum_the_interval_is_the_exact_one(wrong: int, looked_at: int) -> None:
    exact = binomtest(wrong, looked_at).proportion_ci(confidence_level=0.95, method="exact")
    low, high = interval(Fraction(wrong), Fraction(looked_at))
    assert (float(low), float(high)) == pytest.approx((exact.low, exact.high), abs=5.1e-5)
    told = linkage_error([Stratum("same_nik", 9_000, looked_at - wrong, wrong)])
    assert told is not None
    assert (told.low, told.high, told.sampled, told.wrong) == (low, high, looked_at, wrong)


def test_strata_weigh_as_many_pairs_as_they_have() -> None:
    told = linkage_error([Stratum("same_nik", 9_000, 90, 0), Stratum("name_birth", 1_000, 8, 2)])
    assert told is not None
    assert (told.rate, told.sampled, told.wrong) == (Decimal("0.0200"), 100, 2)
    # 0.9^2 / 90 + 0.1^2 / 10 = 0.01: as many as 100 drawn from all alike
    assert (told.low, told.high) == interval(Fraction(2), Fraction(100))


def test_a_stratum_that_nobody_looked_at_is_told_of_and_not_supposed_to_be_right() -> None:
    told = linkage_error([Stratum("same_nik", 3_000, 30, 0), Stratum("name_birth", 1_000, unsure=2)])
    assert told is not None
    assert (told.reviewed, told.sampled, told.unsure) == (Decimal("0.7500"), 30, 2)


def test_where_nobody_answered_there_is_no_rate() -> None:
    assert linkage_error([Stratum("same_nik", 3_000, unsure=1)]) is None
    assert linkage_error([]) is None


def test_one_answer_of_a_large_stratum_tells_nothing_until_the_others_are_there() -> None:
    many = Stratum("same_nik", 5_000, 60)
    told = linkage_error([many, Stratum("name_birth", 5_000, 0, 1, waiting=39)])
    assert told is not None and (told.sampled, told.wrong, told.reviewed) == (60, 0, Decimal("0.5000"))
    for enough in (Stratum("name_birth", 5_000, 9, 1, waiting=30), Stratum("name_birth", 5_000, 0, 1)):
        told = linkage_error([many, enough])
        assert told is not None and (told.wrong, told.reviewed) == (1, 1)


@pytest.mark.parametrize("size", [0, 1, 3, 20, 10_001, 20_000])
def test_a_sample_is_of_the_size_asked_for_or_of_all_there_are(size: int) -> None:
    pairs = {"same_nik": 9_000, "name_birth": 1_000, "same_kpj": 1, "none": 0}
    shares = shares_of(pairs, size)
    assert sum(shares.values()) == min(size, 10_001)
    assert all(many <= pairs[name] for name, many in shares.items())


def test_the_seed_alone_says_which_pairs_are_drawn() -> None:
    ids = {"same_nik": [f"{number:012}" for number in range(500)], "name_birth": ["a", "b"]}
    backwards = {name: of_it[::-1] for name, of_it in reversed(ids.items())}
    assert drawn(ids, 40, "1/x") == drawn(backwards, 40, "1/x") != drawn(ids, 40, "2/x")
    # a larger sample holds the smaller, so that what was looked at is not lost
    assert set(drawn(ids, 20, "1/x")["same_nik"]) < set(drawn(ids, 40, "1/x")["same_nik"])
