"""A request that no command can read is refused in the reader's language, with what was perhaps meant."""

from collections.abc import Callable
from typing import Any

import pytest

from cakupan_app.cli.running import commands
from cakupan_app.look.words import LANGUAGES, Lang

Command = Callable[..., Any]
ASKED = ("coverage", "--area", "16.06", "--month", "2025-07")
STATED = ("override", "--denominator", "x", "--area", "16.06", "--because", "x", "--set-by", "y")


@pytest.mark.parametrize(
    ("arguments", "code", "names"),
    [
        pytest.param(("coverag", "--area", "16.06"), "command_unknown_like", "coverage", id="a slip in a command"),
        pytest.param(("xyzzy",), "command_unknown", "xyzzy", id="no command"),
        pytest.param((*ASKED, "--evidense", "recap"), "option_unknown_like", "--evidence", id="a slip in an option"),
        pytest.param((*ASKED, "--zzzz"), "option_unknown", "--zzzz", id="no option"),
        pytest.param(("coverage",), "option_missing", "--area", id="an option left out"),
        pytest.param(("where",), "option_missing", "WORD", id="a word left out"),
        pytest.param((*ASKED, "Sekayu", "lagi"), "too_many_words", "Sekayu lagi", id="words too many"),
        pytest.param(("coverage", "--month"), "option_needs_value", "--month", id="no value"),
        pytest.param((*ASKED, "--public=ya"), "option_takes_nothing", "--public", id="a value for a flag"),
        pytest.param((*ASKED, "--snapshot", "satu"), "option_not_whole", "satu", id="no number"),
        pytest.param(("demo", "--seed", "-3"), "option_too_small", "-3", id="below the least"),
        pytest.param((*STATED, "--value", "5.5"), "count_asked_unreadable", "5.5", id="half a person"),
        pytest.param((*STATED, "--value", "-5"), "count_asked_unreadable", "-5", id="fewer than nobody"),
    ],
)
def test_what_cannot_be_read_is_named_in_both_languages(
    cakupan: Command, arguments: tuple[str, ...], code: str, names: str
) -> None:
    said = {lang: _refused(cakupan, arguments, code, lang) for lang in LANGUAGES}
    assert said["id"] != said["en"]
    for sentence in said.values():
        assert names in sentence
        assert sentence.endswith(".")


def _refused(cakupan: Command, arguments: tuple[str, ...], code: str, lang: Lang) -> str:
    answer = cakupan("--lang", lang, "--json", *arguments)
    assert (answer.status, answer.json["code"]) == (2, code)
    assert "Input should" not in answer.err
    return str(answer.json["error"])


def test_only_coverage_has_a_form_for_the_public(published: Command) -> None:
    answered = {}
    for name in sorted(commands()):
        help_page = published(name, "--help").out
        answer = published(name, *_asked(help_page), "--public", "--json")
        if answer.status != 2:
            answered[name] = answer.status
        else:
            assert answer.json["code"] in ("command_not_public", "uncovered_not_public"), name
    assert answered == {"coverage": 0}


def _asked(help_page: str) -> list[str]:
    """An area and a month, for the commands that take them."""
    asked = {"--area": "16.06", "--month": "2025-07"}
    return [word for option, value in asked.items() if f"{option} " in help_page for word in (option, value)]


@pytest.mark.parametrize("written", ["220000", "220.000", "220,000"])
def test_a_count_may_be_written_with_thousands_marks(published: Command, written: str) -> None:
    stated = published(
        *("override", "--denominator", "potensi-bps-2025", "--area", "16.06", "--set-by", "Bupati"),
        *("--because", "pendataan desa", "--value", written, "--json"),
    )
    assert (stated.status, stated.json["value"]) == (0, 220_000)
