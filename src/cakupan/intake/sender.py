"""What a sender's files are like where neither our headings nor the aliases say it."""

from dataclasses import dataclass
from typing import Literal

from cakupan.intake.folding import fold

NOT_READ = ""
"""Stands for our column where a heading of the sender's is not to be read."""

LISTS = ("result", "payer", "segment", "status", "benefit", "claim_status")
"""The vocabularies of which a sender may have words of their own."""


@dataclass(frozen=True, slots=True)
class Sender:
    """How one sender lays out files of one kind: `columns`, their headings and our column for each (NOT_READ where
    there is none); `constants`, what holds for every row, by our column; whether their days are `month_first`; the
    mark before their `decimal` places; and their own `words`: of which list, as they write it, as we record it."""

    kind: str
    columns: tuple[tuple[str, str], ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    month_first: bool | None = None
    decimal: Literal[",", "."] | None = None
    words: tuple[tuple[str, str, str], ...] = ()

    def column(self, heading: str) -> str | None:
        """Our column for a heading of theirs, NOT_READ where it is not read, None where nothing is said of it."""
        return next((column for theirs, column in self.columns if fold(theirs) == fold(heading)), None)

    def word(self, vocabulary: str, text: str) -> str | None:
        """What they mean by a word of a list, as it is recorded."""
        wanted = spelling_of(text)
        return next((word for name, theirs, word in self.words if (name, theirs) == (vocabulary, wanted)), None)


def spelling_of(text: str) -> str:
    """A word as it is compared; one of marks only (\u2713, +) is compared as it is.

    >>> spelling_of(" OK. "), spelling_of("+")
    ('ok', '+')
    """
    return fold(text) or text.strip()
