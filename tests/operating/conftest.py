"""Empty installs to restore into: a SQLite file in every run, and a PostgreSQL database where the run is on one."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[2]
LITE, SERVER = "restored_lite", "restored_server"
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA recursive_triggers=ON;",
}


@pytest.fixture(scope="package")
def prepared_sqlite(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Path:
    """A SQLite file that has been through every migration and holds nothing else.

    Taken from this run's own database, or where that is PostgreSQL, kept from an earlier run of the same migrations.
    """
    steps = sorted(path for app in configured.INSTALLED_APPS for path in (ROOT / app).glob("migrations/*.py"))
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in steps)).hexdigest()[:16]
    kept = request.config.cache.mkdir("prepared") / f"{mark}.sqlite3"
    if kept.is_file():
        return kept
    part = kept.with_suffix(f".{os.getpid()}")
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(part)])
    else:
        plain = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        plain |= {"DATABASE_URL": f"sqlite:///{part}", "DJANGO_SETTINGS_MODULE": "scrutiny.settings"}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=plain, check=True)
        with sqlite3.connect(part) as opened:
            opened.execute("PRAGMA journal_mode=DELETE")
        opened.close()
    part.replace(kept)
    return kept


@pytest.fixture(scope="package")
def prepared_server(django_db_setup: None, django_db_blocker: Any) -> Iterator[str | None]:
    """The name of a PostgreSQL database that has been through every migration; None where this run has no server."""
    if connection.vendor != "postgresql":
        yield None
        return
    own = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        # The server copies a database only while nobody is connected to it.
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {own}_copy TEMPLATE {own}")
    yield f"{own}_copy"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {own}_copy WITH (FORCE)")


@pytest.fixture
def lite(db: None, prepared_sqlite: Path, tmp_path: Path) -> Iterator[str]:
    """The alias of an empty install of its own on SQLite."""
    file = tmp_path / "restored.sqlite3"
    shutil.copy(prepared_sqlite, file)
    yield from named(LITE, {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": SQLITE_OPTIONS})


@pytest.fixture
def server(db: None, prepared_server: str | None) -> Iterator[str | None]:
    """The alias of an empty install on PostgreSQL, for one test; None where this run has no server."""
    if prepared_server is None:
        yield None
    else:
        yield from named(SERVER, {**deepcopy(connection.settings_dict), "NAME": prepared_server})


def named(alias: str, about: dict[str, Any]) -> Iterator[str]:
    """A further database under this alias, for a while, and as empty afterwards as before."""
    connections.databases[alias] = {**deepcopy(connection.settings_dict), **about}
    yield alias
    if connections[alias].vendor == "postgresql":
        call_command("flush", database=alias, interactive=False, verbosity=0)
    connections[alias].close()
    del connections[alias], connections.databases[alias]
