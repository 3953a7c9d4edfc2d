"""What the demo does: a made-up Musi Banyuasin as files, through the same use cases as anyone's files."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

from cakupan.basics.month import Month, MonthProblem, parse_month
from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.figure import Coverage
from cakupan.coverage.finding import Missing
from cakupan.intake import Kind
from cakupan.synthetic.make import MadeFile, make_regency
from cakupan.synthetic.rates import POTENTIAL
from cakupan.targets.gap import Gap
from cakupan.targets.pace import Pace
from cakupan_app.store import durable
from cakupan_app.store.layout import Layout
from cakupan_app.work import ask
from cakupan_app.work.build import Built, build
from cakupan_app.work.check import CheckedFile, check_file
from cakupan_app.work.code import code_version
from cakupan_app.work.letters import Letter
from cakupan_app.work.receive import Status, Terms, receive_all
from cakupan_app.work.workspace import Workspace, create, open_workspace

AREA = "16.06"
FIRST, LAST = Month(2024, 12), Month(2025, 7)
PUBLISHED_ON = date(2025, 9, 18)  # the day of the news report that is checked
SEED = 1
_ARTICLE = "berita.txt"
_INVENTORY = "daftar-berkas.json"

Report = Callable[[str, Mapping[str, Fact]], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which made-up regency: `seed` makes another one, `size` is how many potential workers it has."""

    seed: int = SEED
    size: int = POTENTIAL


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
    built: Built


def demonstrate(root: Path, *, asked: Asked, at: datetime, by: str, report: Report) -> Shown:
    """Make the files beside `root`, do the whole job on them in a workspace there, and ask; again gives the same."""
    folder = root.absolute().with_name(root.name + "-files")
    if Layout(root).about.exists() and not _made_for(folder, asked):
        raise Refused("demo_in_a_workspace_of_yours", path=str(root))
    letters = _letters(folder, asked, report)
    workspace = _workspace(root, letters, at)
    _receive(workspace, letters, Terms(by=by, at=at), report)
    built = build(workspace, at=at, report=lambda stage: report(f"stage_{stage.name}", {}))
    with ask.view(workspace, at=at) as view:
        first, last = (ask.coverage(view, ask.CoverageQuestion(AREA, month)) for month in (FIRST, LAST))
        gap, pace = ask.gap(view, ask.GapQuestion(AREA, LAST, since=FIRST))
    durable.write(folder / _ARTICLE, files("cakupan_app.work").joinpath("published", _ARTICLE).read_bytes())
    article = check_file(folder / _ARTICLE, published_on=PUBLISHED_ON)
    return Shown(root.absolute(), folder, first, last, gap, pace, article, built)


def _letters(folder: Path, asked: Asked, report: Report) -> Mapping[str, Letter]:
    """The letters of the made-up regency, by the hash of their files; made now, unless they are there as made."""
    told = _inventory(folder, asked)
    if told is None:
        report("demo_making", {"count": asked.size})
        truth = folder.with_name(folder.name.removesuffix("-files") + "-truth")
        made = make_regency(folder, truth, seed=asked.seed, size=asked.size)
        told = [_told(file) for file in made.files]
        about = {"seed": asked.seed, "size": asked.size, "code": code_version(), "files": told}
        durable.write(folder / _INVENTORY, json.dumps(about, indent=1).encode("utf-8"))
    return {one["sha256"]: _letter(folder, one) for one in told}


def _inventory(folder: Path, asked: Asked) -> list[dict[str, str]] | None:
    """What lies in `folder`, where it was made for the same question and nobody has changed it since."""
    try:
        about = json.loads((folder / _INVENTORY).read_text(encoding="utf-8"))
        same = (about["seed"], about["size"], about["code"]) == (asked.seed, asked.size, code_version())
        told: list[dict[str, str]] = about["files"]
        whole = same and all(durable.hash_of(folder / one["name"]) == one["sha256"] for one in told)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return told if whole else None


def _made_for(folder: Path, asked: Asked) -> bool:
    """Whether the files in `folder` were made for this question, by whatever version."""
    try:
        about = json.loads((folder / _INVENTORY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return (about.get("seed"), about.get("size")) == (asked.seed, asked.size)


def _told(file: MadeFile) -> dict[str, str]:
    return {
        "name": file.path.name,
        "sha256": file.sha256,
        "kind": file.kind,
        "month": str(file.month or ""),
        "known_on": file.known_on.isoformat(),
    }


def _letter(folder: Path, told: Mapping[str, str]) -> Letter:
    month = parse_month(told["month"]) if told["month"] else None
    if isinstance(month, MonthProblem):
        raise Refused("demo_of_something_else", path=str(folder))
    return Letter(folder / told["name"], Kind(told["kind"]), month, known_on=date.fromisoformat(told["known_on"]))


def _receive(workspace: Workspace, letters: Mapping[str, Letter], terms: Terms, report: Report) -> None:
    sent = list(letters.values())
    for number, received in enumerate(receive_all(workspace, sent, terms), start=1):
        report("receiving_one", {"name": received.name, "number": number, "count": len(sent)})
        if received.status not in (Status.ACCEPTED, Status.UNCHANGED):
            raise received.error or Refused("demo_of_something_else", path=str(workspace.layout.root))


def _workspace(root: Path, letters: Mapping[str, Letter], at: datetime) -> Workspace:
    if not Layout(root).about.exists():
        create(root, AREA, at=at)
    workspace = open_workspace(root)
    from cakupan_app.ledger import history  # models can be imported only once a ledger is connected

    if workspace.area != AREA:
        raise Refused("demo_of_something_else", path=str(root))
    if history.hashes_received() - set(letters):
        raise Refused("demo_in_a_workspace_of_yours", path=str(root))
    return workspace
