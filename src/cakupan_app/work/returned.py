"""What becomes of a folder of forms that came back: each received, each answered, and who is still missing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from cakupan.basics.refused import Refused
from cakupan.regions import is_within
from cakupan.reports.labels import Carrier, Labelled, label_of
from cakupan_app.work.answering import Answer, Voice, answer, answer_unmatched
from cakupan_app.work.arrived import Arrived, files_in
from cakupan_app.work.letters import Letter, masked_name, readable
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
    """All files that came back, in order, and the rounds to which they belong."""

    files: tuple[Returned, ...]
    rounds: tuple[Round, ...]


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
    and number of each file before it is read. Refused where a path is not there.
    """
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="cakupan-", ignore_cleanup_errors=True) as folder:
        files = tuple(
            _taken(workspace, arrived, out, terms, voice)
            for arrived in _told(files_in(paths, Path(folder), out), update)
        )
    labels = [one.labelled.label for one in files if one.labelled and one.received]
    return ReturnedFolder(files, () if terms.dry_run else rounds_of(labels))


def _told(arrived: Iterator[Arrived], update: Callable[[str, int], None]) -> Iterator[Arrived]:
    for number, one in enumerate(arrived, 1):
        update(masked_name(one.path), number)
        yield one


def _taken(workspace: Workspace, arrived: Arrived, out: Path, terms: Terms, voice: Voice) -> Returned:
    name = masked_name(arrived.path)
    try:
        if arrived.problem:
            raise arrived.problem
        labelled = _matched(arrived.path, workspace)
        kind = kind_named(labelled.label.kind)
    except Refused as refusal:
        return Returned(name, None, None, refusal, answer_unmatched(arrived.path, refusal, out, terms, voice))
    received = receive(workspace, Letter(arrived.path, kind, area=labelled.label.area), terms)
    if received.status is not Status.REFUSED and not terms.dry_run:
        note_reply(workspace, labelled, received.taken.sha256, terms)
    answered = answer(received, arrived.path, out, terms, voice, labelled.label)
    return Returned(name, labelled, received, received.error, answered)


def _matched(path: Path, workspace: Workspace) -> Labelled:
    """The form that a file is; Refused where it carries no label, or one of another workspace's area."""
    name = masked_name(path)
    found = label_of(readable(path), name)
    if found is None:
        raise Refused("label_missing", name=name)
    if not is_within(found.label.area, workspace.area):
        raise Refused("form_of_other_area", name=name, area=found.label.area, own=workspace.area)
    if found.carrier is Carrier.SHEET_NAME:
        # the name of a sheet does not say to whom else the form was sent: to all of this workspace, as far as is known
        return replace(found, label=replace(found.label, within=workspace.area))
    return found
