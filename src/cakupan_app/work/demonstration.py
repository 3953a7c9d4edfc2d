"""What the demo does: the published figures of Musi Banyuasin, through the same use cases as anyone's files."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.figure import Coverage
from cakupan.coverage.finding import Missing
from cakupan.intake import Kind
from cakupan.targets.gap import Gap
from cakupan.targets.pace import Pace
from cakupan_app.store import durable
from cakupan_app.store.layout import Layout
from cakupan_app.work import ask
from cakupan_app.work.build import build
from cakupan_app.work.check import CheckedFile, check_file
from cakupan_app.work.receive import Letter, Status, Terms, receive
from cakupan_app.work.workspace import Workspace, create, open_workspace

AREA = "16.06"
FIRST, LAST = Month(2024, 12), Month(2025, 7)
PUBLISHED_ON = date(2025, 9, 18)  # the day of the news report that the figures stand in
_FILES = {"rekap-cabang.csv": Kind.RECAP, "penyebut.csv": Kind.WORKFORCE, "sasaran.csv": Kind.TARGETS}
_ARTICLE = "berita.txt"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the demo came to: two months of coverage, the gap, the pace, and the checked text."""

    root: Path
    files: Path
    first: Coverage
    last: Coverage
    gap: Gap
    pace: Pace | Missing
    article: CheckedFile
    snapshot: int
    sha256: str


def demonstrate(root: Path, *, at: datetime, by: str) -> Shown:
    """Write the files beside `root`, do the whole job on them in a workspace there, and ask; again gives the same."""
    folder = root.absolute().with_name(root.name + "-files")
    workspace = _workspace(root, at)
    for name in (*_FILES, _ARTICLE):
        durable.write(folder / name, _published(name))
    for name, kind in _FILES.items():
        received = receive(workspace, Letter(folder / name, kind), Terms(by=by, at=at, known_on=_known_on(workspace)))
        if received.status not in (Status.ACCEPTED, Status.UNCHANGED):
            raise received.error or Refused("demo_of_something_else", path=str(root))
    built = build(workspace, at=at)
    with ask.view(workspace, at=at) as view:
        first, last = (ask.coverage(view, ask.CoverageQuestion(AREA, month)) for month in (FIRST, LAST))
        gap, pace = ask.gap(view, ask.GapQuestion(AREA, LAST, since=FIRST))
    article = check_file(folder / _ARTICLE, published_on=PUBLISHED_ON)
    return Shown(root.absolute(), folder, first, last, gap, pace, article, built.snapshot.number, built.snapshot.sha256)


def _workspace(root: Path, at: datetime) -> Workspace:
    if not Layout(root).about.exists():
        create(root, AREA, at=at)
    workspace = open_workspace(root)
    from cakupan_app.ledger import history  # models can be imported only once a ledger is connected

    if workspace.area != AREA:
        raise Refused("demo_of_something_else", path=str(root))
    ours = {sha256(_published(name)).hexdigest() for name in _FILES}
    if history.hashes_received() - ours:
        raise Refused("demo_in_a_workspace_of_yours", path=str(root))
    return workspace


def _published(name: str) -> bytes:
    return files("cakupan_app.work").joinpath("published", name).read_bytes()


def _known_on(workspace: Workspace) -> date:
    published = (snapshot.known_on for snapshot in workspace.snapshots.all())
    return max(published, default=PUBLISHED_ON)
