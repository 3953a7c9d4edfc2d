"""How received files become records: readers, columns, checks, quarantine, provenance."""

from cakupan.intake.arrow import schema_of
from cakupan.intake.kind import KINDS, Kind, Loose, Subject
from cakupan.intake.read import read_file, read_persons
from cakupan.intake.reading import Problem, Reading, Repair, Table

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
