"""A guide as a PDF. A worker makes it, once for each release: the web process only looks whether it is there.

The file's name carries what the guide says, so a changed guide is made anew and an old file is never shown.
"""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from guides.people import Guide
from reports.pdf import make_pdf, own_stylesheet

FOLDER = "guides"


def html_of(guide: Guide) -> str:
    """The guide as the PDF maker takes it."""
    return render_to_string("guides/paper.html", {"guide": guide, "paper": True})


def name_of(guide: Guide) -> str:
    """The name of its file in the storage."""
    with open(own_stylesheet(), "rb") as stylesheet:  # noqa: PTH123  # a path as the finder gives it
        said = html_of(guide).encode() + stylesheet.read()
    return f"{FOLDER}/{guide.value}-{hashlib.sha256(said).hexdigest()[:16]}.pdf"


def is_made(guide: Guide) -> bool:
    """Whether the PDF of this guide, as it reads now, is there."""
    return default_storage.exists(name_of(guide))


def make(guide: Guide) -> None:
    """Make the PDF, unless it is there. Raises CannotMakePdf."""
    name = name_of(guide)
    if default_storage.exists(name):
        return
    pdf = make_pdf(html_of(guide), lambda number: None)
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(pdf.content))
