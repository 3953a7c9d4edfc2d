"""Which repair comes first for each kind of fault."""

from decimal import Decimal

import pytest

from cakupan.statements import check_text

TRUE = {"n": "187.450", "d": "412.300", "r": "45,46", "t": "60,00", "g": "59.930"}
TEXT = (
    "Hingga Juni 2025, {n} dari {d} pekerja di Kabupaten Lamongan sudah menjadi peserta BPJS Ketenagakerjaan atau "
    "{r} persen. Untuk mencapai target {t} persen masih dibutuhkan {g} peserta lagi."
)


@pytest.mark.parametrize(
    ("fault", "verdict", "code", "value"),
    [
        ({"r": "54,46"}, "contradiction", "repair_digits_swapped_rate", "45.46"),
        ({"r": "45,64"}, "contradiction", "repair_digits_swapped_rate", "45.46"),
        ({"r": "4,546"}, "contradiction", "repair_factor_ten_rate", "45.46"),
        ({"n": "178.450"}, "contradiction", "repair_digits_swapped_count", "187450"),
        ({"n": "1.874.500"}, "contradiction", "repair_factor_ten_count", "187450"),
        ({"n": "87.450"}, "contradiction", "repair_digit_dropped_count", "187450"),
        ({"d": "421.300"}, "contradiction", "repair_digits_swapped_count", "412300"),
        ({"g": "95.930"}, "contradiction", "repair_digits_swapped_count", "59930"),
        ({"g": "75.000"}, "contradiction", "repair_gap_for_target", "59930"),
        ({"g": "86.194"}, "contradiction", "repair_other_target", "66.37"),
        ({"g": "224.850"}, "contradiction", "repair_gap_for_target", "59930"),
    ],
)
def test_the_right_repair_comes_first(fault: dict[str, str], verdict: str, code: str, value: str) -> None:
    checked = check_text(TEXT.format(**{**TRUE, **fault}))
    assert checked.verdict == verdict
    first = checked.findings[0].repairs[0]
    assert (first.code, Decimal(first.value)) == (code, Decimal(value))


def test_the_same_text_without_a_fault_is_consistent() -> None:
    checked = check_text(TEXT.format(**TRUE))
    assert checked.verdict == "consistent"
    assert not any(finding.repairs for finding in checked.findings)


def test_the_denominator_with_two_digits_swapped_is_found() -> None:
    # Bali, March 2025 (DOMAIN.md 9): 935,079 of 1,873,899 printed as 50.88; with 1,837,899 it is.
    checked = check_text("Di Bali 935.079 pekerja dari 1.873.899 penduduk bekerja atau 50,88 persen sudah terlindungi.")
    assert checked.findings[0].repairs[0].value == 1_837_899


def test_a_figure_that_others_explain_is_the_last_to_be_doubted() -> None:
    checked = check_text(TEXT.format(**{**TRUE, "g": "75.000"}))
    repaired = [checked.claims[repair.claim].kind for repair in checked.findings[0].repairs]
    assert set(repaired[:2]) == {"gap_workers", "target_rate"}


def test_honest_rounding_is_no_fault() -> None:
    # Sulawesi Utara (DOMAIN.md 9): a naive test of 573,000/843,000 gives 67.97.
    checked = check_text("Coverage Sulawesi Utara 67,95 persen, yaitu 573 ribu dari 843 ribu pekerja.")
    assert checked.verdict == "rounding_only"
