"""Which evidence makes two sightings one person: the same number by passes, or in one home by the scorecard where that
is surer; a number that Excel may have cut, and all else, by the scorecard."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from cakupan.engines.linker import PLACES, Rules, Spoken
from cakupan.identity.candidates import ALONE, NEIGHBOURS, NUMBERS, REST
from cakupan.identity.compare import HOME, LEVELS, compared
from cakupan.identity.learn import learned, two_count
from cakupan.identity.scorecard import ELSE, NUMBER, Pattern, Scorecard, given_card, told

if TYPE_CHECKING:
    import pyarrow as pa

SLIPPED = ("near", "serial", "beside", "neighbour", "cut")  # of NIKs, one of which may be the other
REPAIRED = "repaired_nik"  # why, where one NIK is taken for a slip of the other
CUT_NIK = "same_cut_nik"  # why, where both may be so only because Excel put the same last digit
ALONE_BY_NIK = "same_nik_alone"  # why, where one row tells nothing but its number
TWO_NIKS = "two_niks"  # why, where all else speaks for one person
_SUPPORT = Decimal("0.1")  # from which on two NIKs may be one person's by way of a third
WEIGHED = "weighed"  # why, where no pass has words for what agrees
_OTHERWISE = "same_nik_other_person"
_LEAST = Decimal("0.01")  # what is less probable is nobody
_NOBODY = Decimal("0.7")  # the most for who is nobody in particular (`_nobody_in_particular`)
_NO_NEARER = ("open", "other", "card", "unlike", "against")  # of NIKs
_ANOTHER_NAME = ("alike", "share", "called", "other")  # Rizal and Ridwan: of two people as often as of one
_SURE = Decimal("0.999")  # nothing but a number says more


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pair must show: for each comparison named in `asks`, one of these levels. `because` names it to people."""

    because: str
    probability: Decimal
    asks: Mapping[str, frozenset[str]]

    def fits(self, pattern: Pattern) -> bool:
        return all(pattern[name] in levels for name, levels in self.asks.items())


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("passes.toml").read_text(encoding="utf-8"))


@cache
def passes() -> tuple[Pass, ...]:
    """The passes of passes.toml, the most probable first."""
    read = (
        Pass(
            because=entry["because"],
            probability=Decimal(entry["probability"]),
            asks={name: frozenset(levels) for name, levels in entry.items() if name not in ("because", "probability")},
        )
        for entry in _read()["pass"]
    )
    return tuple(sorted(read, key=lambda one: one.probability, reverse=True))


@cache
def match_from() -> Decimal:
    """From which probability on a pair is a match: where a wrong match costs as much as a missed one.

    A wrong match has the probability 1 - p and a missed one p; `costs` says what each costs beside the other.
    """
    costs = _read()["costs"]
    return Decimal(costs["wrong_match"]) / (Decimal(costs["wrong_match"]) + Decimal(costs["missed_match"]))


def match_millionths() -> int:
    """The same in millionths, as edges have their strength."""
    return int(match_from().scaleb(PLACES))


@cache
def given_counts_as() -> int:
    """How many reviewed pairs the given probability of a pass counts as."""
    return int(_read()["reviewed"]["given_counts_as"])


def number_rules(card: Scorecard) -> Rules:
    """What two numbers say: the same by passes, two that a slip of the pen, of the eye or of Excel tells apart by the
    scorecard, whatever else agrees."""
    kept = tuple(one for one in passes() if one.because.startswith("same_nik") or "_kpj" in one.because)

    def spoken(pattern: Pattern) -> Spoken | None:
        if by_number(pattern):  # however well the names agree: two NIKs that fit are one for their numbers' sake only
            return _by_number({**pattern, "found": ELSE}, kept, card)
        # what else would have brought them together was not asked
        found = _spoken({**pattern, "found": ELSE}, card, capped=True)
        if found is None:
            return None
        if pattern["nik"] in SLIPPED:
            return replace(found, because=REPAIRED)
        if pattern["nik"] == "shorn":
            return replace(found, because=CUT_NIK)
        if pattern["nik"] == "against" and found.probability >= _SUPPORT:
            return replace(found, probability=min(found.probability, _NOBODY), because=TWO_NIKS)
        return _first_pass(pattern, kept)

    return Rules((*NUMBERS, *NEIGHBOURS), compared, LEVELS, _each(spoken))


def same_nik_rules() -> Rules:
    """What passes say of rows of one list that have the same NIK. Nobody cuts all numbers of a register to end in 0."""
    kept = tuple(one for one in passes() if "same" in one.asks.get("nik", ()) and "kpj" not in one.asks)

    def spoken(pattern: Pattern) -> Spoken | None:
        return _first_pass({**pattern, "nik": "same"}, kept)

    return Rules(NUMBERS[:1], compared, LEVELS, _each(spoken))


def rest_rules(card: Scorecard) -> Rules:
    """Name, birth, place and contact by the scorecard: for sightings whose number told nothing."""
    return Rules(REST, compared, LEVELS, _by_card(lambda _: card))


def _each(spoken: "Callable[[Pattern], Spoken | None]") -> "Callable[[pa.Table], Sequence[Spoken | None]]":
    return lambda found: [spoken(pattern) for pattern in patterns_of(found)]


def card_of(found: "pa.Table") -> Scorecard:
    """The scorecard that is learned from these patterns (`Rules.speak`); the given one where too few of the pairs have
    the same NIK."""
    patterns, counts, given = patterns_of(found), found["pairs"].to_numpy().astype(float), given_card()
    weight = two_count(patterns, counts, given)
    return learned(patterns, counts, given, two_count=weight) if weight else given


def rules(learn: "Callable[[pa.Table], Scorecard]" = card_of, *, wide: bool = False) -> Rules:
    """Everything at once, with a scorecard learned from the pairs themselves: for two lists that are linked at once.

    `wide`: with candidates that share one thing alone, for lists that nobody's number links (`unnumbered`).
    """

    blocks = (*NUMBERS, *REST, *(ALONE if wide else ()))
    return Rules(blocks, compared, LEVELS, _by_card(learn, capped=not wide))


def patterns_of(found: "pa.Table") -> Sequence[Pattern]:
    """The patterns (`Rules.speak`), with how each was `found`: by numbers alone, or else."""
    by_number = ({"found": NUMBER if alone else ELSE} for alone in found["numbered"].to_pylist())
    return [{**row, **by} for row, by in zip(found.select(list(LEVELS)).to_pylist(), by_number, strict=True)]


def _by_card(
    learn: "Callable[[pa.Table], Scorecard]", *, capped: bool = True
) -> "Callable[[pa.Table], Sequence[Spoken | None]]":
    def speak(found: "pa.Table") -> list[Spoken | None]:
        card = learn(found)
        return [_spoken(pattern, card, capped=capped) for pattern in patterns_of(found)]

    return speak


def _first_pass(pattern: Pattern, kept: Sequence[Pass]) -> Spoken | None:
    first = next((one for one in kept if one.fits(pattern)), None)
    return Spoken(first.probability, first.because, told(pattern)) if first else None


def by_number(pattern: Pattern) -> bool:
    """Whether passes say how probable the pair is: where the NIK or the KPJ is the same."""
    return "same" in (pattern["nik"], pattern["kpj"])


def _spoken(pattern: Pattern, card: Scorecard, *, capped: bool) -> Spoken | None:
    """What numbers say where they are the same, and what the card says of all others. `capped`: a name in a village
    is nobody in particular, however rare it seems in the lists at hand."""
    if by_number(pattern) and (said := _by_number(pattern, passes(), card)):
        return said
    first, probability = _first_pass(pattern, passes()), _scored(pattern, card)
    if probability < _LEAST:
        return None
    if capped and _nobody_in_particular(pattern):
        probability = min(probability, _NOBODY)
    return Spoken(probability, first.because if first else WEIGHED, told(pattern))


def _by_number(pattern: Pattern, kept: Sequence[Pass], card: Scorecard) -> Spoken | None:
    """What the first pass says of two numbers that are the same, or of two such NIKs in one home or village the
    scorecard, if that is surer: passes ask for a name or a birth date that agrees, while home and half a birth date may
    speak as clearly. Elsewhere a neighbour's NIK may have been copied, and the birth date with it."""
    first = _first_pass(pattern, kept)
    near = pattern["contact"] in HOME or pattern["place"] == "village"
    if first is None or pattern["nik"] != "same" or not near:
        return first
    scored = _scored(pattern, card)
    if scored <= first.probability:
        return first
    return replace(first, probability=scored, because=WEIGHED if first.because == _OTHERWISE else first.because)


def _scored(pattern: Pattern, card: Scorecard) -> Decimal:
    return min(Decimal(card.probability(pattern)).quantize(Decimal(1).scaleb(-PLACES)), _SURE)


def _nobody_in_particular(pattern: Pattern) -> bool:
    """Whether no number and no home speaks, and either nothing but a name and a place is told on both sides, of whose
    namesakes nobody knows how many, or the name is another that sounds like it, whatever the birth date says."""
    if pattern["contact"] in HOME or pattern["nik"] not in _NO_NEARER:
        return False
    return pattern["birth"] in ("untold", "open") or pattern["name"] in _ANOTHER_NAME
