from datetime import date

import pytest

from cakupan.workforce.choose import UnknownDenominator, choose_denominator
from cakupan.workforce.denominator import Denominator

POTENTIAL = Denominator("potensi-bps-2025", "16.06", "2025", 213_582)
EMPLOYED = Denominator("bekerja-sakernas", "16.06", "2024", 322_580)
FORCE = Denominator("angkatan-kerja", "16.06", "2024", 329_610)
ALL = (EMPLOYED, POTENTIAL, FORCE)


def test_the_one_that_is_asked_for_is_used_and_the_others_stand_beside_it() -> None:
    choice = choose_denominator(ALL, "16.06", asked="angkatan-kerja", named_by_targets={"potensi-bps-2025"})
    assert (choice.chosen, choice.because) == (FORCE, "asked")
    assert set(choice.others) == {POTENTIAL, EMPLOYED}


def test_one_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UnknownDenominator) as refused:
        choose_denominator(ALL, "16.06", asked="potensi")
    assert refused.value.code == "denominator_unknown"
    assert refused.value.facts["known"] == ("angkatan-kerja", "bekerja-sakernas", "potensi-bps-2025")
    with pytest.raises(UnknownDenominator) as refused:
        choose_denominator((), "16.06", asked="potensi")
    assert refused.value.code == "denominator_unknown_none_known"


def test_the_one_that_the_targets_name_is_used() -> None:
    choice = choose_denominator(ALL, "16.06", named_by_targets={"bekerja-sakernas", "is-not-there"})
    assert (choice.chosen, choice.because) == (EMPLOYED, "target")


def test_two_that_the_targets_name_decide_nothing() -> None:
    choice = choose_denominator(ALL, "16.06", named_by_targets={"bekerja-sakernas", "angkatan-kerja"})
    assert (choice.chosen, choice.because) == (POTENTIAL, "latest")


def test_the_only_one_is_used_and_where_there_is_none_nothing_is() -> None:
    assert choose_denominator([EMPLOYED], "16.06").because == "only"
    assert choose_denominator(ALL, "16.07").chosen is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("b", "2025", None), ("a", "2024", None), id="the later vintage"),
        pytest.param(("b", "2025-08", None), ("a", "2025", None), id="a month is later than its bare year"),
        pytest.param(("b", "2025-10", None), ("a", "2025-09", None), id="the later month"),
        pytest.param(("b", "2025", date(2025, 6, 1)), ("a", "2025", date(2025, 5, 1)), id="the one published last"),
        pytest.param(("b", "2025", date(2025, 6, 1)), ("a", "2025", None), id="a known day before none"),
        pytest.param(("a", "2025", None), ("b", "2025", None), id="the first id"),
    ],
)
def test_of_several_the_latest_is_used(one: tuple[str, str, date | None], other: tuple[str, str, date | None]) -> None:
    first, second = (
        Denominator(id, "16.06", vintage, 1, published_on=published) for id, vintage, published in (one, other)
    )
    for order in ((first, second), (second, first)):
        assert choose_denominator(order, "16.06").chosen == first


def test_a_denominator_of_a_segment_is_never_that_of_everyone() -> None:
    segment = Denominator("pbpu", "16.06", "2025", 100_000, segment="BPU")
    assert choose_denominator([segment], "16.06").chosen is None
