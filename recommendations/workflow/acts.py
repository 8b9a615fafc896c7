"""What every verb begins with: the locked row, who may, and whether anything may still be done."""

from collections.abc import Callable

from django.core.exceptions import ValidationError

from council import workflow as organisation
from council.models import Meeting, Post
from council.roles import Roles
from recommendations import rules
from recommendations.models import Action, Recommendation, Verdict
from recommendations.states import VerdictKind


class ChangedMeanwhile(organisation.ChangedMeanwhile):
    """Somebody else saved this action after the page was opened. Nothing was written."""

    def __init__(self, action: Action) -> None:
        super().__init__(action)
        self.args = (f"{action.reference} was changed meanwhile.",)
        self.action = action


def locked_action(pk: int) -> Action:
    """The action, locked until the transaction ends, with what the predicates look at."""
    return (
        Action.objects.select_for_update(of=("self",))
        .select_related("recommendation__review__committee", "part", "post__service")
        .get(pk=pk)
    )


def latest_verdict(recommendation: Recommendation, *, but_at: Meeting | None = None) -> Verdict | None:
    """The committee's verdict at the last meeting that gave one, with that meeting; one meeting may be left out."""
    given = recommendation.verdicts.exclude(meeting=but_at)
    return given.select_related("meeting").order_by("meeting__held_on", "pk").last()


def is_signed_off(recommendation: Recommendation) -> bool:
    """Whether the committee's latest verdict is achieved, which ends monitoring."""
    latest = latest_verdict(recommendation)
    return latest is not None and latest.verdict == VerdictKind.ACHIEVED


def closed_by_sign_off(recommendation: Recommendation) -> str:
    """Why the actions of a recommendation are closed: the committee has signed it off; empty while it has not."""
    if not is_signed_off(recommendation):
        return ""
    closed = f"The committee has signed off {recommendation.reference}, so its actions are closed."
    return f"{closed} A verdict of a later meeting can reopen it."


def cannot_be_changed(action: Action) -> str:
    """Why nothing is changed or said of an action any more: it was withdrawn, or its recommendation is signed off;
    empty while it is open."""
    if action.withdrawn_on:
        return f"{action.reference} was withdrawn on {action.withdrawn_on:%-d %B %Y}, so it is closed."
    return closed_by_sign_off(action.recommendation)


def must_be_open(action: Action) -> None:
    """Raise ValidationError where an action is closed."""
    if why_not := cannot_be_changed(action):
        raise ValidationError(why_not)


def together(*checks: Callable[[], object]) -> None:
    """Ask every check and raise what all of them refuse, by field, in one go: nobody mends a form in rounds."""
    refused: dict[str, list[ValidationError]] = {}
    for check in checks:
        try:
            check()
        except ValidationError as refusal:
            refusal.update_error_dict(refused)
    if refused:
        raise ValidationError(refused)


def must_say_why(reason: str) -> None:
    """Raise ValidationError where nobody said why something is changed."""
    if not reason:
        raise ValidationError({"reason": "Say why, so that others can follow it"})


def decider(action: Action, by: Roles) -> str:
    """In which part somebody decides about an action: as its head of service, or as the scrutiny officer."""
    if rules.heads_service_of(by, action):
        return Post.objects.get(service=action.post.service_id, is_head=True).title
    return "Scrutiny officer"
