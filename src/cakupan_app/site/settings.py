"""Which database the ledger is in and which applications there are; everything else comes with the site."""

import os

import dj_database_url

INSTALLED_APPS = ["cakupan_app.ledger"]
USE_TZ = True
TIME_ZONE = "UTC"  # instants are kept in UTC; days are Asia/Jakarta, decided in cakupan.basics.month
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Without DATABASE_URL the ledger is `app.sqlite3` inside the workspace: cakupan_app.ledger.connection points to it.
SERVER_URL = os.environ.get("DATABASE_URL", "")
DATABASES = {
    "default": dj_database_url.parse(SERVER_URL)
    if SERVER_URL
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
}
