"""Whether a row numbers the columns, as official forms do below the heading: 1, 2, 3 …, a, b, c … or I, II …"""

import re
from collections.abc import Sequence
from string import ascii_lowercase

from cakupan.intake.folding import fold

_NUMBER = re.compile(r"[(\-–]?\s*(\d{1,3})\s*[)\-–]?\.?\s*(?:=.*|\(.*\))?")
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_LETTERS = (tuple(ascii_lowercase), tuple(_ROMAN.split()))
_FEWEST_LETTERS = 4  # fewer single letters may be somebody's data


def number_columns(texts: Sequence[str], fewest: int) -> bool:
    """Whether these cells of a row count from the first on, at least `fewest` of them.

    >>> number_columns(["(1)", "(2)", "-3-"], 2), number_columns(["a", "b", "c", "d"], 2), number_columns(["1", "3"], 2)
    (True, True, False)
    """
    lettered = [fold(text) for text in texts]
    if len(texts) >= _FEWEST_LETTERS and any(lettered == list(counted[: len(texts)]) for counted in _LETTERS):
        return True
    found = [_NUMBER.fullmatch(text.strip()) for text in texts]
    return len(found) >= fewest and [number and int(number[1]) for number in found] == list(range(1, len(found) + 1))
