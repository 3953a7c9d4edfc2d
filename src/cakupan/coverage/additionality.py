"""What a fund's money changed between two months: of the sponsored how many are new to protection, and at what cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cakupan.basics.refused import Fact, Refused
from cakupan.coverage.figure import Coverage
from cakupan.coverage.finding import Finding, Missing
from cakupan.coverage.payments_known import payments_known, told_of_payments
from cakupan.coverage.spending import COUNTS, double_months, of_the_area, spent_on, totals
from cakupan.coverage.sponsored import (
    DOUBLE,
    KEPT,
    LAPSED_SELF_PAYER,
    OUTCOMES,
    PLACES,
    REPLACED_LEAVER,
    TAKEN_OVER,
    Asked,
    people_compared,
    with_outcome,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

OF_MONEY = frozenset(("batch", "fund"))  # what a bill says
DIMENSIONS = (*sorted(OF_MONEY), *PLACES)
NET_NEW = ("new_to_protection", "double_joined", "leaver_not_replaced")  # the lines of the bridge that it is made of

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Effect:
    """Sponsored people of one outcome: how many, their months sponsored after the base month, and what was paid.

    `months` are person-months with a membership that the fund pays for; `months_paid` those that a known payment is
    for, and `rupiah` what was paid for them, None where no payment of the fund is known; `months_unpaid` those of
    `months` that no payment is known for (yet). `dims` holds the asked dimensions; a person or month is in each batch
    that paid for them, and in the batch None where nobody is known to have paid.
    """

    outcome: str
    because: str
    persons: int
    months: int
    months_paid: int
    months_unpaid: int
    rupiah: int | None
    dims: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Spent:
    """What went to some people, as of an `Effect`; `persons` counts each once."""

    persons: int
    months: int
    months_paid: int
    months_unpaid: int
    rupiah: int | None


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """A line of the bridge: signed people; a `sum` is what all lines above it add up to."""

    name: str
    persons: int
    sum: bool = False


@dataclass(frozen=True, slots=True)
class Additionality:
    """The answer to "what did the money change". Everything is None or empty where the members are not known.

    `effects` tell all `sponsored` apart, each person once; `rows` the same by `by`. `bridge` leads from the sponsored
    to the growth of all members of the area between the two figures. `in_other_row` of the sponsored count by the
    membership of another payer, so that in a breakdown of coverage by payer the fund has as many fewer. `doubled` went
    to people whom somebody else covered in the same month, in all months after the first, whether or not they are still
    sponsored in the last; `no_more` went to people of the area who are not: with `effects` that is all that the fund
    spent on its people.
    """

    asked: Asked
    then: Coverage
    now: Coverage
    by: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    rows: tuple[Effect, ...] = ()
    bridge: tuple[BridgeStep, ...] = ()
    in_other_row: int | None = None
    doubled: Spent | None = None
    no_more: Spent | None = None
    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def sponsored(self) -> int | None:
        return self.step("sponsored")

    @property
    def growth(self) -> int | None:
        """How many more members the area has."""
        return self.step("growth")

    @property
    def net_new(self) -> int | None:
        """How many more people are protected through the fund: as `flows.SponsoredChange.net_new`, of all sponsors.

        Who came under the fund without having been a member, less the fund's members who are none any more: those new
        to protection, those who came under another payer too, and less the leavers whom nobody replaced.
        """
        return sum(step or 0 for step in self.net_new_steps.values()) if self.bridge else None

    @property
    def net_new_steps(self) -> Mapping[str, int | None]:
        """The lines of the bridge that `net_new` is made of."""
        return {name: self.step(name) for name in NET_NEW}

    @property
    def of_all_sponsors(self) -> bool:
        from cakupan.membership.sponsors import sponsors

        return self.asked.payers == sponsors()

    def step(self, name: str) -> int | None:
        """The people of a line of the bridge; None where there is no bridge."""
        return next((step.persons for step in self.bridge if step.name == name), None)

    def persons(self, because: str, outcome: str | None = None) -> int:
        """How many of the sponsored are so because of this (and have this outcome)."""
        return sum(one.persons for one in self.effects if one.because == because and outcome in (None, one.outcome))


def check_question(asked: Asked, by: Sequence[str]) -> None:
    """Refuses a question that has no answer: months in the wrong order, or a dimension that there is none of."""
    if asked.until <= asked.base:
        raise Refused("additionality_months_reversed", base=str(asked.base), until=str(asked.until))
    unknown = [name for name in by if name not in DIMENSIONS]
    if unknown:
        raise Refused("additionality_dimension_unknown", text=unknown[0], known=DIMENSIONS)


def additionality_of(
    tables: "Mapping[str, ir.Table]",
    engine: "Engine",
    asked: Asked,
    then: Coverage,
    now: Coverage,
    by: tuple[str, ...] = (),
) -> Additionality:
    """What the money of `asked.payers` changed in the area between the two months, person by person.

    `tables`: `episodes`, `spells` and `contributions` of linked persons; `then` and `now`: the coverage of the area in
    the two months, counted from the same. It is an account against the base month, no estimate of what would have been
    without the money: see docs/decisions/0012. Outcomes are as `sponsored.people_compared` and `with_outcome` say.

    The bridge: the sponsored, less those kept by the fund, those covered already, and those in a leaver's place, are
    new to protection; less leavers whom nobody replaced, and with what came and went without it, they are the
    growth of the area's members. It adds up for any tables, because each person of either month is in one line.
    """
    import pyarrow as pa

    episodes, spells, contributions = (tables[name] for name in ("episodes", "spells", "contributions"))
    months = engine.table(pa.table({"month": pa.array(list(map(str, asked.months)), pa.string())}))
    people = engine.keep(people_compared(episodes, spells, asked))
    spent = engine.keep(spent_on(spells, contributions, months, asked))
    outcomes = engine.keep(with_outcome(people, spent))
    payments = payments_known(spells, contributions, outcomes, months, engine, asked)
    known = any(row["paid"] for row in payments if row["payer"])
    effects = _effects(outcomes, spent, engine, (), known)
    rows = _effects(outcomes, spent, engine, by, known) if by else ()
    twice = spent.semi_join(double_months(episodes, spells, months, asked), ["person", "month"])
    others = of_the_area(spent.anti_join(outcomes, "person"), episodes, asked)
    doubled, no_more = (_spent(part, engine, known) for part in (twice, others))
    flags = _flags(people, engine)
    for kept in (outcomes, spent, people):
        engine.forget(kept)
    missing, findings = told_of_payments(payments, asked)
    findings = (*_counts_others(flags, then, now), *_untold(flags, asked), *findings)
    bridge, aside = _bridge(flags, effects), _in_other_row(flags)
    return Additionality(asked, then, now, by, effects, rows, bridge, aside, doubled, no_more, missing, findings)


def _effects(
    outcomes: "ir.Table", spent: "ir.Table", engine: "Engine", by: Sequence[str], known: bool
) -> tuple[Effect, ...]:
    of_money = [name for name in by if name in OF_MONEY]
    told = totals(spent, of_money).rename(_who="person")
    joined = outcomes.join(told, outcomes["person"] == told["_who"])
    found = joined.group_by("outcome", "because", *by).agg(
        persons=joined.count(), **{name: joined[name].sum() for name in (*COUNTS, "rupiah")}
    )
    effects = [_effect(row, by, known) for row in engine.run(found).to_pylist()]
    if not by:
        there = {(one.outcome, one.because) for one in effects}
        nobody = dict.fromkeys(("persons", *COUNTS, "rupiah"), 0)
        lacking = ({"outcome": outcome, "because": because} for outcome, because in OUTCOMES)
        effects += [_effect(row | nobody, by, known) for row in lacking if tuple(row.values()) not in there]
    return tuple(sorted(effects, key=lambda one: (_in_order(one.dims), OUTCOMES.index((one.outcome, one.because)))))


def _effect(row: Row, by: Sequence[str], known: bool) -> Effect:
    return Effect(
        outcome=row["outcome"],
        because=row["because"],
        persons=row["persons"],
        **{name: row[name] for name in COUNTS},
        rupiah=row["rupiah"] if known else None,
        dims={name: row[name] for name in by},
    )


def _in_order(dims: Mapping[str, str | None]) -> list[tuple[bool, str]]:
    return [(value is None, value or "") for value in dims.values()]


def _spent(spent: "ir.Table", engine: "Engine", known: bool) -> Spent:
    told = totals(spent)
    sums = {name: told[name].sum() for name in (*COUNTS, "rupiah")}
    (row,) = engine.run(told.aggregate(persons=told.count(), **sums)).to_pylist()
    found = {name: value or 0 for name, value in row.items()}
    return Spent(**found | ({} if known else {"rupiah": None}))


_KEY = ("here_base", "member_base", "here_until", "member_until", "sponsored", "leaver", "because")
_TOLD = ("told_base", "told_until", "speaks_until")


def _flags(people: "ir.Table", engine: "Engine") -> list[dict[str, Any]]:
    """How many people there are of each kind, by everything that the bridge tells them apart by."""
    counted = people.group_by(*_KEY, *_TOLD).agg(people=people.count())
    found: list[dict[str, Any]] = engine.run(counted).to_pylist()
    return found


def _bridge(flags: Sequence[Row], effects: Iterable[Effect]) -> tuple[BridgeStep, ...]:
    def count(**wanted: Any) -> int:
        return sum(row["people"] for row in flags if all(row[name] == value for name, value in wanted.items()))

    sponsored = count(sponsored=1)
    replaced = sum(one.persons for one in effects if one.outcome == REPLACED_LEAVER)
    reasons = {because: count(because=because) for because in (KEPT, LAPSED_SELF_PAYER, DOUBLE, TAKEN_OVER)}
    steps = [BridgeStep("sponsored", sponsored), *(BridgeStep(name, -many) for name, many in reasons.items())]
    steps.append(BridgeStep(REPLACED_LEAVER, -replaced))
    new = sum(step.persons for step in steps)
    steps += [
        BridgeStep("leaver_not_replaced", replaced - count(leaver=1)),
        BridgeStep("double_joined", count(because=DOUBLE, member_base=0)),
        BridgeStep("came_sponsored", count(sponsored=1, member_base=1, here_base=0)),
        BridgeStep("joined_others", count(here_until=1, sponsored=0, member_base=0)),
        BridgeStep("came_others", count(here_until=1, sponsored=0, member_base=1, here_base=0)),
        BridgeStep("left_others", -count(here_base=1, member_until=0, leaver=0)),
        BridgeStep("went", -count(here_base=1, member_until=1, here_until=0)),
    ]
    growth = sum(step.persons for step in steps)
    steps.insert(6, BridgeStep("new_to_protection", new, sum=True))
    return (*steps, BridgeStep("growth", growth, sum=True))


def _in_other_row(flags: Sequence[Row]) -> int:
    return sum(row["people"] for row in flags if row["sponsored"] and not row["speaks_until"])


def _counts_others(flags: Sequence[Row], then: Coverage, now: Coverage) -> Iterable[Finding]:
    """Figures of coverage that are not those of the people followed here: a mistake of ours, never to be hidden."""
    for side, figure in (("here_base", then), ("here_until", now)):
        counted = sum(row["people"] for row in flags if row[side])
        if figure.total.members not in (None, counted):
            facts: dict[str, Fact] = {"area": figure.definition.area, "month": str(figure.total.month)}
            yield Finding(
                "change_counts_others", {**facts, "members": figure.total.members, "counted": counted}, "error"
            )


def _untold(flags: Sequence[Row], asked: Asked) -> Iterable[Finding]:
    """People covered by somebody else, of whom nobody told who that is: perhaps the fund itself."""
    sides = {DOUBLE: "told_until", TAKEN_OVER: "told_base"}
    many = sum(row["people"] for row in flags if row["because"] in sides and not row[sides[row["because"]]])
    if many:
        yield Finding("additionality_payer_untold", {"area": asked.area, "persons": many}, "warning")
