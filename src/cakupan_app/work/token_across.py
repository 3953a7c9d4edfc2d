"""What several offices do to learn whose NIK stands in more than one of their lists, none showing its own."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan_app.work.answer_files import Answer, check_out, put_tables
from cakupan_app.work.letters import masked_name
from cakupan_app.work.tokens import About, check_one_key, embedded, read_tokens

if TYPE_CHECKING:
    import pyarrow as pa

    from cakupan.engines.port import Engine

_FEWEST = 2
_TELLING = 3  # rows that two offices hardly have alike, and in one order
_READ = ("row", "nik", "nik_begin")
Update = Callable[[str, Mapping[str, int]], None]


@dataclass(frozen=True, slots=True)
class Across:
    """What came of it: what each file (by name) says of itself; how many of its rows have a NIK that stands in another
    file too; how many such NIKs there are, and how many of them are one person's in each of their files."""

    files: Mapping[str, About]
    rows: Mapping[str, int]
    niks: int
    sole: int
    seconds: float


def across(files: Sequence[Path], out: Path, *, today: date, update: Update = lambda *_: None) -> Across:
    """Write to `out` the rows of these token files whose NIK stands in more than one of them; Refused where fewer than
    two are given, one of them twice, or where they were not made alike, and nothing is written then.

    Columns: file and row (the line in its list); nik_number, the same for the rows of one NIK, which it does not tell;
    files, in how many it stands; sole, whether it is one person's in each. The order of `files` decides nothing.
    """
    since = time.monotonic()
    check_out(out, files)
    if len(files) < _FEWEST:
        raise Refused("tokens_across_few", count=len(files))
    named = _named(files)
    update("tokens_across_reading", {})
    read = {name: read_tokens(path, today) for name, path in named.items()}
    abouts = {name: about for name, (_, about) in read.items()}
    check_one_key(list(abouts.items()))
    tables = {name: table.select(_READ) for name, (table, _) in read.items()}
    _check_each_once(tables)
    with tempfile.TemporaryDirectory() as folder, embedded(folder) as engine:
        found = _found(tables, engine)
    put_tables(Answer(found, out))
    return _told(found, abouts, round(time.monotonic() - since, 1))


def _named(files: Sequence[Path]) -> Mapping[str, Path]:
    """The files by name, in order of their names: the answer calls them so."""
    named: dict[str, Path] = {}
    for path in files:
        name = masked_name(path)
        if name in named:
            same = path.resolve() == named[name].resolve()
            raise Refused("tokens_across_twice" if same else "tokens_across_one_name", name=name)
        named[name] = path
    return dict(sorted(named.items()))


def _check_each_once(tables: "Mapping[str, pa.Table]") -> None:
    """Refuse one list under two names: all of its rows would stand in several. A few rows may be the same people's."""
    for place, (name, table) in enumerate(tables.items()):
        for other, before in list(tables.items())[:place]:
            if table.num_rows >= _TELLING and table.equals(before):
                raise Refused("tokens_across_same_list", name=name, other=other)


def _found(tables: "Mapping[str, pa.Table]", engine: "Engine") -> "pa.Table":
    """The rows to write, in order of file and row.

    Rows of one file whose NIK is the same and whose names begin alike are one person, written twice: the same that
    makes two rows a match. A row that tells no name speaks for nobody else.
    """
    import ibis
    import pyarrow as pa

    from cakupan.identity.across import in_several_regencies

    by_file = [
        table.append_column("regency", pa.repeat(pa.scalar(name, pa.string()), table.num_rows))
        for name, table in tables.items()
    ]
    rows = engine.table(pa.concat_tables(by_file)).rename({"nik_token": "nik"})
    told, number = ["regency", "nik_token", "nik_begin"], ["regency", "nik_token"]
    named = rows["nik_begin"].notnull()
    first = rows["row"].min().over(ibis.window(group_by=told))
    anybody = ibis.coalesce(rows["row"].min(where=named), rows["row"].min()).over(ibis.window(group_by=number))
    rows = engine.keep(rows.mutate(person=ibis.ifelse(named, first, anybody)))
    several = in_several_regencies(rows).join(rows.drop("nik_begin"), ["regency", "person", "nik_token"])
    found = engine.run(several.order_by(["regency", "row"])).combine_chunks()
    numbers = found["nik_token"].combine_chunks().dictionary_encode().indices.cast(pa.int64())
    names = ("file", "row", "nik_number", "files", "sole")
    number = pa.array(numbers.to_numpy() + 1)
    return pa.table([found["regency"], found["row"], number, found["regencies"], found["sole"]], names)


def _told(found: "pa.Table", files: Mapping[str, About], seconds: float) -> Across:
    import pyarrow.compute as pc

    counted = found.group_by("file").aggregate([([], "count_all")])
    rows = dict(zip(counted["file"].to_pylist(), counted["count_all"].to_pylist(), strict=True))
    sole = found.filter(found["sole"])["nik_number"]
    niks = pc.count_distinct(found["nik_number"]).as_py()
    return Across(files, {name: rows.get(name, 0) for name in files}, niks, pc.count_distinct(sole).as_py(), seconds)
