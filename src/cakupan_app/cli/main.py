"""Which command runs, and what becomes of everything that can go wrong on the way."""

import os
import sys
from collections.abc import Sequence

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from cakupan.basics.refused import Refused
from cakupan_app.cli import asking, building, checking, deciding, demonstration, receiving, starting
from cakupan_app.cli.face import Face, parse_lang, refuse
from cakupan_app.look.words import Lang, say, sentences


def commands() -> typer.Typer:
    """Every command of CLI.md that this version has, under its name."""
    app = typer.Typer(name="cakupan", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    for room in (demonstration, starting, receiving, deciding, building, asking, checking):
        for name, command in room.COMMANDS.items():
            app.command(name)(command)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status; never with a traceback."""
    _speak_utf8()
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    face = Face(_lang_of(arguments), "--json" in arguments)
    try:
        status = _worded_help(face.lang)(arguments, prog_name="cakupan", standalone_mode=False)
    except TyperException as misuse:
        status = refuse(face, Refused("request_unusable", problem=_said(misuse)))
    except (KeyboardInterrupt, EOFError):
        status = refuse(face, Refused("stopped_by_user"))
    except Exception as surprise:
        if os.environ.get("CAKUPAN_DEBUG"):
            raise
        status = refuse(face, Refused("unexpected", problem=type(surprise).__name__))
    sys.exit(status or 0)


def _worded_help(lang: Lang) -> TyperGroup:
    """The commands with their help in `lang`: words are data, so the functions hold none."""
    group = typer.main.get_group(commands())
    group.help = say("help", {}, lang)
    for name, command in group.commands.items():
        command.help = say(f"help_{name}", {}, lang)
        for option in command.params:
            if option.name != "help":
                option.help = say(_help_of(name, str(option.name)), {}, lang)  # type: ignore[attr-defined]
    return group


def _help_of(command: str, option: str) -> str:
    own = f"help_{command}_{option}"
    return own if own in sentences() else f"help_any_{option}"


def _lang_of(arguments: Sequence[str]) -> Lang:
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return parse_lang(argument.removeprefix("--lang="))
        if argument == "--lang" and index + 1 < len(arguments):
            return parse_lang(arguments[index + 1])
    return parse_lang(os.environ.get("CAKUPAN_LANG", "id"))


def _said(misuse: TyperException) -> str:
    said = misuse.format_message() if hasattr(misuse, "format_message") else str(misuse)
    return said.rstrip(".") or type(misuse).__name__


def _speak_utf8() -> None:
    # A Windows console or pipe may be cp1252, which cannot write every name of a village.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
