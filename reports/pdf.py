"""A page of HTML -> a PDF. The only place that calls WeasyPrint."""

import logging
import os
import re
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.staticfiles import finders

from accounts.collecting import seldom_collected
from reports.scripts import stylesheet_for

STYLESHEET = "css/pdf.css"
# To be kept for ever, with the data attached (ISO 19005-3, level A); made PDF/UA-1 as well by ``finish``.
VARIANT = "pdf/a-3a"
# Midnight on 1 January 2000.
EPOCH = "946684800"
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


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF: the data behind it."""

    name: str
    description: str
    content: bytes


# Tagged as well, so that a screen reader can read it (ISO 14289-1). The standard for keeping asks that what it does not
# know itself is explained in the file: the second part does that.
UA = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


LINE_ENDS = b"\r\n"


def finish(document: Any, pdf: Any) -> None:
    """What WeasyPrint leaves to be done before the file is written."""
    say_ua(pdf)
    end_streams_plainly(pdf)


def say_ua(pdf: Any) -> None:
    """Say that the file is PDF/UA-1 too, in its metadata: WeasyPrint writes one standard's name at a time."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    # What is kept for ever must be readable without knowing how it is packed.
    metadata.compress = False
    metadata.stream = [re.sub(rb"</rdf:RDF>", lambda _: UA, part) for part in metadata.stream]


def end_streams_plainly(pdf: Any) -> None:
    """Write a packed stream whose last byte looks like the end of a line in hexadecimal, which ends with ">".

    The line that ends a stream follows it at once, so a reader could not tell which of the two ends it, and PDF/A asks
    for the exact length. It concerns one stream in a hundred.
    """
    for stream in [thing for thing in pdf.objects if getattr(thing, "compress", False)]:
        stream.compress = False
        raw = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
        # What is packed ends with this checksum, so its last byte is known beforehand.
        if zlib.adler32(raw) & 0xFF in LINE_ENDS:
            stream.stream = [zlib.compress(raw, 9).hex().encode() + b">"]
            stream.extra["Filter"] = "[/ASCIIHexDecode /FlateDecode]"
        else:
            stream.compress = True


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


def make_pdf(
    html: str, on_page: Callable[[int], None], attached: Sequence[Attached] = (), at: datetime | None = None
) -> Pdf:
    """Lay out a page of HTML with the report's stylesheet; ``on_page`` hears the number of each page as it begins.

    The same page, files and moment give the same bytes, in any process: nothing in it is taken from the clock.
    Raises PangoMissing where the system's libraries are missing, CannotMakePdf where the page asks for something
    outside the static files, and whatever ``on_page`` raises.
    """
    # Not at the top: the web process never makes a PDF, and without Pango the import itself fails.
    try:
        from weasyprint import CSS, Attachment  # type: ignore[import-untyped]  # it has no types
        from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
        from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]

        from reports.fetching import OwnStaticFiles
        from reports.lighter import LighterHTML, lighten
    except OSError as error:
        raise PangoMissing(
            f"The libraries that lay out text are missing on the server. Install the Debian packages {PANGO}."
        ) from error
    # Fonts are stamped with the moment at which they are cut down, unless this names another.
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    stylesheet, fetcher, fonts = own_stylesheet(), OwnStaticFiles(), FontConfiguration()
    stamp = {"created": at, "modified": at} if at else {}
    files = [
        Attachment(string=file.content, name=file.name, description=file.description, relationship="Data", **stamp)
        for file in attached
    ]
    try:
        with watched(on_page), seldom_collected():
            read = partial(CSS, url_fetcher=fetcher, font_config=fonts)
            sheets = [read(filename=stylesheet)]
            if further := stylesheet_for(html):
                sheets.append(read(string=further, base_url=stylesheet))
            page = LighterHTML(string=html, base_url=stylesheet, url_fetcher=fetcher)
            options = {"pdf_variant": VARIANT, "attachments": files}
            document = page.render(stylesheets=sheets, font_config=fonts, **options)
            lighten(document)
            return Pdf(document.write_pdf(finisher=finish, **options), len(document.pages))
    except FatalURLFetchingError as error:
        raise CannotMakePdf(f"The report asks for a file that it may not read: {error}.") from error


def own_stylesheet() -> str:
    """The path of the report's stylesheet. Raises CannotMakePdf where it is missing."""
    path = finders.find(STYLESHEET)
    if not isinstance(path, str):
        raise CannotMakePdf(f"The stylesheet {STYLESHEET} is missing from the static files.")
    return path
