"""The card that is sent on: for everybody of what is public, of any area for those who see its figures."""

from .conftest import DISTRICT, OTHER_DISTRICT, Site

PNG = b"\x89PNG"


def test_the_public_card_is_the_same_for_everybody(site: Site) -> None:
    for path in ("/card.png", "/en/card.png"):
        card = site.get(None, path)
        assert (card.status_code, card.headers["Content-Type"], card.content[:4]) == (200, "image/png", PNG)
        assert card.headers["Cache-Control"] == "public, max-age=60"
        assert site.get("administrator", path).content == card.content


def test_the_headline_tells_messengers_of_its_card(site: Site) -> None:
    page = site.get(None, "/en/").text
    assert '<meta property="og:image" content="http://' in page
    assert '/en/card.png"' in page
    assert 'property="og:image:alt"' in page


def test_the_card_of_an_area_is_for_those_who_see_its_figures(site: Site) -> None:
    path = f"/desk/areas/{DISTRICT}/card.png?month=2025-07"
    card = site.post("analyst", path, {}, area=DISTRICT)
    assert (card.status_code, card.content[:4]) == (200, PNG)
    assert card.headers["Cache-Control"] == "no-store"
    assert site.post("analyst", f"/desk/areas/{OTHER_DISTRICT}/card.png", {}, area=DISTRICT).status_code == 403
    assert site.post("analyst", "/desk/areas/16.06/card.png", {}, area=DISTRICT).status_code == 403
    assert site.post(None, "/desk/areas/16.06/card.png", {}).status_code == 302
    assert site.post("analyst", "/desk/areas/16.06/card.png?month=soon", {}).status_code == 404
    assert site.get("analyst", path, area=DISTRICT).status_code == 405, "what loads ahead of a click exports nothing"
