"""Which files that come in are forms that were sent out, and what their labels say of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.intake import Kind
from cakupan.reports.labels import Labelled, LabelsDisagree
from cakupan_app.work.glances import label_carried, why_unreadable
from cakupan_app.work.letters import Arrival, Letter
from cakupan_app.work.receive import kind_named


@dataclass(frozen=True, slots=True)
class Said:
    """What whoever receives files says of all of them; what is None their labels may say."""

    kind: Kind | None = None
    month: Month | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file as a letter, with its label if it has one. `differs`: what was said is not what its label says."""

    letter: Letter
    labelled: Labelled | None = None
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A file of which nobody says the kind, and why it does not say it itself."""

    name: str
    error: Refused


def recognise(arrival: Arrival, said: Said) -> Recognised:
    """The letter that a file is: what was said of it holds, what was not said its label says.

    Refused where neither says the kind, and where labels that are needed disagree.
    """
    try:
        labelled = label_carried(arrival)
    except LabelsDisagree:
        if said.kind is None or said.area is None:
            raise
        labelled = None
    if labelled is None:
        if said.kind is None:
            raise why_unreadable(arrival) or Refused("kind_not_said", name=arrival.name)
        return Recognised(arrival.about(said.kind, said.month, said.area))
    label = labelled.label
    kind = said.kind or kind_named(label.kind)
    area = said.area or label.area
    differs = (kind, area) != (label.kind, label.area)
    return Recognised(arrival.about(kind, said.month, area), None if differs else labelled, differs)


def recognise_all(arrivals: Sequence[Arrival], said: Said) -> list[Recognised | Unrecognised]:
    """The letters that files are, in order; a file is received alone, so one that cannot be holds up no other.

    With its kind said, why it cannot be read is told when it is.
    """
    found: list[Recognised | Unrecognised] = []
    for arrival in arrivals:
        try:
            found.append(recognise(arrival, said))
        except Refused as refusal:
            if said.kind is None:
                found.append(Unrecognised(arrival.name, refusal))
            else:
                found.append(Recognised(arrival.about(said.kind, said.month, said.area)))
    return found
