"""The API: the figures of the pages for programs, by token and area, as its own description says."""

from datetime import UTC, datetime

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok

from .conftest import DISTRICT, OTHER_DISTRICT, REGENCY, Site, address


def token_of(site: Site, role: str, area: str = REGENCY, within: str | None = None) -> dict[str, str]:
    """The header by which a program of somebody of the cast asks."""
    from cakupan_app.ledger.models import User
    from cakupan_app.work.accounts import make_token
    from cakupan_app.work.rights import actor_of
    from cakupan_app.work.workspace import open_workspace

    open_workspace(site.workspace)
    user = User.objects.get(email=address(role, area))
    _, secret = make_token(actor_of(user), user, "test", within or area, datetime.now(UTC))
    return {"Authorization": f"Bearer {secret}"}


def ask(site: Site, path: str, headers: dict[str, str]) -> requests.Response:
    return requests.get(f"{site.url}/api/v1/{path}", headers=headers, timeout=120)


def test_without_a_token_nothing_is_told(site: Site) -> None:
    answer = ask(site, "areas/16.06/coverage?month=2025-07", {})
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["code"] == "api_token_needed"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "nothing", 404, "page_unknown"), ("DELETE", "areas/16.06", 405, "api_method_wrong")],
)
def test_what_no_view_of_it_answers_is_a_problem_too(
    site: Site, method: str, path: str, status: int, code: str
) -> None:
    answer = requests.request(method, f"{site.url}/api/v1/{path}", timeout=60)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert (answer.json()["code"], "GET" in answer.headers.get("Allow", "GET")) == (code, True)


def test_a_body_too_large_is_a_problem_too(site: Site) -> None:
    headers = token_of(site, "analyst") | {"Content-Type": "application/json"}
    answer = requests.post(f"{site.url}/api/v1/check", data=b"[" + b" " * 3_000_000, headers=headers, timeout=60)
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")


def test_a_token_of_a_district_tells_of_that_district(site: Site) -> None:
    narrow = token_of(site, "analyst", within=DISTRICT)
    assert ask(site, f"areas/{DISTRICT}/coverage?month=2025-07", narrow).status_code == 200
    assert ask(site, f"areas/{OTHER_DISTRICT}/coverage?month=2025-07", narrow).status_code == 403
    assert ask(site, "areas/16.06/coverage?month=2025-07", narrow).status_code == 403
    assert ask(site, "me", narrow).json()["rights"]["see_figures"] == [DISTRICT]


def test_a_token_that_was_ended_opens_nothing(site: Site) -> None:
    from cakupan_app.ledger.models import ApiToken, User
    from cakupan_app.work.accounts import withdraw_token
    from cakupan_app.work.rights import actor_of

    headers = token_of(site, "auditor")
    user = User.objects.get(email=address("auditor"))
    withdraw_token(actor_of(user), user, ApiToken.objects.latest("pk").pk, datetime.now(UTC))
    assert ask(site, "me", headers).status_code == 401


def test_the_figure_carries_its_definition_and_is_that_of_the_page(site: Site) -> None:
    answer = ask(site, "areas/16.06/coverage?month=2025-07&by=district", token_of(site, "analyst")).json()
    assert answer["definition"]["denominator"]["id"] == "potensi-bps-2025"
    assert sum(row["members"] for row in answer["rows"]) == answer["total"]["members"]
    page = site.get("analyst", "/en/desk/areas/16.06/?month=2025-07").text
    assert f"{answer['total']['members']:,} members" in page


def test_what_is_known_already_is_not_sent_again(site: Site) -> None:
    headers = token_of(site, "analyst")
    tag = ask(site, "areas/16.06/gap?month=2025-07", headers).headers["ETag"]
    again = ask(site, "areas/16.06/gap?month=2025-07", {**headers, "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_the_parts_of_a_change_add_up(site: Site) -> None:
    path = "areas/16.06/change?since=2024-12&until=2025-07"
    answer = ask(site, path, token_of(site, "analyst")).json()
    assert sum(row["persons"] for row in answer["rows"]) == answer["difference"] == answer["sum"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("areas/16.99/months", 403),
        ("areas/16.06/coverage?month=July", 422),
        ("areas/16.06/coverage?month=2025-07&denominator=nothing", 404),
        ("areas/16.06/gap?month=2025-07&since=2025-08", 409),
        ("snapshots?limit=0", 422),
        ("nowhere", 404),
    ],
)
def test_what_cannot_be_answered_says_why(site: Site, path: str, status: int) -> None:
    answer = ask(site, path, token_of(site, "analyst"))
    assert answer.status_code == status
    if path != "nowhere":
        assert answer.json()["detail"]


def test_nothing_breaks_it_and_it_answers_as_it_describes_itself(site: Site) -> None:
    schema = schemathesis.openapi.from_url(f"{site.url}/api/v1/openapi.json", timeout=60)
    headers = token_of(site, "analyst")
    tried = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=15,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def answers_as_described(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=headers, timeout=120)

        answers_as_described()
        tried += 1
    assert tried >= 12


@pytest.mark.parametrize("lang", ["", "/en"])
def test_a_page_tells_whoever_writes_a_program_every_question(site: Site, lang: str) -> None:
    described = requests.get(f"{site.url}/api/v1/openapi.json", timeout=60).json()["paths"]
    page = site.get(None, f"{lang}/programs/")
    assert page.status_code == 200
    assert all(f"{method.upper()} {path}" in page.text for path, told in described.items() for method in told)
    assert "<code>2025-07</code>" in page.text and "^(" not in page.text, "an example, and no pattern to be puzzled out"
