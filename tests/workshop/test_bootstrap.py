"""From nothing to .venv: the part that has to work, or to say why not, before anything is installed."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scrutiny import bootstrap
from tests.workshop.site import ROOT, environment

pytestmark = pytest.mark.once

SOURCE = ROOT / "scrutiny" / "bootstrap.py"
BUILT_IN = {"ast", "hashlib", "json", "os", "shutil", "signal", "subprocess", "sys"}


def test_an_old_python_can_read_it() -> None:
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef, ast.Starred)
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, newer)] == []
    signatures = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    notes = [note for f in signatures for note in (f.returns, *(a.annotation for a in f.args.args)) if note]
    assert all(isinstance(note, ast.Constant) for note in notes), "types in quotes, which nobody evaluates"
    assert not any(f.args.posonlyargs for f in signatures)


def test_it_imports_nothing_that_has_to_be_installed() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    assert not any(isinstance(node, ast.ImportFrom) for node in ast.walk(tree))
    assert {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names} == BUILT_IN


def test_a_python_that_is_too_old_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "newer_python", lambda: None)
    with pytest.raises(bootstrap.Trouble, match=r"^Python 3\.9 is too old: Scrutiny Tracker needs 3\.11 or newer\."):
        bootstrap.check_python((3, 9), None)


def test_a_newer_python_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "newer_python", lambda: "/usr/bin/python3.12")
    monkeypatch.setattr(os, "execv", lambda path, command: ran.append(command))
    monkeypatch.setattr(sys, "argv", ["scrutiny/bootstrap.py", "start"])
    # A real execv does not come back; this one does, and then the old one has nothing left but to complain.
    with pytest.raises(bootstrap.Trouble):
        bootstrap.check_python((3, 9), None)
    assert ran == [["/usr/bin/python3.12", "scrutiny/bootstrap.py", "start"]]


def test_a_python_that_was_chosen_is_not_swapped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "newer_python", lambda: pytest.fail("looked for another one"))
    with pytest.raises(bootstrap.Trouble, match="is too old"):
        bootstrap.check_python((3, 9), "python3.9")


def test_an_interpreter_that_does_not_start_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, line in {
        "python3.13": "exit 127",
        "python3.12": "exit 1",
        "python3.11": f'exec "{sys.executable}" "$@"',
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.newer_python() == str(tmp_path / "python3.11")


def test_uv_gets_what_pip_is_configured_with() -> None:
    pip = {
        "index-url": "https://mirror.example/simple",
        "extra-index-url": "https://a.example/simple\nhttps://b.example/simple",
        "find-links": "/wheels /more-wheels",
        "cert": "/etc/council-ca.pem",
        "trusted-host": "mirror.example",
    }
    assert bootstrap.uv_environment({}, pip) == {
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_COMPILE_BYTECODE": "1",
        "UV_SYSTEM_CERTS": "1",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://a.example/simple https://b.example/simple",
        "UV_FIND_LINKS": "/wheels,/more-wheels",
        "UV_INSECURE_HOST": "mirror.example",
        "SSL_CERT_FILE": "/etc/council-ca.pem",
    }


def test_uv_keeps_what_it_is_configured_with() -> None:
    own = {"UV_DEFAULT_INDEX": "https://uv.example/simple", "SSL_CERT_FILE": "/etc/mine.pem", "UV_SYSTEM_CERTS": "0"}
    pip = {"index-url": "https://mirror.example/simple", "cert": "/etc/council-ca.pem"}
    assert bootstrap.uv_environment(own, pip).items() >= own.items()


def test_a_variable_of_pip_wins_over_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = ":env:.index-url='https://a.example'\nglobal.index-url='https://b.example'\ninstall.cert='/c.pem'\n"
    monkeypatch.setattr(bootstrap, "quietly", lambda command: listed)
    assert bootstrap.pip_settings() == {"index-url": "https://a.example", "cert": "/c.pem"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A project whose .venv has uv; the answer collects what would be installed."""
    ran: list[list[str]] = []

    def quietly(command: list[str], environment: dict[str, str] | None = None) -> str:
        ran.append(command[-2:])
        return ""

    (tmp_path / ".venv").mkdir()
    for lock in (bootstrap.LOCK, bootstrap.DEV_LOCK):
        (tmp_path / lock).write_text("django==5.2\n")
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(bootstrap, "STAMP", str(tmp_path / ".venv" / "installed.json"))
    monkeypatch.setattr(bootstrap, "has", lambda module: True)
    monkeypatch.setattr(bootstrap, "pip_settings", dict)
    monkeypatch.setattr(bootstrap, "quietly", quietly)
    return ran


def test_what_is_installed_is_not_installed_again(project: list[list[str]], tmp_path: Path) -> None:
    bootstrap.install(bootstrap.LOCK)
    bootstrap.install(bootstrap.LOCK)
    assert project == [["-r", "requirements.lock"]]

    (tmp_path / "requirements.lock").write_text("django==5.3\n")
    bootstrap.install(bootstrap.LOCK)
    assert project == [["-r", "requirements.lock"]] * 2


def test_the_lock_for_development_holds_the_other_one(project: list[list[str]]) -> None:
    bootstrap.install(bootstrap.DEV_LOCK)
    bootstrap.install(bootstrap.LOCK)
    assert project == [["-r", "requirements-dev.lock"]]


def test_an_install_that_failed_is_tried_again(
    project: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise bootstrap.Trouble("No network.")

    with monkeypatch.context() as broken:
        broken.setattr(bootstrap, "quietly", fail)
        with pytest.raises(bootstrap.Trouble):
            bootstrap.install(bootstrap.LOCK)
    bootstrap.install(bootstrap.LOCK)
    assert project == [["-r", "requirements.lock"]]
    assert json.loads((tmp_path / ".venv" / "installed.json").read_text()).keys() == {"requirements.lock"}


def fails_saying(words: str) -> list[str]:
    """A command that fails with these words."""
    return [sys.executable, "-c", f"import sys; print({words!r}); sys.exit(1)"]


def test_a_python_without_environments_names_the_package() -> None:
    debian = "The virtual environment was not created successfully because ensurepip is not\navailable.  On Debian"
    with pytest.raises(bootstrap.Trouble, match=r"^This Python cannot make environments: install python3-venv"):
        bootstrap.quietly(fails_saying(debian))


def test_any_other_failure_shows_its_last_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(bootstrap.Trouble, match="the lines above say why"):
        bootstrap.quietly(fails_saying("THESE PACKAGES DO NOT MATCH THE HASHES"))
    assert capsys.readouterr().err == "THESE PACKAGES DO NOT MATCH THE HASHES\n"


def test_without_a_network_the_first_start_says_so(tmp_path: Path) -> None:
    (tmp_path / "scrutiny").mkdir()
    shutil.copy(SOURCE, tmp_path / "scrutiny")
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    done = subprocess.run(
        [sys.executable, str(tmp_path / "scrutiny" / "bootstrap.py"), "start"],
        env={**plain, **nowhere},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == (
        "The Python packages cannot be fetched: connect to the network, or set PIP_INDEX_URL to an index that this "
        "machine can reach, then try again.\n"
    )


@pytest.mark.parametrize("command", [["make", "help"], ["make"]])
def test_make_lists_its_targets(command: list[str], tmp_path: Path) -> None:
    listed = subprocess.run(
        command, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=True
    ).stdout
    assert [line.split()[:2] for line in listed.splitlines()] == [
        ["make", t] for t in ("help", "start", "reset", "test", "screenshots")
    ]


def test_make_without_a_python_says_what_to_install(tmp_path: Path) -> None:
    done = subprocess.run(
        ["make", "start", "PYTHON=no-such-python"],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "install Python 3.11 or newer" in done.stderr
