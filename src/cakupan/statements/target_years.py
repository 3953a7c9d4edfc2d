"""The year of a distance to a target: that of the target, wherever the text names it around the distance."""

from collections.abc import Sequence
from dataclasses import replace

from cakupan.statements.readings import Reading

_TARGETS = ("target_rate", "target_workers")
_AWAY = 2  # sentences
_AROUND = 40  # figures on either side


def in_the_year_of_their_target(readings: Sequence[Reading]) -> Sequence[Reading]:
    """The readings; what is short of a target is short in its year, not in the month in which that is told.

    "Posisi Mei 45,22 persen, sehingga harus menjaring 115.328 pekerja" for a target of 2025; "masih berutang 31.171
    peserta bila ingin finis di 70 persen pada penghujung 2025".
    """
    return [_in_the_year_of_its_target(reading, readings) for reading in readings]


def _in_the_year_of_its_target(reading: Reading, readings: Sequence[Reading]) -> Reading:
    as_of = reading.claim.as_of
    if as_of is None or len(as_of) == len("2025") or not _is_a_distance(reading, readings):
        return reading
    target = _target_around(reading, readings)
    year = (target.claim.as_of or "")[:4] if target is not None else ""
    if year != as_of[:4]:
        return reading
    return replace(reading, claim=replace(reading.claim, as_of=year))


def _is_a_distance(reading: Reading, readings: Sequence[Reading]) -> bool:
    """Whether a figure is short of a target: by its words, or as the points between a rate and a target beside it."""
    if reading.family == "gap" and "to_target" in reading.gap:
        return True
    if reading.claim.kind != "other" or reading.claim.unit != "percent":
        return False
    near = [each for each in _around(reading, readings) if each.claim.unit == "percent"]
    rates = [each.figure.value for each in near if each.claim.kind == "coverage_rate"]
    targets = [each.figure.value for each in near if each.claim.kind == "target_rate"]
    return any(target - rate == reading.figure.value for rate in rates for target in targets)


def _target_around(reading: Reading, readings: Sequence[Reading]) -> Reading | None:
    """The nearest target of the same place, before the distance rather than behind it."""
    near = [each for each in _around(reading, readings) if each.claim.kind in _TARGETS]
    return min(near, key=lambda each: (abs(each.sentence - reading.sentence), -each.number), default=None)


def _around(reading: Reading, readings: Sequence[Reading]) -> Sequence[Reading]:
    """The readings of the same place near a figure."""
    return [
        each
        for each in readings[max(0, reading.number - _AROUND) : reading.number + _AROUND + 1]
        if each.claim.place_code == reading.claim.place_code and abs(each.sentence - reading.sentence) <= _AWAY
    ]
