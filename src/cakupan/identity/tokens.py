"""What an office hands over instead of its people: keyed tokens of a NIK and of names with births and places."""

import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from cakupan.identity.prepare import default_day, prepared
from cakupan.identity.sightings import told_of

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from cakupan.engines.port import Engine

FORMAT = 1  # of a token file, and of the way from a key to a token
NORMALISATION = 2  # of what is hashed: raise it whenever a row would give another token than before (a test tells)
SECRET_BYTES = 32
_TOKEN_BYTES = 16  # among a nation's people two alike are not to be expected
_RARE, _UNCOMMON = 12, 150  # people of one list who share the sound of a name
_BETWEEN = "\x1f"  # stands in no cell, so that no two rows of cells make one text
MARKS = ("fits", "cut", "numbered", "untold", "rare", "uncommon", "vague")


@dataclass(frozen=True, slots=True)
class Key:
    """What two offices agree on out of band, for one purpose and until a day; no other pair has it.

    The secret says nothing of itself in a log: it would open every token that was made with it.
    """

    secret: bytes = field(repr=False)
    purpose: str
    expires_on: date

    @property
    def opens(self) -> bytes:
        """The key of the tokens. Purpose and end go into it: who changes either in a key's file makes other tokens."""
        said = _BETWEEN.join(("cakupan tokens", str(FORMAT), self.expires_on.isoformat(), self.purpose))
        return hmac.digest(self.secret, said.encode(), "sha256")

    @property
    def fingerprint(self) -> str:
        """By which two offices see that they hold the same key, and nobody learns it."""
        return hmac.digest(self.opens, b"fingerprint", "sha256").hex()[:16]


def new_key(purpose: str, expires_on: date) -> Key:
    """A key that nobody has yet."""
    return Key(secrets.token_bytes(SECRET_BYTES), purpose, expires_on)


def tokens_of(
    people: "ir.Table", key: Key, engine: "Engine", *, update: Callable[[int, int], None] = lambda *_: None
) -> "pa.Table":
    """One row for each row of `people` (`id` from 0, and what is told of a person): `row`, from 1; its marks; and a
    column of tokens for each kind of TEXTS, null where the row does not tell enough.

    Marks: `fits` (a NIK that nothing in the row contradicts), `numbered` (one that can be read, damaged or not), `cut`
    (it ends in the 0 that Excel puts for any digit), `untold` (neither name nor birth date), `rare` and `uncommon` (so
    few of the list share the name), `vague` (born on a day that is written where nobody knows it). `update` hears how
    many kinds are made, and of how many.

    The century of a birth date that only a NIK tells is settled by the key's end, the one day that both offices know.
    """
    import pyarrow as pa

    told = engine.keep(prepared(told_of(people, key.expires_on), engine))
    table = engine.run(_marked(told).order_by("row"))
    opens = key.opens
    for at, (kind, text) in enumerate(TEXTS.items()):
        update(at, len(TEXTS))
        texts = engine.run(told.select("id", text=text(told)).order_by("id"))["text"]
        several = pa.types.is_list(texts.type)
        tokens = _lists_hashed(texts.to_pylist(), kind, opens) if several else _hashed(texts.to_pylist(), kind, opens)
        table = table.append_column(kind, pa.array(tokens, pa.list_(pa.binary()) if several else pa.binary()))
    return table


def _marked(told: "ir.Table") -> "ir.Table":
    marks = {
        "fits": told["fits"],
        "cut": told["digits"].endswith("0"),
        "numbered": told["digits"].notnull(),
        "untold": told["sound"].isnull() & told["birth"].isnull(),
        "rare": told["sound"].notnull() & (told["holders"] <= _RARE),
        "uncommon": told["sound"].notnull() & (told["holders"] <= _UNCOMMON),
        "vague": default_day(told["month"], told["day"]),
    }
    said = {name: marks[name].fill_null(False) for name in MARKS}
    return told.select(row=told["id"] + 1, **said)


def _hashed(texts: "Iterable[str | None]", kind: str, opens: bytes) -> "list[bytes | None]":
    begin, digest = kind + _BETWEEN, hmac.digest
    return [None if text is None else digest(opens, (begin + text).encode(), "sha256")[:_TOKEN_BYTES] for text in texts]


def _lists_hashed(
    texts: "Sequence[Sequence[str | None] | None]", kind: str, opens: bytes
) -> "list[list[bytes | None] | None]":
    return [_hashed(few, kind, opens) if few and None not in few else None for few in texts]


def _joined(*columns: "ir.Value") -> "ir.StringValue":
    """The texts of these columns as one; null where one of them is."""
    import ibis

    first, *others = (column.cast("string") for column in columns)
    for one in others:
        first = first + ibis.literal(_BETWEEN) + one
    return first


def _each_word(told: "ir.Table", *columns: "ir.Value") -> "ir.ArrayValue":
    """For each telling word of the name its text with those of the columns."""
    return told["words"].map(lambda word: _joined(word, *columns))


def _all_words(told: "ir.Table") -> "ir.StringValue":
    return told["words"].join(" ")


def _turned(told: "ir.Table", birth: str) -> "ir.StringValue":
    """A birth date that is the same with day and month swapped."""
    import ibis

    day, month = told[birth].day(), told[birth].month()
    return _joined(told[birth].year(), ibis.least(day, month), ibis.greatest(day, month))


def _turnable(told: "ir.Table") -> "ir.BooleanValue":
    return (told["day"] <= 12) & (told["day"] != told["month"])  # else there is no such month, or no other day


def _swapped_birth(told: "ir.Table") -> "ir.StringValue":
    import ibis

    text = _joined(told["sound"], _turned(told, "born"), told["district"])
    return ibis.ifelse(_turnable(told), text, ibis.null("string"))


def _of(*names: str) -> "Callable[[ir.Table], ir.StringValue]":
    return lambda told: _joined(*(told[name] for name in names))


# What is hashed for each kind. None of them is of a name, a birth date or a place alone: those are soon guessed.
TEXTS: "Mapping[str, Callable[[ir.Table], ir.StringValue | ir.ArrayValue]]" = {
    "nik": lambda told: told["nik"],
    "nik_birth": lambda told: _joined(told["nik"], _turned(told, "birth")),
    "nik_begin": lambda told: _joined(told["solid"].left(3), told["digits"].left(12)),
    "nik_end": lambda told: _joined(told["solid"].left(3), told["digits"].right(10)),
    "name_birth": _of("sound", "born"),
    "name_birth_village": _of("solid", "born", "spot"),
    "name_birth_district": _of("sound", "born", "district"),
    "word_birth_village": lambda told: _each_word(told, told["born"], told["spot"]),
    "name_swapped_birth": _swapped_birth,
    "name_year_village": _of("sound", "year", "spot"),
    "begin_birth_village": lambda told: _joined(told["solid"].left(3), told["born"], told["spot"]),
    "words_year_phone": lambda told: _joined(_all_words(told), told["year"], told["phone"]),
}
