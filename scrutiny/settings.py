"""All settings, from the environment, safe when nothing is set.

With nothing set the site runs on SQLite and a filesystem broker under ``var/``, serves only this
machine, and is neither a demonstration nor in debug mode.
"""

import json
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from scrutiny.database import tuned

# Lets admin classes name the model they are for, as the type checker wants it.
django_stubs_ext.monkeypatch()


def env_flag(name: str) -> bool:
    """True when the variable is 1, true, yes or on."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    """A comma-separated variable as a list without blanks."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def origin(address: str) -> str:
    """Scheme and host of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

# --- What kind of install this is ------------------------------------------------------------------------------------

DEBUG = env_flag("DEBUG")
# Lies beside the embedded database while that holds a demonstration, for commands run by hand.
DEMONSTRATION_FILE = VAR_DIR / "demonstration"


def is_demonstration() -> bool:
    """As DEMONSTRATION says; when it says nothing, as the embedded database was last started."""
    if "DEMONSTRATION" in os.environ or os.environ.get("DATABASE_URL"):
        return env_flag("DEMONSTRATION")
    return DEMONSTRATION_FILE.is_file()


# What rooms above recommendations add to the timeline of one: functions of its standing and of the reader's roles.
TIMELINE_SOURCES = ["reminders.timeline.events"]
# Further files in the storage of proof: functions that tell (what it belongs to, name in the storage, SHA-256) of each.
KEPT_FILES = ["intake.kept.kept_files"]
# What the room that reminds does for reports: says what became of reminders, and what a fault in sending a mail means.
REPORT_RECEIPTS = "reminders.receipts.receipts"
REPORT_MAIL_FAULTS = "reminders.faults"

# The demonstration signs people in with one button and keeps every mail on a page: never on a real install.
DEMONSTRATION = is_demonstration()
# Behind TLS. The demonstration is plain HTTP on this machine.
SECURE = env_flag("SECURE")

SECRET_KEY_FILE = VAR_DIR / "secret-key"


def secret_key() -> str:
    """From SECRET_KEY, else the file that the first start wrote, else a new one for this process only."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    if SECRET_KEY_FILE.is_file():
        return SECRET_KEY_FILE.read_text().strip()
    return secrets.token_urlsafe(50)


SECRET_KEY = secret_key()
SECRET_KEY_IS_LASTING = bool(os.environ.get("SECRET_KEY")) or SECRET_KEY_FILE.is_file()
if SECURE and (DEMONSTRATION or not SECRET_KEY_IS_LASTING or len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10):
    # A site behind TLS is a real one: it does not start with a key that anybody could guess, or open to anybody.
    raise ImproperlyConfigured(
        "SECURE=1 needs a SECRET_KEY of 50 or more random characters, and no DEMONSTRATION. See the settings in README."
    )

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
SITE_URL = os.environ.get("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")

# The technical administration's own path, which an install may choose.
ADMIN_PATH = os.environ.get("ADMIN_PATH", "administration").strip("/") + "/"

# --- The rooms -------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "scrutiny.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "django_htmx",
    "csp",
    "anymail",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "accounts",
    "council",
    "recommendations",
    "evidence",
    "reminders",
    "reports",
    "intake",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.PrivateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignedOutMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SignInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "council.middleware.RolesMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "scrutiny.urls"
WSGI_APPLICATION = "scrutiny.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "scrutiny.navigation.chrome",
            ],
            "builtins": ["council.templatetags.drawn"],
        },
    }
]
FORM_RENDERER = "scrutiny.renderer.FieldGroups"

# --- Where things are kept -------------------------------------------------------------------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'scrutiny.sqlite3'}"
DATABASES: dict[str, Any] = {"default": tuned(dict(dj_database_url.parse(DATABASE_URL)))}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    # IMMEDIATE takes the write lock at BEGIN, so two writers queue instead of failing half way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # recursive_triggers: a REPLACE must meet the triggers that keep history, as any other deletion does.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
    }


def proof_storage() -> dict[str, Any]:
    """Where files of proof are kept: a private folder to which no address leads, or the backend that is named.

    PROOF_STORAGE names a backend, such as storages.backends.s3.S3Storage; PROOF_STORAGE_OPTIONS its options, as JSON.
    """
    options = json.loads(os.environ.get("PROOF_STORAGE_OPTIONS") or "{}")
    if backend := os.environ.get("PROOF_STORAGE"):
        return {"BACKEND": backend, "OPTIONS": options}
    folder = {"location": PROOF_ROOT, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": folder}


DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = VAR_DIR / "files"
PROOF_ROOT = VAR_DIR / "proofs"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "proofs": proof_storage(),
}
PROOF_MAX_BYTES = int(os.environ.get("PROOF_MAX_MB", "20")) * 1024 * 1024
# Of no file, on whatever page, more than this is written down while it arrives.
UPLOAD_MAX_BYTES = max(PROOF_MAX_BYTES, 20 * 1024 * 1024)
FILE_UPLOAD_HANDLERS = ["evidence.receiving.BoundedUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# A virus scanner (ClamAV): tcp://host:3310 or unix:///path. Where it is set and does not answer, no file is taken.
CLAMAV_URL = os.environ.get("CLAMAV_URL", "")
CLAMAV_PATIENCE = 20

# Counters of sign-in attempts, seen by every process. In the database, so that a broker that hangs keeps nobody out.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- People ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "recommendations:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# A working day at most, and not past the last look by more than a morning.
SESSION_COOKIE_AGE = 12 * 3600

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# The scrutiny officer enters addresses, and a code that was read there proves them.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 10
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_FORMS = {
    "login": "accounts.forms.PasswordForm",
    "request_login_code": "accounts.forms.AddressForm",
    "confirm_login_code": "accounts.forms.CodeForm",
}
# "wrong_code" is the product's own, see accounts/views.py.
ACCOUNT_RATE_LIMITS = {
    "wrong_code": "10/5m/key,30/5m/ip",
    "request_login_code": "20/5m/ip,5/5m/key",
    "login_failed": "10/5m/ip,5/5m/key",
}
# One proxy of the council's own stands before the site, or none.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env_flag("BEHIND_PROXY") else 0
USERSESSIONS_TRACK_ACTIVITY = False

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Scrutiny Tracker"
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers call this machine a secure origin without TLS; the library has to be told.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

# The council's own directory, such as Microsoft Entra ID.
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "").rstrip("/")
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "council",
                "name": os.environ.get("OIDC_NAME", "the council’s sign-in"),
                "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
        # An account is found by its address, where the directory vouches for it. Entra ID sends no such word.
        "EMAIL_AUTHENTICATION": True,
        "EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "VERIFIED_EMAIL": env_flag("OIDC_VOUCHES_FOR_ADDRESSES"),
    }
}

# --- Words and days --------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
# One language: asking which it is at every word took a tenth of a page's time.
USE_I18N = False
USE_TZ = True

# --- Mail ------------------------------------------------------------------------------------------------------------

EMAIL_BACKEND = "reminders.outbox.OutboxBackend" if DEMONSTRATION else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Scrutiny Tracker <scrutiny@localhost>")
# A provider instead of SMTP, by django-anymail: name, settings, and "user:password" for what it tells at /mail-events/.
MAIL_PROVIDER = "" if DEMONSTRATION else os.environ.get("MAIL_PROVIDER", "").lower()
MAIL_WEBHOOK_SECRET = os.environ.get("MAIL_WEBHOOK_SECRET", "")
ANYMAIL: dict[str, Any] = json.loads(os.environ.get("MAIL_PROVIDER_SETTINGS") or "{}")
if MAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
    ANYMAIL.setdefault("REQUESTS_TIMEOUT", EMAIL_TIMEOUT)
if MAIL_WEBHOOK_SECRET:
    ANYMAIL["WEBHOOK_SECRET"] = MAIL_WEBHOOK_SECRET
# Digests go out from this hour, local time. The demonstration does not make people wait.
REMINDERS_HOUR = int(os.environ.get("REMINDERS_HOUR", "0" if DEMONSTRATION else "8"))

# --- Timed work ------------------------------------------------------------------------------------------------------

REDIS_URL = os.environ.get("REDIS_URL", "")
BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    # A message is given out again only after the longest task could have ended.
    {"visibility_timeout": 3600, "socket_timeout": 0.5, "socket_connect_timeout": 0.5}
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_DIR / "messages"),
        "data_folder_out": str(BROKER_DIR / "messages"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.2,
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Beat stops at clock changes in a local time zone (celery #6438); the tasks work out local days themselves.
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
# How long a web request may wait for the broker, in seconds, before it leaves the row to the sweep.
BROKER_PATIENCE = 0.3

# A copy of a report whose worker has said nothing for this long, or that none took up for so long, is told as failed.
REPORT_LEASE = timedelta(minutes=3)
REPORT_WAIT = timedelta(hours=1)
# So many days before the papers of a meeting are due, a draft of its report begins by itself.
REPORT_DRAFT_DAYS = int(os.environ.get("REPORT_DRAFT_DAYS", "10"))

# --- Safety ----------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Chromium holds the redirect to the council's directory against it too.
        "form-action": [SELF, *([origin(OIDC_ISSUER)] if OIDC_ISSUER else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_flag("BEHIND_PROXY") else None

# --- Logs ------------------------------------------------------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
