"""Recommendations, actions, and what is said and decided on them."""

from datetime import date
from typing import Any

from django.urls import reverse
from ninja import Field, Schema


class ServiceOut(Schema):
    """A service of the council."""

    id: int
    name: str


class VerdictOut(Schema):
    """What the committee thought of a recommendation at a meeting."""

    recommendation: int = Field(alias="recommendation_id")
    verdict: str
    word: str = Field(alias="get_verdict_display")
    words: str
    minute: str
    meeting: int = Field(alias="meeting_id")
    held_on: date = Field(alias="meeting.held_on")
    recorded_on: date
    corrected_because: str = Field(description="Why it stands in place of an earlier one of the meeting; mostly empty.")


class ResponseOut(Schema):
    """The executive's answer to a recommendation. A changed answer is a further one; the last one holds."""

    recommendation: int = Field(alias="recommendation_id")
    kind: str
    word: str = Field(alias="get_kind_display")
    reason: str
    deciding_body: str
    decided_on: date
    minute: str
    replacement_wording: str


class UpdateOut(Schema):
    """What an officer said of an action, for their post."""

    id: int
    action: int = Field(alias="action_id")
    status: str
    word: str = Field(alias="get_status_display")
    reason: str
    words: str
    given_for: str = Field(alias="who")
    given_on: date
    effective_on: date
    unchanged: bool
    corrects: int | None = Field(alias="corrects_id")
    no_proof_because: str
    exempt_under: int | None = Field(description="Paragraph of Schedule 12A, where it is not for the public.")


class MoveOut(Schema):
    """More time that was agreed."""

    from_on: date
    to_on: date
    decided_on: date
    reason: str
    words: str


class ProofOut(Schema):
    """What an officer attached to an update."""

    id: int
    update: int = Field(alias="update_id")
    kind: str
    shows: str = Field(alias="description")
    link: str = Field(alias="url")
    file: str = Field(alias="name")
    sha256: str
    size: int
    given_on: date
    exempt_under: int | None


class ActionOut(Schema):
    """One piece of work for one post, as it stood on the day."""

    id: int = Field(alias="action.pk")
    reference: str = Field(alias="action.reference")
    recommendation: int = Field(alias="action.recommendation_id")
    title: str = Field(alias="action.title")
    success_measure: str = Field(alias="action.success_measure")
    post: str = Field(alias="action.post.title")
    service: str = Field(alias="action.post.service.name")
    agreed_on: date = Field(alias="action.agreed_on")
    state: str
    word: str
    status: str
    first_target_on: date = Field(alias="action.original_target_on")
    target_on: date
    times_moved: int
    days_slipped: int = Field(alias="slippage")
    days_over: int
    days_late: int
    is_overdue: bool
    is_due_soon: bool
    is_stale: bool
    updated_on: date | None
    url: str
    page: str = Field(alias="action.get_absolute_url")

    @staticmethod
    def resolve_times_moved(obj: Any) -> int:
        """How often its target was moved."""
        return len(obj.moves)

    @staticmethod
    def resolve_updated_on(obj: Any) -> date | None:
        """Day of the last update."""
        return obj.update.given_on if obj.update else None

    @staticmethod
    def resolve_url(obj: Any) -> str:
        """Its own address in the API."""
        return reverse("api:action", args=[obj.action.pk])


class OneAction(ActionOut):
    """An action with its whole history, the latest last."""

    version: int | None = Field(
        description="To be sent with an update: what was seen. For those who answer for the action."
    )
    updates: list[UpdateOut]
    moves: list[MoveOut]
    proofs: list[ProofOut]


class RecommendationOut(Schema):
    """One recommendation, as it stood on the day."""

    id: int = Field(alias="recommendation.pk")
    reference: str = Field(alias="recommendation.reference")
    number: int = Field(alias="recommendation.number")
    review: str = Field(alias="recommendation.review.slug")
    theme: str = Field(alias="recommendation.theme.title")
    title: str = Field(alias="recommendation.title", description="A short title of ours.")
    text: str = Field(alias="recommendation.text", description="Word for word as published.")
    body_text: str = Field(alias="recommendation.body_text", description="As the body of the report words it.")
    lead_service: ServiceOut | None = Field(alias="recommendation.lead_service")
    state: str
    word: str = Field(alias="state.label")
    since: date | None
    claim: str | None = Field(description="What officers say.")
    verdict: str | None = Field(description="What the committee says.")
    agreement: str
    response: str | None
    response_due_on: date | None
    days_over: int
    updated_on: date | None = Field(alias="said_on")
    actions: int
    url: str
    page: str = Field(alias="recommendation.get_absolute_url")

    @staticmethod
    def resolve_verdict(obj: Any) -> str | None:
        """The code of the committee's last verdict."""
        return obj.verdict.verdict if obj.verdict else None

    @staticmethod
    def resolve_response(obj: Any) -> str | None:
        """The code of the executive's last answer."""
        return obj.response.kind if obj.response else None

    @staticmethod
    def resolve_actions(obj: Any) -> int:
        """How many actions it has, those that were withdrawn left out."""
        return len(obj.actions)

    @staticmethod
    def resolve_url(obj: Any) -> str:
        """Its own address in the API."""
        return reverse("api:recommendation", args=[obj.recommendation.pk])


class PartOut(Schema):
    """A lettered sub-point."""

    label: str
    text: str
    body_text: str


class OneRecommendation(RecommendationOut):
    """A recommendation with its parts, actions, verdicts and responses."""

    parts: list[PartOut]
    action_list: list[ActionOut]
    verdicts: list[VerdictOut]
    responses: list[ResponseOut]


class QuestionOut(Schema):
    """A member's question, and its answer."""

    id: int
    recommendation: int = Field(alias="recommendation_id")
    action: int | None = Field(alias="action_id")
    post: str = Field(alias="post.title")
    words: str
    asked_as: str
    asked_on: date
    due_on: date
    answer: str | None
    answered_on: date | None
    outcome: str
    exempt_under: int | None

    @staticmethod
    def resolve_answer(obj: Any) -> str | None:
        """Its answer's words."""
        return obj.given.words if obj.given else None

    @staticmethod
    def resolve_answered_on(obj: Any) -> date | None:
        """The day of its answer."""
        return obj.given.given_on if obj.given else None
