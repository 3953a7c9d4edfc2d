"""Signing in: the door, the second step, what an invitation makes, and what becomes of whoever guesses passwords."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

import made_up
from cakupan_app.work.rights import Assigned

from .conftest import PASSWORD, REGENCY, Site, _token, address, copied, served


@pytest.fixture(scope="module")
def careful(published: made_up.Regency, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as an office opens it: nobody gets further without a second factor."""
    workspace = copied(published, tmp_path_factory.mktemp("careful"))
    with served(workspace, CAKUPAN_SECOND_FACTOR="1") as url:
        yield Site(url, workspace)


def code_of(secret: str) -> str:
    """The code that an authenticator app would show now."""
    import base64
    import hmac
    import struct
    import time

    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_without_a_second_factor_nobody_gets_further(careful: Site) -> None:
    session = careful.as_("analyst")
    page = session.get(careful.url + "/desk/areas/16.06/", timeout=60)
    assert page.url.endswith("/account/second-factor/totp/activate/")
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page.text)
    assert secret
    told = {"code": code_of(secret.group(1)), "csrfmiddlewaretoken": _token(page.text)}
    activated = session.post(page.url, data=told, timeout=60)
    assert activated.url.endswith("/recovery-codes/")
    assert session.get(careful.url + "/desk/areas/16.06/", timeout=60).url.endswith("/desk/areas/16.06/")

    assert {"second_factor_added"} == noted(careful, address("analyst"))

    again = requests.Session()
    door = again.get(careful.url + "/account/login/", timeout=60)
    assert "placeholder" not in door.text, "a field is called by its label alone"
    entered = {"login": address("analyst"), "password": PASSWORD, "csrfmiddlewaretoken": _token(door.text)}
    second = again.post(door.url, data=entered, timeout=60)
    assert second.url.endswith("/second-factor/authenticate/")
    wrong = again.post(second.url, data={"code": "000000", "csrfmiddlewaretoken": _token(second.text)}, timeout=60)
    assert "Kode salah" in wrong.text
    # still before the door, in either of its two steps
    assert again.get(careful.url + "/desk/areas/16.06/", timeout=60).url.startswith(careful.url + "/account/")


def test_a_change_in_ones_own_account_and_its_line_are_written_both_or_neither(tmp_path: Path) -> None:
    from cakupan_app.work.accounts import make_account
    from cakupan_app.work.workspace import create, open_workspace

    create(tmp_path / "workspace", REGENCY, at=made_up.NOW)
    open_workspace(tmp_path / "workspace")
    make_account(address("analyst"), "Contoh", PASSWORD, [Assigned("analyst", REGENCY)], by="test", at=made_up.NOW)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cakupan_app.site.web", "CAKUPAN_SECOND_FACTOR": "0"}
    environment["CAKUPAN_WORKSPACE"] = str(tmp_path / "workspace")
    script = [sys.executable, Path(__file__).with_name("own_changes_tried.py")]
    done = subprocess.run(
        [*script, address("analyst"), PASSWORD, "hujan-sore-9-jendela"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = ["password_changed", "second_factor_added", "second_factor_added", "second_factor_renewed"]
    gone = [*told, "second_factor_removed", "second_factor_removed"]
    assert json.loads(done.stdout) == {
        "password": [[False, 0, []], [True, 0, told[:1]]],
        "activate": [[True, 0, told[:1]], [True, 2, told[:3]]],
        "renew": [[True, 2, told[:3]], [True, 2, told]],
        "deactivate": [[True, 2, told], [True, 0, gone]],
    }


def test_whoever_guesses_passwords_has_to_wait(careful: Site) -> None:
    session, last = requests.Session(), None
    for guess in range(9):
        session.headers["X-Forwarded-For"] = f"10.0.0.{guess}"  # no proxy of ours wrote that, so nobody believes it
        door = session.get(careful.url + "/en/account/login/", timeout=60)
        told = {"login": address("auditor"), "password": "guess-after-guess", "csrfmiddlewaretoken": _token(door.text)}
        last = session.post(door.url, data=told, timeout=60)
    assert last is not None
    assert last.status_code == 429
    assert "Wait a quarter of an hour" in last.text
    # whoever sits at the same address and knows their own password comes in all the same
    careful.as_("approver")


def test_nobody_makes_an_account_by_themselves(site: Site) -> None:
    assert site.get(None, "/account/signup/").status_code == 403


def test_an_invitation_makes_one_account_with_its_role(site: Site) -> None:
    secret = _invite(site.workspace)
    guest = requests.Session()
    page = guest.get(f"{site.url}/en/account/invitation/{secret}/", timeout=60)
    assert "agency officer in Kabupaten Musi Banyuasin" in page.text
    weak = guest.post(page.url, data={"name": "Tamu", "password": "12345", "csrfmiddlewaretoken": _token(page.text)})
    assert weak.status_code == 422
    told = {"name": "Tamu", "password": "hujan-sore-9-jendela", "csrfmiddlewaretoken": _token(page.text)}
    assert guest.post(page.url, data=told, timeout=60, allow_redirects=False).status_code == 302
    assert "agency officer" in guest.get(f"{site.url}/en/account/", timeout=60).text
    assert requests.get(f"{site.url}/account/invitation/{secret}/", timeout=60).status_code == 404


def test_a_page_that_is_not_there_says_so(site: Site) -> None:
    page = site.get("analyst", "/en/desk/nowhere/")
    assert (page.status_code, "There is no such page" in page.text) == (404, True)


def test_every_answer_forbids_what_it_does_not_need(site: Site) -> None:
    headers = site.get(None, "/account/login/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")


def noted(site: Site, email: str) -> set[str]:
    """What the trail tells of somebody's own account."""
    from cakupan_app.ledger.models import TrailLine
    from cakupan_app.work.workspace import open_workspace

    open_workspace(site.workspace)
    return set(TrailLine.objects.filter(who=email, subject=email).values_list("action", flat=True)) - {"account_made"}


def _invite(workspace: Path) -> str:
    from datetime import UTC, datetime

    from cakupan_app.work.accounts import invite
    from cakupan_app.work.rights import Actor, Assigned
    from cakupan_app.work.workspace import open_workspace

    open_workspace(workspace)
    administrator = Actor(address("administrator"), "A", (Assigned("administrator", REGENCY),))
    told = Assigned("agency_officer", REGENCY)
    return invite(administrator, "tamu@contoh.id", "Tamu", told, datetime.now(UTC)).secret
