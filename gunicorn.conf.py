"""Read by gunicorn by itself: the site is loaded once, and its workers share what was loaded.

A new version therefore needs a restart of the whole server: HUP begins workers of the old one.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

preload_app = True


def on_starting(server: Any) -> None:
    """Counts begin anew with the server."""
    if folder := measured_in():
        for file in folder.glob("*.db"):
            with suppress(OSError):
                file.unlink()


def child_exit(server: Any, worker: Any) -> None:
    """A process ended: what it counted stays, what it was doing does not."""
    if measured_in():
        # Read only where measures are taken, and only once the settings have named the folder.
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def measured_in() -> Path | None:
    """The folder of counts, where measures are taken."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    return Path(folder) if folder and Path(folder).is_dir() else None
