"""Which claims differ from what is publicly known: the nation's targets, and contributions by the law."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import Literal

from cakupan.basics.refused import Fact
from cakupan.regions.tree import NATION
from cakupan.statements.against import KnownFigure
from cakupan.statements.book import Book, span_for
from cakupan.statements.lawful import lawful
from cakupan.statements.national import UCJ_KNOWN, national_targets
from cakupan.statements.readings import Reading
from cakupan.statements.repairs import Repair


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A claim whose figure may be right but whose words are not: a code with facts, and the repairs."""

    kind: Literal["contradiction", "mislabel", "warning"]
    claims: tuple[int, ...]
    code: str
    facts: Mapping[str, Fact]
    repairs: tuple[Repair, ...]


def national_figures(as_of: str | None) -> tuple[KnownFigure, ...]:
    """The nation's targets of the year of `as_of`, as figures that a text may be held against."""
    rows = tomllib.loads(files(__package__).joinpath("known.toml").read_text(encoding="utf-8"))["national"]
    return tuple(
        KnownFigure(
            "target_rate", "percent", NATION, row["year"], Fraction(row["rate"]), "known_national_target",
            {"year": row["year"], "of": row["of"]}, (row["source"],),
        )
        for row in rows
        if row["year"] == (as_of or "")[:4]
    )  # fmt: skip


def misnamed_in(book: Book) -> Iterator[Misnamed]:
    """Regional targets called national, and contributions whose period is not the law's."""
    for reading in book.readings:
        if reading.claim.kind == "target_rate":
            yield from _not_national(book, reading)
        elif reading.claim.kind == "contribution" and reading.period:
            yield from _wrong_period(reading)


def _not_national(book: Book, reading: Reading) -> Iterator[Misnamed]:
    claim = reading.claim
    rates = national_targets().get((claim.as_of or "")[:4], ())
    # of other years the target of UCJ is not known: the text's may well be right
    rates = rates if (claim.as_of or "")[:4] in UCJ_KNOWN else ()
    if reading.scope != "national" or claim.place_code == NATION or not rates or claim.qualifier is not None:
        return
    if any(span_for(reading).low <= rate <= span_for(reading).high for rate in rates):
        return
    facts: dict[str, Fact] = {"target": claim.value, "national": rates[0], "year": (claim.as_of or "")[:4]}
    right: dict[str, Fact] = {"quote": claim.quote, "value": rates[0], "year": facts["year"]}
    repair = Repair(reading.number, rates[0], "repair_national", right)
    told = _tells_national(book, reading, rates)
    # else a warning: the text may rest on a newer target than we know
    kind: Literal["contradiction", "warning"] = "contradiction" if told else "warning"
    yield Misnamed(kind, tuple(sorted((reading.number, *told))), "target_not_national", facts, (repair,))


def _tells_national(book: Book, reading: Reading, rates: Sequence[Decimal]) -> tuple[int, ...]:
    """The figures by which a text tells the nation's target: "52,15 persen", or "35,68, terpaut 16,47 poin"."""
    others = [each for each in book.readings if each.number != reading.number and each.claim.unit == "percent"]
    for each in others:
        if each.claim.kind == "target_rate" and each.claim.value in rates:
            return (each.number,)
    reached = [each for each in others if each.claim.kind == "coverage_rate" and each.claim.place_code == NATION]
    lacking = [each for each in others if each.figure.unit == "points"]
    for rate in reached:
        for points in lacking:
            if rate.claim.value + points.claim.value in rates:
                return (rate.number, points.number)
    return ()


def _wrong_period(reading: Reading) -> Iterator[Misnamed]:
    """ "Rp16.800 per hari": the law's amount for a month."""
    value = int(reading.claim.value)
    right = "month" if value in lawful().monthly else "year" if value in lawful().yearly else None
    # the lowest amounts are also a plausible sum for other periods; only a day is never meant, nor a year's for a month
    if right is None or (reading.period, right) not in (("day", "month"), ("day", "year"), ("month", "year")):
        return
    facts: dict[str, Fact] = {"amount": value, "period": reading.period, "right": right}
    code = f"repair_period_{right}"
    yield Misnamed(
        "mislabel",
        (reading.number,),
        "contribution_not_of_period",
        facts,
        (Repair(reading.number, value, code, {"quote": reading.claim.quote, "value": value}),),
    )
