"""Everything that must hold before the processes start, each step once and in order. Trouble is one line."""

import contextlib
import ctypes
import ctypes.util
import errno
import hashlib
import io
import os
import secrets
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from redis import Redis, RedisError

from scrutiny.embedded.trouble import Trouble

# What WeasyPrint opens, and the Debian packages that bring it (and with it GObject, HarfBuzz and Fontconfig).
PANGO = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


def say(line: str) -> None:
    """One line of progress."""
    print(line, flush=True)


def load_settings() -> None:
    """Set Django up. Raises Trouble when a setting cannot be read or the folder of data cannot be made."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")
    try:
        django.setup()
    except OSError as error:
        raise cannot_write(error) from error
    except (ValueError, ImproperlyConfigured) as error:
        raise Trouble(f"A setting cannot be read: {first_sentence(error)} See the settings in README.md.") from error


def first_sentence(error: Exception) -> str:
    """The first sentence of an error's words, which can go on for paragraphs."""
    words = str(error).strip().splitlines() or [type(error).__name__]
    return words[0].split(". ")[0].rstrip(".") + "."


def cannot_write(error: OSError) -> Trouble:
    """The Trouble for a folder that refuses files."""
    return Trouble(
        f"Cannot write to {error.filename}: {os.strerror(error.errno or 0)}. Make the folder writable, or choose "
        "another one: make start VAR_DIR=/path/to/folder"
    )


def check_folder() -> None:
    """Raise Trouble unless files can be made in the folder of data, also by a person who was let in before."""
    probe = settings.VAR_DIR / f"probe-{os.getpid()}"
    try:
        for folder in (settings.VAR_DIR, settings.MEDIA_ROOT, temporary_folder()):
            folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise cannot_write(error) from error


def temporary_folder() -> Path:
    """Where the processes put what they need for a moment, so that nothing is written outside of the folder of data."""
    return Path(settings.VAR_DIR, "temporary")


def write_secret_key() -> None:
    """Make the key that sessions and links are signed with, for the owner's eyes only, unless there is one."""
    if settings.SECRET_KEY_IS_LASTING:
        return
    file = os.open(settings.SECRET_KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w") as opened:
        opened.write(secrets.token_urlsafe(50) + "\n")


def port() -> int:
    """The port to serve on, from PORT. Raises Trouble when it is no port number."""
    words = os.environ.get("PORT") or "8000"
    if not (words.isdecimal() and 0 < int(words) < 65536):
        raise Trouble(f"PORT={words} is not a port number: choose one from 1024 to 65535, as in make start PORT=8001")
    return int(words)


def check_port(number: int) -> None:
    """Raise Trouble when the port is taken or may not be used."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError as error:
            why = "is taken by another program" if error.errno == errno.EADDRINUSE else "may not be used"
            raise Trouble(f"Port {number} {why}: choose another one, as in make start PORT={number + 1}") from error


def can_open(library: str) -> bool:
    """Whether the system finds this shared library."""
    for name in (f"lib{library}.so.0", f"lib{library}.0.dylib", ctypes.util.find_library(library)):
        with contextlib.suppress(OSError):
            if name:
                ctypes.CDLL(name)
                return True
    return False


def check_pango() -> None:
    """Raise Trouble when a library that makes PDFs is missing. Importing WeasyPrint would tell too, in a second."""
    if not all(can_open(library) for library in PANGO):
        packages = " ".join(PANGO.values())
        raise Trouble(f"Pango is missing, which makes the PDF reports. On Debian or Ubuntu: apt install {packages}")


def check_redis() -> None:
    """Raise Trouble when REDIS_URL is set and nobody answers there."""
    if not settings.REDIS_URL:
        return
    try:
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=3, socket_timeout=3) as server:
            server.ping()
    except (RedisError, ValueError) as error:
        raise Trouble(f"Redis does not answer: {first_sentence(error)} Start it, or correct REDIS_URL.") from error


def check_database() -> None:
    """Raise Trouble when the database cannot be reached or read."""
    # For a server that accepts and then says nothing, in seconds.
    os.environ.setdefault("PGCONNECT_TIMEOUT", "5")
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        if connection.vendor == "sqlite":
            cure = "Put a copy of the file back, or begin again with make reset."
        else:
            cure = "Start the server, or correct DATABASE_URL."
        raise Trouble(f"The database cannot be opened: {first_sentence(error)} {cure}") from error


def check_version() -> None:
    """Raise Trouble when the database has been through migrations that this code does not have."""
    loader = MigrationLoader(connection)
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if unknown:
        begin_again = "begin again with make reset" if connection.vendor == "sqlite" else "name another DATABASE_URL"
        raise Trouble(
            f"The database was made by a newer version (it has {'.'.join(unknown[-1])}): install that version, "
            f"or {begin_again}."
        )


def migrate() -> None:
    """Bring the database to this version."""
    say("Preparing the database…")
    call_command("migrate", interactive=False, verbosity=0)


def decide_demonstration(asked_for: bool) -> None:
    """Say for the processes to start, and for commands run by hand, whether this is a demonstration.

    A database of real reviews never becomes one because somebody forgot to say so.
    """
    on = settings.DEMONSTRATION
    if on and not asked_for and has_rows("recommendations.Review") and not has_rows("accounts.DemonstrationPerson"):
        say("This database holds reviews of your own, so the demonstration stays off.")
        on = False
    os.environ["DEMONSTRATION"] = str(int(on))
    if on and connection.vendor == "sqlite":
        settings.DEMONSTRATION_FILE.touch()
    else:
        settings.DEMONSTRATION_FILE.unlink(missing_ok=True)


def has_rows(model: str) -> bool:
    """Whether a table has any row; the model as "app.Name"."""
    return bool(apps.get_model(model)._default_manager.exists())


def load_demonstration() -> None:
    """Fill an empty database with the real review and the illustrative council around it, all of it or nothing."""
    if has_rows("recommendations.Review"):
        return
    say("Loading the review of the Prevent Duty and an illustrative council around it…")
    with transaction.atomic():
        call_command("load_review", stdout=io.StringIO())
        call_command("load_illustrative_council", stdout=io.StringIO())
        call_command("load_illustrative_proof", stdout=io.StringIO())


def static_files() -> Iterator[tuple[str, float, int]]:
    """Path, time of change and size of every static file that any app brings."""
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = Path(storage.path(path)).stat()
            yield path, about.st_mtime, about.st_size


def collect_static() -> None:
    """Gather and fingerprint the static files, when any of them changed."""
    stamp = settings.STATIC_ROOT / "fingerprint"
    now = hashlib.sha256(repr(sorted(static_files())).encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == now:
        return
    say("Preparing styles and scripts…")
    # As settings.py has it, without compression: that takes six seconds and gains nothing on one machine.
    plain = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES["staticfiles"] = {"BACKEND": plain}
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now)


def sweep() -> None:
    """Begin with an empty broker and schedule. Both only wake others up: what is due stands in the database."""
    for stale in settings.VAR_DIR.glob("beat-schedule*"):
        stale.unlink()
    for folder in (settings.BROKER_DIR, temporary_folder()):
        shutil.rmtree(folder, ignore_errors=True)
    temporary_folder().mkdir(parents=True)
    (settings.BROKER_DIR / "messages").mkdir(parents=True)
    (settings.BROKER_DIR / "control").mkdir()
