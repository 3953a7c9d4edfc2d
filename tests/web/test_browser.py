"""The site in a real browser: what each page looks like to axe, to the content policy, to a phone and to a keyboard."""

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from .conftest import PASSWORD, Site, address

PUBLIC = ("/", "/villages/", "/revisions/", "/method/", "/downloads/", "/account/login/")
DESK = (
    "/desk/areas/16.06/",
    "/desk/areas/16.06/?level=village",
    "/desk/areas/16.06.04/",
    "/account/",
    "/account/tokens/",
)
PHONE, WALL = {"width": 360, "height": 740}, {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium: the site is looked at by what people have."""
    found = shutil.which("chromium")
    if found is None:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail("chromium is not installed, and in CI its tests must run: apt install chromium")
        pytest.skip("chromium is not installed (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


def opened(browser: Browser, site: Site, role: str | None, **options: object) -> BrowserContext:
    """A browser of somebody of the cast, who came in by the door; `options` as playwright has them."""
    context = browser.new_context(base_url=site.url, **options)  # type: ignore[arg-type]
    if role:
        page = context.new_page()
        page.goto("/account/login/")
        page.fill("#id_login", address(role))
        page.fill("#id_password", PASSWORD)
        page.click("main button")
        page.wait_for_url("**/desk/**")
        page.close()
    return context


def looked_at(context: BrowserContext, path: str) -> tuple[Page, list[str]]:
    """A page that was loaded, and what the browser complained of on the way: the policy, a script, a missing file."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page = context.new_page()
    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path)
    return page, complaints


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize(("role", "paths"), [(None, PUBLIC), ("analyst", DESK)], ids=["public", "desk"])
def test_axe_and_the_policy_find_nothing(
    browser: Browser, site: Site, role: str | None, paths: tuple[str, ...], lang: str, theme: str
) -> None:
    context = opened(browser, site, role, color_scheme=theme, viewport=WALL)
    for path in paths:
        page, complaints = looked_at(context, lang + path)
        found = Axe().run(page).response["violations"]
        assert [(path, one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
        assert (path, complaints) == (path, [])
        page.close()
    context.close()


@pytest.mark.parametrize(("role", "paths"), [(None, PUBLIC), ("analyst", DESK)], ids=["public", "desk"])
def test_on_a_phone_nothing_stands_out_to_the_side(
    browser: Browser, site: Site, role: str | None, paths: tuple[str, ...]
) -> None:
    context = opened(browser, site, role, viewport=PHONE)
    for path in paths:
        page, _ = looked_at(context, path)
        wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide[0] <= wide[1], path
        page.close()
    context.close()


def test_without_scripts_a_table_is_put_in_another_order(browser: Browser, site: Site) -> None:
    context = opened(browser, site, "analyst", java_script_enabled=False)
    page, _ = looked_at(context, "/en/desk/areas/16.06/?month=2025-07")
    page.click("#places th:has-text('Members') a")
    members = page.locator("#places tbody td:nth-child(2)").all_inner_texts()
    counts = [int(one.replace(",", "")) for one in members if one.replace(",", "").isdigit()]
    assert counts == sorted(counts, reverse=True)
    context.close()


def test_by_keyboard_alone_somebody_comes_in_and_chooses_a_month(browser: Browser, site: Site) -> None:
    context = opened(browser, site, None)
    page, _ = looked_at(context, "/en/account/login/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    _tab_to(page, "id_login")
    page.keyboard.type(address("analyst"))
    _tab_to(page, "id_password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/areas/16.06/")
    _tab_to(page, "month")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**month=2025-06**")
    context.close()


def test_the_first_load_is_light_and_asks_nobody_else(browser: Browser, site: Site) -> None:
    context = opened(browser, site, None)
    sizes: dict[str, int] = {}
    page = context.new_page()
    page.on("response", lambda answer: sizes.__setitem__(answer.url, len(answer.body()) if answer.ok else 0))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert all(url.startswith(site.url) for url in sizes)
    assert sum(sizes.values()) < 150_000
    context.close()


def _tab_to(page: Page, element: str) -> None:
    for _ in range(60):
        if page.evaluate("document.activeElement.id") == element:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach #{element}")
