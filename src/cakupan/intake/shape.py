"""What somebody says about how a file is laid out, where its own headings do not say it or say it wrongly."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cakupan.intake.folding import fold
from cakupan.intake.masking import heading_told

Columns = tuple[tuple[str, str], ...]
"""For some headings (or letters of columns) what each means; an empty text: it is not read."""

NO_HEADING = (0, 0)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a sender once said of the headings with this fingerprint."""

    fingerprint: str
    sender: str
    columns: Columns


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the table stands and what its columns mean. All rows count from 1, as in the sheet.

    `heading` is the first and the last row of the heading, NO_HEADING where the first row is data already; `rows`
    the first and the last row that are read. `known` holds for headings that this sender has explained before,
    `offered` are the explanations of others, which are told of and never used. `layout` is what the sender's layout
    file says of headings, wherever in the heading they stand.
    """

    sheet: str | None = None
    heading: tuple[int, int] | None = None
    rows: tuple[int, int] | None = None
    columns: Columns = ()
    known: tuple[Remembered, ...] = ()
    offered: tuple[Remembered, ...] = ()
    layout: Columns = ()

    @property
    def placed(self) -> bool:
        """Whether it is said where in the file to read."""
        return bool(self.sheet or self.heading or self.rows)

    def of(self, titles: Sequence[str]) -> Columns:
        """What holds for a heading of these titles: what is said now, else what the sender said of it before."""
        return self.columns or next((one.columns for one in self.known if one.fingerprint == fingerprint(titles)), ())

    def offers(self, titles: Sequence[str]) -> Remembered | None:
        """What another sender said of the same headings, where this one has said nothing."""
        if self.of(titles) or not self.offered:
            return None
        return next((one for one in self.offered if one.fingerprint == fingerprint(titles)), None)


AS_IT_STANDS = Shape()
"""Nothing is said: the file is read by its own headings."""


def fingerprint(titles: Iterable[str]) -> str:
    """What is equal for headings that differ in order and spelling only.

    >>> fingerprint(["NIK", "Nama  Lengkap"]) == fingerprint(["nama lengkap", "", "N.I.K."]), len(fingerprint(["a"]))
    (True, 16)
    """
    folded = sorted(filter(None, (fold(title).replace(" ", "") for title in titles)))
    return hashlib.sha256("\n".join(folded).encode("utf-8")).hexdigest()[:16]


def same_heading(text: str) -> str:
    """By what a heading is known again: what is said of one is kept without the long numbers in it.

    >>> same_heading("160604********01") == same_heading("1606041205879001")
    True
    """
    return fold(heading_told(text))


def said_of_columns(titles: Sequence[str], said: Columns, letters: Mapping[str, int]) -> Mapping[int, str]:
    """What is said of each column (from 0): by its heading as it is written there, or by its letter."""
    found: dict[int, str] = {}
    by_title = {same_heading(title): at for at, title in reversed(list(enumerate(titles))) if title}
    for heading, column in said:
        at = by_title.get(same_heading(heading), letters.get(heading.strip()))
        if at is not None:
            found[at] = column
    return found
