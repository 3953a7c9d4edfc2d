"""What the site is told about where it runs: by the environment first, then by `cakupan.toml` in the workspace."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cakupan.basics.refused import Refused

FILE = "cakupan.toml"
HERE = ("localhost", "127.0.0.1", "[::1]")
_KNOWN = {"hosts", "url", "secure", "second_factor", "proxy", "mail", "oidc", "passkeys"}


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """Where the site runs.

    `hosts` are the names under which it answers, `url` is how others reach it; `secure` says that it is reached by
    https only (cookies and passkeys then insist on it); `second_factor`: whether nobody gets further without
    one (a made-up regency can do without); `proxy` says that a proxy
    of ours stands before it and tells by which way somebody came (X-Forwarded-Proto);
    `mail` is a mail server's address as Django takes it, and
    `oidc` are sign-in servers of others: id, name, client_id, secret, server_url each.
    """

    workspace: Path
    hosts: Sequence[str] = HERE
    url: str = "http://localhost:8000"
    secure: bool = False
    passkeys: bool = False
    second_factor: bool = True
    proxy: bool = False
    mail: Mapping[str, Any] | None = None
    oidc: Sequence[Mapping[str, str]] = ()


def read_config(environment: Mapping[str, str] = os.environ) -> SiteConfig:
    """The configuration of the site; Refused where the file is none or says what the site does not know."""
    workspace = Path(environment.get("CAKUPAN_WORKSPACE", "workspace")).absolute()
    told = _of_file(workspace / FILE)
    secure = _truth(environment.get("CAKUPAN_SECURE"), told.get("secure", False))
    return SiteConfig(
        workspace=workspace,
        hosts=_hosts(environment.get("CAKUPAN_HOSTS"), told.get("hosts")),
        url=environment.get("CAKUPAN_URL", told.get("url", "http://localhost:8000")).rstrip("/"),
        secure=secure,
        passkeys=_truth(environment.get("CAKUPAN_PASSKEYS"), told.get("passkeys", False)),
        second_factor=_truth(environment.get("CAKUPAN_SECOND_FACTOR"), told.get("second_factor", True)),
        proxy=_truth(environment.get("CAKUPAN_PROXY"), told.get("proxy", False)),
        mail=told.get("mail"),
        oidc=tuple(told.get("oidc", ())),
    )


def _of_file(path: Path) -> Mapping[str, Any]:
    try:
        told: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")).get("site", {})
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        raise Refused("config_unreadable", path=path.name, problem=str(problem)) from None
    unknown = sorted(set(told) - _KNOWN)
    if unknown:
        raise Refused("config_unknown", path=path.name, text=unknown[0], known=tuple(sorted(_KNOWN)))
    return told


def _hosts(of_environment: str | None, of_file: Any) -> tuple[str, ...]:
    if of_environment:
        return tuple(host.strip() for host in of_environment.split(",") if host.strip())
    return tuple(of_file) if of_file else HERE


def _truth(text: str | None, otherwise: bool) -> bool:
    return otherwise if text is None else text.strip().casefold() in ("1", "true", "yes", "ya")
