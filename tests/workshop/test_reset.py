"""make reset deletes the embedded data, after asking, and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.workshop.site import ROOT, environment

DATA = [
    "scrutiny.sqlite3",
    "scrutiny.sqlite3-wal",
    "demonstration",
    "files/report.pdf",
    "proofs/3f9a",
    "broker/messages/1.msg",
]
STAYS = ["secret-key", "notes-of-mine.txt"]


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A folder of data in which every kind of file lies."""
    for name in DATA + STAYS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    return tmp_path


def reset(var: Path, answer: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run the command with an answer typed in."""
    return subprocess.run(
        [sys.executable, "-m", "scrutiny.embedded", "reset"],
        cwd=ROOT,
        env=environment(var, **more),
        input=answer,
        capture_output=True,
        text=True,
        check=False,
    )


def present(var: Path, names: list[str]) -> list[str]:
    """Which of these files are there."""
    return [name for name in names if (var / name).exists()]


@pytest.mark.parametrize("answer", ["y\n", "YES\n"])
def test_yes_deletes_the_data(var: Path, answer: str) -> None:
    done = reset(var, answer)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Delete the database and every file in {var}? This cannot be undone. [y/N] ")
    assert present(var, DATA) == []
    assert present(var, STAYS) == STAYS


@pytest.mark.parametrize("answer", ["", "\n", "n\n", "yesterday\n"])
def test_anything_else_deletes_nothing(var: Path, answer: str) -> None:
    done = reset(var, answer)
    assert (done.returncode, done.stderr) == (1, "Nothing was deleted.\n")
    assert present(var, DATA + STAYS) == DATA + STAYS


def test_a_database_on_a_server_is_not_for_it_to_delete(var: Path) -> None:
    done = reset(var, "y\n", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert done.stderr.startswith("DATABASE_URL is set")
    assert present(var, DATA + STAYS) == DATA + STAYS
