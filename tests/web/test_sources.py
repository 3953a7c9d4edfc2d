"""The ledger of sources and snapshots side by side: of one's own areas only."""

import re

from .conftest import DISTRICT, OTHER_DISTRICT, Site


def files_on(page: str) -> int:
    found = re.search(r"(\d+) files?, last received first", page)
    return int(found.group(1)) if found else 0


def test_every_file_is_told_with_its_rows(site: Site) -> None:
    page = site.get("auditor", "/en/desk/sources/")
    assert page.status_code == 200
    assert files_on(page.text) > 3
    assert "members extract" in page.text


def test_a_filter_leaves_out_other_files(site: Site) -> None:
    every = files_on(site.get("auditor", "/en/desk/sources/").text)
    recaps = site.get("auditor", "/en/desk/sources/?kind=recap").text
    assert 0 < files_on(recaps) < every
    assert "no such file" in site.get("auditor", "/en/desk/sources/?month=1999-01").text
    assert site.get("auditor", "/en/desk/sources/?page=zzz").status_code == 200


def test_a_district_sees_no_file_of_the_whole_regency(site: Site) -> None:
    page = site.get("analyst", "/en/desk/sources/", area=DISTRICT)
    assert page.status_code == 200
    assert "members-2025-07" not in page.text
    assert files_on(page.text) < files_on(site.get("analyst", "/en/desk/sources/").text)


def test_two_snapshots_stand_side_by_side(site: Site) -> None:
    page = site.get("analyst", "/en/desk/snapshots/1/1/")
    assert page.status_code == 200
    assert "is the same in both snapshots" in page.text


def test_a_snapshot_that_is_none_and_an_area_of_others_are_refused(site: Site) -> None:
    assert site.get("analyst", "/desk/snapshots/1/99/").status_code == 404
    assert site.get("analyst", f"/desk/snapshots/1/1/?area={OTHER_DISTRICT}", area=DISTRICT).status_code == 403
    assert site.get("analyst", "/desk/snapshots/1/1/?area=16.06", area=DISTRICT).status_code == 403
    assert site.get("analyst", "/desk/snapshots/?before=x&after=1").status_code == 404
    assert site.get("analyst", "/desk/snapshots/?before=1&after=1").headers["Location"] == "/desk/snapshots/1/1/"
    assert site.get(None, "/desk/snapshots/1/1/").status_code == 302
    assert site.get(None, "/desk/sources/").status_code == 302
