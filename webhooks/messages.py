"""What a message says, made as it is sent: ids, addresses and a time, and the words that the public may read then.

Whoever receives it reads the rest through the API, with a key of their own. So a message tells nothing that its
receiver could not read otherwise, wherever it ends up, and nothing exempt is ever near it.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from django.conf import settings
from ninja import Field, Schema

from council.addresses import address
from council.roles import Roles, anybody_of
from recommendations.models import Recommendation, Verdict
from reports.models import Report
from reports.states import Version
from webhooks.models import Delivery
from webhooks.states import Event

Data = TypeVar("Data")


class PublicVerdict(Schema):
    """A verdict in the words that the public reads."""

    review: str
    reference: str
    title: str
    verdict: str
    word: str
    words: str
    minute: str
    held_on: date
    corrected_because: str = Field(description="Why an earlier verdict of the meeting is put right; mostly empty.")
    page: str


class PublicReport(Schema):
    """A report in the words that the public reads."""

    about: str
    number: int
    period: str
    issued_on: date
    check_code: str
    supersedes: int | None = Field(description="The number of the report in whose place it stands.")
    page: str


class VerdictTold(Schema):
    """A verdict, and where its recommendation is read."""

    id: int
    recommendation: int
    committee: int
    url: str = Field(description="The recommendation in the API, for a key that may read it.")
    public: PublicVerdict | None = Field(description="Null where the public reads nothing of the committee.")


class ReportTold(Schema):
    """An issued report, and where it is read."""

    id: int
    committee: int
    url: str = Field(description="The report in the API, for a key that may read it.")
    public: PublicReport | None = Field(description="Null where the public reads nothing of the committee.")


class TestTold(Schema):
    """Nothing has happened; somebody wants to see a message arrive."""

    webhook: int
    url: str = Field(description="Where the API begins.")


class Message(Schema, Generic[Data]):
    """Every message: what happened, when, and what it is about."""

    type: str
    timestamp: datetime
    data: Data


class VerdictRecorded(Message[VerdictTold]):
    """The committee’s verdict on a recommendation was recorded."""

    type: Literal["verdict.recorded"]


class ReportIssued(Message[ReportTold]):
    """A report was issued, and is sealed from now on."""

    type: Literal["report.issued"]


class WebhookTest(Message[TestTold]):
    """Somebody pressed “Send a test”."""

    type: Literal["webhook.test"]


SCHEMAS: dict[Event, type[Schema]] = {
    Event.REPORT: ReportIssued,
    Event.VERDICT: VerdictRecorded,
    Event.TEST: WebhookTest,
}


def body_of(delivery: Delivery, on: date) -> bytes | None:
    """The message as it is sent on a day; None where what it is about may not be read in the council any more."""
    say = SAID[Event(delivery.event)]
    if (told := say(delivery, on)) is None:
        return None
    schema: Any = SCHEMAS[Event(delivery.event)]
    message: Schema = schema(type=delivery.event, timestamp=delivery.happened_at, data=told)
    return message.model_dump_json().encode()


def at(name: str, *args: str | int) -> str:
    """The whole address of something."""
    return settings.SITE_URL.rstrip("/") + address(name, *args)


def test(delivery: Delivery, on: date) -> TestTold:
    """What a test says."""
    return TestTold(webhook=delivery.endpoint_id, url=at("api:start"))


def verdict(delivery: Delivery, on: date) -> VerdictTold | None:
    """What is said of a verdict."""
    council = delivery.endpoint.council_id
    subject = delivery.subject_id or 0
    # Where it was put right before its message went out, the one that stands in its place is told.
    in_force = Verdict.objects.in_force(on).filter(recommendation__verdicts=subject, meeting__verdicts=subject)
    of_it = in_force.filter(recommendation__review__committee__council=council)
    row = of_it.select_related("recommendation__review", "meeting").first()
    if row is None or not seen(Recommendation.objects, row.recommendation_id, anybody_of(council, on)):
        return None
    about = row.recommendation
    public = seen(Recommendation.objects, about.pk, Roles(on=on))
    return VerdictTold(
        id=row.pk,
        recommendation=about.pk,
        committee=about.review.committee_id,
        url=at("api:recommendation", about.pk),
        public=PublicVerdict(
            review=about.review.title,
            reference=about.reference,
            title=about.title,
            verdict=row.verdict,
            word=row.get_verdict_display(),
            words=row.words,
            minute=row.minute,
            held_on=row.meeting.held_on,
            corrected_because=row.corrected_because,
            page=settings.SITE_URL.rstrip("/") + about.get_absolute_url(),
        )
        if public
        else None,
    )


def report(delivery: Delivery, on: date) -> ReportTold | None:
    """What is said of an issued report: of the version that leaves out what is exempt, and of no other."""
    council = delivery.endpoint.council_id
    rows = Report.objects.filter(committee__council=council, issued_at__isnull=False).for_page()
    row = rows.filter(pk=delivery.subject_id or 0).first()
    if row is None or not seen(Report.objects, row.pk, anybody_of(council, on)):
        return None
    assert row.number is not None
    assert row.issued_on is not None
    return ReportTold(
        id=row.pk,
        committee=row.committee_id,
        url=at("api:report", row.pk),
        public=PublicReport(
            about=row.about,
            number=row.number,
            period=row.period.words,
            issued_on=row.issued_on,
            check_code=row.frozen.get(is_issued=True, version=Version.PUBLIC).code,
            supersedes=row.supersedes.number if row.supersedes else None,
            page=settings.SITE_URL.rstrip("/") + row.get_absolute_url(),
        )
        if seen(Report.objects, row.pk, Roles(on=on))
        else None,
    )


def seen(rows: Any, pk: int, roles: Roles) -> bool:
    """Whether somebody with these roles may see a row."""
    return bool(rows.visible_to(roles).filter(pk=pk).exists())


SAID: dict[Event, Callable[[Delivery, date], Schema | None]] = {
    Event.REPORT: report,
    Event.VERDICT: verdict,
    Event.TEST: test,
}
