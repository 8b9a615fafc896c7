"""From a fresh machine to a running site: makes .venv, installs the locked packages into it and hands over.

Standard library only. A Python that is too old must still be able to read this file, so that it can say so in one
line: no syntax and no library newer than Python 3.4 may come before the version has been checked.
"""

import ast
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "installed.json")

OLDEST = (3, 11)
OTHER_PYTHONS = ("python3.13", "python3.12", "python3.11")

LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
# What each command needs installed, and what then takes over.
COMMANDS = {
    "start": (LOCK, ["-m", "scrutiny.embedded", "start"]),
    "reset": (LOCK, ["-m", "scrutiny.embedded", "reset"]),
    "test": (DEV_LOCK, ["-m", "tests.everything"]),
    "screenshots": (DEV_LOCK, ["-m", "bench.screenshots", "--tour"]),
}

# uv does not read pip's configuration, so a machine that is set up for pip alone is translated for it.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "timeout": "UV_HTTP_TIMEOUT",
    "proxy": "ALL_PROXY",
}

SIGNS_OF_NO_NETWORK = (
    "connection refused",
    "connection error",
    "dns error",
    "error sending request",
    "failed to establish a new connection",
    "name resolution",
    "network is unreachable",
    "no matching distribution found for uv",
    "timed out",
)


class Trouble(Exception):
    """Something that the person at the keyboard can put right. The message says how."""


def say(line: "str") -> "None":
    """One line of progress."""
    print(line, flush=True)


def newer_python() -> "str | None":
    """Another interpreter on this machine that is new enough, or None."""
    for name in OTHER_PYTHONS:
        path = shutil.which(name)
        if path and is_new_enough(path):
            return path
    return None


def is_new_enough(python: "str") -> "bool":
    """Whether this interpreter starts and is not too old."""
    question = "import sys; sys.exit(sys.version_info < (%d, %d))" % OLDEST
    try:
        return subprocess.call([python, "-c", question], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def check_python(version: "tuple[int, ...]", chosen: "str | None") -> "None":
    """Go on with a newer interpreter when this one is too old; raise Trouble when there is none.

    ``chosen`` is the value of PYTHON: an interpreter that was asked for by name is not swapped silently.
    """
    if version >= OLDEST:
        return
    newer = None if chosen else newer_python()
    if newer:
        os.execv(newer, [newer] + sys.argv)
    raise Trouble(
        "Python %d.%d is too old: Scrutiny Tracker needs %d.%d or newer. Install one, or name one that you have: "
        "make start PYTHON=python3.12" % (version[0], version[1], OLDEST[0], OLDEST[1])
    )


def check_folder(folder: "str") -> "None":
    """Raise Trouble unless files can be made in this folder."""
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Trouble("The folder %s is not writable: move the project to one that is, or change its owner." % folder)


def quietly(command: "list[str]", environment: "dict[str, str] | None" = None) -> "str":
    """Run a command that says nothing unless it fails; the answer is what it would have said.

    Raises Trouble: one line when the package index cannot be reached, else the command's own last words as well.
    """
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return done.stdout
    said = " ".join(done.stdout.lower().split())
    if "ensurepip is not available" in said:
        raise Trouble("This Python cannot make environments: install python3-venv (Debian), then try again.")
    if any(sign in said for sign in SIGNS_OF_NO_NETWORK):
        raise Trouble(
            "The Python packages cannot be fetched: connect to the network, or set PIP_INDEX_URL to an index that "
            "this machine can reach, then try again."
        )
    sys.stderr.write("\n".join(done.stdout.splitlines()[-30:]) + "\n")
    raise Trouble("Installing failed; the lines above say why. Put that right and try again.")


def pip_settings() -> "dict[str, str]":
    """What pip is configured with, files and PIP_ variables alike; a variable wins over a file."""
    listed = quietly([VENV_PYTHON, "-m", "pip", "config", "list"]).splitlines()
    found = {}
    for section in ("global.", "install.", ":env:."):
        for line in listed:
            if line.startswith(section) and "=" in line:
                name, value = line[len(section) :].split("=", 1)
                found[name] = str(ast.literal_eval(value))
    return found


def uv_environment(environment: "dict[str, str]", pip: "dict[str, str]") -> "dict[str, str]":
    """The environment for uv: as it is, with pip's configuration where uv has none of its own."""
    result = dict(environment)
    # As pip does: the best version of any index, since the hashes decide what is let in.
    result.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    result.setdefault("UV_COMPILE_BYTECODE", "1")
    # Councils' own certificate authorities are in the machine's store.
    result.setdefault("UV_SYSTEM_CERTS", "1")
    for name, variable in PIP_TO_UV.items():
        if pip.get(name) and not result.get(variable):
            between = "," if name == "find-links" else " "
            result[variable] = between.join(pip[name].split())
    return result


def has(module: "str") -> "bool":
    """Whether .venv has this module."""
    command = [VENV_PYTHON, "-c", "import " + module]
    return subprocess.call(command, cwd=VENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def fingerprint(lock: "str") -> "str":
    """SHA-256 of a lock file, in hex."""
    with open(os.path.join(ROOT, lock), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def installed() -> "dict[str, str]":
    """Which locks .venv was filled from: name to fingerprint. Empty when unknown."""
    try:
        with open(STAMP) as file:
            return dict(json.load(file))
    except (OSError, ValueError):
        return {}


def make_environment() -> "None":
    """Make .venv with pip in it, unless one that works is there."""
    if is_new_enough(VENV_PYTHON) and (installed() or has("pip")):
        return
    check_folder(ROOT)
    say("Making the environment in .venv…")
    quietly([sys.executable, "-m", "venv", "--clear", VENV])


def install(lock: "str") -> "None":
    """Fill .venv from a lock file, hashes checked, unless that was done before."""
    if installed().get(lock) == fingerprint(lock):
        return
    check_folder(VENV)
    say("Installing what changed…" if installed() else "Installing (first time only, about 30 seconds)…")
    if not has("uv"):
        quietly([VENV_PYTHON, "-m", "pip", "install", "--quiet", "--retries", "1", "uv"])
    command = [VENV_PYTHON, "-m", "uv", "pip", "install", "--python", VENV_PYTHON, "--require-hashes", "-r", lock]
    quietly(command, uv_environment(dict(os.environ), pip_settings()))
    # The lock for development holds everything of the other one, at the same versions.
    locks = [lock] if lock == LOCK else [lock, LOCK]
    with open(STAMP, "w") as file:
        json.dump({name: fingerprint(name) for name in locks}, file)


def run(arguments: "list[str]") -> "None":
    """Prepare .venv for one command and hand over to it. Does not come back, but for Trouble."""
    check_python(sys.version_info[:2], os.environ.get("PYTHON"))
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        raise Trouble("Say one of: " + ", ".join(COMMANDS))
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without these characters
    lock, command = COMMANDS[arguments[0]]
    make_environment()
    install(lock)
    os.chdir(ROOT)
    if lock == LOCK:
        # Until the next program can answer them; it lets them through then.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM])
    os.execv(VENV_PYTHON, [VENV_PYTHON] + command)


def interrupt(*_: "object") -> "None":
    """SIGTERM ends this program in the same way as Ctrl-C."""
    raise KeyboardInterrupt


def main() -> "int":
    """The exit code: 1 after trouble, 0 when the person stopped it."""
    signal.signal(signal.SIGTERM, interrupt)
    try:
        run(sys.argv[1:])
    except Trouble as trouble:
        sys.stderr.write("%s\n" % trouble)
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
