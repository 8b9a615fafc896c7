"""An officer's update: what may be said of an action, and saying it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from council.roles import Roles
from council.rules import author, must
from recommendations import rules
from recommendations.exempting import Terms, exempt, terms_in_force
from recommendations.models import Action, Extension, Update
from recommendations.standing import achieved_since
from recommendations.states import IN_TROUBLE, NEXT, Status
from recommendations.workflow.acts import ChangedMeanwhile, locked_action, must_be_open, together
from recommendations.workflow.more_time import MoreTime, ask_for_more_time, check_new_date

# So far back may an update say that something holds. Before that the committee has met, and was told otherwise.
BACK_DATED_DAYS = 30


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
    # The day from which it holds, where that is an earlier one than the day on which it is said.
    effective_on: date | None = None
    # The id of the person's own last update that this one corrects.
    corrects: int | None = None
    unchanged: bool = False
    # Said of this action and others in one go.
    among_several: bool = False


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
    word on why there is none, a day that is out of bounds, a correction of what is not one's own last word, a closed
    recommendation, or an achievement that is taken back among several actions at once.
    """
    action = opened(action, by, seen_version)
    before = list(action.updates.order_by("given_on", "pk"))
    corrected = corrected_by(said, before, by)
    said = replace(said, has_proof=said.has_proof or keeps_its_proof(said, corrected))
    stands = standing_without(corrected, before)
    # What is corrected no longer counts: what may follow is what could have followed in its place.
    before_it = stands.status if stands else Status.NOT_STARTED
    must_be_open(action)
    together(
        lambda: check_status(said.status, Status(before_it if corrected else action.status)),
        lambda: check_among_several(action, said),
        lambda: check_boxes(action, said, by.on),
        lambda: check_order(said.effective_on, stands),
        lambda: must_be_new(before[-1] if before else None, by, said, at),
    )
    return recorded(action, by, at, said)


@transaction.atomic
def say_unchanged(action: Action, *, by: Roles, at: datetime, seen_version: int | None = None) -> Update:
    """The honest statement that nothing has changed: an update that repeats the last one and says so.

    It is as open as the last update, whose terms it takes over where that one is exempt: it says when that was.
    Raises as ``give_update``, and ValidationError where nothing was said yet, today already, or all is achieved.
    """
    action = opened(action, by, seen_version)
    must_be_open(action)
    last = action.updates.order_by("given_on", "pk").last()
    if last is None:
        raise ValidationError("Nothing was said of this action yet. Give a first update.")
    if last.status == Status.ACHIEVED:
        raise ValidationError("This action is achieved, officers say. There is nothing more to say until it is not.")
    if last.given_on == timezone.localdate(at):
        raise ValidationError("This action was updated today already.")
    news = action.updates.filter(unchanged=False).order_by("given_on", "pk").last() or last
    said = Statement(
        Status(last.status),
        f"Nothing has changed since {news.given_on:%-d %B %Y}.",
        last.reason,
        exempt=terms_in_force(last, by.on),
        unchanged=True,
    )
    return recorded(action, by, at, said)


def opened(action: Action, by: Roles, seen_version: int | None) -> Action:
    """The action, locked, for somebody who answers for it and has seen its last version."""
    action = locked_action(action.pk)
    must(rules.answers_for(by, action), "You do not hold or deputise for the post of this action.")
    if seen_version is not None and seen_version != action.version:
        raise ChangedMeanwhile(action)
    return action


def recorded(action: Action, by: Roles, at: datetime, said: Statement) -> Update:
    """Append the row, its wish for more time and their exemptions, and let the action say what the history says."""
    given_on = timezone.localdate(at)
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
        given_on=given_on,
        effective_on=said.effective_on or given_on,
        unchanged=said.unchanged,
        corrects_id=said.corrects,
    )
    action.achieved_on = achieved_from(action, update)
    action.status, action.updated_on = said.status, update.given_on
    action.version += 1
    action.save(update_fields=["status", "updated_on", "achieved_on", "version"])
    rows: list[Update | Extension] = [update]
    if said.more_time:
        rows.append(ask_for_more_time(action, by, said.more_time))
    if said.exempt:
        for row in rows:
            exempt(row, by=by, terms=said.exempt, review=action.recommendation.review, action=action)
    return update


def achieved_from(action: Action, update: Update) -> date | None:
    """Since when an action, whose columns tell of the time before this update, is achieved; None where it is not."""
    if update.status != Status.ACHIEVED:
        return None
    if action.status == Status.ACHIEVED or update.corrects_id:
        return achieved_since(action.updates.order_by("given_on", "pk"))
    return update.effective_on


def corrected_by(said: Statement, before: list[Update], by: Roles) -> Update | None:
    """The update that a statement corrects. Raises ValidationError unless it is the person's own and the last word."""
    if said.corrects is None:
        return None
    last = before[-1] if before else None
    if last is None or last.pk != said.corrects:
        raise ValidationError("Another update came after the one that you wanted to correct. Give a further update.")
    if last.given_by_id != by.user_id:
        raise ValidationError("Somebody else gave that update. Give a further update instead of correcting it.")
    return last


def keeps_its_proof(said: Statement, corrected: Update | None) -> bool:
    """Whether the proof of the corrected update stands for the correction: both say that it is achieved."""
    return corrected is not None and corrected.has_proof and said.status == corrected.status == Status.ACHIEVED


def standing_without(corrected: Update | None, before: list[Update]) -> Update | None:
    """The last word that holds, the corrected one and those corrected earlier left out."""
    undone = {update.corrects_id for update in before} | {corrected.pk if corrected else None}
    return next((update for update in reversed(before) if update.pk not in undone), None)


def check_boxes(action: Action, said: Statement, on: date) -> None:
    """Raise ValidationError, by field, for all that is wrong with what was filled in, whatever was said before."""
    wish = said.more_time
    together(
        lambda: check_reason(said.status, said.reason),
        lambda: check_proof(said),
        lambda: check_days(action, said.effective_on, wish.to_on if wish else None, on),
    )


def check_days(action: Action, since: date | None, to_on: date | None, on: date) -> None:
    """Raise ValidationError, by field, for a day since when it holds, or a new target date, that is out of bounds."""
    together(lambda: check_since(action, since, on), lambda: check_new_date(action, to_on, on))


def check_since(action: Action, day: date | None, today: date) -> None:
    """Raise ValidationError for a day from which a statement is to hold, where there is one, that is out of bounds."""
    if day is None:
        return
    if day > today:
        raise ValidationError({"effective_on": "The day must be today or earlier"})
    if day < (earliest := today - timedelta(days=BACK_DATED_DAYS)):
        raise ValidationError(
            {"effective_on": f"The day must be within {BACK_DATED_DAYS} days, from {earliest:%-d %B %Y} on"}
        )
    if day < action.agreed_on:
        raise ValidationError(
            {"effective_on": f"The action was agreed on {action.agreed_on:%-d %B %Y}, after that day"}
        )


def check_order(day: date | None, stands: Update | None) -> None:
    """Raise ValidationError where a statement is to hold from a day before the one that stands."""
    if day and stands and day < stands.effective_on:
        raise ValidationError(
            {"effective_on": f"The update before holds from {stands.effective_on:%-d %B %Y}, after that day"}
        )


def check_status(status: Status, now_is: Status) -> None:
    """Raise ValidationError, by field, unless this status may be said of an action after the one that stands."""
    if status not in NEXT[now_is]:
        now = now_is.label.lower()
        raise ValidationError(
            {"status": f"This action is “{now}”. It cannot go from there to “{status.label.lower()}”."}
        )


def check_among_several(action: Action, said: Statement) -> None:
    """Raise ValidationError for an achievement that would be taken back: whoever ticks ten actions does not mean to."""
    if said.among_several and action.status == Status.ACHIEVED != said.status:
        raise ValidationError({"status": "It is achieved, as you said. To take that back, update it by itself."})


def check_reason(status: Status, reason: str) -> None:
    """Raise ValidationError, by field, unless there is a reason just where the status needs one."""
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


def must_be_new(last: Update | None, by: Roles, said: Statement, at: datetime) -> None:
    """Raise ValidationError where the same person gave the very same update last, today: a form that was sent twice."""
    if last is None or (last.given_by_id, last.given_on) != (by.user_id, timezone.localdate(at)):
        return
    if (last.status, last.reason, last.words) == (said.status, said.reason, said.words) and not said.corrects:
        given = timezone.localtime(last.given_at)
        raise ValidationError(
            {"words": f"You gave this same update at {given:%H:%M} today. Change the words if there is more to say"}
        )
