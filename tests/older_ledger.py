"""A ledger as an older version of the program left it."""

import sqlite3
from pathlib import Path

_TABLES = {  # by the migration with which they came
    "0002": ("agreement",),
    "0003": ("reply",),
    "0004": ("readas", "columnmapping"),
    "0005": ("grant", "package"),
    "0006": ("readby",),
    "0007": ("comeback", "holdreason"),
    "0008": ("sampledpair", "auditsample", "reviewdecision"),
    "0009": ("uploadanswer", "upload", "assignment", "apitoken", "invitation", "trailline", "user"),
    "0010": ("trailperson",),
    "0011": ("scenario",),
    "0012": ("publishedtext",),
}


def make_ledger_older(workspace: Path, than: str) -> None:
    """Take from a ledger what came with the migration `than` and after it."""
    ledger = sqlite3.connect(workspace / "app.sqlite3")
    gone = [table for number, tables in sorted(_TABLES.items(), reverse=True) if number >= than for table in tables]
    ledger.executescript(" ".join(f"DROP TABLE ledger_{table};" for table in gone))
    ledger.execute("DELETE FROM django_migrations WHERE app = 'ledger' AND name >= ?", (than,))
    ledger.commit()
    ledger.close()
