"""Lets the modules around the ledger be collected for their doctests: models need Django's settings first."""

from cakupan_app.ledger.connection import start_django

start_django()

# The faces of the site need its own settings, which a process takes once: tests/web asks them where they are served.
_APP = "src/cakupan_app"
_OF_THE_SITE = (
    "look/account.py",
    "look/refusals.py",
    "look/signing_in*.py",
    "look/urls.py",
    "site/*.py",
    "__main__.py",
)
collect_ignore_glob = [
    *(f"{_APP}/{face}/*" for face in ("agency", "api", "desk", "jobs", "public", "village")),
    *(f"{_APP}/{name}" for name in _OF_THE_SITE),
    "tests/web/routes.py",
    "tests/web/*_tried.py",
]
