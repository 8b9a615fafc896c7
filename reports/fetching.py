"""What the PDF maker may read: our own static files and the council's logo. Only ``pdf.py`` imports this module.

Every text in a report is somebody's input. A closed fetcher means that none of it can make the server read a file or
call an address.
"""

from base64 import b64decode
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.conf import settings
from weasyprint.urls import (  # type: ignore[import-untyped]  # it has no types
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

# The kinds that a logo may be. None of them can lead to another file.
PICTURES = tuple(f"data:image/{kind};base64," for kind in ("png", "jpeg", "webp"))


class OwnStaticFiles(URLFetcher):  # type: ignore[misc]  # it has no types
    """Reads files of the static folders, and a picture that its address holds. Anything else stops the report."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file at a ``file:`` address, or the picture. Raises FatalURLFetchingError outside the static folders."""
        if url.startswith(PICTURES):
            return URLFetcherResponse(url, b64decode(url.partition(",")[2]))
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        folders = (Path(folder).resolve() for folder in settings.STATICFILES_DIRS)
        if parts.scheme != "file" or parts.netloc or not any(path.is_relative_to(folder) for folder in folders):
            raise FatalURLFetchingError(f"a report may not read {url[:200]}")
        if not path.is_file():
            raise FatalURLFetchingError(f"{path.name} is missing from the static files")
        return URLFetcherResponse(url, path.read_bytes())
