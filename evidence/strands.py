"""Of what a thread is made: who was heard, where, which paragraphs tell of whom, and what led to a recommendation.

All of it in one query, because it stands on the page of a recommendation beside everything else. The rows are for
reading: they carry what pages print, and are never saved.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.statements import statement
from council.roles import Roles
from evidence.models import (
    Attendance,
    Citation,
    EvidenceSession,
    Paragraph,
    ParagraphExemption,
    SessionParagraph,
    Testimony,
    Witness,
    WitnessGroup,
)
from evidence.querysets import CitationQuerySet
from recommendations.models import Recommendation, Review
from recommendations.unions import DAY, NUMBER, TEXT, Sheet

NUMBERS = ("paragraph", "witness", "session", "group", "place", "section", "exempt_under", "of_paragraph", "verbatim")
TEXTS = ("name", "kind", "printed", "number", "heading", "words", "title")
SHEET = Sheet(**dict.fromkeys(NUMBERS, NUMBER), **dict.fromkeys(TEXTS, TEXT), since=DAY, until=DAY)


@dataclass(frozen=True)
class Strands:
    """What was recorded of who was heard, as a thread needs it."""

    witnesses: list[Witness]
    # The sessions at which each witness was, and those that connect a paragraph (its number first) with a witness.
    attended: dict[int, set[int]]
    heard: dict[tuple[int, int], list[EvidenceSession]]
    testimonies: list[Testimony]
    # Of one recommendation, what led to it as far as its reader may know, in the report's order.
    citations: list[Citation] = field(default_factory=list)


def strands(review: Review, day: date, of: Recommendation | None = None, roles: Roles | None = None) -> Strands:
    """Read them as they stood on a day: one query. Of a whole review; or of one recommendation, with its citations.

    Those citations are read as far as a person with these roles may know of them, each with ``exempt_under``.
    """
    found = SHEET.sorted(lines(review.pk, day, of.pk if of else None, roles))
    witnesses = {line.row: witness_of(line) for line in found.get("witness", ())}
    sessions = {
        line.row: EvidenceSession(pk=line.row, review=review, order=line.place, title=line.title)
        for line in found.get("session", ())
    }
    attended: dict[int, set[int]] = {}
    for line in found.get("attendance", ()):
        attended.setdefault(line.witness, set()).add(line.session)
    heard: dict[tuple[int, int], list[EvidenceSession]] = {}
    for line in found.get("connection", ()):
        heard.setdefault((line.paragraph, line.witness), []).append(sessions[line.session])
    return Strands(
        sorted(witnesses.values(), key=lambda w: w.group.order),
        attended,
        heard,
        [testimony_of(line) for line in found.get("testimony", ())],
        [citation_of(line, of, witnesses, sessions) for line in found.get("citation", ())] if of else [],
    )


@statement
def lines(review: int, day: date, of: int | None, roles: Roles | None) -> QuerySet[Any, Any]:
    """All of it as lines of the sheet."""
    told = Testimony.objects.filter(witness__group__review=review, linked_on__lte=day)
    connected = SessionParagraph.objects.filter(session__review=review)
    cited: list[QuerySet[Any, Any]] = []
    if of is not None:
        its_own = Q(paragraph__in=Citation.objects.filter(recommendation=of).values("paragraph"))
        told, connected = told.filter(its_own), connected.filter(its_own)
    if roles is not None:
        cited = [citations_in(Citation.objects.filter(recommendation=of).standing(day).shown_to(roles))]
    tables = [witnesses_in(review), *sessions_in(review), connections_in(connected), testimonies_in(told)]
    return SHEET.united(*tables, *cited, by="place")


def witnesses_in(review: int) -> QuerySet[Any, Any]:
    """The witnesses of a review as lines; ``section`` is the place of their group."""
    return SHEET.rows(
        Witness.objects.filter(group__review=review),
        "witness",
        place=F("order"),
        name=F("name"),
        printed=F("printed"),
        words=F("role"),
        heading=F("organisation"),
        group=F("group_id"),
        section=F("group__order"),
        title=F("group__name"),
    )


def witness_of(line: Any) -> Witness:
    """A witness, with the group under which the report lists them."""
    group = WitnessGroup(pk=line.group, name=line.title, order=line.section)
    return Witness(
        pk=line.row,
        group=group,
        order=line.place,
        name=line.name,
        printed=line.printed,
        role=line.words,
        organisation=line.heading,
    )


def sessions_in(review: int) -> list[QuerySet[Any, Any]]:
    """The sessions of a review as lines, and which of its witnesses attended which."""
    sessions = EvidenceSession.objects.filter(review=review)
    attended = Attendance.objects.filter(witness__group__review=review)
    return [
        SHEET.rows(sessions, "session", place=F("order"), title=F("title")),
        SHEET.rows(attended, "attendance", witness=F("witness_id"), session=F("session_id")),
    ]


def connections_in(told: QuerySet[SessionParagraph]) -> QuerySet[Any, Any]:
    """Which paragraphs tell of a session that which witness attended, as lines in the order of the sessions."""
    return SHEET.rows(
        told.filter(session__attendances__witness__isnull=False),
        "connection",
        paragraph=F("paragraph_id"),
        witness=F("session__attendances__witness_id"),
        session=F("session_id"),
        place=F("session__order"),
    )


def testimonies_in(told: QuerySet[Testimony]) -> QuerySet[Any, Any]:
    """Testimonies as lines."""
    return SHEET.rows(
        told,
        "testimony",
        paragraph=F("paragraph_id"),
        witness=F("witness_id"),
        kind=F("basis"),
        since=F("linked_on"),
        until=F("struck_on"),
    )


def testimony_of(line: Any) -> Testimony:
    """A testimony."""
    return Testimony(
        pk=line.row,
        paragraph_id=line.paragraph,
        witness_id=line.witness,
        basis=line.kind,
        linked_on=line.since,
        struck_on=line.until,
    )


def citations_in(cited: CitationQuerySet) -> QuerySet[Any, Any]:
    """Citations as lines, each with its paragraph where it is of one, and under what that is exempt."""
    kept = ParagraphExemption.objects.filter(subject=OuterRef("paragraph"), ended_on__isnull=True)
    return SHEET.rows(
        cited,
        "citation",
        paragraph=F("paragraph_id"),
        witness=F("witness_id"),
        session=F("session_id"),
        exempt_under=F("exempt_under"),
        of_paragraph=Subquery(kept.values("paragraph")[:1]),
        place=F("paragraph__order"),
        section=F("paragraph__section_number"),
        verbatim=Case(When(paragraph__is_verbatim=True, then=Value(1)), default=Value(0)),
        kind=F("kind"),
        name=F("basis"),
        printed=F("place"),
        number=F("paragraph__number"),
        title=F("paragraph__section_title"),
        heading=F("paragraph__heading"),
        words=F("paragraph__summary"),
        since=F("linked_on"),
    )


def citation_of(
    line: Any, of: Recommendation, witnesses: dict[int, Witness], sessions: dict[int, EvidenceSession]
) -> Citation:
    """A citation with what it is of. A paragraph is marked where it or its citation is exempt."""
    found = Citation(
        pk=line.row,
        recommendation=of,
        kind=line.kind,
        basis=line.name,
        place=line.printed,
        linked_on=line.since,
        witness=witnesses[line.witness] if line.witness else None,
        session=sessions[line.session] if line.session else None,
    )
    found.exempt_under = line.exempt_under
    if line.paragraph:
        found.paragraph = Paragraph(
            pk=line.paragraph,
            review=of.review,
            number=line.number,
            order=line.place,
            section_number=line.section,
            section_title=line.title,
            heading=line.heading,
            summary=line.words,
            is_verbatim=bool(line.verbatim),
        )
        found.paragraph.exempt_under = line.exempt_under or line.of_paragraph
    return found
