"""What becomes of a folder of forms that came back: each received, each answered, and who is still missing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cakupan.basics.refused import Refused
from cakupan.regions import is_within
from cakupan.reports.labels import Carrier, Labelled
from cakupan_app.work.answering import Answer, Voice, answer, answer_unmatched
from cakupan_app.work.glances import label_carried, why_unreadable
from cakupan_app.work.letters import Arrival, masked_path
from cakupan_app.work.outputs import folder
from cakupan_app.work.parcels import unwrapped
from cakupan_app.work.receive import Received, Status, Terms, kind_named, receive
from cakupan_app.work.replies import Round, note_reply, rounds_of
from cakupan_app.work.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Returned:
    """One file that came back: the form that it is and what became of it, or why neither is known; and the answer."""

    name: str
    labelled: Labelled | None
    received: Received | None
    error: Refused | None
    answer: Answer


@dataclass(frozen=True, slots=True)
class ReturnedFolder:
    """All files that came back, in order, the rounds to which they belong, and what was left aside: files that
    programs leave."""

    files: tuple[Returned, ...]
    rounds: tuple[Round, ...]
    ignored: tuple[str, ...]


def take_returned(
    workspace: Workspace,
    paths: Sequence[Path],
    out: Path,
    terms: Terms,
    voice: Voice,
    update: Callable[[str, int], None],
) -> ReturnedFolder:
    """Receive every file of these folders, ZIPs and files that is a form of ours, and write answers to all into `out`.

    A file whose label is lost or contradicts itself is not received, and its answer says so. `update` is told the name
    and number of each file before it is read. Refused where a path is not there, and where `out` can be no folder.
    """
    folder(out)
    for path in paths:
        if path.resolve() == out.resolve():
            raise Refused("out_among_returned", path=str(path))
        if not path.exists():
            raise Refused("file_missing", path=masked_path(path))
    parcels = unwrapped(paths, but=out)
    arrivals = _told(parcels.arrivals, update)
    files = tuple(_taken(workspace, arrival, out, terms, voice) for arrival in arrivals)
    labels = [one.labelled.label for one in files if one.labelled and one.received]
    return ReturnedFolder(files, () if terms.dry_run else rounds_of(labels), parcels.ignored)


def _told(arrivals: Sequence[Arrival], update: Callable[[str, int], None]) -> Iterator[Arrival]:
    for number, one in enumerate(arrivals, 1):
        update(one.name, number)
        yield one


def _taken(workspace: Workspace, arrival: Arrival, out: Path, terms: Terms, voice: Voice) -> Returned:
    name = arrival.name
    try:
        labelled = _matched(arrival, workspace)
        kind = kind_named(labelled.label.kind)
    except Refused as refusal:
        return Returned(name, None, None, refusal, answer_unmatched(workspace, arrival, refusal, out, terms, voice))
    received = receive(workspace, arrival.about(kind, area=labelled.label.area), terms)
    if received.status is not Status.REFUSED and not terms.dry_run:
        note_reply(workspace, labelled, received.taken.sha256, terms)
    answered = answer(workspace, received, arrival, out, terms, voice, labelled.label)
    return Returned(name, labelled, received, received.error, answered)


def _matched(arrival: Arrival, workspace: Workspace) -> Labelled:
    """The form that a file is; Refused where it carries no label, or one of another workspace's area."""
    found = label_carried(arrival)
    if found is None:
        raise why_unreadable(arrival) or Refused("label_missing", name=arrival.name)
    if not is_within(found.label.area, workspace.area):
        raise Refused("form_of_other_area", name=arrival.name, area=found.label.area, own=workspace.area)
    if found.carrier is Carrier.SHEET_NAME:
        # the name of a sheet does not say to whom else the form was sent: to all of this workspace, as far as is known
        return replace(found, label=replace(found.label, within=workspace.area))
    return found
