"""The data behind a report, as files that are attached to its PDF and offered beside it.

The CSV has the columns of a council's own tracker, the JSON all that the report says. Both are made from the frozen
contents alone, so each version's files hold nothing but what that version says.
"""

import csv
from io import StringIO

from recommendations.exports import Column, Sheet, Value, as_workbook, inert
from reports.contents import Contents
from reports.pdf import Attached
from reports.values import Block

TRACKER = (
    "Reference",
    "Origin",
    "Date",
    "Area",
    "Recommendation",
    "Executive date",
    "Lead",
    "Action taken",
    "Status",
    "Executive’s response",
    "Officers say",
    "Committee says",
    "As at",
)


def attachments(contents: Contents, data: str) -> tuple[Attached, Attached]:
    """The two files; ``data`` are the contents as they were frozen."""
    return (
        Attached("tracker.csv", "The recommendations of this report, one to a row", as_csv(contents)),
        Attached("report.json", "All that this report says", data.encode()),
    )


def as_csv(contents: Contents) -> bytes:
    """One row for each recommendation. UTF-8 with the mark by which Excel knows it; no cell is taken for a formula."""
    out = StringIO()
    writer = csv.writer(out)
    notice = ("About these figures",) if contents.notice else ()
    writer.writerow([*TRACKER, *notice])
    extra = (contents.as_at.isoformat(), *([contents.notice] if contents.notice else []))
    writer.writerows([inert(value) for value in (*row(block), *extra)] for block in contents.blocks)
    return out.getvalue().encode("utf-8-sig")


# Columns that hold sentences.
WIDE = ("Recommendation", "Action taken")


def as_xlsx(contents: Contents) -> bytes:
    """The same rows as a workbook, with a sheet that says what they are."""
    columns = tuple(Column(head, 60 if head in WIDE else 22) for head in TRACKER[:-1])
    about: list[tuple[str, Value]] = [("Report", contents.title), ("Version", contents.version_words)]
    about.append(("As at", contents.as_at))
    about += [("About these figures", contents.notice)] if contents.notice else []
    return as_workbook(Sheet(contents.title, columns, tuple(row(block) for block in contents.blocks), tuple(about)))


def row(block: Block) -> tuple[str, ...]:
    """One recommendation in the columns of a tracker."""
    parts = "".join(f"\n({part.label}) {part.value}" for part in block.parts)
    return (
        block.of.reference,
        block.origin,
        block.adopted,
        block.theme,
        block.text + parts,
        block.executive_date,
        block.lead,
        block.action_taken,
        block.state.word,
        block.response,
        block.claim.word,
        block.verdict.word,
    )
