"""How a hard case is drawn: a register and a list of a few people, in the village that they live in.

Each row of the list says whom it is about (`who`), and what must come of it: `link` when two lists are linked, `build`
when files are built into persons: match (the register row of that very person), possible (for somebody to look at) or
none. The neighbours make names as common as they are in a village, and must find themselves.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from cakupan.engines.duck import DuckEngine
from cakupan.identity.match import match_lists
from cakupan.identity.resolve import resolve
from tables import arrow

ON = date(2025, 7, 31)
_TEXTS = ("nik", "nik_written", "name", "sex", "village", "phone", "family_card", "kpj")
_VILLAGES = ("16.06.01.2001", "16.06.01.2002", "16.06.02.2003")
_MEN = ("Ahmad", "Hasan", "Budi", "Joko", "Yusuf", "Umar", "Rudi", "Muhammad")
_WOMEN = ("Siti", "Sri", "Dewi", "Nur", "Rina", "Ratna", "Ida", "Fatimah")
_MORE = ("Salim", "Aminah", "Santoso", "Hidayat", "Effendi", "Usman", "Lubis")
_NEIGHBOURS = 48
_LISTED = 32  # of them


def linked(listed: str, register: str) -> list[str]:
    """What `match_lists` says of each row of the list, as `expected` says it."""
    ours, theirs = _lists(listed, register)
    with _engine() as engine:
        tables = (engine.table(_numbered(rows)) for rows in (ours, theirs))
        found = match_lists(*tables, engine, listed_on=ON).rows.to_pylist()
    whose, registered = ours["who"].to_pylist(), theirs["who"].to_pylist()
    said: dict[int, str] = {}
    for row in found:
        place, other = row["list_row"] - 1, row["register_row"]
        matched = registered[other - 1] if row["verdict"] == "match" else whose[place]
        said[place] = row["verdict"] if matched == whose[place] else f"match with {matched}"
    return _answers(whose, [said[place] for place in range(len(said))], _rows_of(listed))


def built(listed: str, register: str) -> list[str]:
    """What `resolve` makes of the same two, as files of one day, as `expected` says it."""
    ours, theirs = _lists(listed, register)
    with _engine() as engine:
        records = {kind: engine.table(_filed(rows, kind)) for kind, rows in (("list", ours), ("register", theirs))}
        found = resolve(records, engine)
        links, possible = (engine.run(table).to_pylist() for table in (found.links, found.possible))
    person = {(row["kind"], row["row"]): row["person"] for row in links}
    near = {row[side] for row in possible for side in ("left_person", "right_person")}
    whose, registered = ours["who"].to_pylist(), theirs["who"].to_pylist()
    beside: dict[int, set[str]] = {}
    for kind, names in (("list", whose), ("register", registered)):
        for place, who in enumerate(names, 1):
            beside.setdefault(person[kind, place], set()).add(who)
    known = {person["register", place] for place in range(1, len(registered) + 1)}
    said = []
    for place, who in enumerate(whose, 1):
        others = sorted(beside[person["list", place]] - {who})
        alone = "possible" if person["list", place] in near else "none"
        said.append(f"match with {others[0]}" if others else "match" if person["list", place] in known else alone)
    return _answers(whose, said, _rows_of(listed))


def expected(listed: str, way: str) -> list[str]:
    """What the list says must come of each row by this way (`link` or `build`)."""
    table = arrow(listed)
    return [f"{who}: {said}" for who, said in zip(*(table[name].to_pylist() for name in ("who", way)), strict=True)]


def _answers(whose: Sequence[str], said: Sequence[str], cases: int) -> list[str]:
    """The answers to the case; those to neighbours only where they are not found."""
    every = [f"{who}: {answer}" for who, answer in zip(whose, said, strict=True)]
    return every[:cases] + [answer for answer in every[cases:] if not answer.endswith(": match")]


def _rows_of(drawn: str) -> int:
    return arrow(drawn).num_rows


def _lists(listed: str, register: str) -> tuple[pa.Table, pa.Table]:
    """Both as tables; of the neighbours only some are on the list."""
    return _among_neighbours(listed).slice(0, _rows_of(listed) + _LISTED), _among_neighbours(register)


def _among_neighbours(drawn: str) -> pa.Table:
    """The rows drawn, and behind them the neighbours."""
    told, neighbours = arrow(drawn), _neighbours()
    for field in neighbours.schema:
        if field.name not in told.column_names:
            told = told.append_column(field, pa.nulls(told.num_rows, field.type))
    return pa.concat_tables([told.select(neighbours.column_names).cast(neighbours.schema), neighbours])


@cache
def _neighbours() -> pa.Table:
    people = [_neighbour(place) for place in range(_NEIGHBOURS)]
    kinds = {"who": pa.string(), "birth": pa.date32(), **dict.fromkeys(_TEXTS, pa.string())}
    return pa.table({name: pa.array([one.get(name) for one in people], kind) for name, kind in kinds.items()})


def _neighbour(place: int) -> dict[str, Any]:
    first, sex = ((_MEN, "L"), (_WOMEN, "P"))[place % 2]
    name = f"{first[place // 2 % len(first)]} {_MORE[place * 3 % len(_MORE)]}"
    birth = date(1962, 3, 9) + timedelta(317 * place)
    village = _VILLAGES[place % 5 % 3]
    day = birth.day + (40 if sex == "P" else 0)
    nik = f"{village.replace('.', '')[:6]}{day:02d}{birth:%m%y}{9501 + place}"
    return {"who": f"neighbour {place}", "nik": nik, "name": name, "birth": birth, "sex": sex, "village": village}


def _numbered(people: pa.Table) -> pa.Table:
    return people.append_column("id", pa.array(range(people.num_rows), pa.int64()))


def _filed(people: pa.Table, file: str) -> pa.Table:
    rows = people.num_rows
    provenance = {
        "sheet": pa.array(["s"] * rows),
        "row": pa.array(range(1, rows + 1), pa.int32()),
        "file": pa.array([file] * rows),
        "known_on": pa.array([ON] * rows, pa.date32()),
    }
    for name, column in provenance.items():
        people = people.append_column(name, column)
    return people


@contextmanager
def _engine() -> Iterator[DuckEngine]:
    """One for each case: what `resolve` keeps would fill the one that all tests share."""
    with TemporaryDirectory() as folder, DuckEngine(temp_directory=Path(folder), memory_limit="500MB") as engine:
        yield engine
