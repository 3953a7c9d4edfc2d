"""Which cells of a table are read for its arithmetic alone: companies among workers, and totals of both."""

from collections.abc import Sequence

from cakupan.statements.readings import Reading


def silent_in(readings: Sequence[Reading]) -> frozenset[int]:
    """The numbers of the readings in tables of members that count employers, or employers and members together.

    "Perusahaan | 1.233 || Pekerja | 82.001 || Jumlah | 83.234" claims the workers; the rest only shows a mistake.
    """
    columns: dict[int, list[Reading]] = {}
    for reading in readings:
        if reading.row is not None and reading.column is not None:
            columns.setdefault(reading.column, []).append(reading)
    silent: set[int] = set()
    for column in columns.values():
        if {"companies", "people"} <= {reading.claim.unit for reading in column}:
            silent.update(each.number for each in column if each.totals or each.claim.unit == "companies")
    return frozenset(silent)
