"""Against what an area is measured: the targets set for it, and its denominators with vintage, source and error."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan.basics.month import Month
from cakupan.coverage.known import known_about
from cakupan.coverage.potential import Potentials
from cakupan.targets.target import Target, targets_about, targets_for
from cakupan.workforce.denominator import Denominator, denominators_of, in_force_of
from cakupan_app.work.override import Signature, signatures
from cakupan_app.work.view import View

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class DefinitionsQuestion:
    """Which area, and in which month its denominators and targets are to be in use."""

    area: str
    month: Month


@dataclass(frozen=True, slots=True)
class Counted:
    """A count of workers of the area itself; `in_use` in the month asked about; who took it in, where a government
    states it itself."""

    denominator: Denominator
    in_use: bool
    signature: Signature | None


@dataclass(frozen=True, slots=True)
class Definitions:
    """Every target set for the area or one it lies in, with those that it is measured by in the month; every count of
    its workers of any vintage; and what nobody counted here and is estimated."""

    targets: tuple[Target, ...]
    measured_by: frozenset[tuple[str, int, str]]
    counts: tuple[Counted, ...]
    estimates: tuple[Denominator, ...]


def definitions(view: View, question: DefinitionsQuestion) -> Definitions:
    """What the snapshot knows of the area's targets and denominators."""
    area, month = question.area, question.month
    every = targets_about(view.targets, view.engine, area)
    known = known_about(view.cube, view.denominators, view.engine, area, [month], by=())
    potentials = Potentials(known, month)
    spoken_of = sorted({one.id for told in known.denominators.values() for one in told})
    used = [one for name in spoken_of if (one := potentials.of(name, area))]
    counts = _counts(view, area)
    signed = signatures([one.override.file for one in counts if one.override], view.known_on)
    return Definitions(
        every,
        frozenset((one.id, one.year, one.set_for or one.area) for one in targets_for(every, area, month)),
        tuple(_counted(one, used, signed.get((one.override.file or "") if one.override else "")) for one in counts),
        tuple(one for one in used if one.estimate),
    )


def _counts(view: View, area: str) -> Sequence[Denominator]:
    told: ir.Table = in_force_of(view.denominators)
    own = told.filter((told["area"] == area) & told["weight"].isnull())
    found = denominators_of(view.engine.run(own).to_pylist())
    return sorted(found, key=lambda one: (one.id, one.segment or "", one.vintage))


def _counted(one: Denominator, used: Sequence[Denominator], signature: Signature | None) -> Counted:
    in_use = any((one.id, one.vintage) == (other.id, other.vintage) and not other.estimate for other in used)
    return Counted(one, in_use, signature)
