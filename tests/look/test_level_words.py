"""Every level that a comparison can give is worded, in both languages, and fits a terminal of eighty columns."""

import ast
import inspect
from collections.abc import Iterator
from decimal import Decimal

import pytest

from cakupan.identity import compare, compare_names
from cakupan.identity.weights import Step, Waterfall
from cakupan_app.cli.face import Face
from cakupan_app.cli.weighing import tell_waterfall
from cakupan_app.look.weighed import level_text
from cakupan_app.look.words import LANGUAGES, Lang

DECIDES = {"nik": "_nik", "kpj": "_kpj", "birth": "_birth", "place": "_place", "contact": "_contact"}
NOT_SHOWN = {"known", "stated"}  # parts of what passes ask for; birth says the same of the pair
WIDTH, BEFORE = 80, 21  # columns of a terminal, and those that stand before the words


def outcomes(node: ast.AST) -> Iterator[str]:
    """The texts that a function of compare.py can give: what stands behind a condition, or for all else."""
    for part in ast.walk(node):
        found: list[ast.expr] = []
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
            if part.func.attr == "cases":
                found = [one.elts[1] for one in part.args if isinstance(one, ast.Tuple)]
                found += [keyword.value for keyword in part.keywords if keyword.arg == "else_"]
            if part.func.attr == "ifelse":
                found = part.args[1:]
        yield from (one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str))


def levels_of(comparison: str) -> set[str]:
    if comparison == "household":
        return {f"{place} {contact}" for place in levels_of("place") for contact in levels_of("contact")}
    if comparison == "common":
        return {*compare.HOLDERS, *outcomes(ast.parse(inspect.getsource(compare._common)))}
    if comparison == "name":
        return set(outcomes(ast.parse(inspect.getsource(compare_names))))
    source = inspect.getsource(getattr(compare, DECIDES.get(comparison, "compared")))
    return set(outcomes(ast.parse(source)))


LEVELS = [(name, level) for name in compare.LEVELS if name not in NOT_SHOWN for level in sorted(levels_of(name))]


def test_the_levels_are_read_from_where_they_are_decided() -> None:
    assert levels_of("contact") == {"card", "phone", "cards", "phones", "open"}
    assert levels_of("sex") == {"fine", "other"}
    assert {"sole", "crowd"} <= levels_of("common")
    assert {"same", "card", "near", "serial", "beside", "neighbour", "cut", "against"} <= levels_of("nik")
    assert len(levels_of("birth")) == 9
    assert len(levels_of("name")) == 13


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("comparison", "level"), LEVELS)
def test_every_level_is_worded_and_fits_its_line(comparison: str, level: str, lang: Lang) -> None:
    face = Face(lang, False)
    words = level_text(face, comparison, level)
    assert words
    assert BEFORE + len(words) < WIDTH, words


@pytest.mark.parametrize(
    ("probability", "told"),
    [("0.00001", "kurang dari 0,1 %"), ("0.001", "0,1 %"), ("0.4567", "45,7 %"), ("0.9995", "lebih dari 99,9 %")],
)
def test_nothing_that_is_weighed_is_impossible_or_certain(
    capsys: pytest.CaptureFixture[str], probability: str, told: str
) -> None:
    step = Step("nik", "against", Decimal("-3.04"), True)
    silent = Step("household", "other open", Decimal(0), False)
    tell_waterfall(Face("id", False), Waterfall(Decimal("-1.06"), (step, silent), "open", Decimal(probability)), 4)
    heading, start, number, home, total = capsys.readouterr().out.splitlines()
    assert heading.startswith("    Yang mendukung")
    assert start.split()[:2] == ["−1,1", "-"]
    assert number == "       −3,0 ---      NIK berbeda, masing-masing cocok dengan barisnya"
    assert home == "      tanpa bobot    kecamatan berbeda"
    assert total == f"      Menurut timbangan ini peluang satu orang {told}."
