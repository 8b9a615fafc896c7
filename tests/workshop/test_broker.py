"""The embedded broker: a message is seen whole or not at all."""

import os
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from scrutiny.broker import Transport
from scrutiny.celery import app

pytestmark = pytest.mark.once


@pytest.fixture
def channel(tmp_path: Path) -> Any:
    folder = str(tmp_path)
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": str(tmp_path / "control")}
    return Connection("filesystem://localhost", transport_options=options).channel()


def test_what_is_put_is_taken_once(channel: Any) -> None:
    channel._put("celery", {"body": "Grüße"})
    assert channel._get("celery") == {"body": "Grüße"}
    with pytest.raises(Empty):
        channel._get("celery")


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


def test_a_folder_that_cannot_be_written_is_told(channel: Any, tmp_path: Path) -> None:
    channel.data_folder_out = str(tmp_path / "nowhere")
    with pytest.raises(ChannelError, match="cannot be kept"):
        channel._put("celery", {})


def test_whoever_loads_the_sites_tasks_gets_it() -> None:
    assert app.main == "scrutiny"
    assert isinstance(Connection("filesystem://localhost").transport, Transport)
