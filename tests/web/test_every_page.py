"""Every page of the site in a real browser: what it is to axe, to the content policy, to a phone and to a slow line.

The pages are those of the routes (`test_matrix` has every route, or fails): a new one is looked at here by itself.
Each is looked at in one language by axe and in both themes, languages and themes taking turns from page to page, which
keeps this under two minutes. With CAKUPAN_EVERY_PAGE=1 (`make prove AREA=pages`) each is looked at in both languages
by all of axe's rules, in both themes, on a wall and on a phone.
"""

import os
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

import made_up

from .conftest import PASSWORD, REGENCY, Site, address, served
from .test_browser import PHONE, WALL, browser
from .test_matrix import NOWHERE, OF_THE_LIBRARY, ONE_S_OWN, VIEWS, _rights, things, told
from .test_published import TEXT
from .test_sign_in import code_of

__all__ = ["browser", "things", "told"]

EVERY_LOOK = os.environ.get("CAKUPAN_EVERY_PAGE") == "1"
FIRST_LOAD = 150_000  # bytes
# What changes with the theme and with the width; the rest of axe's rules say the same of a page again.
OF_ANOTHER_LOOK = ["color-contrast", "scrollable-region-focusable", "link-in-text-block", "target-size"]

FILES_TO_TAKE = {
    *("desk_card", "desk_upload_marked", "desk_file_marked", "desk_file_receipt", "village_worker_offline"),
    "desk_plan_quotas",
}
OF_A_MOMENT = {"desk_draft", "desk_publishing"}  # walked to below
PARTS = {"village_workers_sent"}  # of a page, that comes again by itself
NOT_BY_ADDRESS = FILES_TO_TAKE | OF_A_MOMENT | PARTS
PUBLIC = {
    "public_home": "/",
    "public_villages": "/villages/",
    "public_revisions": "/revisions/",
    "public_method": "/method/",
    "public_downloads": "/downloads/",
    "programs": "/programs/",
    "account_login": "/account/login/",
    "invitation to nothing": "/account/invitation/none/",
    "way back to nothing": "/account/back/none/",
}
ACCOUNT = {
    **ONE_S_OWN,
    "account_change_password": "/account/password/",
    "account_logout": "/account/logout/",
    "account_inactive": "/account/inactive/",
    "account_signup": "/account/signup/",
    "account_reauthenticate": "/account/reauthenticate/",
    "mfa_index": "/account/second-factor/",
    "mfa_activate_totp": "/account/second-factor/totp/activate/",
}
OF_A_GUEST = {  # walked to by somebody who is invited
    *("invitation", "mfa_authenticate", "mfa_reauthenticate", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "mfa_deactivate_totp"),
}
NO_PAGES = {"mfa_download_recovery_codes"}
DESK = {
    **{name: view.path for name, view in VIEWS.items() if not view.post and name not in NOT_BY_ADDRESS},
    "desk_forms": "/desk/files/forms/",
}
IN_OTHER_STATES = {
    "overview by village": "/desk/areas/16.06/?level=village",
    "overview of another month": "/desk/areas/16.06/?month=2024-12",
    "uncovered by name": "/desk/uncovered/{area}/?people=1",
    "no file of a kind": "/desk/files/?status=held",
    "no line of the trail": "/desk/trail/?who=nobody",
    "nowhere": "/desk/nowhere/",
}
ROLE_OF = {"desk_users": "administrator", "desk_trail": "auditor", "agency_bridge_area": "agency_officer"}
PAGES = {**PUBLIC, **ACCOUNT, **DESK, **IN_OTHER_STATES}


@dataclass
class Watched:
    """Somebody's browser, with what it complained of on the way and how much each address weighed."""

    context: BrowserContext
    complaints: list[str] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfinished", lambda request: self.asked.append(request))  # noqa: PLW0108  it takes no builtin
        self.asked.clear()
        page.goto(path)
        return page

    def first_load(self) -> int:
        """What the page opened last weighs for who comes for the first time: the browser's own store gives nothing."""
        for request in self.asked:
            weight = request.sizes()["responseBodySize"]
            self.weights[request.url] = max(weight, self.weights.get(request.url, 0))
        return sum(self.weights[request.url] for request in self.asked)

    def _hear(self, message: ConsoleMessage) -> None:
        refused = "Failed to load resource: the server responded with a status of 40"  # of the page itself: meant so
        if message.type in ("error", "warning") and not message.text.startswith(refused):
            self.complaints.append(message.text)


@pytest.fixture(scope="module")
def somebody(browser: Browser, site: Site) -> Iterator["partial[Watched]"]:
    """`somebody(role)`: the browser of one of the cast, signed in once."""
    known: dict[str | None, Watched] = {}
    yield partial(_somebody, browser, site, known)
    for one in known.values():
        one.context.close()


def _somebody(browser: Browser, site: Site, known: dict[str | None, Watched], role: str | None) -> Watched:
    if role not in known:
        context = _context(browser, site)
        cookies = site.as_(role).cookies
        context.add_cookies([{"name": one.name, "value": one.value or "", "url": site.url} for one in cookies])
        known[role] = Watched(context)
    return known[role]


def _context(browser: Browser, site: Site) -> BrowserContext:
    context = browser.new_context(base_url=site.url, viewport=WALL)  # type: ignore[arg-type]
    context.set_default_timeout(120_000)
    return context


def test_no_page_is_forgotten(told: Mapping[str, list[str]]) -> None:
    library = {name for name in told["views"] if name.startswith(OF_THE_LIBRARY)}
    assert library - NO_PAGES - OF_A_GUEST <= set(PAGES)
    assert {name for name, view in VIEWS.items() if not view.post} - NOT_BY_ADDRESS <= set(PAGES)
    assert {name for name in told["views"] if name.startswith("public_")} - {"public_card", "public_table"} <= set(
        PAGES
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_fit_for_everybody(
    somebody: "partial[Watched]", things: Mapping[str, Mapping[str, str]], name: str
) -> None:
    place = list(PAGES).index(name)
    thing = {**next(iter(things.values())), "nothing": NOWHERE, "key": uuid.UUID(int=1)}
    for lang in ("", "/en") if EVERY_LOOK else (("", "/en")[place % 2],):
        watched = somebody(_role_of(name))
        page = watched.open(lang + PAGES[name].format(**thing))
        _look_over(page, watched, "light" if place // 2 % 2 else "dark")
        assert watched.first_load() < FIRST_LOAD
        home = page.url[: page.url.index("/", len("http://"))]
        assert all(request.url.startswith(home) for request in watched.asked)
        page.close()


def test_a_checked_text_is_fit_for_everybody(somebody: "partial[Watched]") -> None:
    """Its page comes by no address: figures marked in place, findings with repairs, how each fares against ours."""
    watched = somebody("analyst")
    page = watched.open("/en/desk/check/")
    page.fill("#text", TEXT)
    page.click("main form.card button")
    page.wait_for_selector(".text-shown mark")
    _look_over(page, watched, "light")
    page.close()


def _role_of(name: str) -> str | None:
    if name in PUBLIC:
        return None
    if name in ROLE_OF or name not in VIEWS or not VIEWS[name].rights:
        return ROLE_OF.get(name, "auditor" if "trail" in name else "analyst")
    return next(role for role in ("analyst", *_rights()) if set(VIEWS[name].rights) & _rights()[role])


def _look_over(page: Page, watched: Watched, theme: str) -> None:
    """All of axe's rules in one theme on a wall; in the other, on a phone, those that change with either. With
    EVERY_LOOK all of them in both themes at both widths, the phone last."""
    other = "dark" if theme == "light" else "light"
    _set(page, theme, WALL)
    _nothing_found(page, Axe().run(page).response["violations"])
    for again, width in ((other, WALL), (theme, PHONE), (other, PHONE)) if EVERY_LOOK else ((other, PHONE),):
        _set(page, again, width)
        asked = {"resultTypes": ["violations"]} | ({} if EVERY_LOOK else {"runOnly": OF_ANOTHER_LOOK})
        _nothing_found(page, page.evaluate("asked => axe.run(asked)", asked)["violations"])
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide[0] <= wide[1], (page.url, "stands out to the side on a phone")
    complaints, watched.complaints = watched.complaints, []
    assert (page.url, complaints) == (page.url, [])


def _set(page: Page, theme: str, width: Mapping[str, int]) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.set_viewport_size(width)  # type: ignore[arg-type]


def _nothing_found(page: Page, violations: list[dict[str, list[dict[str, str]]]]) -> None:
    told = [(page.url, one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in violations]
    assert told == []


def test_what_a_guest_meets_on_the_way_in_is_fit_for_everybody(browser: Browser, site: Site) -> None:
    """From the invitation to the second factor, and in again with it."""
    told = {"email": "pendatang@contoh.id", "name": "Tamu", "role": "analyst", "area": REGENCY}
    invited = re.search(r"/account/invitation/[\w-]+/", site.post("administrator", "/en/desk/users/", told).text)
    assert invited
    guest = Watched(_context(browser, site))
    page = guest.open(f"/en{invited.group()}")
    look = partial(_look_over, page, guest, "dark")
    look()
    page.fill("#id_name", "Tamu")
    page.fill("#id_password", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/desk/**")
    page.goto("/en/account/reauthenticate/")
    look()  # as whoever stayed signed in for long meets it
    page.goto("/en/account/second-factor/totp/activate/")
    look()
    secret = page.inner_text("main code")
    page.fill("#id_code", code_of(secret))
    page.click("main form button")
    page.wait_for_url("**/recovery-codes/")
    codes = page.locator("main li").all_inner_texts()
    look()
    for path in ("recovery-codes/generate/", "totp/deactivate/"):
        page.goto(f"/en/account/second-factor/{path}")
        look()
    guest.context.clear_cookies()
    page.goto("/en/account/login/")
    page.fill("#id_login", "pendatang@contoh.id")
    page.fill("#id_password", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/authenticate/")
    look()
    page.fill("#id_code", codes[0])
    page.click("main form button")
    page.wait_for_url("**/desk/**")
    guest.context.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site on its first day: nothing was received."""
    from cakupan_app.ledger.later import make_tables
    from cakupan_app.work.accounts import make_account
    from cakupan_app.work.rights import Assigned
    from cakupan_app.work.workspace import create, open_workspace

    workspace: Path = tmp_path_factory.mktemp("empty") / "workspace"
    roles = [Assigned(role, REGENCY) for role in ("analyst", "administrator", "agency_officer", "approver")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread, and waits
        create(workspace, REGENCY, at=made_up.NOW)
        open_workspace(workspace)
        make_tables()
        make_account(address("analyst"), "Contoh", PASSWORD, roles, by="test", at=made_up.NOW)
    with served(workspace) as url:
        yield Site(url, workspace)


@pytest.mark.long
def test_on_the_first_day_every_page_says_what_is_missing(browser: Browser, empty: Site) -> None:
    watched = _somebody(browser, empty, {}, "analyst")
    whole = [path for path in chain(DESK.values(), PUBLIC.values()) if "{" not in path.replace("{area}", "")]
    for path in (*whole, *_of_a_moment(empty)):
        page = watched.open(f"/en{path.format(area=REGENCY)}")
        answers = [one.response() for one in watched.asked]
        assert max(answer.status for answer in answers if answer) < 500, path
        assert len(page.inner_text("main")) > 40, path
        _nothing_found(page, Axe().run(page).response["violations"])
        page.close()
    assert watched.complaints == []
    watched.context.close()


def _of_a_moment(site: Site) -> Iterator[str]:
    """A file that is looked into before it is sent, and a publication (here of nothing)."""
    told = {"key": str(uuid.uuid4()), "kind": "nominations", "month": "", "area": REGENCY, "look": "1"}
    content = b"nik,nama,catatan\n1606041205879044,WARGA CONTOH,petani\n"
    files = {"file": ("usulan.csv", content)}
    yield site.post("analyst", "/desk/files/send/", told, files=files).headers["Location"]
    yield site.post("analyst", "/desk/files/publish/", {}).headers["Location"]
