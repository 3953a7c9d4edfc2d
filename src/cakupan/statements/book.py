"""Which readings of a text stand near each other, and what an equation between them is."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cakupan.basics.refused import Fact
from cakupan.statements.readings import Reading, TextRead
from cakupan.statements.spans import Span, span_of

_NEAREST = 6  # figures of one kind that are tried on either side: keeps a long text linear


@dataclass(frozen=True, slots=True)
class Equation:
    """What `subject` must be if `given` are right: the computed bounds, and the facts that say how."""

    code: str
    subject: Reading
    given: tuple[Reading, ...]
    computed: Span
    facts: Mapping[str, Fact]
    additive: bool = False
    exact: bool = False  # printed parts that do not add up to the last place are said to be rounded
    wording_fits: bool = True  # False where the words around the figure say something else
    confirms: bool = True  # False where agreement is no more than was to be expected
    bound: bool = True  # the text ties these figures so closely that a difference is a fault
    telling: bool = False  # too loose to accuse, but near enough that agreement but for rounding is no accident

    @property
    def claims(self) -> tuple[int, ...]:
        return tuple(sorted({self.subject.number, *(reading.number for reading in self.given)}))


@dataclass(frozen=True, slots=True)
class Trial:
    """One figure with every equation that may explain it, the likeliest first."""

    subject: Reading
    equations: tuple[Equation, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The readings of a text, each figure once, by kind and place; `repeats` lists the same figure written again."""

    read: TextRead
    readings: tuple[Reading, ...]
    repeats: Mapping[int, tuple[int, ...]]
    _by_key: Mapping[tuple[str, str | None, str | None], Sequence[Reading]] = field(repr=False)
    _by_place: Mapping[tuple[str, str | None], int] = field(repr=False)
    _by_kind: Mapping[str, int] = field(repr=False)

    def has_one(self, *kinds: str) -> bool:
        """Whether the text has one figure of each of these kinds, and no more."""
        return all(self._by_kind.get(kind) == 1 for kind in kinds)

    def has_one_at(self, place: str | None, *kinds: str) -> bool:
        """Whether it has one of each about this place, of whatever group."""
        return all(self._by_place.get((kind, place)) == 1 for kind in kinds)

    def has_any(self, *kinds: str) -> bool:
        """Whether it has a figure of any of these kinds."""
        return any(kind in self._by_kind for kind in kinds)

    def near(self, kind: str, to: Reading, segment: str | None = "same") -> list[Reading]:
        """The readings of `kind` about the place (and segment) of `to`, the nearest in the text first."""
        wanted = to.claim.segment if segment == "same" else segment
        found = self._by_key.get((kind, place_key(to), wanted), ())
        at = bisect_left(found, to.number, key=lambda reading: reading.number)
        around = found[max(0, at - _NEAREST) : at + _NEAREST]
        if to.row is not None and not to.alone:  # in a table a row speaks of itself
            same_row = [reading for reading in around if reading.row == to.row]
            # a table of years has one kind of figure in a row: then its columns speak of themselves
            around = same_row or [each for each in found if each.column is not None and each.column == to.column]
        return sorted(
            (reading for reading in around if reading.number != to.number),
            key=lambda reading: (abs(reading.claim.span[0] - to.claim.span[0]), reading.number),
        )

    def around(self, kind: str, to: Reading, reach: int) -> list[Reading]:
        """The readings of `kind` about the same place, of whatever segment, at most `reach` sentences away."""
        first = max(0, bisect_left(self.readings, to.number, key=lambda reading: reading.number) - 2 * _NEAREST)
        return [
            each
            for each in self.readings[first : first + 4 * _NEAREST]
            if each.claim.kind == kind
            and place_key(each) == place_key(to)
            and abs(each.sentence - to.sentence) <= reach
        ]

    def across(self, to: Reading) -> Iterator[tuple[Reading, Reading]]:
        """Covered and potential beside a figure of which one names its group and the other leaves it to be understood.

        "Jumlah nelayan ... 9.640 orang. Baru 2.892 nelayan yang menjadi peserta".
        """
        for whole in self.around("potential_workers", to, 1):
            for part in self.around("covered_workers", to, 1):
                unsaid = (whole.claim.segment is None) != (part.claim.segment is None)
                if unsaid and part.claim.value < whole.claim.value:
                    yield part, whole

    def targets(self, to: Reading) -> list[Reading]:
        """The target rates that may be meant beside `to`: of its segment, else of all workers, else the nation's."""
        own = self.near("target_rate", to) or self.near("target_rate", to, None)
        nation = self._by_key.get(("target_rate", "00", None), ())
        return own or list(nation[:_NEAREST])


def book_of(read: TextRead) -> Book:
    """The readings in order, those that only repeat an earlier figure set aside."""
    first: dict[tuple[object, ...], Reading] = {}
    repeats: dict[int, list[int]] = {}
    for reading in read.readings:
        claim = reading.claim
        # one target set by two offices is two targets, and one count in two columns of a table is of two times
        set_apart = (reading.scope if claim.kind == "target_rate" else None, reading.column)
        key = (claim.kind, claim.value, claim.unit, place_key(reading), claim.segment, *set_apart)
        known = first.get(key)
        if known is not None and reading.timed and not known.timed:
            # the figure is said once without and once with its time: the second says when both are of
            first[key] = reading
            repeats.setdefault(reading.number, []).extend((known.number, *repeats.pop(known.number, [])))
            continue
        if known is None or (reading.timed and known.timed and not same_time(reading, known)):
            first.setdefault(key if known is None else (*key, reading.number), reading)
        else:
            repeats.setdefault(known.number, []).append(reading.number)
    kept = tuple(sorted(first.values(), key=lambda reading: reading.number))
    by_key: dict[tuple[str, str | None, str | None], list[Reading]] = {}
    for reading in kept:
        by_key.setdefault((reading.claim.kind, place_key(reading), reading.claim.segment), []).append(reading)
    again = {number: tuple(others) for number, others in repeats.items()}
    places: Counter[tuple[str, str | None]] = Counter((reading.claim.kind, place_key(reading)) for reading in kept)
    return Book(read, kept, again, by_key, places, Counter(reading.claim.kind for reading in kept))


def span_for(reading: Reading) -> Span:
    """The numbers that a claim may stand for."""
    return reading.bounds or span_of(reading.figure, reading.claim.qualifier)


def facts_of(**readings: Reading) -> dict[str, Fact]:
    """The published values by the part they play in an equation."""
    return {name: reading.claim.value for name, reading in readings.items()}


def place_key(reading: Reading) -> str | None:
    """What two claims about one place share: the area code, else the name."""
    return reading.claim.place_code or reading.claim.place


def same_time(one: Reading, other: Reading) -> bool:
    """Whether two claims may be about one time: the same, or one unknown, or a year and a month in it."""
    if one.earlier != other.earlier and not (one.timed and other.timed):
        return False
    if one.guessed or other.guessed:
        return True
    a, b = one.claim.as_of, other.claim.as_of
    return a is None or b is None or a.startswith(b) or b.startswith(a)


def within_reach(one: Reading, other: Reading, reach: int = 1) -> bool:
    """Whether two claims stand at most `reach` sentences apart."""
    return abs(one.sentence - other.sentence) <= reach


def latest_first(readings: Sequence[Reading]) -> list[Reading]:
    """By time, the latest first; of one time the nearest first, as they came."""
    return sorted(readings, key=lambda reading: reading.claim.as_of or "", reverse=True)
