"""The room of months to come: what it shows, to whom, and what it does with a month that makes no sense."""

import pytest

from .conftest import DISTRICT, OTHER_DISTRICT, Site


@pytest.mark.parametrize(("path", "words"), [("/en/desk", "members are expected"), ("/desk", "diperkirakan")])
def test_it_shows_what_is_expected_and_whose_protection_ends(site: Site, path: str, words: str) -> None:
    page = site.get("budget_holder", f"{path}/ahead/16.06/")
    assert page.status_code == 200
    assert words in page.text
    assert page.text.count('role="img"') == 2
    assert page.text.count("<tbody>") == 2
    assert "9001" in page.text


def test_of_another_district_nothing_is_shown(site: Site) -> None:
    assert site.get("analyst", f"/desk/ahead/{DISTRICT}/", area=DISTRICT).status_code == 200
    assert site.get("analyst", f"/desk/ahead/{OTHER_DISTRICT}/", area=DISTRICT).status_code == 403


def test_whoever_has_not_signed_in_is_led_to_the_door(site: Site) -> None:
    page = site.get(None, "/desk/ahead/16.06/")
    assert (page.status_code, page.headers["Location"].split("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize("until", ["2020-01", "kapan", "2199-12"])
def test_a_month_that_is_not_ahead_is_refused_in_a_sentence(site: Site, until: str) -> None:
    page = site.get("analyst", f"/en/desk/ahead/16.06/?until={until}")
    assert page.status_code in (400, 404)
    assert "cakupan " not in page.text.split("<main", 1)[1].split("</main", 1)[0]
