"""What programs may ask of the site as a whole: whom a token speaks for, and which snapshots were published."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from cakupan_app.api.answering import PROBLEMS, Paged, actor_of, page_of
from cakupan_app.api.schemas import Me, Vintage
from cakupan_app.look.at_hand import served
from cakupan_app.work.rights import SEE_FIGURES, rights_of

router = Router(tags=["site"])


class Vintages(Schema):
    """A page of snapshots, latest first."""

    count: int
    items: list[Vintage]


@router.get("/me", response={200: Me, **PROBLEMS}, summary="Whom the token speaks for")
def me(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    rights = sorted({right for one in actor.assigned for right in rights_of(one.role)})
    told = {right: list(actor.areas_with(right)) for right in rights}
    return {"email": actor.email, "name": actor.name, "within": actor.within, "rights": told}


@router.get("/snapshots", response={200: Vintages, **PROBLEMS}, summary="The snapshots that were published")
def snapshots(request: HttpRequest, asked: Query[Paged]) -> dict[str, Any]:
    actor_of(request).refuse_unless_anywhere(SEE_FIGURES)
    in_force = served().number()
    found = [
        {
            "number": one.number,
            "known_on": one.known_on.isoformat(),
            "in_force": one.number == in_force,
            "sha256": one.sha256,
        }
        for one in reversed(served().workspace.snapshots.all())
    ]
    return page_of(found, asked)
