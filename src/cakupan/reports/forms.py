"""What a list to fill in asks for: the columns of each kind, how each is headed and checked; from `forms.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from cakupan.intake.vocabulary import vocabulary
from cakupan.reports.voice import Lang

Check = Literal[
    "nik", "card", "kpj", "phone", "code", "text", "day", "month", "year", "whole", "rate", "decile", "choice",
    "suggestion", "village", "district", "area",
]  # fmt: skip
"""How a cell is checked while it is typed. Of a `suggestion` any other word will do as well."""

PLACES = frozenset({"village", "district"})
"""The columns that the form of one village does not have: the form itself says them."""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a form: the column of the layout that it fills, its heading, and an example of nobody."""

    column: str
    headings: Mapping[Lang, str]
    check: Check
    width: int
    needed: bool
    example: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The list of one kind. `word` is how its files and sheets are named, `titles` how people call it."""

    kind: str
    word: str
    titles: Mapping[Lang, str]
    columns: tuple[FormColumn, ...]


@cache
def forms() -> Mapping[str, Form]:
    """Every form, by its kind."""
    text = (files("cakupan.reports") / "forms.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    columns = {name: _column(name, entry) for name, entry in told["column"].items()}
    return {kind: _form(kind, entry, columns) for kind, entry in told["kind"].items()}


def form_worded(word: str) -> Form | None:
    """The form of which files and sheets are named so.

    >>> form_worded("usulan").kind
    'nominations'
    """
    return next((form for form in forms().values() if form.word == word.casefold()), None)


def _form(kind: str, entry: Mapping[str, Any], columns: Mapping[str, FormColumn]) -> Form:
    titles: Mapping[Lang, str] = {"id": entry["id"], "en": entry["en"]}
    return Form(kind, entry["word"], titles, tuple(columns[name] for name in entry["columns"]))


def _column(name: str, entry: Mapping[str, Any]) -> FormColumn:
    words = vocabulary(entry["words"]).titles if "words" in entry else ()
    return FormColumn(
        column=entry.get("column", name),
        headings={"id": entry["id"], "en": entry["en"]},
        check=entry["check"],
        width=entry["width"],
        needed=entry.get("needed", False),
        example=entry["example"],
        choices=tuple(entry.get("choices", ())) or tuple(map(_written, words)),
    )


def _written(title: str) -> str:
    """How people write a word of a vocabulary: `farmer (petani)` is Petani."""
    written = title.partition("(")[2].removesuffix(")") or title
    return written[:1].upper() + written[1:]
