"""Which command runs, and what becomes of everything that can go wrong on the way."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from cakupan.basics.refused import Refused
from cakupan_app.cli import (
    agreeing,
    asking,
    bounding,
    bridging,
    building,
    changing,
    checking,
    deciding,
    demonstration,
    explaining,
    forecasting,
    granting,
    indicating,
    linking,
    mapping,
    observing,
    overriding,
    packing,
    planning,
    pressing,
    received,
    receiving,
    returning,
    reviewing,
    revising,
    serving,
    sponsoring,
    starting,
    templating,
    tokening,
    uncovering,
)
from cakupan_app.cli.face import Face, parse_lang, refuse
from cakupan_app.cli.misuse import check_command, refusal_of
from cakupan_app.look.words import Lang, say, sentences

# in the order in which `--help` lists their commands
_ROOMS = (
    demonstration,
    starting,
    templating,
    receiving,
    returning,
    mapping,
    overriding,
    received,
    deciding,
    granting,
    packing,
    building,
    reviewing,
    asking,
    forecasting,
    planning,
    changing,
    sponsoring,
    uncovering,
    bridging,
    agreeing,
    revising,
    indicating,
    bounding,
    explaining,
    linking,
    tokening,
    checking,
    pressing,
    observing,
    serving,
)


def commands() -> Mapping[str, Callable[..., int]]:
    """Every command of CLI.md that this version has, by its name."""
    return {name: command for room in _ROOMS for name, command in room.COMMANDS.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status; never with a traceback."""
    _speak_utf8()
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    face = Face(_lang_of(arguments), "--json" in arguments)
    try:
        status = _run(face, arguments)
    except (KeyboardInterrupt, EOFError):
        status = refuse(face, Refused("stopped_by_user"))
    except Exception as surprise:
        if os.environ.get("CAKUPAN_DEBUG"):
            raise
        status = refuse(face, Refused("unexpected", problem=type(surprise).__name__))
    sys.exit(status)


def _run(face: Face, arguments: Sequence[str]) -> int:
    words, known = _command_first(arguments), commands()
    # Typer looks at every option of each command, which takes longer than most commands need to begin
    group = _worded_help({words[0]: known[words[0]]} if words and words[0] in known else known, face.lang)
    try:
        check_command(words, known)
        return group(words, prog_name="cakupan", standalone_mode=False) or 0
    except Refused as refusal:
        return refuse(face, refusal)
    except TyperException as misuse:
        command = group.commands.get(words[0], group)
        return refuse(face, refusal_of(misuse, command.params))


def _worded_help(known: Mapping[str, Callable[..., int]], lang: Lang) -> TyperGroup:
    """The commands with their help in `lang`: words are data, so the functions hold none."""
    app = typer.Typer(name="cakupan", add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    for name, command in known.items():
        app.command(name)(command)
    group = typer.main.get_group(app)
    group.help = say("help", {}, lang)
    for name, command in group.commands.items():
        command.help = command.short_help = say(f"help_{name}", {}, lang)  # in the list whole, not cut with dots
        for option in command.params:
            if option.name != "help":
                option.help = say(_help_of(name, str(option.name)), {}, lang)  # type: ignore[attr-defined]
    return group


def _help_of(command: str, option: str) -> str:
    own = f"help_{command}_{option}"
    return own if own in sentences() else f"help_any_{option}"


def _command_first(arguments: Sequence[str]) -> list[str]:
    """The same request with the options that every command takes behind the command, where Typer looks for them.

    >>> _command_first(["--lang", "en", "gap", "--area", "16.06"])
    ['gap', '--lang', 'en', '--area', '16.06']
    """
    asks_help = [argument for argument in arguments if argument == "--help"]
    front = 0
    while front < len(arguments) and arguments[front].startswith("-"):
        front += 2 if arguments[front] in ("--lang", "--workspace") else 1
    if front >= len(arguments):
        return asks_help or list(arguments) or ["--help"]
    return [arguments[front], *arguments[:front], *arguments[front + 1 :]]


def _lang_of(arguments: Sequence[str]) -> Lang:
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return parse_lang(argument.removeprefix("--lang="))
        if argument == "--lang" and index + 1 < len(arguments):
            return parse_lang(arguments[index + 1])
    return parse_lang(os.environ.get("CAKUPAN_LANG", "id"))


def _speak_utf8() -> None:
    # A Windows console or pipe may be cp1252, which cannot write every name of a village.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
