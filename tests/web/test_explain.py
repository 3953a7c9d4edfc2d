"""The law as data on its page, and the page that explains a contribution and eligibility: nothing typed is kept."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from cakupan.scheme.in_force import law_for

from .conftest import DISTRICT, Site
from .test_browser import browser
from .test_every_page import _look_over, _somebody

__all__ = ["browser"]

PATH = "/en/desk/explain/"
PERSON = {"birth": "1980-05-05", "occupation": "farmer", "decile": "2", "member": "none", "citizen": "yes"}
MONEY = {"payer": "self", "since": "2026-01", "until": "2026-12"}


@pytest.mark.parametrize("lang", ["", "/en"])
def test_every_entry_of_the_law_is_shown_with_dates_source_and_confidence(site: Site, lang: str) -> None:
    page = site.get("budget_holder", f"{lang}/desk/definitions/?on=2026-05-01")
    assert page.status_code == 200
    for entry in law_for(area="16.06").every():
        assert entry.id in page.text
    sources = (
        ("PP 50/2025 art 4", "Permenaker 4/2023 art 18") if lang else ("Pasal 4 PP 50/2025", "Pasal 18 Permenaker")
    )
    for told in (*sources, "bpu_discount_others"):
        assert told in page.text


def test_a_contribution_and_eligibility_are_explained_step_by_step(site: Site) -> None:
    page = site.post("budget_holder", PATH, {**MONEY, **PERSON})
    assert page.status_code == 200
    for told in ("Rp126,000 for 12 months", "January 2026 to March 2026", "bpu_discount_payers", "May be enrolled by"):
        assert told in page.text
    sponsored = site.post("budget_holder", PATH, {**MONEY, **PERSON, "payer": "apbd_regency"})
    assert "Rp201,600 for 12 months" in sponsored.text
    old = site.post("analyst", PATH, {**MONEY, **PERSON, "birth": "1950-01-01"}, area=DISTRICT)
    assert "May not be enrolled by" in old.text
    assert "eligible_age_oldest" in old.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"since": "soon"}, "soon"),
        ({"since": "2026-05", "until": "2026-01"}, "cannot be reckoned"),
        ({"payer": "astronaut"}, "astronaut"),
        ({"income": "much"}, "much"),
        ({"income": "999.999"}, "below the lowest"),
        ({"birth": "yesterday"}, "yesterday"),
        ({"decile": "11"}, "There is no decile"),
        ({"occupation": "<script>"}, "eligible_occupation"),
    ],
)
def test_what_cannot_be_reckoned_is_said_above_the_form(site: Site, typed: dict[str, object], told: str) -> None:
    page = site.post("budget_holder", PATH, {**MONEY, **PERSON, **typed})
    assert page.status_code in (200, 400)
    assert told in page.text
    assert "<script>" not in page.text.split("<form", 1)[1].split("</form>")[0]


def test_a_stranger_is_sent_to_sign_in(site: Site) -> None:
    assert site.get(None, PATH).status_code == 302
    assert site.get("village_operator", PATH, area=DISTRICT).status_code == 200


def test_an_explanation_and_the_whole_law_are_fit_for_everybody(browser: Browser, site: Site, tmp_path: Path) -> None:
    watched = _somebody(browser, site, {}, "budget_holder")
    page = watched.open(PATH)
    page.fill("#since", "2026-01")
    page.fill("#until", "2026-12")
    page.fill("#birth", "1980-05-05")
    page.select_option("#occupation", "farmer")
    page.click("main form button")
    page.wait_for_selector("#may")
    assert "Rp126,000 for 12 months" in page.inner_text("main")
    assert "1980" not in page.url
    _look_over(page, watched, "light")
    page.screenshot(path=tmp_path / "explain.png", full_page=True)
    page.goto("/en/desk/definitions/?on=2026-05-01")
    for one in page.locator("details").all():
        one.evaluate("one => one.open = true")
    _look_over(page, watched, "dark")
    page.screenshot(path=tmp_path / "law.png", full_page=True)
    page.close()
