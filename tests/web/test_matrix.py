"""Every view and every route of the API, for every role, in one's own area and in another, by list and by id.

The routes are read from the site itself: one that is not in the tables below fails the test.
"""

import json
import os
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from .conftest import DISTRICT, OTHER_DISTRICT, REGENCY, ROLES, Site
from .test_api import token_of
from .test_plans import made_plan

LET_IN = {200, 302}
KEPT_OUT = {403, 404}
NOWHERE = "0" * 12


@dataclass(frozen=True)
class View:
    """An address with what it takes: one of `rights`, in the area of what stands in its braces.

    `whole`: in all of the workspace. `made_up`: the thing named is none, so nobody is let in. `post`: it changes
    something, so that only whom it keeps out is tried here; what it does is tried where its room is. `names`: it shows
    people, so what for is asked first.
    """

    path: str
    rights: tuple[str, ...] = ()
    whole: bool = False
    made_up: bool = False
    post: bool = False
    names: bool = False


FIGURES, PEOPLE, SEND = ("see_figures",), ("see_people",), ("send",)
PLANS = ("plan", "approve_plan", "spend_budget")
SIGN = ("sign_regency", "sign_branch")
SEES_FILES = ("send", "decide")
HAS_CELLS = ("decide", "review")  # those who see files and people; whoever sent it has them too, and nobody here did

VIEWS: Mapping[str, View] = {
    "home": View("/desk/home/"),
    "desk_overview": View("/desk/", FIGURES),
    "desk_area": View("/desk/areas/{area}/", FIGURES),
    "desk_card": View("/desk/areas/{area}/card.png?month=2025-07", FIGURES, post=True),
    "desk_ahead": View("/desk/ahead/", FIGURES),
    "desk_ahead_area": View("/desk/ahead/{area}/", FIGURES),
    "desk_uncovered": View("/desk/uncovered/", FIGURES),
    "desk_uncovered_area": View("/desk/uncovered/{area}/", FIGURES),
    "desk_uncovered_export": View("/desk/uncovered/{area}/export/", ("export_people",), post=True),
    "desk_repairs": View("/desk/repairs/", PEOPLE),
    "desk_repairs_file": View("/desk/repairs/{file}/", PEOPLE, names=True),
    "desk_repairs_workbook": View("/desk/repairs/{file}/workbook/", ("send", "decide"), post=True),
    "desk_review": View("/desk/review/", ("review",), names=True),
    "desk_review_sample": View("/desk/review/sample/", ("review",), whole=True, post=True),
    "desk_review_answer": View("/desk/review/{nothing}/answer/", ("review",), made_up=True, post=True),
    "desk_review_withdraw": View("/desk/review/{nothing}/withdraw/", ("review",), made_up=True, post=True),
    "desk_workers": View("/desk/workers/", PEOPLE, names=True),
    "desk_worker": View("/desk/workers/{person}/", PEOPLE, names=True),
    "desk_users": View("/desk/users/", ("manage_users",)),
    "desk_users_give": View("/desk/users/give/", ("manage_users",), post=True),
    "desk_users_take": View("/desk/users/take/999999/", ("manage_users",), made_up=True, post=True),
    "desk_users_withdraw": View("/desk/users/invitations/999999/withdraw/", ("manage_users",), made_up=True, post=True),
    "desk_users_recover": View("/desk/users/999999/recover/", ("manage_users",), made_up=True, post=True),
    "desk_users_close": View("/desk/users/999999/close/", ("manage_users",), made_up=True, post=True),
    "desk_trail": View("/desk/trail/", ("see_trail",)),
    "desk_trail_export": View("/desk/trail/export/", ("see_trail",), post=True),
    "desk_files": View("/desk/files/", SEES_FILES),
    "desk_send": View("/desk/files/send/", SEND),
    "desk_forms": View("/desk/files/forms/?kind=nominations&area={area}", SEND),
    "desk_forms_each": View("/desk/files/forms/each/", made_up=True, post=True),
    "desk_made": View("/desk/files/made/{key}/", made_up=True),
    "desk_made_file": View("/desk/files/made/{key}/file/", made_up=True),
    "desk_draft": View("/desk/files/drafts/{key}/", SEND, made_up=True),
    "desk_upload": View("/desk/files/sent/{upload}/", SEES_FILES),
    "desk_upload_marked": View("/desk/files/sent/{upload}/marked/", HAS_CELLS, post=True),
    "desk_publish": View("/desk/files/publish/", ("publish",), whole=True, post=True),
    "desk_publishing": View("/desk/files/publish/{key}/", ("publish",), whole=True, made_up=True),
    "desk_file": View("/desk/files/{file}/", SEES_FILES),
    "desk_file_marked": View("/desk/files/{file}/marked/", HAS_CELLS, post=True),
    "desk_file_receipt": View("/desk/files/{file}/receipt/", SEES_FILES, post=True),
    "desk_decide": View("/desk/files/{file}/undo/", ("decide",)),
    "desk_planning": View("/desk/plans/", PLANS),
    "desk_planning_area": View("/desk/plans/{area}/", PLANS),
    "desk_plan": View("/desk/plans/{area}/{plan}/", PLANS),
    "desk_plan_quotas": View("/desk/plans/{area}/{plan}/quotas/", PLANS, post=True),
    "desk_plan_names": View("/desk/plans/{area}/{plan}/names/", ("list_planned", "export_people"), post=True),
    "desk_plan_compare": View("/desk/plans/{area}/compare/?first={plan}&second={plan}", PLANS),
    "desk_plan_making": View("/desk/plans/{area}/making/{key}/", PLANS, made_up=True),
    "desk_check": View("/desk/check/", FIGURES),
    "desk_press": View("/desk/press/", FIGURES),
    "desk_press_area": View("/desk/press/{area}/", FIGURES),
    "desk_published": View("/desk/published/", FIGURES),
    "desk_published_export": View("/desk/published/export/", FIGURES, post=True),
    "desk_published_place": View("/desk/published/{area}/", FIGURES),
    "desk_published_withdraw": View("/desk/published/texts/999999/withdraw/", ("observe",), made_up=True, post=True),
    "desk_agreed": View("/desk/agreed/", FIGURES),
    "desk_agreed_area": View("/desk/agreed/16.06/", FIGURES, whole=True),
    "desk_agreed_month": View("/desk/agreed/16.06/2025-07/", FIGURES, whole=True),
    "desk_definitions": View("/desk/definitions/?area={area}", FIGURES),
    "desk_explain": View("/desk/explain/", FIGURES),
    "desk_glossary": View("/desk/glossary/", FIGURES),
    "desk_sources": View("/desk/sources/", FIGURES),
    "desk_snapshots_chosen": View("/desk/snapshots/?before=1&after=1", FIGURES),
    "desk_snapshots": View("/desk/snapshots/1/1/?area={area}", FIGURES),
    "agency_bridge": View("/agency/bridge/", FIGURES),
    "agency_bridge_area": View("/agency/bridge/{area}/?month=2025-07", FIGURES),
    "village_worker": View("/village/worker/", SEND),
    "village_worker_nik": View("/village/worker/nik/", SEND, post=True),
    "village_workers_sent": View("/village/worker/sent/", SEND),
    "village_worker_alone": View("/village/worker/alone/", SEND),
    "village_worker_offline": View("/village/worker/offline.js", SEND),
}
# Of nobody else but oneself, or for everybody: whoever is signed in, or anybody, may open them.
ONE_S_OWN = {
    "account": "/account/",
    "account_tokens": "/account/tokens/",
    "purpose": "/account/purpose/",
    "usersessions_list": "/account/sessions/",
}
FOR_EVERYBODY = {
    *("public_home", "public_villages", "public_revisions", "public_method", "public_downloads", "public_card"),
    *("public_table", "invitation", "way_back", "programs", "api-root", "openapi-json"),
}
OF_THE_LIBRARY = ("account_", "mfa_")  # allauth's own: tried in test_sign_in
OF_THE_API = {
    "below",
    "bridge",
    "changed",
    "check",
    "coverage",
    "eligible",
    "explain",
    "forecast",
    "gap",
    "lapses",
    "kept",
    "me",
    "months",
    "one",
    "one_plan",
    "own",
    "plan_asked",
    "plan_made",
    "published",
    "series",
    "signed",
    "snapshots",
}
API = {
    "get /api/v1/me": "me",
    "get /api/v1/snapshots": "snapshots",
    "get /api/v1/areas": "areas",
    "get /api/v1/areas/{code}": "areas/{area}",
    "get /api/v1/areas/{code}/areas": "areas/{area}/areas",
    "get /api/v1/areas/{code}/months": "areas/{area}/months",
    "get /api/v1/areas/{code}/coverage": "areas/{area}/coverage?month=2025-07",
    "get /api/v1/areas/{code}/gap": "areas/{area}/gap?month=2025-07",
    "get /api/v1/areas/{code}/change": "areas/{area}/change?since=2024-12&until=2025-07",
    "get /api/v1/areas/{code}/bridge": "areas/{area}/bridge?month=2025-07",
    "get /api/v1/areas/{code}/series": "areas/{area}/series",
    "get /api/v1/areas/{code}/agreements": "areas/{area}/agreements",
    "get /api/v1/areas/{code}/forecast": "areas/{area}/forecast?until=2026-12",
    "get /api/v1/areas/{code}/lapses": "areas/{area}/lapses?by=payer",
    "get /api/v1/areas/{code}/plans": "areas/{area}/plans",
    "get /api/v1/areas/{code}/plans/{number}": "areas/{area}/plans/{plan}",
    "get /api/v1/areas/{code}/plans/made/{job}": "areas/{area}/plans/made/{key}",
    "get /api/v1/areas/{code}/published": "areas/{area}/published",
    "post /api/v1/check": "check",
    "post /api/v1/areas/{code}/plans": "areas/{area}/plans",
    "post /api/v1/areas/{code}/explain": "areas/{area}/explain",
    "post /api/v1/areas/{code}/eligible": "areas/{area}/eligible",
}


BODIES: Mapping[str, Mapping[str, object]] = {
    "post /api/v1/check": {"text": "Per Juli 2025 cakupan di Kabupaten Musi Banyuasin 48,26 persen."},
    "post /api/v1/areas/{code}/explain": {"since": "2026-01", "payer": "apbd_regency"},
    "post /api/v1/areas/{code}/plans": {
        "name": "-",
        "until": "2019-01",
        "funds": [{"payer": "csr", "amount": 1}],
    },
}


@pytest.fixture(scope="module")
def told(site: Site) -> Mapping[str, list[str]]:
    """The routes, as the site itself has them."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cakupan_app.site.web"}
    environment["CAKUPAN_WORKSPACE"] = str(site.workspace)
    script = Path(__file__).with_name("routes.py")
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, check=True)
    found: Mapping[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def things(site: Site) -> Mapping[str, Mapping[str, str]]:
    """A file, an upload, a person and a plan of each district, by the district."""
    return {area: _things_of(site, area, last) for area, last in ((DISTRICT, "9021"), (OTHER_DISTRICT, "9022"))}


def _things_of(site: Site, area: str, last: str) -> Mapping[str, str]:
    key = str(uuid.uuid4())
    # the second row is none that can be used, so that there is something to mend
    content = f"nik,nama,tanggal lahir\n160604120587{last},WARGA CONTOH,12-05-1987\n12,WARGA LAIN,12-05-1987\n"
    data = {"key": key, "kind": "nominations", "month": "", "area": area, "straight": "1"}
    sent = site.post("analyst", "/en/desk/files/send/", data, files={"file": ("a.csv", content.encode())})
    assert sent.status_code == 302, sent.text[:500]
    for _ in range(240):
        page = site.get("analyst", f"/en/desk/files/sent/{key}/").text
        found = re.search(r"/en/desk/files/([0-9a-f]{64})/", page)
        if found:
            break
        time.sleep(0.25)
    assert found, page[:2000]
    people = site.get("analyst", f"/en/desk/uncovered/{area}/?people=1").text
    person = re.search(r"/desk/workers/([0-9a-f]{32})/", people)
    assert person
    # another module may have made one before; letters only, since a name that holds a long number is refused
    called = uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))
    plan = str(made_plan(site, "analyst", area, f"Rencana {called}"))
    return {"area": area, "file": found.group(1), "upload": key, "person": person.group(1), "plan": plan}


def test_no_route_is_forgotten(told: Mapping[str, list[str]]) -> None:
    library = {name for name in told["views"] if name.startswith(OF_THE_LIBRARY) and name not in ONE_S_OWN}
    assert set(told["views"]) - library == set(VIEWS) | set(ONE_S_OWN) | FOR_EVERYBODY | OF_THE_API
    assert set(told["api"]) == set(API)


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_a_view_lets_in_whom_it_should_and_nobody_else(
    site: Site, things: Mapping[str, Mapping[str, str]], name: str
) -> None:
    view = VIEWS[name]
    here, elsewhere = _path(view, things[DISTRICT]), _path(view, things[OTHER_DISTRICT])
    stranger = _asked(site, view, None, here)
    assert (stranger.status_code, "/account/login/" in stranger.headers.get("Location", "")) == (302, True)
    for role in ROLES:
        may = not view.rights or any(right in _rights()[role] for right in view.rights)
        inside = _asked(site, view, role, here).status_code
        if may and view.made_up and view.post:
            assert inside in {*KEPT_OUT, 400, 422}, (name, role, here)  # an empty form says nothing of what is there
        elif not may or view.whole or view.made_up:
            assert inside in KEPT_OUT, (name, role, here)
        elif not view.post:
            assert inside in LET_IN, (name, role, here)
        if here != elsewhere:
            assert _asked(site, view, role, elsewhere).status_code in KEPT_OUT, (name, role, elsewhere)
        if may and view.whole and not view.made_up and not view.post:
            assert _asked(site, view, role, here, REGENCY).status_code in LET_IN, (name, role)


def test_nobody_sees_people_who_has_not_said_what_for(site: Site, things: Mapping[str, Mapping[str, str]]) -> None:
    fresh = Site(site.url, site.workspace)
    thing = things[DISTRICT]
    paths = [(_path(view, thing), view.post) for view in VIEWS.values() if view.names]
    for path, post in [*paths, (f"/desk/uncovered/{DISTRICT}/?people=1", False), ("/desk/workers/", True)]:
        told = fresh.post("analyst", path, {"text": "warga"}) if post else fresh.get("analyst", path, says=None)
        assert told.status_code == 302, path
        assert "/account/purpose/?next=" in told.headers["Location"], path
    part = fresh.get("analyst", "/en/desk/review/", says=None, headers={"HX-Request": "true"})
    assert part.headers["HX-Redirect"].endswith("next=%2Fen%2Fdesk%2Freview%2F")
    for away in ("//elsewhere.example/desk/", f"{site.url}//elsewhere.example/desk/"):
        said = fresh.post("analyst", f"/account/purpose/?next={away}", {"purpose": "audit"})
        assert said.headers["Location"] == "/desk/home/"


@pytest.mark.parametrize("name", sorted(ONE_S_OWN))
def test_one_s_own_pages_are_open_to_whoever_is_signed_in(site: Site, name: str) -> None:
    path = ONE_S_OWN[name]
    assert site.get(None, path).status_code == 302
    assert {site.get(role, path, area=DISTRICT).status_code for role in ROLES} == {200}


@pytest.mark.parametrize("role", ROLES)
def test_the_api_tells_of_one_s_own_area_alone(site: Site, things: Mapping[str, Mapping[str, str]], role: str) -> None:
    token = token_of(site, role, DISTRICT)
    for route, path in API.items():
        told = {"plan": things[DISTRICT]["plan"], "key": str(uuid.UUID(int=1))}
        here = _api(site, route, path.format(area=DISTRICT, **told), token)
        may = not route.split(" ")[1].startswith(OF_PLANS) or any(right in _rights()[role] for right in PLANS)
        assert here.status_code in _expected(route) if may else here.status_code == 403, (route, here.text)
        if "{area}" in path:
            for other in (OTHER_DISTRICT, REGENCY):
                assert _api(site, route, path.format(area=other, **told), token).status_code == 403, route
        assert _api(site, route, path.format(area=DISTRICT, **told), {}).status_code == 401


OF_PLANS = "/api/v1/areas/{code}/plans"


def _expected(route: str) -> set[int]:
    """A bridge needs a recap of the district, which nobody sent; a job of this name there is not; and who asks for a
    plan here tells of none that could be."""
    if "bridge" in route:
        return {200, 409}
    if "{job}" in route:
        return {404}
    return {403, 409} if route == f"post {OF_PLANS}" else {200}


def _path(view: View, thing: Mapping[str, str]) -> str:
    return view.path.format(**thing, nothing=NOWHERE, key=uuid.UUID(int=1))


def _asked(site: Site, view: View, role: str | None, path: str, area: str = DISTRICT) -> requests.Response:
    if view.post:
        return site.post(role, path, {}, area=area)
    return site.get(role, path, area=area)


def _api(site: Site, route: str, path: str, headers: Mapping[str, str]) -> requests.Response:
    method, body = route.split(maxsplit=1)[0], BODIES.get(route, {})
    options = {"json": body} if method == "post" else {}
    return requests.request(method, f"{site.url}/api/v1/{path}", headers=dict(headers), timeout=120, **options)


def _rights() -> Mapping[str, frozenset[str]]:
    from cakupan_app.work.rights import roles

    return roles()
