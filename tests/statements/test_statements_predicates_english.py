"""Ways to say one thing in English, each in the frames it comes in."""

from datetime import date

import pytest
from benchmarks.sayings.predicates_english import sentences

from cakupan.statements import check_text

DAY = date(2025, 8, 20)


@pytest.mark.parametrize(("text", "figures"), [pytest.param(*case, id=case[0]) for case in sentences()])
def test_each_way_to_say_a_figure_in_english_is_read_as_what_it_is(text: str, figures: list[tuple[str, float]]) -> None:
    claims = check_text(text, published_on=DAY).claims
    assert [(claim.kind, float(claim.value)) for claim in claims] == figures
