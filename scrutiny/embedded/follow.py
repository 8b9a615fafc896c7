"""Run a program that ends when the site that started it is gone: python -m scrutiny.embedded.follow LOCK MODULE …

The manager ends its processes itself. This is for the day it is killed and cannot.
"""

import os
import runpy
import signal
import sys
import threading
import time
from pathlib import Path

from scrutiny.embedded.lock import wait_for_owner_to_end

# Seconds to end in an orderly way before the system ends it.
GRACE = 5


def end_with_owner(lock: Path) -> None:
    """Wait for the owner's end, then end this process and those that it started."""
    wait_for_owner_to_end(lock)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    # The manager gave each program a process group of its own.
    os.killpg(os.getpgrp(), signal.SIGKILL)


def main(lock: str, program: str, *arguments: str) -> None:
    """Become ``python -m program arguments``, with a watch on the lock's owner beside it."""
    threading.Thread(target=end_with_owner, args=(Path(lock),), daemon=True).start()
    sys.argv = [program, *arguments]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
