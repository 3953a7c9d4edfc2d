"""The room where both offices sign a month: who signs for which office, what they saw, and what a second person is."""

import re
import shutil
import time
from collections.abc import Iterator

import pytest

import made_up
from cakupan_app.store.layout import Layout

from .conftest import DISTRICT, PASSWORD, Site, served

MONTH = "/en/desk/agreed/16.06/2025-07/"


@pytest.fixture(scope="module")
def own(published: made_up.Regency, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own: signatures never go away again."""
    from cakupan_app.work.accounts import make_account
    from cakupan_app.work.rights import Assigned

    both = [Assigned("approver", "16.06"), Assigned("agency_officer", "16.06")]
    make_account("both_offices.16.06@contoh.id", "Contoh dua kantor", PASSWORD, both, by="test", at=made_up.NOW)
    folder = tmp_path_factory.mktemp("agreed")
    shutil.copytree(published.workspace, folder / "workspace")
    shutil.copy(published.workspace.with_name("workspace.key"), folder / "workspace.key")
    with served(folder / "workspace") as url:
        yield Site(url, folder / "workspace")


def figure(site: Site, path: str = MONTH) -> str:
    """The figure that the form of the page sends along."""
    found = re.search(r'name="members" value="(\d+)"', site.get("approver", path).text)
    assert found
    return found.group(1)


def told(site: Site, office: str) -> dict[str, object]:
    return {"office": office, **signs(figure(site), site)}


def signs(members: str, site: Site, position: str = "Kepala Bidang") -> dict[str, object]:
    """What the form of a month sends: the figure that was shown and the snapshot that it is of."""
    snapshot = Layout(site.workspace).current.read_text(encoding="ascii").strip()
    return {"members": members, "snapshot": snapshot, "position": position, "action": "sign"}


def test_months_are_listed_with_their_state(site: Site) -> None:
    page = site.get("analyst", "/en/desk/agreed/16.06/")
    assert page.status_code == 200
    assert "July 2025" in page.text
    assert "not signed" in page.text


def test_nobody_signs_for_an_office_that_is_not_theirs(site: Site) -> None:
    assert site.post("analyst", MONTH, told(site, "regency")).status_code == 403
    assert site.post("approver", MONTH, told(site, "branch")).status_code == 403
    assert site.post("agency_officer", MONTH, told(site, "regency")).status_code == 403
    assert 'name="members"' not in site.get("analyst", MONTH).text


def test_a_district_agrees_on_nothing_of_its_own(site: Site) -> None:
    page = site.get("approver", f"/en/desk/agreed/{DISTRICT}/", area=DISTRICT)
    assert page.status_code == 200
    assert "not for Kecamatan" in page.text
    own = f"/en/desk/agreed/{DISTRICT}/2025-07/"
    assert site.get("approver", own, area=DISTRICT).status_code == 400
    assert site.post("approver", own, told(site, "regency"), area=DISTRICT).status_code == 400
    assert site.get("approver", MONTH, area=DISTRICT).status_code == 403
    assert site.post("approver", MONTH, told(site, "regency"), area=DISTRICT).status_code == 403


def test_whoever_has_not_signed_in_is_led_to_the_door(site: Site) -> None:
    assert site.get(None, "/desk/agreed/").status_code == 302
    assert site.get(None, MONTH).status_code == 302


@pytest.mark.parametrize("month", ["2025-13", "soon"])
def test_what_is_no_month_is_refused(site: Site, month: str) -> None:
    assert site.get("analyst", f"/en/desk/agreed/16.06/{month}/").status_code == 404


def test_a_month_without_a_figure_is_none(site: Site) -> None:
    assert site.get("analyst", "/en/desk/agreed/16.06/1999-01/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"members": "1"}, "in force is"),
        ({"members": "many"}, "which figure"),
        ({"snapshot": "77"}, "meanwhile snapshot"),
        ({"position": " "}, "Enter your position"),
        ({"office": "palace"}, "no office called"),
    ],
)
def test_a_form_that_is_wrong_is_shown_again_with_why(site: Site, changed: dict[str, str], says: str) -> None:
    page = site.post("approver", MONTH, told(site, "regency") | changed)
    assert page.status_code == 422
    assert says in page.text
    assert "cakupan coverage" not in page.text


def test_who_signs_sees_what_the_figure_means(site: Site) -> None:
    page = site.get("approver", MONTH).text
    assert "What this figure means" in page
    assert re.search(r"<dt>Coverage[^<]*</dt><dd>[\d.]+ ?%", page), page[:3000]


def test_both_offices_agree_and_one_takes_its_signature_back(own: Site) -> None:
    assert own.post("approver", MONTH, told(own, "regency")).status_code == 302
    again = own.post("approver", MONTH, {**told_of(own), "office": "regency"})
    assert (again.status_code, "already" in again.text) == (422, True)

    assert own.post("agency_officer", MONTH, {**told_of(own), "office": "branch"}).status_code == 302
    page = own.get("analyst", MONTH)
    assert "Agreed figure" in page.text
    assert "agreed by both offices" in eventually(own, "/en/revisions/", "agreed by both offices")

    taken = own.post("agency_officer", MONTH, {"office": "branch", "action": "withdraw", "note": "wrong recap"})
    assert taken.status_code == 302
    page = own.get("analyst", MONTH)
    assert "one signature" in page.text
    assert "wrong recap" in page.text


def test_one_account_is_one_person(own: Site) -> None:
    path = "/en/desk/agreed/16.06/2025-06/"
    members = figure(own, path)
    form = signs(members, own)
    assert own.post("both_offices", path, {**form, "office": "regency"}).status_code == 302
    page = own.post("both_offices", path, {**form, "office": "branch"})
    assert page.status_code == 422
    assert "needs two people" in page.text


def told_of(site: Site) -> dict[str, object]:
    """The form of the branch or of whoever has signed already: the figure is on the page's facts."""
    found = re.search(r"<dt>Figure in force</dt><dd>([\d,]+)</dd>", site.get("analyst", MONTH).text)
    assert found
    return signs(found.group(1).replace(",", ""), site, "Kepala Kantor")


def eventually(site: Site, path: str, says: str) -> str:
    """The public page, once it is drawn anew."""
    text = ""
    for _ in range(40):
        text = site.get(None, path).text
        if says in text:
            break
        time.sleep(0.25)
    return text
