"""What a report says now -> what it says for ever: JSON with its checksum, and the paper drawn from it alone."""

from datetime import date, datetime, time

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from recommendations.models import Review
from recommendations.scope import Scope, of_committee, of_review
from reports.attachments import as_csv, attachments
from reports.builders import ChairsWords, LastReport, build
from reports.contents import Contents
from reports.frozen import as_json, from_json, sha256
from reports.imprint import Issue
from reports.letter_contents import LetterContents
from reports.models import Frozen, Report, Words
from reports.pdf import Attached
from reports.states import Version

TEMPLATE, TEMPLATE_OF_LETTER = "reports/paper.html", "reports/letter_paper.html"
NOON = time(12)


def scope_of(report: Report, on: date) -> Scope:
    """What it is about, as it is made on a day: its review, or the published ones of its committee."""
    if report.review:
        return of_review(report.review)
    return committee_scope(report, on)


def committee_scope(report: Report, on: date) -> Scope:
    """The reviews of its committee that were adopted by the day it is about and are published by the day it is made."""
    reviews = Review.objects.filter(committee=report.committee_id, adopted_on__lte=report.as_at, published_on__lte=on)
    return of_committee(report.committee, list(reviews))


def words_of(report: Report) -> ChairsWords:
    """What the chair says in it: one query."""
    said = {row.recommendation_id: row.words for row in Words.objects.filter(report=report)}
    return ChairsWords(said.pop(None, ""), {pk: words for pk, words in said.items() if pk is not None})


def last_issued(report: Report) -> LastReport | None:
    """The last report on the same that was issued as at an earlier day."""
    before = Report.objects.of(report.committee_id, report.review_id).filter(
        issued_at__isnull=False, as_at__lt=report.as_at
    )
    row = before.order_by("-as_at", "-number").first()
    return LastReport(row.number, row.as_at) if row and row.number else None


def contents_of(report: Report, version: Version, at: datetime, issue: Issue | None = None) -> Contents:
    """What a version of a draft says now."""
    return build(
        scope_of(report, at.date()),
        report.period,
        at.date(),
        version,
        words=words_of(report),
        issue=issue,
        last=last_issued(report),
    )


def check_at() -> str:
    """The address at which a copy is checked, as it is printed."""
    return f"{settings.SITE_URL}{reverse('reports:check')}".partition("://")[2]


def freeze(report: Report, version: Version, at: datetime, issue: Issue | None = None) -> Frozen:
    """Keep what a version says now. ``at`` is in local time."""
    contents = contents_of(report, version, at, issue)
    data = as_json(contents)
    return Frozen.objects.create(
        report=report,
        version=version,
        data=data,
        sha256=sha256(data),
        table_sha256=sha256(as_csv(contents)),
        at=at,
        is_issued=issue is not None,
    )


def thawed(frozen: Frozen) -> Contents:
    """What was kept of a report."""
    return from_json(Contents, frozen.data)


def thawed_letter(frozen: Frozen) -> LetterContents:
    """What was kept of a letter."""
    return from_json(LetterContents, frozen.data)


def table_of(frozen: Frozen) -> str | bytes:
    """What the second checksum of a text is of: the table of a report; a letter has none, and is its own."""
    return frozen.data if frozen.letter_id else as_csv(thawed(frozen))


def drawn(frozen: Frozen) -> tuple[str, tuple[Attached, ...], datetime]:
    """The paper, its attachments and the moment that they carry: made of the data and its checksum, of nothing else."""
    if frozen.letter_id:
        letter = thawed_letter(frozen)
        html = render_to_string(TEMPLATE_OF_LETTER, {"letter": letter})
        return html, (), datetime.combine(letter.made_on, NOON)
    contents = thawed(frozen)
    code = frozen.code if contents.issue else ""
    html = render_to_string(TEMPLATE, {"contents": contents, "paper": True, "code": code})
    return html, attachments(contents, frozen.data), datetime.combine(contents.made_on, NOON)
