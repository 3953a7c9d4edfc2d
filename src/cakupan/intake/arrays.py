"""Which rows of some columns are alike: codes, combined and compared as arrays, never row by row."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Codes = NDArray[np.int32]
    Rows = NDArray[np.int64]
    Flags = NDArray[np.bool_]


def codes_of(values: "pa.Array") -> "Codes":
    """A code for each value, equal where the values are; nulls have one too."""
    encoded = values.dictionary_encode(null_encoding="encode")
    codes: Codes = encoded.indices.to_numpy(zero_copy_only=False)
    return codes


def combined(codes: Sequence["Codes"]) -> "Codes":
    """One code for each row, equal where every one of these is; without any, all rows are alike."""
    import numpy as np
    import pyarrow as pa

    together = codes[0]
    for more in codes[1:]:
        mixed = together.astype(np.int64) * (int(more.max(initial=0)) + 1) + more
        together = codes_of(pa.array(mixed))
    return together


def first_rows(codes: "Codes") -> "Rows":
    """For each code from 0 the first row that has it."""
    import numpy as np

    first = np.zeros(int(codes.max(initial=-1)) + 1, np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first


def in_company(codes: Iterable["Codes"], count: int) -> "Rows":
    """The rows, of `count`, that are like some other row in all of `codes`. Asks no further than it must."""
    import numpy as np

    rows = np.arange(count)
    groups = np.zeros(count, np.int32)
    for more in codes:
        groups = combined([groups, more[rows]])
        shared = np.bincount(groups)[groups] > 1 if len(rows) else np.zeros(0, bool)
        rows, groups = rows[shared], groups[shared]
    return rows
