"""What programs may ask about places: those they may see, those below, and the months with figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from cakupan import regions
from cakupan.regions.tree import children_of, is_within
from cakupan_app.api.answering import PROBLEMS, Paged, actor_of, marked, page_of
from cakupan_app.api.schemas import Place
from cakupan_app.look.at_hand import served
from cakupan_app.work import ask
from cakupan_app.work.rights import SEE_FIGURES

router = Router(tags=["areas"])


class Places(Schema):
    """A page of areas, by code."""

    count: int
    items: list[Place]


class Months(Schema):
    """The months that an area has figures for."""

    area: str
    months: list[str]


@router.get("", response={200: Places, **PROBLEMS}, summary="The areas that the token may see figures of")
def own(request: HttpRequest, asked: Query[Paged]) -> dict[str, Any]:
    actor = actor_of(request)
    actor.refuse_unless_anywhere(SEE_FIGURES)
    workspace = served().workspace.area
    given = [workspace if is_within(workspace, area) else area for area in actor.areas_with(SEE_FIGURES)]
    return page_of([_place(regions.area(code)) for code in sorted(set(given))], asked)


@router.get("/{code}", response={200: Place, **PROBLEMS}, summary="An area")
def one(request: HttpRequest, code: str) -> dict[str, Any]:
    actor_of(request).refuse_unless(SEE_FIGURES, code)
    return _place(regions.area(code))


@router.get("/{code}/areas", response={200: Places, **PROBLEMS}, summary="The areas directly below")
def below(request: HttpRequest, code: str, asked: Query[Paged]) -> dict[str, Any]:
    actor_of(request).refuse_unless(SEE_FIGURES, code)
    return page_of([_place(area) for area in children_of(code)], asked)


@router.get("/{code}/months", response={200: Months, **PROBLEMS}, summary="The months with figures")
@marked
def months(request: HttpRequest, response: HttpResponse, code: str) -> dict[str, Any]:  # noqa: ARG001
    actor_of(request).refuse_unless(SEE_FIGURES, code)
    regions.area(code)
    return {"area": code, "months": [str(month) for month in served().answer(ask.months_told, code)]}


def _place(area: regions.Area) -> dict[str, Any]:
    return {"code": area.code, "name": area.name, "title": area.title, "level": area.level}
