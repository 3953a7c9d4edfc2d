"""Sentences with a rate, a target, a gap, money, or two figures at once: each is read as what it says, however said."""

from datetime import date

import pytest
from benchmarks.sayings.two_figures import GRIDS, sentences

from cakupan.statements import check_text

DAY = date(2025, 8, 20)


@pytest.mark.parametrize("name", GRIDS)
def test_sentences_said_in_every_way_are_read_as_what_they_say(name: str) -> None:
    wrong = {}
    for text, meant in sentences(name):
        read = [(claim.kind, claim.unit, float(claim.value)) for claim in check_text(text, published_on=DAY).claims]
        if read != [(kind, unit, float(value)) for kind, unit, value in meant]:
            wrong[text] = [(kind, value) for kind, _, value in read]
    assert wrong == {}
