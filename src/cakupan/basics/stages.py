"""How the rows of a stage are accounted for: what went in comes out, or is named with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stage:
    """How many rows went into a stage, how many came out, and why the others did not: none is lost.

    `made` counts what the stage made of the rows that came out (persons, spells), which is no count of rows.
    """

    name: str
    rows_in: int
    rows_out: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    made: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.rows_in != self.rows_out + sum(self.reasons.values()):
            raise RowsLost(f"{self.name}: {self.rows_in} in, {self.rows_out} out, {dict(self.reasons)}")


class RowsLost(AssertionError):
    """A stage does not account for every row: a mistake of ours, never one of the files."""


class StageLog:
    """The stages of one run in the order they are done; `report` is told of each.

    `clock` counts seconds: the library has no clock of its own.
    """

    def __init__(self, clock: Callable[[], float], report: Callable[[Stage], None] | None) -> None:
        self.stages: list[Stage] = []
        self._clock, self._report, self._since = clock, report, clock()

    def done(
        self,
        name: str,
        rows_in: int,
        rows_out: int,
        reasons: Mapping[str, int] | None = None,
        made: Mapping[str, int] | None = None,
    ) -> None:
        """Note a stage; its time is what has passed since the one before."""
        now = self._clock()
        stage = Stage(name, rows_in, rows_out, reasons or {}, made or {}, now - self._since)
        self._since = now
        self.stages.append(stage)
        if self._report:
            self._report(stage)
