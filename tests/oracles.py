"""How many made-up cases are drawn: a few each time, thousands under `make prove`."""

import os
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import pytest
from hypothesis import settings

from tables import clear_away

Test = TypeVar("Test", bound=Callable[..., None])


def examples(usual: int) -> int:
    """How many examples of a property are drawn: `usual` each time, or as many as CAKUPAN_EXAMPLES says."""
    return int(os.environ.get("CAKUPAN_EXAMPLES", usual))


def cases(usual: int, *, dear: int = 1, **others: Any) -> Callable[[Test], Test]:
    """Marks a test as an oracle that compares `usual` cases, or as many as CAKUPAN_EXAMPLES says.

    Of a `dear` one that takes so many times as long, so many times fewer. Each time that everything is tested it is a
    third of `usual`, and never one alone: the first case that Hypothesis draws is the smallest there is.
    """
    told = os.environ.get("CAKUPAN_EXAMPLES")
    examples = max(1, int(told) // dear) if told else max(2, usual // 3)
    compared = settings(max_examples=examples, deadline=None, **others)

    def marked(test: Test) -> Test:
        each: Any = test.hypothesis  # type: ignore[attr-defined]  # of a test that Hypothesis draws for
        each.inner_test = _clearing_away(each.inner_test)
        oracle: Test = pytest.mark.oracle(compared(test))
        return oracle

    return marked


def _clearing_away(case: Callable[..., None]) -> Callable[..., None]:
    """Thousands of cases in one engine fill its memory with what they kept."""

    @wraps(case)
    def compare(*told: Any, **named: Any) -> None:
        try:
            case(*told, **named)
        finally:
            clear_away()

    return compare
