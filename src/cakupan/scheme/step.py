"""What a step of an explanation says: which rule, what it asked, with what outcome, and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cakupan.basics.refused import Fact, Facts
from cakupan.scheme.entry import Entry

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `rule` is the id of an entry of the law. `code` with `facts` is the sentence of what was asked, `value`
    what came of it: an amount in rupiah, or what is known of the person. `verdict`: yes, no, unknown."""

    rule: str
    code: str
    facts: Facts
    value: Fact
    verdict: str
    source: str
    sure: str
    note: str | None = None

    def as_json(self) -> Mapping[str, Any]:
        facts = {name: _plain(value) for name, value in self.facts.items()}
        told = {"rule": self.rule, "asked": self.code, "facts": facts, "value": _plain(self.value)}
        return {**told, "verdict": self.verdict, "source": self.source, "sure": self.sure, "note": self.note}


def step_of(entry: Entry, code: str, value: Fact, verdict: str = YES, /, **facts: Fact) -> Step:
    return Step(entry.id, code, facts, value, verdict, entry.source, entry.sure, entry.note)


def _plain(value: Fact) -> Any:
    return str(value) if isinstance(value, date | Decimal) else value
