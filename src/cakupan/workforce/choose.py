"""Which denominator a figure is measured against, where an area has several."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from cakupan.basics.refused import Refused
from cakupan.workforce.denominator import Denominator


class UnknownDenominator(Refused):
    """The denominator that was asked for has no figure for this area."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The denominator in use (None: the area has none), why, and the area's others, to be shown beside it.

    `because`: `asked`, `target` (the area's targets name it), `only`, or `latest` (see `choose_denominator`).
    """

    chosen: Denominator | None
    because: str
    others: tuple[Denominator, ...]


def choose_denominator(
    denominators: Iterable[Denominator],
    area: str,
    *,
    asked: str | None = None,
    named_by_targets: Collection[str] = (),
) -> Choice:
    """The denominator of everyone in `area`.

    The one that is asked for; else the one that the targets in force name, if they name exactly one that exists;
    else the only one; else the one of the latest vintage, of those the one published last, of those the first id
    by alphabet. Raises `UnknownDenominator`, with the ids that there are.
    """
    available = sorted((one for one in denominators if one.area == area and one.segment is None), key=_latest_first)
    named = [one for one in available if one.id in named_by_targets]
    if asked is not None:
        wanted = [one for one in available if one.id == asked]
        if not wanted:
            raise _unknown(asked, area, available)
        return _choice(wanted[0], "asked", available)
    if len(named) == 1:
        return _choice(named[0], "target", available)
    if len(available) <= 1:
        return Choice(available[0] if available else None, "only", ())
    return _choice(available[0], "latest", available)


def _latest_first(one: Denominator) -> tuple[tuple[int, ...], int, str]:
    vintage = tuple(-int(part) for part in one.vintage.split("-"))
    # a month within a year is later than the bare year: (-2025, -8) before (-2025,), so pad the year
    return (*vintage, 0)[:2], -one.published_on.toordinal() if one.published_on else 0, one.id


def _choice(chosen: Denominator, because: str, available: Sequence[Denominator]) -> Choice:
    return Choice(chosen, because, tuple(one for one in available if one is not chosen))


def _unknown(asked: str, area: str, available: Sequence[Denominator]) -> UnknownDenominator:
    if not available:
        return UnknownDenominator("denominator_unknown_none_known", denominator=asked, area=area)
    known = tuple(sorted(one.id for one in available))
    return UnknownDenominator("denominator_unknown", denominator=asked, area=area, known=known)
