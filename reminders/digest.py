"""A digest, put together: for each point what is wrong, by when, what happens next, and where to act."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from django.conf import settings
from django.urls import reverse

from council.amounts import listed
from council.models import Committee
from recommendations.links import WORKS_DAYS
from recommendations.models import Action
from reminders.checking import Point
from reminders.models import Message
from reminders.recipients import Because, Recipients
from reminders.rule import Audience, Tone
from reminders.states import Subject
from reminders.words import MIXED, PROOF, Known, dated, known, noun_for, title, what_happens

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"(\d{{1,2}}) ({MONTHS}) (\d{{4}})")
INKS = {Tone.LATE: "#a8201a", Tone.CALM: "#17212b", Tone.WAITS: "#8f5400"}
# Stands for a token in an address that is worked out once.
PLACE = "TOKEN"


@dataclass(frozen=True)
class Link:
    """An address with its words."""

    words: str
    url: str


@dataclass(frozen=True)
class Item:
    """One point as its reader sees it."""

    tone: Tone
    title: str
    wrong: str
    known: Known
    why_you: str
    next: str
    links: tuple[Link, ...]

    @property
    def ink(self) -> str:
        """The colour that goes with the tone."""
        return INKS[self.tone]


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
    settings: Link
    # Everything in it may wait for a weekly digest, so its reader has a choice.
    may_be_weekly: bool = False
    # The last day on which its links open a form without signing in; None where they ask for it.
    personal_until: date | None = None

    @property
    def heading(self) -> str:
        """Its lead, as a heading whose lines do not end inside a date."""
        return DATE.sub("\\1\u00a0\\2\u00a0\\3", self.lead)

    @property
    def council(self) -> str:
        """The council that it comes from; several where one person works for several."""
        return listed(list(dict.fromkeys(c.council.name for c in self.committees)))

    @property
    def colour(self) -> str:
        """The council's own; empty where it has none, or where there are several councils."""
        colours = {c.council.colour for c in self.committees}
        return colours.pop() if len(colours) == 1 else ""

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
        return "the scrutiny officer of the " + listed(list(dict.fromkeys(c.name for c in self.committees)))


def build(
    message: Message,
    points: Sequence[Point],
    recipients: Recipients,
    day: date,
    tokens: Mapping[int, str] = MappingProxyType({}),
    is_weekly: bool = False,
) -> Digest:
    """The digest of a message on a day. There must be at least one point: an empty mail is never built.

    ``is_weekly`` says that its reader chose one day of the week for what may wait.
    ``tokens`` open the form of an action, by its id, without signing in; without one the link asks for sign-in.
    """
    committees = tuple({point.committee.pk: point.committee for point in points}.values())
    officers = [recipients.scrutiny_officers.get(c.pk, {}) for c in committees]
    entries, gathered = gather(points)
    opening = opening_words(entries, day)
    return Digest(
        subject=": ".join(opening),
        lead=" ".join(f"{words[0].upper()}{words[1:]}." for words in opening),
        items=tuple(
            also(item(entry, message.recipient_id, recipients, day, tokens, is_weekly), entry, gathered, day, is_weekly)
            for entry in entries
        ),
        committees=committees,
        # Whoever gets the mail need not write to themselves.
        reply_to=tuple(
            dict.fromkeys(a for of_one in officers for pk, a in of_one.items() if pk != message.recipient_id)
        ),
        links=tuple(lists(points)),
        may_be_a_repeat=message.may_have_been_sent,
        settings=Link("When this mail comes, and days away", address("reminders:mine")),
        may_be_weekly=all(point.rule.may_wait for point in points),
        personal_until=day + timedelta(days=WORKS_DAYS) if tokens else None,
    )


def gather(points: Sequence[Point]) -> tuple[list[Point], defaultdict[int, list[Point]]]:
    """What stands in a mail by itself, and by action the meetings that wait for its update too.

    An update that a meeting misses of an action that has an entry of its own is said there: it is given once.
    """
    own = {point.about.pk for point in points if point.rule.is_of_own_action}
    entries: list[Point] = []
    gathered: defaultdict[int, list[Point]] = defaultdict(list)
    for point in points:
        left = tuple(action for action in point.missing if action.pk not in own)
        for action in point.missing:
            if action.pk in own:
                gathered[action.pk].append(point)
        if left or not point.missing:
            entries.append(point if left == point.missing else replace(point, missing=left))
    return entries, gathered


def also(own: Item, point: Point, gathered: Mapping[int, Sequence[Point]], day: date, is_weekly: bool) -> Item:
    """An entry; of an action with the meetings that wait for its update too."""
    beside = gathered.get(point.about.pk, ()) if point.rule.is_of_own_action else ()
    if not beside:
        return own
    wrong = ". ".join([own.wrong, *(meeting.rule.wrong(meeting.since, day, 1) for meeting in beside)])
    places = [("Missing for", title(meeting.about)) for meeting in beside]
    return replace(own, wrong=wrong, known=[*own.known, *places], next=what_happens(point, day, is_weekly, beside))


def opening_words(points: Sequence[Point], day: date) -> tuple[str, ...]:
    """How many things there are, as many as the mail has headings, and the nearest date in them where there is one."""
    noun, count = noun_for(point.rule for point in points), len(points)
    if len({(p.rule.subject, p.reminder.subject_id) for p in points}) < count:
        # One action of which two things are said is not two actions.
        noun = MIXED
    if all(p.rule.subject == Subject.QUESTION and p.about.wants_proof for p in points):
        noun = PROOF
    number = noun.one if count == 1 else noun.several.format(n=count)
    nearest = min((point.date for point in points if point.date), default=None)
    return (number,) if nearest is None else (number, dated(noun, nearest, day, one=count == 1))


def lists(points: Iterable[Point]) -> Iterator[Link]:
    """The pages that list everything of this sort, and more."""
    audiences = {point.rule.audience for point in points}
    if Audience.ANSWERS in audiences:
        yield Link("All your actions", address("recommendations:my_actions"))
    if Audience.DECIDES in audiences:
        yield Link("All requests that wait for you", address("recommendations:my_service"))


def item(
    point: Point, person: int, recipients: Recipients, day: date, tokens: Mapping[int, str], is_weekly: bool
) -> Item:
    """One point in words."""
    return Item(
        tone=point.rule.tone,
        title=title(point.about),
        wrong=point.rule.wrong(point.since, day, point.count),
        known=known(point),
        why_you=because(point, person, recipients).value,
        next=what_happens(point, day, is_weekly),
        links=tuple(calls(point, person, recipients, tokens)),
    )


# Why those who are told are told, where it is not that they answer for it or run the committee.
BECAUSE = {Audience.DECIDES: Because.DECIDES, Audience.HEADS: Because.HEADS, Audience.CHAIRS: Because.CHAIRS}


def because(point: Point, person: int, recipients: Recipients) -> Because:
    """Why this person is told."""
    if point.rule.audience == Audience.ANSWERS:
        return recipients.why_answering(person, point.about.post_id)
    if point.missing:
        return recipients.why_answering(person, point.missing[0].post_id)
    found = BECAUSE.get(point.rule.audience, Because.RUNS)
    officers = recipients.scrutiny_officers.get(point.committee.pk, {})
    if found in (Because.HEADS, Because.CHAIRS) and person in officers:
        return Because.RUNS
    chairs = recipients.chairs.get(point.committee.pk, {})
    return Because.CHAIRS if found is Because.RUNS and person in chairs and person not in officers else found


def calls(point: Point, person: int, recipients: Recipients, tokens: Mapping[int, str]) -> Iterator[Link]:
    """The pages where this person can do something about it."""
    if point.rule.is_of_own_action:
        yield update_link(point.about, person, recipients, tokens, asked=point.facts.request is not None)
    elif point.missing:
        for action in point.missing:
            yield update_link(action, person, recipients, tokens, asked=True)
    else:
        page = point.rule.page(point.about, point.facts)
        yield Link(point.rule.call.format(about=point.about), settings.SITE_URL + page)


def update_link(action: Action, person: int, recipients: Recipients, tokens: Mapping[int, str], *, asked: bool) -> Link:
    """Where an update is given; for the head of a service whose people are away, the action's page."""
    if recipients.why_answering(person, action.post_id) is Because.AWAY:
        return Link(f"See {action.reference}, and who could do it", settings.SITE_URL + action.get_absolute_url())
    token = tokens.get(action.pk)
    form = personal(token) if token else settings.SITE_URL + reverse("evidence:give_update", args=[action.pk])
    # A second request is refused while one waits.
    also = "" if asked else ", or ask for more time"
    return Link(f"Give an update on {action.reference}{also}", form)


def to_update(points: Iterable[Point], person: int, recipients: Recipients) -> list[int]:
    """The actions on which this person can give an update from the mail."""
    actions = (a for p in points for a in ((p.about,) if p.rule.is_of_own_action else p.missing))
    return list(dict.fromkeys(a.pk for a in actions if recipients.why_answering(person, a.post_id) is not Because.AWAY))


@lru_cache
def path_of(name: str, *arguments: str) -> str:
    """A page's path, worked out once."""
    return reverse(name, args=arguments)


def address(name: str) -> str:
    """A page's whole address."""
    return settings.SITE_URL + path_of(name)


def personal(token: str) -> str:
    """The address of the form that a token opens."""
    return settings.SITE_URL + path_of("evidence:from_mail", PLACE).replace(PLACE, token)
