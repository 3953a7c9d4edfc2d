"""How a table is made append-only: by the database itself, so that no program can forget it."""

from typing import Any

from django.db.migrations.operations.base import Operation

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

# SQLite's INSERT OR REPLACE deletes the old row without firing a DELETE trigger.
_SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""

_POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def triggers_of(table: str, vendor: str) -> list[str]:
    """The names of the triggers that keep `table` append-only on a database of `vendor`."""
    verbs = ["update", "delete", "replace"] if vendor == "sqlite" else ["update", "delete", "truncate"]
    return [f"{table}_no_{verb}" for verb in verbs]


class AppendOnly(Operation):
    """A migration step that lets rows of `model_name` be added and never changed or deleted."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are: the rule lives in the database."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:  # noqa: ARG002
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        vendor = schema_editor.connection.vendor
        if vendor == "postgresql":
            schema_editor.execute(_POSTGRES_FUNCTION, params=None)
        template = _SQLITE if vendor == "sqlite" else _POSTGRES
        for name in triggers_of(table, vendor):
            verb = name.rsplit("_", 1)[1]
            statement = _SQLITE_REPLACE if verb == "replace" else template
            schema_editor.execute(statement.format(table=table, verb=verb), params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:  # noqa: ARG002
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        on_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        for name in triggers_of(table, schema_editor.connection.vendor):
            schema_editor.execute(f"DROP TRIGGER {name}{on_table}")

    def describe(self) -> str:
        return f"Keep {self.model_name} append-only"
