"""How a text is written into a cell of ours, so that no program ever takes it for a formula."""

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def escaped(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet could compute what it says.

    Dashes alone, as people write for nothing, cannot be computed and stay as they are.

    >>> escaped("=HYPERLINK(A1)"), escaped("+62812"), escaped("-"), escaped("Siti")
    ("'=HYPERLINK(A1)", "'+62812", '-', 'Siti')
    """
    if text.startswith(_STARTS) and text.strip("-\u2013\u2014 "):
        return f"'{text}"
    return text
