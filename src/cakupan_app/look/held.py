"""A text or a series held against what the served workspace knows, as far as whoever asks may see it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from cakupan.statements.conflicting import published_of
from cakupan_app.look.at_hand import served
from cakupan_app.work import against
from cakupan_app.work.against import Against, KnownHere, PlaceQuestion
from cakupan_app.work.observe import published_texts, sha256_of
from cakupan_app.work.rights import SEE_FIGURES, Actor
from cakupan_app.work.view import NothingPublished

if TYPE_CHECKING:
    from cakupan.statements import Checked
    from cakupan.statements.against import Compared
    from cakupan.statements.conflicting import Published


def held(actor: Actor, text: str, checked: "Checked", day: date | None, source: str = "") -> Against | None:
    """A text held against the snapshot in force when it was published, and against the texts that are kept; None where
    nothing is published here yet."""
    try:
        served().number()
    except NothingPublished:
        return None
    number, findings = against.snapshot_then(served().workspace, day)
    within, may = served().workspace.area, partial(actor.may, SEE_FIGURES)
    found = against.held_against(checked, partial(_look, number), within=within, may=may)
    own = published_of(checked, sha256_of(text), source=source, published_on=day)
    others = [one for one in published_texts() if one.text != sha256_of(text)]
    answered = number or served().number()
    return replace(
        found,
        conflicts=against.conflicts_with(own, others),
        known_on=served().workspace.snapshots.get(answered).known_on,
        snapshot=str(answered),
        findings=findings,
    )


def series_against(actor: Actor, figures: "Sequence[Published]") -> "tuple[Compared, ...] | None":
    """Each figure of a series held against the snapshot in force; None where nothing is published here yet."""
    try:
        served().number()
    except NothingPublished:
        return None
    within = served().workspace.area
    return against.series_against(figures, partial(_look, None), within=within, may=partial(actor.may, SEE_FIGURES))


def _look(number: int | None, question: PlaceQuestion) -> KnownHere:
    return served().answer(against.known_here, question, number)
