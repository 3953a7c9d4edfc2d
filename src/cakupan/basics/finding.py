"""What can be said beside an answer: that figures cannot both be true, what was supposed, and what is not there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from cakupan.basics.refused import Facts

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about received figures that a reader must know. `error`: they cannot both be true.

    `info`: they differ by no more than such figures do.
    """

    code: str
    facts: Facts
    severity: Severity

    def as_json(self) -> Mapping[str, Any]:
        return {"code": self.code, "severity": self.severity, "facts": _plain(self.facts)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Finding":
        """What `as_json` kept; days and decimals come back as their text, which sentences read as well."""
        return cls(stored["code"], stored["facts"], stored["severity"])


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that cannot be given: why, and what has to be sent so that it can."""

    code: str
    facts: Facts

    def as_json(self) -> Mapping[str, Any]:
        return {"code": self.code, "facts": _plain(self.facts)}


def _plain(facts: Facts) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, date | Decimal) else value for name, value in facts.items()}
