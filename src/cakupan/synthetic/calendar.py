"""Which months a made-up regency lives through, as numbers: 0 is December 2023, 19 is July 2025; days since 1970."""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cakupan.basics.month import Month

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
FIRST = Month(2023, 12)
MONTHS = 20
NEVER = 10**6  # a day after all others
EPOCH = date(1970, 1, 1)
MONTH_NAMES = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
)


def month_at(number: int) -> Month:
    return FIRST + number


def number_of(month: Month) -> int:
    return month - FIRST


def day_number(day: date) -> int:
    return (day - EPOCH).days


def first_days(months: Ints) -> Ints:
    """The first day of each month."""
    return (months + (2023 - 1970) * 12 + 11).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def last_days(months: Ints) -> Ints:
    return first_days(months + 1) - 1


def months_of(days: Ints) -> Ints:
    """The month that each day lies in; NEVER lies far behind all of them."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - (2023 - 1970) * 12 - 11


def birthday(born: Ints, age: int) -> Ints:
    """The day on which each reaches `age`; nobody here is born on 29 February."""
    months = born.astype("datetime64[D]").astype("datetime64[M]")
    within = born - months.astype("datetime64[D]").astype(np.int64)
    return (months + 12 * age).astype("datetime64[D]").astype(np.int64) + within


def written_days(days: Ints, pattern: str = "%d-%m-%Y") -> pa.Array:
    """Each day as offices write it; NEVER is an empty cell."""
    distinct, places = np.unique(days, return_inverse=True)
    words = ["" if day == NEVER else _written(int(day), pattern) for day in distinct]
    return pa.array(words, pa.string()).take(pa.array(places.astype(np.int64)))


def _written(day: int, pattern: str) -> str:
    return date.fromordinal(EPOCH.toordinal() + day).strftime(pattern)


def joined(*columns: Any, between: str = "") -> pa.Array:
    """The columns put together row by row; a null adds nothing."""
    return pc.binary_join_element_wise(*columns, between, null_handling="skip")


def digits(numbers: Ints, width: int) -> pa.Array:
    """Each number in so many digits, with zeros before it."""
    return pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")


def picked(words: list[str], places: Ints) -> pa.Array:
    """The word at each place; -1 is none."""
    return pa.array(words, pa.string()).take(pa.array(places, mask=places < 0))
