"""A program that waits for messages, on loopback: it notes each, and answers as a test wants."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Received:
    """One message, as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What came, and how the next ones are answered: one after the other, the last for all that follow."""

    address: str = ""
    answers: list[Answer] = field(default_factory=list)
    came: list[Received] = field(default_factory=list)
    # Set where a test ends, so that nothing hangs for longer.
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def ids(self) -> list[str]:
        """The names of the messages."""
        return [one.headers["webhook-id"] for one in self.came]

    def next_answer(self) -> Answer:
        """How this one is answered."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def status(code: int, **headers: str) -> Answer:
    """Answer at once."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def hang(receiver: Receiver) -> Answer:
    """Say nothing."""
    return lambda handler: void(receiver.over.wait(30))


def drip(receiver: Receiver) -> Answer:
    """Say something again and again, so that no pause is long, and never come to an end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not receiver.over.wait(0.05):
            handler.wfile.write(b"X-A: a\r\n")

    return answer


def drop(handler: BaseHTTPRequestHandler) -> None:
    """End the connection without a word."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """“Received”, with more content than anybody should read."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(2**40))
    handler.end_headers()


def void(_: object) -> None:
    """Nothing."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver for a while; it answers 200 unless a test says otherwise."""
    receiver = Receiver(answers=[status(200)])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.came.append(Received(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            try:
                receiver.next_answer()(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.address = f"http://127.0.0.1:{server.server_port}/hooks?of=ours"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
