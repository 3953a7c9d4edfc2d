"""The cube of a made-up regency by us, by hand-written SQL on the same engine, by Polars and by pandas, in one run.

All four start from the same two tables in memory (a row for each active person and month, a row for each membership and
month), have the same threads, and take turns, so that what else the machine does falls on all alike. That
they made the same rows is checked by logical hash before any figure is told.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

THREADS, TURNS, WARMING = 2, 7, 2
LIMIT = 1.5  # of hand-written SQL
LEVELS = ("regency", "district", "village")
ACTIVE = ("paid", "grace")
LEAST_OF_FULLEST = 1  # per cent


@dataclass(frozen=True)
class Counting:
    """A measure told apart by each of `sets` of `kinds`, at each of `levels`. A `whole` one has a row for nobody too.

    Where `unknown`, what is not known is a kind of its own; else it is in no cell. One without `villages` need not tell
    them apart.
    """

    name: str
    measure: str
    kinds: tuple[str, ...]
    sets: tuple[tuple[str, ...], ...]
    levels: tuple[str, ...] = LEVELS
    whole: bool = False
    unknown: bool = False
    villages: bool = True
    grain: str | None = None  # its name where it is not that of its kinds

    @property
    def told(self) -> tuple[str, ...]:
        """The kinds that nobody is counted without."""
        return tuple(kind for kind in self.kinds if not self.unknown and all(kind in by for by in self.sets))

    def grain_of(self, by: tuple[str, ...]) -> str:
        return self.grain or " and ".join(by) or "total"


SEGMENT, PAYER = ("segment",), ("payer",)
KINDS = ("segment", "payer", "sex", "age", "decile", "occupation")
CROSSED = KINDS[:5]
COUNTINGS = (
    Counting("sponsored", "persons", (*SEGMENT, *PAYER), ((), SEGMENT, PAYER, (*SEGMENT, *PAYER)), whole=True),
    Counting("personal", "persons", ("sex", "age"), (("sex",), ("age",), ("sex", "age"))),
    Counting("by_decile", "persons", ("decile",), (("decile",),)),
    Counting("by_occupation", "persons", ("occupation",), (("occupation",),)),
    Counting(
        "crossed",
        "persons",
        CROSSED,
        (CROSSED,),
        ("regency", "district"),
        villages=False,
        unknown=True,
        grain="everything",
    ),
    Counting("held", "memberships", (*SEGMENT, *PAYER), ((), SEGMENT, PAYER), whole=True),
)
SAME: Mapping[str, str | None] = {"programme": None, "source": "members", "basis": "counted", "evidence": "linked"}


def main(seed: int = 1, size: int | None = None) -> list[str]:
    """Lines of a report: seconds of each, and ours as a ratio to the others'."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _once("make", root, str(seed), *([str(size)] if size else []))
        told = _once("prepare", root)
        lines = [f"{told['people']:,} rows of people, {told['standing']:,} of memberships; {THREADS} threads each"]
        return lines + compared(root)


def compared(root: Path) -> list[str]:
    """The contestants in turns on the tables in `root`."""
    with _running(root) as contestants:
        turns = [{name: _asked(one, "run") for name, one in contestants.items()} for _ in range(TURNS + WARMING)]
        made = {name: _asked(one, "write") for name, one in contestants.items()}
    hashes = _once("hashes", root)
    seconds = {name: median(turn[name]["seconds"] for turn in turns[WARMING:]) for name in contestants}
    work = {name: median(turn[name]["work"] for turn in turns[WARMING:]) for name in contestants}
    lines = [
        f"{name}: {made[name]['rows']:,} cells in {seconds[name]:.2f} s (median of {TURNS}; processor "
        f"{work[name]:.2f} s), peak memory {made[name]['peak'] / 1e9:.2f} GB, "
        f"{'the same cells' if hashes[name] == hashes['ours'] else 'OTHER CELLS'}"
        for name in contestants
    ]
    others = [name for name in contestants if name != "ours"]
    ratios = ", ".join(f"{seconds['ours'] / seconds[name]:.2f} of {name}" for name in others)
    within = seconds["ours"] <= LIMIT * seconds["sql"] and len(set(hashes.values())) == 1
    return [*lines, f"ours: {ratios}; within {LIMIT} of hand-written SQL, with the same cells: {within}"]


def make(root: Path, seed: str, size: str | None = None) -> dict[str, Any]:
    from cakupan.synthetic.make import make_regency
    from cakupan.synthetic.rates import POTENTIAL

    made = make_regency(root / "files", root / "truth", seed=int(seed), size=int(size or POTENTIAL))
    told = [
        [file.name, file.kind, str(file.month or ""), file.known_on.isoformat(), file.sha256] for file in made.files
    ]
    (root / "files.json").write_text(json.dumps(told), encoding="utf-8")
    return {"files": len(told)}


def prepare(root: Path) -> dict[str, Any]:
    """What the cycle itself counts linked persons from, as it hands it to `cube_of_people`."""
    import cakupan.cycle.people
    from cakupan.coverage.definition import Evidence
    from cakupan.coverage.people import cube_of_people
    from cakupan.cycle import cycle
    from cakupan.engines.duck import DuckEngine
    from cakupan.synthetic.truth import true_persons

    counts: dict[str, int] = {}
    with DuckEngine(temp_directory=root / "spill") as engine:

        def written(people: Any, standing: Any, evidence: Evidence, *others: Any) -> Any:
            if evidence is Evidence.LINKED:
                for name, table in (("people", people), ("standing", standing)):
                    engine.write(table, root / f"{name}.parquet")
                    counts[name] = engine.run(table.count().as_table())[0][0].as_py()
            return cube_of_people(people, standing, evidence, *others)

        # Listened to in passing, not built once more here: another order of the same steps would be another table.
        setattr(cakupan.cycle.people, "cube_of_people", written)  # noqa: B010
        cycle(_received(root), engine, clusters=engine.table(true_persons(root / "truth")))
    return counts


def _received(root: Path) -> list[Any]:
    from datetime import date

    from cakupan.intake import Kind
    from cakupan.intake.received import ReceivedFile
    from cakupan_app.cli.face import asked_month

    told = json.loads((root / "files.json").read_text(encoding="utf-8"))
    return [
        ReceivedFile(
            (root / "files" / name).read_bytes,
            sha256,
            name,
            Kind(kind),
            date.fromisoformat(known_on),
            order,
            asked_month(month) if month else None,
            within="16.06",
        )
        for order, (name, kind, month, known_on, sha256) in enumerate(told, start=1)
    ]


def ours(root: Path) -> tuple[Callable[[], Any], Callable[[Any, Path], int]]:
    from cakupan.coverage.definition import Evidence
    from cakupan.coverage.people import cube_of_people
    from cakupan.engines.duck import DuckEngine

    engine = DuckEngine(temp_directory=root / "spill-ours", threads=THREADS)
    people, standing = (engine.keep(engine.read(root / f"{name}.parquet")) for name in ("people", "standing"))
    last: list[Any] = []

    def run() -> Any:
        for one in last:
            engine.forget(one)
        last[:] = [engine.keep(cube_of_people(people, standing, Evidence.LINKED))]
        return last[0]

    def write(cube: Any, path: Path) -> int:
        engine.write(cube, path)
        return int(engine.run(cube.count().as_table())[0][0].as_py())

    return run, write


def sql(root: Path) -> tuple[Callable[[], Any], Callable[[Any, Path], int]]:
    import duckdb

    config: dict[str, Any] = {"threads": THREADS, "memory_limit": "2GB", "temp_directory": str(root / "spill-sql")}
    connection = duckdb.connect(":memory:", config=config)
    for name in ("people", "standing"):
        connection.execute(f"CREATE TEMP TABLE {name} AS FROM read_parquet('{root / name}.parquet')")
    query = by_hand()

    def run() -> Any:
        connection.execute("DROP TABLE IF EXISTS cube")
        connection.execute(f"CREATE TEMP TABLE cube AS {query}")
        return connection.table("cube")

    def write(cube: Any, path: Path) -> int:
        cube.write_parquet(str(path))
        return int(cube.shape[0])

    return run, write


def by_hand() -> str:
    """The SQL that somebody who knows the engine would write: count once by everything, grouping sets over that."""
    columns = ", ".join({**_SAME_IN_SQL, "speaks": "told.month IS NOT NULL AS speaks"}.get(c, c) for c in _columns())
    finest = ",\n".join(_finest_by_hand(one) for one in COUNTINGS)
    cells = "\nUNION ALL\n".join(_cells_by_hand(one) for one in COUNTINGS)
    nobody = "\nUNION ALL\n".join(_nobody_by_hand(one) for one in COUNTINGS if one.whole)
    return f"""
WITH told AS (
  SELECT month, area AS regency FROM standing GROUP BY month, area
  QUALIFY count(*) * 100 >= {LEAST_OF_FULLEST} * max(count(*)) OVER (PARTITION BY area)),
{finest},
cells AS (
{cells}
UNION ALL
{nobody})
SELECT {columns} FROM cells LEFT JOIN told USING (month, regency)"""


_SAME_IN_SQL = {name: f"{'NULL::VARCHAR' if same is None else repr(same)} AS {name}" for name, same in SAME.items()} | {
    "members": "members::BIGINT AS members"
}


def _finest_by_hand(one: Counting) -> str:
    village = "village" if one.villages else "left(village, 8)"
    where = f"month, area, district, {village} AS village"
    kinds = ", ".join(one.kinds)
    told = " AND ".join([f"{kind} IS NOT NULL" for kind in one.told] or ["true"])
    rows = {
        "persons": f"SELECT {where}, {kinds}, count(*) AS members FROM people WHERE {told} GROUP BY ALL",
        "memberships": f"""SELECT {where}, {kinds}, count(*) AS members
    FROM (SELECT person, month, {kinds} FROM standing WHERE state IN {ACTIVE})
    JOIN (SELECT person, month, area, district, village FROM people) USING (person, month) WHERE {told} GROUP BY ALL""",
    }[one.measure]
    return f"""{one.name} AS MATERIALIZED (
  SELECT month, coalesce(left(village, 5), left(district, 5), area) AS regency,
    coalesce(left(village, 8), district) AS district, village, {kinds}, members
  FROM ({rows}))"""


def _cells_by_hand(one: Counting) -> str:
    levels = ", ".join(f"({', '.join(LEVELS[: LEVELS.index(level) + 1])})" for level in one.levels)
    sets = ", ".join(f"({', '.join(by)})" for by in one.sets)
    grains = " ".join(
        f"WHEN {' AND '.join(f'grouping({k}) = {int(k not in by)}' for k in one.kinds)} THEN '{one.grain_of(by)}'"
        for by in one.sets
    )
    kinds = ", ".join(kind if kind in one.kinds else f"NULL::VARCHAR AS {kind}" for kind in KINDS)
    must = (*one.levels, *(() if one.unknown else one.kinds))
    known = " AND ".join(f"(grouping({name}) = 1 OR {name} IS NOT NULL)" for name in must)
    return f"""SELECT coalesce({", ".join(reversed(one.levels))}) AS area, month, regency, {kinds},
  CASE {grains} END AS grain, '{one.measure}' AS measure, sum(members) AS members
FROM {one.name} GROUP BY month, GROUPING SETS ({levels}), GROUPING SETS ({sets})
HAVING {known}"""


def _nobody_by_hand(one: Counting) -> str:
    kinds = ", ".join("NULL" for _ in KINDS)
    return f"""SELECT regency, month, regency, {kinds}, 'total', '{one.measure}', 0
FROM told ANTI JOIN {one.name} USING (month, regency)"""


def in_polars(root: Path) -> tuple[Callable[[], Any], Callable[[Any, Path], int]]:
    import polars as pl

    people, standing = (pl.read_parquet(root / f"{name}.parquet") for name in ("people", "standing"))

    def run() -> "pl.DataFrame":
        listed = standing.lazy().group_by("month", regency="area").agg(listed=pl.len())
        told = listed.filter(pl.col("listed") * 100 >= LEAST_OF_FULLEST * pl.col("listed").max().over("regency"))
        told = told.select("month", "regency", speaks=True)
        cells = pl.concat(
            [cell for one in COUNTINGS for cell in _cells_in_polars(one, people.lazy(), standing.lazy(), told)]
        )
        same = [pl.lit(same, pl.String).alias(name) for name, same in SAME.items()]
        found = cells.join(told, on=["month", "regency"], how="left").with_columns(
            *same, pl.col("speaks").fill_null(False), pl.col("members").cast(pl.Int64)
        )
        return found.select(_columns()).collect()

    def write(cube: "pl.DataFrame", path: Path) -> int:
        cube.write_parquet(path)
        return cube.height

    return run, write


def _cells_in_polars(
    one: Counting, people: "pl.LazyFrame", standing: "pl.LazyFrame", told: "pl.LazyFrame"
) -> "Iterator[pl.LazyFrame]":
    import polars as pl

    where = ["month", "area", "district", "village"]
    rows = people
    if one.measure == "memberships":
        held = standing.filter(pl.col("state").is_in(ACTIVE)).select("person", "month", *one.kinds)
        rows = held.join(people.select("person", *where), on=["person", "month"])
    if not one.villages:
        rows = rows.with_columns(pl.col("village").str.slice(0, 8))
    counts = rows.drop_nulls(one.told).group_by(*where, *one.kinds).agg(members=pl.len())
    district = pl.coalesce(pl.col("village").str.slice(0, 8), "district")
    regency = pl.coalesce(district.str.slice(0, 5), "area")
    finest = counts.with_columns(district=district, regency=regency).drop("area")
    if one.whole:
        nobody = told.select("month", "regency", members=pl.lit(0, pl.UInt32))
        finest = pl.concat([finest, nobody], how="diagonal")
    for level in one.levels:
        for by in one.sets:
            must = (level,) if one.unknown else (level, *by)
            summed = (
                finest.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in must))
                .group_by("month", "regency", *by, area=pl.col(level))
                .agg(pl.col("members").sum())
            )
            kinds = [pl.col(kind) if kind in by else pl.lit(None, pl.String).alias(kind) for kind in KINDS]
            grain = pl.lit(one.grain_of(by)).alias("grain")
            yield summed.select(
                "area", "month", "regency", *kinds, grain, pl.lit(one.measure).alias("measure"), "members"
            )


def in_pandas(root: Path) -> tuple[Callable[[], Any], Callable[[Any, Path], int]]:
    import pandas as pd

    people, standing = (pd.read_parquet(root / f"{name}.parquet") for name in ("people", "standing"))

    def run() -> "pd.DataFrame":
        listed = standing.groupby(["month", "area"], sort=False).size().rename("listed").reset_index()
        told = listed[listed["listed"] * 100 >= LEAST_OF_FULLEST * listed.groupby("area")["listed"].transform("max")]
        told = told.rename(columns={"area": "regency"})[["month", "regency"]]
        cells = pd.concat(
            [cell for one in COUNTINGS for cell in _cells_in_pandas(one, people, standing, told)], ignore_index=True
        )
        found = cells.merge(told.assign(speaks=True), on=["month", "regency"], how="left")
        found["speaks"] = found["speaks"].notna()
        return found.assign(**SAME)[_columns()]

    def write(cube: "pd.DataFrame", path: Path) -> int:
        texts = [name for name in cube.columns if name not in ("members", "speaks")]
        cube.astype(dict.fromkeys(texts, "str")).to_parquet(path, index=False)
        return len(cube)

    return run, write


def _cells_in_pandas(
    one: Counting, people: "pd.DataFrame", standing: "pd.DataFrame", told: "pd.DataFrame"
) -> "Iterator[pd.DataFrame]":
    import pandas as pd

    where = ["month", "area", "district", "village"]
    rows = people
    if one.measure == "memberships":
        held = standing.loc[standing["state"].isin(ACTIVE), ["person", "month", *one.kinds]]
        rows = held.merge(people[["person", *where]], on=["person", "month"])
    if not one.villages:
        rows = rows.assign(village=rows["village"].str[:8])
    grouped = rows.dropna(subset=list(one.told)).groupby([*where, *one.kinds], sort=False, dropna=False)
    finest = grouped.size().rename("members").reset_index()
    finest["district"] = finest["village"].str[:8].fillna(finest["district"])
    finest["regency"] = finest["district"].str[:5].fillna(finest["area"])
    if one.whole:
        finest = pd.concat([finest, told.assign(members=0)], ignore_index=True)
    for level in one.levels:
        for by in one.sets:
            known = finest.dropna(subset=[level] if one.unknown else [level, *by])
            keys = list(dict.fromkeys(["month", "regency", level, *by]))
            cell = known.groupby(keys, sort=False, dropna=False)["members"].sum().reset_index()
            cell["area"] = cell[level]
            absent = {kind: None for kind in KINDS if kind not in by}
            cell = cell.assign(**absent, grain=one.grain_of(by), measure=one.measure)
            yield cell[["area", "month", "regency", *KINDS, "grain", "measure", "members"]]


def _columns() -> list[str]:
    from cakupan.coverage.cube import COLUMNS

    return list(COLUMNS)


CONTESTANTS: Mapping[str, Callable[[Path], tuple[Callable[[], Any], Callable[[Any, Path], int]]]] = {
    "ours": ours,
    "sql": sql,
    "polars": in_polars,
    "pandas": in_pandas,
}


def hashes(root: Path) -> dict[str, Any]:
    from cakupan.engines.duck import DuckEngine

    with DuckEngine(temp_directory=root / "spill") as engine:
        return {name: engine.logical_hash(engine.read(root / f"cube-{name}.parquet")) for name in CONTESTANTS}


def contestant(root: Path, name: str) -> None:
    """Answers each line of its input, `run` or `write`, with one of JSON."""
    import resource

    run, write = CONTESTANTS[name](root)
    cube: Any = None
    print(json.dumps({"ready": name}), flush=True)
    for line in sys.stdin:
        if line.strip() == "run":
            started, worked = time.perf_counter(), time.process_time()
            cube = run()
            told = {"seconds": time.perf_counter() - started, "work": time.process_time() - worked}
        else:
            rows = write(cube, root / f"cube-{name}.parquet")
            told = {"rows": rows, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}
        print(json.dumps(told), flush=True)


@contextmanager
def _running(root: Path) -> "Iterator[dict[str, subprocess.Popen[str]]]":
    started = {
        name: subprocess.Popen(
            [sys.executable, "-m", "benchmarks.cube", "contestant", str(root), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"POLARS_MAX_THREADS": str(THREADS)},
        )
        for name in CONTESTANTS
    }
    try:
        for one in started.values():
            _answer(one)
        yield started
    finally:
        for one in started.values():
            _input(one).close()
            one.wait()


def _asked(one: "subprocess.Popen[str]", what: str) -> dict[str, Any]:
    _input(one).write(f"{what}\n")
    _input(one).flush()
    return _answer(one)


def _answer(one: "subprocess.Popen[str]") -> dict[str, Any]:
    line = one.stdout.readline() if one.stdout else ""
    if not line:
        raise RuntimeError(f"{one.args!r} ended without an answer")
    told: dict[str, Any] = json.loads(line)
    return told


def _input(one: "subprocess.Popen[str]") -> IO[str]:
    assert one.stdin is not None  # noqa: S101  asked for above
    return one.stdin


def _once(name: str, root: Path, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.cube", name, str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


PARTS: Mapping[str, Callable[..., dict[str, Any]]] = {part.__name__: part for part in (make, prepare, hashes)}


def _started(arguments: Sequence[str]) -> None:
    if arguments[:1] == ["contestant"]:
        contestant(Path(arguments[1]), arguments[2])
    elif arguments and arguments[0] in PARTS:
        print(json.dumps(PARTS[arguments[0]](Path(arguments[1]), *arguments[2:])))
    else:
        print("\n".join(main(*(int(one) for one in arguments))))


if __name__ == "__main__":
    _started(sys.argv[1:])
