"""Which pairs of rows somebody may review: those of which one side is placed where they have the right; one by one."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan.coverage.worth import Waiting, Worth
from cakupan.identity.decisions import PLACE, SIDES
from cakupan_app.work import audit_links, review, trail
from cakupan_app.work.files_told import names_of
from cakupan_app.work.review import Reviewer, pairs_waiting
from cakupan_app.work.reviewed_pairs import PairShown, id_of, pairs_shown
from cakupan_app.work.rights import REVIEW, Actor
from cakupan_app.work.seeing import Looking, seeing
from cakupan_app.work.view import View
from cakupan_app.work.whereabouts import IDENTIFIERS, areas_of, seen_as_of
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.models import PairOfRows, ReviewDecision
    from cakupan_app.ledger.reviews import Decided
    from cakupan_app.work.served import Served

_DECIDED_SHOWN = 15
_NO_WORTH = Worth(Decimal(0), 0, "sampled")


@dataclass(frozen=True, slots=True)
class PairQuestion:
    """Who looks, and at which pair; without one, at the first that waits."""

    looking: Looking
    pair: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class PairToReview:
    """A pair in clear, with its place among the `waiting`, its neighbours there, and where its reviewer has the right.

    `persons` and `files` are those of both sides, the files by the names that they came in under.
    `pair` is None where none waits; `of_worth` is how many of the waiting change some month's figure. `sample` are the
    links among them that wait to be looked at for the error rate, in their order; `sampled` whether this is one.
    """

    pair: PairShown | None
    area: str
    number: int
    waiting: int
    of_worth: int
    before: str | None = None
    after: str | None = None
    persons: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    sample: tuple[str, ...] = ()

    @property
    def sample_open(self) -> int:
        return len(self.sample)

    @property
    def sampled(self) -> bool:
        return self.pair is not None and self.pair.id in self.sample


def pair_to_review(view: View, workspace: Workspace, question: PairQuestion) -> PairToReview:
    """The pair asked for, or the first that waits. Refused as if there were none where neither side is theirs; else as
    `seeing` has it."""
    waiting = _reviewable(view, workspace, question.looking.actor)
    ids = [id_of(one.pair) for one, _ in waiting]
    of_worth = sum(1 for one, _ in waiting if one.worth.months)
    if question.pair and question.pair not in ids:
        raise Refused("pair_unknown_here")
    if not ids:
        return PairToReview(None, "", 0, 0, 0)
    at = ids.index(question.pair) if question.pair else 0
    one, area = waiting[at]
    persons = tuple(str(one.pair[f"{side}_person"]) for side in SIDES)
    seeing(question.looking, area, persons, subject=ids[at], list="review")
    sample = tuple(id_of(other.pair) for other, _ in waiting if other.worth == _NO_WORTH)
    worth = {} if ids[at] in sample else {ids[at]: one.worth}
    (shown,) = pairs_shown(workspace, view, [one.pair], clear=True, worth=worth)
    before, after = ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None
    names = names_of(side.file for side in (shown.left, shown.right))
    files = tuple(names[side.file] for side in (shown.left, shown.right))
    return PairToReview(shown, area, at + 1, len(ids), of_worth, before, after, persons, files, sample)


def answer_pair(served: "Served", actor: Actor, pair: str, answer: str, note: str, at: datetime) -> "ReviewDecision":
    """Say of a pair whether it is one person, in the actor's own name. Refused where somebody was sure before them."""
    area = served.look(_area_of, PairQuestion(Looking(actor, at), pair))
    telling = partial(trail.note, actor, "reviewed", at=at, area=area, subject=pair, answer=answer)
    reviewer = Reviewer(actor.name or actor.email, actor.email, at, note=note)
    return review.decide(served.workspace, pair, answer, reviewer, telling)


def draw_sample(served: "Served", actor: Actor, at: datetime) -> int:
    """Draw a sample of the links that linkage was sure of, for the reviewers to look at; how many pairs wait then.
    While pairs of one wait that can be shown, that one goes on; where the rows of all of them are gone, another lot is
    drawn. NotAllowed unless the actor reviews the whole workspace."""
    workspace = served.workspace
    actor.refuse_unless(REVIEW, workspace.area)
    waiting = audit_links.sample_waiting()
    gone = bool(waiting) and not served.look(lambda view, of, _: _of_the_sample(view, of), actor)
    seed = audit_links.seed_unused() if gone else None
    telling = partial(trail.note, actor, "sample_drawn", at=at, area=workspace.area)
    reviewer = Reviewer(actor.name or actor.email, actor.email, at)
    return audit_links.sample(workspace, None, seed, reviewer, clear=False, telling=telling).open


def withdraw_answer(served: "Served", actor: Actor, pair: str, at: datetime) -> "ReviewDecision":
    """Take a decision about a pair back, in the actor's own name."""
    area = _where_decided(served.look(decided, actor), pair)
    if area is None:
        raise Refused("pair_unknown_here")
    telling = partial(trail.note, actor, "review_withdrawn", at=at, area=area, subject=pair)
    return review.withdraw(served.workspace, pair, Reviewer(actor.name or actor.email, actor.email, at), telling)


def decided(view: View, workspace: Workspace, actor: Actor) -> "Sequence[tuple[Decided, str]]":
    """The decisions that stand about pairs that the actor may review, each with where; the last made first."""
    from cakupan_app.ledger.reviews import all_decided

    actor.refuse_unless_anywhere(REVIEW)
    standing = [one for one in all_decided() if one.withdrawal is None]
    persons = _persons_behind(view, workspace, [one.decision for one in standing])
    places = areas_of(view, workspace, {who for both in persons.values() for who in both})
    found = []
    for one in sorted(standing, key=lambda one: one.decision.pk, reverse=True):
        areas = {area for who in persons.get(one.decision.pair, ()) for area in places.get(who, ())}
        # rows that are no longer among the files in force are of nobody: they are for who reviews the whole workspace
        if area := seen_as_of(actor, REVIEW, areas or {workspace.area}):
            found.append((one, area))
    return found


def decided_shown(view: View, workspace: Workspace, actor: Actor) -> "tuple[Sequence[Decided], int]":
    """The last of these decisions, and how many there are."""
    found = decided(view, workspace, actor)
    return [one for one, _ in found[:_DECIDED_SHOWN]], len(found)


def _area_of(view: View, workspace: Workspace, question: PairQuestion) -> str:
    """Where the actor may review the pair, which waits or was decided; Refused as if there were none elsewhere."""
    waiting = _reviewable(view, workspace, question.looking.actor)
    found = next((area for one, area in waiting if id_of(one.pair) == question.pair), None)
    found = found or _where_decided(decided(view, workspace, question.looking.actor), question.pair)
    if found is None:
        raise Refused("pair_unknown_here")
    return found


def _where_decided(decisions: "Sequence[tuple[Decided, str]]", pair: str) -> str | None:
    return next((area for one, area in decisions if one.decision.pair == pair), None)


def _reviewable(view: View, workspace: Workspace, actor: Actor) -> Sequence[tuple[Waiting, str]]:
    """The pairs that wait and that the actor may review, each with where they may. NotAllowed without the right."""
    actor.refuse_unless_anywhere(REVIEW)
    placed = _placed(view, workspace)
    return [(one, area) for one, areas in placed if (area := seen_as_of(actor, REVIEW, areas))]


_Placed = Sequence[tuple[Waiting, frozenset[str]]]
_PLACED: dict[Hashable, _Placed] = {}


def _placed(view: View, workspace: Workspace) -> _Placed:
    """The pairs that wait, and after them those of the sample, each with the areas of both sides; kept until somebody
    decides, draws, or a snapshot comes, since a reviewer goes from one to the next faster than all of them can be
    weighed again. No names are among it."""
    from cakupan_app.ledger.models import AuditSample, ReviewDecision

    last = [kind.objects.order_by("-pk").values_list("pk", flat=True).first() for kind in (ReviewDecision, AuditSample)]
    key = workspace.layout.root, view.snapshot_name, *last
    placed = _PLACED.get(key)
    if placed is None:  # another reviewer may be looking at the same time: what was found is not asked for again
        waiting = [*pairs_waiting(workspace, view), *_of_the_sample(view, workspace)]
        places = areas_of(view, workspace, {one.pair[f"{side}_person"] for one in waiting for side in SIDES})
        placed = [(one, _areas_of_both(one, places)) for one in waiting]
        _PLACED.clear()
        _PLACED[key] = placed
    return placed


def _of_the_sample(view: View, workspace: Workspace) -> Sequence[Waiting]:
    """The links of the sample that wait: their answers change no month, but tell how often such links are wrong."""
    pairs = audit_links.sample_waiting()
    persons = _persons_behind(view, workspace, pairs)
    found = []
    for one in pairs:
        if both := sorted(persons.get(one.pair, ())):  # rows that are gone can be shown to nobody
            told = {name: getattr(one, name) for name in audit_links.OF_A_PAIR}
            found.append(Waiting({**told, "left_person": both[0], "right_person": both[-1]}, _NO_WORTH))
    return found


def _areas_of_both(one: Waiting, places: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(area for side in SIDES for area in places.get(one.pair[f"{side}_person"], ()))


def _persons_behind(view: View, workspace: Workspace, pairs: "Sequence[PairOfRows]") -> dict[str, set[str]]:
    """The persons whose rows each line of the ledger is about, by the pair."""
    import pyarrow as pa

    if not pairs or view.snapshot is None or IDENTIFIERS not in view.snapshot.vault:
        return {}
    rows = [
        {"pair": one.pair, **{name: getattr(one, f"{side}_{name}") for name in PLACE}}
        for one in pairs
        for side in SIDES
    ]
    kinds = pa.schema([("pair", pa.string()), ("file", pa.string()), ("sheet", pa.string()), ("row", pa.int32())])
    told = view.engine.table(pa.Table.from_pylist(rows, kinds))
    known = workspace.vault.get(view.snapshot.vault[IDENTIFIERS], view.engine)
    found: dict[str, set[str]] = {}
    for row in view.engine.run(told.join(known.select("person_id", *PLACE), PLACE)).to_pylist():
        found.setdefault(row["pair"], set()).add(row["person_id"])
    return found
