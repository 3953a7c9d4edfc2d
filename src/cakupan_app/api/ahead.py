"""Months to come for programs: the forecast of an area's members, and whose protection ends when."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from cakupan.targets.lapses import DIMENSIONS
from cakupan_app.api.answering import (
    PROBLEMS,
    MonthAsked,
    Named,
    OfSnapshot,
    marked,
    month_of,
    plain,
    published,
    refuse_unless_figures,
    some_of,
    voice_of,
)
from cakupan_app.api.schemas import ForecastAnswer, LapsesAnswer
from cakupan_app.look.at_hand import served
from cakupan_app.look.dimensions import dimensions_named
from cakupan_app.look.forecast import forecast_document, lapses_document
from cakupan_app.work import forecast as months_ahead
from cakupan_app.work import lapses as calendar

router = Router(tags=["months to come"])


class ForecastAsked(OfSnapshot):
    """A forecast: up to which month, to which target, against whom."""

    until: MonthAsked
    target: Named = None
    denominator: Named = None


class LapsesAsked(OfSnapshot):
    """A lapse calendar: of which months (a year from the last known one, unless told), told apart how."""

    since: MonthAsked | None = None
    until: MonthAsked | None = None
    by: str = Field("", pattern=some_of(DIMENSIONS))


@router.get("/{code}/forecast", response={200: ForecastAnswer, **PROBLEMS}, summary="What to expect up to a month")
@marked
def forecast(
    request: HttpRequest,
    response: HttpResponse,  # noqa: ARG001
    code: str,
    asked: Query[ForecastAsked],
) -> Any:
    refuse_unless_figures(request, code)
    question = months_ahead.ForecastQuestion(code, month_of(asked.until), asked.target, asked.denominator)
    found = served().answer(months_ahead.forecast, question, published(asked))
    return plain(forecast_document(voice_of(request), found))


@router.get("/{code}/lapses", response={200: LapsesAnswer, **PROBLEMS}, summary="Whose protection ends when")
@marked
def lapses(
    request: HttpRequest,
    response: HttpResponse,  # noqa: ARG001
    code: str,
    asked: Query[LapsesAsked],
) -> Any:
    refuse_unless_figures(request, code)
    since, until = (month_of(one) if one else None for one in (asked.since, asked.until))
    question = calendar.LapsesQuestion(code, since, until, dimensions_named(asked.by))
    found = served().answer(calendar.lapses, question, published(asked))
    return plain(lapses_document(voice_of(request), found))
