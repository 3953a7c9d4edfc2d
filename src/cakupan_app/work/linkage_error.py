"""How often the links that a figure rests on are wrong, by what reviewers answered and was known on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cakupan.identity.audit import LinkageError, Stratum, linkage_error
from cakupan.identity.decisions import DIFFERENT, SAME, UNSURE

if TYPE_CHECKING:
    from cakupan_app.ledger.models import AuditSample, ReviewDecision, SampledPair


def linkage_error_by(day: date | None) -> LinkageError | None:
    """The error rate of linkage that was known by `day` (default: ever), by the last sample of which anything was
    answered by then; None where nothing was reviewed."""
    from cakupan_app.ledger.reviews import samples_by, standing_by

    samples = samples_by(day)
    standing = standing_by(day) if samples else {}
    for told, pairs in samples:
        found = linkage_error(strata_of(told, pairs, standing))
        if found is not None:
            return replace(found, snapshot=str(told.snapshot))
    return None


def strata_of(
    told: "AuditSample", pairs: "Sequence[SampledPair]", standing: "Mapping[str, ReviewDecision]"
) -> tuple[Stratum, ...]:
    """The strata of a sample with what was answered in each."""
    answers: dict[str, list[str]] = {because: [] for because in told.strata}
    for pair in pairs:
        if pair.pair in standing:
            answers[pair.because].append(standing[pair.pair].answer)
    return tuple(
        Stratum(because, told.strata[because], *(given.count(one) for one in (SAME, DIFFERENT, UNSURE)))
        for because, given in sorted(answers.items())
    )
