"""Word documents and PDFs made of a text, so that a text is read in every kind of file."""

from html import escape
from io import BytesIO

from docx import Document
from docx.enum.text import WD_BREAK


def pages_of(text: str) -> list[str]:
    """The pages of a text: behind a form feed, or a line that begins with one blank where few lines do."""
    pages: list[list[str]] = [[]]
    for line in text.replace("\f", "\n\f").split("\n"):
        if line.startswith((" ", "\f")) and not line.startswith("  "):
            pages.append([])
        pages[-1].append(line.strip("\f"))
    return ["\n".join(page) for page in pages]


def as_docx(text: str) -> bytes:
    """A Word document of a text: a paragraph for each run of lines, and its line and page breaks."""
    document = Document()
    for page in pages_of(text):
        for number, run in enumerate(filter(str.strip, page.split("\n\n"))):
            paragraph = document.add_paragraph()
            if number == 0:
                paragraph.add_run().add_break(WD_BREAK.PAGE)
            for at, line in enumerate(run.strip("\n").split("\n")):
                words = paragraph.add_run(line)
                if at < run.strip("\n").count("\n"):
                    words.add_break()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(text: str) -> bytes:
    """A PDF of a text, line by line."""
    # WeasyPrint takes a second to import, and only these tests need it.
    import weasyprint  # type: ignore[import-untyped]

    # No font has the bullets of the private area, which only the font they were typed in knows.
    text = text.replace("\uf0b7", "•").replace("\uf0a7", "▪")
    style = "@page{size:A4;margin:12mm} pre{font:9px 'DejaVu Sans';page-break-after:always;margin:0;white-space:pre}"
    body = "".join(f"<pre>{escape(page)}</pre>" for page in pages_of(text))
    made = weasyprint.HTML(string=f"<style>{style}</style>{body}").write_pdf()
    assert made is not None
    return bytes(made)
