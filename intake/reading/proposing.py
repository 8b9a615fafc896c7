"""From the lines of a document to a proposal."""

from collections.abc import Sequence

from intake.reading.beside import with_labels_first
from intake.reading.block import Block
from intake.reading.blocks import blocks_of
from intake.reading.columns import in_one_column
from intake.reading.finding import Finder
from intake.reading.flattened import with_flattened
from intake.reading.front import COMMITTEE, council_of, dates_of, most_named, names_a_file, title_of
from intake.reading.grid import with_rows
from intake.reading.listed_ahead import without_contents
from intake.reading.minutes import with_minutes
from intake.reading.notes import without_footnotes
from intake.reading.outline import paragraphs, spots
from intake.reading.people import panel, witnesses
from intake.reading.reconciling import reconciled
from intake.reading.shapes import Line, Proposal, ProposedWitness, Question
from intake.reading.source import Source
from intake.reading.strokes import with_whole_rows
from intake.reading.tidying import with_numbers_before_words, without_furniture, without_line_numbers
from intake.reading.words import folded


def propose(source: Source) -> Proposal:
    """What a document says, and what it leaves open."""
    in_order = with_labels_first(
        in_one_column(
            without_furniture(without_contents(with_numbers_before_words(without_line_numbers(source.lines))))
        )
    )
    lines, footnotes = without_footnotes(with_minutes(with_whole_rows(with_rows(with_flattened(in_order)))))
    blocks = blocks_of(lines)
    where = spots(blocks)
    finder = Finder(blocks, where)
    items = finder.find()
    recommendations, open_questions = reconciled(items)
    boxes = {at for item in items for at in item.used}
    title = title_of(blocks, source.title)
    heard = witnesses(blocks)
    questions = [*finder.questions, *open_questions, *asked(title, source.title, heard, bool(recommendations))]
    return Proposal(
        title=title,
        committee=most_named(blocks, COMMITTEE),
        council=council_of(blocks, source.site),
        dates=dates_of(blocks),
        recommendations=recommendations,
        witnesses=heard,
        panel=panel(blocks),
        paragraphs=paragraphs(blocks, where, boxes),
        footnotes=(*footnotes, *source.footnotes),
        questions=tuple(questions),
        kind=source.kind,
        pages=source.pages,
        lines=len(source.lines),
        source=tuple((line.page, line.number, shown(line)) for line in source.lines if shown(line)),
    )


def shown(line: Line) -> str:
    """A line as it is shown beside what was found in it."""
    return folded(" | ".join(line.cells) or line.text)


def asked(title: str | None, said: str | None, heard: Sequence[ProposedWitness], any_found: bool) -> list[Question]:
    """What the document as a whole leaves open. ``said``: the title in the mark-up of its file."""
    found = []
    if not any_found:
        found.append(Question("Recommendations", "No recommendation was found in this document. Is it the right one?"))
    if title is None:
        found.append(Question("Title", "The document does not begin with a title. What is the review called?"))
    if said and names_a_file(said):
        found.append(Question("Title", f"The file calls itself “{said[:120]}”. Is that the title of the review?"))
    unsure = [w for w in heard if w.role is None and w.organisation is None]
    found += [
        Question(w.name, "Neither a role nor an organisation is printed. What is known?", w.place) for w in unsure
    ]
    return found


__all__ = ["Block", "propose"]
