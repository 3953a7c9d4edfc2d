"""Published figures held against known ones: rounded alike they agree; else it is told by what they differ."""

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.basics.ratio import rounded
from cakupan.basics.refused import Fact
from cakupan.statements import check_text
from cakupan.statements.against import Compared, KnownFigure, compared
from cakupan.statements.conflicting import conflicts_of, published_of

PLACE: Mapping[str, Fact] = {}


def rate(value: str | Fraction, way: str = "usual", as_of: str = "2025-07", **more: Fraction) -> KnownFigure:
    known = Fraction(value)
    return KnownFigure("coverage_rate", "percent", "16.06", as_of, known, "known_rate", PLACE, way=way, **more)  # type: ignore[arg-type]


def members(value: int, way: str = "usual", as_of: str = "2025-07") -> KnownFigure:
    return KnownFigure(
        "covered_workers", "people", "16.06", as_of, Fraction(value), "known_members", PLACE, way=way  # type: ignore[arg-type]
    )  # fmt: skip


def fared(printed: str, *known: KnownFigure) -> Compared:
    """How the first figure of a sentence fares."""
    text = f"Per Juli 2025 cakupan di Kabupaten Musi Banyuasin {printed}."
    checked = check_text(text)
    return compared(0, checked.claims[0], checked.bounds[0], known)


@pytest.mark.parametrize(
    ("printed", "known", "outcome", "because"),
    [
        ("48,26 persen", [rate("48.2621")], "agrees", "exact"),
        ("48,2 persen", [rate("48.2621")], "agrees", "cut"),
        ("48 persen", [rate("48.2621")], "agrees", "exact"),
        ("48,27 persen", [rate("48.2621")], "differs", "value"),
        ("lebih dari 48 persen", [rate("48.2621")], "agrees", "bound"),
        ("sekitar 48,3 persen", [rate("48.2621")], "agrees", "bound"),
        ("31,95 persen", [rate("48.2621"), rate("31.9545", "definition")], "differs", "definition"),
        ("41,65 persen", [rate("48.2621"), rate("41.6505", "time", "2024-12")], "differs", "time"),
        ("42 persen", [rate("48.2621"), rate("41.6505", "time", "2024-12")], "differs", "value"),  # too coarse to tell
        ("84,26 persen", [rate("48.2621")], "differs", "slip"),
        ("71,4 persen", [rate("48.2621")], "differs", "value"),
        ("48,26 persen", [rate("50", low=Fraction(48), high=Fraction(53))], "agrees", "exact"),  # an estimate
        ("48,26 persen", [rate("31.9545", "definition")], "unknown", "untold"),
        ("48,26 persen", [members(103_079)], "unknown", "untold"),
    ],
)
def test_a_figure_agrees_differs_or_is_unknown_and_it_is_told_why(
    printed: str, known: list[KnownFigure], outcome: str, because: str
) -> None:
    found = fared(printed, *known)
    assert (found.outcome, found.because) == (outcome, because)
    if outcome == "differs":
        assert found.usual is not None
        assert found.difference is not None


def test_what_no_usual_figure_is_known_of_agrees_by_another_definition() -> None:
    assert fared("31,95 persen", rate("31.9545", "definition")).outcome == "agrees"


@given(st.integers(1, 3_000_000), st.integers(1, 3_000_000), st.integers(0, 2), st.booleans())
def test_whatever_is_rounded_or_cut_off_from_a_known_rate_agrees_with_it(
    part: int, more: int, places: int, cut: bool
) -> None:
    share = Fraction(100 * part, part + more)
    whole = Decimal(share.numerator) / Decimal(share.denominator)
    printed = whole.quantize(Decimal(1).scaleb(-places), ROUND_DOWN) if cut else rounded(share, places)
    if not printed:
        return
    found = fared(f"{str(printed).replace('.', ',')} persen", rate(share))
    assert found.outcome == "agrees"


@given(st.integers(100, 3_000_000))
def test_of_people_nothing_but_the_number_itself_agrees(count: int) -> None:
    text = f"Per Juli 2025 di Kabupaten Musi Banyuasin {count:,} pekerja terlindungi.".replace(",", ".")
    checked = check_text(text)
    known = [members(count), members(count + 1, "definition")]
    assert compared(0, checked.claims[0], checked.bounds[0], known).outcome == "agrees"
    assert compared(0, checked.claims[0], checked.bounds[0], [*known[1:], members(count + 7)]).outcome == "differs"


def test_texts_conflict_only_where_rounding_does_not_explain_it() -> None:
    sentence = "Per Juli 2025 cakupan di Kabupaten Musi Banyuasin {} persen."
    texts = {name: check_text(sentence.format(name)) for name in ("48,26", "48,3", "48", "49,1")}
    told = [one for name, checked in texts.items() for one in published_of(checked, name, source=name)]
    (conflict,) = conflicts_of(told)
    assert [one.source for one in conflict.figures] == ["48", "48,26", "48,3", "49,1"]
    assert conflicts_of(one for one in told if one.source != "49,1") == ()
    assert conflicts_of(one for one in told if one.source == "49,1") == ()
