"""Who lives in a made-up regency: plausible, and by stated rules."""

import numpy as np
import pytest

from cakupan.regions import areas_at
from cakupan.synthetic.memberships import BPU, NO_SPELL
from cakupan.synthetic.people import COUNTED_ON
from cakupan.synthetic.rates import Rates
from cakupan.synthetic.regency import Regency, make_people_and_members
from cakupan.synthetic.villages import cultures_of, shared_out, villages_of


@pytest.fixture(scope="module")
def regency() -> Regency:
    return make_people_and_members("16.06", 20_000, Rates(), seed=3)


def test_weights_share_out_everything_by_the_largest_remainder() -> None:
    assert shared_out(10, (1.0, 1.0, 1.0)).tolist() == [4, 3, 3]
    assert villages_of("16.06").shared_out(90_000).sum() == 90_000


def test_a_kelurahan_is_larger_than_a_desa_on_average() -> None:
    villages = villages_of("16.06")
    by_kind = {
        kind: [w for a, w in zip(villages.areas, villages.weights, strict=True) if a.kind == kind]
        for kind in ("kelurahan", "desa")
    }
    assert np.mean(by_kind["kelurahan"]) > 1.5 * np.mean(by_kind["desa"])


def test_villages_with_transmigrant_names_are_mostly_javanese() -> None:
    named = {village.name: cultures_of(village) for village in areas_at("village", "16.06")}
    assert named["Sido Mukti"]["java"] > 0.5 > named["Bailangu"]["java"]


def test_everybody_is_between_15_and_70_and_lives_in_one_of_all_villages(regency: Regency) -> None:
    ages = regency.people.age_on(COUNTED_ON)
    assert (ages.min(), ages.max()) == (15, 70)
    assert len(np.unique(regency.people.village)) == 242


def test_twins_share_birth_and_household_and_some_sons_their_fathers_name(regency: Regency) -> None:
    people, names = regency.people, regency.names.written()
    younger = np.flatnonzero(people.twin_of >= 0)
    assert len(younger) > 20
    assert (people.household[younger] == people.household[people.twin_of[younger]]).all()
    sons = np.flatnonzero(people.named_as_father)
    assert len(sons) > 5
    assert names.take(sons).equals(names.take(people.head[sons]))


def test_nobody_is_enrolled_as_a_child_or_when_dead(regency: Regency) -> None:
    members, people = regency.members, regency.people
    wage = members.segment != BPU
    born, died = people.born[members.person], people.died[members.person]
    assert ((members.starts_on - born)[wage] > 16.9 * 365.25).all()
    assert (members.starts_on[wage] < died[wage]).all()
    assert (members.begins[~wage] != NO_SPELL).any(axis=1).all()


def test_every_kpj_is_given_once_but_to_who_changes_the_employer_and_memberships_stand_in_its_order(
    regency: Regency,
) -> None:
    members = regency.members
    steps = np.diff(members.kpj)
    assert (steps >= 0).all()
    old = np.flatnonzero(steps == 0)
    assert len(old) > 3
    assert (members.person[old] == members.person[old + 1]).all()
    assert (members.ends_on[old] + 1 == members.starts_on[old + 1]).all()
    assert (members.firm[old] != members.firm[old + 1]).all()


def test_sponsored_workers_are_poorer_than_wage_earners(regency: Regency) -> None:
    members, decile = regency.members, regency.people.decile
    assert decile[members.person[members.sponsored]].mean() + 1 < decile[members.person[members.segment == 0]].mean()
