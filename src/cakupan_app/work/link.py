"""What `link` matches: two files in, one or two out, written in one step or not at all; no workspace needed."""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cakupan.basics.refused import Refused
from cakupan_app.work.answer_files import WEIGHTS, Answer, check_out, in_words, is_same, put_tables
from cakupan_app.work.letters import masked_path
from cakupan_app.work.people_files import headings_in, is_large, people_aside, people_in
from cakupan_app.work.readers import readers

if TYPE_CHECKING:
    from cakupan.identity.lines import Lines
    from cakupan.identity.looked_at import LookedAt
    from cakupan.identity.match import Matched
    from cakupan_app.work.people_files import People

_MEMORY = "3GB"  # what the engine needs for a million rows against a million: with 2 GB a quarter goes to disk and back
Step = Literal["reading_list", "reading_register", "linking", "writing"]


@dataclass(frozen=True, slots=True)
class Request:
    """Which two files to match, where the answer goes and the weights behind it, if asked for; which headings mean
    which of our columns. `words` are those in which the answer tells why, by code."""

    listed: Path
    register: Path
    out: Path
    dedupe: bool = False
    map: Path | None = None
    weights: Path | None = None
    words: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of it: rows about people in list and register, how many others under the headings were set aside,
    list rows by verdict and by pass, persons in the list if sought, and which pairs were looked at. `further`: rows of
    the answer beyond the first of a list row that may be one of several people."""

    list_rows: int
    register_rows: int
    list_set_aside: int
    register_set_aside: int
    verdicts: Mapping[str, int]
    passes: Mapping[str, int]
    persons: int | None
    looked_at: "LookedAt | None"
    further: int
    seconds: float


def link(request: Request, *, on: date, update: Callable[[Step], None] = lambda _: None) -> Linked:
    """Match the list with the register and write the answer where `request` says; Refused leaves nothing written."""
    from cakupan.engines.duck import DuckEngine
    from cakupan.identity.match import match_lists

    since = time.monotonic()
    _check(request)
    headings = headings_in(request.map) if request.map else {}
    listed, register = _both(request, headings, update)
    if request.map and headings and not (listed.mapped or register.mapped):
        raise Refused("map_fits_nothing", path=masked_path(request.map), headings=tuple(headings))
    update("linking")
    with (
        tempfile.TemporaryDirectory() as folder,
        DuckEngine(temp_directory=Path(folder), memory_limit=_MEMORY) as engine,
    ):
        ours, theirs = (engine.keep(engine.table(people.records)) for people in (listed, register))
        why = request.weights is not None
        matched = match_lists(ours, theirs, engine, listed_on=on, dedupe=request.dedupe, weights=why)
    update("writing")
    put_tables(*_answers(request, matched, listed.lines, register.lines))
    return Linked(
        list_rows=listed.records.num_rows,
        register_rows=register.records.num_rows,
        list_set_aside=listed.lines.set_aside,
        register_set_aside=register.lines.set_aside,
        verdicts=matched.verdicts,
        passes=matched.passes,
        persons=_persons(matched) if request.dedupe else None,
        looked_at=matched.looked_at,
        further=matched.rows.num_rows - listed.records.num_rows,
        seconds=round(time.monotonic() - since, 1),
    )


def _both(request: Request, headings: Mapping[str, str], update: Callable[[Step], None]) -> tuple["People", "People"]:
    """The people in the list and in the register, two large files at once."""
    update("reading_list")
    if not (is_large(request.listed) and is_large(request.register)):
        listed = people_in(request.listed, headings)
        update("reading_register")
        return listed, people_in(request.register, headings)
    with ThreadPoolExecutor(1) as thread:  # it waits for a reader
        coming = thread.submit(people_aside, request.register, headings)
        try:
            listed = people_in(request.listed, headings)
            update("reading_register")
            return listed, coming.result()
        except BaseException:
            readers().end()
            raise


def _check(request: Request) -> None:
    inputs = (request.listed, request.register, request.map)
    check_out(request.out, inputs)
    if request.weights:
        if is_same(request.weights, request.out):
            raise Refused("weights_is_out", path=masked_path(request.weights))
        check_out(request.weights, inputs, option=WEIGHTS)


def _answers(request: Request, matched: "Matched", listed: "Lines", register: "Lines") -> Iterator[Answer]:
    from cakupan.identity.lines import by_line, pairs_by_line

    yield Answer(in_words(by_line(matched.rows, listed, register), request.words), request.out)
    if request.weights and matched.weights is not None:
        yield Answer(pairs_by_line(matched.weights, listed, register), request.weights, WEIGHTS)


def _persons(matched: "Matched") -> int:
    import pyarrow.compute as pc

    return int(pc.count_distinct(matched.rows["list_person"]).as_py())
