"""Files as people upload them, made here: whole ones of each kind, and the parts that hostile ones are made of."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from random import Random

import docx
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter

OOXML = "application/vnd.openxmlformats-officedocument"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(pages: int = 1, change: Callable[[PdfWriter], object] | None = None) -> bytes:
    """A PDF of empty pages, as a program writes one."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if change:
        change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def word(words: str = "The minutes of the first meeting.") -> bytes:
    """A Word document."""
    document = docx.Document()
    document.add_paragraph(words)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def excel(rows: int = 3) -> bytes:
    """An Excel workbook."""
    book = Workbook()
    for number in range(rows):
        book.worksheets[0].append([number, f"Session {number}"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def parts(kind: str = "presentationml.presentation", root: str = "p:presentation") -> dict[str, bytes]:
    """The parts of a small Office file."""
    types = (
        f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/main.xml" ContentType="{OOXML}.{kind}.main+xml"/></Types>'
    )
    relations = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="main.xml"/></Relationships>'
    )
    prefix = root.partition(":")[0]
    main = f'<{root} xmlns:{prefix}="urn:x"/>'
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations.encode(),
        "main.xml": main.encode(),
    }


def package(inside: Mapping[str, bytes]) -> bytes:
    """Parts packed as Office packs them."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    return out.getvalue()


def powerpoint() -> bytes:
    """A PowerPoint presentation, as small as one can be."""
    return package(parts())


def picture(form: str, size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    """A picture in one colour; mode as Pillow has it."""
    out = BytesIO()
    Image.new(mode, size).save(out, form)
    return out.getvalue()


def table(rows: int = 3) -> bytes:
    """A table in plain text."""
    return "".join(["Date,Session\r\n", *(f"{n} May 2026,Session {n}\r\n" for n in range(1, rows + 1))]).encode()


WHOLE: dict[str, Callable[[], bytes]] = {
    "pdf": pdf,
    "docx": word,
    "xlsx": excel,
    "pptx": powerpoint,
    "png": lambda: picture("PNG"),
    "jpg": lambda: picture("JPEG"),
    "webp": lambda: picture("WEBP"),
    "csv": table,
}


def noise(random: Random, length: int) -> bytes:
    """Bytes that mean nothing."""
    return random.randbytes(length)
