"""How received files become records: readers, columns, checks, quarantine, provenance."""

from cakupan.intake.arrow import schema_of
from cakupan.intake.kind import KINDS, Kind
from cakupan.intake.read import read_file
from cakupan.intake.reading import Problem, Reading, Repair, Table

__all__ = ["KINDS", "Kind", "Problem", "Reading", "Repair", "Table", "read_file", "schema_of"]
