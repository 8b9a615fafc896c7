"""A real SMTP server (aiosmtpd) on loopback that keeps the Message-ID of every mail it takes, one a line.

    python -m bench.sink noted.txt         # prints its port
    python -m bench.sink noted.txt 2525    # at this port

A mail counts as taken when its line is written, which is before the answer 250.
"""

import asyncio
import re
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Notes:
    """Takes every mail."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("a", buffering=1)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Note it and take it."""
        found = MESSAGE_ID.search(envelope.content)
        self.file.write(f"{found.group(1).decode() if found else '?'}\n")
        return "250 taken"


async def serve(path: Path, port: int = 0) -> None:
    """Until it is ended."""
    notes = Notes(path)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(notes), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), *map(int, sys.argv[2:3])))
