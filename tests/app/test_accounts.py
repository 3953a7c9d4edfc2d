"""Accounts and what they are given: by whom, to whom, and that nothing of it goes without its line on the trail."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cakupan.basics.refused import Refused
from cakupan_app.work.rights import Actor, Assigned, NotAllowed

AT = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
REGENCY, DISTRICT, OTHER = "16.06", "16.06.04", "16.06.06"
PASSWORD = "kolam-ikan-biru-7"  # noqa: S105  of nobody


@pytest.fixture
def administrator(cakupan: Callable[..., Any]) -> Actor:
    assert cakupan("init", "--area", REGENCY).status == 0
    return account("kepala@contoh.id", Assigned("administrator", REGENCY))


def account(email: str, *assigned: Assigned) -> Actor:
    from cakupan_app.work.accounts import make_account
    from cakupan_app.work.rights import actor_of

    return actor_of(make_account(email, "Contoh", PASSWORD, assigned, by="test", at=AT))


def invited(actor: Actor, email: str = "baru@contoh.id", area: str = DISTRICT) -> str:
    from cakupan_app.work.accounts import invite

    return invite(actor, email, "Baru", Assigned("auditor", area), AT).secret


def joined(secret: str, at: datetime = AT) -> Any:
    from cakupan_app.work.accounts import join

    return join(secret, "Baru", PASSWORD, at)


def code_of(change: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        change()
    return refusal.value.code


def test_an_invitation_makes_one_account_and_ends(administrator: Actor) -> None:
    secret = invited(administrator)
    assert joined(secret).email == "baru@contoh.id"
    assert code_of(lambda: joined(secret)) == "invitation_over"
    late = invited(administrator, "lain@contoh.id")
    assert code_of(lambda: joined(late, AT + timedelta(days=15))) == "invitation_over"


def test_an_invitation_ends_with_the_right_of_whoever_gave_it(administrator: Actor) -> None:
    from cakupan_app.work.accounts import take_role

    other = account("wakil@contoh.id", Assigned("administrator", REGENCY))
    secret = invited(other)
    take_role(administrator, other.assigned[0].id, AT)
    assert code_of(lambda: joined(secret)) == "invitation_over"


def test_of_two_invitations_to_one_address_one_is_taken_up(administrator: Actor) -> None:
    first, second = invited(administrator), invited(administrator)
    joined(first)
    assert code_of(lambda: joined(second)) == "invitation_over"


def test_nobody_gives_or_takes_a_role_of_their_own(administrator: Actor) -> None:
    from cakupan_app.work.accounts import give_role, take_role

    wanted = Assigned("analyst", REGENCY)
    assert code_of(lambda: give_role(administrator, administrator.email, wanted, AT)) == "own_role_not_given"
    assert code_of(lambda: take_role(administrator, administrator.assigned[0].id, AT)) == "own_role_stays"


def test_a_role_that_stands_twice_is_taken_as_a_whole(administrator: Actor) -> None:
    from cakupan_app.ledger.models import Assignment, User
    from cakupan_app.work.accounts import take_role
    from cakupan_app.work.rights import actor_of

    other = account("dua@contoh.id", Assigned("analyst", REGENCY), Assigned("analyst", REGENCY))
    assert [one.role for one in other.assigned] == ["analyst", "analyst"]
    take_role(administrator, other.assigned[1].id, AT)
    assert actor_of(User.objects.get(email=other.email)).assigned == ()
    take_role(administrator, other.assigned[0].id, AT)
    assert Assignment.objects.exclude(withdraws=None).count() == 2


def test_users_of_another_area_are_nobody_s_to_manage_from_here(administrator: Actor) -> None:
    from cakupan_app.work.accounts import give_role, take_role

    local = account("kecamatan@contoh.id", Assigned("administrator", DISTRICT))
    elsewhere = account("orang@contoh.id", Assigned("auditor", OTHER))
    with pytest.raises(NotAllowed):
        invited(local, area=OTHER)
    with pytest.raises(NotAllowed):
        give_role(local, elsewhere.email, Assigned("auditor", OTHER), AT)
    assert code_of(lambda: take_role(local, elsewhere.assigned[0].id, AT)) == "role_unknown_here"
    assert administrator.may("manage_users", OTHER)


def test_a_change_that_cannot_be_told_is_not_made(administrator: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    from cakupan_app.ledger.models import Invitation
    from cakupan_app.work import trail

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr(trail, "note", broken)
    with pytest.raises(RuntimeError):
        invited(administrator)
    assert not Invitation.objects.exists()


def test_a_token_speaks_for_its_owner_within_its_area_until_it_ends(administrator: Actor) -> None:
    from cakupan_app.ledger.models import User
    from cakupan_app.work.accounts import actor_of_token, make_token, withdraw_token

    owner = account("analis@contoh.id", Assigned("analyst", REGENCY))
    user = User.objects.get(email=owner.email)
    token, secret = make_token(owner, user, "program", DISTRICT, AT)
    speaking = actor_of_token(secret, AT)
    assert speaking is not None
    assert (speaking.may("see_figures", DISTRICT), speaking.may("see_figures", OTHER)) == (True, False)
    assert actor_of_token(secret, AT + timedelta(days=366)) is None
    withdraw_token(owner, user, token.pk, AT)
    assert actor_of_token(secret, AT) is None
    assert administrator.email != owner.email


def test_every_change_stands_on_the_trail_and_the_chain_holds(administrator: Actor) -> None:
    from cakupan_app.ledger.trail import TrailLine, verify

    joined(invited(administrator))
    assert list(TrailLine.objects.order_by("number").values_list("action", flat=True)) == [
        "account_made",
        "invited",
        "joined",
    ]
    assert (verify().lines, verify().broken_at) == (3, None)


def test_a_room_full_of_people_is_listed_by_one_query_those_whose_account_is_closed_too(administrator: Actor) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cakupan_app.ledger.models import Assignment, User
    from cakupan_app.work.accounts import people_managed

    local = account("kecamatan@contoh.id", Assigned("administrator", DISTRICT))
    for number, area in enumerate((DISTRICT, DISTRICT, OTHER)):
        user = User.objects.create_user(f"{number}@contoh.id", f"Orang {number}")
        Assignment.objects.create(user=user, role="auditor", area=area, made_at=AT, made_by="test")
    User.objects.filter(email="0@contoh.id").update(is_active=False)
    beyond = User.objects.get(email="1@contoh.id")
    Assignment.objects.create(user=beyond, role="auditor", area=REGENCY, made_at=AT, made_by="test")
    with CaptureQueriesContext(connection) as asked:
        found = people_managed(local)
    assert len(asked) == 1
    told = {one.user.email: ([given.area for given in one.assigned], one.wholly) for one in found}
    assert told == {
        local.email: ([DISTRICT], True),
        "0@contoh.id": ([DISTRICT], True),
        "1@contoh.id": ([DISTRICT], False),
    }
    assert len(people_managed(administrator)) == 5
