"""The audit of certain links: a sample is drawn once, reviewers answer, and their answers give an error rate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Refused
from cakupan.identity.audit import LinkageError, Stratum, drawn, linkage_error
from cakupan.identity.decisions import PLACE, SIDES
from cakupan_app.work.linkage_error import strata_of
from cakupan_app.work.review import Reviewer, ledger_rows
from cakupan_app.work.reviewed_pairs import PairShown, days_of, id_of, kept_pairs, pairs_shown
from cakupan_app.work.trail import Telling, untold
from cakupan_app.work.view import View, view
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.models import AuditSample, SampledPair

SIZE, SEED = 200, 1


@dataclass(frozen=True, slots=True)
class Sample:
    """A drawn sample: of which snapshot, by what, whether it was drawn `now`; its strata with the answers so far; the
    pairs as they are shown; and the error rate that the answers tell, None where nobody answered."""

    snapshot: int
    seed: int
    size: int
    new: bool
    strata: tuple[Stratum, ...]
    pairs: tuple[PairShown, ...]
    error: LinkageError | None

    @property
    def open(self) -> int:
        return sum(1 for pair in self.pairs if pair.answer is None)


def sample(
    workspace: Workspace,
    size: int | None,
    seed: int | None,
    reviewer: Reviewer,
    *,
    clear: bool,
    telling: Telling = untold,
) -> Sample:
    """The sample that is being looked at: the last one, while pairs of it are open and nothing else is asked for; else
    one of the snapshot in force, by `seed`. What was drawn is written down, and the same is never drawn twice.
    `telling` writes the line about a new one, which is written with it or not at all."""
    from cakupan_app.ledger.later import make_tables
    from cakupan_app.ledger.reviews import standing_by

    with workspace.writing(), view(workspace, at=reviewer.at) as seen:
        make_tables()
        told, pairs = _going_on(size, seed) or _drawn_before(seen, size, seed) or (None, ())
        new = told is None
        if told is None:
            told, pairs = _draw(workspace, seen, size or SIZE, SEED if seed is None else seed, reviewer, telling)
        standing = standing_by()
        rows = [{name: getattr(pair, name) for name in OF_A_PAIR} for pair in pairs]
        answers = {pair.pair: standing[pair.pair].answer for pair in pairs if pair.pair in standing}
        shown = pairs_shown(workspace, seen, rows, clear=clear, answers=answers)
    strata = strata_of(told, pairs, standing)
    return Sample(told.snapshot, told.seed, told.size, new, strata, shown, linkage_error(strata))


OF_A_PAIR = (*(f"{side}_{name}" for side in SIDES for name in PLACE), "because", "probability")


def _going_on(size: int | None, seed: int | None) -> "tuple[AuditSample, Sequence[SampledPair]] | None":
    """The last sample, if pairs of it are open and no other is asked for."""
    from cakupan_app.ledger.reviews import samples_by, standing_by

    samples, standing = samples_by(), standing_by()
    if not samples or size is not None or seed is not None:
        return None
    return samples[0] if any(pair.pair not in standing for pair in samples[0][1]) else None


def _drawn_before(seen: View, size: int | None, seed: int | None) -> "tuple[AuditSample, Sequence[SampledPair]] | None":
    from cakupan_app.ledger.reviews import samples_by

    wanted = (seen.snapshot.sha256 if seen.snapshot else "", size or SIZE, SEED if seed is None else seed)
    return next((one for one in samples_by() if (one[0].sha256, one[0].size, one[0].seed) == wanted), None)


def sample_waiting() -> "Sequence[SampledPair]":
    """The pairs of the last sample that nobody has looked at yet."""
    from cakupan_app.ledger.reviews import samples_by, standing_by

    last, standing = next(iter(samples_by()), None), standing_by()
    return [pair for pair in last[1] if pair.pair not in standing] if last else []


def seed_unused() -> int:
    """A seed by which no sample was drawn yet: by one that was, an earlier sample would come again, and not wait."""
    from cakupan_app.ledger.reviews import samples_by

    return max((one.seed for one, _ in samples_by()), default=SEED) + 1


def _draw(
    workspace: Workspace, seen: View, size: int, seed: int, reviewer: Reviewer, telling: Telling
) -> "tuple[AuditSample, Sequence[SampledPair]]":
    from django.db import transaction

    from cakupan_app.ledger.models import AuditSample, SampledPair

    certain = kept_pairs(workspace, seen, "certain")
    ordered = certain.select(*OF_A_PAIR).order_by("probability", "because")  # of one pair the strongest speaks
    by_id = {id_of(row): row for row in seen.engine.run(ordered).to_pylist()}
    strata: dict[str, list[str]] = {}
    for named, row in by_id.items():
        strata.setdefault(row["because"], []).append(named)
    if seen.snapshot is None or not strata:
        raise Refused("review_nothing_linked")
    chosen = drawn(strata, size, f"{seed}/{seen.snapshot.sha256}")
    days = days_of(seen)
    with transaction.atomic():
        told = AuditSample.objects.create(
            snapshot=seen.snapshot.number,
            sha256=seen.snapshot.sha256,
            seed=seed,
            size=size,
            strata={because: len(ids) for because, ids in sorted(strata.items())},
            known_on=reviewer.day,
            made_at=reviewer.at,
            made_by=reviewer.user,
        )
        rows = [by_id[named] for ids in chosen.values() for named in ids]
        pairs = [SampledPair(sample=told, **ledger_rows(row, days), **_why(row)) for row in rows]
        SampledPair.objects.bulk_create(pairs)
        telling()
    return told, pairs


def _why(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"because": row["because"], "probability": row["probability"]}
