"""Which cells of a whole column are plainly fine, and what they say: told for all at once, and never more than plainly.

Each function here is a `Plainly` (`layout`): for the cells that it takes it gives what the parser of single cells
gives, without repair or warning; all others are left to that parser.
"""

from string import ascii_lowercase
from typing import TYPE_CHECKING

from cakupan.intake.birth_cells import BIRTH_YEARS, oldest_birth
from cakupan.intake.outcome import Given
from cakupan.intake.vocabulary import vocabulary

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from cakupan.intake.arrays import Flags

_WORDS = r"^[A-Za-z0-9][!-~]*(?: [!-~]+)*$"
_DAYS_IN_MONTH = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def plain_words(texts: "pa.Array", _: Given) -> tuple["Flags", "pa.Array"]:
    """Text that begins with a letter or a digit and has only single spaces."""
    return _as_they_are(texts, _words(texts))


def plain_names(texts: "pa.Array", _: Given) -> tuple["Flags", "pa.Array"]:
    """As `plain_words`, of two different letters or more, and nothing that stands for nobody (`is_placeholder`)."""
    lettered = _words(texts) & _matching(texts, "[A-Za-z]") & ~_matching(texts, _of_nobody())
    return _as_they_are(texts, lettered)


def plain_niks(texts: "pa.Array", _: Given) -> tuple["Flags", "pa.Array"]:
    """Sixteen digits with the structure of a NIK (`basics.nik`)."""
    return _as_they_are(texts, _niks(texts))


def plain_niks_unwritten(texts: "pa.Array", _: Given) -> tuple["Flags", "pa.Array"]:
    """What is written for a plain NIK: nothing, since it could be read."""
    import pyarrow as pa

    return _niks(texts), pa.nulls(len(texts), pa.string())


def plain_kpjs(texts: "pa.Array", _: Given) -> tuple["Flags", "pa.Array"]:
    """Eleven digits that are not all the same."""
    return _as_they_are(texts, _matching(texts, "^[0-9]{11}$") & ~_of_one_digit(texts))


def plain_family_cards(texts: "pa.Array", _: Given) -> tuple["Flags", "pa.Array"]:
    """Sixteen digits that are not all the same."""
    return _as_they_are(texts, _matching(texts, "^[0-9]{16}$") & ~_of_one_digit(texts))


def plain_phones(texts: "pa.Array", _: Given) -> tuple["Flags", "pa.Array"]:
    """Seven to fourteen digits that begin with 0, and nothing else."""
    return _as_they_are(texts, _matching(texts, "^0[0-9]{6,13}$"))


def plain_births(texts: "pa.Array", given: Given) -> tuple["Flags", "pa.Array"]:
    """Days written 1987-05-12 and, in a column that is day first, 12-05-1987 or 12/05/1987."""
    import numpy as np
    import pyarrow as pa

    days = np.full(len(texts), np.datetime64("NaT"), "datetime64[D]")
    year_first = (r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", (0, 4), (5, 7), (8, 10))
    day_first = (r"^[0-9]{2}[-/][0-9]{2}[-/][0-9]{4}$", (6, 10), (3, 5), (0, 2))
    ordered = "birth" not in given.month_first | given.month_mixed
    for pattern, year, month, day in (year_first, day_first) if ordered else (year_first,):
        at = _matching(texts, pattern).nonzero()[0]
        written = texts.take(pa.array(at))
        found = _days(*(_numbers(written, *span) for span in (year, month, day)))
        days[at] = found
    if given.today is not None:
        days[(days > np.datetime64(given.today)) | (days < np.datetime64(oldest_birth(given.today)))] = np.datetime64(
            "NaT"
        )
    return ~np.isnat(days), pa.array(days)


def _days(
    years: "NDArray[np.int64]", months: "NDArray[np.int64]", days: "NDArray[np.int64]"
) -> "NDArray[np.datetime64]":
    """The days of a calendar, and NaT for what is none."""
    import numpy as np

    sound = (years >= BIRTH_YEARS.start) & (years < BIRTH_YEARS.stop) & (months >= 1) & (months <= 12) & (days >= 1)
    most = np.array(_DAYS_IN_MONTH)[np.where(sound, months, 0)]
    leap = (years % 4 == 0) & ((years % 100 != 0) | (years % 400 == 0))
    sound &= days <= most - ((months == 2) & ~leap)
    months_since = np.where(sound, (years - 1970) * 12 + months - 1, 0).astype("datetime64[M]")
    found = months_since.astype("datetime64[D]") + np.where(sound, days - 1, 0)
    found[~sound] = np.datetime64("NaT")
    return found


def _niks(texts: "pa.Array") -> "Flags":
    import numpy as np
    import pyarrow as pa

    flags = _matching(texts, "^[0-9]{16}$") & ~_of_one_digit(texts)
    at = flags.nonzero()[0]
    niks = _numbers(texts.take(pa.array(at)), 0, 16)
    place, birth, serial = niks // 10**10, niks // 10**4 % 10**6, niks % 10**4
    province, day, month, year = place // 10**4, birth // 10**4 % 100, birth // 100 % 100, birth % 100
    day = np.where(day > 40, day - 40, day)
    sound = (province >= 11) & (province <= 97) & (place // 100 % 100 > 0) & (place % 100 > 0) & (serial > 0)
    sound &= ~(np.isnat(_days(1900 + year, month, day)) & np.isnat(_days(2000 + year, month, day)))
    flags[at] = sound
    return flags


def _words(texts: "pa.Array") -> "Flags":
    # a formula that failed is saved as #REF! or Err:502, and an end of line in a workbook as _x000D_
    return _matching(texts, _WORDS) & ~_matching(texts, r"^Err:|_x00[01]")


def _of_nobody() -> str:
    """What may be one of the words for nobody; the parser of single cells looks at it again."""
    words = "|".join(spelling.replace(" ", "[^0-9A-Za-z]+") for spelling in vocabulary("no_name").spellings)
    alike = "|".join(f"(?:{letter}[^0-9A-Za-z]*){{3,}}" for letter in ascii_lowercase)
    return rf"(?i)^[^0-9A-Za-z]*(?:{words}|{alike})[^0-9A-Za-z]*$|^[=+@]"


def _of_one_digit(texts: "pa.Array") -> "Flags":
    return _matching(texts, "^(?:" + "|".join(f"{digit}+" for digit in range(10)) + ")$")


def _matching(texts: "pa.Array", pattern: str) -> "Flags":
    import pyarrow.compute as pc

    flags: Flags = pc.match_substring_regex(texts, pattern).fill_null(False).to_numpy(zero_copy_only=False)
    return flags


def _numbers(texts: "pa.Array", start: int, stop: int) -> "NDArray[np.int64]":
    """The number that stands from `start` to `stop` in texts of digits."""
    import pyarrow as pa
    import pyarrow.compute as pc

    numbers: NDArray[np.int64] = pc.utf8_slice_codeunits(texts, start, stop).cast(pa.int64()).to_numpy()
    return numbers


def _as_they_are(texts: "pa.Array", flags: "Flags") -> tuple["Flags", "pa.Array"]:
    import pyarrow as pa
    import pyarrow.compute as pc

    return flags, pc.if_else(pa.array(flags), texts, pa.scalar(None, pa.string()))
