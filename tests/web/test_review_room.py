"""The review on the site: pairs side by side, answered and withdrawn in one's own name, by those of the area alone."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import made_up

from .conftest import DISTRICT, REGENCY, Site, served

ANSWER = re.compile(r'action="[^"]*/desk/review/([0-9a-f]{12})/answer/"')
NEXT = re.compile(r'name="next" value="([0-9a-f]*)"')


@pytest.fixture(scope="module")
def own(published: made_up.Regency, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of this module's own: what is decided here changes what others see."""
    folder = tmp_path_factory.mktemp("review")
    shutil.copytree(published.workspace, folder / "workspace")
    shutil.copy(published.workspace.with_name("workspace.key"), folder / "workspace.key")
    with served(folder / "workspace") as url:
        yield Site(url, folder / "workspace")


def first(site: Site, role: str = "analyst", area: str = REGENCY) -> tuple[str, str]:
    """The pair that stands first, and the one after it."""
    page = site.get(role, "/en/desk/review/", area=area).text
    found, following = ANSWER.search(page), NEXT.search(page)
    assert found, page[:200]
    assert following
    return found.group(1), following.group(1)


def waiting(site: Site, role: str = "analyst", area: str = REGENCY) -> int:
    found = re.search(r"Pair 1 of ([\d,]+)", site.get(role, "/en/desk/review/", area=area).text)
    return int(found.group(1).replace(",", "")) if found else 0


def test_an_answer_is_signed_and_leads_to_the_next_pair(own: Site) -> None:
    before = waiting(own)
    pair, following = first(own)
    done = own.post("analyst", f"/en/desk/review/{pair}/answer/", {"answer": "different", "next": following})
    assert (done.status_code, done.headers["Location"]) == (302, f"/en/desk/review/?next={following}")
    page = own.get("analyst", done.headers["Location"]).text
    assert ANSWER.search(page).group(1) == following  # type: ignore[union-attr]
    assert "Contoh analyst" in page
    assert waiting(own) == before - 1
    again = own.post("agency_officer", f"/en/desk/review/{pair}/answer/", {"answer": "same", "next": ""})
    assert again.status_code == 302
    assert "Somebody has decided" in own.get("agency_officer", "/en/desk/review/").text


def test_a_withdrawn_answer_lets_the_pair_wait_again(own: Site) -> None:
    pair, _ = first(own)
    before = waiting(own)
    own.post("analyst", f"/desk/review/{pair}/answer/", {"answer": "unsure", "note": "look again"})
    assert waiting(own) == before - 1
    done = own.post("analyst", f"/en/desk/review/{pair}/withdraw/", {})
    assert done.status_code == 302
    assert waiting(own) == before
    assert own.post("analyst", f"/desk/review/{pair}/withdraw/", {}).status_code == 404


def test_by_htmx_only_the_pair_comes(own: Site) -> None:
    page = own.get("analyst", "/en/desk/review/", headers={"HX-Request": "true"}).text
    assert page.lstrip().startswith('<div id="review">')
    assert "<html" not in page


def test_a_pair_of_elsewhere_is_none_by_list_and_by_id(own: Site) -> None:
    theirs = pairs_of(own, DISTRICT)
    strange = sorted(pairs_of(own, REGENCY) - theirs)
    assert strange, "every pair lies in the district"
    for pair in (strange[0], "0" * 12):
        assert own.get("district_verifier", f"/desk/review/?pair={pair}", area=DISTRICT).status_code == 404
        told = {"answer": "same"}
        assert own.post("district_verifier", f"/desk/review/{pair}/answer/", told, area=DISTRICT).status_code == 404
        assert own.post("district_verifier", f"/desk/review/{pair}/withdraw/", {}, area=DISTRICT).status_code == 404
    assert own.post("auditor", f"/desk/review/{strange[0]}/answer/", {"answer": "same"}).status_code == 403


def pairs_of(site: Site, area: str) -> set[str]:
    """Every pair that an analyst of the area comes to who goes from one to the next."""
    found: set[str] = set()
    path = "/desk/review/"
    while True:
        page = site.get("analyst", path, area=area).text
        here = ANSWER.search(page)
        if here is None:
            return found
        found.add(here.group(1))
        after = re.search(r'rel="next"[^>]*href="(\?pair=[0-9a-f]{12})"', page)
        if after is None or len(found) > 40:
            return found
        path = f"/desk/review/{after.group(1)}"


def test_an_answer_that_is_none_is_refused(own: Site) -> None:
    pair, _ = first(own)
    assert own.post("analyst", f"/desk/review/{pair}/answer/", {"answer": "maybe"}).status_code == 400
    assert own.get("analyst", f"/desk/review/{pair}/answer/").status_code == 405


def test_a_sample_of_sure_links_is_drawn_and_looked_at(own: Site) -> None:
    assert own.post("district_verifier", "/desk/review/sample/", {}, area=DISTRICT).status_code == 403
    assert own.post("analyst", "/en/desk/review/sample/", {}).status_code == 302
    page = own.get("analyst", "/en/desk/review/").text
    found = re.search(r'href="\?pair=([0-9a-f]{12})">Look at the (\d+) pairs of the sample', page)
    assert found, page[-3000:]
    pair, count = found.group(1), int(found.group(2))
    assert "it is asked as part of a sample" in own.get("analyst", f"/en/desk/review/?pair={pair}").text
    assert own.post("analyst", f"/desk/review/{pair}/answer/", {"answer": "same", "next": ""}).status_code == 302
    assert f"Look at the {count - 1} pairs of the sample" in own.get("analyst", "/en/desk/review/").text


def test_the_trail_tells_who_reviewed(own: Site) -> None:
    pair, _ = first(own)
    own.post("analyst", f"/desk/review/{pair}/answer/", {"answer": "unsure"})
    own.post("analyst", f"/desk/review/{pair}/withdraw/", {})
    own.post("analyst", "/desk/review/sample/", {})
    text = own.post("auditor", "/desk/trail/export/", {}).content.decode("utf-8-sig")
    assert [did for did in ("reviewed", "review_withdrawn", "sample_drawn") if f",{did}," not in text] == []


def test_a_decision_counts_from_the_next_build(own: Site, tmp_path: Path) -> None:
    page = own.get("analyst", "/en/desk/review/").text
    assert "A decision counts in the figures from the next snapshot on." in page
