"""What the dotted code of an area says of its level by its length alone, as a value and in the columns of tables.

Tables hold many millions of codes, and none of them is looked up. The nation's code is as long as a province's, so
whoever may meet it asks for it first.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cakupan.regions.tree import Level

if TYPE_CHECKING:
    import ibis.expr.types as ir

PROVINCE, REGENCY, DISTRICT, VILLAGE = (len(code) for code in ("16", "16.06", "16.06.01", "16.06.01.2001"))
LENGTHS: Mapping[Level, int] = {"province": PROVINCE, "regency": REGENCY, "district": DISTRICT, "village": VILLAGE}


def is_at(codes: "ir.Value", level: Level) -> "ir.BooleanValue":
    """Whether each code is one of an area of `level`."""
    return codes.length() == LENGTHS[level]


def reaches(codes: "ir.Value", level: Level) -> "ir.BooleanValue":
    """Whether each code is one of an area of `level`, or of one that lies in such an area."""
    return codes.length() >= LENGTHS[level]


def cut_to(codes: "ir.Value", level: Level) -> "ir.StringValue":
    """The area of `level` that each lies in; what is of no level as fine stays as it is, and null stays null."""
    return codes.left(LENGTHS[level])


def area_at(codes: "ir.Value", level: Level) -> "ir.StringValue":
    """The area of `level` that each lies in; null where the code is of no level as fine."""
    import ibis

    return ibis.ifelse(reaches(codes, level), cut_to(codes, level), ibis.null("string"))
