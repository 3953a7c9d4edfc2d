"""Coming in otherwise than by password alone: behind a proxy, with a passkey, by the server of another office."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from playwright.sync_api import Browser, Page

import made_up

from .conftest import PASSWORD, Site, _token, address, copied, served
from .test_browser import browser as browser  # noqa: PLC0414  a fixture

CLIENT = "cakupan"


@dataclass
class Provider:
    """A sign-in server of another office: it says who `told` is to whoever is sent to it."""

    told: dict[str, Any] = field(default_factory=dict)
    works: bool = True
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def __enter__(self) -> "Provider":
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self, "")

            def do_POST(self) -> None:
                provider.answer(self, self.rfile.read(int(self.headers["Content-Length"])).decode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, asked: BaseHTTPRequestHandler, form: str) -> None:
        address = urlsplit(asked.path)
        told = {name: values[0] for name, values in parse_qs(address.query or form).items()}
        if address.path == "/authorize":
            asked.send_response(302)
            asked.send_header("Location", f"{told['redirect_uri']}?{urlencode({'code': 'c', 'state': told['state']})}")
            asked.end_headers()
            return
        document = json.dumps(self.document(address.path, told)).encode()
        asked.send_response(200 if self.works else 500)
        asked.send_header("Content-Type", "application/json")
        asked.end_headers()
        asked.wfile.write(document)

    def document(self, path: str, told: dict[str, str]) -> dict[str, Any]:
        if path == "/token":
            assert told["code_verifier"]
            now = int(time.time())
            about = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, **self.told}
            return {"access_token": "t", "token_type": "Bearer", "id_token": jwt.encode(about, self.key, "RS256")}
        if path == "/userinfo":
            return self.told
        return {
            "issuer": self.url,
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "jwks_uri": f"{self.url}/jwks",
            **{f"{name}_endpoint": f"{self.url}/{path}" for name, path in _ENDPOINTS.items()},
        }


_ENDPOINTS = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as started:
        yield started


@pytest.fixture(scope="module")
def doors(published: made_up.Regency, provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site behind a proxy, with passkeys, with a server of another office, and with a second factor."""
    workspace = copied(published, tmp_path_factory.mktemp("doors"))
    (workspace / "cakupan.toml").write_text(_config(provider), encoding="utf-8")
    with served(workspace, CAKUPAN_SECOND_FACTOR="1") as url:
        yield Site(url.replace("127.0.0.1", "localhost"), workspace)


def _config(provider: Provider) -> str:
    other = {"id": "dinas", "name": "Dinas Contoh", "client_id": CLIENT, "secret": "s", "server_url": provider.url}
    lines = "\n".join(f'{name} = "{value}"' for name, value in other.items())
    return f"[site]\nproxy = true\npasskeys = true\n\n[[site.oidc]]\n{lines}\n"


def _by_password(site: Site, role: str, password: str, came_from: str) -> requests.Response:
    session = requests.Session()
    session.headers["X-Forwarded-For"] = came_from
    door = session.get(site.url + "/en/account/login/", timeout=60)
    told = {"login": address(role), "password": password, "csrfmiddlewaretoken": _token(door.text)}
    return session.post(door.url, data=told, timeout=60)


def _by_the_other_office(site: Site, session: requests.Session, process: str = "login") -> requests.Response:
    door = session.get(site.url + "/en/account/login/", timeout=60)
    found = re.search(r'action="(/en/account/others/[^"?]+)', door.text)
    path = found.group(1) if found else "/en/account/others/oidc/dinas/login/"
    token = session.cookies["csrftoken"]
    return session.post(f"{site.url}{path}?process={process}", data={"csrfmiddlewaretoken": token}, timeout=60)


def test_behind_a_proxy_only_what_the_proxy_says_tells_whence_somebody_came(doors: Site) -> None:
    for guess in range(8):  # whatever a guesser writes stands before what the proxy adds
        _by_password(doors, "auditor", "guess-after-guess", f"10.9.9.{guess}, 10.0.0.1")
    assert _by_password(doors, "auditor", PASSWORD, "10.0.0.1").status_code == 429
    assert _by_password(doors, "auditor", PASSWORD, "10.0.0.2").url.endswith("/second-factor/")


def test_another_office_says_who_somebody_is_and_not_what_they_may_do(doors: Site, provider: Provider) -> None:
    session = requests.Session()
    for email, verified in (("orang.lain@contoh.id", True), (address("analyst"), False)):
        provider.told = {"sub": "7", "email": email, "email_verified": verified}
        refused = _by_the_other_office(doors, session)
        assert (refused.status_code, "There is no account here" in refused.text) == (403, True)
        assert session.get(doors.url + "/desk/home/", timeout=60).url.split("?")[0].endswith("/account/login/")

    provider.told = {"sub": "8", "email": address("analyst").upper(), "email_verified": True}
    assert _by_the_other_office(doors, session).url.endswith("/second-factor/")  # the rules are those of everybody
    provider.told = {"sub": "9", "email": address("analyst"), "email_verified": True}
    successor = _by_the_other_office(doors, requests.Session())  # to whom the address was handed on
    assert (successor.status_code, "an account of your own" in successor.text) == (403, True)
    # nobody ties an account to a name there by themselves
    assert _by_the_other_office(doors, requests.Session(), "connect").status_code == 403

    provider.works = False
    failed = _by_the_other_office(doors, requests.Session())
    provider.works = True
    assert (failed.status_code, "did not answer as it should" in failed.text) == (400, True)
    # and the password of whoever came in that way is still theirs
    assert _by_password(doors, "analyst", PASSWORD, "10.0.0.3").url.endswith("/second-factor/")


def _fill_in(page: Page) -> None:
    page.fill("#id_login", address("approver"))
    page.fill("#id_password", PASSWORD)
    page.click("main .card button")


@pytest.mark.long
def test_a_passkey_is_the_second_factor_and_opens_the_site_by_itself(doors: Site, browser: Browser) -> None:
    context = browser.new_context(base_url=doors.url)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    key |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    made = devices.send("WebAuthn.addVirtualAuthenticator", {"options": key})

    page.goto("/en/account/login/")
    _fill_in(page)
    page.wait_for_url("**/second-factor/")
    page.click("text=Add a passkey")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    page.goto("/en/account/second-factor/webauthn/")
    assert page.locator("tbody tr").count() == 1
    page.click("button:has-text('Sign out')")
    page.wait_for_url("**/en/")

    page.goto("/en/account/login/?next=/en/desk/glossary/")
    page.click("#passkey_login")
    page.wait_for_url("**/en/desk/glossary/")
    page.click("button:has-text('Sign out')")
    page.wait_for_url("**/en/")
    # with the key for a second step, after a password
    page.goto("/en/account/login/?next=/en/desk/glossary/")
    _fill_in(page)
    page.click("#mfa_webauthn_use")
    page.wait_for_url("**/en/desk/glossary/")
    assert complaints == []

    devices.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": made["authenticatorId"]})
    context.close()
