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
    """The error rate of linkage that was known by `day` (default: ever), by the last sample that was looked at whole by
    then, else by the last that tells anything; None where nothing was reviewed."""
    from cakupan_app.ledger.reviews import samples_by, standing_by

    samples = samples_by(day)
    standing = standing_by(day) if samples else {}
    told = [(sample, linkage_error(strata_of(sample, pairs, standing))) for sample, pairs in samples]
    known = [replace(found, snapshot=str(sample.snapshot)) for sample, found in told if found is not None]
    whole = (one for one in known if not any(stratum.waiting for stratum in one.strata))
    return next(whole, known[0] if known else None)


def strata_of(
    told: "AuditSample", pairs: "Sequence[SampledPair]", standing: "Mapping[str, ReviewDecision]"
) -> tuple[Stratum, ...]:
    """The strata of a sample with what was answered in each."""
    answers: dict[str, list[str | None]] = {because: [] for because in told.strata}
    for pair in pairs:
        answers[pair.because].append(standing[pair.pair].answer if pair.pair in standing else None)
    return tuple(
        Stratum(because, told.strata[because], *(given.count(one) for one in (SAME, DIFFERENT, UNSURE, None)))
        for because, given in sorted(answers.items())
    )
