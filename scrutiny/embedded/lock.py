"""One running site for each folder of data, and processes that end when the one that started them is gone.

The lock is a POSIX record lock: it belongs to one process, is not inherited by the processes that it starts, and
the system lets go of it however that process ends. The running site holds it for writing. Its processes wait to hold
it for reading, which they can from the moment the site is gone until they have ended themselves.
"""

import fcntl
import os
import time
from pathlib import Path

from scrutiny.embedded.trouble import Trouble

# How long a killed site's processes may take to end, in seconds; see follow.py.
PATIENCE = 15


def locked(file: int, how: int) -> bool:
    """Try to lock without waiting."""
    try:
        fcntl.lockf(file, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def take(path: Path) -> None:
    """Own the lock until this process ends.

    Waits for what a killed site left behind. Raises Trouble when another site is running on the same data.
    """
    # Never closed: closing it anywhere in this process would let go of the lock.
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    give_up = time.monotonic() + PATIENCE
    while not locked(file, fcntl.LOCK_EX):
        if not locked(file, fcntl.LOCK_SH):
            running = os.pread(file, 20, 0).decode(errors="replace").strip()
            raise Trouble(f"Scrutiny Tracker is running already: stop it with Ctrl-C in its window, or: kill {running}")
        fcntl.lockf(file, fcntl.LOCK_UN)
        if time.monotonic() > give_up:
            raise Trouble("Processes of a killed site are still running here: end them, then try again.")
        time.sleep(0.1)
    os.ftruncate(file, 0)
    os.pwrite(file, f"{os.getpid()}\n".encode(), 0)


def wait_for_owner_to_end(path: Path) -> None:
    """Come back when the owner of the lock is gone, and keep the next one waiting until this process ends too."""
    fcntl.lockf(os.open(path, os.O_RDONLY), fcntl.LOCK_SH)
