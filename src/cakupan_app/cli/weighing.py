"""How a pair's weights are told: a line for each comparison, its level in words, its figure, and a bar of signs."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cakupan_app.cli.face import Face
from cakupan_app.look.weighed import chance_text, level_text

if TYPE_CHECKING:
    from cakupan.identity.weights import Waterfall

_BAR = 8  # signs of the longest bar: what adds more is cut, and its figure tells how much
_FIGURE = 5
_TENTH = Decimal("0.1")


def tell_waterfall(face: Face, waterfall: "Waterfall", indent: int) -> None:
    """What speaks for and against one person, the strongest first, and the chance that comes of it."""
    face.say("weights_heading", indent)
    face.write(_line(face, waterfall.start, face.text("weights_start")), indent + 2)
    for step in waterfall.steps:
        words = level_text(face, step.comparison, step.level)
        face.write(_line(face, step.adds, words) if step.weighed else _unweighed(face, words), indent + 2)
    told = waterfall.kpj != "open"
    if told:
        face.write(_unweighed(face, level_text(face, "kpj", waterfall.kpj)), indent + 2)
    face.say(
        "weights_sum_but_kpj" if told else "weights_sum", indent + 2, chance=chance_text(face, waterfall.probability)
    )


def waterfall_document(face: Face, waterfall: "Waterfall") -> dict[str, Any]:
    """The same for a program; `sum` is the logarithm of the odds, `probability` a decimal of 1; what was never weighed
    adds null."""
    steps = [
        {
            "comparison": step.comparison,
            "level": step.level,
            "text": level_text(face, step.comparison, step.level),
            "adds": step.adds if step.weighed else None,
        }
        for step in waterfall.steps
    ]
    told = {"start": waterfall.start, "steps": steps, "sum": waterfall.sum, "probability": waterfall.probability}
    return {**told, "kpj": waterfall.kpj}


def _line(face: Face, adds: Decimal, words: str) -> str:
    tenths = adds.quantize(_TENTH)
    signs = min(_BAR, max(1, round(abs(tenths)))) if tenths else 0
    bar = ("+" if tenths > 0 else "-") * signs
    return f"{face.shown(tenths, 'points'):>{_FIGURE}} {bar:<{_BAR}} {words}"


def _unweighed(face: Face, words: str) -> str:
    return f"{face.text('weights_none'):<{_FIGURE + 1 + _BAR}} {words}"
