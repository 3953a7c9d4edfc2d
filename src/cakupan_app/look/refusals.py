"""What a page says where a request cannot be granted: a whole sentence, in the page's language, never a traceback."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from cakupan.basics.refused import Refused
from cakupan_app.look.purpose import ask_purpose
from cakupan_app.look.templatetags.words import worded
from cakupan_app.look.uploading import too_large
from cakupan_app.work.rights import NotAllowed
from cakupan_app.work.seeing import PurposeMissing
from cakupan_app.work.uploads import MOST_MEGABYTES
from cakupan_app.work.view import NothingPublished

Handler = Callable[[HttpRequest], HttpResponse]


class WordRefusals:
    """Middleware: a `Refused` raised by a view becomes its page. Any other surprise is for `surprised`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, NotAllowed) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if isinstance(problem, PurposeMissing):
            return ask_purpose(request)
        if isinstance(problem, Refused):
            return refusal_page(request, problem, status_of(problem))
        return None


word_refusals = WordRefusals


def status_of(problem: Refused) -> HTTPStatus:
    """The status of a refusal: 403 where it may not be, 404 where there is no such thing, 409 where something else is
    in the way, else 400."""
    if isinstance(problem, NotAllowed):
        return HTTPStatus.FORBIDDEN
    if isinstance(problem, NothingPublished) or problem.code.endswith(("_busy", "_exists")):
        return HTTPStatus.CONFLICT
    if problem.code.endswith(("_unknown", "_unknown_here", "_over")):
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.BAD_REQUEST


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of a page of ours asks, which shows what it is told by itself."""
    return request.headers.get("Accept", "").startswith("application/json")


def refusal_page(request: HttpRequest, problem: Refused, status: HTTPStatus) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": worded(problem), "code": problem.code}, status=status)
    return render(request, "look/refused.html", {"problem": problem}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return refusal_page(request, Refused("page_unknown"), HTTPStatus.NOT_FOUND)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return refusal_page(request, Refused("request_forbidden"), HTTPStatus.FORBIDDEN)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return refusal_page(request, Refused("request_garbled"), HTTPStatus.BAD_REQUEST)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    if too_large(request):
        told = Refused("upload_too_large", most=MOST_MEGABYTES)
        return refusal_page(request, told, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return refusal_page(request, Refused("form_expired"), HTTPStatus.FORBIDDEN)


def surprised(request: HttpRequest) -> HttpResponse:
    return refusal_page(request, Refused("page_surprised"), HTTPStatus.INTERNAL_SERVER_ERROR)
