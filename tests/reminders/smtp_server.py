"""A small real SMTP server on loopback that can be told how to answer. One thread a connection."""

import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

# Answers that are not lines: the server breaks the connection, or says nothing for a while.
DROP = "drop"
HANG = "hang"
HANG_SECONDS = 1.5


@dataclass
class Behaviour:
    """How the server answers. Each takes the recipient's address and returns a reply line, DROP or HANG."""

    on_connect: Callable[[], str] = lambda: "220 here"
    on_recipient: Callable[[str], str] = lambda address: "250 ok"
    # Asked when the whole mail has come; a mail counts as taken when this answers 250 or breaks the line.
    after_data: Callable[[str], str] = lambda address: "250 taken"
    taken: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ids(self, to: str | None = None) -> list[str]:
        """Message-IDs of the taken mails, in order."""
        return [str(m["Message-ID"]) for m in self.taken if to is None or m["To"] == to]


class Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    server: "Server"

    def handle(self) -> None:
        """Answer line by line until the client leaves or the behaviour breaks the line."""
        behaviour = self.server.behaviour
        with behaviour.lock:
            behaviour.connections += 1
        if not self.say(behaviour.on_connect()):
            return
        address = ""
        for line in self.rfile:
            verb = line.strip().upper()
            if verb.startswith(b"RCPT"):
                address = line.decode().partition("<")[2].partition(">")[0]
                going = self.say(behaviour.on_recipient(address))
            elif verb == b"DATA":
                self.say("354 go on")
                going = self.take(address)
            else:
                going = self.say("221 bye" if verb == b"QUIT" else "250 ok")
            if not going or verb == b"QUIT":
                return

    def take(self, address: str) -> bool:
        """Read a mail and answer for it. False when the line is broken."""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b"..") else line)
        else:
            return False
        behaviour = self.server.behaviour
        answer = behaviour.after_data(address)
        if answer in (DROP, HANG) or answer.startswith("250"):
            made = message_from_bytes(b"".join(lines), policy=policy.default)
            with behaviour.lock:
                behaviour.taken.append(made)
        return self.say(answer)

    def say(self, answer: str) -> bool:
        """Answer. False when the line is to be broken."""
        if answer == HANG:
            time.sleep(HANG_SECONDS)
        if answer in (DROP, HANG):
            return False
        try:
            self.wfile.write(answer.encode() + b"\r\n")
        except OSError:
            return False
        return not answer.startswith("421")


class Server(socketserver.ThreadingTCPServer):
    """The listening socket."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.behaviour = behaviour

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed leaves a broken line; that is no fault of the server."""


@contextmanager
def smtp_server(behaviour: Behaviour) -> Iterator[int]:
    """A running server. Gives its port."""
    with Server(behaviour) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()
