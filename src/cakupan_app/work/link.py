"""What `link` matches: two files in, one file out, written in one step or not at all; no workspace needed."""

import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cakupan.basics.refused import Refused
from cakupan_app.work.answer_files import check_out, put_table
from cakupan_app.work.letters import masked_path
from cakupan_app.work.people_files import headings_in, people_in

if TYPE_CHECKING:
    from cakupan.identity.match import Matched

Step = Literal["reading_list", "reading_register", "linking", "writing"]


@dataclass(frozen=True, slots=True)
class Request:
    """Which two files to match, where the answer goes, and which headings mean which of our columns."""

    listed: Path
    register: Path
    out: Path
    dedupe: bool = False
    map: Path | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of it: rows about people in list and register, how many others under the headings were set aside,
    list rows by verdict and by pass, persons in the list if sought."""

    list_rows: int
    register_rows: int
    list_set_aside: int
    register_set_aside: int
    verdicts: Mapping[str, int]
    passes: Mapping[str, int]
    persons: int | None
    seconds: float


def link(request: Request, *, on: date, update: Callable[[Step], None] = lambda _: None) -> Linked:
    """Match the list with the register and write the answer to `request.out`; Refused leaves nothing written."""
    from cakupan.engines.duck import DuckEngine
    from cakupan.identity.lines import by_line
    from cakupan.identity.match import match_lists

    since = time.monotonic()
    check_out(request.out, (request.listed, request.register, request.map))
    headings = headings_in(request.map) if request.map else {}
    update("reading_list")
    listed = people_in(request.listed, headings)
    update("reading_register")
    register = people_in(request.register, headings)
    if request.map and headings and not (listed.mapped or register.mapped):
        raise Refused("map_fits_nothing", path=masked_path(request.map), headings=tuple(headings))
    update("linking")
    with tempfile.TemporaryDirectory() as folder, DuckEngine(temp_directory=Path(folder)) as engine:
        ours, theirs = (engine.keep(engine.table(people.records)) for people in (listed, register))
        matched = match_lists(ours, theirs, engine, listed_on=on, dedupe=request.dedupe)
    update("writing")
    put_table(by_line(matched.rows, listed.lines, register.lines), request.out)
    return Linked(
        list_rows=listed.records.num_rows,
        register_rows=register.records.num_rows,
        list_set_aside=listed.lines.set_aside,
        register_set_aside=register.lines.set_aside,
        verdicts=matched.verdicts,
        passes=matched.passes,
        persons=_persons(matched) if request.dedupe else None,
        seconds=round(time.monotonic() - since, 1),
    )


def _persons(matched: "Matched") -> int:
    import pyarrow.compute as pc

    return int(pc.count_distinct(matched.rows["list_person"]).as_py())
