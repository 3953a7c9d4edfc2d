"""Which rows of which records are one person: number first, then name, birth date and place, and never by chance."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cakupan.engines.linker import levels_of, patterns_in
from cakupan.identity.clusters import Edges
from cakupan.identity.decisions import DECIDED_SAME, SIDES, decided, labelled_pairs
from cakupan.identity.drawn import Linked, linked
from cakupan.identity.experience import Experience, experience_of
from cakupan.identity.prepare import prepared
from cakupan.identity.scorecard import Scorecard, given_card
from cakupan.identity.sightings import TOLD, Sightings, sightings_of, with_provenance
from cakupan.identity.slips import fitting, listed_apart
from cakupan.identity.unnumbered import numbered
from cakupan.identity.verdict import card_of, rules

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from cakupan.engines.port import Engine
    from cakupan.identity.clusters import Ints

REGISTERS = ("members", "population")  # kinds of files in which two NIKs are two people, unless of one KPJ
_MANY, _TAUGHT = 40_000, 30_000  # sightings from which on a scorecard is learned; of about how many that are listed
WHERE = ("person", "file", "sheet", "row")
POSSIBLE = (*(f"{side}_{name}" for side in SIDES for name in WHERE), "probability", "because", "shown")
IDENTIFIERS = tuple(column for column in TOLD if column not in ("district", "phone", "family_card"))


@dataclass(frozen=True, slots=True)
class Resolved:
    """Persons, numbered from 0 by the earliest provenance (known_on, file, sheet, row) of what was seen of them.

    `links`: kind, file, sheet, row, person: one row for every record. `persons`: person, file, sheet, row, known_on of
    the earliest. `identifiers`: the distinct sightings, person, nik, nik_written, name, birth, sex, village,
    village_written, kpj, file, sheet, row. `possible`: pairs of persons that may be one, left_person, right_person,
    the rows that say so, probability, because. `certain`: the same of the pairs of sightings that linkage joined by
    itself, for an audit. `passes`: how many pairs of sightings each pass linked.
    `shown`: what the two rows of a pair show (`scorecard.told`); `card`: by which that was weighed.
    `file` is of the type that the records have it in.
    """

    links: "ir.Table"
    persons: "ir.Table"
    identifiers: "ir.Table"
    possible: "ir.Table"
    certain: "ir.Table"
    passes: Mapping[str, int]
    card: Scorecard = field(default_factory=given_card)


def resolve(records: "Mapping[str, ir.Table]", engine: "Engine", *, decisions: "ir.Table | None" = None) -> Resolved:
    """The persons behind `records` (kind to table with file, sheet, row, known_on and what is told of a person).

    The same for any order of rows and any number of threads. Nothing near is merged that neither a pass nor the
    scorecard calls a match; where several people fit equally well, or two NIKs of clearly different people would meet,
    it is possible only. `decisions` (`decisions.COLUMNS`) of reviewers come before all evidence: rows that are one
    person are joined, and what would join rows of different people does not hold. What speaks learns from them
    (`experience`).
    """
    seen = sightings_of(records, engine)
    people = prepared(seen.distinct, engine)
    registered = seen.rows.filter(seen.rows["kind"].isin(REGISTERS))
    card = _card_of(people, registered, engine)
    said, learned = decided(), Experience()
    if decisions is not None:
        labels = labelled_pairs(decisions, seen, engine)
        said, learned = decided(labels), _experience(people, labels, card, registered, engine)
    drawn = linked(people, engine, card, registered, said, learned)
    engine.forget(people)
    return _resolved(seen, drawn, card, engine)


def _experience(
    people: "ir.Table", labels: "pa.Table", card: Scorecard, registered: "ir.Table", engine: "Engine"
) -> Experience:
    """What the `labels` say of what links. Two whom a register lists are kept apart however like a slip their NIKs are,
    so that what somebody says of them says nothing of slips."""
    nik = fitting(engine.run(people.select("id", "nik", "fits").order_by("id")))
    return experience_of(people, labels, card, engine, but=lambda edges: listed_apart(edges, nik, registered, engine))


def _card_of(people: "ir.Table", registered: "ir.Table", engine: "Engine") -> Scorecard:
    """The scorecard that lists and registers teach each other, or a register itself; the given one for few people.

    The given one was learned of lists of some 20,000: of ten times as many strangers more are alike.
    """
    import ibis

    if _count(people, engine) < _MANY:
        return given_card()
    ids = registered.select("id").distinct()
    listed, register = people.anti_join(ids, "id"), people.semi_join(ids, "id")
    if not numbered([listed, register], engine):
        listed = register = people
    # by what they tell, so that a file's order or another day's file draws no others
    cells = {name: listed[name] for name in ("plain", "digits", "birth", "spot", "sex", "kpj", "phone", "family_card")}
    some = listed.filter(ibis.struct(cells).hash() % max(_count(listed, engine) // _TAUGHT, 1) == 0)
    levels = levels_of(some, register, rules(), engine)
    found = patterns_in(levels.filter(levels["left"] != levels["right"]), rules(), engine)
    engine.forget(levels)
    return card_of(found).rounded()


def _count(table: "ir.Table", engine: "Engine") -> int:
    return int(engine.run(table.count().as_table())[0][0].as_py())


def _resolved(seen: Sightings, drawn: Linked, card: Scorecard, engine: "Engine") -> Resolved:
    import numpy as np
    import pyarrow as pa

    firsts, person = np.unique(drawn.labels, return_inverse=True)
    ids = np.arange(len(person), dtype=np.int64)
    numbers = engine.keep(engine.table(pa.table({"id": ids, "person": person, "first": firsts[person] == ids})))
    numbered = seen.distinct.join(numbers, "id")
    earliest = with_provenance(numbered.filter(numbered["first"]).drop("known_on"), seen.origins)
    told = with_provenance(numbered.drop("known_on"), seen.origins)
    links = with_provenance(seen.rows.join(numbers, "id"), seen.origins)
    return Resolved(
        links=engine.keep(links.select("kind", "file", "sheet", "row", "person")),
        persons=engine.keep(earliest.select("person", "file", "sheet", "row", "known_on")),
        identifiers=engine.keep(told.select("person", *IDENTIFIERS, "file", "sheet", "row")),
        possible=engine.keep(_possible(drawn, person, told, engine)),
        certain=engine.keep(_told_pairs(drawn.held.where(~drawn.held.of((DECIDED_SAME,))), told, engine)),
        passes=dict(sorted(Counter(drawn.held.because.tolist()).items())),
        card=card,
    )


def _possible(drawn: Linked, person: "Ints", told: "ir.Table", engine: "Engine") -> "ir.Table":
    """The strongest of the edges that joined nobody, for each pair of persons."""
    import numpy as np

    edges = drawn.possible
    ours, theirs = person[edges.left], person[edges.right]
    low, high = np.minimum(ours, theirs), np.maximum(ours, theirs)
    order = np.lexsort((edges.right, edges.left, -edges.strength, high, low))
    order = order[low[order] != high[order]]
    _, first = np.unique(np.stack([low[order], high[order]], axis=1), axis=0, return_index=True)
    kept = edges.where(order[first])
    swap = person[kept.left] > person[kept.right]
    left, right = np.where(swap, kept.right, kept.left), np.where(swap, kept.left, kept.right)
    return _told_pairs(replace(kept, left=left, right=right), told, engine)


def _told_pairs(edges: Edges, told: "ir.Table", engine: "Engine") -> "ir.Table":
    """Edges with where their two sightings stand: POSSIBLE."""
    import pyarrow as pa

    sides = {"left": edges.left, "right": edges.right}
    columns = {
        **sides,
        "millionths": edges.strength,
        "because": edges.because.astype(str),
        "shown": edges.shown.astype(str),
    }
    pairs = engine.table(pa.table(columns))
    for side in sides:
        names = {f"{side}_{name}": name for name in WHERE}
        pairs = pairs.join(told.select(**names, **{side: "id"}), side)
    probability = (pairs["millionths"].cast("decimal(13, 6)") / 1_000_000).cast("decimal(7, 6)")
    return pairs.mutate(probability=probability).select(*POSSIBLE)
