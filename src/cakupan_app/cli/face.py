"""How a command answers: one JSON document or a readable page on stdout, sentences on stderr, an exit status."""

import contextlib
import functools
import inspect
import json
import os
import re
import shutil
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self, TextIO

import typer

from cakupan.basics.month import Month, parse_month
from cakupan.basics.refused import Fact, Refused
from cakupan_app.look.voice import Voice
from cakupan_app.look.words import LANGUAGES, Lang

if TYPE_CHECKING:
    from cakupan import regions
    from cakupan.basics.stages import Stage
    from cakupan_app.work.view import View

DONE, FALLS_SHORT, UNUSABLE = 0, 1, 2

WorkspaceOption = Annotated[Path, typer.Option("--workspace", envvar="CAKUPAN_WORKSPACE")]
JsonOption = Annotated[bool, typer.Option("--json")]
LangOption = Annotated[str, typer.Option("--lang", envvar="CAKUPAN_LANG")]
KnownOnOption = Annotated[str | None, typer.Option("--known-on")]
HERE = Path("workspace")
_DAY_FIRST = re.compile(r"(\d{2})[-/.](\d{2})[-/.](\d{4})", re.ASCII)
_PATIENCE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Face(Voice):
    """One command's voice: the language asked for, and whether a program is listening."""

    as_json: bool

    def write(self, text: str, indent: int = 0) -> None:
        """A line of the page."""
        print(folded(text, sys.stdout, indent))  # noqa: T201

    def say(self, code: str, indent: int = 0, /, **facts: Fact) -> None:
        """A sentence of the page, on stdout."""
        self.write(self.text(code, **facts), indent)

    def tell(self, code: str, /, **facts: Fact) -> None:
        """A sentence beside the answer, on stderr."""
        tell_aside(self.text(code, **facts))

    def stage(self, stage: "Stage") -> str:
        """What a stage of the cycle did, in one line."""
        counts = {"rows_in": stage.rows_in, "rows_out": stage.rows_out}
        return self.text("built_stage", name=self.text(f"stage_{stage.name}"), **counts)

    def answer(self, document: Any, page: Callable[[], None]) -> None:
        """The answer itself: `document` to a program, `page()` to a person."""
        if self.as_json:
            print(json.dumps(document, default=_plain, ensure_ascii=False, indent=1))  # noqa: T201
        else:
            page()

    @contextlib.contextmanager
    def busy(self, code: str, /, **facts: Fact) -> Iterator[Callable[[str], None]]:
        """A moving line on stderr while something takes long; what comes back changes its text.

        Where stderr is no screen a line is written every few seconds, so that a log shows how far it is.
        """
        if not sys.stderr.isatty():
            with _Log(self.text(code, **facts)) as log:
                yield log.tell
            return
        from rich.console import Console

        with Console(stderr=True).status(self.text(code, **facts)) as status:
            yield status.update


def tell_aside(text: str, indent: int = 0) -> None:
    """A line beside the answer, on stderr."""
    print(folded(text, sys.stderr, indent), file=sys.stderr)  # noqa: T201


def folded(text: str, stream: TextIO, indent: int = 0) -> str:
    """`text` as a line of `stream`: wrapped with a hanging indent on a terminal, whole in a file or mail."""
    first, rest = " " * indent, " " * (indent + 2)
    if not stream.isatty():
        return first + text
    width = max(40, shutil.get_terminal_size().columns)
    # a word that a reader copies stays whole: a path, an option, the id of a denominator
    lines = textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)


class _Log:
    """Writes to stderr what it was told last, once some seconds have passed since the last line (or the start): also
    while a long step goes on and nothing more is told."""

    def __init__(self, text: str) -> None:
        self._text: str | None = text
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._last = time.monotonic()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def tell(self, text: str) -> None:
        with self._lock:
            self._text = text
        self._write()

    def _watch(self) -> None:
        while not self._ended.wait(max(self._last + _PATIENCE_SECONDS - time.monotonic(), _PATIENCE_SECONDS / 10)):
            self._write()

    def _write(self) -> None:
        with self._lock:
            text, waited = self._text, time.monotonic() - self._last
            if text is None or waited < _PATIENCE_SECONDS:
                return
            self._text, self._last = None, time.monotonic()
            typer.echo(text, err=True)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | Month | Path | date):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def answers(command: Callable[..., int]) -> Callable[..., None]:
    """Make a function that takes a `face` and gives an exit status into a command.

    A `Refused` becomes its sentence and exit status 2; with --json a document with `error`.
    """

    own = [p for p in inspect.signature(command).parameters.values() if p.name != "face"]
    needs_workspace = any(p.name == "workspace" for p in own)

    @functools.wraps(command)
    def run(**options: Any) -> None:
        if not needs_workspace:
            options.pop("workspace")
        lang, as_json = options.pop("lang"), options.pop("as_json")
        face = Face(parse_lang(lang), as_json)
        try:
            if lang.casefold() not in LANGUAGES:
                raise Refused("lang_unknown", text=lang)
            status = command(face=face, **options)
        except Refused as refusal:
            status = refuse(face, refusal)
        raise typer.Exit(status)

    # Typer reads the signature: `face` is ours, the options that every command takes are the caller's (CLI.md).
    place = inspect.Parameter("workspace", inspect.Parameter.KEYWORD_ONLY, default=HERE, annotation=WorkspaceOption)
    shared = [
        *([] if needs_workspace else [place]),
        inspect.Parameter("as_json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=JsonOption),
        inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default="id", annotation=LangOption),
    ]
    parameters = [*own, *shared]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    del run.__wrapped__  # else the hints of the inner function would be read
    return run


def refuse(face: Face, refusal: Refused) -> int:
    sentence = face.worded(refusal)
    tell_aside(sentence)
    if face.as_json:
        print(json.dumps({"error": sentence, "code": refusal.code}, ensure_ascii=False))  # noqa: T201
    return UNUSABLE


def parse_lang(text: str) -> Lang:
    """The language to answer in, even where the one asked for is refused: Indonesian is the first of this program."""
    return "en" if text.casefold().startswith("en") else "id"


def asked_month(text: str) -> Month:
    """The month an option names; Refused where it names none."""
    month = parse_month(text)
    if isinstance(month, Month):
        return month
    raise Refused(month.code, text=text)


def asked_area(text: str) -> "regions.Area":
    """The area an option names, by code or by a name that only one area has; Refused where it is none or several."""
    from cakupan import regions

    found = regions.find_area(text)
    if isinstance(found, regions.AreaProblem):
        raise Refused(found.code, **found.facts)
    return found


def asked_count(option: str, text: str) -> int:
    """The people that an option counts, with thousands marks or without; Refused where it says no whole number.

    As text, because Python reads "220.000", by which an Indonesian means 220,000 people, as 220.
    """
    from cakupan.basics.figures import FigureProblem, parse_count

    count = parse_count(text)
    if isinstance(count, FigureProblem):
        raise Refused("count_asked_unreadable", option=option, text=text)
    return count


def asked_day(text: str | None) -> date | None:
    """The day an option names (ISO, or as forms ask for it: 31-12-2026); Refused where it names none."""
    if text is None:
        return None
    day_first = _DAY_FIRST.fullmatch(text.strip())
    try:
        return date.fromisoformat("{2}-{1}-{0}".format(*day_first.groups()) if day_first else text)
    except ValueError:
        raise Refused("day_unknown", text=text) from None


@contextlib.contextmanager
def asked_view(face: Face, workspace: Path, known_on: str | None, snapshot: int | None) -> "Iterator[View]":
    """The tables that a question is put to. Where they have to be counted first that is said, and how far it is."""
    from cakupan_app.work import view as work
    from cakupan_app.work.workspace import open_workspace

    day = asked_day(known_on)
    with contextlib.ExitStack() as stack:
        with face.busy("asking") as update:
            progress = work.Progress(
                begins=lambda day, files: face.tell("view_made_now", day=day, count=files),
                stage=lambda stage: update(face.stage(stage)),
            )
            opened = open_workspace(workspace)
            asked = work.view(opened, at=now(), known_on=day, number=snapshot, progress=progress)
            found = stack.enter_context(asked)
        yield found


def now() -> datetime:
    """The only clock of the command line."""
    return datetime.now(UTC)


def who() -> str:
    """Who gives the command, as the system knows them: decisions are signed."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return os.environ.get("USERNAME", "unknown")
