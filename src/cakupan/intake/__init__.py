"""How received files become records: readers, columns, checks, quarantine, provenance."""

from importlib import import_module
from typing import TYPE_CHECKING

from cakupan.intake.kind import KINDS, Kind, Loose, Subject
from cakupan.intake.reading import Problem, Reading, Repair, Table

if TYPE_CHECKING:
    from cakupan.intake.arrow import schema_of
    from cakupan.intake.read import read_file, read_persons

__all__ = [
    "KINDS",
    "Kind",
    "Loose",
    "Problem",
    "Reading",
    "Repair",
    "Subject",
    "Table",
    "read_file",
    "read_persons",
    "schema_of",
]

_LATER = {"read_file": "read", "read_persons": "read", "schema_of": "arrow"}


def __getattr__(name: str) -> object:
    """What reads a file is imported by whoever reads one: most commands only handle what was read (PEP 562)."""
    if name in _LATER:
        return getattr(import_module(f"cakupan.intake.{_LATER[name]}"), name)
    raise AttributeError(name)
