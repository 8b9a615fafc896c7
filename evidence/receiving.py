"""How files arrive: on the disk, and never more of them than may be kept, however much is sent."""

import logging
from contextlib import suppress
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

log = logging.getLogger(__name__)

# Files in one request that are written down. What comes after them is counted and thrown away.
MOST_WRITTEN = 4


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file down up to just over the limit. Its whole size is told, so that the form can refuse it in words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The next file begins."""
        self.is_refused = False
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what is within the limit of this file and of the request."""
        limit: int = settings.UPLOAD_MAX_BYTES
        if start <= limit and self.written <= MOST_WRITTEN * limit and not self.is_refused:
            self.written += len(raw_data)
            try:
                super().receive_data_chunk(raw_data, start)
            except OSError as error:
                self.refused(error)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """The file; one without a name where the disk did not take it, which every form refuses in words."""
        if not self.is_refused:
            try:
                return super().file_complete(file_size)
            except OSError as error:
                self.refused(error)
        return UploadedFile(BytesIO(), name=None, size=0)

    def refused(self, error: OSError) -> None:
        """The disk takes no more. Nothing of the file stays there."""
        log.error("A file that arrived could not be written down: %s", error.strerror)
        self.is_refused = True
        # What still waited to be written is refused again.
        with suppress(OSError):
            self.file.close()
