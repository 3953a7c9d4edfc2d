"""The bridge to the branch's recap as a page: it adds up, it says what is in the way, and who sees it."""

from .conftest import DISTRICT, OTHER_DISTRICT, Site


def test_the_bridge_is_drawn_and_told_line_by_line(site: Site) -> None:
    page = site.get("agency_officer", "/en/agency/bridge/16.06/")
    assert page.status_code == 200
    for told in ("Our count", "Recap", "Unexplained", "<svg", "Line by line"):
        assert told in page.text


def test_without_a_recap_the_page_says_so_and_offers_other_months(site: Site) -> None:
    page = site.get("agency_officer", "/en/agency/bridge/16.06/?month=1999-01")
    assert page.status_code == 200
    assert "no recap by the branch" in page.text
    assert "cakupan add" not in page.text
    assert "<option" in page.text


def test_what_is_asked_for_wrongly_is_refused(site: Site) -> None:
    assert site.get("analyst", "/agency/bridge/16.06/?month=soon").status_code == 404
    assert site.get("analyst", "/agency/bridge/16.06/?source=nobody").status_code == 404
    assert site.get("analyst", "/agency/bridge/99.99/").status_code == 404


def test_of_another_area_nothing_is_shown(site: Site) -> None:
    assert site.get("analyst", f"/agency/bridge/{DISTRICT}/", area=DISTRICT).status_code == 200
    assert site.get("analyst", f"/agency/bridge/{OTHER_DISTRICT}/", area=DISTRICT).status_code == 403
    assert site.get("analyst", "/agency/bridge/16.06/", area=DISTRICT).status_code == 403
    assert site.get(None, "/agency/bridge/16.06/").status_code == 302


def test_the_room_opens_with_ones_own_area(site: Site) -> None:
    assert site.get("analyst", "/agency/bridge/").headers["Location"] == "/agency/bridge/16.06/"
    page = site.get("analyst", "/agency/bridge/", area=DISTRICT)
    assert page.headers["Location"] == f"/agency/bridge/{DISTRICT}/"
