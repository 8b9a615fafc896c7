"""People who save and read, and remember what they were told: what was acknowledged must be there afterwards."""

import http.client
import random
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE = 60
TOKEN = "x" * 32


@dataclass(frozen=True)
class Answer:
    """One request: when it was sent, when answered, with which status (0: none), and what was said in it."""

    begun: float
    ended: float
    status: int
    kind: str
    words: str = ""

    @property
    def ms(self) -> float:
        """How long it took."""
        return (self.ended - self.begun) * 1000


@dataclass
class Person:
    """An officer with one action of their own, signed in."""

    action: int
    session: str
    ports: list[int]
    think: float
    chance: random.Random
    answers: list[Answer] = field(default_factory=list)
    version: int = 1
    said: int = 0

    def live(self, stopped: threading.Event) -> None:
        """Save or read, think, and again."""
        while not stopped.is_set():
            self.answers.append(self.save() if self.chance.random() < 0.5 else self.look())
            stopped.wait(self.chance.uniform(0, 2 * self.think))

    def look(self) -> Answer:
        """Open the list of one's actions."""
        begun = time.monotonic()
        status = self.ask("GET", "/my-actions/", "")[0]
        return Answer(begun, time.monotonic(), status, "look")

    def save(self) -> Answer:
        """Give an update in the form. A redirect is the acknowledgement."""
        self.said += 1
        words = f"Action {self.action} in its turn {self.said}."
        typed = {"status": "on_track", "words": words, "reason": "", "version": self.version}
        begun = time.monotonic()
        body = urlencode({**typed, "csrfmiddlewaretoken": TOKEN})
        status, page = self.ask("POST", f"/actions/{self.action}/update/", body)
        if status == 302:
            self.version += 1
        elif status == 409:
            # The answer to an earlier one was lost; the form that comes back has the version of now.
            self.version = int(page.split('name="version" value="', 1)[1].split('"', 1)[0])
        return Answer(begun, time.monotonic(), status, "save", words)

    def ask(self, method: str, path: str, body: str) -> tuple[int, str]:
        """One request to either server; status 0 where nothing came back."""
        link = http.client.HTTPConnection("127.0.0.1", self.chance.choice(self.ports), timeout=PATIENCE)
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            link.close()


@dataclass
class Crowd:
    """All of them, each in a thread."""

    people: list[Person]
    stopped: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """They come, as often as they are called."""
        self.stopped.clear()
        for person in self.people:
            person.answers = []
        self.threads = [threading.Thread(target=person.live, args=(self.stopped,)) for person in self.people]
        for thread in self.threads:
            thread.start()

    def end(self) -> list[Answer]:
        """They finish what they are doing and go; everything that they were told."""
        self.stopped.set()
        for thread in self.threads:
            thread.join()
        return sorted((a for person in self.people for a in person.answers), key=lambda answer: answer.begun)
