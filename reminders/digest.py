"""The words of a digest. What is wrong, by when, what happens next, and one link: for each point, in plain English."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from council.models import Committee
from council.working_days import working_days_between
from recommendations.links import WORKS_DAYS
from recommendations.models import Action
from recommendations.states import Status
from reminders.checking import Point
from reminders.models import Message
from reminders.recipients import Because, Recipients
from reminders.rules import Audience
from reminders.schedule import ONE_DAY, next_on
from reminders.states import Kind


@dataclass(frozen=True)
class Link:
    """An address with its words."""

    words: str
    url: str


@dataclass(frozen=True)
class Item:
    """One point as its reader sees it."""

    kind: Kind
    reference: str
    title: str
    wrong: str
    target: str
    said: str
    asked: str
    recommendation: str
    post: str
    why_you: str
    next: str
    link: Link


@dataclass(frozen=True)
class Digest:
    """One mail: its subject, its points and what stands around them."""

    subject: str
    lead: str
    items: tuple[Item, ...]
    committees: tuple[Committee, ...]
    reply_to: tuple[str, ...]
    links: tuple[Link, ...]
    may_be_a_repeat: bool
    # The last day on which its links open a form without signing in; None where they ask for it.
    personal_until: date | None = None

    @property
    def council(self) -> str:
        """The council that it comes from; several where one person works for several."""
        return joined(c.council.name for c in self.committees)

    @property
    def notices(self) -> tuple[str, ...]:
        """What says that the data is illustrative, where it is."""
        return tuple(
            dict.fromkeys(c.council.illustrative_notice for c in self.committees if c.council.illustrative_notice)
        )

    @property
    def answer_goes_to(self) -> str:
        """Whom a reply reaches; empty where a committee has no scrutiny officer."""
        if not self.reply_to:
            return ""
        return "the scrutiny officer of the " + joined(c.name for c in self.committees)


def build(
    message: Message,
    points: Sequence[Point],
    recipients: Recipients,
    day: date,
    tokens: Mapping[int, str] = MappingProxyType({}),
) -> Digest:
    """The digest of a message on a day. There must be at least one point: an empty mail is never built.

    ``tokens`` open the form of an action, by its id, without signing in; without one the link asks for sign-in.
    """
    committees = distinct(point.action.recommendation.review.committee for point in points)
    addresses = (recipients.scrutiny_officers.get(c.pk, {}).values() for c in committees)
    number, first = opening_words(points, day)
    return Digest(
        subject=f"{number}: {first}",
        lead=f"{number}. {first[0].upper()}{first[1:]}.",
        items=tuple(
            item(point, message.recipient_id, recipients, day, tokens.get(point.action.pk)) for point in points
        ),
        committees=committees,
        reply_to=tuple(dict.fromkeys(a for of_one in addresses for a in of_one)),
        links=tuple(lists(points)),
        may_be_a_repeat=message.may_have_been_sent,
        personal_until=day + timedelta(days=WORKS_DAYS) if tokens else None,
    )


def mail(message: Message, digest: Digest) -> EmailMultiAlternatives:
    """The digest as a mail in text and HTML, with the Message-ID that was given to it when it was planned."""
    context = {"digest": digest}
    letter = EmailMultiAlternatives(
        subject=digest.subject,
        body=render_to_string("emails/digest.txt", context),
        to=[message.recipient.email],
        reply_to=digest.reply_to,
        # Auto-Submitted keeps other machines from answering (RFC 3834).
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    letter.attach_alternative(render_to_string("emails/digest.html", context), "text/html")
    return letter


def opening_words(points: Sequence[Point], day: date) -> tuple[str, str]:
    """How many actions or requests there are, and the nearest date."""
    kinds = {point.kind for point in points}
    count = len({point.action.pk for point in points})
    first = min(point.facts.target_on for point in points)
    was, one = "was" if first < day else "is", count == 1
    if kinds == {Kind.EXTENSION_WAITING}:
        number = "1 request for more time needs" if one else f"{count} requests for more time need"
        return f"{number} your decision", f"{'the' if one else 'the first'} target date {was} {spoken(first)}"
    number = "1 action needs" if one else f"{count} actions need"
    what = "an update" if kinds == {Kind.STALE} else "you"
    return f"{number} {what}", f"{'it' if one else 'the first'} {was} due on {spoken(first)}"


def lists(points: Iterable[Point]) -> Iterator[Link]:
    """The pages that list everything of these kinds, and more."""
    kinds = {point.kind == Kind.EXTENSION_WAITING for point in points}
    if False in kinds:
        yield Link("All your actions", settings.SITE_URL + reverse("recommendations:my_actions"))
    if True in kinds:
        yield Link("All requests that wait for you", settings.SITE_URL + reverse("recommendations:my_service"))


def item(point: Point, person: int, recipients: Recipients, day: date, token: str | None) -> Item:
    """One point in words."""
    action = point.action
    because, link = call(point, person, recipients, token)
    return Item(
        kind=point.kind,
        reference=action.reference,
        title=action.title,
        wrong=wrong(point, day),
        target=target(action),
        said=last_said(action),
        asked=asked(point),
        recommendation=f"{action.recommendation.reference}, {action.recommendation.review.title}",
        post=action.post.title,
        why_you=because.value,
        next=what_happens(point, day),
        link=link,
    )


def call(point: Point, person: int, recipients: Recipients, token: str | None) -> tuple[Because, Link]:
    """Why this person is told, and the one page where they can do something about it."""
    action = point.action
    if point.kind != Kind.EXTENSION_WAITING:
        because = recipients.why_answering(person, action.post_id)
        # A second request is refused while one waits.
        also = "" if point.facts.request_id else ", or ask for more time"
        form = (
            reverse("evidence:from_mail", args=[token]) if token else reverse("evidence:give_update", args=[action.pk])
        )
        return because, Link(f"Give an update on {action.reference}{also}", settings.SITE_URL + form)
    decision = settings.SITE_URL + reverse("recommendations:decide", args=[point.facts.request_id])
    return Because.DECIDES, Link(f"Decide on more time for {action.reference}", decision)


def wrong(point: Point, day: date) -> str:
    """What is wrong, counted in days."""
    facts = point.facts
    if point.kind == Kind.OVERDUE:
        return f"Overdue {days((day - facts.target_on).days)}"
    if point.kind == Kind.BEFORE_DUE:
        left = (facts.target_on - day).days
        return {0: "Due today", 1: "Due tomorrow"}.get(left, f"Due in {days(left)}")
    if point.kind == Kind.STALE:
        return f"No update for {days((day - facts.last_word_on).days)}"
    waited = working_days_between(point.reminder.about_on, day)
    return f"A request for more time has waited {waited} working days for a decision"


def target(action: Action) -> str:
    """The target date in force and, where it moved, the first one."""
    if not action.times_moved:
        return spoken(action.target_on)
    return f"{spoken(action.target_on)}, moved from {spoken(action.original_target_on)}"


def last_said(action: Action) -> str:
    """The last update, or that there is none."""
    if action.updated_on is None:
        return f"None since the action was agreed on {spoken(action.agreed_on)}"
    return f"{Status(action.status).label}, {spoken(action.updated_on)}"


def asked(point: Point) -> str:
    """The request for more time that waits; empty where none does."""
    facts = point.facts
    if facts.requested_on is None or facts.requested_to is None:
        return ""
    return f"To {spoken(facts.requested_to)}, asked for on {spoken(facts.requested_on)}, waits for a decision"


def what_happens(point: Point, day: date) -> str:
    """What follows if nothing is done, and when the next reminder comes."""
    due = point.facts.target_on
    follows = {
        Kind.OVERDUE: "Members see it as overdue until it is achieved or more time is agreed.",
        Kind.BEFORE_DUE: f"Members see it as overdue from {spoken(due + ONE_DAY)}, unless it is achieved or more time "
        "is agreed by then.",
        Kind.STALE: "Members see that it has had no update.",
        Kind.EXTENSION_WAITING: f"The target date stays {spoken(due)}.",
    }[point.kind]
    audience = Audience.DECIDES if point.kind == Kind.EXTENSION_WAITING else Audience.ANSWERS
    again = next_on(point.facts, audience, after=day)
    return f"{follows} The next reminder comes on {again:%A} {spoken(again)}." if again else follows


def days(count: int) -> str:
    """1 day, 2 days."""
    return "1 day" if count == 1 else f"{count} days"


def spoken(day: date) -> str:
    """30 September 2017."""
    return f"{day:%-d %B %Y}"


def distinct(committees: Iterable[Committee]) -> tuple[Committee, ...]:
    """Each committee once, in the order of the points."""
    return tuple({committee.pk: committee for committee in committees}.values())


def joined(names: Iterable[str]) -> str:
    """Names with "and" before the last."""
    *head, last = dict.fromkeys(names)
    return f"{', '.join(head)} and {last}" if head else last
