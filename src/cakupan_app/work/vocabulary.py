"""Which function decides a word of the trade: the register `docs/words.toml`, looked up and resolved."""

import inspect
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from cakupan.basics.refused import Refused
from cakupan_app.ledger.connection import start_django


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the trade and what it means, in both languages, and the dotted name of what decides it."""

    id: tuple[str, ...]
    en: tuple[str, ...]
    means: str
    decides: str
    means_in_english: str = ""


@dataclass(frozen=True, slots=True)
class Decider:
    """What decides a word: where it stands, and its own first sentence."""

    word: Word
    module: str
    line: int
    says: str


@cache
def words() -> tuple[Word, ...]:
    """Every entry of the register."""
    entries = tomllib.loads(_register())["word"]
    return tuple(
        Word(
            id=tuple(entry["id"]),
            en=tuple(entry["en"]),
            means=entry.get("means", ""),
            decides=entry["decides"],
            means_in_english=entry.get("means_in_english", ""),
        )
        for entry in entries
    )


def where(asked: str) -> Decider:
    """What decides the word `asked` (Indonesian or English); Refused with the nearest words where it is not known."""
    known = _by_name()
    folded = _fold(asked)
    if folded not in known:
        near = get_close_matches(folded, known, n=3, cutoff=0.5) or sorted(known)[:6]
        raise Refused("word_unknown", text=asked, near=tuple(near))
    return resolve(known[folded])


def resolve(word: Word) -> Decider:
    """The decider of `word`. An entry that resolves to nothing is a mistake of ours: AttributeError, ImportError."""
    found = _object(word.decides)
    _, line = inspect.getsourcelines(found)
    says = (inspect.getdoc(found) or "").split("\n\n")[0].replace("\n", " ")
    return Decider(word, found.__module__, line, says)


def rule_named(id_: str, lang: str) -> str:
    """What a rule of the law is called in `lang`; its id where the register does not have it: an office's own.

    >>> rule_named("jp_wage_cap", "en"), rule_named("jp_wage_cap", "id"), rule_named("eligible_women", "id")
    ('JP wage cap', 'batas upah JP', 'eligible_women')
    """
    word = _by_name().get(_fold(id_))
    return id_ if word is None else (word.en if lang == "en" else word.id)[0]


def _object(dotted: str) -> Any:
    module, _, name = dotted.partition(":")
    start_django()  # some deciders stand among models, which cannot be imported before
    found = import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


@cache
def _by_name() -> Mapping[str, Word]:
    return {_fold(name): word for word in words() for name in (*word.id, *word.en)}


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _register() -> str:
    packaged = files("cakupan_app").joinpath("words.toml")
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    # An editable install runs from the tree, where the register stands among the documents.
    return (Path(__file__).parents[3] / "docs" / "words.toml").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Term:
    """A word as a glossary shows it: its place there (`anchor`), what it is called, in the other language too, what it
    means, and the function that decides it."""

    anchor: str
    names: tuple[str, ...]
    other_names: tuple[str, ...]
    means: str
    decides: str


@cache
def glossary_told(lang: str) -> tuple[Term, ...]:
    """Every word of the register in `lang` ("id" or "en"), by name."""
    told = (
        Term(
            anchor_of(word),
            word.en if lang == "en" else word.id,
            word.id if lang == "en" else word.en,
            word.means_in_english if lang == "en" else word.means,
            word.decides,
        )
        for word in words()
    )
    return tuple(sorted(told, key=lambda term: term.names[0].casefold()))


@cache
def anchors_by_decider() -> Mapping[str, str]:
    """The place in the glossary of what each function decides; of several words the first."""
    return {word.decides: anchor_of(word) for word in reversed(words())}


def anchor_of(word: Word) -> str:
    """The place of a word in a glossary, the same in both languages.

    >>> anchor_of(Word(("peserta aktif",), ("active member", "grace"), "", ""))
    'active-member'
    """
    return "-".join("".join(letter if letter.isalnum() else " " for letter in word.en[0].casefold()).split())
