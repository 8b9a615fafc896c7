"""The committee's acts: its verdict at a meeting, a call-in to one, and whether what was signed off has worked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from django.core.exceptions import ValidationError
from django.db import transaction

from council.amounts import listed
from council.models import Meeting
from council.roles import Roles
from council.rules import author, must
from council.telling import tell
from recommendations import rules
from recommendations.deadlines import outcome_window
from recommendations.models import CallIn, OutcomeCheck, Recommendation, Verdict
from recommendations.standing import AnyResponse, AnyVerdict
from recommendations.states import NOT_ACCEPTED, VerdictKind, Worked
from recommendations.workflow.acts import latest_verdict


@dataclass(frozen=True)
class Decided:
    """What the committee decided on one recommendation."""

    recommendation: Recommendation
    verdict: VerdictKind
    minute: str
    words: str = ""


@transaction.atomic
def record_verdict(
    recommendation: Recommendation, *, by: Roles, meeting: Meeting, verdict: VerdictKind, minute: str, words: str = ""
) -> Verdict:
    """What the committee thought of a recommendation at a meeting. "Achieved" signs it off; a later one reopens it.

    Raises PermissionDenied for anybody but chair and scrutiny officer, ValidationError for another committee's
    meeting, one that has not been held, a draft, a second verdict at the same meeting, "achieved" for what was not
    accepted, and without words for a reopening or for "achieved" before the executive has answered.
    """
    must(rules.may_record_verdict(by, recommendation), "The chair or the scrutiny officer records verdicts.")
    recommendation = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    if meeting.committee_id != recommendation.review.committee_id:
        raise ValidationError({"meeting": "This is a meeting of another committee"})
    if meeting.held_on > by.on:
        raise ValidationError({"meeting": "This meeting has not been held yet"})
    if meeting.held_on < recommendation.review.adopted_on:
        adopted = f"{recommendation.review.adopted_on:%-d %B %Y}"
        raise ValidationError({"meeting": f"The review was adopted after this meeting, on {adopted}"})
    must_be_published(recommendation, by.on)
    if recommendation.verdicts.filter(meeting=meeting).exists():
        raise ValidationError({"meeting": "The committee’s verdict at this meeting is recorded already"})
    answer = recommendation.responses.last()
    if verdict == VerdictKind.ACHIEVED and (why_not := cannot_be_achieved(recommendation, answer)):
        raise ValidationError({"verdict": why_not})
    must_say_how(recommendation, meeting, verdict, words)
    recorded = Verdict.objects.create(
        recommendation=recommendation,
        meeting=meeting,
        verdict=verdict,
        minute=minute,
        words=words,
        recorded_by_id=author(by),
        recorded_on=by.on,
    )
    tell(recorded)
    return recorded


def must_be_published(recommendation: Recommendation, on: date) -> None:
    """Raise ValidationError for a recommendation of a draft: members do not see it, so no meeting takes it up."""
    if not recommendation.review.is_published(on):
        raise ValidationError({"meeting": "Its review is a draft. A meeting takes it up once it is published"})


def cannot_be_achieved(recommendation: Recommendation, answer: AnyResponse | None) -> str:
    """Why a recommendation with this answer, its last, cannot be achieved; empty where it can be."""
    if answer is None or answer.kind not in NOT_ACCEPTED:
        return ""
    words = answer.get_kind_display().lower()
    return f"{recommendation.reference} was {words} by {answer.deciding_body}, so it cannot be achieved"


def must_say_how(recommendation: Recommendation, meeting: Meeting, verdict: VerdictKind, words: str) -> None:
    """Raise ValidationError without words for "achieved" before the executive has answered, or for a reopening."""
    if words:
        return
    if verdict == VerdictKind.ACHIEVED and not recommendation.responses.exists():
        said = f"The executive has not answered {recommendation.reference}. Say how it is known to be achieved"
        raise ValidationError({"words": said})
    last = latest_verdict(recommendation, but_at=meeting)
    # An older verdict may be recorded late, from minutes that were found; only a newer one reopens.
    reopens = last is not None and last.verdict == VerdictKind.ACHIEVED and last.meeting.held_on < meeting.held_on
    if reopens and verdict != VerdictKind.ACHIEVED:
        raise ValidationError({"words": f"Say why {recommendation.reference} is reopened"})


@transaction.atomic
def correct_verdict(was: Verdict, *, by: Roles, to: Decided, why: str) -> Verdict:
    """Put a verdict right that was recorded wrongly, with the reason. As at a day before, the wrong one still stands.

    Raises PermissionDenied for anybody but chair and scrutiny officer, ValidationError without a reason, where somebody
    put it right meanwhile, its outcome was checked or nothing is changed, and where ``record_verdict`` would.
    """
    must(rules.may_record_verdict(by, was.recommendation), "The chair or the scrutiny officer puts verdicts right.")
    recommendation = Recommendation.objects.select_for_update(of=("self",)).get(pk=was.recommendation_id)
    if why_not := cannot_be_corrected(was):
        raise ValidationError(why_not)
    if (was.verdict, was.minute, was.words) == (to.verdict, to.minute, to.words):
        raise ValidationError("Nothing is changed: choose another verdict, or change its minute or what was said.")
    if not why:
        raise ValidationError({"why": "Say why it is put right"})
    becomes_achieved = VerdictKind.ACHIEVED == to.verdict != was.verdict
    if becomes_achieved and (why_not := cannot_be_achieved(recommendation, recommendation.responses.last())):
        raise ValidationError({"verdict": why_not})
    must_say_how(recommendation, was.meeting, to.verdict, to.words)
    corrected = Verdict.objects.create(
        recommendation=recommendation,
        meeting=was.meeting,
        verdict=to.verdict,
        minute=to.minute,
        words=to.words,
        recorded_by_id=author(by),
        recorded_on=by.on,
        corrected_because=why,
        corrected_as=rules.seat(by, recommendation.review),
    )
    tell(corrected)
    return corrected


def cannot_be_corrected(was: Verdict) -> str:
    """Why a verdict cannot be put right: it was already, or something rests on it; empty where it can be."""
    last = Verdict.objects.filter(recommendation=was.recommendation_id, meeting=was.meeting_id).latest("pk")
    if last.pk != was.pk:
        return (
            f"Somebody put this verdict right on {last.recorded_on:%-d %B %Y}: it is now "
            f"“{last.get_verdict_display()}”, minute {last.minute}, because: {last.corrected_because}"
        )
    return stays_as_recorded(was, was.outcome_checks.all())


def stays_as_recorded(was: AnyVerdict, checks: Iterable[OutcomeCheck]) -> str:
    """Why a verdict in force stays as it was recorded: one of these checks of its recommendation's outcome rests on it;
    empty where none does. For pages that have read the checks."""
    check = next((check for check in checks if check.verdict_id == was.pk), None)
    if check is None:
        return ""
    return (
        f"The outcome was checked on {check.checked_on:%-d %B %Y}, after this verdict, so it stays as it was "
        "recorded. A later meeting can give another."
    )


@transaction.atomic
def rehearse_correction(was: Verdict, *, by: Roles, to: Decided, why: str) -> None:
    """Raise what ``correct_verdict`` would; nothing is recorded. For whoever checks a correction before it is."""
    correct_verdict(was, by=by, to=to, why=why)
    transaction.set_rollback(True)


@transaction.atomic
def record_sitting(meeting: Meeting, *, by: Roles, decided: Iterable[Decided]) -> list[Verdict]:
    """All that the committee decided at one meeting: every verdict, or none.

    Raises what ``record_verdict`` raises, a ValidationError with the recommendation's number before the field's name.
    """
    recorded: list[Verdict] = []
    for one in decided:
        try:
            recorded.append(
                record_verdict(
                    one.recommendation,
                    by=by,
                    meeting=meeting,
                    verdict=one.verdict,
                    minute=one.minute,
                    words=one.words,
                )
            )
        except ValidationError as refusal:
            place = one.recommendation.pk
            where = {"meeting": "verdict"}
            raise ValidationError(
                {f"{place}-{where.get(name, name)}": said for name, said in refusal.message_dict.items()}
            ) from None
    return recorded


@transaction.atomic
def rehearse_sitting(meeting: Meeting, *, by: Roles, decided: Iterable[Decided]) -> None:
    """Raise what ``record_sitting`` would; nothing is recorded. For whoever checks a sitting before it is."""
    record_sitting(meeting, by=by, decided=decided)
    transaction.set_rollback(True)


@transaction.atomic
def call_in(recommendation: Recommendation, *, by: Roles, meeting: Meeting, why: str, further: bool = False) -> CallIn:
    """Call a recommendation in to a meeting to come, with the reason. It stands on that meeting's page.

    ``further`` says that it is to be called in to this one as well as to those to which it is called in already.

    Raises PermissionDenied for anybody but chair and scrutiny officer, ValidationError for another committee's
    meeting, one that was held already, a draft, a second call-in to the same one, or one to a further
    meeting where that was not said.
    """
    must(rules.may_record_verdict(by, recommendation), "The chair or the scrutiny officer calls in.")
    recommendation = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    if meeting.committee_id != recommendation.review.committee_id:
        raise ValidationError({"meeting": "This is a meeting of another committee"})
    if meeting.held_on < by.on:
        raise ValidationError({"meeting": "This meeting was held already"})
    must_be_published(recommendation, by.on)
    if recommendation.call_ins.filter(meeting=meeting, withdrawn_on=None).exists():
        raise ValidationError({"meeting": f"{recommendation.reference} is called in to this meeting already"})
    if not further and (calls := calls_to_come(recommendation, by.on)):
        raise ValidationError(
            {"further": f"{called_already(calls)} Say so if it is to be called in to this one as well"}
        )
    return CallIn.objects.create(
        recommendation=recommendation,
        meeting=meeting,
        why=why,
        called_by_id=author(by),
        called_as=rules.seat(by, recommendation.review),
        called_on=by.on,
    )


def calls_to_come(recommendation: Recommendation, on: date) -> list[CallIn]:
    """The call-ins of a recommendation in force, to meetings of a day and after, in their order."""
    rows = recommendation.call_ins.filter(withdrawn_on=None, meeting__held_on__gte=on)
    return list(rows.select_related("meeting", "recommendation").order_by("meeting__held_on"))


def called_already(calls: Sequence[CallIn]) -> str:
    """To which meetings a recommendation is called in already, as a sentence; empty for none."""
    if not calls:
        return ""
    days = listed([f"{call.meeting.held_on:%-d %B %Y}" for call in calls])
    meetings = "meeting" if len(calls) == 1 else "meetings"
    return f"{calls[0].recommendation.reference} is called in to the {meetings} of {days} already."


@transaction.atomic
def take_back_call_in(call: CallIn, *, by: Roles, why: str) -> CallIn:
    """Take a call-in back before its meeting, with the reason. That it was made stays in the history.

    Raises PermissionDenied for anybody but chair and scrutiny officer, ValidationError without a reason, where it was
    taken back already, or once its meeting was held.
    """
    rows = CallIn.objects.select_for_update(of=("self",)).select_related("meeting", "recommendation__review")
    call = rows.get(pk=call.pk)
    must(rules.may_record_verdict(by, call.recommendation), "The chair or the scrutiny officer takes call-ins back.")
    if why_not := cannot_be_taken_back(call, by.on):
        raise ValidationError(why_not)
    if not why:
        raise ValidationError({"why": "Say why it is taken back"})
    call.withdrawn_on, call.withdrawn_by_id, call.withdrawn_because = by.on, author(by), why
    call.withdrawn_as = rules.seat(by, call.recommendation.review)
    call.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_as", "withdrawn_because"])
    return call


def cannot_be_taken_back(call: CallIn, on: date) -> str:
    """Why nobody takes a call-in back any more: it was taken back, or its meeting held; empty while it stands."""
    if call.withdrawn_on:
        return f"This call-in was taken back on {call.withdrawn_on:%-d %B %Y} already."
    return "The meeting was held, so the call-in stays as it was." if call.meeting.held_on < on else ""


@transaction.atomic
def check_outcome(recommendation: Recommendation, *, by: Roles, worked: Worked, words: str) -> OutcomeCheck:
    """Whether a recommendation that was signed off has made a difference; from 6 months after sign-off.

    Raises PermissionDenied for anybody but chair and scrutiny officer, ValidationError where it is not signed off, was
    checked already, or where it is too early to ask.
    """
    must(rules.may_record_verdict(by, recommendation), "The chair or the scrutiny officer records outcome checks.")
    recommendation = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    if why_not := cannot_be_checked(recommendation, by.on):
        raise ValidationError(why_not)
    return OutcomeCheck.objects.create(
        verdict=sign_off_run(recommendation, by.on)[0],
        worked=worked,
        words=words,
        checked_by_id=author(by),
        checked_as=rules.seat(by, recommendation.review),
        checked_on=by.on,
    )


@transaction.atomic
def rehearse_outcome(recommendation: Recommendation, *, by: Roles, worked: Worked, words: str) -> None:
    """Raise what ``check_outcome`` would; nothing is recorded. For whoever reads a check once more before it is."""
    check_outcome(recommendation, by=by, worked=worked, words=words)
    transaction.set_rollback(True)


def cannot_be_checked(recommendation: Recommendation, on: date) -> str:
    """Why nobody checks an outcome on a day: it is not signed off, was checked, or it is too early; empty once it is
    time."""
    # Achieved again is the same sign-off: what was checked since it began still counts.
    signed_off = sign_off_run(recommendation, on)
    if not signed_off:
        return f"{recommendation.reference} is not signed off, so there is no outcome to check yet."
    last = OutcomeCheck.objects.filter(verdict__in=signed_off).order_by("checked_on", "pk").last()
    if last and last.worked != Worked.TOO_EARLY:
        return f"The outcome of {recommendation.reference} was checked on {last.checked_on:%-d %B %Y}."
    first_on, _ = outcome_window(signed_off[0].meeting.held_on, last.checked_on if last else None)
    if on < first_on:
        return f"The outcome of {recommendation.reference} is checked from {first_on:%-d %B %Y} on."
    return ""


def sign_off_run(recommendation: Recommendation, on: date) -> list[Verdict]:
    """The verdicts of a sign-off in force on a day, the one that signed it off first."""
    in_force = Verdict.objects.in_force(on).filter(recommendation=recommendation)
    rows = in_force.select_related("meeting").order_by("-meeting__held_on", "-pk")
    return list(takewhile(lambda verdict: verdict.verdict == VerdictKind.ACHIEVED, rows))[::-1]
