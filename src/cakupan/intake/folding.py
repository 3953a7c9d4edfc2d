"""When two headings, or two words of a list, are written alike enough to be the same."""

import re
import unicodedata

_MARKS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """A heading or a word as it is compared: small letters and digits, one space between words.

    >>> fold("Jumlah\\nPeserta (Orang)*"), fold("Target %"), fold("set_by")
    ('jumlah peserta orang', 'target persen', 'set by')
    """
    plain = unicodedata.normalize("NFKC", text).replace("%", " persen ").casefold()
    return _MARKS.sub(" ", plain).strip()
