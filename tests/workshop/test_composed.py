"""The compose file's own commands, on a real PostgreSQL and Redis: they come up in order, work, and end cleanly."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from operating.backups import making
from operating.backups.making import back_up
from reports.freezing import freeze
from reports.models import Copy, Report
from reports.states import Version
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.services import needs_postgres, needs_redis
from tests.workshop.composed import Composed
from tests.workshop.site import free_port, until
from tests.workshop.test_containers import SERVICES, WORKERS

pytestmark = [needs_postgres, needs_redis, pytest.mark.site]

DATABASE = "scrutiny_composed"
REFUSED = {
    "UPDATE recommendations_update SET words = 'x'": psycopg.errors.IntegrityConstraintViolation,
    "DELETE FROM recommendations_update": psycopg.errors.InsufficientPrivilege,
    "TRUNCATE recommendations_update CASCADE": psycopg.errors.InsufficientPrivilege,
    "DROP TRIGGER recommendations_update_no_update ON recommendations_update": psycopg.errors.InsufficientPrivilege,
    "ALTER TABLE recommendations_update DISABLE TRIGGER ALL": psycopg.errors.InsufficientPrivilege,
    "SET session_replication_role = replica": psycopg.errors.InsufficientPrivilege,
    "DROP TABLE recommendations_update CASCADE": psycopg.errors.InsufficientPrivilege,
    "DELETE FROM django_migrations": psycopg.errors.InsufficientPrivilege,
}


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """host:port of the server, with the owner of the compose file and a database that has been through migrations."""
    own = connection.settings_dict
    superuser = f"postgresql://{own['USER']}@{own['HOST']}:{own['PORT']}/postgres"
    with django_db_blocker.unblock():
        connection.close()
    with psycopg.connect(superuser, autocommit=True) as asked:
        asked.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)".encode())
        # A superuser, as the image of PostgreSQL makes it.
        asked.execute(b"DROP ROLE IF EXISTS scrutiny_owner")
        asked.execute(b"CREATE ROLE scrutiny_owner SUPERUSER LOGIN")
        # As an upgrade meets it: most of the changes are there.
        asked.execute(f"CREATE DATABASE {DATABASE} TEMPLATE {own['NAME']} OWNER scrutiny_owner".encode())
    yield f"{own['HOST']}:{own['PORT']}"
    with psycopg.connect(superuser, autocommit=True) as asked:
        asked.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)".encode())
        asked.execute(b"DROP ROLE scrutiny_site")
        asked.execute(b"DROP ROLE scrutiny_owner")


@pytest.fixture
def composed(server: str, tmp_path: Path) -> Iterator[Composed]:
    """The services of the file, none of them running."""
    broker = urlsplit(os.environ["REDIS_URL"])
    for name in ("data", "tmp", "secrets"):
        (tmp_path / name).mkdir()
    port = free_port()
    made = Composed(
        SERVICES,
        tmp_path,
        {
            "@database/scrutiny": f"@{server}/{DATABASE}",
            "/secrets": str(tmp_path / "secrets"),
            # A number of Redis's of its own: others may be using the usual one.
            "redis://broker/0": f"redis://{broker.netloc}/14",
            "0.0.0.0:8000": f"127.0.0.1:{port}",
            "localhost:8000": f"localhost:{port}",
            "mailcatcher": "127.0.0.1",
        },
    )
    yield made
    made.kill()


@pytest.fixture
def install(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup of an install with an update, and with a copy of a report that waits for a worker."""
    from contextlib import nullcontext  # what this test has written nobody else sees

    verbs.tell(cast.action, cast.officer)
    at = timezone.now()
    report = Report.objects.create(
        as_at=f.days(-20), committee=cast.committee, review=cast.review, begun_by=cast.chair, begun_at=at
    )
    Copy.objects.create(frozen=freeze(report, Version.PUBLIC, at), requested_by=cast.chair, requested_at=at)
    monkeypatch.setattr(making, "snapshot", nullcontext)
    path = tmp_path / "install.tar"
    back_up(path, at)
    return path


def test_it_comes_up_in_order_makes_a_report_and_ends_cleanly(composed: Composed, install: Path, server: str) -> None:
    assert "secret-key, owner-password, application-password" in composed.once("secrets")
    assert "nothing, all are there" in composed.once("secrets")
    assert "scrutiny_site may read and write rows" in composed.once("prepare")
    # As the site's role, which owns nothing: rows, files and sequences are all that a restore needs.
    assert "Restored and read back" in composed.manage("restore", str(install))
    composed.up("web")
    # Two of the same kind share its work.
    for name in WORKERS:
        composed.up(name, count=2 if name == "worker" else 1)
    composed.up("beat")
    site = f"postgresql://scrutiny_site@{server}/{DATABASE}"
    with psycopg.connect(site, autocommit=True) as asked:

        def state() -> str:
            return str(asked.execute("SELECT state FROM reports_copy").fetchone())

        # Beat asks every five seconds what waits, and a worker for reports makes it.
        assert until(lambda: "done" in state() or "failed" in state(), 120), composed.said()
        assert "done" in state(), composed.said()
        [pdf] = (composed.folder / "data" / "files" / "reports").glob("*.pdf")
        assert pdf.read_bytes().startswith(b"%PDF-")
        for statement, refusal in REFUSED.items():
            with pytest.raises(refusal):
                asked.execute(statement.encode())
        assert asked.execute("SELECT count(*) FROM recommendations_update").fetchone() == (1,)
    ended = list(composed.down())
    assert {name: code for name, code, _ in ended} == {name: 0 for name, _, _ in ended}, composed.said()
    assert max(seconds for _, _, seconds in ended) < 30
