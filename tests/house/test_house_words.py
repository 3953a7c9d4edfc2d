"""Every word of the trade leads to the function that decides it."""

import pytest

from cakupan.basics.refused import Refused
from cakupan_app.work import vocabulary


@pytest.mark.parametrize("word", vocabulary.words(), ids=lambda word: word.en[0])
def test_every_entry_resolves_to_something_documented(word: vocabulary.Word) -> None:
    decider = vocabulary.resolve(word)
    assert decider.line > 0
    assert decider.says, f"{word.decides} has no docstring"
    assert word.id
    assert word.en
    assert word.means.endswith("."), f"{word.decides} needs `means`: one Indonesian sentence"
    assert word.means_in_english.endswith("."), f"{word.decides} needs `means_in_english`: one English sentence"


def test_no_word_stands_twice() -> None:
    names = [name.casefold() for word in vocabulary.words() for name in {*word.id, *word.en}]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("asked", "decides"), [("jembatan", "bridge_of"), ("Tambahan", "additionality_of")])
def test_a_word_as_offices_say_it_is_found(asked: str, decides: str) -> None:
    assert vocabulary.where(asked).word.decides.endswith(f":{decides}")


def test_an_unknown_word_names_the_nearest() -> None:
    with pytest.raises(Refused) as refusal:
        vocabulary.where("peserta aktip")
    assert "peserta aktif" in refusal.value.facts["near"]  # type: ignore[operator]
