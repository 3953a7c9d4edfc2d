"""How a file leaves a page: as something to save, kept by no cache."""

from collections.abc import Iterator
from typing import overload

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header


@overload
def download(name: str, content: bytes, kind: str) -> HttpResponse: ...
@overload
def download(name: str, content: Iterator[bytes], kind: str) -> StreamingHttpResponse: ...
def download(name: str, content: bytes | Iterator[bytes], kind: str) -> HttpResponse | StreamingHttpResponse:
    """The answer that a browser saves under `name`; content that comes bit by bit is sent while it is made."""
    of = HttpResponse if isinstance(content, bytes) else StreamingHttpResponse
    answer = of(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["Cache-Control"] = "no-store"
    return answer
