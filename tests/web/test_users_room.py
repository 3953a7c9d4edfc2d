"""The room of users: invitations shown once, roles given and taken back, each only where one manages users."""

import re
import shutil
from collections.abc import Iterator

import pytest
import requests

import made_up

from .conftest import DISTRICT, OTHER_DISTRICT, PASSWORD, REGENCY, Site, address, served


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
