"""Who may sign in to the made-up regency: somebody of each role, with a password that everybody knows."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cakupan_app.store import durable
from cakupan_app.work.accounts import make_account
from cakupan_app.work.rights import Assigned
from cakupan_app.work.workspace import open_workspace

PASSWORD = "contoh-cakupan-1606"  # noqa: S105  of made-up people, on this machine alone
_SETTINGS = """# The made-up regency: nobody real is in it, so a password is enough. An office leaves this line out.
[site]
second_factor = false
"""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the cast."""

    role: str
    area: str

    @property
    def email(self) -> str:
        return f"{self.role.replace('_', '.')}@contoh.id"


CAST = (
    Member("analyst", "16.06"),
    Member("village_operator", "16.06.04.2010"),
    Member("district_verifier", "16.06.04"),
    Member("approver", "16.06"),
    Member("budget_holder", "16.06"),
    Member("agency_officer", "16.06"),
    Member("auditor", "16.06"),
    Member("administrator", "16.06"),
)


def make_cast(root: Path, *, at: datetime) -> None:
    """Make the accounts that are not there yet, and let them in by their password alone."""
    from cakupan_app.ledger.later import make_tables

    open_workspace(root)
    make_tables()
    from cakupan_app.ledger.models import User

    there = set(User.objects.values_list("email", flat=True))
    for one in CAST:
        if one.email not in there:
            name = f"Contoh {one.role.replace('_', ' ')}"
            make_account(one.email, name, PASSWORD, [Assigned(one.role, one.area)], by="demo", at=at)
    settings = root / "cakupan.toml"
    if not settings.exists():
        durable.write(settings, _SETTINGS.encode())
