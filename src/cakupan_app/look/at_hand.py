"""The workspace that this process serves."""

from datetime import UTC, datetime
from functools import cache

from django.conf import settings

from cakupan_app.work.rights import Actor
from cakupan_app.work.served import Served
from cakupan_app.work.workspace import open_workspace


@cache
def served() -> Served:
    """The workspace of the site's configuration, opened once."""
    return Served(open_workspace(settings.CONFIG.workspace), settings.CONFIG.memory)


def now() -> datetime:
    """The only clock of the site."""
    return datetime.now(UTC)


def home_of(actor: Actor, right: str) -> str:
    """The area that a page opens with: of those in which the actor has `right` the widest, within this workspace."""
    return actor.home(right, served().workspace.area)
