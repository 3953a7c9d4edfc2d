"""What is said of a request that no command can read: a word, an option or a value that it does not know."""

from collections.abc import Collection, Iterable
from typing import Any

from typer.exceptions import TyperException

from cakupan.basics.refused import Refused

# Typer tells words too many by this text alone; a test fails should it ever change.
_TOO_MANY = "Got unexpected extra argument(s) ("
_WHOLE_NUMBER = ("int_parsing", "int_from_float", "int_type", "int_parsing_size")


def check_command(words: Collection[str], known: Collection[str]) -> None:
    """Refuses a request whose first word is no command, naming the one that was perhaps meant."""
    from difflib import get_close_matches

    first = next(iter(words), "-")
    if first.startswith("-") or first in known:
        return
    like = get_close_matches(first.casefold(), known, n=1)
    if like:
        raise Refused("command_unknown_like", command=first, like=like[0])
    raise Refused("command_unknown", command=first)


def refusal_of(misuse: TyperException, parameters: Iterable[Any]) -> Refused:
    """The refusal with the facts of what Typer could not read. Its own sentences are English, so none is handed on.

    `parameters` are those of the command that was asked for.
    """
    kind = type(misuse).__name__
    said = misuse.format_message().rstrip(".")
    if kind == "NoSuchOption":
        return _unknown(misuse)
    if kind == "BadOptionUsage":
        option = str(getattr(misuse, "option_name", ""))
        alone = any(option in one.opts and getattr(one, "is_flag", False) for one in parameters)
        return Refused("option_takes_nothing" if alone else "option_needs_value", option=option)
    if kind == "MissingParameter":
        return Refused("option_missing", option=_named(misuse))
    if kind == "BadParameter":
        return _unusable(misuse)
    if said.startswith(_TOO_MANY):
        return Refused("too_many_words", words=said.removeprefix(_TOO_MANY).removesuffix(")"))
    return Refused("request_unusable")


def _unknown(misuse: TyperException) -> Refused:
    option = str(getattr(misuse, "option_name", ""))
    if option == "--public":
        return Refused("command_not_public")
    like = getattr(misuse, "possibilities", None)
    if like:
        return Refused("option_unknown_like", option=option, like=like[0])  # the closest comes first
    return Refused("option_unknown", option=option)


def _unusable(misuse: TyperException) -> Refused:
    """A value of the wrong kind: what was expected instead, where pydantic tells it by a code."""
    errors = getattr(misuse.__cause__, "errors", None)
    first: dict[str, Any] = errors()[0] if errors else {}
    if not first:
        return Refused("option_unusable", option=_named(misuse))
    told = {"option": _named(misuse), "text": str(first["input"])}
    if first["type"] in _WHOLE_NUMBER:
        return Refused("option_not_whole", **told)
    if first["type"] == "greater_than_equal":
        return Refused("option_too_small", **told, least=first["ctx"]["ge"])
    return Refused("option_unusable", option=told["option"])


def _named(misuse: TyperException) -> str:
    """The option as it is typed, or the argument as the help calls it."""
    parameter = getattr(misuse, "param", None)
    if parameter is None:
        return "–"
    longest = str(max(parameter.opts, key=len))
    return longest if longest.startswith("-") else str(parameter.metavar or longest.upper())
