"""Our linkage beside Splink's own settings on lists that everybody can get: FEBRL 4, fake_1000 and historical_50k.

None of them has a NIK, an Indonesian name or a village: what is mapped onto our columns is said with each figure. The
settings of Splink are those of its documentation.
"""

import os
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from benchmarks.linkage import LISTED_ON
from benchmarks.linkage_public_splink import Scored, fake_1000, febrl4, historical_50k
from benchmarks.linkage_truth import Answers, Quality, Truth, best_links, links, pairwise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

DATA = Path(os.environ.get("CAKUPAN_LINKAGE_DATA") or Path(__file__).parents[2] / "shared" / "data" / "linkage")
_DAY = "try_strptime(nullif(trim({0}::varchar), ''), '{1}')::date"
_WORDS = "nullif(trim(concat_ws(' ', {0})), '')"
_FEBRL = {
    "name": _WORDS.format("given_name, surname"),
    "birth": _DAY.format("date_of_birth", "%Y%m%d"),
    "village_written": "suburb",
    "district": "postcode",
    "family_card": "street_number || ' ' || address_1",
}
_FAKE = {
    "name": _WORDS.format("first_name, surname"),
    "birth": _DAY.format("dob", "%Y-%m-%d"),
    "village_written": "city",
    "phone": "email",
}
_HISTORICAL = {
    "name": "first_and_surname",
    "birth": _DAY.format("dob", "%Y-%m-%d"),
    "sex": "case gender when 'male' then 'L' when 'female' then 'P' end",
    "village_written": "birth_place",
    "family_card": "postcode_fake",
}


def main() -> list[str]:
    """Lines of a report: F1 side by side, list by list; what is absent is skipped, and that is said."""
    lines = [f"{'list':<34}{'Splink':>9}{'ours':>9}   what is counted; how it is mapped"]
    for name, files, shown in (
        ("FEBRL 4, without its number", ("febrl4a.csv", "febrl4b.csv"), lambda: _linked(number=False)),
        ("FEBRL 4", ("febrl4a.csv", "febrl4b.csv"), lambda: _linked(number=True)),
        ("fake_1000", ("splink_fake_1000.csv",), lambda: _within(_FAKE, fake_1000, "splink_fake_1000.csv")),
        ("historical_50k", (_HISTORY,), lambda: _within(_HISTORICAL, historical_50k, _HISTORY)),
    ):
        absent = [file for file in files if not (DATA / file).exists()]
        lines += [f"{name}: skipped, no {', '.join(absent)}"] if absent else _shown(name, shown)
    return lines


_HISTORY = "splink_historical_figures_with_errors_50k.parquet"
Figures = Mapping[str, tuple[Quality, Quality]]


def _shown(name: str, compared: Callable[[], tuple[Figures, Mapping[str, str]]]) -> list[str]:
    figures, mapped = compared()
    told = "; ".join(f"{ours} from {theirs}" for ours, theirs in mapped.items())
    lines = []
    for what, (theirs, ours) in figures.items():
        held = "HOLDS" if ours.f1 >= theirs.f1 else "FALLS SHORT"
        lines.append(f"{name:<34}{theirs.f1:9.4f}{ours.f1:9.4f}   {what}, {held}")
        lines.append(f"{'':<34}{_shares(theirs)} beside {_shares(ours)}")
    return [*lines, f"{'':<34}{told}"]


def _read_from(mapped: Mapping[str, str], table: pa.Table) -> Mapping[str, str]:
    """From which columns of the list each of ours is read."""
    names = frozenset(table.column_names)
    return {
        ours: ", ".join(word for word in re.findall(r"\w+", theirs) if word in names) for ours, theirs in mapped.items()
    }


def _shares(found: Quality) -> str:
    return f"P {found.precision:.4f} R {found.recall:.4f}"


def _linked(*, number: bool) -> tuple[Figures, Mapping[str, str]]:
    """FEBRL 4: each row of the one list is one of the other."""
    one, other = (_read(DATA / f"febrl4{side}.csv") for side in "ab")
    mapped = _FEBRL | ({"kpj": "nullif(trim(soc_sec_id), '')"} if number else {})
    place = {key: at for at, key in enumerate(_keys(other))}
    truth = np.array([place[key] for key in _keys(one)])
    listed, register, probability = febrl4(one, other, number=number)
    every = np.ones(len(listed), bool)
    unknown = np.zeros(len(truth), np.int64)
    theirs, _ = best_links(
        Answers(listed, register, probability, every), Truth(truth, unknown, unknown, other.num_rows)
    )
    rows = _matched(_as_ours(one, mapped), _as_ours(other, mapped))
    rows = rows.filter(pa.array(np.array(rows["verdict"].to_pylist()) == "match"))
    ours = links(rows["list_row"].to_numpy() - 1, rows["register_row"].to_numpy() - 1, truth)
    return {"links, Splink at its best threshold": (theirs, ours)}, _read_from(mapped, one)


def _within(
    mapped: Mapping[str, str], splink: Callable[[pa.Table], Scored], file: str
) -> tuple[Figures, Mapping[str, str]]:
    """A list with several rows of one person: which rows are put together. (The labelled pairs that come with
    fake_1000 say the same of each pair as its column `cluster`.)"""
    table = _read(DATA / file)
    _, true = np.unique(np.array(table["cluster"].to_pylist()).astype(str), return_inverse=True)
    people = _as_ours(table, mapped)
    person = _matched(people, people.slice(0, 0))
    first = person["list_row"].to_numpy()
    labels = np.zeros(table.num_rows, np.int64)
    labels[first - 1] = person["list_person"].to_numpy()
    scored = splink(table)
    ours = pairwise(labels, true)
    clusters = max((pairwise(found, true) for found in scored.clusters.values()), key=lambda found: found.f1)
    return {
        "clusters, Splink at its best threshold": (clusters, ours),
        "pairs, Splink's unclustered at their best threshold": (_pairs(scored, true), ours),
    }, _read_from(mapped, table)


def _pairs(scored: Scored, true: "Ints") -> Quality:
    """The quality of the scored pairs above the threshold at which F1 is highest."""
    order = np.argsort(-scored.probability, kind="stable")
    right = np.cumsum(true[scored.left[order]] == true[scored.right[order]])
    called = np.arange(1, len(order) + 1)
    _, counts = np.unique(true, return_counts=True)
    known = int((counts * (counts - 1) // 2).sum())
    last = np.flatnonzero(np.diff(scored.probability[order], append=-1.0))
    at = last[np.argmax(2 * right[last] / (called[last] + known))]
    return Quality(float(right[at] / called[at]), float(right[at] / known))


def _matched(listed: pa.Table, register: pa.Table) -> pa.Table:
    from cakupan.engines.duck import DuckEngine
    from cakupan.identity.match import match_lists

    with tempfile.TemporaryDirectory() as folder, DuckEngine(temp_directory=Path(folder)) as engine:
        ours, theirs = (engine.table(table) for table in (listed, register))
        return match_lists(ours, theirs, engine, listed_on=LISTED_ON, dedupe=True).rows


def _as_ours(table: pa.Table, mapped: Mapping[str, str]) -> pa.Table:
    import duckdb

    with duckdb.connect() as connection:
        connection.register("given", table)
        columns = ", ".join(f"{theirs} as {ours}" for ours, theirs in mapped.items())
        return connection.sql(f"select place as id, {columns} from given order by place").to_arrow_table()


def _read(path: Path) -> pa.Table:
    """The file as text, its headings trimmed, with the `place` of each row from 0; null where a cell is blank."""
    import duckdb

    source = f"read_csv('{path}', all_varchar = true)" if path.suffix == ".csv" else f"read_parquet('{path}')"
    with duckdb.connect() as connection:
        relation = connection.sql(f"select * from {source}")
        cells = ", ".join(f'nullif(trim("{name}"), \'\') as "{name.strip()}"' for name in relation.columns)
        table = relation.select(cells).to_arrow_table()
    return table.append_column("place", pa.array(np.arange(table.num_rows)))


def _keys(table: pa.Table) -> list[str]:
    return [str(key).rsplit("-", maxsplit=1)[0].removesuffix("-dup") for key in table["rec_id"].to_pylist()]


if __name__ == "__main__":
    print("\n".join(main()))
