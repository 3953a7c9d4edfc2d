"""What the ledger remembers of reviews: which decisions hold on a day, and which pairs were drawn for an audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cakupan_app.ledger.later import rows_of
from cakupan_app.ledger.models import AuditSample, PairOfRows, ReviewDecision, SampledPair

_OF_A_PAIR = tuple(field.name for field in PairOfRows._meta.get_fields())


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and the line that withdrew it, if one did."""

    decision: ReviewDecision
    withdrawal: ReviewDecision | None


def all_decided(day: date | None = None) -> Sequence[Decided]:
    """Every decision that was known by `day` (default: ever), in the order of their days, with what withdrew it by
    then."""
    known = [row for row in rows_of(ReviewDecision) if day is None or row.known_on <= day]
    gone = {row.withdraws_id: row for row in known if row.withdraws_id is not None}
    made = [Decided(row, gone.get(row.pk)) for row in known if row.withdraws_id is None]
    return sorted(made, key=lambda one: (one.decision.known_on, one.decision.pk))


def standing_by(day: date | None = None) -> Mapping[str, ReviewDecision]:
    """The decision about each pair that rules on `day` (default: of all that were ever made), by the pair's id."""
    return {one.decision.pair: one.decision for one in all_decided(day) if one.withdrawal is None}


def samples_by(day: date | None = None) -> Sequence[tuple[AuditSample, Sequence[SampledPair]]]:
    """The samples drawn by `day` (default: ever), the last first, each with its pairs in the order of drawing."""
    pairs: dict[int, list[SampledPair]] = {}
    for pair in rows_of(SampledPair):
        pairs.setdefault(pair.sample_id, []).append(pair)
    samples = [one for one in rows_of(AuditSample) if day is None or one.known_on <= day]
    return [(one, pairs.get(one.pk, [])) for one in reversed(samples)]


def rows_told(pair: PairOfRows) -> dict[str, object]:
    """Which pair of rows a line of the ledger is about, as another line takes it."""
    return {name: getattr(pair, name) for name in _OF_A_PAIR}
