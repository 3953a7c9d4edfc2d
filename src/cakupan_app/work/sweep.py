"""Which files of a workspace nobody refers to: what a killed command left, and what the next build clears away."""

from pathlib import Path

from cakupan_app.store import pseudonyms
from cakupan_app.store.durable import PART
from cakupan_app.store.keys import OWNER
from cakupan_app.work import shapes
from cakupan_app.work.code import code_version
from cakupan_app.work.layouts import layout_hash, senders_of
from cakupan_app.work.reading import name_of
from cakupan_app.work.workspace import Workspace


def unreachable(workspace: Workspace) -> tuple[Path, ...]:
    """Half-written files, and whatever else neither ledger nor manifest names: sources, tables, keys and the rest."""
    from cakupan_app.ledger import history
    from cakupan_app.ledger.later import rows_of
    from cakupan_app.ledger.models import Package
    from cakupan_app.ledger.uploads import hashes_waiting

    snapshots = workspace.snapshots.all()
    sources = history.hashes_received() | hashes_waiting()
    asked = {package.kept for package in rows_of(Package) if package.kept}
    vault = history.quarantines().union(asked, *(snapshot.vault.values() for snapshot in snapshots))
    tables = {ref.name for snapshot in snapshots for ref in snapshot.all_tables.values()}
    orphans = [
        *(workspace.sources.path(name) for name in workspace.sources.names() - sources),
        *(workspace.vault.path(name) for name in workspace.vault.names() - vault),
        *(workspace.tables.path(name) for name in workspace.tables.names() - tables),
        *(path for path in workspace.layout.keys.glob("[!.]*.age") if _opens_nothing(path.stem, sources | vault)),
        *(workspace.readings.files() - _readings(workspace)),
        *(workspace.views.files() - workspace.views.files_of(code_version())),
    ]
    spilled = [path for path in workspace.layout.spill.rglob("*") if path.is_file()]
    parts = [path for folder in _folders(workspace) for path in folder.glob(f".*{PART}")]
    return tuple(sorted([*orphans, *spilled, *parts]))


def sweep(workspace: Workspace) -> int:
    """Clear away what nobody refers to; the number of files. Only inside `writing()`."""
    with workspace.taking_in():  # what is just being sealed is named by the ledger a moment later
        files = unreachable(workspace)
        for path in files:
            path.unlink(missing_ok=True)
    return len(files)


def _folders(workspace: Workspace) -> tuple[Path, ...]:
    return (*workspace.layout.folders, workspace.layout.root)


def _opens_nothing(key: str, files: frozenset[str]) -> bool:
    return key not in files and key not in (pseudonyms.NAME, OWNER)


def _readings(workspace: Workspace) -> frozenset[Path]:
    """The files of readings that the next build may take from the shelf."""
    from cakupan_app.ledger import history

    found: set[Path] = set()
    standings = history.standings()
    senders = senders_of(standing.receipt.sha256 for standing in standings)
    for standing in standings:
        receipt, known_on = standing.receipt, standing.decision.known_on
        said = receipt.month, receipt.area, workspace.area, known_on, shapes.mark_of(shapes.shape_of(receipt))
        name = name_of(receipt.sha256, receipt.kind, *said, layout=layout_hash(senders.get(receipt.sha256)))
        found.update(workspace.readings.files_of(name))
    return frozenset(found)
