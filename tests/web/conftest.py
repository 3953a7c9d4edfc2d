"""A small regency served as anybody would serve it: the real command, the real server, a fixed cast of people."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

import made_up

PASSWORD = "kolam-ikan-biru-7"  # noqa: S105  of nobody but the cast
DISTRICT, OTHER_DISTRICT, REGENCY = "16.06.04", "16.06.06", "16.06"
ROLES = (
    "village_operator",
    "district_verifier",
    "analyst",
    "approver",
    "budget_holder",
    "agency_officer",
    "auditor",
    "administrator",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker serves and asks: the site is started once."""
    for item in items:
        if "/tests/web/" in item.path.as_posix():
            item.add_marker(pytest.mark.xdist_group("web"))
            item.add_marker(pytest.mark.slow)


@dataclass
class Site:
    """A site that is being served. Everybody of the cast is signed in once: `as_("analyst")` has the role in the whole
    regency, `as_("analyst", DISTRICT)` in that district alone."""

    url: str
    workspace: Path
    _sessions: dict[str, requests.Session] = field(default_factory=dict)

    def as_(self, role: str | None, area: str = REGENCY) -> requests.Session:
        """A session of somebody of the cast; of the public, where no role is named."""
        name = address(role, area) if role else ""
        if name not in self._sessions:
            self._sessions[name] = self._signed_in(name)
        return self._sessions[name]

    def get(
        self, role: str | None, path: str, area: str = REGENCY, *, says: str | None = "correction", **options: object
    ) -> requests.Response:
        """A page; whoever is asked what they look at people for `says` so and goes on, but for None."""
        page = self._get(role, path, area, options)
        asked = page.headers.get("Location") or page.headers.get("HX-Redirect", "")
        if says is None or "/account/purpose/" not in asked:
            return page
        self.post(role, asked, {"purpose": says, "purpose_text": "letter 12"}, area=area)
        return self._get(role, path, area, options)

    def _get(self, role: str | None, path: str, area: str, options: dict[str, object]) -> requests.Response:
        return self.as_(role, area).get(self.url + path, timeout=120, allow_redirects=False, **options)  # type: ignore[arg-type]

    def post(
        self, role: str | None, path: str, data: dict[str, object], area: str = REGENCY, **options: object
    ) -> requests.Response:
        """Send a form as its page would: with the token of that session."""
        session = self.as_(role, area)
        token = session.cookies.get("csrftoken") or _token(session.get(self.url + "/account/login/", timeout=60).text)
        told = {**data, "csrfmiddlewaretoken": token}
        return session.post(self.url + path, data=told, timeout=120, allow_redirects=False, **options)  # type: ignore[arg-type]

    def _signed_in(self, email: str) -> requests.Session:
        session = requests.Session()
        if not email:
            return session
        page = session.get(self.url + "/account/login/", timeout=60)
        told = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": _token(page.text)}
        answer = session.post(self.url + "/account/login/", data=told, timeout=60, allow_redirects=False)
        assert answer.status_code == 302, (email, answer.status_code)
        return session


def fetched(site: Site, role: str, asked: requests.Response, area: str = REGENCY) -> requests.Response:
    """A file that a worker makes: waited for on its page, and fetched by the link there."""
    assert asked.status_code == 302, asked.text
    page = asked.headers["Location"]
    for _ in range(1200):
        told = site.get(role, page, area).text
        if "hx-get" not in told:
            break
        time.sleep(0.25)
    assert f'href="{page}file/"' in told, told
    return site.get(role, f"{page}file/", area)


def address(role: str, area: str = REGENCY) -> str:
    return f"{role}.{area}@contoh.id"


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, "the page has no form"
    return found.group(1)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> made_up.Regency:
    """A small regency, received and published, with the cast's accounts in its ledger."""
    made = made_up.published(tmp_path_factory, tmp_path_factory.mktemp("served"))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CAKUPAN_KEY_FILE", "DATABASE_URL", "CAKUPAN_WORKSPACE"):
            patch.delenv(name, raising=False)
        _cast(made.workspace)
    return made


def _cast(workspace: Path) -> None:
    from cakupan_app.ledger.connection import start_django

    start_django()
    from cakupan_app.work.accounts import make_account
    from cakupan_app.work.rights import Assigned
    from cakupan_app.work.workspace import open_workspace

    open_workspace(workspace)
    for role in ROLES:
        for area in (REGENCY, DISTRICT):
            name = f"Contoh {role.replace('_', ' ')}"
            make_account(address(role, area), name, PASSWORD, [Assigned(role, area)], by="test", at=made_up.NOW)


@pytest.fixture(scope="session")
def site(published: made_up.Regency, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site on SQLite, as `cakupan serve` serves it."""
    workspace = copied(published, tmp_path_factory.mktemp("site"))
    with served(workspace, processes=2) as url:
        yield Site(url, workspace)


def copied(published: made_up.Regency, folder: Path) -> Path:
    """The published workspace once more, with the cast's accounts, for one server of its own."""
    return published.copied_to(folder)


class served:  # noqa: N801  read as a verb
    """`cakupan serve` on a free port, until the block ends, by so many `processes` of the web."""

    def __init__(self, workspace: Path, *, processes: int = 1, **environment: str) -> None:
        self.workspace, self.port, self.processes = workspace, free_port(), processes
        own = {"CAKUPAN_SECOND_FACTOR": "0", "CAKUPAN_LANG": "en", **environment}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAKUPAN_", "DATABASE_"))}
        self.environment = {**kept, **own}

    def __enter__(self) -> str:
        command = [sys.executable, "-m", "cakupan_app", "serve", "--port", str(self.port)]
        command += ["--processes", str(self.processes), "--workspace", str(self.workspace)]
        self.log = (self.workspace.parent / "serve.log").open("w")
        self.process = subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=self.log)
        url = f"http://127.0.0.1:{self.port}"
        _wait_for(url, self.process, Path(self.log.name))
        return url

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def _wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(1200):
        assert process.poll() is None, log.read_text()
        try:
            requests.get(url + "/account/login/", timeout=5)
            return
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.25)
    pytest.fail(f"the site did not open: {log.read_text()}")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
