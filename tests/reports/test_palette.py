"""Colours of pictures can be read and told apart, on paper and in the dark."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from cakupan.reports.palette import BAND, DARK, DOWN, FIGURE, GRID, LINE, ON_SCALE, PAPER, SCALE, TEXT, UP

Shown = Callable[[str], str]
ON_PAPER: Shown = str
IN_THE_DARK: Shown = DARK.__getitem__
both = pytest.mark.parametrize("shown", [ON_PAPER, IN_THE_DARK], ids=["paper", "dark"])


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """As WCAG 2 reckons it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@both
@pytest.mark.parametrize(("colour", "least"), [(UP, 4.5), (DOWN, 4.5), (FIGURE, 4.5), (TEXT, 4.5), (LINE, 3.0)])
def test_colours_stand_out_from_the_paper_as_far_as_wcag_asks(colour: str, least: float, shown: Shown) -> None:
    assert contrast(shown(colour), shown(PAPER)) >= least


@both
@pytest.mark.parametrize(("ground", "ink"), list(zip(SCALE, ON_SCALE, strict=True)))
def test_what_is_written_on_a_class_can_be_read(ground: str, ink: str, shown: Shown) -> None:
    assert contrast(shown(ground), shown(ink)) >= 4.5


@both
def test_the_band_is_outlined_clearly_and_a_target_on_it_can_be_seen(shown: Shown) -> None:
    assert contrast(shown(UP), shown(BAND)) >= 3
    assert contrast(shown(DOWN), shown(BAND)) >= 3


@both
def test_each_class_is_farther_from_the_paper_than_the_one_before_it_by_enough_to_see(shown: Shown) -> None:
    away = [contrast(shown(colour), shown(PAPER)) for colour in SCALE]
    assert all(more / less >= 1.3 for less, more in pairwise(away))


def test_every_colour_has_one_for_the_dark_and_no_two_are_written_the_same() -> None:
    colours = {PAPER, TEXT, FIGURE, LINE, UP, DOWN, GRID, BAND, *SCALE}
    assert len(colours) == 8 + len(SCALE)
    assert set(DARK) == colours
