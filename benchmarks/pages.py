"""How long each page of the desk takes, the first time and later, and how many questions it puts to the ledger.

`python -m benchmarks.pages WORKSPACE` asks a published workspace in this process, as somebody of each role, whom it
makes there: use a copy. Times are those of the processor, so that they mean something on a machine that does other
work too.
"""

import argparse
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

if TYPE_CHECKING:
    from django.test import Client

_PASSWORD = "kolam-ikan-biru-7"  # noqa: S105  of nobody but the made-up people here
_LATER = 3
_PAGES = {
    "analyst": (
        "/desk/areas/{area}/",
        "/desk/areas/{area}/?level=village",
        "/desk/areas/{below}/",
        "/desk/definitions/",
        "/desk/glossary/",
        "/desk/sources/",
        "/desk/files/",
        "/desk/files/{file}/",
        "/desk/uncovered/{area}/",
        "/desk/repairs/",
        "/account/",
    ),
    "approver": ("/desk/agreed/{area}/", "/desk/agreed/{area}/{month}/"),
    "district_verifier": ("/desk/review/", "/desk/workers/"),
    "administrator": ("/desk/users/",),
    "auditor": ("/desk/trail/",),
    "agency_officer": ("/agency/bridge/{area}/",),
    "village_operator": ("/village/worker/", "/village/worker/sent/"),
}


class Took(NamedTuple):
    """Of one page: its status, milliseconds of the processor, and the questions put to the ledger."""

    status: int
    milliseconds: float
    questions: int


def main(workspace: Path) -> Iterator[str]:
    """A line for each page: the first load, the quickest of some later ones, and the questions of the last."""
    _set_up(workspace)
    yield f"{'page':40} {'status':>6} {'first ms':>9} {'later ms':>9} {'SQL':>4}"
    facts = _facts()
    for role, pages in _PAGES.items():
        client = _client(role, facts["area"])
        for page in pages:
            path = page.format_map(facts)
            first, *later = (_load(client, path) for _ in range(_LATER + 1))
            quickest = min(one.milliseconds for one in later)
            status, questions = first.status, later[-1].questions
            yield f"{page:40} {status:6} {first.milliseconds:9,.0f} {quickest:9,.1f} {questions:4}"


def _set_up(workspace: Path) -> None:
    told = {"CAKUPAN_WORKSPACE": str(workspace), "CAKUPAN_SECOND_FACTOR": "0"}
    os.environ.update(told | {"DJANGO_SETTINGS_MODULE": "cakupan_app.site.web"})
    import django

    django.setup()
    from django.conf import settings

    from cakupan_app.jobs.setting_up import set_up

    settings.ALLOWED_HOSTS = ["testserver"]
    set_up()


def _facts() -> dict[str, str]:
    from cakupan.regions.tree import children_of
    from cakupan_app.ledger import history
    from cakupan_app.look.at_hand import served
    from cakupan_app.work import ask

    area = served().workspace.area
    below, file = children_of(area)[0].code, min(history.hashes_received())
    return {"area": area, "below": below, "file": file, "month": str(served().answer(ask.months_told, area)[-1])}


def _client(role: str, area: str) -> "Client":
    from django.test import Client

    from cakupan_app.ledger.models import User
    from cakupan_app.work.accounts import make_account
    from cakupan_app.work.rights import Assigned

    email = f"{role}.pages@contoh.id"
    if not User.objects.filter(email=email).exists():
        make_account(email, role, _PASSWORD, [Assigned(role, area)], by="benchmark", at=datetime.now(UTC))
    client = Client()
    told = urlencode({"login": email, "password": _PASSWORD})
    client.post("/account/login/", told, content_type="application/x-www-form-urlencoded")
    return client


def _load(client: "Client", path: str) -> Took:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        begins = time.process_time()
        answer = client.get(path)
        took = 1000 * (time.process_time() - begins)
    return Took(answer.status_code, took, len(asked))


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("workspace", type=Path)
    for line in main(options.parse_args().workspace):
        print(line, flush=True)
