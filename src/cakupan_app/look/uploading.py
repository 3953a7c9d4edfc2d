"""How the bytes of an upload are held: in memory, up to the size that the site takes, and never in a file."""

from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from cakupan.basics.refused import Refused
from cakupan_app.work.letters import masked
from cakupan_app.work.uploads import MOST_MEGABYTES, refuse_size

_MOST = MOST_MEGABYTES * 2**20
_TOO_LARGE = "cakupan_too_large"


class OnlyInMemory(FileUploadHandler):
    """Django's own handler writes a larger file to a folder for temporary ones, as it came."""

    def handle_raw_input(self, *told: Any, **more: Any) -> None:
        del told, more
        if self.request is not None and settings.SESSION_COOKIE_NAME not in self.request.COOKIES:
            raise StopUpload(connection_reset=True)  # whoever has not signed in sends no files

    def new_file(self, *told: Any, **more: Any) -> None:
        super().new_file(*told, **more)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > _MOST:
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


def file_of(request: HttpRequest, name: str) -> tuple[str, bytes]:
    """What a file of the form is called, without long numbers, and its bytes. Refused where there is none, or it
    was too large to hold."""
    sent = request.FILES.get(name)
    if getattr(request, _TOO_LARGE, False):
        raise Refused("upload_too_large", most=MOST_MEGABYTES)
    if sent is None:
        raise Refused("upload_missing")
    content = sent.read()
    refuse_size(len(content))
    return masked(Path(sent.name or "").name), content
