"""What a claim is, and what the arithmetic needs to know of it besides."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cakupan.basics.figures import Figure
from cakupan.statements.lexicon import Family, GapReading
from cakupan.statements.mentions import Qualifier
from cakupan.statements.sentences import Sentences
from cakupan.statements.spans import Span
from cakupan.statements.words import Words

Kind = Literal[
    "coverage_rate", "covered_workers", "potential_workers", "target_rate", "target_workers", "gap_workers",
    "growth", "sponsored_workers", "budget", "contribution", "benefit", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as published. Field names are those of the command line (CLI.md, check)."""

    kind: Kind
    value: int | Decimal
    unit: str
    as_of: str | None
    place: str | None
    place_code: str | None
    segment: str | None
    quote: str
    span: tuple[int, int]
    qualifier: Qualifier | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim with what the arithmetic needs besides: the figure as written, and how the words tie it to others."""

    number: int
    claim: Claim
    figure: Figure
    family: Family
    gap: frozenset[GapReading]
    sentence: int
    timed: bool  # the text ties the time to this figure; else it is carried
    scope: str | None
    status: str | None
    carried: bool
    score: float  # how loudly the words around it say what it is
    heard: bool  # only the tagger tells what it is: enough to hold it against others, not to accuse by its kind
    period: str | None  # how often money is paid: day, month, year
    earlier: bool  # "sebelumnya 76,11 persen": of a time before the one the text speaks of
    guessed: bool = False  # its time is that of the text, for want of any other
    bounds: Span | None = None  # the numbers it may stand for
    misplaced: bool = False  # its thousands mark stands in the wrong place
    row: int | None = None  # of a table: the row's sentence, and where its column's heading stands
    column: int | None = None
    totals: bool = False
    sums_up: bool = False  # its column is called the total of its row
    alone: bool = False  # the only figure of its row: such rows are a list, and speak of each other


@dataclass(frozen=True, slots=True)
class TextRead:
    """Everything that was read from a text, before any arithmetic."""

    text: str
    readings: tuple[Reading, ...]
    sentences: Sentences
    words: Words
