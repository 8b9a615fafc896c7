"""Every change of state: one verb each, and the only writer of state.

A verb locks the row, asks the predicate (PermissionDenied, 403), checks the state it starts from (ValidationError
with the field it concerns), appends history, and saves what the history now says.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from council.models import Meeting, Post
from council.roles import Roles
from recommendations import rules
from recommendations.deadlines import add_months
from recommendations.exempting import Terms, exempt
from recommendations.models import Action, Extension, Part, Recommendation, Response, Update, Verdict
from recommendations.states import IN_TROUBLE, NEXT, ResponseKind, Status, VerdictKind

# A later target than this is a slip of the keyboard, or no target at all.
LONGEST_WISH_MONTHS = 60


class ChangedMeanwhile(Exception):
    """Somebody else saved this action after the page was opened. Nothing was written."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"{action.reference} was changed meanwhile.")
        self.action = action


@dataclass(frozen=True)
class MoreTime:
    """A wish for a later target date, asked for together with an update or by itself."""

    to_on: date
    reason: str
    words: str


@dataclass(frozen=True)
class Statement:
    """What an officer says in one update: a status with its coded reason where it needs one, and words.

    ``exempt`` keeps the update, and the words of the wish for more time, from the public from the first moment.
    ``has_proof`` is said by the room that keeps proof and attaches it in the same transaction.
    """

    status: Status
    words: str
    reason: str = ""
    more_time: MoreTime | None = None
    exempt: Terms | None = None
    has_proof: bool = False
    no_proof_because: str = ""


def locked_action(pk: int) -> Action:
    """The action, locked until the transaction ends, with what the predicates look at."""
    return (
        Action.objects.select_for_update(of=("self",))
        .select_related("recommendation__review__committee", "part", "post__service")
        .get(pk=pk)
    )


def must(allowed: bool, why_not: str) -> None:
    """Raise PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied(why_not)


def author(by: Roles) -> int:
    """The account that stands behind an act. Raises PermissionDenied where there is none."""
    if by.user_id is None:
        raise PermissionDenied("Sign in first.")
    return by.user_id


def is_signed_off(recommendation: Recommendation) -> bool:
    """Whether the committee's latest verdict is achieved, which ends monitoring."""
    latest = recommendation.verdicts.order_by("meeting__held_on", "pk").last()
    return latest is not None and latest.verdict == VerdictKind.ACHIEVED


@transaction.atomic
def agree_action(
    recommendation: Recommendation,
    *,
    by: Roles,
    post: Post,
    title: str,
    success_measure: str,
    target_on: date,
    part: Part | None = None,
) -> Action:
    """A new action for a post, with the first target date that never changes.

    Raises PermissionDenied for anybody but the scrutiny officer, ValidationError for a date in the past.
    """
    must(rules.may_agree_action(by, recommendation), "Only the scrutiny officer sets up actions.")
    if target_on < by.on:
        raise ValidationError({"target_on": "The target date must be today or later."})
    Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    last = Action.objects.filter(recommendation=recommendation, part=part).order_by("number").last()
    return Action.objects.create(
        recommendation=recommendation,
        part=part,
        number=last.number + 1 if last else 1,
        title=title,
        success_measure=success_measure,
        post=post,
        agreed_on=by.on,
        original_target_on=target_on,
        target_on=target_on,
    )


@transaction.atomic
def give_update(
    action: Action,
    *,
    by: Roles,
    at: datetime,
    said: Statement,
    seen_version: int | None = None,
) -> Update:
    """An officer's statement on an action, with a wish for more time where they have one.

    ``seen_version`` is the version of the action on the page that was filled in.
    Raises PermissionDenied for somebody who does not answer for the action, ChangedMeanwhile where another update
    came first, ValidationError for a status that cannot follow, a missing reason, an achievement without proof or a
    word on why there is none, or a closed recommendation.
    """
    action = locked_action(action.pk)
    must(rules.answers_for(by, action), "You do not hold or deputise for the post of this action.")
    if seen_version is not None and seen_version != action.version:
        raise ChangedMeanwhile(action)
    check_update(action, said.status, said.reason)
    check_proof(said)
    must_be_new(action, by, said, at)
    update = Update.objects.create(
        action=action,
        status=said.status,
        reason=said.reason,
        words=said.words,
        has_proof=said.has_proof,
        no_proof_because=said.no_proof_because,
        given_by_id=author(by),
        given_for=action.post,
        given_as=rules.answering_as(by, action),
        given_at=at,
        given_on=timezone.localdate(at),
    )
    action.status, action.updated_on = said.status, update.given_on
    action.version += 1
    action.save(update_fields=["status", "updated_on", "version"])
    rows: list[Update | Extension] = [update]
    if said.more_time:
        rows.append(ask_for_more_time(action, by, said.more_time))
    if said.exempt:
        for row in rows:
            exempt(row, by=by, terms=said.exempt, review=action.recommendation.review, action=action)
    return update


def must_be_open(action: Action) -> None:
    """Raise ValidationError where the committee has signed the recommendation off."""
    if is_signed_off(action.recommendation):
        raise ValidationError(
            f"The committee has signed off {action.recommendation.reference}, so its actions are closed. "
            "Ask the scrutiny officer if it should be reopened."
        )


def check_update(action: Action, status: Status, reason: str) -> None:
    """Raise ValidationError, by field, unless this status may be said of this action now."""
    must_be_open(action)
    if status not in NEXT[Status(action.status)]:
        now = action.get_status_display().lower()
        raise ValidationError(
            {"status": f"This action is “{now}”. It cannot go from there to “{status.label.lower()}”."}
        )
    if status in IN_TROUBLE and not reason:
        raise ValidationError({"reason": f"Choose why it is {status.label.lower()}"})
    if status not in IN_TROUBLE and reason:
        raise ValidationError(
            {"reason": f"“{status.label}” needs no reason. Leave it out, or choose a status that needs one"}
        )


def check_proof(said: Statement) -> None:
    """Raise ValidationError for an achievement that shows nothing and does not say why."""
    achieved = said.status == Status.ACHIEVED
    if achieved and not said.has_proof and not said.no_proof_because:
        raise ValidationError({"no_proof_because": "Attach proof of what was achieved, or say why there is none"})
    if said.no_proof_because and not achieved:
        raise ValidationError({"no_proof_because": f"“{said.status.label}” needs no proof. Leave this empty"})


def must_be_new(action: Action, by: Roles, said: Statement, at: datetime) -> None:
    """Raise ValidationError where the same person gave the very same update last, today: a form that was sent twice."""
    last = action.updates.order_by("given_on", "pk").last()
    if last is None or (last.given_by_id, last.given_on) != (by.user_id, timezone.localdate(at)):
        return
    if (last.status, last.reason, last.words) == (said.status, said.reason, said.words):
        given = timezone.localtime(last.given_at)
        raise ValidationError(
            {"words": f"You gave this same update at {given:%H:%M} today. Change the words if there is more to say"}
        )


@transaction.atomic
def request_extension(action: Action, *, by: Roles, more_time: MoreTime) -> Extension:
    """Ask for a later target date.

    Raises PermissionDenied for somebody who does not answer for the action, ValidationError for a date that is not
    later than the target or for a second open request.
    """
    action = locked_action(action.pk)
    must(rules.answers_for(by, action), "You do not hold or deputise for the post of this action.")
    return ask_for_more_time(action, by, more_time)


def ask_for_more_time(action: Action, by: Roles, wish: MoreTime) -> Extension:
    """Append the request to a locked action. Raises ValidationError, by field."""
    must_be_open(action)
    if wish.to_on < action.original_target_on:
        raise ValidationError(
            {"to_on": f"The new date is before the first target date, {action.original_target_on:%-d %B %Y}"}
        )
    if wish.to_on <= action.target_on:
        raise ValidationError({"to_on": f"The new date must be after the target now, {action.target_on:%-d %B %Y}"})
    if wish.to_on <= by.on:
        raise ValidationError({"to_on": "The new date must be in the future"})
    if wish.to_on > add_months(by.on, LONGEST_WISH_MONTHS):
        raise ValidationError({"to_on": f"The new date must be within {LONGEST_WISH_MONTHS // 12} years from today"})
    if not wish.reason:
        raise ValidationError({"reason": "Choose why you need more time"})
    if action.extensions.filter(agreed__isnull=True).exists():
        raise ValidationError({"to_on": "A request for more time is already waiting for a decision"})
    return Extension.objects.create(
        action=action,
        from_on=action.target_on,
        to_on=wish.to_on,
        reason=wish.reason,
        words=wish.words,
        requested_by_id=author(by),
        requested_on=by.on,
    )


@transaction.atomic
def decide_extension(extension: Extension, *, by: Roles, agreed: bool, note: str) -> Extension:
    """Agree or refuse more time. An agreed one moves the target date; the first target date stays.

    Raises PermissionDenied for anybody who may not decide it (never the one who asked), ValidationError where it was
    decided already or is refused without a note.
    """
    action = locked_action(extension.action_id)
    extension = Extension.objects.for_decision(by.on).select_for_update(of=("self",)).get(pk=extension.pk)
    must(rules.may_decide(by, extension), "Another person decides this request.")
    if extension.agreed is not None:
        raise ValidationError("This request was decided already. A decided request cannot be changed.")
    if not agreed and not note:
        raise ValidationError({"note": "Say why, so that the officer knows what to do"})
    extension.agreed, extension.decided_by_id, extension.decided_on = agreed, author(by), by.on
    extension.decided_as, extension.note = decider(action, by), note
    extension.save(update_fields=["agreed", "decided_by", "decided_on", "decided_as", "note"])
    if agreed:
        action.target_on, action.times_moved = extension.to_on, action.times_moved + 1
        action.version += 1
        action.save(update_fields=["target_on", "times_moved", "version"])
    return extension


def decider(action: Action, by: Roles) -> str:
    """In which part somebody decides about an action: as its head of service, or as the scrutiny officer."""
    if rules.heads_service_of(by, action):
        return Post.objects.get(service=action.post.service_id, is_head=True).title
    return "Scrutiny officer"


@transaction.atomic
def record_response(
    recommendation: Recommendation,
    *,
    by: Roles,
    kind: ResponseKind,
    deciding_body: str,
    decided_on: date,
    reason: str = "",
    minute: str = "",
    replacement_wording: str = "",
) -> Response:
    """What the executive, or a partner, answered. A changed answer is a further row.

    Raises PermissionDenied for anybody but the scrutiny officer, ValidationError for a decision in the future or a
    rejection without a reason.
    """
    must(rules.may_record_response(by, recommendation), "Only the scrutiny officer records responses.")
    if decided_on > by.on:
        raise ValidationError({"decided_on": "The decision cannot be in the future"})
    if kind == ResponseKind.REJECTED and not reason:
        raise ValidationError({"reason": "A rejected recommendation needs the executive’s reason"})
    return Response.objects.create(
        recommendation=recommendation,
        kind=kind,
        reason=reason,
        deciding_body=deciding_body,
        decided_on=decided_on,
        minute=minute,
        replacement_wording=replacement_wording,
        recorded_by_id=author(by),
        recorded_on=by.on,
    )


@transaction.atomic
def record_verdict(
    recommendation: Recommendation, *, by: Roles, meeting: Meeting, verdict: VerdictKind, minute: str, words: str = ""
) -> Verdict:
    """What the committee thought of a recommendation at a meeting.

    Raises PermissionDenied for anybody but chair and scrutiny officer, ValidationError for another committee's
    meeting, one that has not been held, or a second verdict at the same meeting.
    """
    must(rules.may_record_verdict(by, recommendation), "The chair or the scrutiny officer records verdicts.")
    if meeting.committee_id != recommendation.review.committee_id:
        raise ValidationError({"meeting": "This is a meeting of another committee"})
    if meeting.held_on > by.on:
        raise ValidationError({"meeting": "This meeting has not been held yet"})
    if recommendation.verdicts.filter(meeting=meeting).exists():
        raise ValidationError({"meeting": "The committee’s verdict at this meeting is recorded already"})
    return Verdict.objects.create(
        recommendation=recommendation,
        meeting=meeting,
        verdict=verdict,
        minute=minute,
        words=words,
        recorded_by_id=author(by),
        recorded_on=by.on,
    )


__all__ = [
    "ChangedMeanwhile",
    "MoreTime",
    "Statement",
    "agree_action",
    "decide_extension",
    "give_update",
    "record_response",
    "record_verdict",
    "request_extension",
]
