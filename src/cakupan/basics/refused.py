"""What it means that a request or an input cannot be used."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

Fact = str | int | Decimal | date | tuple[str, ...] | None
Facts = Mapping[str, Fact]


class Refused(Exception):
    """A request or an input that cannot be used: a `code` and the `facts` about this case.

    A room never words a sentence: the shell does, in Indonesian and in English, from the entry
    `code` of its sentence files. Facts are masked by whoever raises: never a whole NIK, name or phone.

    >>> Refused("month_unknown", month="Juli").code
    'month_unknown'
    """

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        self.facts: Facts = facts
        super().__init__(f"{code}: {dict(facts)}")

    def __reduce__(self) -> tuple[Callable[..., "Refused"], tuple[type["Refused"], str, Facts]]:
        # an exception of Python's own is made again from its message alone, and this one has none of its own
        return _again, (type(self), self.code, self.facts)


def _again(kind: type[Refused], code: str, facts: Facts) -> Refused:
    """The same refusal in another process, whatever its own constructor takes."""
    refusal = kind.__new__(kind)
    Refused.__init__(refusal, code, **facts)
    return refusal
