"""What a digest says of one point: what is wrong, what is known, what happens next. Plain English, one entry a kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from council.models import Meeting, Post
from council.working_days import working_days_between
from recommendations.deadlines import response_due
from recommendations.models import Action, Question, Recommendation, Review
from recommendations.states import Status
from reminders.checking import Point
from reminders.rules import BY_KIND, Clock, Rule
from reminders.schedule import ONE_DAY, next_on
from reminders.states import Kind, Repeat, Subject

# Each row of what is known: its label and its words.
Known = list[tuple[str, str]]


@dataclass(frozen=True)
class Noun:
    """How a mail with points of one kind alone begins: for one, for several, and what its date is."""

    one: str
    several: str
    date: str = "due"


NOUNS = {
    Kind.OVERDUE: Noun("1 action needs you", "{n} actions need you"),
    Kind.BEFORE_DUE: Noun("1 action needs you", "{n} actions need you"),
    Kind.STALE: Noun("1 action needs an update", "{n} actions need an update", "target"),
    Kind.EXTENSION_WAITING: Noun(
        "1 request for more time needs your decision", "{n} requests for more time need your decision", "target"
    ),
    Kind.QUESTION_WAITING: Noun("1 question needs your answer", "{n} questions need your answer"),
    Kind.ESCALATED: Noun("1 action of your service is overdue", "{n} actions of your service are overdue"),
    Kind.CHAIRS_LIST: Noun("1 action is long overdue", "{n} actions are long overdue"),
    Kind.RESPONSE_WAITING: Noun("1 review waits for the executive", "{n} reviews wait for the executive", "response"),
    Kind.PAPERS: Noun("1 meeting needs updates", "{n} meetings need updates", "papers"),
    Kind.OUTCOME_DUE: Noun("1 outcome is to be checked", "{n} outcomes are to be checked"),
    Kind.EXEMPTION_REVIEW: Noun(
        "1 review has exempt items to look at again", "{n} reviews have exempt items to look at again", "look"
    ),
    Kind.VACANCY: Noun("1 vacant post has open actions", "{n} vacant posts have open actions"),
}
MIXED = Noun("1 thing needs you", "{n} things need you")


def noun_for(kinds: set[Kind]) -> Noun:
    """What a mail with points of these kinds begins with."""
    if len(kinds) == 1:
        return NOUNS[next(iter(kinds))]
    return NOUNS[Kind.OVERDUE] if all(BY_KIND[kind].subject == Subject.ACTION for kind in kinds) else MIXED


def dated(noun: Noun, first: date, day: date, *, one: bool) -> str:
    """It was due on 17 June 2026: the nearest date of a mail."""
    was = "was" if first < day else "is"
    if noun.date == "target":
        return f"{'the' if one else 'the first'} target date {was} {spoken(first)}"
    if noun.date == "papers":
        return f"papers {'are' if first >= day else 'were'} due on {spoken(first)}"
    if noun.date == "response":
        return f"the {'' if one else 'first '}response {was} due on {spoken(first)}"
    if noun.date == "look":
        they = f"they {'are' if first >= day else 'were'}" if one else f"the first {was}"
        return f"{they} due by {spoken(first)}"
    return f"{'it' if one else 'the first'} {was} due on {spoken(first)}"


# --- What is wrong ---------------------------------------------------------------------------------------------------


def wrong(point: Point, day: date) -> str:
    """What is wrong, counted in days."""
    return WRONG[point.kind](point, day)


def overdue(point: Point, day: date) -> str:
    """Overdue 3 days."""
    return f"Overdue {days((day - point.since).days)}"


def coming(point: Point, day: date) -> str:
    """Due in 7 days."""
    left = (point.since - day).days
    return {0: "Due today", 1: "Due tomorrow"}.get(left, f"Due in {days(left)}")


def silent(point: Point, day: date) -> str:
    """No update for 91 days."""
    return f"No update for {days((day - point.since).days)}"


def undecided(point: Point, day: date) -> str:
    """How long a request has waited."""
    waited = working_days_between(point.since, day)
    return f"A request for more time has waited {working(waited)} for a decision"


def unanswered(point: Point, day: date) -> str:
    """How long there is for an answer, or how late it is."""
    if day > point.since:
        return f"The answer is {days((day - point.since).days)} late"
    left = working_days_between(day, point.since)
    return {0: "To be answered today"}.get(left, f"To be answered in {working(left)}")


def no_response(point: Point, day: date) -> str:
    """How many recommendations the executive has still to answer."""
    waiting = f"{counted(point.facts.count, 'recommendation')} without the executive’s response"
    late = (day - point.since).days
    if late > 0:
        return f"{waiting}, overdue {days(late)}"
    return f"{waiting}, due {'today' if late == 0 else f'in {days(-late)}'}"


def papers(point: Point, day: date) -> str:
    """Papers close in 6 working days: 4 updates missing."""
    left = working_days_between(day, point.since)
    count = len(point.missing) or point.facts.count
    closing = "Papers close today" if left == 0 else f"Papers close in {working(left)}"
    return f"{closing}: {counted(count, 'update')} missing"


def unchecked(point: Point, day: date) -> str:
    """From when the outcome can be checked."""
    return f"Signed off: its outcome could be checked from {spoken(point.since)}"


def kept_back(point: Point, day: date) -> str:
    """Until when the exempt items of a review are to be looked at."""
    left = (point.since - day).days
    when = f"{days(-left)} ago" if left < 0 else "today" if left == 0 else f"in {days(left)}"
    return f"Exempt items were to be looked at again {when}" if left < 0 else f"Exempt items: look again {when}"


def vacant(point: Point, day: date) -> str:
    """Since when nobody has a post, and what hangs on it."""
    return f"Vacant for {days((day - point.since).days)}, with {counted(point.facts.count, 'open action')}"


WRONG: dict[Kind, Callable[[Point, date], str]] = {
    Kind.OVERDUE: overdue,
    Kind.ESCALATED: overdue,
    Kind.CHAIRS_LIST: overdue,
    Kind.BEFORE_DUE: coming,
    Kind.STALE: silent,
    Kind.EXTENSION_WAITING: undecided,
    Kind.QUESTION_WAITING: unanswered,
    Kind.RESPONSE_WAITING: no_response,
    Kind.PAPERS: papers,
    Kind.OUTCOME_DUE: unchecked,
    Kind.EXEMPTION_REVIEW: kept_back,
    Kind.VACANCY: vacant,
}


# --- What is known ---------------------------------------------------------------------------------------------------


def title(about: Any) -> str:
    """What a reminder is about, as its page is headed."""
    if isinstance(about, Question):
        return f"Question on {about.about} {(about.action or about.recommendation).title}"
    if isinstance(about, Meeting):
        return f"{about} of the {about.committee}"
    return str(about)


def known(point: Point) -> Known:
    """What is known of it, line by line."""
    about = point.about
    if isinstance(about, Action):
        return of_action(about, point)
    if isinstance(about, Question):
        return [
            ("Answer by", spoken(about.due_on)),
            ("Asked", f"{spoken(about.asked_on)}, by the {about.asked_as.lower()}"),
            ("Put to", about.post.title),
        ]
    if isinstance(about, Review):
        return of_review(about, point)
    if isinstance(about, Meeting):
        return of_meeting(about, point)
    if isinstance(about, Post):
        return [("Service", about.service.name), ("Vacant since", spoken(point.since))]
    assert isinstance(about, Recommendation)
    return [("Review", about.review.title)]


def of_action(action: Action, point: Point) -> Known:
    """Target date, last update, a request that waits, and where it belongs."""
    rows = [("Target date", target(action)), ("Last update", last_said(action))]
    request = point.facts.request
    if request:
        asked_on = spoken(point.facts.dates[Clock.REQUEST])
        rows.append(("More time", f"To {spoken(request[1])}, asked for on {asked_on}, waits for a decision"))
    rows.append(("Recommendation", f"{action.recommendation.reference}, {action.recommendation.review.title}"))
    return [*rows, ("Post", action.post.title)]


def of_meeting(meeting: Meeting, point: Point) -> Known:
    """What a meeting misses, and of which posts where they are its reader's."""
    missing = ", ".join(action.reference for action in point.missing) or counted(point.facts.count, "update")
    posts = ", ".join(dict.fromkeys(action.post.title for action in point.missing))
    rows = [("Papers are due", spoken(meeting.papers_due_on)), ("Missing", missing)]
    return [*rows, ("Post", posts)] if posts else rows


def of_review(review: Review, point: Point) -> Known:
    """What a review waits for."""
    if point.kind == Kind.EXEMPTION_REVIEW:
        return [("To be looked at by", spoken(point.since))]
    sent = review.sent_to_executive_on
    rows = [("Sent to the executive", spoken(sent))] if sent else []
    if sent:
        rows.append(("Response due", spoken(response_due(sent, review.committee.response_months))))
    return rows


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


# --- What happens next -----------------------------------------------------------------------------------------------


def what_happens(point: Point, day: date, is_weekly: bool = False) -> str:
    """What follows if nothing is done, and when the next reminder comes; not of what waits for a weekly digest."""
    words = FOLLOWS_LATE.get(point.kind) if day > point.since else None
    follows = (words or FOLLOWS[point.kind]).format(
        target=spoken(point.facts.dates[Clock.TARGET]) if point.rule.subject == Subject.ACTION else "",
        late=spoken(point.since + ONE_DAY),
        date=spoken(point.since),
    )
    if is_weekly and point.rule.may_wait:
        return follows
    again = next_on(point.facts, point.rule.audience, after=day)
    return f"{follows} The next reminder comes on {again:%A} {spoken(again)}." if again else follows


FOLLOWS = {
    Kind.OVERDUE: "Members see it as overdue until it is achieved or more time is agreed.",
    Kind.BEFORE_DUE: "Members see it as overdue from {late}, unless it is achieved or more time is agreed by then.",
    Kind.STALE: "Members see that it has had no update since {date}.",
    Kind.EXTENSION_WAITING: "The target date stays {target}.",
    Kind.QUESTION_WAITING: "Members see the question as unanswered, and as late after {date}.",
    Kind.ESCALATED: "Members see it as overdue. If it stays so, the chair is told too.",
    Kind.CHAIRS_LIST: "It stays on the agenda of the next meeting as overdue.",
    Kind.RESPONSE_WAITING: "Members see the response as overdue after {date}.",
    Kind.PAPERS: "The papers go out without the updates that are missing.",
    Kind.OUTCOME_DUE: "Members see that nobody has said whether it made a difference.",
    Kind.EXEMPTION_REVIEW: "They stay kept from the public and, from {late}, show that nobody has looked again.",
    Kind.VACANCY: "Reminders about its actions go to the head of its service meanwhile.",
}
# The same where the date has passed.
FOLLOWS_LATE = {
    Kind.QUESTION_WAITING: "Members see the question as late and unanswered.",
    Kind.RESPONSE_WAITING: "Members see the response as overdue.",
    Kind.EXEMPTION_REVIEW: "They stay kept from the public and show that nobody has looked again.",
}


# --- A rule ----------------------------------------------------------------------------------------------------------


def when(rule: Rule) -> str:
    """When a rule speaks: 30, 14, 7 and 1 days before the target date in force."""
    if not rule.is_on:
        return "Not sent"
    unit = "working day" if rule.in_working_days else "day"
    clock = f"{rule.clock.value} and the committee’s limit" if rule.beyond_stale_limit else rule.clock.value
    before, after = [-n for n in rule.stages if n < 0], [n for n in rule.stages if n > 0]
    said = [f"{listed(before)} {unit}{'s' if before != [1] else ''} before"] if before else []
    said += ["on"] if 0 in rule.stages else []
    said += [f"{listed(after)} {unit}{'s' if after != [1] else ''} after"] if after else []
    again = "" if rule.repeat == Repeat.NEVER else f", then {rule.repeat.label[0].lower()}{rule.repeat.label[1:]}"
    words = f"{' and '.join(said)} {clock}{again}"
    return f"{words[0].upper()}{words[1:]}"


def listed(numbers: list[int]) -> str:
    """30, 14, 7 and 1."""
    *head, last = [str(n) for n in numbers]
    return f"{', '.join(head)} and {last}" if head else last


def days(count: int) -> str:
    """1 day, 2 days."""
    return counted(count, "day")


def working(count: int) -> str:
    """1 working day, 2 working days."""
    return counted(count, "working day")


def counted(count: int, noun: str) -> str:
    """1 message, 2 messages."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def spoken(day: date) -> str:
    """30 September 2017."""
    return f"{day:%-d %B %Y}"
