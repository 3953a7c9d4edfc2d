"""How a text is written into a cell of ours: so that no program takes it for a formula, and all of it can be read."""

from math import ceil

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LINE, _TALLEST = 15, 405  # points, of letters of eleven; of the tallest row that Excel has
_FULL = 0.95  # of the width of a cell: lines break between words


def escaped(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet could compute what it says.

    Dashes alone, as people write for nothing, cannot be computed and stay as they are.

    >>> escaped("=HYPERLINK(A1)"), escaped("+62812"), escaped("-"), escaped("Siti")
    ("'=HYPERLINK(A1)", "'+62812", '-', 'Siti')
    """
    if text.startswith(_STARTS) and text.strip("-\u2013\u2014 "):
        return f"'{text}"
    return text


def height_of(text: str, width: float) -> int:
    """How high in points a row must be, to show the text wrapped in a cell of this width.

    It is said in the file, because not every program finds it by itself: lines lie upon each other then.

    >>> height_of("NIK", 60), height_of("x" * 100, 60), height_of("one\\ntwo", 60)
    (15, 30, 30)
    """
    lines = sum(max(1, ceil(len(part) / (width * _FULL))) for part in text.split("\n"))
    return min(_LINE * lines, _TALLEST)
