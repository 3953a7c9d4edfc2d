"""Why two rows are taken for one person: what each comparison adds to the logarithm of the odds, pair by pair."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from cakupan.engines.linker import PLACES
from cakupan.identity.compare import LEVELS
from cakupan.identity.scorecard import COMPARISONS, START, Pattern, Scorecard
from cakupan.identity.verdict import by_number, patterns_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

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
