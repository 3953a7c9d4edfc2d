"""What the engine can do with texts and lists that Ibis has no name for."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LIST = "array<string>"


class EngineFunctions(NamedTuple):
    jaro_winkler_similarity: "Callable[[ir.Value, ir.Value], ir.FloatingValue]"
    damerau_levenshtein: "Callable[[ir.Value, ir.Value], ir.IntegerValue]"
    hamming: "Callable[[ir.Value, ir.Value], ir.IntegerValue]"
    list_intersect: "Callable[[ir.Value, ir.Value], ir.ArrayValue]"
    list_has_any: "Callable[[ir.Value, ir.Value], ir.BooleanValue]"


@cache
def engine_functions() -> EngineFunctions:
    """What DuckDB can do that Ibis has no name for."""
    signatures = {
        "jaro_winkler_similarity": (("string", "string"), "float64"),
        "damerau_levenshtein": (("string", "string"), "int64"),
        "hamming": (("string", "string"), "int64"),
        "list_intersect": ((_LIST, _LIST), _LIST),
        "list_has_any": ((_LIST, _LIST), "boolean"),
    }
    return EngineFunctions(**{name: _builtin(name, signature) for name, signature in signatures.items()})


def _builtin(name: str, signature: tuple[tuple[str, str], str]) -> "Callable[[ir.Value, ir.Value], Any]":
    import ibis

    def function(one: object, other: object) -> object:
        raise NotImplementedError(name)  # only its name is used

    built: Callable[[ir.Value, ir.Value], Any] = ibis.udf.scalar.builtin(function, name=name, signature=signature)
    return built
