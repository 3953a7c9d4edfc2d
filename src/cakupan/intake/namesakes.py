"""Which rows of a file are alike in some fields, and which give one NIK to people of different names."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cakupan.basics.names import fold_name
from cakupan.intake.arrays import codes_of, combined, first_rows, in_company
from cakupan.intake.repeats import Where
from cakupan.intake.tables import Draft

if TYPE_CHECKING:
    import pyarrow as pa

    from cakupan.intake.arrays import Codes, Flags, Rows


class Together:
    """Some rows of all tables of a file, one after the other."""

    def __init__(self, rows: Mapping[int, tuple[Draft, "Rows"]]) -> None:
        self.tables = rows
        self.count = sum(len(found) for _, found in rows.values())

    def codes(self, name: str) -> "Codes":
        """A code for each row, equal where the field says the same."""
        import numpy as np
        import pyarrow as pa

        parsed = [(draft.field(name), rows) for draft, rows in self.tables.values()]
        joint = codes_of(pa.concat_arrays([one.values for one, _ in parsed]))
        parts, start = [], 0
        for one, rows in parsed:
            parts.append(joint[start : start + len(one.values)][one.codes[rows]])
            start += len(one.values)
        return np.concatenate(parts)

    def values(self, name: str) -> "pa.Array":
        import pyarrow as pa

        return pa.concat_arrays([draft.field(name).at(rows) for draft, rows in self.tables.values()])

    def split(self, chosen: "Rows") -> Mapping[int, "Rows"]:
        """The chosen rows (counted through all tables, ascending), by table, as rows of its sheet."""
        found, start = {}, 0
        for number, (_, rows) in self.tables.items():
            inside = (chosen >= start) & (chosen < start + len(rows))
            found[number] = rows[chosen[inside] - start]
            start += len(rows)
        return found


def alike(together: Together, names: Sequence[str]) -> Mapping[int, "Rows"]:
    """The rows of each table that say the same as some other row in all these fields."""
    return together.split(in_company(map(together.codes, names), together.count))


def of_two_names(together: Together) -> Mapping[Where, tuple[Where, ...]]:
    """For each row whose NIK stands beside another name too: the rows of those other names."""
    import pyarrow as pa

    chosen = _of_two_writings(together)
    places = [
        (number, row)
        for number, rows in together.split(chosen).items()
        for row in together.tables[number][0].sheet.numbered(rows).tolist()
    ]
    by_nik: dict[str, dict[str, list[Where]]] = {}
    niks, names = (together.values(name).take(pa.array(chosen)).to_pylist() for name in ("nik", "name"))
    for where, nik, name in zip(places, niks, names, strict=True):
        by_nik.setdefault(nik, {}).setdefault(fold_name(name), []).append(where)
    found: dict[Where, tuple[Where, ...]] = {}
    for named in by_nik.values():
        for name, rows in named.items():
            others = tuple(sorted(where for other, places in named.items() if other != name for where in places))
            found |= dict.fromkeys(rows if others else (), others)
    return found


def _of_two_writings(together: Together) -> "Rows":
    """The rows whose NIK stands beside names that are written differently."""
    import numpy as np

    complete: Flags = np.ones(together.count, bool)
    for name in ("nik", "name"):
        complete &= together.values(name).is_valid().to_numpy(zero_copy_only=False)
    rows = complete.nonzero()[0]
    niks, names = together.codes("nik")[rows], together.codes("name")[rows]
    pairs = first_rows(combined([np.zeros(len(rows), np.int32), niks, names]))
    writings = np.bincount(niks[pairs]) if len(pairs) else np.zeros(1, int)
    several: Rows = rows[writings[niks] > 1]
    return several
