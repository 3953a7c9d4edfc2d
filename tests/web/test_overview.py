"""The overview of an area: who sees it, and that it shows the figure of the command line."""

from .conftest import DISTRICT, OTHER_DISTRICT, Site


def test_the_overview_shows_the_figure_and_what_it_means(site: Site) -> None:
    page = site.get("analyst", "/en/desk/areas/16.06/?month=2025-07")
    assert page.status_code == 200
    assert "Kabupaten Musi Banyuasin (16.06), July 2025:" in page.text
    assert "potensi-bps-2025" in page.text


def test_whoever_has_not_signed_in_is_led_to_the_door(site: Site) -> None:
    page = site.get(None, "/desk/areas/16.06/")
    assert (page.status_code, page.headers["Location"].split("?")[0]) == (302, "/account/login/")


def test_of_another_district_nothing_is_shown(site: Site) -> None:
    assert site.get("analyst", f"/desk/areas/{DISTRICT}/", area=DISTRICT).status_code == 200
    assert site.get("analyst", f"/desk/areas/{OTHER_DISTRICT}/", area=DISTRICT).status_code == 403
    assert site.get("analyst", "/desk/areas/16.06/", area=DISTRICT).status_code == 403
