"""Which files of a workspace nobody refers to: what a killed command left, and what the next build clears away."""

from pathlib import Path

from cakupan_app.store.durable import PART
from cakupan_app.work.workspace import Workspace


def unreachable(workspace: Workspace) -> tuple[Path, ...]:
    """Half-written files, and sources, vault files, tables and keys that neither ledger nor manifest names."""
    from cakupan_app.ledger import history

    sources, quarantines = history.hashes_received(), history.quarantines()
    tables = {ref.name for snapshot in workspace.snapshots.all() for ref in snapshot.tables.values()}
    orphans = [
        *(workspace.sources.path(name) for name in workspace.sources.names() - sources),
        *(workspace.vault.path(name) for name in workspace.vault.names() - quarantines),
        *(workspace.tables.path(name) for name in workspace.tables.names() - tables),
        *(path for path in workspace.layout.keys.glob("[!.]*.age") if path.stem not in sources | quarantines),
    ]
    parts = [path for folder in _folders(workspace) for path in folder.glob(f".*{PART}")]
    return tuple(sorted([*orphans, *parts]))


def sweep(workspace: Workspace) -> int:
    """Clear away what nobody refers to; the number of files. Only inside `writing()`."""
    files = unreachable(workspace)
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)


def _folders(workspace: Workspace) -> tuple[Path, ...]:
    return (*workspace.layout.folders, workspace.layout.root)
