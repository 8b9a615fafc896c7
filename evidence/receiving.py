"""How files arrive: on the disk, and never more of them than may be kept, however much is sent."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler

# Files in one request that are written down. What comes after them is counted and thrown away.
MOST_WRITTEN = 4


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file down up to just over the limit. Its whole size is told, so that the form can refuse it in words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what is within the limit of this file and of the request."""
        limit: int = settings.UPLOAD_MAX_BYTES
        if start <= limit and self.written <= MOST_WRITTEN * limit:
            self.written += len(raw_data)
            super().receive_data_chunk(raw_data, start)
