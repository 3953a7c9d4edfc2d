"""Why two rows are taken for one person: what each comparison adds to the logarithm of the odds, pair by pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from cakupan.engines.linker import PLACES, candidates, levels_between
from cakupan.identity.compare import LEVELS
from cakupan.identity.decisions import PLACE, Place
from cakupan.identity.normalise import words_of
from cakupan.identity.prepare import prepared
from cakupan.identity.scorecard import COMPARISONS, Pattern, Scorecard, given_card
from cakupan.identity.sightings import distinct_texts, told_of
from cakupan.identity.verdict import by_number, patterns_of, rules

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

START = "start"
WEIGHED = (*COMPARISONS, "nik")
BY_NUMBER, BY_WEIGHTS = "number", "weights"  # what says how probable a pair is
_PLACES = 4  # of what a comparison adds
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Step:
    """What the level of a comparison adds; what two comparisons add together is halved between them. One that was never
    `weighed` adds nothing."""

    comparison: str
    level: str
    adds: Decimal
    weighed: bool


@dataclass(frozen=True, slots=True)
class Waterfall:
    """`start`, what stands before anything is compared, and the steps, the strongest first. Their sum is the logarithm
    of the odds that the pair is one person, whatever passes say of it; `kpj` is the level that has no weight."""

    start: Decimal
    steps: tuple[Step, ...]
    kpj: str
    probability: Decimal

    @property
    def sum(self) -> Decimal:
        return sum((step.adds for step in self.steps), self.start)


def waterfall_of(pattern: Pattern, card: Scorecard) -> Waterfall:
    """Why a pair with these levels is probable or not, as `card` says."""
    falls = {name: _rounded(adds) for name, adds in card.waterfall(pattern).items()}
    steps = [Step(name, pattern[name], falls[name], card.knows(pattern, name)) for name in WEIGHED]
    ordered = sorted(steps, key=lambda step: (-abs(step.adds), WEIGHED.index(step.comparison)))
    probability = Decimal(card.probability(pattern)).quantize(Decimal(1).scaleb(-PLACES))
    return Waterfall(falls[START], tuple(ordered), pattern["kpj"], probability)


def _rounded(adds: float) -> Decimal:
    return Decimal(adds).quantize(Decimal(1).scaleb(-_PLACES)) + 0  # no minus before a zero


def weights_of(pairs: "ir.Table", card: Scorecard, engine: "Engine") -> "ir.Table":
    """`pairs` (the levels, `numbered`, because, and what else they have) with their weights.

    Beside the other columns: `because`; `decided_by`, `number` where a pass alone says how probable the pair is;
    `found`, whether by a number alone; `start`; for each comparison its level and, as `<name>_adds`, what that adds;
    `sum`. Four decimal places, null for a level that was never weighed; `sum` is that of the columns as they stand.
    """
    import pyarrow as pa

    names = [*LEVELS, "numbered"]
    distinct = engine.run(pairs.select(names).distinct().order_by(names))
    told = [_columns_of(pattern, card) for pattern in patterns_of(distinct)]
    number = pa.decimal128(_DIGITS, _PLACES)
    adds = {name: pa.array([row[name] for row in told], number) for name in (START, *map(_adds, WEIGHED), "sum")}
    said = {name: pa.array([row[name] for row in told], pa.string()) for name in ("decided_by", "found")}
    for name, column in {**said, **adds}.items():
        distinct = distinct.append_column(name, column)
    levels = [column for name in WEIGHED for column in (name, _adds(name))]
    others = [name for name in pairs.columns if name not in (*names, "because")]
    return pairs.join(engine.table(distinct), names).select(*others, "because", *said, START, *levels, "sum")


def _columns_of(pattern: Pattern, card: Scorecard) -> Mapping[str, object]:
    waterfall = waterfall_of(pattern, card)
    adds = {_adds(step.comparison): step.adds if step.weighed else None for step in waterfall.steps}
    decided = BY_NUMBER if by_number(pattern) else BY_WEIGHTS
    return {"decided_by": decided, "found": pattern["found"], START: waterfall.start, **adds, "sum": waterfall.sum}


def _adds(name: str) -> str:
    return f"{name}_adds"


def waterfalls(
    rows: "ir.Table", pairs: Sequence[tuple[Place, Place]], engine: "Engine"
) -> Mapping[tuple[Place, Place], Waterfall]:
    """The waterfall of each of `pairs` of which both rows are among `rows`, by the given scorecard.

    `rows`: what is told of people, with known_on, file, sheet and row. How common a name is all of them tell together,
    so that two namesakes of thousands are not taken for the only ones.
    """
    import pyarrow as pa

    at_hand = rows.semi_join(_table_of(sorted({place for pair in pairs for place in pair}), engine), PLACE)
    people, places = _numbered(_with_namesakes(rows, engine.keep(at_hand), engine), engine)
    known = [pair for pair in pairs if places.keys() >= set(pair)]
    if not known:
        return {}
    left, right = ([places[pair[side]] for pair in known] for side in (0, 1))
    ready = prepared(told_of(people), engine)
    asked = engine.table(pa.table({"id": sorted({*left, *right})}))
    hand = engine.keep(ready.semi_join(asked, "id"))
    wanted = engine.table(pa.table({"left": left, "right": right})).distinct()
    found = candidates(hand, hand, rules().blocks)
    numbered = wanted.left_join(found, ["left", "right"]).select("left", "right", numbered=found["numbered"])
    marked = engine.keep(numbered.mutate(numbered=numbered["numbered"].fill_null(False)))
    levels = engine.run(levels_between(marked, hand, hand, rules(), engine))
    ids = zip(levels["left"].to_pylist(), levels["right"].to_pylist(), strict=True)
    told = {pair: waterfall_of(pattern, given_card()) for pair, pattern in zip(ids, patterns_of(levels), strict=True)}
    return {pair: told[places[pair[0]], places[pair[1]]] for pair in known}


def _with_namesakes(rows: "ir.Table", at_hand: "ir.Table", engine: "Engine") -> "ir.Table":
    """The rows at hand, and all others that share a word of their names."""
    import pyarrow as pa

    named = {name: words_of(name) for name in distinct_texts(rows, "name", engine)}
    own = set(distinct_texts(at_hand, "name", engine))
    words = frozenset[str]().union(*(named[name] for name in own))
    alike = [name for name, of_it in named.items() if name in own or not words.isdisjoint(of_it)]
    alike_rows = rows.semi_join(engine.table(pa.table({"name": pa.array(alike, pa.string())})), "name")
    return alike_rows.union(at_hand.filter(at_hand["name"].isnull()))


def _numbered(rows: "ir.Table", engine: "Engine") -> "tuple[ir.Table, Mapping[Place, int]]":
    """`rows` with an `id`; and that of each by where it stands."""
    import ibis

    numbered = engine.keep(rows.mutate(id=ibis.row_number().over(order_by=list(PLACE)).cast("int64")))
    told = engine.run(numbered.select("id", *PLACE)).to_pylist()
    return numbered, {(row["file"], row["sheet"], int(row["row"])): row["id"] for row in told}


def _table_of(places: Sequence[Place], engine: "Engine") -> "ir.Table":
    import pyarrow as pa

    kinds = dict(zip(PLACE, (pa.string(), pa.string(), pa.int32()), strict=True))
    columns = zip(*places, strict=True) if places else ((),) * len(PLACE)
    return engine.table(
        pa.table({name: pa.array(column, kinds[name]) for name, column in zip(PLACE, columns, strict=True)})
    )
