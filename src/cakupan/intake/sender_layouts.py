"""What a layout file says of a sender's files, and how their headings are read by it.

The layouts of the agency are not public (DOMAIN.md 4), so each office says in a small TOML file what it receives.
Examples are in `senders/`; they are made up.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeVar

from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Refused
from cakupan.intake.headings import aliases_of, column_named, is_heading
from cakupan.intake.kind import Kind
from cakupan.intake.layouts import layout_of
from cakupan.intake.outcome import Given, Taken
from cakupan.intake.sender import LISTS, NOT_READ, Sender, spelling_of
from cakupan.intake.vocabulary import vocabulary

One = TypeVar("One")
_TABLES = {"kind", "title", "provenance", "columns", "constants", "dates", "numbers", "words"}
_ORDERS = {"day first": False, "month first": True}
_MARKS: Mapping[str, Literal[",", "."]] = {",": ",", ".": "."}


def parse_sender(text: str, name: str) -> Sender:
    """What a layout file says; `name` is how the file is spoken of. Refused where it cannot be used.

    Words and constants are checked now: a slip in them would put every row of a file in quarantine.
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused("layout_unreadable", name=name, problem=str(error)) from None
    unknown = said.keys() - _TABLES
    if unknown:
        raise Refused("layout_key_unknown", name=name, keys=tuple(sorted(unknown)), known=tuple(sorted(_TABLES)))
    kind = _kind(said.get("kind"), name)
    return Sender(
        kind=kind.value,
        columns=tuple(_columns(_table(said, "columns", name), kind, name)),
        constants=tuple(_constants(_table(said, "constants", name), kind, name)),
        month_first=_one_of(_table(said, "dates", name), "order", _ORDERS, name),
        decimal=_one_of(_table(said, "numbers", name), "decimal", _MARKS, name),
        words=tuple(_words(_table(said, "words", name), kind, name)),
    )


def refuse_other_kind(sender: Sender, kind: str, name: str) -> None:
    """Refuse a layout that is not of the kind of file that is received by it."""
    if sender.kind != kind:
        raise Refused("layout_of_other_kind", name=name, kind=kind, fits=sender.kind)


def heads(sender: Sender | None) -> Callable[[str], bool]:
    """Whether a text heads a column, by our aliases or by the sender's layout."""
    if sender is None:
        return is_heading
    return lambda text: is_heading(text) or sender.column(text) is not None


def read_by(given: Given, sender: Sender | None) -> Given:
    """What is said beside a file, with how its sender lays it out."""
    shape = replace(given.shape, layout=sender.columns if sender else ())
    return replace(given, sender=sender, shape=shape)


def _table(said: Mapping[str, Any], key: str, name: str) -> Mapping[str, Any]:
    found = said.get(key, {})
    if not isinstance(found, dict):
        raise Refused("layout_value_unusable", name=name, key=key, value=str(found), known=(f"[{key}]",))
    return found


def _kind(said: object, name: str) -> Kind:
    known = tuple(kind.value for kind in Kind)
    if said not in known:
        raise Refused("layout_value_unusable", name=name, key="kind", value=str(said), known=known)
    return Kind(str(said))


def _columns(said: Mapping[str, Any], kind: Kind, name: str) -> Iterator[tuple[str, str]]:
    for heading, column in said.items():
        named = column_named(kind, str(column)) if column != NOT_READ else NOT_READ
        if named is None:
            known = tuple(aliases_of(kind).titles.values())
            raise Refused("layout_value_unusable", name=name, key=heading, value=str(column), known=known)
        yield heading, named


def _constants(said: Mapping[str, Any], kind: Kind, name: str) -> Iterator[tuple[str, str]]:
    fields = {field.sources[0]: field for field in layout_of(kind).fields if not field.silent}
    for key, value in said.items():
        column = column_named(kind, key) or key
        if column == "month":
            month = parse_month(str(value))
            if not isinstance(month, Month):
                raise Refused("layout_value_unusable", name=name, key=column, value=str(value), known=("2025-07",))
            yield column, str(month)
            continue
        field = fields.get(column)
        if field is None or field.stored != "text":
            texts = tuple(source for source, one in fields.items() if one.stored == "text")
            raise Refused("layout_value_unusable", name=name, key="constants", value=key, known=texts)
        found = field.parse({source: str(value) if source == column else None for source in field.sources}, Given())
        if not isinstance(found, Taken) or found.value is None or found.warnings:
            raise Refused("layout_value_unusable", name=name, key=column, value=str(value), known=_known(column))
        yield field.name, str(found.value)


def _known(column: str) -> tuple[str, ...]:
    return vocabulary(column).titles if column in LISTS else ("…",)


def _one_of(said: Mapping[str, Any], key: str, known: Mapping[str, One], name: str) -> One | None:
    if key not in said:
        return None
    if said[key] not in known:
        raise Refused("layout_value_unusable", name=name, key=key, value=str(said[key]), known=tuple(known))
    return known[said[key]]


def _words(said: Mapping[str, Any], kind: Kind, name: str) -> Iterator[tuple[str, str, str]]:
    for key, words in said.items():
        listed = key if key in LISTS else column_named(kind, key)
        if listed not in LISTS or not isinstance(words, dict):
            raise Refused("layout_value_unusable", name=name, key="words", value=key, known=LISTS)
        known = vocabulary(listed)
        for written, spellings in words.items():
            word = known.named(written)
            if word is None:
                raise Refused("layout_value_unusable", name=name, key=f"words.{key}", value=written, known=known.titles)
            for spelling in spellings if isinstance(spellings, list) else [spellings]:
                yield listed, spelling_of(str(spelling)), word
