"""Everything that happened to a recommendation, newest first: one merged timeline."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from council.amounts import written
from council.roles import Roles
from recommendations.deadlines import limits_of
from recommendations.figures import grouped
from recommendations.ledger import action_standing
from recommendations.models import (
    Action,
    ActionChange,
    CallIn,
    Extension,
    LeadChange,
    OutcomeCheck,
    Question,
    Update,
)
from recommendations.standing import (
    ONE_DAY,
    ActionStanding,
    AnyResponse,
    AnyVerdict,
    RecommendationStanding,
    signs_off,
)
from recommendations.states import Asking, Reason, State, Status

# Who speaks decides the mark: filled for committee and Cabinet, ring for officers, square for what is computed.
KINDS = {
    "verdict": ("Verdict", "Verdicts", "committee"),
    "response": ("Response", "Responses", "committee"),
    "update": ("Update", "Updates", "people"),
    "request": ("Request for more time", "Requests for more time", "people"),
    "decision": ("Decision on more time", "Decisions on more time", "people"),
    "overdue": ("Became overdue", "Became overdue", "computed"),
    "answer": ("Answer", "Answers", "people"),
    "question": ("Question", "Questions", "people"),
    "change": ("Action changed", "Actions changed", "people"),
    "lead": ("Lead service changed", "Changes of the lead service", "people"),
    "agreed": ("Action agreed", "Actions agreed", "people"),
    "call_in": ("Called in", "Call-ins", "committee"),
    "uncalled": ("Call-in taken back", "Call-ins taken back", "committee"),
    "outcome": ("Outcome check", "Outcome checks", "committee"),
    "put_right": ("Verdict put right", "Verdicts put right", "committee"),
    "reminder": ("Reminder", "Reminders", "computed"),
}


@dataclass(frozen=True)
class Event:
    """One thing that happened."""

    day: date
    kind: str
    reference: str
    summary: str
    words: str = ""
    who: str = ""
    url: str = ""
    status: Status | None = None
    verdict: str = ""
    anchor: str = ""
    update_id: int | None = None
    no_proof_because: str = ""
    exempt_under: int | None = None

    @property
    def mark(self) -> str:
        """The square of an update's status."""
        return State.CLAIMED.value if self.status == Status.ACHIEVED else (self.status or "")

    @property
    def label(self) -> str:
        """The kind in words."""
        return KINDS[self.kind][0]

    @property
    def voice(self) -> str:
        """Who speaks: committee, people (officers and members) or computed."""
        return KINDS[self.kind][2]


def told_elsewhere(standing: RecommendationStanding, roles: Roles) -> list[Event]:
    """What rooms above this one know of it: settings name them, since this room must not."""
    return [event for path in settings.TIMELINE_SOURCES for event in import_string(path)(standing, roles)]


def told_of_action(action: Action, standing: RecommendationStanding, roles: Roles) -> list[Event]:
    """What they know of one action, the newest first."""
    events = [event for event in told_elsewhere(standing, roles) if event.url == action.get_absolute_url()]
    return sorted(events, key=lambda event: event.day, reverse=True)


def history(
    standing: RecommendationStanding, updates: list[Update], extensions: list[Extension], elsewhere: list[Event]
) -> list[Event]:
    """All events up to the day looked at, newest first; ``elsewhere`` are those of other rooms."""
    events = [
        *elsewhere,
        *answered(standing),
        *acted(standing),
        *agreed(standing),
        # Sorting keeps the order of equals: of two on one day the later comes first.
        *(told(update) for update in reversed(updates) if update.given_on <= standing.on),
        *(event for extension in reversed(extensions) for event in asked_and_decided(extension, standing.on)),
        *became_overdue(standing, updates, extensions),
        *(event for question in standing.questions for event in put_and_answered(question, standing.on)),
        *(changed(change) for change in standing.changes),
        *(led(change, standing.recommendation.reference) for change in standing.lead_changes),
    ]
    # Of one day, reminders come last: they are sent in the morning, before anybody did anything.
    return sorted(events, key=lambda e: (e.day, e.kind != "reminder", list(KINDS).index(e.kind)), reverse=True)


def in_lines(events: list[Event]) -> list[list[Event]]:
    """The events, one to a line; reminders between which nobody did anything share a line.

    They are sent every day, and would bury what people did.
    """
    lines: list[list[Event]] = []
    for are_reminders, run in groupby(events, key=lambda e: e.kind == "reminder"):
        found = list(run)
        lines += [found] if are_reminders else [[event] for event in found]
    return lines


def in_words(events: list[Event]) -> str:
    """3 updates, 1 verdict: what the events that are left out are."""
    by_kind = Counter(event.kind for event in events)
    return ", ".join(f"{by_kind[k]} {words[by_kind[k] > 1].lower()}" for k, words in KINDS.items() if by_kind[k])


def counts(events: list[Event]) -> list[tuple[str, str, int]]:
    """Kind, its label and how many events: the counts of the timeline's filter, which add up to the whole."""
    by_kind = Counter(event.kind for event in events)
    return [(kind, many, by_kind[kind]) for kind, (_, many, _) in KINDS.items() if by_kind[kind]]


def answered(standing: RecommendationStanding) -> list[Event]:
    """The executive's response and the committee's verdicts."""
    reference = standing.recommendation.reference
    return [*(ruled(v, reference) for v in standing.verdicts), *(replied(r, reference) for r in standing.responses)]


def ruled(verdict: AnyVerdict, reference: str) -> Event:
    """What the committee said of the recommendation of this reference."""
    return Event(
        verdict.meeting.held_on,
        "verdict",
        reference,
        verdict.get_verdict_display(),
        verdict.words,
        said_by_committee(verdict),
        verdict=verdict.verdict,
    )


def replied(response: AnyResponse, reference: str) -> Event:
    """What the executive said."""
    who = f"{response.deciding_body}, minute {response.minute}" if response.minute else response.deciding_body
    return Event(response.decided_on, "response", reference, response.get_kind_display(), response.reason, who)


def said_by_committee(verdict: AnyVerdict) -> str:
    """The committee, minute 5.4; with the day of recording where that is a later one, since as-at pages follow it."""
    late = verdict.recorded_on > verdict.meeting.held_on
    how = "put right" if verdict.corrected_because else "recorded" if late else ""
    return f"The committee, minute {verdict.minute}" + (f", {how} on {written(verdict.recorded_on)}" if how else "")


def put_right(was: AnyVerdict, now: AnyVerdict, reference: str) -> Event:
    """A verdict that was recorded wrongly, with all that it said, and why there is another in its place."""
    before, after = (f"“{v.get_verdict_display()}”, minute {v.minute}" for v in (was, now))
    words = f", with the words “{was.words}”" if was.words and was.words != now.words else ""
    what = f"Meeting of {written(now.meeting.held_on)}: was {before}{words}; is {after}"
    return Event(now.recorded_on, "put_right", reference, what, now.corrected_because, now.corrected_as)


def acted(standing: RecommendationStanding) -> list[Event]:
    """The committee's call-ins, and its checks of what came of a recommendation."""
    reference = standing.recommendation.reference
    return [
        *(called(c, reference) for c in standing.call_ins),
        *(uncalled(c, reference) for c in standing.call_ins if c not in standing.calls),
        *(checked(c, reference) for c in standing.outcome_checks),
        *(put_right(was, now, reference) for was, now in standing.put_right),
    ]


def called(call_in: CallIn, reference: str) -> Event:
    """The committee wants to look at it."""
    to = f"To the meeting of {call_in.meeting.held_on:%-d %B %Y}"
    return Event(call_in.called_on, "call_in", reference, to, call_in.why, call_in.called_as)


def uncalled(call_in: CallIn, reference: str) -> Event:
    """The committee took a call-in back."""
    assert call_in.withdrawn_on is not None
    to = f"To the meeting of {call_in.meeting.held_on:%-d %B %Y}"
    return Event(call_in.withdrawn_on, "uncalled", reference, to, call_in.withdrawn_because, call_in.withdrawn_as)


def checked(check: OutcomeCheck, reference: str) -> Event:
    """What came of it."""
    return Event(check.checked_on, "outcome", reference, check.get_worked_display(), check.words, check.checked_as)


def agreed(standing: RecommendationStanding) -> list[Event]:
    """The day on which each action was agreed."""
    return [taken_on(a.action) for a in (*standing.actions, *standing.withdrawn)]


def taken_on(action: Action) -> Event:
    """An action was agreed."""
    return Event(
        action.agreed_on,
        "agreed",
        action.reference,
        f"{action.title}, by {action.original_target_on:%-d %B %Y}",
        who=action.post.title,
        url=action.get_absolute_url(),
    )


def put_and_answered(question: Question, on: date) -> list[Event]:
    """A member's question, and its answer where there is one by this day."""
    place: dict[str, Any] = {
        "url": question.recommendation.get_absolute_url(),
        "anchor": f"#question-{question.pk}",
        "exempt_under": question.exempt_under,
    }
    put_to = f"put to {question.post.title}, due {question.due_on:%-d %B %Y}"
    asked = f"{question.asked_as} asks {'for proof' if question.asks_for == Asking.PROOF else 'a question'}, {put_to}"
    about = question.about
    events = [Event(question.asked_on, "question", about, asked, question.words, **place)]
    given = question.given
    if given and given.given_on <= on:
        late = question.days_late(on)
        words = f"Answered {late} {'day' if late == 1 else 'days'} late" if late else "Answered in time"
        events.append(Event(given.given_on, "answer", about, words, given.words, given.given_for.title, **place))
    return events


def changed(change: ActionChange) -> Event:
    """Other words, another owner or part, or the withdrawal of an action, with the reason."""
    what = f"{change.get_what_display()}: from “{change.before_words}” to “{change.after_words}”"
    return Event(
        change.changed_on,
        "change",
        change.action.reference,
        "Withdrawn" if change.what == ActionChange.What.WITHDRAWN else what,
        change.reason,
        change.changed_as,
        change.action.get_absolute_url(),
    )


def led(change: LeadChange, reference: str) -> Event:
    """Other services lead or partner it, with the reason."""
    pairs = (
        ("Lead service", change.lead_before, change.lead_after, "owner to be assigned"),
        ("Partner", change.partner_before, change.partner_after, "none"),
    )
    what = [f"{name}: from {was or none} to {now or none}" for name, was, now, none in pairs if was != now]
    return Event(change.changed_on, "lead", reference, ". ".join(what), change.reason, change.changed_as)


def told(update: Update) -> Event:
    """An officer's update."""
    reason = f" Reason: {Reason(update.reason).label.lower()}." if update.reason else ""
    return Event(
        update.given_on,
        "update",
        update.action.reference,
        in_short(update),
        update.words,
        f"{update.who}.{reason}",
        update.action.get_absolute_url(),
        anchor=f"#update-{update.pk}",
        update_id=update.pk,
        no_proof_because=update.no_proof_because,
        exempt_under=update.exempt_under,
        status=Status(update.status),
    )


def in_short(update: Update) -> str:
    """On track; on track since 3 June 2026, where that is an earlier day; a correction says that it is one."""
    since = f", since {update.effective_on:%-d %B %Y}" if update.effective_on != update.given_on else ""
    return f"{update.get_status_display()}{since}{', a correction' if update.corrects_id else ''}"


def asked_and_decided(extension: Extension, on: date) -> list[Event]:
    """A request for more time, and the decision where there is one by this day."""
    action = extension.action
    asked = Event(
        extension.requested_on,
        "request",
        action.reference,
        f"From {extension.from_on:%-d %B %Y} to {extension.to_on:%-d %B %Y}",
        extension.words,
        f"Reason: {extension.get_reason_display().lower()}." if extension.reason else "",
        action.get_absolute_url(),
        exempt_under=extension.exempt_under,
    )
    events = [asked] if extension.requested_on <= on else []
    if extension.decided_on and extension.decided_on <= on:
        verb = "Agreed" if extension.agreed else "Refused"
        to_on = f"{extension.to_on:%-d %B %Y}"
        summary = f"{verb}: moved to {to_on}" if extension.agreed else f"{verb}: the target date stays"
        events.append(
            Event(
                extension.decided_on,
                "decision",
                action.reference,
                summary,
                extension.note,
                extension.decided_as,
                action.get_absolute_url(),
                exempt_under=extension.exempt_under,
            )
        )
    return events


def became_overdue(
    standing: RecommendationStanding, updates: list[Update], extensions: list[Extension]
) -> Iterator[Event]:
    """The days on which its actions turned overdue, as was known on each: what was said or moved since undoes none."""
    told, asked = grouped(updates, lambda u: u.action_id), grouped(extensions, lambda e: e.action_id)
    for row in (*standing.actions, *standing.withdrawn):
        pk, on = row.action.pk, standing.on
        past = Past(row, told[pk], asked[pk], tuple(recorded(standing)))
        yield from (turned_overdue(past.on(day), day) for day in sorted(past.turns()) if day <= on)


def turned_overdue(row: ActionStanding, day: date) -> Event:
    """An action turned overdue, or came to be open again when its date had passed. Computed: nobody typed it."""
    how = "passed its target date" if day == row.target_on + ONE_DAY else "is open again after its target date"
    return Event(
        day,
        "overdue",
        row.action.reference,
        f"{row.action.reference} {how}, {written(row.target_on)}",
        who="Computed from the dates. No one typed it.",
        url=row.action.get_absolute_url(),
    )


@dataclass(frozen=True)
class Past:
    """All that was recorded on an action and of whether it is signed off."""

    row: ActionStanding
    updates: Sequence[Update]
    extensions: list[Extension]
    verdicts: tuple[AnyVerdict, ...]

    def on(self, day: date) -> ActionStanding:
        """Where it stood on a day, as was known on it."""
        limits = limits_of(day, self.row.limits.stale_days, self.row.limits.due_soon_days)
        by_meeting = {v.meeting_id: v for v in self.verdicts if v.recorded_on <= day}
        is_signed_off = signs_off(tuple(by_meeting.values()))
        return action_standing(self.row.action, limits, self.updates, self.extensions, signed_off=is_signed_off)

    def turns(self) -> set[date]:
        """The days on which it turned overdue: after a target date, or when a word or a verdict opened it again."""
        agreed_on = self.row.action.agreed_on
        targets = [self.row.first_target_on, *(e.to_on for e in self.extensions if e.agreed)]
        days = {agreed_on, *(target + ONE_DAY for target in targets)}
        days |= {u.given_on for u in self.updates} | {v.recorded_on for v in self.verdicts}
        was_overdue = {d: d >= agreed_on and self.on(d).is_overdue for day in days for d in (day, day - ONE_DAY)}
        return {day for day in days if was_overdue[day] and not was_overdue[day - ONE_DAY]}


def recorded(standing: RecommendationStanding) -> list[AnyVerdict]:
    """Every verdict in the order of meetings, those that were put right since before the ones in their place."""
    every = {v.pk: v for v in (*standing.verdicts, *(was for was, _ in standing.put_right))}
    return sorted(every.values(), key=lambda v: (v.meeting.held_on, v.pk))
