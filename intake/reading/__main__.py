"""Reads one file in a process of its own, with limits of its own: ``python -m intake.reading FILE``.

Prints one JSON object: ``{"proposal": …}``, or ``{"refused": "why"}`` for a file that cannot be read.
"""

import json
import resource
import sys
from pathlib import Path

from intake.reading import Unreadable, propose, read
from intake.reading.limits import BYTES_OF_MEMORY, SECONDS_OF_WORK


def main(path: str) -> dict[str, object]:
    """What is printed of a file."""
    try:
        return {"proposal": propose(read(Path(path).read_bytes())).as_json()}
    except Unreadable as refusal:
        return {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        return {"refused": "Reading this file takes more memory than is given to it. Paste its text instead."}


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (BYTES_OF_MEMORY, BYTES_OF_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_OF_WORK, SECONDS_OF_WORK + 2))
    json.dump(main(sys.argv[1]), sys.stdout, ensure_ascii=True)
