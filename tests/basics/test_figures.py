"""What number a written figure stands for, in every way offices and papers write one."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.figures import (
    Figure,
    FigureProblem,
    find_figures,
    parse_count,
    parse_figure,
    parse_percent,
)


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "unit"),
    [
        ("103.079", "103079", "103078.5", "103079.5", "none"),
        ("103,079", "103079", "103078.5", "103079.5", "none"),
        ("1.500", "1500", "1499.5", "1500.5", "none"),
        ("1.5", "1.5", "1.45", "1.55", "none"),
        ("12,345", "12345", "12344.5", "12345.5", "none"),
        ("12,345 persen", "12.345", "12.3445", "12.3455", "percent"),
        ("1.325 %", "1.325", "1.3245", "1.3255", "percent"),
        ("48,26 persen", "48.26", "48.255", "48.265", "percent"),
        ("48.26%", "48.26", "48.255", "48.265", "percent"),
        ("79.20 persen", "79.20", "79.195", "79.205", "percent"),
        ("48.26 per cent", "48.26", "48.255", "48.265", "percent"),
        ("1,234,567.89", "1234567.89", "1234567.885", "1234567.895", "none"),
        ("1.234.567,89", "1234567.89", "1234567.885", "1234567.895", "none"),
        ("573 ribu", "573000", "572500", "573500", "none"),
        ("65,33 ribu", "65330", "65325", "65335", "none"),
        ("1,32 juta", "1320000", "1315000", "1325000", "none"),
        ("1.325 million", "1325000", "1324500", "1325500", "none"),
        ("Rp2,016 miliar", "2016000000", "2015500000", "2016500000", "rupiah"),
        ("Rp 10 miliar", "10000000000", "9500000000", "10500000000", "rupiah"),
        ("Rp 10 M", "10000000000", "9500000000", "10500000000", "rupiah"),
        ("Rp1.500 miliar", "1500000000000", "1499500000000", "1500500000000", "rupiah"),
        ("Rp16.800,-", "16800", "16799.5", "16800.5", "rupiah"),
        ("9.072.000.000 rupiah", "9072000000", "9071999999.5", "9072000000.5", "rupiah"),
        ("satu persen", "1", "0.5", "1.5", "percent"),
        ("tiga persen", "3", "2.5", "3.5", "percent"),
        ("dua belas ribu", "12000", "11500", "12500", "none"),
        ("dua ratus tiga belas ribu lima ratus delapan puluh dua", "213582", "213581.5", "213582.5", "none"),
        ("twenty-five percent", "25", "24.5", "25.5", "percent"),
        ("6,61 poin", "6.61", "6.605", "6.615", "points"),
        ("2.5 percentage points", "2.5", "2.45", "2.55", "points"),
        ("−3,5 %", "-3.5", "-3.55", "-3.45", "percent"),
        ("(1.250)", "-1250", "-1250.5", "-1249.5", "none"),
    ],
)
def test_a_figure_has_its_value_and_what_it_may_have_been_rounded_from(
    text: str, value: str, low: str, high: str, unit: str
) -> None:
    figure = parse_figure(text)
    assert isinstance(figure, Figure)
    assert (figure.value, figure.low, figure.high) == (Decimal(value), Decimal(low), Decimal(high))
    assert figure.unit == unit


def test_a_mark_before_three_digits_leaves_two_readings_and_says_so() -> None:
    figure = parse_figure("12,345")
    assert isinstance(figure, Figure)
    assert figure.ambiguous
    assert figure.other == Decimal("12.345")
    assert not parse_figure("1.234.567").ambiguous  # type: ignore[union-attr]


def test_what_is_cut_off_can_be_asked_apart_from_what_is_rounded() -> None:
    figure = parse_figure("41,65 %")
    assert isinstance(figure, Figure)
    assert figure.value <= Decimal("41.659") < figure.cut_high
    assert not figure.low <= Decimal("41.659") < figure.high


@pytest.mark.parametrize(
    "text",
    [
        "103.079",
        "103,079",
        "103 079",
        "103079",
        "103079.0",
        "103.079,00",
        "103.079 orang",
        "'103.079",
        " 103.079 pekerja ",
    ],
)
def test_whole_people_are_read_however_they_are_written(text: str) -> None:
    assert parse_count(text) == 103_079


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "figure_empty"),
        ("-", "figure_empty"),
        ("nihil", "figure_unreadable"),
        ("1.03", "figure_fraction"),
        ("0.500", "figure_fraction"),
        ("-5", "figure_negative"),
        ("(12)", "figure_negative"),
        ("573 ribu", "figure_rounded"),
        ("1.03079E+5", "figure_scientific"),
        ("48 %", "figure_other_unit"),
        ("Rp 10", "figure_other_unit"),
        ("30-40", "figure_range"),
        ("1.2.3", "figure_unreadable"),
        ("007", "figure_unreadable"),
        ("103.079/213.582", "figure_unreadable"),
    ],
)
def test_what_is_no_count_of_people_is_a_problem(text: str, code: str) -> None:
    assert parse_count(text) == FigureProblem(code, text)


@pytest.mark.parametrize("text", ["52,15", "52.15", "52.15 %", "52,15 persen", "52,15%", "52.150"])
def test_a_percent_cell_is_read_with_or_without_its_sign(text: str) -> None:
    assert parse_percent(text) == Decimal("52.15")


@pytest.mark.parametrize("text", ["-3", "Rp 5", "5 ribu", "tinggi", ""])
def test_what_is_no_percentage_is_a_problem(text: str) -> None:
    assert isinstance(parse_percent(text), FigureProblem)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("naik dari 41,65 persen menjadi 48,26 persen", ["41,65 persen", "48,26 persen"]),
        ("30 hingga 40 persen", ["30", "40 persen"]),
        ("Rp10-15 miliar", ["Rp10", "15 miliar"]),
        ("Covid-19, ke-80, P3K, 08.00 WIB, 0812", []),
        ("12 ribu (dua belas ribu) pekerja", ["12 ribu", "dua belas ribu"]),
        ("satu orang ke satu desa", []),
        ("1.873.899.", ["1.873.899"]),
        ("103\u00a0079 pekerja", ["103\u00a0079"]),
    ],
)
def test_figures_are_found_in_running_text_where_they_stand(text: str, found: list[str]) -> None:
    figures = find_figures(text)
    assert [figure.text for figure in figures] == found
    assert all(text[figure.start : figure.end] == figure.text for figure in figures)


def test_the_ends_of_a_range_share_their_unit() -> None:
    low, high = find_figures("antara 30 hingga 40 persen")
    assert (low.range_end, high.range_end) == ("low", "high")
    assert low.figure.unit == "percent"


def test_from_one_to_another_is_a_change_and_no_range() -> None:
    assert [figure.range_end for figure in find_figures("dari 30 hingga 40 persen")] == [None, None]


def _grouped(whole: int, mark: str) -> str:
    return f"{whole:,}".replace(",", mark)


@given(st.integers(0, 10**12), st.sampled_from([".", ",", "\u00a0", ""]))
def test_a_whole_number_comes_back_in_every_grouping(number: int, mark: str) -> None:
    figure = parse_figure(_grouped(number, mark))
    assert isinstance(figure, Figure)
    assert figure.value == number
    assert figure.low < number < figure.high


@given(
    st.decimals(0, 1000, places=6),
    st.integers(0, 3),
    st.sampled_from([",", "."]),
    st.sampled_from(["%", " %", " persen", " per cent"]),
)
def test_a_rounded_percentage_holds_the_truth(truth: Decimal, places: int, mark: str, unit: str) -> None:
    printed = str(truth.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)).replace(".", mark)
    figure = parse_figure(printed + unit)
    assert isinstance(figure, Figure)
    assert figure.low <= truth < figure.high


@given(
    st.integers(1, 999_999_999),
    st.integers(0, 2),
    st.sampled_from([("ribu", 3), ("juta", 6), ("million", 6), ("thousand", 3)]),
)
def test_a_scaled_count_holds_the_truth(truth: int, places: int, scale: tuple[str, int]) -> None:
    word, power = scale
    printed = (Decimal(truth).scaleb(-power)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    figure = parse_figure(f"{str(printed).replace('.', ',')} {word}")
    assert isinstance(figure, Figure)
    assert figure.low <= truth < figure.high


@given(st.text())
def test_no_text_raises_and_spans_are_honest(text: str) -> None:
    parse_figure(text)
    parse_count(text)
    parse_percent(text)
    for found in find_figures(text):
        assert text[found.start : found.end] == found.text


@given(st.text(alphabet="0123456789.,- %Rpjutaseb", max_size=40))
def test_no_heap_of_digits_and_marks_raises(text: str) -> None:
    parse_figure(text)
    assert all(found.figure.low <= found.figure.value < found.figure.high for found in find_figures(text))
