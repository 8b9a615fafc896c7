"""Where rows and files are kept."""

import json
import os
from typing import Any

import dj_database_url

from scrutiny.configuration.environment import env_secret
from scrutiny.configuration.install import BASE_DIR, VAR_DIR

DATABASE_URL = env_secret("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'scrutiny.sqlite3'}"
# Seconds after which PostgreSQL ends a statement of a page or a task; commands that need longer say so.
STATEMENT_TIMEOUT = int(os.environ.get("STATEMENT_TIMEOUT", "30"))


def database(url: str) -> dict[str, Any]:
    """A connection that is kept open between requests, and tried before it is used again."""
    about: dict[str, Any] = {**dj_database_url.parse(url), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    options = about.setdefault("OPTIONS", {})
    if "sqlite3" in about["ENGINE"]:
        # IMMEDIATE takes the write lock at BEGIN, so two writers queue instead of failing half way.
        options["transaction_mode"] = "IMMEDIATE"
        options["timeout"] = 20
        # recursive_triggers: a REPLACE must meet the triggers that keep history, as any other deletion does.
        options["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;"
    else:
        # Kept out of the address where it comes from a file.
        about["PASSWORD"] = env_secret("DATABASE_PASSWORD") or about["PASSWORD"]
        options.setdefault("connect_timeout", 5)
        # Of statements alone (accounts/statements.py). A proxy that gives each transaction another connection, and does
        # not know of prepared statements, has to be told of by PREPARED_STATEMENTS=0.
        options.setdefault("prepare_threshold", 2 if os.environ.get("PREPARED_STATEMENTS", "1") == "1" else None)
        # Pages ask for some thousands of rows by index: to compile such a query, or to hand it to further processes,
        # costs many times what it saves. An address with ?options=… says otherwise, as behind a proxy that refuses
        # them.
        quick = "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"
        options.setdefault("options", f"-c statement_timeout={STATEMENT_TIMEOUT * 1000} {quick}")
    return about


# Of the role that manage.py grant_application makes, for that command alone.
APPLICATION_PASSWORD = env_secret("APPLICATION_PASSWORD")
DATABASES: dict[str, Any] = {"default": database(DATABASE_URL)}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
# A copy that PostgreSQL keeps up to date: pages as at a past day, and files of lists, are read from there.
if REPLICA_URL := env_secret("REPLICA_URL"):
    DATABASES["replica"] = {**database(REPLICA_URL), "TEST": {"MIRROR": "default"}}
DATABASE_ROUTERS = ["operating.reading_apart.ReadsApart"]
READ_APART = {"recommendations:export", "recommendations:committee_export"}
# Pages that can be looked at as at a past day. Other pages show today, whatever the address asks for.
LISTS = ("dashboard", "recommendation_list", "action_list", "question_list")
READ_ON_A_DAY = {f"recommendations:{of}{page}" for page in LISTS for of in ("", "committee_")}
READ_ON_A_DAY |= {f"recommendations:{page}" for page in ("recommendation", "action", "meeting", "meetings")}


def proof_storage() -> dict[str, Any]:
    """Where files of proof are kept: a private folder to which no address leads, or the backend that is named.

    PROOF_STORAGE names a backend, such as evidence.bucket.Bucket; PROOF_STORAGE_OPTIONS its options, as JSON.
    """
    options = json.loads(env_secret("PROOF_STORAGE_OPTIONS") or "{}")
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
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"},
    # How often the API was asked, by each process for itself: reading must not write to the database.
    "api": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "api",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
