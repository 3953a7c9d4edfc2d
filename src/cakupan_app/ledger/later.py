"""Tables that came after the first: a ledger may be older than they are, and to look never writes."""

from typing import TypeVar

from django.db import DatabaseError, models

from cakupan.basics.refused import Refused
from cakupan_app.ledger.connection import bring_up_to_date, pending_migrations

Row = TypeVar("Row", bound=models.Model)


def rows_of(model: type[Row], **told: object) -> list[Row]:
    """The rows of `model` in the order they were written; none where the ledger is older than its table."""
    from django.db import connection

    try:
        if model._meta.db_table not in connection.introspection.table_names():
            return []
        return list(model._default_manager.filter(**told).order_by("id"))
    except DatabaseError as problem:
        raise Refused("ledger_unreachable", problem=type(problem).__name__) from None


def count_of(model: type[models.Model]) -> int:
    """How many rows `model` has; none where the ledger is older than its table."""
    from django.db import connection

    if model._meta.db_table not in connection.introspection.table_names():
        return 0
    return model._default_manager.count()


def make_tables() -> None:
    """Give an older ledger the tables that it lacks; before the transaction that writes into them."""
    if pending_migrations():
        bring_up_to_date()
