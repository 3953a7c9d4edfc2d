"""What the site is told about where it runs: by the environment first, then by `cakupan.toml` in the workspace."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cakupan.basics.refused import Refused

FILE = "cakupan.toml"
HERE = ("localhost", "127.0.0.1", "[::1]")
UNSAID_URL = "http://localhost:8000"  # where nobody says how others reach the site
_KNOWN = {"hosts", "url", "secure", "second_factor", "proxy", "mail", "oidc", "passkeys", "memory"}
ENGINE_MEMORY = 1536  # MB for the engines of one process that serves, where nobody says otherwise
_LEAST_MEMORY = 300


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """Where the site runs.

    `hosts` are the names under which it answers, `url` is how others reach it; `secure` says that it is reached by
    https only (cookies and passkeys then insist on it); `second_factor`: whether nobody gets further without
    one (a made-up regency can do without); `proxy` says that a proxy
    of ours stands before it and tells by which way somebody came (X-Forwarded-Proto) and from which address (the last
    one of X-Forwarded-For);
    `memory`: MB that the engines of each serving process may take together before they spill to disk;
    `mail` is a mail server's address as Django takes it, and
    `oidc` are sign-in servers of others: id, name, client_id, secret, server_url each.
    """

    workspace: Path
    hosts: Sequence[str] = HERE
    url: str = UNSAID_URL
    secure: bool = False
    passkeys: bool = False
    second_factor: bool = True
    proxy: bool = False
    memory: int = ENGINE_MEMORY
    mail: Mapping[str, Any] | None = None
    oidc: Sequence[Mapping[str, str]] = ()

    @property
    def uses_passkeys(self) -> bool:
        """Whether passkeys are offered: browsers make and use them by https only, or on the machine itself."""
        return self.passkeys and (self.secure or urlsplit(self.url).hostname == "localhost")

    @property
    def oidc_origins(self) -> Sequence[str]:
        """Where a form of ours may lead: a policy looks at no path once it was led on."""
        parts = (urlsplit(one["server_url"]) for one in self.oidc)
        return tuple(f"{part.scheme}://{part.netloc}" for part in parts)


def read_config(environment: Mapping[str, str] = os.environ) -> SiteConfig:
    """The configuration of the site; Refused where the file is none or says what the site does not know."""
    workspace = Path(environment.get("CAKUPAN_WORKSPACE", "workspace")).absolute()
    told = _of_file(workspace / FILE)
    secure = _truth(environment.get("CAKUPAN_SECURE"), told.get("secure", False))
    return SiteConfig(
        workspace=workspace,
        hosts=_hosts(environment.get("CAKUPAN_HOSTS"), told.get("hosts")),
        url=environment.get("CAKUPAN_URL", told.get("url", UNSAID_URL)).rstrip("/"),
        secure=secure,
        passkeys=_truth(environment.get("CAKUPAN_PASSKEYS"), told.get("passkeys", False)),
        second_factor=_truth(environment.get("CAKUPAN_SECOND_FACTOR"), told.get("second_factor", True)),
        proxy=_truth(environment.get("CAKUPAN_PROXY"), told.get("proxy", False)),
        memory=_memory(environment.get("CAKUPAN_MEMORY", told.get("memory", ENGINE_MEMORY))),
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


def _memory(told: Any) -> int:
    text = str(told)
    if not (text.isascii() and text.isdigit()) or int(text) < _LEAST_MEMORY:
        raise Refused("config_memory", path=FILE, text=text, least=_LEAST_MEMORY)
    return int(text)


def _truth(text: str | None, otherwise: bool) -> bool:
    return otherwise if text is None else text.strip().casefold() in ("1", "true", "yes", "ya")
