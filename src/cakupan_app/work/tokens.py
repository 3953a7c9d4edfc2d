"""What two offices do to learn who is in both lists without showing them: make token files, and match two of them."""

import json
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan_app.work.answer_files import Answer, check_out, in_words, put_tables
from cakupan_app.work.letters import content_of, masked_name, masked_path
from cakupan_app.work.parquet_content import table_in
from cakupan_app.work.people_files import headings_in, people_in
from cakupan_app.work.token_keys import is_purpose, read_key

if TYPE_CHECKING:
    import pyarrow as pa

    from cakupan.engines.duck import DuckEngine
    from cakupan.identity.lines import Lines
    from cakupan.identity.match import Matched

_SAID = b"cakupan.tokens"  # under which a token file says what it is
Update = Callable[[str, Mapping[str, int]], None]


@dataclass(frozen=True, slots=True)
class About:
    """What a token file says of itself: how its tokens were made, with which key, for what, when and until when; how
    many lines its list has, and on how many of them people stand."""

    format: int
    normalisation: int
    fingerprint: str
    purpose: str
    made_on: date
    expires_on: date
    lines: int
    rows: int

    @property
    def version(self) -> str:
        return f"{self.format}.{self.normalisation}"


@dataclass(frozen=True, slots=True)
class Made:
    """A token file that was made; how many tokens it has of each kind."""

    about: About
    kinds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Met:
    """What came of matching two token files: what both say of themselves, list rows by verdict and by step."""

    mine: About
    theirs: About
    matched: "Matched"
    seconds: float

    @property
    def further(self) -> int:
        """Rows of the answer beyond the first of a list row that may be one of several people."""
        return int(self.matched.rows.num_rows) - self.mine.rows


def make(
    listed: Path, key_file: Path, out: Path, *, headings: Path | None, today: date, update: Update = lambda *_: None
) -> Made:
    """Write the tokens of the people in the file `listed` to `out`; Refused leaves nothing written."""
    from cakupan.identity import tokens

    check_out(out, (listed, key_file, headings), known=(".parquet",))
    key = read_key(key_file, today=today)
    said = headings_in(headings) if headings else {}
    update("tokens_reading", {})
    people = people_in(listed, said)
    if headings and said and not people.mapped:
        raise Refused("map_fits_nothing_here", path=masked_path(headings), headings=tuple(said))
    with tempfile.TemporaryDirectory() as folder, embedded(folder) as engine:
        kept = engine.keep(engine.table(people.records))
        table = tokens.tokens_of(
            kept, key, engine, update=lambda done, of: update("tokens_making", {"done": done, "of": of})
        )
    about = About(
        *(tokens.FORMAT, tokens.NORMALISATION, key.fingerprint, key.purpose, today, key.expires_on),
        lines=people.lines.count,
        rows=table.num_rows,
    )
    numbered = table.set_column(0, "row", [people.lines.numbers])
    said = numbered.replace_schema_metadata({_SAID: json.dumps(asdict(about), default=str)})
    put_tables(Answer(said, out, private=True))
    return Made(about, {kind: table.num_rows - table[kind].null_count for kind in tokens.TEXTS})


def match(
    mine: Path,
    theirs: Path,
    out: Path,
    *,
    today: date,
    words: Callable[[str], str] = str,
    update: Update = lambda *_: None,
) -> Met:
    """Match two token files that were made with one key and write the answer, by the lines of both lists, to `out`.

    `words` are those in which the answer tells why, by code.
    """
    from cakupan.identity.lines import by_line
    from cakupan.identity.token_match import match_tokens

    since = time.monotonic()
    check_out(out, (mine, theirs))
    update("tokens_matching", {})
    (ours, about), (others, about_them) = read_tokens(mine, today), read_tokens(theirs, today)
    check_one_key([(masked_name(mine), about), (masked_name(theirs), about_them)])
    with tempfile.TemporaryDirectory() as folder, embedded(folder) as engine:
        matched = match_tokens(engine.table(_counted(ours)), engine.table(_counted(others)), engine)
    rows = by_line(matched.rows, _lines(ours, about), _lines(others, about_them))
    put_tables(Answer(in_words(rows, words), out))
    return Met(about, about_them, matched, round(time.monotonic() - since, 1))


def check_one_key(files: Sequence[tuple[str, About]]) -> None:
    """Refuse token files, by name, that were not all made with the key of the first: nothing in them can meet."""
    (mine, ours), *others = files  # two offices may call theirs the same
    for name, about in others:
        if about.fingerprint != ours.fingerprint:
            raise Refused(
                "tokens_of_other_key", mine=mine, theirs=name, key=ours.fingerprint, their_key=about.fingerprint
            )


def embedded(folder: str) -> "DuckEngine":
    """The engine that needs nothing but a folder to spill to."""
    from cakupan.engines.duck import DuckEngine

    return DuckEngine(temp_directory=Path(folder))


def read_tokens(path: Path, today: date) -> "tuple[pa.Table, About]":
    """A token file with what it says of itself; Refused where it is none, of another version, or has ended."""
    import pyarrow as pa

    from cakupan.identity import tokens

    name = masked_name(path)
    try:
        table = table_in(content_of(path))
        said = json.loads((table.schema.metadata or {})[_SAID])
        days = {day: date.fromisoformat(said[day]) for day in ("made_on", "expires_on")}
        about = About(**{**said, **days})
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError):
        raise Refused("tokens_no_token_file", name=name) from None
    ours = f"{tokens.FORMAT}.{tokens.NORMALISATION}"
    if about.version != ours:
        raise Refused("tokens_of_other_version", name=name, version=about.version, ours=ours)
    if not (_is_about(about, table.num_rows) and _is_made_of_tokens(table, about.lines)):
        raise Refused("tokens_no_token_file", name=name)
    if about.expires_on < today:
        raise Refused("tokens_ended", name=name, day=about.expires_on)
    return table, about


def _is_about(about: About, rows: int) -> bool:
    """Whether a file, which another office sent, says of itself what `make` would say of so many rows."""
    counts = type(about.lines) is int and about.rows == rows
    told = isinstance(about.fingerprint, str) and isinstance(about.purpose, str)
    return counts and told and is_purpose(about.purpose)


def _is_made_of_tokens(table: "pa.Table", lines: int) -> bool:
    """Whether a table has the columns of `tokens_of`, its rows one after the other on so many lines."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from cakupan.identity import tokens

    kinds: dict[str, tuple[pa.DataType, ...]] = {"row": (pa.int64(),), **dict.fromkeys(tokens.MARKS, (pa.bool_(),))}
    kinds |= dict.fromkeys(tokens.TEXTS, (pa.binary(), pa.list_(pa.binary())))
    if table.column_names != list(kinds) or not all(table[name].type in kinds[name] for name in kinds):
        return False
    if any(table[name].null_count for name in ("row", *tokens.MARKS)):
        return False
    places = table["row"].combine_chunks()
    steps = pc.all(pc.greater(places[1:], places[:-1]), min_count=0).as_py()
    return bool(steps) and (not len(places) or (places[0].as_py() >= 1 and places[-1].as_py() <= lines))


def _counted(table: "pa.Table") -> "pa.Table":
    """The rows numbered from 1 one by one, whatever lines between them were set aside."""
    import pyarrow as pa

    return table.set_column(0, "row", pa.array(range(1, table.num_rows + 1), pa.int64()))


def _lines(table: "pa.Table", about: About) -> "Lines":
    from cakupan.identity.lines import Lines

    return Lines(table["row"].to_numpy(), about.lines)
