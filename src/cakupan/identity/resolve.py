"""Which rows of which records are one person: number first, then name, birth date and place, and never by chance."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from cakupan.engines.linker import Linker, PatternLinker, levels_of, patterns_in
from cakupan.identity.clusters import NOBODY, SEVERAL, Edges, apart, components, edges_between, sole_targets
from cakupan.identity.decisions import CERTAIN, DECIDED_SAME, SIDES, Decided, decided, labelled_pairs
from cakupan.identity.experience import Experience, experience_of
from cakupan.identity.prepare import prepared
from cakupan.identity.rivals import CANDIDATES, LEAST_SHOWN, among_rivals
from cakupan.identity.scorecard import Scorecard, given_card
from cakupan.identity.sightings import TOLD, Sightings, sightings_of, with_provenance
from cakupan.identity.unnumbered import numbered
from cakupan.identity.verdict import REPAIRED, TWO_NIKS, card_of, match_millionths, number_rules, rest_rules, rules

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from cakupan.engines.port import Engine
    from cakupan.identity.clusters import Bools, Ints

ALONE = ("same_nik_alone", "same_kpj_alone")  # passes by which a row without name and birth follows its number
SAME_KPJ = "same_kpj_near_nik"
SLIPS = (REPAIRED, SAME_KPJ)  # passes that take two fitting NIKs for one, written with a slip
REGISTERS = ("members", "population")  # kinds of files that list a person once
SEVERAL_FIT = "several_fit"  # why a pair that would be a match is only possible
_MANY, _TAUGHT = 40_000, 30_000  # sightings from which on a scorecard is learned; of about how many that are listed
_LIKELY = 100_000  # millionths: two NIKs that are less likely one person's nobody need look at
_STEM = 15  # digits that Excel keeps of a NIK
WHERE = ("person", "file", "sheet", "row")
POSSIBLE = (*(f"{side}_{name}" for side in SIDES for name in WHERE), "probability", "because", "shown")
IDENTIFIERS = tuple(column for column in TOLD if column not in ("district", "phone", "family_card"))


NikPair = tuple[int, int]  # numbers of two NIKs, the smaller first


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


def resolve(
    records: "Mapping[str, ir.Table]",
    engine: "Engine",
    *,
    linker: Linker | None = None,
    decisions: "ir.Table | None" = None,
) -> Resolved:
    """The persons behind `records` (kind to table with file, sheet, row, known_on and what is told of a person).

    The same for any order of rows and any number of threads. Nothing near is merged that neither a pass nor the
    scorecard calls a match; where several people fit equally well, or two NIKs of clearly different people would meet,
    it is possible only. `decisions` (`decisions.COLUMNS`) of reviewers come before all evidence: rows that are one
    person are joined, and what would join rows of different people does not hold. What speaks learns from them
    (`experience`).
    """
    seen = sightings_of(records, engine)
    people, way = prepared(seen.distinct, engine), linker or PatternLinker()
    registered = seen.rows.filter(seen.rows["kind"].isin(REGISTERS))
    card = _card_of(people, registered, engine)
    said, learned = decided(), Experience()
    if decisions is not None:
        labels = labelled_pairs(decisions, seen, engine)
        said, learned = decided(labels), _experience(people, labels, card, way, registered, engine)
    drawn = linked(people, engine, way, card, registered, said, learned)
    engine.forget(people)
    return _resolved(seen, drawn, card, engine)


def _experience(
    people: "ir.Table", labels: "pa.Table", card: Scorecard, linker: Linker, registered: "ir.Table", engine: "Engine"
) -> Experience:
    """What the `labels` say of what links. Two whom a register lists are kept apart however like a slip their NIKs are,
    so that what somebody says of them says nothing of slips."""
    nik = _fitting(engine.run(people.select("id", "nik", "fits").order_by("id")))
    return experience_of(
        people, labels, card, linker, engine, but=lambda edges: _listed_apart(edges, nik, registered, engine)
    )


def _card_of(people: "ir.Table", registered: "ir.Table", engine: "Engine") -> Scorecard:
    """The scorecard that lists and registers teach each other, or a register itself; the given one for few people.

    The given one was learned of lists of some 20,000: of ten times as many strangers more are alike.
    """
    if _count(people, engine) < _MANY:
        return given_card()
    ids = registered.select("id").distinct()
    listed, register = people.anti_join(ids, "id"), people.semi_join(ids, "id")
    if not numbered([listed, register], engine):
        listed = register = people
    some = listed.filter(listed["id"] % max(_count(listed, engine) // _TAUGHT, 1) == 0)
    levels = levels_of(some, register, rules(), engine)
    found = patterns_in(levels.filter(levels["left"] != levels["right"]), rules(), engine)
    engine.forget(levels)
    return card_of(found).rounded()


def _count(table: "ir.Table", engine: "Engine") -> int:
    return int(engine.run(table.count().as_table())[0][0].as_py())


@dataclass(frozen=True, slots=True)
class Linked:
    """For each sighting the smallest of its person; the edges that made it so; and those that did not."""

    labels: "Ints"
    held: Edges
    possible: Edges


def linked(
    people: "ir.Table",
    engine: "Engine",
    linker: Linker,
    card: Scorecard,
    registered: "ir.Table",
    said: Decided,
    learned: Experience,
) -> Linked:
    """Sightings (as prepared) put together: by decision, by number, then what has no name by its number, then by the
    rest; the passes weighed by what is `learned` of them. `registered`: origin and id of each row of a register."""
    import numpy as np

    told = engine.run(people.select("id", "nik", "fits", "sound", "birth").order_by("id"))
    nik = _fitting(told)
    sure = match_millionths()
    found = edges_between(people, None, number_rules(card), linker, engine)
    by_number = said.open(learned.weigh(found), told["id"].to_numpy())
    by_number = _open_by_number(by_number, said, nik, sure)
    alone, by_number = by_number.strength, _among_cut(by_number, nik, told)
    listed_apart = _listed_apart(by_number, nik, registered, engine)
    match, bare = (by_number.strength >= sure) & ~listed_apart, _isin(by_number, ALONE)
    solid = by_number.where(match & ~bare).and_(said.same)
    slips = solid.where(_isin(solid, (*SLIPS, DECIDED_SAME)))
    allowed = _pairs_of_niks(slips, _alike(by_number, nik), nik) - _met_pairs(by_number.where(listed_apart), nik)
    allowed |= _pairs_of_niks(said.same, frozenset(), nik)
    torn = ~apart(solid, nik, allowed, said.different)
    first = solid.where(~torn)
    followers = by_number.where(match & bare)
    follow = _following(followers, components(len(nik), first), _named(told))
    first = first.and_(followers.where(follow))
    labels = components(len(nik), first)
    rest = said.open(learned.weigh(_rest(people, labels, nik, card, engine, linker)), labels)
    rest, sole = _among_anchored(rest, labels, nik, sure)
    strong = rest.strength >= sure
    clear = strong & _agree(sole[labels[rest.left]], sole[labels[rest.right]])
    every = first.and_(rest.where(clear))
    holds = apart(every, nik, allowed, said.different)
    held = every.where(holds)
    labels = components(len(nik), held)
    likely = by_number.strength >= _LIKELY
    shared = (alone >= sure) & (by_number.strength < sure)
    told_why = replace(by_number, because=np.where(shared, SEVERAL_FIT, by_number.because))
    possible = told_why.where(~match & ~listed_apart & likely).and_(_nearest(rest.where(~strong), labels))
    possible = possible.and_(_because(followers.where(~follow).and_(rest.where(strong & ~clear)), SEVERAL_FIT))
    two = solid.where(torn).and_(every.where(~holds)).and_(by_number.where(listed_apart & likely))
    possible = possible.and_(_because(two, TWO_NIKS))
    return Linked(labels, held, said.open(possible, labels))


def _open_by_number(edges: Edges, said: Decided, nik: "Ints", sure: int) -> Edges:
    """The edges but those between two NIKs of whose rows somebody said that they are two people: who is not the one row
    of a NIK is none of its others either, where they are one person."""
    if not len(said.different.left):
        return edges
    ours, theirs = nik[edges.left], nik[edges.right]
    labels = components(len(nik), edges.where((ours == theirs) & (ours >= 0) & (edges.strength >= sure)))
    return edges.where((ours == theirs) | ~edges.between(said.different, labels))


def _listed_apart(edges: Edges, nik: "Ints", registered: "ir.Table", engine: "Engine") -> "Bools":
    """Which edges take for one person, by their NIKs alone, two that one file of a register lists both.

    There they are two people, unless they have one KPJ: a person has several memberships, each a row."""
    import numpy as np
    import pyarrow as pa

    ours, theirs = nik[edges.left], nik[edges.right]
    slips = np.flatnonzero((ours >= 0) & (theirs >= 0) & (ours != theirs) & _isin(edges, (REPAIRED,)))
    asked = np.flatnonzero(np.isin(nik, np.union1d(ours[slips], theirs[slips])) & (nik >= 0))
    rows = registered.semi_join(engine.table(pa.table({"id": asked})), "id").select("id", "origin").distinct()
    told = engine.run(rows)
    files: dict[int, set[int]] = {}
    for one, origin in zip(nik[told["id"].to_numpy()].tolist(), told["origin"].to_pylist(), strict=True):
        files.setdefault(one, set()).add(origin)
    found = np.zeros(len(edges), dtype=np.bool_)
    pairs = zip(slips.tolist(), ours[slips].tolist(), theirs[slips].tolist(), strict=True)
    of_one = _met_pairs(edges.where(_isin(edges, (SAME_KPJ,))), nik)
    found[
        [
            at
            for at, one, other in pairs
            if files.get(one, set()) & files.get(other, set()) and (min(one, other), max(one, other)) not in of_one
        ]
    ] = True
    return found


def _among_cut(edges: Edges, nik: "Ints", told: "pa.Table") -> Edges:
    """The edges, those of a NIK whose last digit Excel may have put to 0 weighed among each other: it is one of the
    neighbours only."""
    import pyarrow.compute as pc

    numbers = pc.fill_null(told["nik"], "")
    stem = pc.utf8_slice_codeunits(numbers, 0, _STEM).combine_chunks().dictionary_encode().indices.to_numpy()
    ends = pc.ends_with(numbers, "0").to_numpy(zero_copy_only=False)
    ours, theirs = edges.left, edges.right
    both = (nik[ours] >= 0) & (nik[theirs] >= 0) & (nik[ours] != nik[theirs])
    cut = both & (stem[ours] == stem[theirs]) & (ends[ours] | ends[theirs]) & _isin(edges, (REPAIRED,))
    node = _choose(ends[ours], nik[ours], nik[theirs])
    target = _choose(ends[ours], nik[theirs], nik[ours])
    strength = edges.strength.copy()
    strength[cut] = among_rivals(node[cut], target[cut], strength[cut])
    return replace(edges, strength=strength)


def _fitting(told: "pa.Table") -> "Ints":
    """For each sighting a number that stands for its NIK where that fits the row, else -1."""
    import numpy as np
    import pyarrow.compute as pc

    codes = pc.fill_null(told["nik"].combine_chunks().dictionary_encode().indices, -1).to_numpy().astype(np.int64)
    fits = pc.fill_null(told["fits"], False).to_numpy()
    return np.where(fits, codes, -1)


def _named(told: "pa.Table") -> "Bools":
    import pyarrow.compute as pc

    named: Bools = pc.or_(pc.is_valid(told["sound"]), pc.is_valid(told["birth"])).to_numpy()
    return named


def _pairs_of_niks(edges: Edges, alike: frozenset[NikPair], nik: "Ints") -> frozenset[NikPair]:
    """The pairs of different fitting NIKs among these edges, and those that meet in a third: two slips of one NIK.

    By a number that Excel cut two neighbours meet too: where slips alone join them, they must be `alike` themselves.
    Whatever may be one with a NIK may be one with those that somebody said are the same person's: else their answer
    would drive its slips away.
    """
    slips = _isin(edges, (REPAIRED,))
    sure, slipped = (_met(edges.where(kept), nik) for kept in (~slips, slips))
    met = [pair for niks in sure.values() for pair in combinations(sorted(niks), 2)]
    for one, niks in slipped.items():
        pairs = combinations(sorted(niks | {one}), 2)
        met += [pair for pair in pairs if one in pair or pair in alike]
    said = _met(edges.where(_isin(edges, (DECIDED_SAME,))), nik)
    one_persons = {one: _reached(one, said) for one in said}
    wide = [*met, *_of_the_said(one_persons, slipped)]
    pairs_of_all = (product(*(one_persons.get(one, {one}) for one in pair)) for pair in wide)
    return frozenset((min(pair), max(pair)) for pairs in pairs_of_all for pair in pairs)


def _of_the_said(one_persons: Mapping[int, set[int]], slipped: Mapping[int, set[int]]) -> Iterator[NikPair]:
    """The pairs of NIKs of which somebody said that they are one person's, and of the slips of one and of another."""
    for one, niks in one_persons.items():
        for other in niks - {one}:
            yield from product(slipped.get(one, {one}), slipped.get(other, {other}))


def _reached(one: int, met: Mapping[int, set[int]]) -> set[int]:
    """All that `one` meets, and whom they meet."""
    found, ahead = {one}, [one]
    while ahead:
        further = met[ahead.pop()] - found
        found |= further
        ahead += further
    return found


def _alike(edges: Edges, nik: "Ints") -> frozenset[NikPair]:
    """The pairs of different fitting NIKs that may well be one person's."""
    return _met_pairs(edges.where(_isin(edges, (*SLIPS, TWO_NIKS)) & (edges.strength >= _LIKELY)), nik)


def _met_pairs(edges: Edges, nik: "Ints") -> frozenset[NikPair]:
    """The pairs of fitting NIKs that these edges join."""
    return frozenset((min(one, other), max(one, other)) for one, niks in _met(edges, nik).items() for other in niks)


def _met(edges: Edges, nik: "Ints") -> Mapping[int, set[int]]:
    """For each fitting NIK the others, and itself, that these edges join with it."""
    ours, theirs = nik[edges.left], nik[edges.right]
    differ = (ours >= 0) & (theirs >= 0) & (ours != theirs)
    found: dict[int, set[int]] = {}
    for one, other in zip(ours[differ].tolist(), theirs[differ].tolist(), strict=True):
        found.setdefault(one, {one}).add(other)
        found.setdefault(other, {other}).add(one)
    return found


def _following(edges: Edges, labels: "Ints", named: "Bools") -> "Bools":
    """Which of the edges to a row without name and birth hold: where its number leads to one person only."""
    ours = named[edges.left]
    to_named = ours | named[edges.right]
    node = _choose(ours, edges.right, edges.left)
    target = labels[_choose(ours, edges.left, edges.right)]
    sole = sole_targets(edges.where(to_named), node[to_named], target[to_named], len(labels))
    held: Bools = (to_named & (sole[node] == target)) | (~to_named & _agree(sole[edges.left], sole[edges.right]))
    return held


def _rest(people: "ir.Table", labels: "Ints", nik: "Ints", card: Scorecard, engine: "Engine", linker: Linker) -> Edges:
    """What links the sightings of persons without a fitting NIK with any other person, each pair once."""
    import numpy as np
    import pyarrow as pa

    anchored = _anchored(labels, nik)
    ids = pa.table({"id": np.flatnonzero(~anchored[labels])})
    named = people.filter(people["sound"].notnull())
    loose = engine.keep(named.semi_join(engine.table(ids), "id"))
    edges = edges_between(loose, named, rest_rules(card), linker, engine)
    engine.forget(loose)
    ours, theirs = labels[edges.left], labels[edges.right]
    return edges.where((ours != theirs) & (anchored[theirs] | (edges.left < edges.right)))


def _among_anchored(edges: Edges, labels: "Ints", nik: "Ints", sure: int) -> tuple[Edges, "Ints"]:
    """The edges, those to people with a fitting NIK weighed among each other; and for each label the one of those
    people that it leans to, SEVERAL where several fit, NOBODY where none does."""
    import numpy as np

    anchored = _anchored(labels, nik)
    node, target = labels[edges.left], labels[edges.right]
    to_anchor = anchored[target]
    strength = edges.strength.copy()
    strength[to_anchor] = among_rivals(node[to_anchor], target[to_anchor], strength[to_anchor])
    sole = np.where(anchored, np.arange(len(labels)), NOBODY)
    several = to_anchor & (edges.strength >= sure) & (strength < sure)
    sole[node[several]] = SEVERAL
    one = to_anchor & (strength >= sure)
    sole[node[one]] = target[one]
    because = np.where(several & (sole[node] == SEVERAL), SEVERAL_FIT, edges.because)
    return replace(edges, strength=strength, because=because), sole


def _nearest(edges: Edges, labels: "Ints") -> Edges:
    """For each person those that it may be, the few likeliest."""
    import numpy as np

    shown = edges.where(edges.strength >= LEAST_SHOWN)
    node = labels[shown.left]
    order = np.lexsort((shown.right, shown.left, -shown.strength, node))
    starts = np.flatnonzero(np.diff(node[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return shown.where(np.sort(order[rank < CANDIDATES]))


def _agree(one: "Ints", other: "Ints") -> "Bools":
    """Whether two that lean to someone each lean to the same, or one of them to nobody yet."""
    agreed = (one == other) | (one == NOBODY) | (other == NOBODY)
    found: Bools = agreed & (one != SEVERAL) & (other != SEVERAL)
    return found


def _anchored(labels: "Ints", nik: "Ints") -> "Bools":
    """For each label whether one of its sightings has a fitting NIK."""
    import numpy as np

    found = np.zeros(len(labels), dtype=np.bool_)
    found[labels[nik >= 0]] = True
    return found


def _isin(edges: Edges, codes: tuple[str, ...]) -> "Bools":
    import numpy as np

    found: Bools = np.isin(edges.because.astype(str), codes)
    return found


def _because(edges: Edges, code: str) -> Edges:
    import numpy as np

    # what somebody decided is above all evidence, and is evidence like other where it cannot hold
    strength = np.minimum(edges.strength, CERTAIN)
    return replace(edges, strength=strength, because=np.full(len(edges), code, dtype=object))


def _choose(condition: "Bools", yes: "Ints", no: "Ints") -> "Ints":
    import numpy as np

    return np.where(condition, yes, no)


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
        certain=engine.keep(_told_pairs(drawn.held.where(~_isin(drawn.held, (DECIDED_SAME,))), told, engine)),
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
    left, right = _choose(swap, kept.right, kept.left), _choose(swap, kept.left, kept.right)
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
