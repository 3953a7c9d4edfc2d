"""What happens when somebody reviews: which pairs wait, in which order, and how a decision is made and withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from cakupan.basics.month import day_in_jakarta
from cakupan.basics.refused import Refused
from cakupan.coverage.worth import Waiting, by_worth
from cakupan.identity.decisions import ANSWERS, PLACE, SIDES, UNSURE
from cakupan.regions.tree import is_within
from cakupan_app.work.receive import refuse_day
from cakupan_app.work.reviewed_pairs import PairShown, days_of, id_of, kept_pairs, pairs_shown
from cakupan_app.work.trail import Telling, untold
from cakupan_app.work.view import View, view
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan_app.ledger.models import ReviewDecision
    from cakupan_app.ledger.reviews import Decided


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides (`name`, as they write it), known from which day, with what remark; `user` gives the command."""

    name: str
    user: str
    at: datetime
    known_on: date | None = None
    note: str = ""

    @property
    def day(self) -> date:
        return self.known_on or day_in_jakarta(self.at)


@dataclass(frozen=True, slots=True)
class Queue:
    """The pairs of a snapshot that wait for a reviewer: how many, how many of them change any month's figure, and the
    first of them."""

    snapshot: int
    waiting: int
    of_worth: int
    pairs: tuple[PairShown, ...]


def queue(workspace: Workspace, *, at: datetime, area: str | None, limit: int, clear: bool) -> Queue:
    """The pairs that wait, what is worth most to the figures first (`worth_of`); the first `limit`, masked unless
    `clear`. Of an area those of whom either person counts or is named there."""
    with view(workspace, at=at) as seen:
        waiting = [one for one in pairs_waiting(workspace, seen) if area is None or _in_area(one, area)]
        first = [one.pair for one in waiting[:limit]]
        worth = {id_of(one.pair): one.worth for one in waiting[:limit]}
        shown = pairs_shown(workspace, seen, first, clear=clear, worth=worth)
        number = seen.snapshot.number if seen.snapshot else 0
    return Queue(number, len(waiting), sum(1 for one in waiting if one.worth.months), shown)


def decide(
    workspace: Workspace, pair: str, answer: str, reviewer: Reviewer, telling: Telling = untold
) -> "ReviewDecision":
    """Write what a reviewer says of the pair called so; from the next build on it holds. `telling` writes the line
    about it, which is written with it or not at all.

    Refused for a pair that neither waits nor was drawn, and where somebody decided already, unless they were unsure:
    who says otherwise withdraws that first.
    """
    if answer not in ANSWERS:
        raise Refused("review_answer_unknown", text=answer, known=ANSWERS)
    from cakupan_app.ledger.later import make_tables
    from cakupan_app.ledger.reviews import standing_by

    with workspace.writing(), view(workspace, at=reviewer.at) as seen:
        _check(workspace, reviewer)
        make_tables()
        named = pair.strip().casefold()
        standing = standing_by().get(named)
        if standing is not None:
            _refuse_again(standing, answer, reviewer)
        return _write(_rows_of(workspace, seen, named), answer, reviewer, telling)


def withdraw(workspace: Workspace, pair: str, reviewer: Reviewer, telling: Telling = untold) -> "ReviewDecision":
    """Take the decision about a pair back, by a line of its own; what was known before this day keeps it."""
    from cakupan_app.ledger.later import make_tables
    from cakupan_app.ledger.reviews import rows_told, standing_by

    with workspace.writing():
        _check(workspace, reviewer)
        make_tables()
        standing = standing_by().get(pair.strip().casefold())
        if standing is None:
            raise Refused("review_nothing_decided", pair=pair)
        _refuse_before(standing, reviewer.day)
        return _write(rows_told(standing), standing.answer, reviewer, telling, withdraws=standing)


def decisions(workspace: Workspace) -> "Sequence[tuple[Decided, bool | None]]":
    """Every decision that was ever made, and whether the snapshot in force holds it; None where it changes nothing."""
    from cakupan_app.ledger.reviews import all_decided

    current = workspace.snapshots.current()
    held = set(current.decisions) if current else set()
    return [
        (one, None if one.decision.answer == UNSURE else f"{one.decision.pair} {one.decision.answer}" in held)
        for one in all_decided()
    ]


def pairs_waiting(workspace: Workspace, seen: View) -> Sequence[Waiting]:
    """The pairs that may be one person and of which nobody has said anything, what is worth most first."""
    possible = kept_pairs(workspace, seen, "possible")
    answered = _answered(workspace, seen)
    left = possible if answered is None else possible.anti_join(answered, [f"{side}_person" for side in SIDES])
    if not seen.has("episodes"):
        raise Refused("snapshot_without_table", table="episodes")
    named = seen.table("named") if seen.has("named") else None
    return by_worth(seen.engine.keep(left), seen.table("episodes"), named, seen.engine)


def _answered(workspace: Workspace, seen: View) -> "ir.Table | None":
    """The pairs of persons that somebody decided about by any of their rows, either way round; None without any."""
    import pyarrow as pa

    from cakupan_app.ledger.reviews import standing_by

    rows = [{f"{side}_{name}": getattr(one, f"{side}_{name}") for side in SIDES for name in PLACE}
            for one in standing_by().values()]  # fmt: skip
    if not rows or seen.snapshot is None:
        return None
    known = workspace.vault.get(seen.snapshot.vault["identifiers"], seen.engine)
    told = seen.engine.table(pa.Table.from_pylist(rows))
    for side in SIDES:
        names = {f"{side}_{name}": name for name in PLACE}
        sighted = known.select(**names, **{f"{side}_person": "person_id"})
        told = told.mutate(**{f"{side}_row": told[f"{side}_row"].cast("int32")}).join(sighted, list(names))
    one_way = told.select("left_person", "right_person")
    other_way = told.select(left_person="right_person", right_person="left_person")
    return seen.engine.keep(one_way.union(other_way, distinct=True))


def _in_area(one: Waiting, area: str) -> bool:
    return any(is_within(place, area) for place in one.areas)


def _rows_of(workspace: Workspace, seen: View, named: str) -> Mapping[str, Any]:
    """Where the rows of the pair called so stand: as the ledger has it, else among those that wait."""
    from cakupan_app.ledger.later import rows_of
    from cakupan_app.ledger.models import ReviewDecision, SampledPair
    from cakupan_app.ledger.reviews import rows_told

    lines = (*rows_of(SampledPair, pair=named), *rows_of(ReviewDecision, pair=named))
    if lines:
        return rows_told(lines[0])
    columns = [f"{side}_{name}" for side in SIDES for name in PLACE]
    possible = kept_pairs(workspace, seen, "possible").select(*columns)
    found = next((row for row in seen.engine.run(possible).to_pylist() if id_of(row) == named), None)
    if found is None:
        raise Refused("review_pair_unknown", pair=named)
    return ledger_rows(found, days_of(seen))


def ledger_rows(pair: Mapping[str, Any], days: Mapping[str, date]) -> dict[str, Any]:
    """Which rows a pair is, as a line of the ledger takes it."""
    places = {f"{side}_{name}": pair[f"{side}_{name}"] for side in SIDES for name in PLACE}
    return {"pair": id_of(pair), **places, **{f"{side}_known_on": days[pair[f"{side}_file"]] for side in SIDES}}


def _check(workspace: Workspace, reviewer: Reviewer) -> None:
    if not reviewer.name.strip():
        raise Refused("signer_unnamed")
    refuse_day(workspace, reviewer.day, reviewer.at)


def _refuse_again(standing: "ReviewDecision", answer: str, reviewer: Reviewer) -> None:
    if standing.answer != UNSURE or answer == UNSURE:
        signer, day = standing.signer, standing.known_on
        raise Refused("review_decided_already", pair=standing.pair, signer=signer, day=day, answer=standing.answer)
    _refuse_before(standing, reviewer.day)


def _refuse_before(standing: "ReviewDecision", day: date) -> None:
    """A line dated before the one that it follows would rule in the wrong order."""
    if day < standing.known_on:
        raise Refused("review_day_before", day=day, decided=standing.known_on, pair=standing.pair)


def _write(
    rows: Mapping[str, Any], answer: str, reviewer: Reviewer, telling: Telling, **more: object
) -> "ReviewDecision":
    from django.db import transaction

    from cakupan_app.ledger.models import ReviewDecision

    with transaction.atomic():
        made = ReviewDecision.objects.create(
            **rows,
            answer=answer,
            known_on=reviewer.day,
            made_at=reviewer.at,
            made_by=reviewer.user,
            signer=" ".join(reviewer.name.split()),
            note=reviewer.note.strip(),
            **more,
        )
        telling()
        return made
