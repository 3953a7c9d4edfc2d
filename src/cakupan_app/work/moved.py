"""Whom a list would place elsewhere than they are placed now, and who has to say yes to that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan.intake import Kind, Reading, schema_of
from cakupan.regions.tree import is_within, parent_of
from cakupan_app.work.rights import DECIDE, Actor
from cakupan_app.work.stop_limits import places_told
from cakupan_app.work.view import NothingPublished, View, view
from cakupan_app.work.whereabouts import IDENTIFIERS, areas_of
from cakupan_app.work.workspace import Workspace

if TYPE_CHECKING:
    from cakupan_app.ledger.history import Standing

HELD = "held_for_those_elsewhere"
_PLACING = frozenset({"nik", "village", "district"})  # columns by which a row places somebody, whatever its kind


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a list for which area, and when."""

    actor: Actor
    area: str
    at: datetime


def held_elsewhere(workspace: Workspace, sender: Sender, kind: Kind, reading: Reading) -> tuple[Refused, ...]:
    """Why a list that places people is held whatever else stands in it: it places somebody outside the area that it was
    sent for, or somebody who is placed outside of it now, and its sender decides for no area that holds both.

    What a list says of a person speaks for everybody's figures, so it waits for whoever decides for `within`.
    """
    if not _PLACING.issubset(schema_of(kind).names):
        return ()
    told = places_told(reading)
    rows = sum(count for place, count in told.items() if not _beside(place, sender.area))
    now = _places_now(workspace, reading, sender.at)
    moved = [places for places in now if not any(_beside(place, sender.area) for place in places)]
    outside = {place for place in told if not _beside(place, sender.area)}.union(*moved)
    if not outside:
        return ()
    within = _around({sender.area, *outside}, workspace.area)
    if sender.actor.may(DECIDE, within):
        return ()
    return (Refused(HELD, rows=rows, people=len(moved), area=sender.area, within=within, file=reading.sha256[:12]),)


def refuse_unless_for_all(actor: Actor, standing: "Standing") -> None:
    """NotAllowed where a file was ever held because it places people of elsewhere, and the actor does not decide there:
    to take it out in between settles nothing of whom it places where."""
    within = awaited_within(actor, standing)
    if within is not None:
        actor.refuse_unless(DECIDE, within)


def awaited_within(actor: Actor, standing: "Standing") -> str | None:
    """The largest area for which somebody has to decide who accepts the file, where the actor does not; None where
    it waits for nobody else."""
    from cakupan_app.ledger import comebacks

    held = (str(facts["within"]) for code, facts in comebacks.reasons_ever(standing.receipt.sha256) if code == HELD)
    return min((one for one in held if not actor.may(DECIDE, one)), key=lambda one: (one.count("."), one), default=None)


def _beside(place: str, area: str) -> bool:
    """Whether somebody who is placed there is none of elsewhere: inside of the area, or no finer placed than it."""
    return is_within(place, area) or is_within(area, place)


def _around(places: Iterable[str], workspace: str) -> str:
    """The smallest area that holds all these places, and the workspace's where that would be a larger one."""
    first, *others = sorted(places)
    while not all(is_within(place, first) for place in others):
        first = parent_of(first)
    return first if is_within(first, workspace) else workspace


def _places_now(workspace: Workspace, reading: Reading, at: datetime) -> Iterable[frozenset[str]]:
    """Where the snapshot in force places each of those whom the list names by a NIK that is known there."""
    try:
        with view(workspace, at=at) as seen:
            return _places_of(seen, workspace, reading)
    except NothingPublished:
        return ()


def _places_of(seen: View, workspace: Workspace, reading: Reading) -> Iterable[frozenset[str]]:
    if seen.snapshot is None or IDENTIFIERS not in seen.snapshot.vault:
        return ()
    known = workspace.vault.get(seen.snapshot.vault[IDENTIFIERS], seen.engine)
    named = seen.engine.keep(seen.engine.stream(reading.record_batches()).select("nik").distinct())
    persons = seen.engine.run(known.semi_join(named, "nik").select("person_id").distinct())["person_id"].to_pylist()
    found = areas_of(seen, workspace, persons).values()
    # where only the workspace is told, nobody knows where they are
    return [places for areas in found if (places := areas - {workspace.area})]
