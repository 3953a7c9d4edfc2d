"""How rows about people go from the engine that sees names to the one that counts, if that is another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cakupan.engines.port import hand_over
from cakupan.intake import Kind

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine


@dataclass(frozen=True, slots=True)
class Over:
    """The engine that sees names, and the one that counts: the same, unless a nation needs another."""

    naming: "Engine"
    counting: "Engine"
    numbers: "ir.Table | None" = None  # where they differ: of each `kpj_told` its `kpj_number`, in the same order

    def there(self, rows: "ir.Table") -> "ir.Table":
        """`rows` where they are counted. On another machine a KPJ is a number of this build, and a birth its month:
        counting needs no more."""
        if self.counting is self.naming:
            return rows
        if "birth" in rows.columns:
            rows = rows.mutate(birth=rows["birth"].truncate("M"))
        if self.numbers is not None and "kpj" in rows.columns:
            numbered = rows.left_join(self.numbers, rows["kpj"] == self.numbers["kpj_told"])
            rows = numbered.mutate(kpj=numbered["kpj_number"]).select(rows.columns)
        return hand_over(rows, self.naming, self.counting)

    def back(self, kept: "ir.Table") -> "ir.Table":
        return kept if self.counting is self.naming else hand_over(kept, self.counting, self.naming)


def over(records: "Mapping[Kind, ir.Table]", naming: "Engine", counting: "Engine | None") -> Over:
    """How rows about people go from the engine that sees names to the one that counts, if that is another."""
    import ibis

    if counting is None or counting is naming:
        return Over(naming, naming)
    told = ibis.union(*(records[kind].select("kpj") for kind in (Kind.MEMBERS, Kind.PAYMENTS)), distinct=True)
    told = told.filter(told["kpj"].notnull())
    place = ibis.row_number().over(order_by=told["kpj"])
    numbers = told.select(kpj_told="kpj", kpj_number=place.cast("string").lpad(12, "0"))
    return Over(naming, counting, naming.keep(numbers))


def with_person(records: "ir.Table", links: "ir.Table") -> "ir.Table":
    """The records of a kind, each with its person."""
    place = ["file", "sheet", "row"]
    return records.join(links.select(*place, "person"), place)
