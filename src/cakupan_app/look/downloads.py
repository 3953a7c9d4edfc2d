"""How a file leaves a page: as something to save, kept by no cache."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(name: str, content: bytes, kind: str) -> HttpResponse:
    """The answer that a browser saves under `name`."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["Cache-Control"] = "no-store"
    return answer
