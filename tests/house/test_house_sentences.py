"""Every code has its sentence in both languages, and both say the same facts."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from cakupan_app.look.words import LANGUAGES, Lang, sentences

SOURCE = Path(__file__).parents[2] / "src"


def facts_of(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in string.Formatter().parse(text) if name is not None}


# Thousands of sentences are looked at in one test: a test for each would take longer to be told of than to be run.
def names_in(text: str) -> set[str]:
    return {name for name, _ in facts_of(text)}


def test_a_sentence_stands_in_both_languages_with_the_same_facts() -> None:
    assert [code for code, texts in sentences().items() if set(texts) != set(LANGUAGES)] == []
    assert [code for code, texts in sentences().items() if names_in(texts["id"]) != names_in(texts["en"])] == []


def refusals() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Each `Refused("code", fact=...)` and subclass call in the source, with the facts it supplies."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Raise | ast.Return) and node is not None):
                continue
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                    name = call.func.id if isinstance(call.func, ast.Name) else ""
                    code = call.args[0].value
                    if name in REFUSALS and isinstance(code, str) and None not in {k.arg for k in call.keywords}:
                        yield f"{path.name}:{call.lineno}", code, frozenset(str(k.arg) for k in call.keywords)


def subclasses_of_refused() -> set[str]:
    names = {"Refused"}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(isinstance(b, ast.Name) and b.id in names for b in node.bases):
                own_init = any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in node.body)
                if not own_init:
                    names.add(node.name)
    return names


REFUSALS = subclasses_of_refused()


def test_every_refusal_has_a_sentence_and_the_facts_for_it() -> None:
    found = list(refusals())
    assert len(found) > len(REFUSALS), "the source is full of refusals: where none is found, this looks at nothing"
    assert [(place, code) for place, code, _ in found if code not in sentences()] == []
    lacking = [(place, code, names_in(sentences()[code]["id"]) - facts) for place, code, facts in found]
    assert [one for one in lacking if one[2]] == []


WORK = ("answering", "labelled", "letters", "outputs", "readers", "receive", "returned", "stop_limits")
BEFORE_ANY_FILE = {"out_among_returned", "out_not_folder", "out_not_xlsx", "mapping_offered", "mapping_remembered"}
FOR_THE_OFFICE: dict[Lang, str] = {
    "id": r"cakupan [a-z]|--[a-z]|[Mm]intalah|pengirim|ruang kerja|\{path",
    "en": r"cakupan [a-z]|--[a-z]|[Aa]sk (?:for|its|the)|sender|workspace|\{path",
}


def told_to_senders() -> set[str]:
    """The codes that a receipt can carry: what is found in a file, and why it is not received or is held."""
    rooms = [path for room in ("intake", "regions", "identity") for path in (SOURCE / "cakupan" / room).rglob("*.py")]
    use_cases = SOURCE / "cakupan_app" / "work"
    paths = [*rooms, SOURCE / "cakupan/reports/labels.py", *(use_cases.joinpath(f"{name}.py") for name in WORK)]
    texts = {
        node.value
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return texts & set(sentences()) - BEFORE_ANY_FILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sender_is_spoken_to_and_told_no_command(lang: Lang) -> None:
    known = sentences()
    told = {code: known.get(f"{code}_to_sender", known[code])[lang] for code in told_to_senders()}
    assert {code: text for code, text in told.items() if re.search(FOR_THE_OFFICE[lang], text)} == {}


def test_words_for_the_sender_tell_no_more_facts_than_those_for_the_office() -> None:
    pairs = [(code, code.removesuffix("_to_sender")) for code in sentences() if code.endswith("_to_sender")]
    assert pairs
    assert [
        one for one, office in pairs if not facts_of(sentences()[one]["id"]) <= facts_of(sentences()[office]["id"])
    ] == []


@pytest.mark.parametrize("word", ["dikesampingkan", "hash", "sidik jari", "kode berkas", "bulan-orang"])
def test_one_thing_has_one_word(word: str) -> None:
    """It is "disisihkan", "sidik" and "orang-bulan" everywhere."""
    assert [code for code, texts in sentences().items() if re.search(rf"\b{word}", texts["id"], re.IGNORECASE)] == []
