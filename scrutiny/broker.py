"""The embedded broker: Kombu's folder of messages, in which each message appears whole."""

import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Messages as files, written elsewhere and then given their name.

    Kombu writes into a file that workers see already. One that looked between its making and its writing read nothing
    and ended, and the whole site with it.
    """

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as Kombu names it
        """Put a message onto a queue. Raises ChannelError where the folder cannot be written."""
        path = Path(self.data_folder_out, f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg")
        # No queue ends like this, so nobody looks for it.
        part = path.with_name(f"{path.name}.part")
        try:
            part.write_bytes(dumps(payload).encode())
            part.replace(path)
        except OSError as error:
            raise ChannelError(f"The message cannot be kept at {path}: {error}") from error


class Transport(filesystem.Transport):
    """Kombu's, with these channels."""

    Channel = Channel
