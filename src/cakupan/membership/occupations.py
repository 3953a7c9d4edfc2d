"""Which occupation a written one is: a code of a list, by its spelling alone."""

from typing import TYPE_CHECKING

from cakupan.identity.sightings import distinct_texts
from cakupan.intake.folding import fold
from cakupan.intake.vocabulary import vocabulary

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

UNLISTED = "other_unlisted"


def occupation_of(written: str | None) -> str | None:
    """The code of an occupation as it is written, from `occupation.toml`; None where nothing is written.

    A text that the list does not have is `other_unlisted`: to guess by likeness would make a figure of it.

    >>> occupation_of("PETANI/PEKEBUN"), occupation_of("Tukang  Ojek"), occupation_of("astronot"), occupation_of("-")
    ('farmer', 'driver', 'other_unlisted', None)
    """
    if written is None or not fold(written):
        return None
    found = vocabulary("occupation").find(written)
    return found.word if found else UNLISTED


def with_occupation_codes(records: "ir.Table", engine: "Engine") -> "ir.Table":
    """`records` with the code of each `occupation` in the place of what was written. Each text is read once."""
    import pyarrow as pa

    texts = distinct_texts(records, "occupation", engine)
    read = {"_written": pa.array(texts, pa.string()), "_code": pa.array(map(occupation_of, texts), pa.string())}
    codes = engine.keep(engine.table(pa.table(read)))
    coded = records.left_join(codes, records["occupation"] == codes["_written"])
    return coded.mutate(occupation=coded["_code"]).select(records.columns)
