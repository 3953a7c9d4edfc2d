"""Where each thing of a workspace lies."""

from dataclasses import dataclass
from pathlib import Path

FORMAT = 1  # of workspace.json and of the manifests; a newer one is refused, an older one is migrated


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of the workspace at `root` (DESIGN.md, Storage)."""

    root: Path

    @property
    def about(self) -> Path:
        """Says what this workspace is; written last by `init`, so that a folder without it is not one yet."""
        return self.root / "workspace.json"

    @property
    def sources(self) -> Path:
        return self.root / "sources"

    @property
    def vault(self) -> Path:
        return self.root / "vault"

    @property
    def readings(self) -> Path:
        """What was read from the sources: a shelf that can be emptied at any time."""
        return self.root / "readings"

    @property
    def views(self) -> Path:
        """What was counted as known on days without a snapshot: a shelf that can be emptied at any time."""
        return self.root / "views"

    @property
    def tables(self) -> Path:
        return self.root / "tables"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def current(self) -> Path:
        return self.root / "CURRENT"

    @property
    def boundaries(self) -> Path:
        """The shapes of areas, for maps; not there until somebody brings them."""
        return self.root / "boundaries.json.gz"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def doorstep(self) -> Path:
        """The lock of whoever seals what just came in by the site, and of the sweep; held for moments only."""
        return self.root / ".doorstep"

    @property
    def spill(self) -> Path:
        """Where the engine may spill, encrypted; inside the workspace, so that nothing is left elsewhere."""
        return self.root / "tmp"

    @property
    def folders(self) -> tuple[Path, ...]:
        return (self.sources, self.vault, self.readings, self.views, self.tables, self.snapshots, self.keys)
