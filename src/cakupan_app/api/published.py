"""What others print, for programs: a text checked and held against what is known, and the series of an area."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from cakupan import regions
from cakupan.statements.series import series_of
from cakupan_app.api.answering import PROBLEMS, Named, Paged, actor_of, page_of, plain, refuse_unless_figures, voice_of
from cakupan_app.api.schemas import CheckAnswer, PublishedFigures
from cakupan_app.look.checked import against_document, checked_document
from cakupan_app.look.held import held, series_against
from cakupan_app.look.published import figure_document, held_by
from cakupan_app.work.check import checked_text
from cakupan_app.work.observe import published_texts
from cakupan_app.work.rights import SEE_FIGURES
from cakupan_app.work.texts_sent import published_told

router = Router(tags=["published texts"])
_LONGEST = 200_000  # characters of a text: as many as a page takes


class TextToCheck(Schema):
    """A text; on which day it was published and of which area it is, where that is known; and whether it is held
    against what is known."""

    text: str = Field(min_length=1, max_length=_LONGEST)
    published_on: str | None = Field(None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="A day, a month or a year")
    area: Named = None
    against: bool = True


@router.post("/check", response={200: CheckAnswer, **PROBLEMS}, summary="A published text checked; nothing is kept")
def check(request: HttpRequest, asked: TextToCheck) -> Any:
    actor, voice = actor_of(request), voice_of(request)
    actor.refuse_unless_anywhere(SEE_FIGURES)
    place = regions.area(asked.area).code if asked.area else ""
    published = published_told(asked.published_on or "")
    checked = checked_text(asked.text, published_on=published, place=place)
    told = checked_document(voice, "", checked)
    found = held(actor, asked.text, checked, published.on if published else None) if asked.against else None
    return plain({**told, "against": against_document(voice, checked, found) if found else None})


@router.get(
    "/areas/{code}/published",
    response={200: PublishedFigures, **PROBLEMS},
    summary="What others published about an area, with source and verdict",
)
def published(
    request: HttpRequest,
    response: HttpResponse,
    code: str,
    asked: Query[Paged],
) -> Any:
    refuse_unless_figures(request, code)
    response.headers["Cache-Control"] = "private, no-store"  # what is kept changes without a snapshot
    figures = [one for one in published_texts(code) if one.claim.place_code == code]
    compared = series_against(actor_of(request), figures)
    known = held_by(figures, compared) if compared is not None else None
    told = [one for series in series_of(figures) for one in series.figures]
    return plain(page_of([figure_document(voice_of(request), one, known) for one in told], asked))
