"""What a plan supposes where nobody states otherwise: acceptance of lists, weights, terms, what money may pay for."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Supposed:
    """A value that was supposed: where it comes from, and how sure that is (as in the law files)."""

    id: str
    value: Any
    source: str
    sure: str


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads((files("cakupan.planning") / "defaults.toml").read_text(encoding="utf-8"))


def acceptance_supposed(*, renewal: bool = False) -> Supposed:
    """The share of the names on a list that become members (0 to 1), of new names or of members to renew.

    >>> acceptance_supposed().value
    Fraction(82, 125)
    """
    id_ = "renewal_acceptance" if renewal else "acceptance"
    told = _read()[id_]
    return Supposed(id_, Fraction(told["per_mille"], 1000), told["source"], told["sure"])


def least_months_supposed() -> Supposed:
    """The fewest months that a list pays anybody for."""
    told = _read()["least_months"]
    return Supposed("least_months", told["months"], told["source"], told["sure"])


def hazard_weights_supposed() -> Supposed:
    """How much a protected worker-month counts, by hazard class: whole numbers."""
    told = _read()["hazard_weights"]
    return Supposed("hazard_weights", dict(told["weights"]), told["source"], told["sure"])


def hazards_supposed() -> Supposed:
    """The hazard of each occupation: low, medium or high, by the occupation's code."""
    told = _read()["hazards"]
    value = {occupation: hazard for hazard in ("low", "medium", "high") for occupation in told[hazard]}
    return Supposed("hazards", value, told["source"], told["sure"])


def hazard_of(occupation: str | None) -> str:
    """The hazard of an occupation (a code of intake's list); medium where it is not told or not listed.

    >>> hazard_of("fisher"), hazard_of("tailor"), hazard_of(None)
    ('high', 'low', 'medium')
    """
    found: str = _hazards().get(occupation or "", "medium")
    return found


@cache
def _hazards() -> Mapping[str, str]:
    value: Mapping[str, str] = hazards_supposed().value
    return value


def decile_weights_supposed() -> Supposed:
    """How much it counts by decile, from 1 to 10: whole numbers."""
    told = _read()["decile_weights"]
    return Supposed("decile_weights", tuple(told["weights"]), told["source"], told["sure"])


def use_supposed(payer: str) -> Supposed | None:
    """Whom money of `payer` may pay: `occupations` and `new_only`; None where no rule is known."""
    told = _read()["use"].get(payer)
    if told is None:
        return None
    value = {"occupations": frozenset(told["occupations"]), "new_only": told.get("new_only", False)}
    return Supposed(f"use_{payer}", value, told["source"], told["sure"])
