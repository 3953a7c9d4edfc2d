"""The site by other ways than a mouse and scripts: every form with scripts off, and the main work by keyboard alone."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

import made_up

from .conftest import DISTRICT, PASSWORD, REGENCY, Site, address, copied, served

PHONE, WALL = {"width": 360, "height": 740}, {"width": 1440, "height": 900}
LIST = "nik,nama,jenis kelamin,tanggal lahir,desa,kecamatan,catatan\n"
ROW = "{nik},WARGA CONTOH,L,12-05-1987,Bukit Selabu,Batang Hari Leko,petani\n"

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium: the site is looked at by what people have."""
    found = shutil.which("chromium")
    if found is None:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail("chromium is not installed, and in CI its tests must run: apt install chromium")
        pytest.skip("chromium is not installed (Debian: apt install chromium)")
    expect.set_options(timeout=120_000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def own(published: made_up.Regency, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of this module's own: what is decided here changes what others see."""
    workspace = copied(published, tmp_path_factory.mktemp("browser"))
    with served(workspace) as url:
        yield Site(url, workspace)


@pytest.fixture
def opened(browser: Browser, own: Site) -> Iterator[Opened]:
    """`opened(role, path, area)`: a page of somebody of the cast, signed in; `scripts=True` lets scripts run."""
    contexts = []

    def opened(role: str, path: str, area: str = REGENCY, *, scripts: bool = False) -> Page:
        context = browser.new_context(base_url=own.url, java_script_enabled=scripts)
        context.set_default_timeout(120_000)
        contexts.append(context)
        for one in own.as_(role, area).cookies:
            context.add_cookies([{"name": one.name, "value": one.value or "", "url": own.url}])
        page = context.new_page()
        go(page, path)
        return page

    yield opened
    for context in contexts:
        context.close()


def go(page: Page, path: str) -> None:
    """To a page; what it asks first, it is told."""
    page.goto(path)
    if page.locator("select#purpose").count():
        say_what_for(page)


def say_what_for(page: Page) -> None:
    page.select_option("#purpose", "correction")
    page.click("main form button")


def written(folder: Path, nik: str) -> str:
    file = folder / "usulan.csv"
    file.write_text(LIST + ROW.format(nik=nik), encoding="utf-8")
    return str(file)


@pytest.mark.long
def test_without_scripts_a_table_is_filtered_and_put_in_another_order(opened: Opened) -> None:
    page = opened("analyst", "/en/desk/areas/16.06/")
    page.select_option("#month", "2025-07")
    page.click("form.filters button")
    page.click("#places th:has-text('Members') a")
    members = page.locator("#places tbody td:nth-child(2)").all_inner_texts()
    counts = [int(one.replace(",", "")) for one in members if one.replace(",", "").isdigit()]
    assert counts == sorted(counts, reverse=True)
    page.click("summary >> nth=0")
    expect(page.locator("details.more >> nth=0")).to_have_attribute("open", "")


def test_without_scripts_a_file_is_mapped_sent_taken_out_and_accepted(opened: Opened, tmp_path: Path) -> None:
    page = opened("analyst", "/en/desk/files/send/")
    page.set_input_files("#file", written(tmp_path, "1606041205879041"))
    page.select_option("#kind", "nominations")
    page.click("button[name=look]")
    page.select_option("tr:has-text('catatan') select", "occupation")
    page.click("button[name=look]")
    expect(page.locator("tr:has-text('catatan') select")).to_have_value("occupation")
    page.click("button[name=send]")
    expect(page.locator("main")).to_contain_text("Accepted.")  # the page loads itself again
    page.click("text=Open this file")
    for action, state in (("Take the file out", "Taken out"), ("Accept the file", "Accepted")):
        page.click(f"a:has-text('{action}')")
        page.click(f"button:has-text('{action}')")
        expect(page.locator("main .note").last).to_contain_text(state)
    page.goto("/en/desk/files/?status=undone")
    expect(page.locator("main")).not_to_contain_text("usulan.csv")


@pytest.mark.long
def test_without_scripts_pairs_are_reviewed_and_rows_given_back(opened: Opened) -> None:
    page = opened("analyst", "/en/desk/review/")
    page.fill("#note", "same family")
    page.click("button[value=different]")
    expect(page.locator("#decided ~ .table-box")).to_contain_text("same family")
    page.click("button:has-text('Withdraw')")
    expect(page.locator("main")).to_contain_text("the pair waits again")
    go(page, "/en/desk/repairs/")
    page.click("main tbody a >> nth=0")
    say_what_for(page)
    page.select_option("#code", index=1)
    page.click("form.filters button")
    assert "code=" in page.url
    page.click("form.card button")
    page.click("main a.button:has-text('Download')")  # the page loads itself again until the file is made
    with page.expect_download() as taken:
        say_what_for(page)
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_without_scripts_a_month_is_signed_and_the_signature_taken_back(opened: Opened) -> None:
    page = opened("approver", "/en/desk/agreed/16.06/2025-07/")
    page.fill("input[name=position]", "Head of office")
    page.click("button[value=sign]")
    page.click("summary:has-text('Take the signature back')")
    page.fill("textarea[name=note]", "Signed by mistake, once more tomorrow.")
    page.click("button[value=withdraw]")
    expect(page.locator("#withdrawn ~ .table-box")).to_contain_text("Signed by mistake")


def test_without_scripts_users_are_invited_and_roles_given(opened: Opened) -> None:
    page = opened("administrator", "/en/desk/users/")
    page.fill("#invite-email", "tanpa@contoh.id")
    page.fill("#invite-name", "Tanpa Skrip")
    page.click("form:has(#invite-email) button")
    assert "/account/invitation/" in page.inner_text("main code")
    page.click("tr:has-text('tanpa@contoh.id') button")
    expect(page.locator("main")).not_to_contain_text("tanpa@contoh.id")
    page.fill("#give-email", address("budget_holder", DISTRICT))
    page.select_option("form:has(#give-email) select[name=role]", "district_verifier")
    page.click("form:has(#give-email) button")
    row = page.locator(f"tr:has-text('{address('budget_holder', DISTRICT)}')")
    expect(row).to_contain_text("district verifier")
    row.locator("form:has-text('district verifier') button").click()
    expect(row).not_to_contain_text("district verifier")


def test_without_scripts_somebody_comes_in_and_sends_a_worker(opened: Opened) -> None:
    page = opened("village_operator", "/en/account/", DISTRICT)
    page.context.clear_cookies()
    page.goto("/en/village/worker/")
    page.fill("#id_login", address("village_operator", DISTRICT))
    page.fill("#id_password", PASSWORD)
    page.click("main form button")
    page.fill("#nik", "1606041205")
    page.fill("#name", "WARGA CONTOH")
    page.select_option("#village", f"{DISTRICT}.2010")
    page.click("text=Send this worker")
    expect(page.locator("#nik_error")).not_to_be_empty()
    page.fill("#nik", "1606041205879042")
    page.click("text=Send this worker")
    expect(page.locator("#sent")).to_contain_text("42")  # the end of the number; the rest is masked
    for _ in range(120):  # at most a minute, as the link says: load again
        if not page.locator("#sent a:has-text('Load again')").count():
            break
        page.wait_for_timeout(500)
        page.goto("/en/village/worker/#sent")
        page.reload()
    expect(page.locator("#sent .tag").first).to_contain_text("Accepted")
    page.goto("/en/account/tokens/")
    page.fill("#label", "Program")
    page.click("form.card button")
    page.click("button:has-text('End it')")
    expect(page.locator("main")).to_contain_text("has been ended")


class Keys:
    """Somebody without a mouse, who has to see where they are."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        """By the tabulator to an element, whose outline shows."""
        wanted = f"document.activeElement.matches({selector!r})"
        for _ in range(150):
            if self.page.evaluate(wanted):
                outline = self.page.evaluate("getComputedStyle(document.activeElement).outline")
                assert "solid 3px" in outline or outline.endswith("3px"), (selector, outline)
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"the keyboard does not reach {selector} on {self.page.url}")

    def press(self, selector: str, key: str = "Enter") -> None:
        self.to(selector)
        self.page.keyboard.press(key)

    def write(self, selector: str, words: str) -> None:
        self.to(selector)
        self.page.keyboard.type(words)


def test_by_keyboard_alone_somebody_comes_in_sorts_and_reads_what_a_figure_means(opened: Opened) -> None:
    page = opened("analyst", "/en/account/", scripts=True)
    page.context.clear_cookies()
    page.goto("/en/account/login/")
    keys = Keys(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    keys.write("#id_login", address("analyst"))
    keys.write("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/areas/16.06/")
    keys.to("#month")
    page.keyboard.press("ArrowDown")
    keys.press(".filters button")
    page.wait_for_url("**month=2025-06**")
    keys.press("details.more > summary")
    expect(page.locator("details.more >> nth=0")).to_have_attribute("open", "")
    keys.press("#places th a[href*='order=members']")
    page.wait_for_url("**order=members**")


def test_by_keyboard_alone_a_file_is_sent_three_pairs_are_reviewed_and_a_month_is_signed(
    opened: Opened, tmp_path: Path
) -> None:
    page = opened("analyst", "/en/desk/files/send/", scripts=True)
    keys = Keys(page)
    with page.expect_file_chooser() as chooser:
        keys.press("#file")
    chooser.value.set_files(written(tmp_path, "1606041205879043"))
    keys.write("#kind", "nom")
    keys.press("button[name=straight]")
    expect(page.locator("main")).to_contain_text("Accepted.")
    go(page, "/en/desk/review/")
    for key in ("d", "u", "d"):
        before = page.inner_text("#review > p >> nth=0")
        page.keyboard.press(key)
        expect(page.locator("#review")).not_to_contain_text(before)
    expect(page.locator("#decided ~ .table-box tbody tr")).to_have_count(3)

    page = opened("approver", "/en/desk/agreed/16.06/2025-06/", scripts=True)
    keys = Keys(page)
    keys.write("input[name=position]", "Head of office")
    keys.press("button[value=sign]")
    expect(page.locator("main")).to_contain_text(re.compile("signed", re.IGNORECASE))
    expect(page.locator("summary:has-text('Take the signature back')")).to_be_visible()
