"""When two headings, or two words of a list, are written alike enough to be the same."""

import re
import unicodedata

_MARKS = re.compile(r"[\W_]+")
_NUMBERING = {"no", "nomor", "no urut", "nomor urut", "nr", "number", "urut"}


def fold(text: str) -> str:
    """A heading or a word as it is compared: small letters and digits, one space between words.

    >>> fold("Jumlah\\nPeserta (Orang)*"), fold("Target %"), fold("set_by")
    ('jumlah peserta orang', 'target persen', 'set by')
    """
    plain = unicodedata.normalize("NFKC", text).replace("%", " persen ").casefold()
    return _MARKS.sub(" ", plain).strip()


def is_numbering(title: str) -> bool:
    """Whether a column with this heading only numbers the rows.

    >>> is_numbering("No."), is_numbering("No HP")
    (True, False)
    """
    return fold(title) in _NUMBERING
