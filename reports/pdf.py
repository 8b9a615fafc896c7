"""A page of HTML -> a PDF. The only place that calls WeasyPrint."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.staticfiles import finders

STYLESHEET = "css/pdf.css"
# Tagged, so that a screen reader can read it (ISO 14289-1).
VARIANT = "pdf/ua-1"
PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class CannotMakePdf(Exception):
    """No PDF could be made. Says why, in words for the person who asked for it."""


class PangoMissing(CannotMakePdf):
    """The machine lacks the libraries that lay out text."""


@dataclass(frozen=True)
class Pdf:
    """A finished PDF."""

    content: bytes
    pages: int


class PageWatch(logging.Handler):
    """Hears which page WeasyPrint lays out: its progress log is the only place that says so.

    Two reports may be made in one process, so it listens to its own thread alone.
    """

    def __init__(self, on_page: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self.on_page = on_page
        self.thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Tell of each page. What ``on_page`` raises stops the layout."""
        if record.thread == self.thread and "Page %d" in str(record.msg) and isinstance(record.args, tuple):
            self.on_page(int(str(record.args[0])))


@contextmanager
def watched(on_page: Callable[[int], None]) -> Iterator[None]:
    """While inside, ``on_page`` hears the number of each page of this thread's layout."""
    log, watch = logging.getLogger("weasyprint.progress"), PageWatch(on_page)
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(watch)
    try:
        yield
    finally:
        log.removeHandler(watch)


def make_pdf(html: str, on_page: Callable[[int], None]) -> Pdf:
    """Lay out a page of HTML with the report's stylesheet; ``on_page`` hears the number of each page as it begins.

    Raises PangoMissing where the system's libraries are missing, CannotMakePdf where the page asks for something
    outside the static files, and whatever ``on_page`` raises.
    """
    # Not at the top: the web process never makes a PDF, and without Pango the import itself fails.
    try:
        from weasyprint import CSS, HTML  # type: ignore[import-untyped]  # it has no types
        from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
        from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]

        from reports.fetching import OwnStaticFiles
    except OSError as error:
        raise PangoMissing(
            f"The libraries that lay out text are missing on the server. Install the Debian packages {PANGO}."
        ) from error
    stylesheet, fetcher, fonts = own_stylesheet(), OwnStaticFiles(), FontConfiguration()
    try:
        with watched(on_page):
            css = CSS(filename=stylesheet, url_fetcher=fetcher, font_config=fonts)
            page = HTML(string=html, base_url=stylesheet, url_fetcher=fetcher)
            document = page.render(stylesheets=[css], font_config=fonts, pdf_variant=VARIANT)
            return Pdf(document.write_pdf(pdf_variant=VARIANT), len(document.pages))
    except FatalURLFetchingError as error:
        raise CannotMakePdf(f"The report asks for a file that it may not read: {error}.") from error


def own_stylesheet() -> str:
    """The path of the report's stylesheet. Raises CannotMakePdf where it is missing."""
    path = finders.find(STYLESHEET)
    if not isinstance(path, str):
        raise CannotMakePdf(f"The stylesheet {STYLESHEET} is missing from the static files.")
    return path
