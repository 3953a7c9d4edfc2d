"""What an address or a form says as a number."""

_DIGITS = 9  # more is no page, number or size of anything here


def whole(text: str | None) -> int | None:
    """The whole number that a text is; None where it is none.

    >>> whole("12"), whole("-1"), whole("١"), whole(None)
    (12, None, None, None)
    """
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
