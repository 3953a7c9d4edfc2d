"""Public pages drawn beforehand: one answer for everybody, kept on a shelf until another snapshot is in force.

They are drawn by the very views of `pages` and `tables`, for nobody in particular: whoever is signed in sees the same.
"""

import gzip
import hashlib
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import resolve
from django.utils import translation

from cakupan_app.look.at_hand import served
from cakupan_app.public.tables import TABLES
from cakupan_app.store import durable
from cakupan_app.work.code import code_version
from cakupan_app.work.served import told_of_what_is_in_force
from cakupan_app.work.view import NothingPublished

Handler = Callable[[HttpRequest], HttpResponse]

_PAGES = re.compile(r"/(en/)?((villages|revisions|method|downloads)/|card\.png|downloads/[a-z]+\.(csv|json))?")
_LOOKED_AFTER_SECONDS = 2  # how soon another snapshot or signature shows
_KEPT_HEADERS = ("Content-Type", "Content-Disposition")
_COMPRESSED_FROM = 500  # bytes
_PACKED_ALREADY = b"\x89PNG"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it leaves: plain and packed, with its mark."""

    plain: bytes
    packed: bytes
    tag: str
    headers: tuple[tuple[str, str], ...]


class ServePrerendered:
    """Middleware: answers a public address from what was drawn; draws it where it was not."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self._lock = Lock()
        self._drawn = Drawn(None)
        self._looked_at = float("-inf")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not _PAGES.fullmatch(request.path_info):
            return self.get_response(request)
        page = self._in_force().page(request.path_info)
        return _answer(request, page) if page else self.get_response(request)

    def _in_force(self) -> "Drawn":
        """The pages of one shelf: whoever draws while another comes into force lays the page to its own."""
        now = time.monotonic()
        with self._lock:
            if now - self._looked_at >= _LOOKED_AFTER_SECONDS:
                self._looked_at = now
                shelf = shelf_in_force()
                if shelf != self._drawn.shelf:
                    self._drawn = Drawn(shelf)
            return self._drawn


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pages of one shelf that are at hand; of none before the first snapshot."""

    shelf: Path | None
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, path: str) -> Page | None:
        """The page at hand, from the shelf, or drawn now; None where there is nothing to draw it from: the view says
        why."""
        if self.shelf is None:
            return None
        if path not in self.pages:
            try:
                self.pages[path] = page_on(self.shelf, path)
            except Exception:  # whatever it is, the view meets it too, and its refusal is worded there
                return None
        return self.pages[path]


serve_prerendered = ServePrerendered


def shelf_in_force() -> Path | None:
    """Where the pages of what is in force lie; None before the first snapshot."""
    try:
        of = served().number(), told_of_what_is_in_force(), code_version(), settings.CONFIG.url, _outlines()
    except NothingPublished:
        return None
    name = hashlib.sha256(repr(of).encode()).hexdigest()[:32]
    return Path(settings.PUBLIC_ROOT) / name


def _outlines() -> int | None:
    """When the boundaries that maps are drawn by were brought last; None where there are none."""
    path = served().workspace.layout.boundaries
    return path.stat().st_mtime_ns if path.exists() else None


def draw_all() -> None:
    """Draw the public pages of what is in force that are not drawn yet, and clear this version's shelves of what was
    before."""
    shelf = shelf_in_force()
    if shelf is None:
        return
    for path in _paths():
        if not _place(shelf, path).exists():
            page_on(shelf, path)
    if shelf_in_force() != shelf:
        return  # the newer one is another drawing's
    for other in shelf.parent.iterdir():
        if other != shelf:
            shutil.rmtree(other, ignore_errors=True)


def _paths() -> Iterator[str]:
    for name in ("", "villages/", "revisions/", "method/", "downloads/", "card.png"):
        yield from (f"/{lang}{name}" for lang in ("", "en/"))
    for name in TABLES:
        yield from (f"/downloads/{name}.{form}" for form in ("csv", "json"))


def _place(shelf: Path, path: str) -> Path:
    return shelf / hashlib.sha256(path.encode()).hexdigest()[:32]


def page_on(shelf: Path, path: str) -> Page:
    """The page at `path`: as it lies on the shelf, else drawn and laid there."""
    place = _place(shelf, path)
    try:
        told, _, content = place.read_bytes().partition(b"\n")
        headers = tuple((str(name), str(value)) for name, value in json.loads(told))
    except (FileNotFoundError, ValueError):
        content, headers = _draw(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        durable.write(place, json.dumps(headers).encode() + b"\n" + content)
    packs = len(content) >= _COMPRESSED_FROM and not content.startswith(_PACKED_ALREADY)
    packed = gzip.compress(content, mtime=0) if packs else content
    return Page(content, packed, f'"{hashlib.sha256(content).hexdigest()[:32]}"', headers)


def _draw(path: str) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META["SERVER_NAME"], request.META["SERVER_PORT"] = "localhost", "80"
    request.for_everybody = True  # type: ignore[attr-defined]
    with translation.override("en" if path.startswith("/en/") else "id"):
        found = resolve(path)
        drawn = found.func(request, *found.args, **found.kwargs)
    if drawn.status_code != HTTPStatus.OK:
        raise Http404
    return drawn.content, tuple((name, drawn.headers[name]) for name in _KEPT_HEADERS if name in drawn.headers)


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    if page.tag in request.headers.get("If-None-Match", ""):
        answer: HttpResponse = HttpResponseNotModified()
    else:
        packs = "gzip" in request.headers.get("Accept-Encoding", "") and page.packed is not page.plain
        answer = HttpResponse(page.packed if packs else page.plain)
        if packs:
            answer.headers["Content-Encoding"] = "gzip"
        for name, value in page.headers:
            answer.headers[name] = value
    answer.headers["ETag"] = page.tag
    answer.headers["Cache-Control"] = "public, max-age=60"
    answer.headers["Vary"] = "Accept-Encoding"
    return answer
