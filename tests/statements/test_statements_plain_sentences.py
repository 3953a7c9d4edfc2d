"""Each plain way to say one figure is read as what it is: every subject with every verb, every noun with every end."""

from datetime import date

import pytest
from benchmarks.sayings.plain import SUBJECTS, sentences

from cakupan.statements import check_text

DAY = date(2025, 8, 20)


@pytest.mark.parametrize("kind", SUBJECTS)
def test_a_plain_sentence_is_read_as_what_it_says(kind: str) -> None:
    read = {text: [claim.kind for claim in check_text(text, published_on=DAY).claims] for text in sentences(kind)}
    assert {text: kinds for text, kinds in read.items() if kinds != [kind]} == {}
