"""What becomes of a change in one's own account of which no line can be written, and of one that is told; as JSON."""

import base64
import hmac
import json
import re
import struct
import sys
import time
from unittest.mock import patch
from urllib.parse import urlencode

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402  models need the settings
from django.test import Client  # noqa: E402

from cakupan_app.jobs.setting_up import set_up  # noqa: E402
from cakupan_app.ledger.models import TrailLine, User  # noqa: E402

EMAIL, PASSWORD, NEW = sys.argv[1:]
OWN = "/account/second-factor/"


def full(*_: object) -> None:
    raise OSError("the disk is full")


def state() -> tuple[bool, int, list[str]]:
    """Whether the new password holds, how many second factors there are, and what the trail tells of the account."""
    user = User.objects.get(email=EMAIL)
    lines = TrailLine.objects.filter(who=EMAIL, subject=EMAIL).exclude(action="account_made").order_by("number")
    factors = Authenticator.objects.filter(user=user).count()
    return user.check_password(NEW), factors, list(lines.values_list("action", flat=True))


def code_of(secret: str) -> str:
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def post(path: str, told: dict[str, str]) -> None:
    """As a browser does that sends no file: the site takes none where it asks for none."""
    client.post(path, urlencode(told), content_type="application/x-www-form-urlencoded")


def password() -> None:
    told = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    post("/account/password/", told)


def activate() -> None:
    page = client.get(f"{OWN}totp/activate/").content.decode()
    (secret,) = re.findall(r"<code>([A-Z2-7]+)</code>", page)
    post(f"{OWN}totp/activate/", {"code": code_of(secret)})


def renew() -> None:
    post(f"{OWN}recovery-codes/generate/", {})


def deactivate() -> None:
    post(f"{OWN}totp/deactivate/", {})


set_up()
client = Client(raise_request_exception=False, SERVER_NAME="localhost")
post("/account/login/", {"login": EMAIL, "password": PASSWORD})
found = {}
for change in (password, activate, renew, deactivate):
    with patch("cakupan_app.ledger.trail.write", full):
        change()
    untold = state()
    change()
    found[change.__name__] = [untold, state()]
sys.stdout.write(json.dumps(found))
