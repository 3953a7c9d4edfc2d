"""The times of a text of which no more than the year of publication is known."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cakupan.statements.dates import TimeMention

_YEAR = len("2025")


def of_years(mentions: Iterable[TimeMention]) -> Iterator[TimeMention]:
    """ "Bulan lalu", "periode sama tahun lalu": what is told from the day of the text is of a year, and of no month.

    Behind a month that the text names, it is told from there, and that month is known.
    """
    named = False
    for mention in mentions:
        if mention.relative and not named and mention.as_of:
            yield replace(mention, as_of=mention.as_of[:_YEAR])
            continue
        named = named or (mention.as_of is not None and len(mention.as_of) > _YEAR)
        yield mention
