"""The API of the site under /api/v1: who may ask, what an error looks like, and which rooms it has."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from cakupan.basics.refused import Refused
from cakupan_app.api import ahead, areas, figures, law, plans, published, workspace
from cakupan_app.api.answering import voice_of
from cakupan_app.api.problems import PROBLEM, problem
from cakupan_app.look.at_hand import now
from cakupan_app.look.refusals import status_of
from cakupan_app.look.words import say
from cakupan_app.work.accounts import actor_of_token
from cakupan_app.work.rights import Actor


class Token(HttpBearer):
    """`Authorization: Bearer ckp_...`: a token of somebody's account (made under Account, Tokens for programs)."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor = actor_of_token(token, now())
        if actor is not None:
            request.actor = actor  # type: ignore[attr-defined]
        return actor


class _Api(NinjaAPI):
    """As django-ninja has it, with problems told in the media type they have (RFC 9457)."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST and "application/json" in response.get("content", {}):
                        response["content"] = {PROBLEM: response["content"]["application/json"]}
        return schema


api = _Api(
    title="Cakupan",
    version="1",
    description="The figures of the pages for programs, each with its definition.",
    urls_namespace="api",
    docs_url=None,
    auth=Token(),
)
api.add_router("", workspace.router)
api.add_router("/areas", areas.router)
api.add_router("/areas", figures.router)
api.add_router("/areas", ahead.router)
api.add_router("/areas", law.router)
api.add_router("/areas", plans.router)
api.add_router("", published.router)


def _status_of(refusal: Refused) -> HTTPStatus:
    """As pages have it; but what is well-formed and cannot be answered names something that is not there (404), or
    does not go together with what is (409): never a bad request."""
    found = status_of(refusal)
    if found != HTTPStatus.BAD_REQUEST:
        return found
    return HTTPStatus.NOT_FOUND if refusal.code.endswith("_unknown") else HTTPStatus.CONFLICT


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return problem(_status_of(refusal), refusal.code, say(refusal.code, refusal.facts, voice_of(request).lang))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    where = ", ".join(sorted({str(one["loc"][-1]) for one in error.errors}))
    code = "api_parameters_wrong"
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, code, say(code, {"names": where}, voice_of(request).lang))


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    del error
    code = "api_token_needed"
    answer = problem(HTTPStatus.UNAUTHORIZED, code, say(code, {}, voice_of(request).lang))
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(AuthorizationError)
def _forbidden(request: HttpRequest, error: AuthorizationError) -> HttpResponse:
    del error
    return problem(HTTPStatus.FORBIDDEN, "request_forbidden", say("request_forbidden", {}, voice_of(request).lang))


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    del error
    return problem(HTTPStatus.NOT_FOUND, "page_unknown", say("page_unknown", {}, voice_of(request).lang))


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    del error
    code = "api_body_too_large"
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, code, say(code, {}, voice_of(request).lang))


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "request_garbled", say("request_garbled", {}, voice_of(request).lang))
