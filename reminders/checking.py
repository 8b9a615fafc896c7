"""Whether planned messages are still right, asked at the moment of sending: days may lie between plan and mail."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from council.models import Committee, Meeting, Post
from recommendations.models import Action, Question, Recommendation, Review
from recommendations.readings import LISTED
from recommendations.slim import read, slim
from recommendations.states import Status
from reminders.facts import Ground, ground_on, of_actions
from reminders.matters import READERS, unanswered
from reminders.models import Message, Reminder
from reminders.rule import Clock, Rule
from reminders.rules import URGENCY
from reminders.schedule import Diary, Due, Facts, due_by
from reminders.states import Subject

WITH_REVIEW = "recommendation__review__committee__council"
# What each sort of row is read with, for the words.
ROWS: dict[Subject, Any] = {
    Subject.QUESTION: Question.objects.with_exemption().select_related(
        WITH_REVIEW, "post__service", "action__part", "action__recommendation"
    ),
    Subject.RECOMMENDATION: Recommendation.objects.select_related("review__committee__council"),
    Subject.REVIEW: Review.objects.select_related("committee__council").prefetch_related(
        Prefetch("recommendations", unanswered(), to_attr="unanswered")
    ),
    Subject.POST: Post.objects.select_related("service"),
    Subject.MEETING: Meeting.objects.select_related("committee__council"),
}
# Of actions there are many, and hundreds share a review: what they belong to is made once.
ACTION = slim(Action, joined=LISTED)


@dataclass(frozen=True)
class Point:
    """A reminder that still holds, with what it is about: an action, a question, and so on."""

    reminder: Reminder
    facts: Facts
    about: Any
    committee: Committee
    # For a meeting: the actions whose updates are missing from this person.
    missing: tuple[Action, ...] = ()

    @property
    def rule(self) -> Rule:
        """The rule that it comes from, as every committee begins with it."""
        return self.reminder.rule

    @property
    def count(self) -> int:
        """How many rows stand behind it: of a meeting the updates that this person owes, else all of them."""
        return len(self.missing) or self.facts.count

    @property
    def since(self) -> date:
        """The date that it counts from."""
        return self.reminder.about_on

    @property
    def date(self) -> date | None:
        """The nearest date in it; None where there is none to come or to have passed."""
        if self.rule.subject == Subject.ACTION:
            return self.facts.dates[Clock.TARGET]
        return self.since if self.rule.noun.due else None


@dataclass(frozen=True)
class Checked:
    """What is left of a message on a day, the most urgent first, and what is not, with the reason in words."""

    points: tuple[Point, ...]
    withdrawn: tuple[tuple[Reminder, str], ...]
    ground: Ground

    @property
    def why_nothing_is_left(self) -> str:
        """The reason for cancelling a message without points."""
        reasons = {reason for _, reason in self.withdrawn}
        return reasons.pop() if len(reasons) == 1 else "Nothing in it was needed any more."


@dataclass(frozen=True)
class Rows:
    """The rows that reminders are about, by sort and id, and their facts on a day."""

    by_id: Mapping[Subject, Mapping[int, Any]]
    facts: Mapping[Subject, Mapping[int, Sequence[Facts]]]
    committees: Mapping[int, Committee]


def check(messages: Sequence[Message], day: date) -> dict[int, Checked]:
    """Hold the reminders of messages against the facts of a day, by the id of the message.

    A fixed number of queries for any number of messages.
    """
    reminders = list(Reminder.objects.filter(message__in=messages, withdrawn_because="").select_related("recipient"))
    ground = ground_on(day)
    rows = read_rows(reminders, ground)
    of_message: defaultdict[int, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        of_message[reminder.message_id].append(reminder)
    diary = Diary(day)
    return {message.pk: checked(of_message[message.pk], rows, ground, diary) for message in messages}


def read_rows(reminders: Iterable[Reminder], ground: Ground) -> Rows:
    """What these reminders are about."""
    ids: defaultdict[Subject, set[int]] = defaultdict(set)
    for reminder in reminders:
        ids[reminder.subject].add(reminder.subject_id)
    facts = {subject: by_subject(facts_of(subject, of_it, ground)) for subject, of_it in ids.items()}
    missing = {pk for all_of_it in facts.get(Subject.MEETING, {}).values() for f in all_of_it for pk in missing_in(f)}
    if missing:
        ids[Subject.ACTION] |= missing
    by_id = {subject: rows_of(subject, of_it) for subject, of_it in ids.items()}
    of_posts = {f.committee_id for all_of_it in facts.get(Subject.POST, {}).values() for f in all_of_it}
    committees = Committee.objects.select_related("council").in_bulk(of_posts) if of_posts else {}
    return Rows(by_id, facts, committees)


def rows_of(sort: Subject, ids: Collection[int]) -> Mapping[int, Any]:
    """The rows of a sort by their ids: one query."""
    if sort == Subject.ACTION:
        return {row.pk: row for row in read(Action.objects.filter(pk__in=ids).order_by(), ACTION)}
    found: Mapping[int, Any] = ROWS[sort].in_bulk(ids)
    return found


def rows_named(reminders: Iterable[Reminder]) -> dict[tuple[Subject, int], Any]:
    """The rows that these are about, by sort and id: a query for each sort. One that was removed is absent."""
    ids: defaultdict[Subject, set[int]] = defaultdict(set)
    for reminder in reminders:
        ids[reminder.subject].add(reminder.subject_id)
    return {(sort, pk): row for sort, of_it in ids.items() for pk, row in rows_of(sort, of_it).items()}


def missing_in(facts: Facts) -> Iterable[int]:
    """The actions whose updates a meeting misses, from anybody."""
    return {pk for actions in facts.missing.values() for pk in actions}


def facts_of(subject: Subject, ids: Collection[int], ground: Ground) -> Iterable[Facts]:
    """The facts of these rows. One that needs nothing any more has none, unless it is an action."""
    return of_actions(ids, ground) if subject == Subject.ACTION else READERS[subject](ids, ground)


def by_subject(rows: Iterable[Facts]) -> dict[int, list[Facts]]:
    """Facts by the id of their row: a post has them once for each committee."""
    found: defaultdict[int, list[Facts]] = defaultdict(list)
    for facts in rows:
        found[facts.subject_id].append(facts)
    return dict(found)


def checked(reminders: Iterable[Reminder], rows: Rows, ground: Ground, diary: Diary) -> Checked:
    """One message's reminders, held against what is due by the day."""
    points, withdrawn = [], []
    for reminder in reminders:
        of_it = rows.facts[reminder.subject].get(reminder.subject_id, ())
        holding = next((facts for facts in of_it if key(reminder) in diary.due(facts)), None)
        if holding is None:
            withdrawn.append((reminder, why(reminder, of_it, rows, ground.day)))
        else:
            points.append(point(reminder, holding, rows))
    return Checked(by_urgency(points), tuple(withdrawn), ground)


def point(reminder: Reminder, facts: Facts, rows: Rows) -> Point:
    """A reminder that holds, with its rows."""
    about = rows.by_id[reminder.subject][reminder.subject_id]
    actions = rows.by_id.get(Subject.ACTION, {})
    missing = tuple(actions[pk] for pk in facts.missing.get(reminder.recipient_id, ()))
    return Point(reminder, facts, about, committee_of(reminder.subject, about, facts, rows), missing)


def committee_of(subject: Subject, about: Any, facts: Facts, rows: Rows) -> Committee:
    """The committee that waits for it."""
    if subject == Subject.POST:
        return rows.committees[facts.committee_id]
    found: Committee = (about if subject in (Subject.REVIEW, Subject.MEETING) else review_of(subject, about)).committee
    return found


def review_of(subject: Subject, about: Any) -> Review:
    """The review that an action, a question or a recommendation belongs to."""
    found: Review = (about if subject == Subject.RECOMMENDATION else about.recommendation).review
    return found


def key(reminder: Reminder) -> Due:
    """A row as the schedule says it."""
    return Due(
        reminder.kind,
        reminder.subject_id,
        reminder.about_on,
        reminder.due_on,
        reminder.recipient_id,
    )


def by_urgency(points: Iterable[Point]) -> tuple[Point, ...]:
    """The most urgent kind first, in it the earliest date."""
    return tuple(sorted(points, key=lambda p: (URGENCY[p.rule.kind], p.date or p.since, p.reminder.subject_id)))


def why(reminder: Reminder, of_it: Sequence[Facts], rows: Rows, day: date) -> str:
    """Why a reminder holds no longer."""
    if not reminder.recipient.is_active:
        return "The person’s account was closed."
    if not of_it:
        return reminder.rule.gone
    facts = of_it[0]
    if not facts.may_be_spoken_of(day):
        return why_silent(rows.by_id[Subject.ACTION][reminder.subject_id], facts)
    return why_changed(reminder, facts, day)


def why_silent(action: Action, facts: Facts) -> str:
    """Why nothing may be said about an action."""
    if action.withdrawn_on:
        return f"{action.reference} was withdrawn."
    if action.status == Status.ACHIEVED:
        return "Its officer says that the action is achieved."
    if not facts.is_open:
        return f"The committee signed off {action.recommendation.reference}."
    return "The review is not published."


def why_changed(reminder: Reminder, facts: Facts, day: date) -> str:
    """What changed about a thing that is still open."""
    rule = reminder.rule
    now = facts.dates.get(rule.clock)
    if rule.clock == Clock.REQUEST and now != reminder.about_on:
        return "The request for more time was decided."
    if now != reminder.about_on and now is not None:
        moved = {
            Clock.TARGET: f"The target date moved to {now:%-d %B %Y}.",
            Clock.LAST_WORD: f"An update was given on {now:%-d %B %Y}.",
        }
        return moved.get(rule.clock, f"The date moved to {now:%-d %B %Y}.")
    if now is None:
        return rule.gone
    if not any(reminder.recipient_id in people for people in facts.people.values()):
        return "Somebody else answers for it now."
    hears = any(due.recipient_id == reminder.recipient_id for due in due_by(facts, day))
    return "A later reminder took its place." if hears else "The committee’s rule was changed."
