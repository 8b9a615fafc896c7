"""Whether a planned message is still right, asked at the moment of sending: days may lie between plan and mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from recommendations.models import Action
from recommendations.states import Status
from reminders.facts import read_facts
from reminders.models import Message, Reminder
from reminders.recipients import Recipients, recipients_on
from reminders.rules import URGENCY
from reminders.schedule import Due, Facts, due_by
from reminders.states import Kind


@dataclass(frozen=True)
class Point:
    """A reminder that still holds, with what it is about."""

    reminder: Reminder
    facts: Facts

    @property
    def kind(self) -> Kind:
        """What it is about."""
        return Kind(self.reminder.kind)

    @property
    def action(self) -> Action:
        """The action it is about."""
        return self.reminder.action


@dataclass(frozen=True)
class Checked:
    """What is left of a message on a day, the most urgent first, and what is not, with the reason in words."""

    points: tuple[Point, ...]
    withdrawn: tuple[tuple[Reminder, str], ...]
    recipients: Recipients

    @property
    def why_nothing_is_left(self) -> str:
        """The reason for cancelling a message without points."""
        reasons = {reason for _, reason in self.withdrawn}
        return reasons.pop() if len(reasons) == 1 else "Nothing in it was needed any more."


def check(message: Message, day: date) -> Checked:
    """Hold a message's reminders against the facts of a day: four queries."""
    rows = Reminder.objects.filter(message=message, withdrawn_because="").select_related(
        "action__recommendation__review__committee__council", "action__part", "action__post__service"
    )
    reminders = list(rows)
    actions = Action.objects.filter(pk__in={r.action_id for r in reminders})
    recipients = recipients_on(day, {r.action.post for r in reminders})
    facts = {f.action_id: f for f in read_facts(actions, recipients)}
    holding = {due for f in facts.values() for due in due_by(f, day)}
    points = (Point(r, facts[r.action_id]) for r in reminders if key(r) in holding)
    gone = (r for r in reminders if key(r) not in holding)
    return Checked(
        points=by_urgency(points),
        withdrawn=tuple((r, why(r, message, facts[r.action_id], day)) for r in gone),
        recipients=recipients,
    )


def key(reminder: Reminder) -> Due:
    """A row as the schedule says it."""
    return Due(
        reminder.action_id,
        Kind(reminder.kind),
        reminder.about_on,
        reminder.due_on,
        reminder.recipient_id,
    )


def by_urgency(points: Iterable[Point]) -> tuple[Point, ...]:
    """The most urgent kind first, in it the earliest target date."""
    return tuple(sorted(points, key=lambda p: (URGENCY[p.kind], p.facts.target_on, p.action.pk)))


def why(reminder: Reminder, message: Message, facts: Facts, day: date) -> str:
    """Why a reminder holds no longer."""
    if not message.recipient.is_active:
        return "The person’s account was closed."
    if not facts.may_be_spoken_of(day):
        return why_silent(reminder.action, facts)
    return why_changed(reminder, facts)


def why_silent(action: Action, facts: Facts) -> str:
    """Why nothing may be said about an action."""
    if action.status == Status.ACHIEVED:
        return "Its officer says that the action is achieved."
    if not facts.is_open:
        return f"The committee signed off {action.recommendation.reference}."
    return "The review is not published."


def why_changed(reminder: Reminder, facts: Facts) -> str:
    """What changed about an action that is still open."""
    on_target = reminder.kind in (Kind.OVERDUE, Kind.BEFORE_DUE)
    if on_target and reminder.about_on != facts.target_on:
        return f"The target date moved to {facts.target_on:%-d %B %Y}."
    if reminder.kind == Kind.STALE and reminder.about_on != facts.last_word_on:
        return f"An update was given on {facts.last_word_on:%-d %B %Y}."
    if reminder.kind == Kind.EXTENSION_WAITING and reminder.about_on != facts.requested_on:
        return "The request for more time was decided."
    if reminder.recipient_id not in facts.answering + facts.deciding:
        return "Somebody else answers for it now."
    return "A later reminder took its place."
