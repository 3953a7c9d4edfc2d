"""What an SVG in a page is made of: elements with a few attributes, and nothing that a strict policy bars."""

import re
from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from cakupan.reports.palette import FONT, PAPER, TEXT

if TYPE_CHECKING:
    import altair as alt

_SPACE = "http://www.w3.org/2000/svg"
# Vega's names for its marks: a page has classes of its own, and one picture is read out as one.
_NEEDLESS = ("class", "role", "aria-roledescription", "aria-label", "aria-hidden", "pointer-events")
_NAMED_COLOURS = {"white": PAPER}
_BOUND = re.compile(r" (?=\d{4}\b|%)")  # a month stays with its year, and a number with its sign
_UNBROKEN = "\N{NO-BREAK SPACE}"
WIDTH = 390  # of a picture in pixels: a phone held upright
_LETTER, _BOLD = 0.58, 0.64  # the width of a letter on the average, as a share of the height of the type
_EDGE, _TITLE, _TITLE_LINE = 10, 15, 19
TITLE_LETTERS = int((WIDTH - 2 * _EDGE) / (_TITLE * _BOLD))  # of a title on one line: in wide letters it still fits


def tag(name: str, content: str = "", **attributes: object) -> str:
    """An element with `content` as it is; what is None is left out, and `_` in a name stands for `-`.

    >>> tag("rect", width=2.5, stroke_width=1)
    '<rect width="2.5" stroke-width="1"/>'
    """
    told = "".join(
        f" {key.replace('_', '-')}={quoteattr(_written(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def text(words: str, x: float, y: float, size: float, **attributes: object) -> str:
    """A line of words, escaped, that begins (or as `text_anchor` says) at `x` and stands on `y`."""
    told = {"font_family": FONT, "font_size": size, "fill": TEXT, **attributes}
    return tag("text", escape(words), x=x, y=y, **told)


def named(content: str, name: str) -> str:
    """`content` with a name that shows where a pointer rests on it."""
    return tag("g", f"<title>{escape(name)}</title>{content}")


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """About how wide a line is in pixels; no two systems have the same letters, so rather more than less."""
    return len(words) * size * (_BOLD if bold else _LETTER)


def lines_of(words: str, letters: int) -> Sequence[str]:
    """The words in lines of so many letters, no month of which is parted from its year.

    >>> lines_of("Musi Banyuasin: Juli 2025", 22)
    ['Musi Banyuasin:', 'Juli 2025']
    """
    return [line.replace(_UNBROKEN, " ") for line in wrap(_BOUND.sub(_UNBROKEN, words), letters)]


def heading(title: str) -> tuple[str, float]:
    """The title of a picture in bold lines at its top, and where the rest may begin."""
    lines = lines_of(title, TITLE_LETTERS)
    feet = (22 + _TITLE_LINE * place for place in range(len(lines)))
    drawn = (text(line, _EDGE, foot, _TITLE, font_weight="bold") for line, foot in zip(lines, feet, strict=True))
    return "".join(drawn), 20.0 + _TITLE_LINE * len(lines)


def picture(content: str, width: float, height: float, title: str, description: str) -> str:
    """A whole picture on white, with its title and its description for whom it is read out to."""
    ground = tag("rect", width=width, height=height, fill=PAPER)
    said = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    box = f"0 0 {_written(width)} {_written(height)}"
    return tag("svg", said + ground + content, xmlns=_SPACE, width=width, height=height, viewBox=box, role="img")


def from_chart(chart: "alt.LayerChart", title: str, description: str) -> str:
    """The picture of an Altair chart, with its title and its description."""
    import vl_convert

    told: dict[str, Any] = chart.to_dict(validate=False)  # a chart of ours; to validate takes longer than to draw
    return plain(vl_convert.vegalite_to_svg(told), title, description)


def plain(svg: str, title: str, description: str) -> str:
    """The same picture without classes, styles and names of colours, with its title and its description.

    Styles become attributes: a page that allows style sheets of its own only would drop them.
    """
    ElementTree.register_namespace("", _SPACE)
    root = ElementTree.fromstring(svg)  # noqa: S314  a picture of our own
    for element in root.iter():
        for declared in element.attrib.pop("style", "").split(";"):
            key, colon, value = declared.partition(":")
            if colon:
                element.set(key.strip(), value.strip())
        for needless in _NEEDLESS:
            element.attrib.pop(needless, None)
        for key in ("fill", "stroke"):
            if element.get(key) in _NAMED_COLOURS:
                element.set(key, _NAMED_COLOURS[element.attrib[key]])
    root.set("role", "img")
    for place, (name, words) in enumerate((("title", title), ("desc", description))):
        said = ElementTree.Element(f"{{{_SPACE}}}{name}")
        said.text = words
        root.insert(place, said)
    return ElementTree.tostring(root, encoding="unicode")


def as_png(svg: str, scale: float = 2) -> bytes:
    """The picture in dots, `scale` of them for one of its own."""
    import vl_convert

    return vl_convert.svg_to_png(svg, scale=scale)


def _written(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
