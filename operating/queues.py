"""How many wake-ups wait on each queue of the broker, asked with patience of a fraction of a second."""

from pathlib import Path

from django.conf import settings
from redis import Redis, RedisError

PATIENCE = 0.5


class NoBroker(Exception):
    """The broker does not answer. The message says why."""


def queues() -> list[str]:
    """The names of all queues."""
    return [queue.name for queue in settings.CELERY_TASK_QUEUES]


def waiting() -> dict[str, int]:
    """How many wake-ups wait on each. Raises NoBroker."""
    if not settings.REDIS_URL:
        folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])
        names = [path.name for path in folder.glob("*.msg")] if folder.is_dir() else []
        return {queue: sum(name.endswith(f".{queue}.msg") for name in names) for queue in queues()}
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as broker:
            return {queue: int(broker.llen(queue)) for queue in queues()}
    except (RedisError, ValueError) as error:
        raise NoBroker(str(error).split("\n")[0]) from error


def lengths() -> dict[str, int]:
    """The same for measures: nothing where the broker does not answer, which is measured elsewhere."""
    try:
        return waiting()
    except NoBroker:
        return {}
