"""What everybody may see: the pages, the files, and that small counts are in none of them."""

import csv
from io import StringIO

import pytest

from .conftest import Site

PAGES = ("/", "/villages/", "/revisions/", "/method/", "/downloads/")


@pytest.mark.parametrize("path", [*PAGES, *(f"/en{path}" for path in PAGES)])
def test_everybody_may_open_the_public_pages(site: Site, path: str) -> None:
    page = site.get(None, path)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"] == "public, max-age=60"


def test_whoever_is_signed_in_sees_the_page_of_everybody(site: Site) -> None:
    assert site.get("analyst", "/").content == site.get(None, "/").content


def test_a_page_that_is_known_is_not_sent_again(site: Site) -> None:
    tag = site.get(None, "/villages/").headers["ETag"]
    assert site.get(None, "/villages/", headers={"If-None-Match": tag}).status_code == 304


def test_small_counts_are_in_no_file(site: Site) -> None:
    hidden = 0
    for name in ("district", "village", "segment", "payer", "sex", "age", "decile", "occupation"):
        text = site.get(None, f"/downloads/{name}.csv").content.decode("utf-8-sig")
        for row in csv.DictReader(StringIO(text)):
            hidden += row["hidden"] == "true"
            assert row["members"] == "" or int(row["members"]) not in range(1, 5), (name, row)
            assert row["hidden"] == "false" or row["members"] == ""
    assert hidden, "this regency has no small count, so nothing was shown to be hidden"


def test_a_table_that_is_not_on_the_list_is_refused(site: Site) -> None:
    assert site.get(None, "/downloads/household.csv").status_code == 404


def test_the_headline_is_that_of_the_api(site: Site) -> None:
    (told,) = site.get(None, "/downloads/months.json").json()["rows"][-1:]
    assert f"{told['members']:,}" in site.get(None, "/en/").text
