"""What a digest says of one point: how it begins, what is known, what happens next."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import User
from council.amounts import counted, listed, written
from council.models import Committee, Meeting, Post
from council.roles import Roles
from recommendations.models import Action, Question, Recommendation, Review
from recommendations.states import Status
from reminders.checking import Point
from reminders.rule import Clock, Noun, Rule
from reminders.rules import NEEDS_YOU
from reminders.schedule import ONE_DAY, next_on, stage_of
from reminders.states import Repeat, Subject

# Each row of what is known: its label and its words.
Known = list[tuple[str, str]]


# So many recommendations are named in a line.
NAMED = 12
MIXED = Noun("1 thing needs you", "{n} things need you")
PROOF = Noun("1 request for proof needs your answer", "{n} requests for proof need your answer")


def noun_for(rules: Iterable[Rule]) -> Noun:
    """What a mail with points of these rules begins with."""
    of_it = tuple(rules)
    nouns = {rule.noun for rule in of_it}
    if len(nouns) == 1:
        return nouns.pop()
    return NEEDS_YOU if all(rule.subject == Subject.ACTION for rule in of_it) else MIXED


def dated(noun: Noun, first: date, day: date, *, one: bool) -> str:
    """It was due on 17 June 2026: the nearest date of a mail."""
    has_passed = first < day
    return noun.due.format(
        it="it" if one else "the first",
        the="the" if one else "the first",
        was="was" if has_passed else "is",
        were="were" if has_passed else "are",
        date=written(first),
    )


# --- What is known ---------------------------------------------------------------------------------------------------


def title(about: Any) -> str:
    """What a reminder is about, as its page is headed."""
    if isinstance(about, Question):
        return f"{about.called[0].upper()}{about.called[1:]} {(about.action or about.recommendation).title}"
    if isinstance(about, Meeting):
        return f"{about} of the {about.committee}"
    return str(about)


def page_of(about: Any) -> str:
    """The page of what a reminder is about."""
    if isinstance(about, Meeting):
        return reverse("recommendations:meeting", args=[about.pk])
    page: str = about.get_absolute_url()
    return page


def known(point: Point) -> Known:
    """What is known of it, line by line."""
    about = point.about
    if isinstance(about, Action):
        return of_action(about, point)
    if isinstance(about, Question):
        return [
            *its_date(point),
            ("Asked", f"{written(about.asked_on)}, by the {about.asked_as.lower()}"),
            ("In their words", quoted(about)),
            ("Put to", about.post.title),
        ]
    if isinstance(about, Review):
        return of_review(about, point)
    if isinstance(about, Meeting):
        return of_meeting(point)
    if isinstance(about, Post):
        return [("Service", about.service.name), *its_date(point)]
    assert isinstance(about, Recommendation)
    return [("Review", about.review.title), *its_date(point)]


def quoted(question: Question) -> str:
    """What is asked, word for word; of an exempt question nothing, since a mail may be read by others."""
    return "Sign in to read it" if question.exempt_under else f"“{' '.join(question.words.split())}”"


def its_date(point: Point) -> Known:
    """The date that a rule counts from, where it has a name for it."""
    return [(point.rule.date_label, written(point.since))] if point.rule.date_label else []


def of_action(action: Action, point: Point) -> Known:
    """Target date, last update, a request that waits, and where it belongs."""
    rows = [("Target date", target(action)), ("Last update", last_said(action))]
    request = point.facts.request
    if request:
        asked_on = written(point.facts.dates[Clock.REQUEST])
        rows.append(("More time", f"To {written(request[1])}, asked for on {asked_on}, waits for a decision"))
    rows.append(("Recommendation", f"{action.recommendation.reference}, {action.recommendation.review.title}"))
    return [*rows, ("Post", action.post.title)]


def of_meeting(point: Point) -> Known:
    """What a meeting misses, and of which posts where they are its reader's."""
    missing = ", ".join(action.reference for action in point.missing) or counted(point.facts.count, "update")
    posts = ", ".join(dict.fromkeys(action.post.title for action in point.missing))
    rows = [*its_date(point), ("Missing", missing)]
    return [*rows, ("Post", posts)] if posts else rows


def of_review(review: Review, point: Point) -> Known:
    """What a review waits for."""
    sent = review.sent_to_executive_on
    if point.rule.clock == Clock.RESPONSE_DUE and sent:
        return [("Sent to the executive", written(sent)), *its_date(point), *unanswered(review)]
    return its_date(point)


def unanswered(review: Review) -> Known:
    """Which recommendations the executive has not answered; of one, its title too."""
    rows: list[Recommendation] = getattr(review, "unanswered", [])
    if len(rows) == 1:
        return [("Not answered", str(rows[0]))]
    more = [f"{len(rows) - NAMED} more"] if len(rows) > NAMED else []
    return [("Not answered", listed([*(row.reference for row in rows[:NAMED]), *more]))] if rows else []


def target(action: Action) -> str:
    """The target date in force and, where it moved, the first one."""
    if not action.times_moved:
        return written(action.target_on)
    return f"{written(action.target_on)}, moved from {written(action.original_target_on)}"


def last_said(action: Action) -> str:
    """The last update, or that there is none."""
    if action.updated_on is None:
        return f"None since the action was agreed on {written(action.agreed_on)}"
    return f"{Status(action.status).label}, {written(action.updated_on)}"


# --- What happens next -----------------------------------------------------------------------------------------------


def what_happens(point: Point, day: date, is_weekly: bool = False, beside: Sequence[Point] = ()) -> str:
    """What follows if nothing is done, and when the next reminder comes; not of what waits for a weekly digest.

    ``beside``: what is said in the same entry, of which the next reminder may come earlier.
    """
    rule = point.rule
    follows = (rule.follows_late if rule.follows_late and has_come(point, day) else rule.follows).format(
        target=written(point.facts.dates[Clock.TARGET]) if rule.subject == Subject.ACTION else "",
        late=written(point.since + ONE_DAY),
        date=written(point.since),
    )
    if is_weekly and rule.may_wait:
        return follows
    days = (next_on(one.facts, one.rule.audience, after=day) for one in (point, *beside))
    again = min((on for on in days if on), default=None)
    return f"{follows} The next reminder comes on {again:%A} {written(again)}." if again else follows


def has_come(point: Point, day: date) -> bool:
    """Whether what its rule warns of has come by a day: the other rule's turn, or else the passing of its date."""
    if not point.rule.warns_of:
        return day > point.since
    return any(stage_of(rule, point.facts, day) for rule in point.facts.rules if rule.kind == point.rule.warns_of)


# --- A rule ----------------------------------------------------------------------------------------------------------


def clock_of(rule: Rule, committee: Committee) -> str:
    """What a rule counts from, in words."""
    if not rule.beyond_stale_limit:
        return rule.clock.value
    return f"the committee’s limit of {counted(committee.stale_after_days, 'day')} without an update"


def when(rule: Rule, committee: Committee) -> str:
    """When a rule of a committee speaks: 30, 14, 7 and 1 days before the target date in force."""
    if not rule.is_on:
        return "Not sent"
    unit = "working day" if rule.in_working_days else "day"
    before, after = [-n for n in rule.stages if n < 0], [n for n in rule.stages if n > 0]
    said = [f"{listed(before)} {unit}{'s' if before != [1] else ''} before"] if before else []
    said += ["on"] if 0 in rule.stages else []
    said += [f"{listed(after)} {unit}{'s' if after != [1] else ''} after"] if after else []
    again = "" if rule.repeat == Repeat.NEVER else f", then {rule.repeat.label[0].lower()}{rule.repeat.label[1:]}"
    words = f"{' and '.join(said)} {clock_of(rule, committee)}{again}"
    return f"{words[0].upper()}{words[1:]}"


# --- Days away -------------------------------------------------------------------------------------------------------


def who_hears_instead(roles: Roles, deputy: User | None = None) -> str:
    """Who hears while a person is away: ``Recipients`` decides it, of their posts and of their parts on committees."""
    others = []
    if roles.post_ids and not deputy:
        others.append("Whoever else answers for your posts hears instead, or the head of your service.")
    if roles.chair_of or roles.scrutiny_officer_of:
        others.append("Whoever shares your part on the committee hears instead.")
    if others:
        others.append("Where nobody else is there, reminders reach you all the same.")
    return " ".join([f"{deputy} stands in for you.", *others] if deputy else others)
