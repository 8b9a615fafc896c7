"""What can stand in the way of a start: each is one line that says what to do, and never a traceback."""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services import embedded_only
from tests.workshop.site import ROOT, environment, free_port

pytestmark = [embedded_only, pytest.mark.site]


def trouble(var: Path, **more: str) -> str:
    """The one line that a start ends with."""
    done = subprocess.run(
        [sys.executable, "-m", "scrutiny.embedded", "start"],
        cwd=ROOT,
        env=environment(var, **{"PORT": str(free_port()), **more}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 1, done
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.rstrip()


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert trouble(tmp_path, PORT=str(port)) == (
            f"Port {port} is taken by another program: choose another one, as in make start PORT={port + 1}"
        )


@pytest.mark.parametrize("port", ["web", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none(tmp_path: Path, port: str) -> None:
    assert trouble(tmp_path, PORT=port).startswith(f"PORT={port} is not a port number: choose one from 1024 to 65535")


@pytest.mark.parametrize("library", ["pango-1.0", "pangoft2-1.0", "harfbuzz-subset"])
def test_pango_is_missing(tmp_path: Path, library: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        f"""
import ctypes, ctypes.util
class Without(ctypes.CDLL):
    def __init__(self, name, *arguments, **more):
        if "{library}" in str(name):
            raise OSError(name)
        super().__init__(name, *arguments, **more)
ctypes.CDLL = Without
"""
    )
    assert trouble(tmp_path / "var", PYTHONPATH=str(tmp_path)) == (
        "Pango is missing, which makes the PDF reports. On Debian or Ubuntu: "
        "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    var = tmp_path / "var"
    var.touch()
    assert trouble(var) == (
        f"Cannot write to {var}: File exists. Make the folder writable, or choose another one: "
        "make start VAR_DIR=/path/to/folder"
    )


def test_a_folder_that_refuses_files(tmp_path: Path) -> None:
    # Not even root may make files here, so this shows the same to everyone.
    assert trouble(Path("/proc/self/var")).startswith("Cannot write to /proc/self/var: No such file or directory.")


def test_a_database_of_a_newer_version(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "scrutiny.sqlite3") as database:
        database.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT)")
        database.execute("INSERT INTO django_migrations VALUES (1, 'recommendations', '0999_later', '2030-01-01')")
    database.close()
    assert trouble(tmp_path) == (
        "The database was made by a newer version (it has recommendations.0999_later): "
        "install that version, or begin again with make reset."
    )


def test_a_database_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "scrutiny.sqlite3").write_bytes(os.urandom(5000))
    assert trouble(tmp_path) == (
        "The database cannot be opened: file is not a database. "
        "Put a copy of the file back, or begin again with make reset."
    )


def test_a_database_server_that_does_not_answer(tmp_path: Path) -> None:
    said = trouble(tmp_path, DATABASE_URL=f"postgresql://scrutiny:secret@127.0.0.1:{free_port()}/scrutiny")
    assert said.startswith("The database cannot be opened: ")
    assert said.endswith("Start the server, or correct DATABASE_URL.")
    assert "secret" not in said


def test_an_address_of_a_database_that_is_none(tmp_path: Path) -> None:
    assert trouble(tmp_path, DATABASE_URL="nonsense://x") == (
        "A setting cannot be read: Scheme 'nonsense://' is unknown. See the settings in README.md."
    )


@pytest.mark.parametrize("address", ["redis://127.0.0.1:1/0", "nonsense://x"])
def test_a_redis_that_does_not_answer(tmp_path: Path, address: str) -> None:
    said = trouble(tmp_path, REDIS_URL=address)
    assert said.startswith("Redis does not answer: ")
    assert said.endswith("Start it, or correct REDIS_URL.")
