"""A backup is the whole install, and a restore is the whole backup or nothing."""

import gzip
import hashlib
import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from council.models import Committee, Logo
from evidence.models import Proof
from operating.backups import making, snapshot
from operating.backups.archive import MANIFEST
from operating.backups.files import Kept, kept_files
from operating.backups.making import back_up
from operating.backups.refusing import CannotBackUp, CannotRestore
from operating.backups.restoring import restore
from operating.backups.tables import tables
from recommendations.models import Update
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("day")

AT = f.noon(f.DAY)
Members = dict[str, bytes]


@pytest.fixture(autouse=True)
def in_the_test_itself(db: None, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test has written nobody else sees, so that is backed up on the test's own connection.

    Other databases than the test's own may be opened too.
    """
    real = snapshot.snapshot

    def seen(using: str) -> AbstractContextManager[str]:
        return nullcontext(using) if using == "default" else real(using)

    monkeypatch.setattr(making, "snapshot", seen)
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def archive(cast: Cast, tmp_path: Path) -> Path:
    """A backup of an install with an update in two languages, proof as a file, a logo and a file of a report."""
    told = verbs.prove(cast.action, cast.officer, verbs.file())
    verbs.tell(cast.action, cast.officer, words="Ysgol №7: “ymwelwyd”\n\t<b>&</b> ☃")
    assert told.proofs.count() == 1
    Logo.objects.create(council=cast.council, content=b"\x89PNG\x00\xff", content_type="image/png")
    Kept("default", "reports/1.pdf").put(BytesIO(b"%PDF-1.7 a page %%EOF"))
    path = tmp_path / "backup.tar"
    back_up(path, AT)
    return path


def elsewhere(settings: Any, folder: Path) -> None:
    """Files are kept in this folder from here on."""
    settings.MEDIA_ROOT = folder / "files"
    proofs = {**settings.STORAGES["proofs"], "OPTIONS": {"location": folder / "proofs"}}
    settings.STORAGES = {**settings.STORAGES, "proofs": proofs}


def said(_: str) -> None:
    """Progress that nobody reads."""


def told(path: Path) -> list[dict[str, Any]]:
    """What a manifest says of each table."""
    with tarfile.open(path) as tar:
        found = tar.extractfile(MANIFEST)
        assert found is not None
        return list(json.load(found)["tables"])


def test_the_drill_in_both_directions(
    archive: Path, lite: str, server: str | None, settings: Any, tmp_path: Path
) -> None:
    files = {(kept.storage, kept.name): kept.sha256() for kept in kept_files()}
    assert len(files) == 2
    newest = max(Update.objects.values_list("pk", flat=True))
    rows = {entry["table"]: entry["rows"] for entry in told(archive)}
    assert rows["recommendations.Update"] == 2 and rows["council.Committee"] == Committee.objects.count()
    last = archive
    # On a server: PostgreSQL, then SQLite, then PostgreSQL again.
    for alias in filter(None, (lite, server)):
        elsewhere(settings, tmp_path / alias)
        restore(last, using=alias, say=said)
        last = tmp_path / f"{alias}.tar"
        back_up(last, AT, using=alias)
        # Counts and checksums of every table, and every file.
        assert told(last) == told(archive)
        assert {(kept.storage, kept.name): kept.sha256() for kept in kept_files()} == files
        assert bytes(Logo.objects.using(alias).get().content) == b"\x89PNG\x00\xff"
        # History is guarded from the first moment, and rows are numbered on.
        update = Update.objects.using(alias).get(pk=newest)
        for change in ("UPDATE recommendations_update SET words = ''", "DELETE FROM recommendations_update"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using=alias):
                connections[alias].cursor().execute(change)
        update.pk, update.corrects = None, None
        update.save(using=alias, force_insert=True)
        assert update.pk == newest + 1


def test_a_backup_sees_one_moment_and_keeps_no_writer_waiting(
    archive: Path, lite: str, server: str | None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = making.tables_into
    for alias in filter(None, (lite, server)):
        elsewhere(settings, tmp_path / alias)
        restore(archive, using=alias, say=said)
        committees = Committee.objects.using(alias)
        before, council = committees.count(), committees.values_list("council_id", flat=True)[0]

        def beside_a_writer(archive: Any, using: str, alias: str = alias, council: int = council) -> Any:
            first = list(real(archive, using))
            Committee.objects.using(alias).create(council_id=council, name="Made meanwhile")
            assert first == list(real(archive, using))
            return first

        monkeypatch.setattr(making, "tables_into", beside_a_writer)
        manifest, _ = back_up(tmp_path / "while.tar", AT, using=alias)
        rows = {entry["table"]: entry["rows"] for entry in manifest["tables"]}
        assert (rows["council.Committee"], committees.count()) == (before, before + 1)


# --- What is refused --------------------------------------------------------------------------------------------------


def read(path: Path) -> Members:
    """Every member of an archive."""
    with tarfile.open(path) as tar:
        return {about.name: tar.extractfile(about).read() for about in tar}  # type: ignore[union-attr]


def write(path: Path, members: Members, *, sealed_anew: bool = False) -> None:
    """An archive of these members; with its seal made anew, as somebody would who knows how."""
    if sealed_anew:
        seal = hashlib.sha256()
        for name, content in members.items():
            if name != MANIFEST:
                seal.update(f"{name} {len(content)} {hashlib.sha256(content).hexdigest()}\n".encode())
        manifest = {**json.loads(members[MANIFEST]), "seal": seal.hexdigest()}
        members = {**members, MANIFEST: json.dumps(manifest).encode()}
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            about = tarfile.TarInfo(name)
            about.size = len(content)
            tar.addfile(about, BytesIO(content))


def changed(members: Members, old: bytes, new: bytes) -> Members:
    """With other words in the table of updates."""
    name = "tables/recommendations.Update/000000.gz"
    return {**members, name: gzip.compress(gzip.decompress(members[name]).replace(old, new))}


def with_migrations(members: Members, change: Callable[[list[str]], list[str]]) -> Members:
    """With another list of migrations."""
    manifest = json.loads(members[MANIFEST])
    return {**members, MANIFEST: json.dumps({**manifest, "migrations": change(manifest["migrations"])}).encode()}


def without(members: Members, beginning: str) -> Members:
    """Without what begins so."""
    return {name: content for name, content in members.items() if not name.startswith(beginning)}


# What somebody did to the archive, whether they made the seal fit, and what is said.
TAMPERED: dict[str, tuple[Callable[[Members], Members], bool, str]] = {
    "a word changed": (lambda m: changed(m, b"Ysgol", b"Yggol"), False, "altered or damaged"),
    "a word changed, sealed anew": (lambda m: changed(m, b"Ysgol", b"Yggol"), True, "does not read back as it was"),
    "a file missing": (lambda m: without(m, "files/proofs"), False, "altered or damaged"),
    "a file missing, sealed anew": (lambda m: without(m, "files/proofs"), True, "holds 1 files, not 2"),
    "a table missing, sealed anew": (
        lambda m: without(m, "tables/recommendations.Update/"),
        True,
        "Nothing was restored",
    ),
    "people missing, sealed anew": (lambda m: without(m, "tables/accounts.User/"), True, "Nothing was restored"),
    "no manifest": (lambda m: without(m, MANIFEST), False, "no manifest at its end"),
    "another format": (lambda m: {**m, MANIFEST: b'{"format": 9, "seal": ""}'}, False, "has format 9"),
    "a manifest of nonsense": (lambda m: {**m, MANIFEST: b"{"}, False, "cannot be read"),
    "more after its end": (lambda m: {**m, "files/proofs/z": b""}, False, "follows its manifest"),
    "by a newer version": (lambda m: with_migrations(m, lambda all_: [*all_, "council.0999_x"]), True, "newer version"),
    "by an older version": (lambda m: with_migrations(m, lambda all_: all_[:-1]), True, "older version"),
}


@pytest.mark.once
@pytest.mark.parametrize("how", TAMPERED)
def test_an_archive_that_is_not_as_it_was_made_changes_nothing(
    archive: Path, lite: str, settings: Any, tmp_path: Path, how: str
) -> None:
    tamper, sealed_anew, words = TAMPERED[how]
    elsewhere(settings, tmp_path / lite)
    write(archive, tamper(read(archive)), sealed_anew=sealed_anew)
    with pytest.raises(CannotRestore, match=words):
        restore(archive, using=lite, say=said)
    assert all(table.is_empty(lite) for table in tables() if table.label.startswith(("council.", "accounts.")))
    assert list(kept_files()) == []


@pytest.mark.once
@pytest.mark.parametrize("length", [0, 700, 5_000, -11_000])
def test_a_torn_archive_is_refused(archive: Path, lite: str, length: int) -> None:
    archive.write_bytes(archive.read_bytes()[:length])
    with pytest.raises(CannotRestore, match="torn or no backup"):
        restore(archive, using=lite, say=said)


@pytest.mark.once
def test_what_is_no_empty_install_or_another_archive_is_refused(
    archive: Path, lite: str, settings: Any, tmp_path: Path
) -> None:
    with pytest.raises(CannotRestore, match=r"not empty: there are rows in account\w*\.\w+ and \d+ more"):
        restore(archive, say=said)
    with pytest.raises(CannotRestore, match=r"there is a file reports/1\.pdf in the storage “default”"):
        restore(archive, using=lite, say=said)
    with pytest.raises(CannotRestore, match=r"it is another archive: its fingerprint is [0-9a-f]{64}"):
        restore(archive, using=lite, fingerprint="0" * 64, say=said)
    with pytest.raises(CannotRestore, match="cannot be read: No such file"):
        restore(tmp_path / "nowhere.tar", using=lite, say=said)
    connections[lite].cursor().execute("DELETE FROM django_migrations WHERE app = 'reports' AND name LIKE '0001%'")
    with pytest.raises(CannotRestore, match=r"not prepared: reports\.0001_first_set is missing"):
        restore(archive, using=lite, say=said)


@pytest.mark.once
def test_a_storage_that_gives_back_something_else_is_told(
    archive: Path, lite: str, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(settings, tmp_path / lite)
    monkeypatch.setattr(Kept, "sha256", lambda kept: "0" * 64)
    with pytest.raises(CannotRestore, match="gives back something else"):
        restore(archive, using=lite, say=said)
    assert list(kept_files()) == []


@pytest.mark.once
def test_a_backup_that_cannot_be_written_leaves_nothing(cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    with pytest.raises(CannotBackUp, match="cannot be written: No such file or directory"):
        back_up(folder / "backup.tar", AT)
    if Path("/dev/full").exists():
        (tmp_path / "full.tar.part").symlink_to("/dev/full")
        with pytest.raises(CannotBackUp, match="No space left on device"):
            back_up(tmp_path / "full.tar", AT)
        assert not (tmp_path / "full.tar").exists()


@pytest.mark.once
def test_every_column_can_be_written_down() -> None:
    assert {table.label: table.unknown() for table in tables() if table.unknown()} == {}
    assert {"recommendations.Update", "reports.Frozen", "evidence.Proof"} <= {table.label for table in tables()}
    assert Proof in {table.model for table in tables()}
