"""The rules: when something is said, to whom and in which words. Everything else walks over them.

These are the rules that a committee begins with. Its scrutiny officer changes the days within each rule's limits.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from council.amounts import counted, written
from council.working_days import working_days_between
from reminders.rule import Audience, Clock, Limits, Noun, Rule, Tone
from reminders.states import Repeat, Subject

if TYPE_CHECKING:
    from reminders.schedule import Facts

NEEDS_YOU = Noun("1 action needs you", "{n} actions need you")


# --- What is wrong ---------------------------------------------------------------------------------------------------


def overdue(since: date, day: date, count: int) -> str:
    """Overdue 3 days."""
    return f"Overdue {counted((day - since).days, 'day')}"


def coming(since: date, day: date, count: int) -> str:
    """Due in 7 days."""
    left = (since - day).days
    return {0: "Due today", 1: "Due tomorrow"}.get(left, f"Due in {counted(left, 'day')}")


def silent(since: date, day: date, count: int) -> str:
    """No update for 91 days."""
    return f"No update for {counted((day - since).days, 'day')}"


def undecided(since: date, day: date, count: int) -> str:
    """How long a request has waited."""
    waited = counted(working_days_between(since, day), "working day")
    return f"A request for more time has waited {waited} for a decision"


def unanswered(since: date, day: date, count: int) -> str:
    """How long there is for an answer, or how late it is."""
    if day > since:
        return f"The answer is {counted((day - since).days, 'day')} late"
    left = working_days_between(day, since)
    return {0: "To be answered today"}.get(left, f"To be answered in {counted(left, 'working day')}")


def no_response(since: date, day: date, count: int) -> str:
    """How many recommendations the executive has still to answer."""
    waiting = f"{counted(count, 'recommendation')} without the executive’s response"
    late = (day - since).days
    if late > 0:
        return f"{waiting}, overdue {counted(late, 'day')}"
    return f"{waiting}, due today" if late == 0 else f"{waiting}, due in {counted(-late, 'day')}"


def papers(since: date, day: date, count: int) -> str:
    """Papers close in 6 working days: 4 updates missing."""
    left = working_days_between(day, since)
    closing = "Papers close today" if left == 0 else f"Papers close in {counted(left, 'working day')}"
    return f"{closing}: {counted(count, 'update')} missing"


def unchecked(since: date, day: date, count: int) -> str:
    """From when the outcome can be checked."""
    return f"Signed off: its outcome could be checked from {written(since)}"


def kept_back(since: date, day: date, count: int) -> str:
    """Until when the exempt items of a review are to be looked at."""
    left = (since - day).days
    if left < 0:
        return f"Exempt items were to be looked at again {counted(-left, 'day')} ago"
    return f"Exempt items: look again in {counted(left, 'day')}" if left else "Exempt items: look again today"


def vacant(since: date, day: date, count: int) -> str:
    """Since when nobody has a post, and what hangs on it."""
    return f"Vacant for {counted((day - since).days, 'day')}, with {counted(count, 'open action')}"


# --- Where its reader can do something -------------------------------------------------------------------------------


def decision(about: Any, facts: "Facts") -> str:
    """Where the request for more time that waits is decided; the action's page where none does."""
    if facts.request is None:
        return str(about.get_absolute_url())
    return reverse("recommendations:decide", args=[facts.request[0]])


def answer(about: Any, facts: "Facts") -> str:
    """Where a question is answered."""
    return str(about.answer_url)


def meeting(about: Any, facts: "Facts") -> str:
    """The page of a meeting."""
    return reverse("recommendations:meeting", args=[about.pk])


def responses(about: Any, facts: "Facts") -> str:
    """The one recommendation that the executive has not answered, or the list of them."""
    rows: Any = getattr(about, "unanswered", ())
    if len(rows) == 1:
        return reverse("recommendations:recommendation", args=[about.slug, rows[0].number])
    return f"{reverse('recommendations:recommendation_list', args=[about.slug])}?response=awaiting"


def exemptions(about: Any, facts: "Facts") -> str:
    """The list of what is kept from the public."""
    return reverse("evidence:exemptions")


# --- The rules: the most urgent first. Of those that speak to one audience about one thing, only the first is heard. --

RULES = (
    Rule(
        kind="overdue",
        label="Overdue",
        subject=Subject.ACTION,
        clock=Clock.TARGET,
        audience=Audience.ANSWERS,
        stages=(1,),
        limits=Limits(1, 14, first_by=3, needs_repeat=True),
        repeat=Repeat.MONDAY,
        noun=NEEDS_YOU,
        wrong=overdue,
        follows="Members see it as overdue until it is achieved or more time is agreed.",
        tone=Tone.LATE,
        example=-5,
    ),
    Rule(
        kind="extension_waiting",
        label="More time waits for a decision",
        subject=Subject.ACTION,
        clock=Clock.REQUEST,
        audience=Audience.DECIDES,
        stages=(3,),
        limits=Limits(1, 20, first_by=10),
        repeat=Repeat.WEEK,
        in_working_days=True,
        noun=Noun(
            "1 request for more time needs your decision",
            "{n} requests for more time need your decision",
            "{the} target date {was} {date}",
        ),
        wrong=undecided,
        follows="The target date stays {target}.",
        call="Decide on more time for {about.reference}",
        page=decision,
        example=-8,
    ),
    Rule(
        kind="question_waiting",
        label="A question waits for an answer",
        subject=Subject.QUESTION,
        clock=Clock.ANSWER_DUE,
        audience=Audience.ANSWERS,
        # The first says that it was asked: ten working days is the usual time for an answer.
        stages=(-10, -3, 1),
        limits=Limits(-60, 10, first_by=-1),
        repeat=Repeat.MONDAY,
        in_working_days=True,
        noun=Noun("1 question needs your answer", "{n} questions need your answer"),
        wrong=unanswered,
        follows="Members see it as unanswered, and as late after {date}.",
        follows_late="Members see it as late and unanswered.",
        date_label="Answer by",
        in_calendar="Answer",
        call="Answer the {about.called}",
        page=answer,
        gone="The question was answered or closed.",
        example=4,
    ),
    Rule(
        kind="escalated",
        label="Overdue, told to the head of service",
        subject=Subject.ACTION,
        clock=Clock.TARGET,
        audience=Audience.HEADS,
        stages=(14,),
        limits=Limits(1, 60, first_by=14),
        repeat=Repeat.MONDAY,
        noun=Noun("1 action of your service is overdue", "{n} actions of your service are overdue"),
        wrong=overdue,
        follows="Members see it as overdue. If it stays so, the chair is told too.",
        follows_late="Members see it as overdue. It is on the chair’s list.",
        warns_of="chairs_list",
        tone=Tone.LATE,
        example=-20,
    ),
    Rule(
        kind="chairs_list",
        label="Overdue, on the chair’s list",
        subject=Subject.ACTION,
        clock=Clock.TARGET,
        audience=Audience.CHAIRS,
        stages=(28,),
        limits=Limits(1, 90, first_by=28),
        repeat=Repeat.FOUR_WEEKS,
        noun=Noun("1 action is long overdue", "{n} actions are long overdue"),
        wrong=overdue,
        follows="It stays on the agenda of the next meeting as overdue.",
        tone=Tone.LATE,
        example=-30,
    ),
    Rule(
        kind="response_waiting",
        label="The executive’s response",
        subject=Subject.REVIEW,
        clock=Clock.RESPONSE_DUE,
        audience=Audience.RUNS,
        stages=(-14, 1),
        limits=Limits(-60, 30, first_by=1),
        repeat=Repeat.MONDAY,
        noun=Noun(
            "1 review waits for the executive",
            "{n} reviews wait for the executive",
            "{the} response {was} due on {date}",
        ),
        wrong=no_response,
        follows="Members see the response as overdue after {date}.",
        follows_late="Members see the response as overdue.",
        date_label="Response due",
        call="See what {about} waits for",
        page=responses,
        gone="The executive has responded.",
        example=10,
    ),
    Rule(
        kind="papers",
        label="Papers for a meeting",
        subject=Subject.MEETING,
        clock=Clock.PAPERS_DUE,
        audience=Audience.UPDATES,
        stages=(-10, -5, -1),
        limits=Limits(-20, 0, first_by=0, may_be_off=True),
        in_working_days=True,
        until_the_date=True,
        may_wait=True,
        noun=Noun("1 meeting needs updates", "{n} meetings need updates", "papers {were} due on {date}"),
        wrong=papers,
        follows="The papers go out without the updates that are missing.",
        date_label="Papers are due",
        in_calendar="Papers due",
        call="See what is missing",
        page=meeting,
        gone="No update is missing, or the papers are closed.",
        example=5,
    ),
    Rule(
        kind="before_due",
        label="Due soon",
        subject=Subject.ACTION,
        clock=Clock.TARGET,
        audience=Audience.ANSWERS,
        stages=(-30, -14, -7, -1),
        limits=Limits(-120, 0, first_by=-1),
        until_the_date=True,
        may_wait=True,
        noun=NEEDS_YOU,
        wrong=coming,
        follows="Members see it as overdue from {late}, unless it is achieved or more time is agreed by then.",
        tone=Tone.CALM,
        in_calendar="Due",
        example=7,
    ),
    Rule(
        kind="outcome_due",
        label="An outcome to check",
        subject=Subject.RECOMMENDATION,
        clock=Clock.OUTCOME_FROM,
        audience=Audience.RECORDS,
        stages=(0,),
        limits=Limits(0, 180, first_by=90, may_be_off=True),
        repeat=Repeat.THIRTY,
        may_wait=True,
        noun=Noun("1 outcome is to be checked", "{n} outcomes are to be checked", due=""),
        wrong=unchecked,
        follows="Members see that nobody has said whether it made a difference.",
        tone=Tone.CALM,
        call="Say what came of {about.reference}",
        gone="The outcome was checked, or monitoring was taken up again.",
        example=-3,
    ),
    Rule(
        kind="exemption_review",
        label="Exempt items to look at again",
        subject=Subject.REVIEW,
        clock=Clock.EXEMPT_UNTIL,
        audience=Audience.RUNS,
        stages=(-30, -7, 1),
        limits=Limits(-90, 30, first_by=0),
        repeat=Repeat.FORTNIGHT,
        may_wait=True,
        noun=Noun(
            "1 review has exempt items to look at again",
            "{n} reviews have exempt items to look at again",
            "the first {was} due by {date}",
        ),
        wrong=kept_back,
        follows="They stay kept from the public and, from {late}, show that nobody has looked again.",
        follows_late="They stay kept from the public and show that nobody has looked again.",
        date_label="To be looked at by",
        call="Look at the exempt items",
        page=exemptions,
        gone="The exempt items were looked at.",
        example=20,
    ),
    Rule(
        kind="vacancy",
        label="A vacant post with open work",
        subject=Subject.POST,
        clock=Clock.VACANT_SINCE,
        audience=Audience.RUNS,
        stages=(1, 14),
        limits=Limits(0, 60, first_by=14),
        repeat=Repeat.FOUR_WEEKS,
        may_wait=True,
        noun=Noun("1 vacant post has open actions", "{n} vacant posts have open actions", due=""),
        wrong=vacant,
        follows="Reminders about its actions go to the head of its service meanwhile.",
        date_label="Vacant since",
        call="Say who has the post {about}",
        gone="The post is filled, or no open work hangs on it.",
        example=-15,
    ),
    Rule(
        kind="stale",
        label="No update for too long",
        subject=Subject.ACTION,
        clock=Clock.LAST_WORD,
        audience=Audience.ANSWERS,
        stages=(1,),
        limits=Limits(1, 60, first_by=60, may_be_off=True),
        repeat=Repeat.THIRTY,
        beyond_stale_limit=True,
        may_wait=True,
        noun=Noun("1 action needs an update", "{n} actions need an update", "{the} target date {was} {date}"),
        wrong=silent,
        follows="Members see that it has had no update since {date}.",
        example=-95,
    ),
)

BY_KIND = {rule.kind: rule for rule in RULES}
URGENCY = {rule.kind: place for place, rule in enumerate(RULES)}
# Stages of one rule, at most: more is shouting.
MOST_STAGES = 6


def labels() -> list[tuple[str, str]]:
    """Each kind with what people read: the choices of rows, which a new rule joins without a migration."""
    return [(rule.kind, rule.label) for rule in RULES]


def kinds_about(subject: Subject) -> list[str]:
    """The kinds that speak of one sort of row."""
    return [rule.kind for rule in RULES if rule.subject == subject]
