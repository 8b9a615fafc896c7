"""The brokers: a message of the embedded one is seen whole or not at all; a worker outlives Redis."""

import logging
import os
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

import pytest
from kombu import Connection, Producer, Queue
from kombu.exceptions import ChannelError

from scrutiny import redis_broker
from scrutiny.broker import Transport
from scrutiny.celery import app
from tests.services import needs_redis


@pytest.fixture
def channel(tmp_path: Path) -> Any:
    folder = str(tmp_path)
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": str(tmp_path / "control")}
    return Connection("filesystem://localhost", transport_options=options).channel()


@pytest.mark.once
def test_what_is_put_is_taken_once(channel: Any) -> None:
    channel._put("celery", {"body": "Grüße"})
    assert channel._get("celery") == {"body": "Grüße"}
    with pytest.raises(Empty):
        channel._get("celery")


@pytest.mark.once
def test_nobody_sees_a_message_that_is_still_being_written(channel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    finish = os.replace

    def look_first(part: str, path: str) -> None:
        with pytest.raises(Empty):
            channel._get("celery")
        seen.append(part)
        finish(part, path)

    monkeypatch.setattr(os, "replace", look_first)
    channel._put("celery", {"body": 1})
    assert len(seen) == 1
    assert channel._get("celery") == {"body": 1}


@pytest.mark.once
def test_a_folder_that_cannot_be_written_is_told(channel: Any, tmp_path: Path) -> None:
    channel.data_folder_out = str(tmp_path / "nowhere")
    with pytest.raises(ChannelError, match="cannot be kept"):
        channel._put("celery", {})


@pytest.mark.once
def test_whoever_loads_the_sites_tasks_gets_it() -> None:
    assert app.main == "scrutiny"
    assert isinstance(Connection("filesystem://localhost").transport, Transport)


@needs_redis
def test_a_connection_to_redis_that_is_closed_puts_nothing_back_over_itself() -> None:
    name = f"a-queue-{uuid4().hex}"
    with Connection(os.environ["REDIS_URL"]) as line:
        assert line.get_transport_cls() is redis_broker.Transport
        channel: Any = line.channel()
        queue = Queue(name)(channel)
        queue.declare()
        Producer(channel).publish({"wake": "up"}, routing_key=name)
        # Taken and not confirmed, as by a task that still runs.
        assert queue.get() is not None
        channel.close()
        other: Any = line.channel()
        assert other._size(name) == 0
        other.queue_delete(name)


@needs_redis
def test_what_is_confirmed_over_a_closed_connection_is_an_error_that_a_worker_expects(
    caplog: pytest.LogCaptureFixture,
) -> None:
    name = f"a-queue-{uuid4().hex}"
    with Connection(os.environ["REDIS_URL"]) as line:
        channel: Any = line.channel()
        queue = Queue(name)(channel)
        queue.declare()
        Producer(channel).publish({"wake": "up"}, routing_key=name)
        message: Any = queue.get()
        channel.close()
        # As Celery does where a task ended while its worker was looking for Redis.
        message.ack_log_error(logging.getLogger("celery"), line.connection_errors)
        assert "Couldn't ack" in caplog.text
        last: Any = line.channel()
        last.queue_delete(name)
