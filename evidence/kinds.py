"""The kinds of file that can be kept. Imports nothing of ours."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of file: its true extension, the type it is served as, and its word on a page."""

    extension: str
    content_type: str
    word: str


OOXML = "application/vnd.openxmlformats-officedocument"
PDF = Kind("pdf", "application/pdf", "PDF")
DOCX = Kind("docx", f"{OOXML}.wordprocessingml.document", "Word document")
XLSX = Kind("xlsx", f"{OOXML}.spreadsheetml.sheet", "Excel workbook")
PPTX = Kind("pptx", f"{OOXML}.presentationml.presentation", "PowerPoint presentation")
PNG = Kind("png", "image/png", "PNG picture")
JPEG = Kind("jpg", "image/jpeg", "JPEG picture")
WEBP = Kind("webp", "image/webp", "WebP picture")
CSV = Kind("csv", "text/csv", "CSV table")

KINDS = (PDF, DOCX, XLSX, PPTX, PNG, JPEG, WEBP, CSV)
IN_WORDS = "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), PNG, JPEG, WebP or CSV"
# For the file chooser of a browser: a convenience, never the check.
ACCEPT = ",".join(f".{kind.extension}" for kind in KINDS) + ",.jpeg"
