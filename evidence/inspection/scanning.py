"""A scanner for viruses, where the council runs one: ClamAV, spoken to in its own words over a socket."""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

from evidence.inspection.refusing import Refused

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
AWAY = "could not be checked for viruses, because the scanner does not answer. Try again later"


def scan(content: bytes) -> None:
    """Raise Refused where the scanner finds something, or does not answer. Does nothing where none is set."""
    if not settings.CLAMAV_URL:
        return
    try:
        answer = asked(content)
    except OSError as error:
        raise Refused(AWAY) from error
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        raise Refused("holds a virus, the scanner says. It was not kept. Tell your IT service")
    raise Refused(AWAY)


def asked(content: bytes) -> str:
    """What the scanner says of these bytes. Raises OSError where it cannot be reached or hangs up."""
    with connected() as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (more := line.recv(CHUNK)):
            answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def connected() -> socket.socket:
    """A line to the scanner: tcp://host:3310, or unix:///path/to/its/socket."""
    url = urlsplit(settings.CLAMAV_URL)
    if url.scheme != "unix":
        return socket.create_connection((url.hostname or "", url.port or 3310), timeout=settings.CLAMAV_PATIENCE)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(settings.CLAMAV_PATIENCE)
    line.connect(url.path)
    return line
