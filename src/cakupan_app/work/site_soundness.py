"""Whether the site would be safe and of use as it is set up: what `doctor` says of it."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from cakupan.basics.refused import Fact, Refused
from cakupan_app.work.rights import MANAGE_USERS, roles
from cakupan_app.work.site_config import HERE, SiteConfig, read_config

Said = tuple[str, str, Mapping[str, Fact]]  # severity, code, facts


def examine_site(root: Path) -> Iterator[Said]:
    """What is wrong with how the site of the workspace at `root` is set up, and what to do about it."""
    try:
        config = read_config({**os.environ, "CAKUPAN_WORKSPACE": str(root)})
    except Refused as problem:
        yield "error", problem.code, problem.facts
        return
    yield "info", "doctor_site", {"url": config.url, "hosts": tuple(config.hosts)}
    yield from _dangers(config)
    if not _somebody_manages_users():
        yield "warning", "doctor_site_without_administrator", {}


def _dangers(config: SiteConfig) -> Iterator[Said]:
    if set(config.hosts) - set(HERE) and not config.secure:
        yield "warning", "doctor_site_not_secure", {"hosts": tuple(sorted(set(config.hosts) - set(HERE)))}
    if config.secure and not config.proxy:
        yield "warning", "doctor_site_behind_no_proxy", {}
    if not config.second_factor:
        yield "warning", "doctor_site_without_second_factor", {}
    if config.passkeys and not config.uses_passkeys:
        yield "warning", "doctor_site_passkeys_need_https", {}


def _somebody_manages_users() -> bool:
    """Whether anybody could invite others; the workspace is open, so its ledger can be asked."""
    from cakupan_app.ledger.later import rows_of
    from cakupan_app.ledger.models import Assignment

    given = rows_of(Assignment)
    gone = {one.withdraws_id for one in given if one.withdraws_id is not None}
    managing = {name for name, rights in roles().items() if MANAGE_USERS in rights}
    return any(one.role in managing and one.withdraws_id is None and one.pk not in gone for one in given)
