"""The embedded site's commands: python -m scrutiny.embedded start | reset."""

import os
import shutil
import signal
import sys

from django.conf import settings

from scrutiny.embedded import lock, prepare
from scrutiny.embedded.services import Site
from scrutiny.embedded.trouble import Trouble

LOCK_FILE = "running.lock"


def start() -> None:
    """Prepare what is missing and run the site until a signal ends it."""
    # What is made from here on is for the owner's eyes only.
    os.umask(0o077)
    asked_for = "DEMONSTRATION" in os.environ
    os.environ.setdefault("DEMONSTRATION", "1")
    port = prepare.port()
    prepare.load_settings()
    prepare.check_folder()
    lock.take(settings.VAR_DIR / LOCK_FILE)
    prepare.write_secret_key()
    prepare.check_port(port)
    prepare.check_pango()
    prepare.check_redis()
    prepare.check_database()
    prepare.check_version()
    prepare.migrate()
    prepare.decide_demonstration(asked_for)
    if os.environ["DEMONSTRATION"] == "1":
        prepare.load_demonstration()
    prepare.collect_static()
    prepare.sweep()
    prepare.say("Starting…")
    Site(port, settings.VAR_DIR / LOCK_FILE, prepare.temporary_folder()).run()


def reset() -> None:
    """Delete the embedded database, the files and the broker, after asking. The secret key stays."""
    if os.environ.get("DATABASE_URL"):
        raise Trouble("DATABASE_URL is set, and make reset deletes only the embedded database: nothing was deleted.")
    prepare.load_settings()
    prepare.check_folder()
    lock.take(settings.VAR_DIR / LOCK_FILE)
    if not sure():
        raise Trouble("Nothing was deleted.")
    for file in [*settings.VAR_DIR.glob("scrutiny.sqlite3*"), settings.DEMONSTRATION_FILE]:
        file.unlink(missing_ok=True)
    prepare.sweep()
    for folder in (settings.MEDIA_ROOT, settings.PROOF_ROOT):
        if folder.is_dir():
            shutil.rmtree(folder)
    prepare.say("Deleted. make start begins again.")


def sure() -> bool:
    """Whether the person says yes; anything else, also nothing, is no."""
    print(
        f"Delete the database and every file in {settings.VAR_DIR}? This cannot be undone. [y/N] ", end="", flush=True
    )
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def interrupt(*_: object) -> None:
    """Before the processes run, SIGTERM ends this program in the same way as Ctrl-C."""
    raise KeyboardInterrupt


def main(command: str) -> int:
    """The exit code: 1 after trouble, 0 when the person stopped it."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without these characters
    signal.signal(signal.SIGTERM, interrupt)
    try:
        # Held back by bootstrap.py while this program was being loaded.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT, signal.SIGTERM])
        {"start": start, "reset": reset}[command]()
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    print("Stopped." if command == "start" else "")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
