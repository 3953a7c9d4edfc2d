"""The room of users: invitations shown once, roles given and taken back, each only where one manages users."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests

import made_up

from .conftest import DISTRICT, OTHER_DISTRICT, PASSWORD, REGENCY, Site, _token, address, served


@pytest.fixture(scope="module")
def own(published: made_up.Regency, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("users")
    shutil.copytree(published.workspace, folder / "workspace")
    shutil.copy(published.workspace.with_name("workspace.key"), folder / "workspace.key")
    with served(folder / "workspace") as url:
        yield Site(url, folder / "workspace")


def told(email: str, role: str = "village_operator", area: str = DISTRICT) -> dict[str, object]:
    return {"email": email, "name": "Contoh Baru", "role": role, "area": area}


def test_an_invitation_is_shown_once_and_makes_an_account(own: Site) -> None:
    page = own.post("administrator", "/en/desk/users/", told("baru@contoh.id"))
    (secret,) = re.findall(r"/account/invitation/([\w-]+)/", page.text)
    assert f"{own.url}/en/account/invitation/{secret}/" in page.text, "it leads to where the site is reached"
    assert secret not in own.get("administrator", "/en/desk/users/").text
    session = requests.Session()
    link = f"{own.url}/account/invitation/{secret}/"
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', session.get(link, timeout=60).text)
    assert token
    made = {"name": "Contoh Baru", "password": PASSWORD, "csrfmiddlewaretoken": token.group(1)}
    assert session.post(link, data=made, timeout=60, allow_redirects=False).status_code == 302
    assert "baru@contoh.id" in own.get("administrator", "/desk/users/").text
    assert session.get(f"{own.url}/desk/uncovered/{DISTRICT}/", timeout=60).status_code == 200
    second = session.get(f"{own.url}/account/second-factor/totp/activate/", timeout=60)
    assert second.url.endswith("/totp/activate/"), "the password, chosen a moment ago, is asked for again"


def test_an_invitation_can_be_withdrawn_by_those_of_the_area(own: Site) -> None:
    page = own.post("administrator", "/en/desk/users/", told("batal@contoh.id", area=OTHER_DISTRICT)).text
    (secret,) = re.findall(r"/account/invitation/([\w-]+)/", page)
    number = re.findall(r"/desk/users/invitations/(\d+)/withdraw/", page)[0]
    path = f"/desk/users/invitations/{number}/withdraw/"
    assert own.post("administrator", path, {}, area=DISTRICT).status_code == 404
    assert own.post("analyst", path, {}).status_code == 403
    assert own.post("administrator", path, {}).status_code == 302
    assert own.post("administrator", path, {}).status_code == 404
    assert requests.get(f"{own.url}/account/invitation/{secret}/", timeout=60).status_code == 404


@pytest.mark.parametrize(
    ("form", "status"),
    [
        (told("x"), 422),
        (told("lagi@contoh.id", role="king"), 422),
        (told("lagi@contoh.id", area="98.76"), 422),
        (told(address("analyst")), 409),
    ],
)
def test_a_wrong_invitation_shows_the_form_again(own: Site, form: dict[str, object], status: int) -> None:
    page = own.post("administrator", "/en/desk/users/", form)
    assert page.status_code == status
    assert 'name="email"' in page.text


def test_nobody_invites_or_gives_beyond_their_areas(own: Site) -> None:
    for path in ("/desk/users/", "/desk/users/give/"):
        assert own.post("administrator", path, told("z@contoh.id", area=REGENCY), area=DISTRICT).status_code == 403
        assert own.post("analyst", path, told("z@contoh.id")).status_code == 403


def test_a_role_is_given_and_taken_back(own: Site) -> None:
    email = address("budget_holder", DISTRICT)
    assert own.get("budget_holder", "/desk/review/", area=DISTRICT).status_code == 403
    assert own.post("administrator", "/desk/users/give/", told(email, "district_verifier")).status_code == 302
    assert own.get("budget_holder", "/desk/review/", area=DISTRICT).status_code == 200
    assert own.post("administrator", "/desk/users/give/", told(email, "district_verifier")).status_code == 422
    assert own.post("administrator", "/desk/users/give/", told("siapa@contoh.id")).status_code == 422
    page = own.get("administrator", "/desk/users/").text
    row = page[page.index(email) :].partition("</tr>")[0]
    given = re.findall(r"/desk/users/take/(\d+)/", row)[-1]
    assert own.post("administrator", f"/desk/users/take/{given}/", {}).status_code == 302
    assert own.get("budget_holder", "/desk/review/", area=DISTRICT).status_code == 403


def test_a_role_of_elsewhere_is_none(own: Site) -> None:
    page = own.get("administrator", "/desk/users/").text
    row = page[page.index(address("analyst", REGENCY)) :].partition("</tr>")[0]
    (number,) = re.findall(r"/desk/users/take/(\d+)/", row)
    assert own.post("administrator", f"/desk/users/take/{number}/", {}, area=DISTRICT).status_code == 404
    assert own.post("administrator", "/desk/users/take/999999/", {}).status_code == 404
    assert address("analyst", REGENCY) not in own.get("administrator", "/desk/users/", area=DISTRICT).text


def test_nobody_takes_their_own_role(own: Site) -> None:
    page = own.get("administrator", "/desk/users/").text
    row = page[page.index(f"<td>{address('administrator', REGENCY)}") :].partition("</tr>")[0]
    assert "<button" not in row


BACK = "danau-pagi-4-perahu"


def row_of(site: Site, email: str) -> str:
    page = site.get("administrator", "/en/desk/users/").text
    return page[page.index(f"<td>{email}</td>") :].partition("</tr>")[0]


def way_back(site: Site, email: str) -> str:
    """Makes a way back into an account by its button, and gives its link."""
    (path,) = re.findall(r'action="([^"]+/recover/)"', row_of(site, email))
    page = site.post("administrator", path, {}).text
    (link,) = re.findall(r"<code>([^<]+/account/back/[^<]+)</code>", page)
    assert link not in site.get("administrator", "/en/desk/users/").text
    return str(link)


def entered(site: Site, email: str, password: str) -> bool:
    session = requests.Session()
    page = session.get(f"{site.url}/account/login/", timeout=60)
    told = {"login": email, "password": password, "csrfmiddlewaretoken": _token(page.text)}
    return session.post(page.url, data=told, timeout=60, allow_redirects=False).status_code == 302


def test_a_way_back_ends_what_opened_the_account_and_lets_its_owner_in_once(own: Site) -> None:
    email, desk = address("approver"), f"/desk/areas/{REGENCY}/"
    token = re.search(r"(ckp_[\w-]+)", own.post("approver", "/account/tokens/", {"label": "a", "area": REGENCY}).text)
    assert token
    api = {"Authorization": f"Bearer {token.group(1)}"}
    assert requests.get(f"{own.url}/api/v1/me", headers=api, timeout=60).status_code == 200
    first, link = way_back(own, email), way_back(own, email)
    assert own.get("approver", desk).status_code == 302, "the session that was open is over"
    assert requests.get(f"{own.url}/api/v1/me", headers=api, timeout=60).status_code == 401
    assert not entered(own, email, PASSWORD)
    assert requests.get(first, timeout=60).status_code == 404, "the later link replaces the one before"
    session = requests.Session()
    page = session.get(link, timeout=60)
    for weak in (email, "12345"):
        told = {"password": weak, "csrfmiddlewaretoken": _token(page.text)}
        assert session.post(link, data=told, timeout=60).status_code == 422, weak
    told = {"password": BACK, "csrfmiddlewaretoken": _token(page.text)}
    assert session.post(link, data=told, timeout=60, allow_redirects=False).status_code == 302
    assert session.get(own.url + desk, timeout=60, allow_redirects=False).status_code == 200
    listed = session.get(f"{own.url}/en/account/sessions/", timeout=60).text
    assert "this one" in listed, "a session that a way back began is among the others"
    assert requests.get(link, timeout=60).status_code == 404
    assert entered(own, email, BACK)
    page = session.get(f"{own.url}/account/password/", timeout=60)
    later = "gunung-malam-6-lampu"
    told = {"oldpassword": BACK, "password1": later, "password2": later, "csrfmiddlewaretoken": _token(page.text)}
    assert session.post(page.url, data=told, timeout=60, allow_redirects=False).status_code == 302
    assert entered(own, email, later)
    trail = own.get("administrator", f"/en/desk/trail/?who={email}").text
    assert "came back with a new password" in trail and "changed their password" in trail


def test_an_account_is_closed_and_opened_again(own: Site) -> None:
    email = address("auditor", DISTRICT)
    assert own.get("auditor", "/desk/trail/", area=DISTRICT).status_code == 200
    (path,) = re.findall(r'action="([^"]+/close/)"', row_of(own, email))
    assert own.post("administrator", path, {}).status_code == 302
    assert own.get("auditor", "/desk/trail/", area=DISTRICT).status_code == 302
    assert not entered(own, email, PASSWORD)
    assert "switched off" in own.get("administrator", "/en/desk/users/").text
    assert "/close/" not in row_of(own, email)
    assert requests.get(way_back(own, email), timeout=60).status_code == 200
    assert "/close/" in row_of(own, email)


def test_nobody_opens_or_closes_their_own_account_or_one_that_may_do_more(own: Site) -> None:
    """Whoever makes a way back holds its link: a district's administrator would come in as the regency's."""
    from cakupan_app.ledger.models import User
    from cakupan_app.work.workspace import open_workspace

    open_workspace(own.workspace)
    numbers = {email: number for number, email in User.objects.values_list("pk", "email")}
    assert own.post("administrator", "/desk/users/give/", told(address("analyst"), "auditor")).status_code == 302
    tried = {address("administrator"): 404, address("analyst"): 403, address("administrator", DISTRICT): 400}
    for email, status in tried.items():
        for what in ("recover", "close"):
            path = f"/desk/users/{numbers[email]}/{what}/"
            assert own.post("administrator", path, {}, area=DISTRICT).status_code == status, (email, what)
    assert entered(own, address("analyst"), PASSWORD)


def test_the_machine_itself_gives_an_account_back_and_closes_it(own: Site) -> None:
    email = address("budget_holder")
    assert commanded(own, email, "--close").returncode == 0
    assert not entered(own, email, PASSWORD)
    assert commanded(own, email, "--reset").returncode == 0
    assert entered(own, email, BACK)
    assert commanded(own, email, "--reset", "--close").returncode == 2
    assert commanded(own, "siapa@contoh.id", "--close").returncode == 2


def commanded(site: Site, email: str, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "cakupan_app", "user", email, *options, "--workspace", str(site.workspace)]
    environment = {**os.environ, "CAKUPAN_PASSWORD": BACK, "CAKUPAN_LANG": "en"}
    return subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=120)
