"""The settings of the site: those of the command line, and everything that serving pages takes.

Words, law and limits are data of the rooms; what stands here is wiring.
"""

import hmac
import os

from csp.constants import NONE, SELF

from cakupan_app.ledger.connection import FILE, sqlite_options
from cakupan_app.site.settings import DATABASES, DEFAULT_AUTO_FIELD, SERVER_URL, TIME_ZONE, USE_TZ
from cakupan_app.store.keys import key_path
from cakupan_app.work.code import site_version
from cakupan_app.work.site_config import read_config

__all__ = ["DATABASES", "DEFAULT_AUTO_FIELD", "SERVER_URL", "TIME_ZONE", "USE_TZ"]

CONFIG = read_config()
PASSKEYS = CONFIG.uses_passkeys


def _secret_key() -> str:
    """From the workspace's key, so that there is no second secret to keep; it says nothing about that key."""
    path = key_path(CONFIG.workspace)
    material = path.read_bytes() if path.exists() else os.urandom(32)
    return hmac.digest(material, b"cakupan site sessions", "sha256").hex()


if not SERVER_URL:
    # WAL: those who read wait for nobody who writes
    _options = sqlite_options() | {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"}
    DATABASES["default"] |= {"NAME": str(CONFIG.workspace / FILE), "OPTIONS": _options}

SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = list(CONFIG.hosts)
CSRF_TRUSTED_ORIGINS = [CONFIG.url] if CONFIG.url.startswith("https://") else []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "cakupan_app.ledger",
    "cakupan_app.look",
    "cakupan_app.jobs",
    "cakupan_app.desk",
    "cakupan_app.village",
    "cakupan_app.agency",
    "cakupan_app.public",
    "cakupan_app.api",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *(["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"] if CONFIG.oidc else []),
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cakupan_app.site.middleware.permissions_policy",
    "django.middleware.common.CommonMiddleware",
    "cakupan_app.public.prerendered.serve_prerendered",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "cakupan_app.api.problems.api_problems",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cakupan_app.look.acting.know_the_actor",
    "cakupan_app.look.refusals.word_refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cakupan_app.site.urls"
WSGI_APPLICATION = "cakupan_app.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cakupan_app.look.context.site",
            ],
            "builtins": ["cakupan_app.look.templatetags.words"],
        },
    },
]

# ---- language: Indonesian first; our own sentences are data of `look`, Django's and allauth's come with them
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = True

# ---- static files: hashed names, served by the site itself; sites of two versions may serve one workspace for a while
STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.workspace / "site" / "static" / site_version()
PUBLIC_ROOT = CONFIG.workspace / "site" / "public" / site_version()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ---- what a browser may load: nothing but our own files, nothing inline
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, *CONFIG.oidc_origins],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
CSRF_FAILURE_VIEW = "cakupan_app.look.refusals.form_expired"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = CONFIG.secure
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # a working day
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.proxy else None
SECURE_HSTS_SECONDS = 31_536_000 if CONFIG.secure else 0

# ---- signing in
AUTH_USER_MODEL = "ledger.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # of a link by which somebody gets back in
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "public_home"
ACCOUNT_ADAPTER = "cakupan_app.look.signing_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation went to the address; an office without a mail server works too
ACCOUNT_SESSION_REMEMBER = False
# Passwords are counted by axes. What it does not see are the codes of the second step: these stop here, by account.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "20/900s/key"}
ACCOUNT_REAUTHENTICATION_REQUIRED = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if PASSKEYS else [])]
MFA_PASSKEY_LOGIN_ENABLED = PASSKEYS
MFA_TOTP_ISSUER = "Cakupan"
USERSESSIONS_TRACK_ACTIVITY = False  # it would write to the database for every page that is looked at
SOCIALACCOUNT_ADAPTER = "cakupan_app.look.signing_in_elsewhere.ElsewhereAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": one["id"],
                "name": one["name"],
                "client_id": one["client_id"],
                "secret": one["secret"],
                "settings": {"server_url": one["server_url"], "oauth_pkce_enabled": True},
            }
            for one in CONFIG.oidc
        ]
    }
}
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "cakupan_app.look.signing_in.address_tried"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "cakupan_app.look.signing_in.locked_out"
AXES_CLIENT_IP_CALLABLE = "cakupan_app.look.signing_in.address_asked_from"
ALLAUTH_TRUSTED_PROXY_COUNT = int(CONFIG.proxy)
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False

# ---- what all processes count together
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}}

# ---- long work
_QUEUES = ["default", "publications", "files", "plans"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": _QUEUES}}
WORDS_FOR_SENDERS = "cakupan_app.look.words.say_to_sender"  # by name: those who work know no pages
# Jobs that ended, and attempts to sign in with their addresses: a fortnight is enough to look into what went wrong, and
# personal data without another use is kept no longer.
KEPT_DAYS = 14

# ---- mail, where there is a server for it
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if CONFIG.mail else 'dummy'}.EmailBackend"
for _name, _value in (CONFIG.mail or {}).items():
    globals()[f"EMAIL_{_name.upper()}"] = _value

# ---- files that come in
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_HANDLERS = ["cakupan_app.look.uploading.OnlyInMemory"]  # a list of people never lies on a disk in the clear
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 1

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"kinds": {"()": "cakupan_app.site.logs.WithoutTexts", "format": "%(levelname)s %(name)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "kinds"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
