"""What was published about each place through time: a series of figures with their sources and verdicts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cakupan.statements.conflicting import Fares, Published
from cakupan.statements.readings import Kind

KINDS: tuple[Kind, ...] = (
    "coverage_rate", "covered_workers", "potential_workers", "target_rate", "target_workers", "gap_workers",
    "growth", "sponsored_workers",
)  # fmt: skip
"""What a series is made of: money and other figures are read and checked, and make no series."""
_DOUBTED: tuple[Fares, ...] = ("contradiction", "mislabel")


@dataclass(frozen=True, slots=True)
class PlaceSeries:
    """The figures published of one place, by kind and time; of one time the text published first stands first."""

    place: str
    place_code: str | None
    figures: tuple[Published, ...]

    @property
    def texts(self) -> int:
        return len({one.text for one in self.figures})

    @property
    def doubted(self) -> int:
        """How many figures contradict others in their own text."""
        return sum(one.verdict in _DOUBTED for one in self.figures)

    @property
    def latest_rate(self) -> Published | None:
        """The coverage of everyone published last: of the latest month, of that the one that no text of it doubts."""
        rates = [
            one
            for one in self.figures
            if one.claim.kind == "coverage_rate" and one.claim.segment is None and one.claim.as_of
        ]
        return max(rates, key=_weight, default=None)


def _weight(one: Published) -> tuple[str, bool, str]:
    published = str(one.published_on or "")
    return (one.claim.as_of or "", one.verdict not in _DOUBTED, published)


def series_of(published: Iterable[Published]) -> tuple[PlaceSeries, ...]:
    """One series for each place that some figure is of, by area code; places without a code behind, by name."""
    places: dict[str, list[Published]] = {}
    for one in published:
        if one.claim.kind in KINDS and (place := one.claim.place_code or one.claim.place):
            places.setdefault(place, []).append(one)
    found = (_series(group) for group in places.values())
    return tuple(sorted(found, key=lambda one: (one.place_code is None, one.place_code or one.place)))


def _series(group: Sequence[Published]) -> PlaceSeries:
    first = group[0].claim
    return PlaceSeries(first.place or "", first.place_code, tuple(sorted(group, key=_in_order)))


def _in_order(one: Published) -> tuple[int, str, str, str, str]:
    claim = one.claim
    published = str(one.published_on or "")
    return (KINDS.index(claim.kind), claim.segment or "", claim.as_of or "", published, one.text)
