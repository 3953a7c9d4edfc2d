"""The answers of the snapshot in force, kept at hand by a process that serves many: each question is counted once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock, RLock, local
from typing import Any, TypeVar, cast

from cakupan_app.work.view import View, nothing_published, view
from cakupan_app.work.workspace import Workspace

Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")

_ANSWERS_KEPT = 2000
_NOT_YET = object()
_VIEWS_OPEN = 3  # the one in force and what somebody compares it with


@dataclass
class Served:
    """One workspace as a process serves it. Answers are frozen values, so that they can be handed out again.

    One question is put to an engine at a time; what was answered before waits for none. Each snapshot that is open has
    an engine of its own.
    """

    workspace: Workspace
    _lock: RLock = field(default_factory=RLock)
    _open: "OrderedDict[int, tuple[ExitStack, View]]" = field(default_factory=OrderedDict)
    _answers: "OrderedDict[Hashable, Any]" = field(default_factory=OrderedDict)
    _looks: local = field(default_factory=local)
    _shelf: Lock = field(default_factory=Lock)

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
        key = (number, self.told_since(), asked.__module__, asked.__qualname__, question)
        found = self._known(key)
        if found is not _NOT_YET:
            return cast(Answer, found)
        with self._lock:
            found = self._known(key)  # who waited for the engine may find it answered
            if found is _NOT_YET:
                opened = self._view(number)
                with opened.engine.forgetting():
                    found = asked(opened, question)
                self._keep(key, found)
            return cast(Answer, found)

    def _known(self, key: Hashable) -> object:
        """What was answered before: it needs no engine, so it does not wait for one."""
        with self._shelf:
            if key not in self._answers:
                return _NOT_YET
            self._answers.move_to_end(key)
            return self._answers[key]

    def _keep(self, key: Hashable, found: object) -> None:
        with self._shelf:
            self._answers[key] = found
            if len(self._answers) > _ANSWERS_KEPT:
                self._answers.popitem(last=False)

    def answer_across(self, asked: Callable[[Workspace, Question, datetime], Answer], question: Question) -> Answer:
        """What `asked` says to `question` of all snapshots together, until there is another one.

        It opens views of its own, so others do not wait.
        """
        key = (
            self.number(),
            self.told_since(),
            self.workspace.snapshots.numbers(),
            asked.__module__,
            asked.__qualname__,
            question,
        )
        known = self._known(key)
        if known is not _NOT_YET:
            return cast(Answer, known)
        found = asked(self.workspace, question, datetime.now(UTC))
        self._keep(key, found)
        return found

    def look(
        self, asked: Callable[[View, Workspace, Question], Answer], question: Question, number: int | None = None
    ) -> Answer:
        """As `answer`, for what is asked about persons: it is handed out and not kept."""
        number = number or self.number()
        with self._lock:
            opened = self._view(number)
            with opened.engine.forgetting():
                return asked(opened, self.workspace, question)

    def _view(self, number: int) -> View:
        in_force = number == self.number()
        if number in self._open and self._open[number][1].in_force != in_force:
            self._open.pop(number)[0].close()
        if number not in self._open:
            stack = ExitStack()
            asked = view(self.workspace, at=datetime.now(UTC), number=number)
            self._open[number] = (stack, stack.enter_context(asked))
        self._open.move_to_end(number)
        while len(self._open) > _VIEWS_OPEN:
            self._open.popitem(last=False)[1][0].close()
        return self._open[number][1]

    def close(self) -> None:
        with self._lock:
            while self._open:
                self._open.popitem()[1][0].close()
            self._answers.clear()


def told_since() -> tuple[int, ...]:
    """Which decisions the ledger holds by now: they travel with a figure though no snapshot has them."""
    from cakupan_app.ledger.models import Agreement, AuditSample, Decision, Grant, ReviewDecision

    return tuple(
        model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
        for model in (Agreement, AuditSample, Decision, Grant, ReviewDecision)
    )
