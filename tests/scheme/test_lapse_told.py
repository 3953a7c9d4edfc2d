"""How long an unpaid membership protects is what membership counts by, and nothing else."""

from datetime import date

import pytest

from cakupan.basics.month import Month
from cakupan.membership.rules import active_rule
from cakupan.membership.standing import active, standing_of
from cakupan.scheme.in_force import Override, law_for, the_law
from cakupan.scheme.lapse import begins_anew, last_active_month
from cakupan_app.look.words import LANGUAGES, say
from membership.drawn import listed
from tables import rows

MONTHS = [Month(2024, 12) + number for number in range(8)]


@pytest.mark.parametrize("segment", ["BPU", "PU"])
def test_a_membership_protects_as_long_as_it_counts(segment: str) -> None:
    rule = active_rule().version_in(Month(2025, 1)).segments[segment]
    drawn = "month\n" + "\n".join(map(str, MONTHS))
    rows_of = listed(drawn, segment=segment, paid_until=date(2025, 2, 28))
    counted = {row["month"] for row in rows(active(standing_of(rows_of)))}
    last = last_active_month(Month(2025, 2), rule.lapses_after)
    assert counted == {str(month) for month in MONTHS if last is None or month <= last}


def test_who_comes_back_begins_anew_until_an_office_says_otherwise() -> None:
    day = date(2025, 7, 31)
    anew, doubts = begins_anew(the_law(), day)
    assert anew
    assert [say(one.code, one.facts, lang) for one in doubts for lang in LANGUAGES]
    own = "- {id: bpu_reentry, enacted: null, in_force: {from: 2025-01-01}, value: continues, unit: words, source: x"
    own += ", sure: B}"
    assert begins_anew(law_for([Override("own.yaml", own)]), day) == (False, ())
