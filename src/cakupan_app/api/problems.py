"""What an error of the API looks like, also where no view of it was reached: a wrong address, a method it has not."""

import json
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from cakupan_app.api.answering import voice_of
from cakupan_app.look.words import say

PROBLEM = "application/problem+json"
_PREFIX = "/api/v1/"
_CODES = {
    HTTPStatus.FORBIDDEN: "request_forbidden",
    HTTPStatus.NOT_FOUND: "page_unknown",
    HTTPStatus.METHOD_NOT_ALLOWED: "api_method_wrong",
    HTTPStatus.INTERNAL_SERVER_ERROR: "page_surprised",
}


def problem(status: int, code: str, detail: str) -> HttpResponse:
    """An error as programs expect it (RFC 9457)."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, "code": code}
    return HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=PROBLEM)


def api_problems(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a program that asked the API is answered as one, though a page's handler met the error."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        as_page = response.status_code >= HTTPStatus.BAD_REQUEST and response.headers.get("Content-Type") != PROBLEM
        if not (as_page and request.path_info.startswith(_PREFIX)):
            return response
        code = _CODES.get(HTTPStatus(response.status_code), "request_garbled")
        told = problem(response.status_code, code, say(code, {}, voice_of(request).lang))
        if "Allow" in response.headers:
            told.headers["Allow"] = response.headers["Allow"]
        return told

    return middleware
