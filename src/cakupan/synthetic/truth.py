"""The truth of a made-up regency: whose row each row is, and how many people are active as far as given files tell."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

FILES, PERSONS, ACTIVE = "files.parquet", "persons.parquet", "active.parquet"
_GRACE, _LAST_AGE = 2, 65  # FORMATS.md, active in a month


def expected(truth: Path, files_known: Collection[str]) -> dict[str, int]:
    """How many people are active in each month, as a perfect reader of the files of these hashes would know.

    A month is there if an extract of it is known. For each month and membership the row known last speaks. A birth is
    known if any row of the person tells it: where day and month are exchanged, the NIK or other rows show it. Whose
    birth nobody tells is too old for nothing.
    """
    return {str(month): many for (month,), many in expected_by(truth, files_known).items()}


def expected_by(truth: Path, files_known: Collection[str], *columns: str) -> dict[tuple[str | None, ...], int]:
    """As `expected`, by any of `village`, `segment`, `payer` behind the month; a person counts once in a month.

    The village is None in the months before any row of the person tells it.
    """
    active = active_as_known(truth, files_known)
    keys = ["month", *columns]
    counted = active.group_by(keys).aggregate([([], "count_all")]).to_pylist()
    cells = {tuple(row[name] for name in keys): row["count_all"] for row in counted}
    return dict(sorted(cells.items(), key=lambda cell: [(name is None, name or "") for name in cell[0]]))


def active_as_known(truth: Path, files_known: Collection[str]) -> "pa.Table":
    """One row for each active person and month: month, person, village, segment, payer."""
    columns = memberships_as_known(truth, files_known)
    persons = _read(truth, PERSONS, "village")
    placed = _placed_from(columns, persons.num_rows)
    active = columns.pop("active")
    columns = {name: column[active] for name, column in columns.items()}
    first = first_of(("month", "person"), columns, spoken_by(columns))
    spoken = {name: column[first] for name, column in columns.items()}
    return active_table(spoken, persons["village"], spoken["month"] < placed[spoken["person"]])


def memberships_as_known(truth: Path, files_known: Collection[str]) -> dict[str, Any]:
    """The columns of each membership that the known extracts list, by month: whose it is, in numbers (`calendar`).

    With the place of the file that says so among all files (`order`) and its `row`, `paid_until` by all that is known,
    and whether it is `active`. Of a membership and month the row known last stands.
    """
    import numpy as np

    columns = _speaking_rows(truth, files_known)
    paid = _paid_by_sponsors(columns, _payments(truth, files_known))
    columns["paid_until"] = np.maximum(columns["paid_until"], paid)
    return {**columns, "active": _is_active(columns, _read(truth, PERSONS, "born")["born"].to_numpy())}


def true_persons(truth: Path) -> "pa.Table":
    """Whose row each row of the files about people is: file (sha256), sheet, row, person."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    hashes = _read(truth, FILES)["sha256"].to_pylist()
    paths = [truth / rows_name(sha256) for sha256 in hashes]
    key = ["file", "sheet", "row", "person"]
    return pa.concat_tables([pq.read_table(path, columns=key) for path in paths if path.exists()])


def active_table(columns: dict[str, Any], villages: "pa.ChunkedArray", nowhere: Any = None) -> "pa.Table":
    """The table of active people, in words, from numbers; `nowhere` marks those whose village is not known."""
    import pyarrow as pa

    from cakupan.synthetic.calendar import MONTHS, month_at, picked
    from cakupan.synthetic.memberships import PAYERS, SEGMENTS

    months = [str(month_at(number)) for number in range(MONTHS)]
    return pa.table(
        {
            "month": picked(months, columns["month"]),
            "person": pa.array(columns["person"], pa.int64()),
            "village": villages.take(pa.array(columns["person"], mask=nowhere)),
            "segment": picked(list(SEGMENTS), columns["segment"]),
            "payer": picked(list(PAYERS), columns["payer"]),
        }
    )


def spoken_by(columns: dict[str, Any]) -> tuple[Any, ...]:
    """What decides which membership of a person speaks, the weightiest last, as `first_of` wants it.

    A BPU membership that is not paid yields to the others; then speaks the one that began last; then the first segment
    and the first KPJ, in whose order memberships are numbered.
    """
    unpaid = (columns["segment"] == 1) & (columns["paid_until"] < columns["month"])
    return columns["membership"], columns["segment"], -columns["began_on"].astype("int64"), unpaid


def rows_name(sha256: str) -> str:
    """The name in the truth folder of what is true of the rows of a file."""
    return f"rows-{sha256[:16]}.parquet"


def _speaking_rows(truth: Path, files_known: Collection[str]) -> dict[str, Any]:
    """Of all rows of the extracts known, for each month and membership the one of the file known last."""
    import numpy as np

    found = _gathered(truth, files_known, "members")
    found["earlier"] = -found["order"]
    first = first_of(("month", "membership"), found, (found["row"], found["earlier"]))
    return {name: column[np.sort(first)] for name, column in found.items()}


def _placed_from(rows: dict[str, Any], people: int) -> Any:
    """The first month in which a row of each person tells the village; a month after all where none does."""
    import numpy as np

    from cakupan.synthetic.calendar import NEVER

    since = np.full(people, NEVER)
    told = rows["village_told"]
    np.minimum.at(since, rows["person"][told], rows["month"][told])
    return since


def _payments(truth: Path, files_known: Collection[str]) -> dict[str, Any]:
    return _gathered(truth, files_known, "payments")


def _gathered(truth: Path, files_known: Collection[str], kind: str) -> dict[str, Any]:
    """The columns of the truth of all known files of a kind, with the order in which the files were received."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    known = [
        (number, file["sha256"])
        for number, file in enumerate(_read(truth, FILES).to_pylist())
        if file["kind"] == kind and file["sha256"] in files_known
    ]
    tables = [pq.read_table(truth / rows_name(sha256)) for _, sha256 in known]
    if not tables:
        return dict.fromkeys(("membership", "begins", "ends", "order"), np.zeros(0, np.int64))
    orders = [np.full(one.num_rows, number) for (number, _), one in zip(known, tables, strict=True)]
    together = pa.concat_tables(tables)
    columns = {name: together[name].to_numpy() for name in together.column_names if name not in ("file", "sheet")}
    return {**columns, "order": np.concatenate(orders)}


def _is_active(rows: dict[str, Any], born: Any) -> Any:
    """The rule of FORMATS.md, row by row: an end for all, unpaid months and age for BPU, death for everybody."""
    import numpy as np

    from cakupan.synthetic.calendar import NEVER, birthday, last_days

    last = last_days(rows["month"])
    told = np.zeros(len(born), bool)
    told[rows["person"][rows["birth_told"]]] = True
    young = np.where(told, birthday(born, _LAST_AGE + 1), NEVER)[rows["person"]] > last
    bpu = rows["segment"] == 1
    return ~rows["died"] & np.where(
        bpu, (rows["paid_until"] >= rows["month"] - _GRACE) & young, rows["ended_on"] >= last
    )


def _paid_by_sponsors(rows: dict[str, Any], paid: dict[str, Any]) -> Any:
    """The last month paid by then, for each row; a payment for months to come says nothing yet."""
    import numpy as np

    many = int(max(rows["membership"].max(), paid["membership"].max(initial=0))) + 1
    latest = np.full((int(rows["month"].max()) + 1, many), -10_000, np.int64)
    for month in range(len(latest)):
        begun = paid["begins"] <= month
        np.maximum.at(latest[month], paid["membership"][begun], np.minimum(paid["ends"][begun], month))
    return latest[rows["month"], rows["membership"]]


def first_of(keys: tuple[str, str], columns: dict[str, Any], ranks: tuple[Any, ...]) -> Any:
    """The places of the first row of each pair of keys; the last of `ranks` decides first."""
    import numpy as np

    outer, inner = (columns[key] for key in keys)
    order = np.lexsort((*ranks, inner, outer))
    first = np.ones(len(order), bool)
    first[1:] = (outer[order][1:] != outer[order][:-1]) | (inner[order][1:] != inner[order][:-1])
    return order[first]


def _read(truth: Path, name: str, *columns: str) -> "pa.Table":
    import pyarrow.parquet as pq

    return pq.read_table(truth / name, columns=list(columns) or None)
