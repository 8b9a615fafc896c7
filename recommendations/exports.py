"""A list as a file: the rows that a page shows, in the same order, as CSV or as a workbook.

What people typed stays text: nothing in a file is ever calculated.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.utils.text import slugify

from recommendations.figures import Position
from recommendations.models import Question
from recommendations.standing import ActionStanding, RecommendationStanding
from recommendations.states import Reason

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDE, NARROW = 60, 16

Value = str | int | date | None


@dataclass(frozen=True)
class Column:
    """One column: its head and what stands in it."""

    head: str
    width: int = NARROW


@dataclass(frozen=True)
class Sheet:
    """What a file says: what it is about, then its rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    about: tuple[tuple[str, Value], ...]


def wording(standing: RecommendationStanding) -> str:
    """The recommendation's words and those of its parts, as published."""
    row = standing.recommendation
    return "\n".join([row.text, *(f"({part.label}) {part.text}" for part in row.parts.all())])


def exempt(standing: ActionStanding) -> str:
    """Whether the latest words are not for the public, and why. Only those who may read them are told."""
    paragraph = standing.update.exempt_under if standing.update else None
    return f"Exempt, paragraph {paragraph}" if paragraph else ""


QUESTIONS = Column("Unanswered questions")
RECOMMENDATIONS: tuple[tuple[Column, Callable[[RecommendationStanding], Value]], ...] = (
    (Column("Review", 30), lambda s: s.recommendation.review.title),
    (Column("Reference"), lambda s: s.recommendation.reference),
    (Column("Theme", 30), lambda s: s.recommendation.theme.title),
    (Column("Short title", 40), lambda s: s.recommendation.title),
    (Column("Recommendation", WIDE), wording),
    (Column("Lead service", 30), lambda s: str(s.recommendation.lead_service or "Owner to be assigned")),
    (Column("Executive’s response", 24), lambda s: s.response_words),
    (Column("Executive’s decision on"), lambda s: s.response.decided_on if s.response else None),
    (Column("Response due on"), lambda s: s.response_due_on),
    (Column("Where it stands", 24), lambda s: s.state.label),
    (Column("Officers say"), lambda s: s.claim.label if s.claim else "No action"),
    (Column("Committee says", 24), lambda s: s.verdict.get_verdict_display() if s.verdict else "No verdict yet"),
    (Column("Verdict of"), lambda s: s.verdict.meeting.held_on if s.verdict else None),
    (Column("Claim and verdict", 18), lambda s: s.agreement.label),
    (Column("Next target date"), lambda s: s.next_action.target_on if s.next_action else None),
    (Column("Days overdue"), lambda s: s.days_over),
    (Column("Last update on"), lambda s: s.said_on),
    (Column("Actions"), lambda s: len(s.actions)),
    (QUESTIONS, lambda s: len(s.unanswered)),
)

ACTIONS: tuple[tuple[Column, Callable[[ActionStanding], Value]], ...] = (
    (Column("Review", 30), lambda a: a.action.recommendation.review.title),
    (Column("Recommendation"), lambda a: a.action.recommendation.reference),
    (Column("Action"), lambda a: a.action.reference),
    (Column("What is done", 40), lambda a: a.action.title),
    (Column("Success measure", 40), lambda a: a.action.success_measure),
    (Column("Post", 30), lambda a: a.action.post.title),
    (Column("Service", 30), lambda a: a.action.post.service.name),
    (Column("Agreed on"), lambda a: a.action.agreed_on),
    (Column("Where it stands", 24), lambda a: a.word),
    (Column("Officers say"), lambda a: a.status.label),
    (Column("Reason", 24), lambda a: Reason(a.update.reason).label if a.update and a.update.reason else ""),
    (Column("First target date"), lambda a: a.action.original_target_on),
    (Column("Target date"), lambda a: a.target_on),
    (Column("Times moved"), lambda a: len(a.moves)),
    (Column("Days slipped"), lambda a: a.slippage),
    (Column("Days overdue"), lambda a: a.days_over),
    (Column("Days achieved late"), lambda a: a.days_late),
    (Column("Last update on"), lambda a: a.update.given_on if a.update else None),
    (Column("Latest words", WIDE), lambda a: a.update.words if a.update else ""),
    (Column("Exempt", 18), exempt),
)


QUESTIONS_ASKED: tuple[tuple[Column, Callable[[Question, date], Value]], ...] = (
    (Column("Review", 30), lambda q, on: q.recommendation.review.title),
    (Column("About"), lambda q, on: q.about),
    (Column("Asked by", 30), lambda q, on: q.asked_as),
    (Column("Asked on"), lambda q, on: q.asked_on),
    (Column("Asks for"), lambda q, on: q.get_asks_for_display()),
    (Column("Question", WIDE), lambda q, on: q.words),
    (Column("Put to", 30), lambda q, on: q.post.title),
    (Column("Due on"), lambda q, on: q.due_on),
    (Column("Days late"), lambda q, on: q.days_late(on)),
    (Column("Answered on"), lambda q, on: answer.given_on if (answer := q.given_by(on)) else None),
    (Column("Answer", WIDE), lambda q, on: answer.words if (answer := q.given_by(on)) else ""),
    (Column("Is it enough?", 24), lambda q, on: q.get_outcome_display() if q.closed_on and q.closed_on <= on else ""),
    (Column("Exempt", 18), lambda q, on: f"Exempt, paragraph {q.exempt_under}" if q.exempt_under else ""),
)


def of_recommendations(position: Position, filters: tuple[str, ...], *, is_inside: bool) -> Sheet:
    """The recommendations of a position, with their wording in full: one query for the parts.

    Only people of the council (``is_inside``) are told that there are questions.
    """
    prefetch_related_objects([s.recommendation for s in position.standings], "parts")
    told = RECOMMENDATIONS if is_inside else tuple(row for row in RECOMMENDATIONS if row[0] != QUESTIONS)
    columns, values = zip(*told, strict=True)
    rows = tuple(tuple(value(s) for value in values) for s in position.standings)
    return sheet("recommendations", position, filters, columns, rows)


def of_actions(position: Position, actions: Iterable[ActionStanding], filters: tuple[str, ...]) -> Sheet:
    """The actions that a list shows."""
    columns, values = zip(*ACTIONS, strict=True)
    rows = tuple(tuple(value(a) for value in values) for a in actions)
    return sheet("actions", position, filters, columns, rows)


def of_questions(position: Position, questions: Iterable[Question], filters: tuple[str, ...]) -> Sheet:
    """The questions that a list shows, as they stood on its day."""
    columns, values = zip(*QUESTIONS_ASKED, strict=True)
    rows = tuple(tuple(value(q, position.on) for value in values) for q in questions)
    return sheet("questions", position, filters, columns, rows)


def sheet(
    name: str,
    position: Position,
    filters: tuple[str, ...],
    columns: tuple[Column, ...],
    rows: tuple[tuple[Value, ...], ...],
) -> Sheet:
    """Rows, with as at which day they are and what was left out; in each row too, since rows are copied."""
    notice = position.committee.council.illustrative_notice
    about: list[tuple[str, Value]] = [
        ("About", position.scope.title),
        ("Committee", position.committee.name),
        ("Council", position.committee.council.name),
        ("As at", position.on),
        ("Only", "; ".join(filters) or "Nothing is left out"),
        ("Rows", len(rows)),
    ]
    columns = (*columns, Column("As at"))
    extra: tuple[Value, ...] = (position.on,)
    if notice:
        about.append(("About these figures", notice))
        columns, extra = (*columns, Column("About these figures", WIDE)), (*extra, notice)
    title = f"{position.scope.title} {name} {position.on.isoformat()}"
    return Sheet(slugify(title), columns, tuple((*row, *extra) for row in rows), tuple(about))


def as_file(sheet: Sheet, kind: str) -> HttpResponse:
    """The file, to be saved under its own name. ``kind`` is a key of KINDS."""
    written = {"csv": as_csv, "xlsx": as_workbook}[kind](sheet)
    name = f'attachment; filename="{sheet.name}.{kind}"'
    return HttpResponse(written, headers={"Content-Type": KINDS[kind], "Content-Disposition": name})


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with the mark by which Excel knows it. Days are written 2026-03-31."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([column.head for column in sheet.columns])
    writer.writerows([inert(value) for value in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def inert(value: Value) -> str:
    """A cell that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def as_workbook(sheet: Sheet) -> bytes:
    """A workbook: the rows, then a sheet that says what they are. Days are days, and text is text."""
    # openpyxl would be 20 MB in each web worker, most of which never write a workbook.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    def cell(on: Any, value: Any, font: Font | None = None) -> Any:
        """A cell whose text is text, whatever it begins with."""
        is_text = isinstance(value, str)
        made: Any = WriteOnlyCell(on, ILLEGAL_CHARACTERS_RE.sub("", value) if is_text else value)
        if is_text:
            made.data_type = "s"
            made.alignment = Alignment(wrap_text=True, vertical="top")
        if isinstance(value, date):
            made.number_format = "d mmm yyyy"
        if font:
            made.font = font
        return made

    book = Workbook(write_only=True)
    rows: Any = book.create_sheet("Rows")
    rows.freeze_panes = "C2"
    for index, column in enumerate(sheet.columns, start=1):
        rows.column_dimensions[get_column_letter(index)].width = column.width
    bold = Font(bold=True)
    rows.append([cell(rows, column.head, bold) for column in sheet.columns])
    for row in sheet.rows:
        rows.append([cell(rows, value) for value in row])
    about: Any = book.create_sheet("About")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 22, WIDE
    for label, value in sheet.about:
        about.append([cell(about, label, bold), cell(about, value)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()
