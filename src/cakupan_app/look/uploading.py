"""How the bytes of an upload are held: in memory, up to the size that the site takes, and never in a file."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from cakupan.basics.refused import Refused
from cakupan_app.work.letters import masked
from cakupan_app.work.uploads import MOST_MEGABYTES, refuse_size

_MOST = MOST_MEGABYTES * 2**20
_BESIDE = 2**20  # the other fields of a form with a file
_AT_ONCE = 2**16
_TOO_LARGE = "cakupan_too_large"

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Mark a view to whose form a file belongs; to any other nobody sends one."""
    view.__dict__["takes_files"] = True
    return view


class OnlyInMemory(FileUploadHandler):
    """Django's own handler writes a larger file to a folder for temporary ones, as it came.

    What is held is bounded for the request as a whole: each of many files may be within bounds. Who holds no session,
    or one that is none, is turned away before a byte is read; a form is read before its view is asked.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, Any],  # noqa: N803  as Django calls it
        content_length: int,
        *told: Any,
    ) -> tuple[QueryDict, MultiValueDict[str, Any]] | None:
        del META, told
        request = self.request
        found = getattr(request, "resolver_match", None)
        if request is None or not getattr(getattr(found, "func", None), "takes_files", False):
            raise PermissionDenied
        if not request.user.is_authenticated:
            raise PermissionDenied
        self.bytes = 0
        if content_length <= _MOST + _BESIDE:
            return None
        setattr(request, _TOO_LARGE, True)
        while input_data.read(_AT_ONCE):  # a browser hears the answer only once it has sent all
            pass
        return QueryDict(), MultiValueDict()

    def new_file(self, *told: Any, **more: Any) -> None:
        super().new_file(*told, **more)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        self.bytes += len(raw_data)
        if self.bytes > _MOST:
            self.held = BytesIO()
            if self.request is not None:
                setattr(self.request, _TOO_LARGE, True)
            raise SkipFile
        self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


def too_large(request: HttpRequest) -> bool:
    """Whether more was sent with a form than is held, so that nothing of it is there."""
    return getattr(request, _TOO_LARGE, False)


def file_of(request: HttpRequest, name: str) -> tuple[str, bytes]:
    """What a file of the form is called, without long numbers, and its bytes. Refused where there is none, or it
    was too large to hold."""
    sent = request.FILES.get(name)
    if too_large(request):
        raise Refused("upload_too_large", most=MOST_MEGABYTES)
    if sent is None:
        raise Refused("upload_missing")
    content = sent.read()
    refuse_size(len(content))
    return masked(Path(sent.name or "").name), content
