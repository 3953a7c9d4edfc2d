"""Which rows of a long list must be compared with others, told by a few numbers kept of each row."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from cakupan.intake.arrays import Flags, Rows
    from cakupan.intake.tables import Draft

    Hashes = NDArray[np.uint64]

_SPREAD = 0x9E3779B97F4A7C15  # odd: 2**64 divided by the golden ratio, after Knuth, TAOCP vol. 3, 6.4


@dataclass(frozen=True, slots=True, eq=False)
class Prints:
    """For each row without fault its number (from 0), a hash of what makes it the same as another, of its NIK and of
    its name (both 0 where either is missing). Equal things have equal hashes; of this process only."""

    numbers: "Rows"
    keys: "Hashes"
    niks: "Hashes"
    names: "Hashes"


def prints_of(draft: "Draft", rows: "Rows") -> Prints:
    """The prints of some rows of a part."""
    import numpy as np

    layout = draft.layout
    values = cache(partial(_values, draft))
    keys = _hashes([values(name)[rows] for name in layout.key if name not in layout.folded], len(rows))
    niks = names = np.zeros(len(rows) if layout.shared_nik_told else 0, np.uint64)
    if layout.shared_nik_told:
        stated: Flags = draft.field("nik").filled()[rows] & draft.field("name").filled()[rows]
        niks, names = (_hashes([values(name)[rows]], len(rows)) * stated for name in ("nik", "name"))
    return Prints(draft.sheet.numbered(rows), keys, niks, names)


def rows_to_compare(parts: Sequence[Prints]) -> list["Rows"]:
    """The numbers, by part, of the rows that may be the same as another or may have the NIK of another name."""
    import numpy as np

    keys = np.concatenate([part.keys for part in parts])
    chosen = _shared(keys)
    niks = np.concatenate([part.niks for part in parts])
    if len(niks):
        names = np.concatenate([part.names for part in parts])
        chosen |= _of_several(niks, names) & (niks != 0)
    ends = np.cumsum([len(part.keys) for part in parts])
    return [part.numbers[flags] for part, flags in zip(parts, np.split(chosen, ends[:-1]), strict=True)]


def _values(draft: "Draft", name: str) -> "Hashes":
    """A hash of each cell of a column."""
    parsed = draft.field(name)
    hashes: Hashes = _hashed(parsed.values)[parsed.codes]
    return hashes


def _hashed(values: "pa.Array") -> "Hashes":
    """A hash of each value; of a number, which most columns of a list hold, the number itself."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_string(values.type):
        numbers = values.cast(pa.int32()) if pa.types.is_date(values.type) else values
        return np.fromiter(map(hash, numbers.to_pylist()), np.int64, len(values)).view(np.uint64)
    numeric = pc.match_substring_regex(values, "^[0-9]{1,18}$").fill_null(False)
    hashes = np.empty(len(values), np.int64)
    flags = numeric.to_numpy(zero_copy_only=False)
    hashes[flags] = values.filter(numeric).cast(pa.int64()).to_numpy()
    others = values.filter(pc.invert(numeric))
    hashes[~flags] = np.fromiter(map(hash, others.to_pylist()), np.int64, len(others))
    return hashes.view(np.uint64)


def _hashes(columns: Sequence["Hashes"], rows: int) -> "Hashes":
    """One hash of the cells of each row."""
    import numpy as np

    total = np.zeros(rows, np.uint64)
    for column in columns:
        total = (total ^ column) * np.uint64(_SPREAD)
    return total


def _shared(keys: "Hashes") -> "Flags":
    """Which of these come more than once."""
    import numpy as np

    if not _any_twice(keys):  # as in most lists, and quickly told
        return np.zeros(len(keys), bool)
    _, places, counts = np.unique(keys, return_inverse=True, return_counts=True)
    flags: Flags = counts[places] > 1
    return flags


def _any_twice(hashes: "Hashes") -> bool:
    import numpy as np

    ordered = np.sort(hashes)
    return bool((ordered[1:] == ordered[:-1]).any())


def _of_several(niks: "Hashes", names: "Hashes") -> "Flags":
    """Which NIKs stand beside more than one name."""
    import numpy as np

    if not _any_twice(niks[niks != 0]):
        return np.zeros(len(niks), bool)
    order = np.lexsort((names, niks))
    new_nik = np.append(True, niks[order][1:] != niks[order][:-1])
    new_name = np.append(False, names[order][1:] != names[order][:-1]) & ~new_nik
    groups = np.cumsum(new_nik) - 1
    several = np.bincount(groups, new_name) > 0
    flags = np.zeros(len(niks), bool)
    flags[order] = several[groups]
    return flags
