"""Reading a file apart from this process, so that no file can take its time, its memory, or its life."""

import json
import subprocess  # the program is this one
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from intake.reading import Proposal, Unreadable
from intake.reading.limits import BYTES_OF_ANSWER, SECONDS_ALTOGETHER

TOO_MUCH = "Reading this file takes longer, or more memory, than is given to it. Paste its text instead."


def propose_file(path: Path) -> Proposal:
    """The proposal of a file. Raises Unreadable, also for a file on which the reader breaks or runs out of time."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "intake.reading", str(path.resolve())],
            cwd=settings.BASE_DIR,
            capture_output=True,
            timeout=SECONDS_ALTOGETHER,
            check=False,
            env={"PATH": "", "PYTHONPATH": str(settings.BASE_DIR), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(TOO_MUCH) from error
    if done.returncode or len(done.stdout) > BYTES_OF_ANSWER:
        raise Unreadable(TOO_MUCH)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    return Proposal.from_json(answer["proposal"])


def propose_bytes(content: bytes) -> Proposal:
    """The proposal of what a file holds. Raises Unreadable."""
    with NamedTemporaryFile(prefix="intake-") as file:
        file.write(content)
        file.flush()
        return propose_file(Path(file.name))
