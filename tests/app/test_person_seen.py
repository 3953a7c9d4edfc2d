"""A person as they are seen: where each fact came from, by whom, and what they were called before."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cakupan.basics.refused import Refused
from cakupan_app.work import person, reviewing
from cakupan_app.work.person import PersonQuestion, SearchQuestion
from cakupan_app.work.rights import Actor, Assigned, NotAllowed
from few_people import ANALYST, AT, BUDGET, SEKAYU, looks, opened, publish

Command = Callable[..., Any]


@pytest.fixture
def known(cakupan: Command, workspace: Path, tmp_path: Path) -> Iterator[Any]:
    """A published workspace, asked as a process that serves it asks it."""
    publish(cakupan, tmp_path)
    with opened(workspace) as served:
        yield served


def named(served: Any, text: str, actor: Actor = ANALYST) -> list[str]:
    return [one.person for one in served.look(person.search, SearchQuestion(looks(actor), text))]


def test_a_person_is_found_by_a_number_or_by_words_of_a_name(known: Any) -> None:
    (budi,) = named(known, "santoso budi")
    assert budi in named(known, "1606 0101 0180 9003")
    assert named(known, "nobody so called") == []
    with pytest.raises(Refused, match="search_too_short"):
        named(known, "bu")
    with pytest.raises(NotAllowed):
        named(known, "budi", BUDGET)


def test_a_search_finds_nobody_of_another_district(known: Any) -> None:
    assert len(named(known, "agus")) == 1
    assert named(known, "agus", SEKAYU) == []
    assert named(known, "zainal", SEKAYU) == named(known, "zainal")


def test_each_fact_is_told_with_its_file_and_row(known: Any) -> None:
    (budi,) = named(known, "budi")
    seen = known.look(person.person_seen, PersonQuestion(looks(SEKAYU), budi))
    (told,) = seen.told
    assert (told.source.name, told.source.kind, told.row) == ("june.csv", "members", 2)
    assert (told.source.known_on, told.said["name"]) == (date(2025, 7, 5), "Budi Santoso")
    assert seen.area == "16.06.01.1009"
    assert [(one["starts_month"], one["segment"]) for one in seen.episodes] == [("2025-06", "BPU")]
    assert "Budi" not in repr(seen)
    assert "Budi" not in repr(told)


def test_somebody_of_elsewhere_is_refused_as_if_there_were_nobody(known: Any) -> None:
    (agus,) = named(known, "agus")
    for stranger in (agus, "0" * 32, "", "' or 1=1"):
        with pytest.raises(Refused, match="person_unknown"):
            known.look(person.person_seen, PersonQuestion(looks(SEKAYU), stranger))
    with pytest.raises(Refused, match="person_unknown"):
        known.look(person.person_seen, PersonQuestion(looks(BUDGET), agus))


def test_a_pair_is_shown_though_another_reviewer_forgets_what_was_kept_meanwhile(
    known: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Forgetful(dict[Any, Any]):
        """As it is to one thread when another clears it at once."""

        def __setitem__(self, key: object, value: object) -> None:
            self.clear()

    monkeypatch.setattr(reviewing, "_PLACED", Forgetful())
    assert known.look(reviewing.pair_to_review, reviewing.PairQuestion(looks(SEKAYU))).waiting == 1


def test_a_pair_is_reviewed_by_those_of_either_side_and_what_was_merged_is_found_by_its_old_name(
    known: Any, cakupan: Command, workspace: Path
) -> None:
    pair = known.look(reviewing.pair_to_review, reviewing.PairQuestion(looks(SEKAYU))).pair.id
    babat = Actor("babat@contoh.id", "Babat", (Assigned("district_verifier", "16.06.06"),))
    assert known.look(reviewing.pair_to_review, reviewing.PairQuestion(looks(babat))).pair is None
    with pytest.raises(Refused, match="pair_unknown_here"):
        reviewing.answer_pair(known, babat, pair, "same", "", AT)
    before = {*named(known, "1606010101809003")}
    assert len(before) == 2
    made = reviewing.answer_pair(known, SEKAYU, pair, "same", "", AT)
    assert (made.signer, made.made_by) == ("Sekayu", "sekayu@contoh.id")
    assert cakupan("build", "--known-on", "2025-08-20").status == 0
    with opened(workspace) as served:
        (now,) = named(served, "1606010101809003")
        (old,) = before - {now}
        assert served.look(person.called_now, PersonQuestion(looks(SEKAYU), old)) == now
        assert served.look(person.called_now, PersonQuestion(looks(babat), old)) is None
        assert list(served.look(person.person_seen, PersonQuestion(looks(SEKAYU), now)).before) == [old]
