"""Which figures of different texts, of one place and month, cannot all be right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cakupan.statements.check import Checked
from cakupan.statements.readings import Claim, Kind
from cakupan.statements.spans import Span

Fares = Literal["contradiction", "mislabel", "warning", "rounding", "confirmed", "unchecked"]
_KINDS: tuple[Kind, ...] = (
    "coverage_rate", "covered_workers", "potential_workers", "sponsored_workers", "target_rate", "target_workers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """A claim with the text that makes it: `text` tells texts apart (its hash), `source` and `url` where it was
    published. `verdict`: how the claim fares within its text."""

    claim: Claim
    bounds: Span
    text: str
    source: str = ""
    url: str = ""
    published_on: date | None = None
    verdict: Fares = "unchecked"


def fares_of(checked: Checked) -> tuple[Fares, ...]:
    """How each claim of a text fares among the others: by the worst that was found of it."""
    worst: dict[int, Fares] = {}
    for finding in reversed(checked.findings):  # findings stand with faults first: the first is the one that counts
        for number in finding.claims:
            worst[number] = finding.kind
    return tuple(worst.get(number, "unchecked") for number in range(len(checked.claims)))


def published_of(
    checked: Checked, text: str, *, source: str = "", url: str = "", published_on: date | None = None
) -> tuple[Published, ...]:
    """The claims of a text as those of one publication, each said once."""
    found: dict[tuple[object, ...], Published] = {}
    for claim, bounds, fares in zip(checked.claims, checked.bounds, fares_of(checked), strict=True):
        key = (claim.kind, claim.value, claim.unit, claim.as_of, claim.place_code or claim.place, claim.segment)
        found.setdefault(key, Published(claim, bounds, text, source, url, published_on, fares))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures of one kind, place, time and group that do not meet, the least first; each value once for each text."""

    kind: Kind
    place: str | None
    place_code: str | None
    as_of: str
    segment: str | None
    figures: tuple[Published, ...]


def conflicts_of(published: Iterable[Published]) -> tuple[Conflict, ...]:
    """What different texts print otherwise of one thing, by kind, place and time.

    Rounding is no conflict: figures conflict where some two of them cannot stand for one number. Gaps are left out,
    for they are to different targets, and so is what no month or year is told of.
    """
    groups: dict[tuple[Kind, str, str, str], list[Published]] = {}
    for one in published:
        claim = one.claim
        place = claim.place_code or claim.place
        if claim.kind in _KINDS and claim.as_of and place:
            key = (claim.kind, place, claim.as_of[:7], claim.segment or "")
            groups.setdefault(key, []).append(one)
    return tuple(
        Conflict(kind, group[0].claim.place, group[0].claim.place_code, as_of, segment or None, _each_once(group))
        for (kind, _, as_of, segment), group in sorted(groups.items())
        if _conflict(group)
    )


def _conflict(group: Sequence[Published]) -> bool:
    """Whether two of different texts lie apart: some begins where one of another text has ended."""
    ends: dict[str, Span] = {}  # by text
    for one in group:
        known = ends.get(one.text)
        ends[one.text] = one.bounds if known is None or one.bounds.high < known.high else known
    return any(one.bounds.low >= end.high for one in group for text, end in _least(ends) if text != one.text)


def _least(ends: dict[str, Span]) -> Sequence[tuple[str, Span]]:
    # the two that end first are enough: whatever lies behind any, lies behind one of them of another text
    return sorted(ends.items(), key=lambda found: found[1].high)[:2]


def _each_once(group: Sequence[Published]) -> tuple[Published, ...]:
    found = {(one.text, one.claim.value): one for one in reversed(group)}
    return tuple(sorted(found.values(), key=lambda one: (one.claim.value, one.text)))
