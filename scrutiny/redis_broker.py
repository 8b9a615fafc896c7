"""Redis as a broker: Kombu's, but for what it does with a connection that is gone."""

from kombu.transport import redis


class Channel(redis.Channel):
    """Messages that were taken and not confirmed stay where they are when a channel is closed.

    Kombu puts them back over the connection that it has just closed. When Redis went away under a task that ran, that
    ended the worker: "'NoneType' object has no attribute 'hostname'". A wake-up may be lost here, as the rows say what
    is to be done and the next one comes within seconds; Redis itself gives it out again after its visibility timeout.
    """

    do_restore = False


class Transport(redis.Transport):
    """Kombu's, with these channels."""

    Channel = Channel
