"""Which database holds the ledger of the workspace at hand: its own SQLite file, or the server of DATABASE_URL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

FILE = "app.sqlite3"
_IN_MEMORY = ":memory:"
_TABLES = 0x63616B75  # by which number PostgreSQL knows our lock among those of others


def point_to(workspace: Path) -> None:
    """Make the ledger of `workspace` the one that models read and write in this process.

    A command serves one workspace, so the default connection is moved rather than a second one added.
    """
    start_django()
    from django.conf import settings
    from django.db import connections

    if settings.SERVER_URL:
        return
    connection = connections["default"]
    if connection.settings_dict["NAME"] == str(workspace / FILE):
        return
    connection.close()
    connection.settings_dict["NAME"] = str(workspace / FILE)
    connection.settings_dict["OPTIONS"] = sqlite_options()


def sqlite_options() -> dict[str, object]:
    """How a ledger in a file is opened: IMMEDIATE takes the write lock at the start, so that two who write wait for
    each other instead of failing half-way."""
    return {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": "PRAGMA synchronous=FULL"}


def bring_up_to_date(*further: str) -> None:
    """Make or migrate the ledger's tables, and give `further` commands that make some; nothing is printed.

    Whoever sets up the same database at the same time waits, and finds it done.
    """
    from django.core.management import call_command

    with _alone():
        call_command("migrate", verbosity=0, interactive=False)
        for command in further:
            call_command(command, verbosity=0)


@contextmanager
def _alone() -> Iterator[None]:
    """Within the block nobody else changes the tables of this database: the server's lock, or that of a file beside."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_TABLES])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_TABLES])
    elif connection.settings_dict["NAME"] == _IN_MEMORY:
        yield
    else:
        with FileLock(f"{connection.settings_dict['NAME']}.tables.lock"):
            yield


def pending_migrations() -> tuple[str, ...]:
    """Migrations that this version of Cakupan has and the ledger does not have yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def missing_triggers() -> tuple[str, ...]:
    """Triggers that keep tables append-only and are no longer in the database: someone removed them."""
    from django.apps import apps
    from django.db import connection

    from cakupan_app.ledger.accounts import CHANGING
    from cakupan_app.ledger.append_only import triggers_of

    kept = [model for model in apps.get_app_config("ledger").get_models() if model not in CHANGING]
    tables = [model._meta.db_table for model in kept]
    wanted = {name for table in tables for name in triggers_of(table, connection.vendor)}
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    return tuple(sorted(wanted - present))


def start_django() -> None:
    """Load the settings and the models, once; needs no workspace."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cakupan_app.site.settings")
    if not apps.ready:
        django.setup()
