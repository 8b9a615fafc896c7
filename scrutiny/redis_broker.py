"""Redis as a broker: Kombu's, but for what it does with a connection that is gone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kombu.transport import redis
from redis.exceptions import ConnectionError as ConnectionGone


class Channel(redis.Channel):
    """A channel that is closed touches nothing more, and says so as an error of the connection.

    When Redis goes away, Celery closes the channel under the tasks that run and opens another. Twice that ended the
    worker for good, with an AttributeError that nobody expects: Kombu put back, over the connection that it had just
    closed, what had been taken; and a task that ended later was confirmed over it.

    Messages that were taken and not confirmed stay where they are. A wake-up may be lost here, as the rows say what is
    to be done and the next one comes within seconds; Redis itself gives it out again after its visibility timeout.
    """

    do_restore = False

    @contextmanager
    def conn_or_acquire(self, client: Any = None) -> Iterator[Any]:
        """A client to speak through. Raises ConnectionGone where the channel is closed; Celery notes it and goes on."""
        if client is None and self.connection is None:
            raise ConnectionGone("This channel was closed when Redis went away.")
        with super().conn_or_acquire(client) as line:
            yield line


class Transport(redis.Transport):
    """Kombu's, with these channels."""

    Channel = Channel
