"""An officer's update, given by a program: the same form, the same verb and the same refusals as on the screen."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.responses import Status as Answer

from api import asking
from api.door import ApiRequest, unknown
from api.looking import must_be_valid
from api.models import Key
from api.problems import REFUSED, Refusal, Wrong, invalid
from api.schemas import UpdateOut
from api.views.one import action_of
from evidence import workflow
from evidence.forms import ROWS, UpdateWithProofForm
from recommendations import rules
from recommendations.ledger import standings_of
from recommendations.models import Action, Update
from recommendations.states import Reason, Schedule12A, Status
from recommendations.workflow import ChangedMeanwhile

router = Router(tags=["Recommendations"])

NOT_YOURS = "You do not hold or deputise for the post of this action."
READS_ONLY = "This token only reads. Make one that may give updates, on your own page."


class Link(Schema, extra="forbid"):
    """Proof that lies elsewhere. Files are attached on the action's page."""

    link: str = Field(max_length=500)
    shows: str = Field(max_length=300)


class Exempt(Schema, extra="forbid"):
    """Why an update is not for the public (Local Government Act 1972, Schedule 12A)."""

    paragraph: int = Field(json_schema_extra={"enum": [*Schedule12A.values]})
    reason: str = Field(max_length=500)


class NewUpdate(Schema, extra="forbid"):
    """What an officer says of an action."""

    version: int = Field(ge=1, le=2**31, description="The version of the action that was seen.")
    status: str = Field(json_schema_extra={"enum": [*Status.values]})
    words: str = Field(max_length=4000)
    reason: str = Field("", json_schema_extra={"enum": ["", *Reason.values]}, description="Where the status needs one.")
    new_target_on: date | None = Field(None, description="Asks for more time, to this day.")
    effective_on: date | None = Field(None, description="Since when it is so, where that is not today.")
    corrects: int | None = Field(None, ge=1, le=asking.LARGEST_ID, description="Your own last update, said rightly.")
    no_proof_because: str = Field("", max_length=500)
    proofs: list[Link] = Field(default_factory=list, max_length=ROWS)
    exempt: Exempt | None = None


@router.post("/actions/{action_id}/updates", response={201: UpdateOut})
def give_update(request: ApiRequest, said: NewUpdate, action_id: asking.AnId) -> Answer[Any]:
    """Give an update on an action that you answer for. It needs a token that may."""
    if request.key is None:
        raise unknown("To give an update, send a token.")
    action = action_of(request, action_id)
    if request.key.opens != Key.Opens.UPDATE:
        raise PermissionDenied(READS_ONLY)
    if not rules.answers_for(request.roles, action):
        raise PermissionDenied(NOT_YOURS)
    # What may follow is the verb's to say, also of a correction.
    form = UpdateWithProofForm(as_typed(said), files={}, action=action, on=request.day)
    must_be_valid(form)
    try:
        update = workflow.give_update(
            action,
            by=request.roles,
            at=timezone.now(),
            said=form.statement,
            proofs=form.offers(request.day),
            seen_version=said.version,
        )
    except ValidationError as refusal:
        raise refused(refusal) from refusal
    except ChangedMeanwhile as change:
        raise meanwhile(request, change.action) from change
    return Answer(201, Update.objects.shown_to(request.roles).select_related("given_for").get(pk=update.pk))


def as_typed(said: NewUpdate) -> dict[str, Any]:
    """What was sent as the boxes of the screen's form hold it."""
    boxes: dict[str, Any] = {
        "version": said.version,
        "status": said.status,
        "words": said.words,
        "reason": said.reason,
        "corrects": said.corrects or "",
        "no_proof_because": said.no_proof_because,
        **boxes_of("effective_on", said.effective_on),
        **boxes_of("to_on", said.new_target_on),
    }
    if said.new_target_on:
        boxes["ask"] = "on"
    if said.exempt:
        boxes |= {"keep_back": "on", "exempt_paragraph": said.exempt.paragraph, "exempt_reason": said.exempt.reason}
    for number, proof in enumerate(said.proofs, start=1):
        boxes |= {f"proof_{number}_link": proof.link, f"proof_{number}_shows": proof.shows}
    return boxes


def boxes_of(name: str, day: date | None) -> dict[str, Any]:
    """The three boxes of a day."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": f"{day.year:04d}"} if day else {}


def refused(refusal: ValidationError) -> Refusal:
    """A verb's refusal, by field."""
    if hasattr(refusal, "error_dict"):
        return invalid(*(Wrong(name, " ".join(said)) for name, said in refusal.message_dict.items()))
    return invalid(Wrong("", " ".join(refusal.messages)))


def meanwhile(request: ApiRequest, action: Action) -> Refusal:
    """Somebody saved first: what stands now, so that it can be read before the update is sent again."""
    [now] = standings_of(Action.objects.filter(pk=action.pk), request.roles, with_history=True)
    changed = {
        "version": now.action.version,
        "status": now.status.value,
        "target_on": now.target_on.isoformat(),
        "last_update": UpdateOut.from_orm(now.update).model_dump(mode="json") if now.update else None,
    }
    return Refusal(409, REFUSED[409], changed=changed)
