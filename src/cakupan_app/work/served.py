"""The answers of the snapshot in force, kept at hand by a process that serves many: each question is counted once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock, RLock, local
from typing import TYPE_CHECKING, Any, TypeVar, cast

from cakupan.basics.refused import Refused
from cakupan.engines.port import TableUnreadable
from cakupan_app.work.shelf import NOT_KEPT, Shelf
from cakupan_app.work.site_config import ENGINE_MEMORY
from cakupan_app.work.view import View, nothing_published, view
from cakupan_app.work.workspace import ENGINES, Workspace

if TYPE_CHECKING:
    from django.db.models import Model

    from cakupan.engines.duck import DuckEngine

Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")

_ANSWERS_KEPT = 64 * 2**20  # bytes as they would be written; in memory they take some three times as much
_VIEWS_OPEN = 3  # the one in force and what somebody compares it with


@dataclass
class Served:
    """One workspace as a process serves it. Answers are frozen values, so that they can be handed out again.

    One question is put to the engine at a time; what was answered before waits for none. All snapshots share one
    engine, and `memory` (MB) is what the engines of a process may take together.
    """

    workspace: Workspace
    memory: int = ENGINE_MEMORY
    _lock: RLock = field(default_factory=RLock)
    _across: Lock = field(default_factory=Lock)
    _engine: "DuckEngine | None" = None
    _open: "OrderedDict[int, View]" = field(default_factory=OrderedDict)
    _answers: Shelf = field(default_factory=lambda: Shelf(_ANSWERS_KEPT))
    _looks: local = field(default_factory=local)

    def __post_init__(self) -> None:
        self.workspace = replace(self.workspace, engine_memory=f"{self.memory // ENGINES}MB")

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """What is in force is looked up once for everything that is asked within, by this thread: a page shows one
        state of affairs, and asks the ledger for it once."""
        self._looks.found = {}
        try:
            yield
        finally:
            del self._looks.found

    def number(self) -> int:
        """The snapshot in force; NothingPublished where there is none yet."""
        return self._looked("number", self._number)

    def told_since(self) -> tuple[int, ...]:
        """As `told_since`, looked up once in `one_look`."""
        return self._looked("told", told_since)

    def told_of_it(self) -> tuple[int, ...]:
        """As `told_of_what_is_in_force`, looked up once in `one_look`."""
        return self._looked("told of it", told_of_what_is_in_force)

    def _looked(self, name: str, look: Callable[[], Answer]) -> Answer:
        found: dict[str, Any] | None = getattr(self._looks, "found", None)
        if found is None:
            return look()
        if name not in found:
            found[name] = look()
        answer: Answer = found[name]
        return answer

    def _number(self) -> int:
        try:
            return int(self.workspace.layout.current.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            raise nothing_published() from None

    def answer(
        self, asked: Callable[[View, Question], Answer], question: Question, number: int | None = None
    ) -> Answer:
        """What `asked` says to `question`, of the snapshot in force or of `number`."""
        number = number or self.number()
        since = self.told_of_it() if number == self.number() else self.told_since()
        key = (number, since, asked.__module__, asked.__qualname__, question)
        found = self._answers.get(key)
        if found is not NOT_KEPT:
            return cast(Answer, found)
        with self._lock:
            found = self._answers.get(key)  # who waited for the engine may find it answered
            if found is NOT_KEPT:
                with self._asking(number) as opened:
                    found = asked(opened, question)
                self._answers.put(key, found)
            return cast(Answer, found)

    def answer_across(self, asked: Callable[[Workspace, Question, datetime], Answer], question: Question) -> Answer:
        """What `asked` says to `question` of all snapshots together, until there is another one.

        It opens views of its own, so that only those wait who ask across snapshots too.
        """
        key = (
            self.number(),
            self.told_since(),
            self.workspace.snapshots.numbers(),
            asked.__module__,
            asked.__qualname__,
            question,
        )
        found = self._answers.get(key)
        if found is not NOT_KEPT:
            return cast(Answer, found)
        with self._across:
            found = self._answers.get(key)
            if found is NOT_KEPT:
                found = asked(self.workspace, question, datetime.now(UTC))
                self._answers.put(key, found)
            return cast(Answer, found)

    def look(
        self, asked: Callable[[View, Workspace, Question], Answer], question: Question, number: int | None = None
    ) -> Answer:
        """As `answer`, for what is asked about persons: it is handed out and not kept."""
        number = number or self.number()
        with self._lock, self._asking(number) as opened:
            return asked(opened, self.workspace, question)

    @contextmanager
    def _asking(self, number: int) -> Iterator[View]:
        """The view of a snapshot, for one question. An engine that failed is not asked again: after a fatal error
        DuckDB answers nothing any more, and the next question opens another."""
        try:
            opened = self._view(number)
            with opened.engine.forgetting():
                yield opened
        except Exception as problem:
            from django.db import Error as LedgerError

            # a ledger that is busy says nothing of the engine
            if not isinstance(problem, Refused | LedgerError) or isinstance(problem, TableUnreadable):
                self._close_engine()
            raise

    def _view(self, number: int) -> View:
        in_force = number == self.number()
        if number not in self._open or self._open[number].in_force != in_force:
            self._engine = self._engine or self.workspace.engine()
            with view(self.workspace, at=datetime.now(UTC), number=number, engine=self._engine) as opened:
                self._open[number] = replace(opened, remembered={})
        self._open.move_to_end(number)
        while len(self._open) > _VIEWS_OPEN:
            self._open.popitem(last=False)
        return self._open[number]

    def _close_engine(self) -> None:
        self._open.clear()
        if self._engine is not None:
            self._engine.close()
        self._engine = None

    def close(self) -> None:
        with self._lock:
            self._close_engine()
            self._answers.clear()


def told_since() -> tuple[int, ...]:
    """Which decisions the ledger holds by now: they travel with figures though no snapshot has them. Of one that is not
    in force it is told what came later, and of several what became of their files."""
    from cakupan_app.ledger.models import Decision, Grant, ReviewDecision

    return (*told_of_what_is_in_force(), *(_last(model) for model in (Decision, Grant, ReviewDecision)))


def told_of_what_is_in_force() -> tuple[int, ...]:
    """As `told_since`, of the snapshot in force alone: who signed its months, and what the sample says of its links.

    Files that came since are in the next one; were they among this, every worker whom somebody sends would have all
    answers and public pages made anew.
    """
    from cakupan_app.ledger.models import Agreement, AuditSample, ReviewDecision, SampledPair

    sampled = SampledPair.objects.values("pair")
    looked_at = ReviewDecision.objects.filter(pair__in=sampled).order_by("-pk").values_list("pk", flat=True).first()
    return (_last(Agreement), _last(AuditSample), looked_at or 0)


def _last(model: "type[Model]") -> int:
    return model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
