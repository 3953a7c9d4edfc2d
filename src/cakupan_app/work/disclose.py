"""What the public sees of a snapshot: decided once for all public tables of an area, and kept for the next question."""

from collections.abc import MutableMapping
from typing import TYPE_CHECKING

from cakupan.basics.refused import Refused
from cakupan.coverage.hiding import SMALL, Hiding
from cakupan.coverage.hiding_above import hiding_about
from cakupan.coverage.public_tables import known_in_public

if TYPE_CHECKING:
    from cakupan.coverage.figure import Coverage
    from cakupan_app.work.ask import View

_KEPT_AT_MOST = 50
_kept: MutableMapping[tuple[str, str], Hiding] = {}


def refuse_few(answer: "Coverage") -> None:
    """Refuses to put a figure on what is made to be sent on, where it tells of one to four people, covered or not."""
    total = answer.total
    if total.members in SMALL or total.uncovered in SMALL:
        raise Refused("card_of_few", area=answer.definition.area, month=str(total.month))


def hiding_in(view: "View", area: str) -> Hiding:
    """The decision on all public tables of `area` in the months of the view: the same for every question about it."""
    if view.snapshot is None:
        return _decided(view, area)
    # The same hash is the same tables, in whichever workspace; nothing else decides what is hidden.
    key = view.snapshot.sha256, area
    if key not in _kept:
        if len(_kept) >= _KEPT_AT_MOST:
            _kept.clear()
        _kept[key] = _decided(view, area)
    return _kept[key]


def _decided(view: "View", area: str) -> Hiding:
    return hiding_about(known_in_public(view.cube, view.denominators, view.engine, area), area)
