"""Whether something is a whole PDF that can only be read: without scripts, programs, files inside or a password."""

import re
import zipfile
from io import BytesIO

from evidence.inspection.refusing import ARCHIVES, HEAD, Refused, has_markup

# Its own files are not looked through, so that no kind of file comes in by another’s name.
FILES_INSIDE = "other files inside, as the reports made here hold their figures"
# What a reader of PDFs might run, start or unpack, by the name that the file gives it.
ACTIVE = {
    "/JavaScript": "scripts",
    "/JS": "scripts",
    "/Launch": "a command that starts programs",
    "/EmbeddedFile": FILES_INSIDE,
    "/EmbeddedFiles": FILES_INSIDE,
    "/RichMedia": "moving pictures or sound",
}
RAW = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia)\b")


def check(content: bytes) -> None:
    """Raise Refused unless this is a whole PDF that can only be read."""
    if not re.match(rb"%PDF-[12]\.\d", content) or not content.rstrip(b"\r\n\t \x00").endswith(b"%%EOF"):
        raise Refused("is not a whole PDF: it was cut off, or something was added after its end. Save it as PDF again")
    if is_two_files(content):
        raise Refused("holds a second file inside. Save it as PDF again")
    if found := RAW.search(content):
        refuse_active(found[0].decode())
    # pypdf takes most of a second to import, and no start of the site should wait for it.
    from evidence.inspection import pdf_objects

    for name in pdf_objects.names_in(content):
        if name in ACTIVE:
            refuse_active(name)


def is_two_files(content: bytes) -> bool:
    """Whether a browser would take it for a page, or an archiver for an archive."""
    is_archive = zipfile.is_zipfile(BytesIO(content)) or any(sign in content for sign in ARCHIVES)
    return is_archive or has_markup(content[:HEAD])


def refuse_active(name: str) -> None:
    """Raise Refused, naming what was found."""
    link = ", or give a link to the paper" if ACTIVE[name] == FILES_INSIDE else ""
    raise Refused(f"holds {ACTIVE[name]}. Print it to PDF, and attach that{link}")
