"""One POST: to the address that was looked at, and to no other one, within a time that a receiver cannot stretch.

No redirect is followed, no proxy of the environment is used, no cookie is kept, and of the answer nothing is read but
its status and headers.
"""

import socket
import ssl
import threading
from dataclasses import dataclass
from http.client import HTTPException

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from webhooks.reaching import Target, Unreachable, reachable, target_of

# Seconds for a connection, and for all of it: from the first address that is tried to the status of the answer.
CONNECTING, IN_ALL = 5.0, 10.0
# What can go wrong on the way. A connection that is ended in the middle of TLS is a ValueError.
OUTSIDE = (OSError, HTTPException, HTTPError, ValueError)


LATE = "It did not answer in time."


@dataclass(frozen=True)
class Answer:
    """What came of it: the status of the answer (None where there was none), and what went wrong, in a sentence."""

    status: int | None
    fault: str = ""


class Deadline:
    """Ends a connection when its time is over, whatever it is waiting for."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self.connection, self.is_over = connection, False
        self.timer = threading.Timer(seconds, self.end)
        self.timer.daemon = True

    def end(self) -> None:
        """From now on reading and writing fail at once."""
        self.is_over = True
        if isinstance(ours := self.connection.sock, socket.socket):
            try:
                # Not that of TLS, which would wait for a goodbye.
                socket.socket.shutdown(ours, socket.SHUT_RDWR)
            except OSError:
                return

    def __enter__(self) -> "Deadline":
        self.timer.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self.timer.cancel()


def post(address: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send a body there, once. Never raises: what went wrong is a sentence of the answer."""
    try:
        target = target_of(address)
        found = reachable(target)
    except Unreachable as refusal:
        return Answer(None, f"{str(refusal).rstrip('.')}.")
    said = {"Host": target.authority, "Content-Type": "application/json", "User-Agent": "Scrutiny-Tracker", **headers}
    answer = Answer(None)
    for ip in found:
        connection = connection_to(target, ip)
        with Deadline(connection, IN_ALL / len(found)) as deadline:
            try:
                connection.connect()
            except OUTSIDE as error:
                connection.close()
                answer = Answer(None, told(error, deadline))
                continue
            # From here on the receiver may have it, so no other address is tried.
            return asked(connection, target.path, body, said, deadline)
    return answer


def asked(connection: HTTPConnection, path: str, body: bytes, headers: dict[str, str], deadline: Deadline) -> Answer:
    """Send it over a connection, and wait for the status."""
    try:
        connection.request("POST", path, body=body, headers=headers, preload_content=False)
        status = connection.getresponse().status
        # An answer that was cut off by us looks like a short one.
        return Answer(None, LATE) if deadline.is_over else judged(status)
    except OUTSIDE as error:
        return Answer(None, told(error, deadline))
    finally:
        connection.close()


def connection_to(target: Target, ip: str) -> HTTPConnection:
    """A connection to one network address, not open yet. TLS asks for the certificate of the name."""
    if target.scheme == "http":
        return HTTPConnection(ip, target.port, timeout=CONNECTING)
    trusted = ssl.create_default_context()
    return HTTPSConnection(ip, target.port, timeout=CONNECTING, ssl_context=trusted, server_hostname=target.host)


def judged(status: int) -> Answer:
    """What a status means: anything from 200 to 299 is “received”."""
    if 200 <= status < 300:
        return Answer(status)
    if 300 <= status < 400:
        return Answer(
            status, f"It answered {status}, a redirect, which is not followed. Enter the address it leads to."
        )
    return Answer(status, f"It answered {status}.")


def told(error: Exception, deadline: Deadline) -> str:
    """What went wrong, in a sentence."""
    if deadline.is_over or isinstance(error, TimeoutError):
        return LATE
    if isinstance(error, ssl.SSLError):
        return f"The connection is not safe: {getattr(error, 'verify_message', '') or error.reason or 'TLS failed'}."
    if isinstance(error, ConnectionRefusedError) or "refused" in str(error):
        return "Nobody listens at this address."
    return f"The connection was ended before an answer came ({type(error).__name__})."
