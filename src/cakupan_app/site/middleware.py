"""Headers that every answer of the site carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_NOTHING = ", ".join(
    f"{name}=()" for name in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)


def permissions_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a page of ours asks a browser for none of these, so nothing that slipped into it can."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Permissions-Policy"] = _NOTHING
        return response

    return middleware
