"""The shape of what the API gives. Each field says where it comes from; what it means is the product's own word.

A code such as ``on_track`` stands beside its words. Days are written 2026-03-31. Posts stand for people.
"""

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.urls import reverse
from ninja import Field, Schema

Row = TypeVar("Row")


class Page(Schema, Generic[Row]):
    """One page of a list. ``count`` is that of the whole list, whatever the page."""

    count: int = Field(description="Rows in the whole list.")
    page: int
    pages: int
    next: str | None = Field(description="The address of the next page, or null.")
    previous: str | None
    as_at: date | None = Field(None, description="The day that was looked at, where the list has one.")
    items: list[Row]


class Problem(Schema):
    """Why a request was refused (RFC 9457)."""

    type: str = Field(description="Where this status is explained.")
    title: str
    status: int
    detail: str
    errors: list["Fault"] = Field(default_factory=list)
    changed: dict[str, Any] | None = Field(None, description="On 409: what stands now.")


class Fault(Schema):
    """One thing that is wrong, and where."""

    field: str
    message: str


# --- The council -----------------------------------------------------------------------------------------------------


class CommitteeOut(Schema):
    """A committee, with its periods."""

    id: int
    name: str
    council: str = Field(alias="council.name")
    council_slug: str = Field(alias="council.slug")
    publishes: bool
    response_months: int
    stale_after_days: int
    due_soon_days: int
    answer_days: int


class MeetingOut(Schema):
    """A meeting of a committee."""

    id: int
    committee: int = Field(alias="committee_id")
    held_on: date
    papers_due_on: date | None
    page: str

    @staticmethod
    def resolve_page(obj: Any) -> str:
        """Its page for people."""
        return reverse("recommendations:meeting", args=[obj.pk])


class ReviewOut(Schema):
    """A published report."""

    slug: str
    title: str
    committee: int = Field(alias="committee_id")
    adopted_on: date
    sent_to_executive_on: date | None
    published_on: date | None
    page: str = Field(alias="get_absolute_url")
    illustrative_notice: str = Field(alias="committee.council.illustrative_notice")


# --- Recommendations and actions -------------------------------------------------------------------------------------


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

    version: int = Field(description="To be sent with an update: what was seen.")
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


# --- Figures ---------------------------------------------------------------------------------------------------------


class FigureOut(Schema):
    """A count, and the list that it counts: the list at ``url`` has as many rows (null where no address opens it)."""

    count: int
    url: str | None

    @staticmethod
    def resolve_url(obj: Any) -> str | None:
        """The address of its list."""
        return obj.url or None


class GroupOut(FigureOut):
    """The recommendations in one state."""

    state: str
    word: str
    definition: str
    before: int | None = Field(description="How many they were on the day compared with.")


class NamedFigure(Schema):
    """A figure of one kind."""

    kind: str
    title: str
    figure: FigureOut


class BreakdownOut(FigureOut):
    """One row of a breakdown."""

    label: str
    groups: list[GroupOut]


class CellOut(Schema):
    """One claim with one verdict."""

    figure: FigureOut
    disagreements: int


class ClaimRowOut(Schema):
    """What officers say, against what the committee says."""

    label: str
    cells: list[CellOut]


class ReasonOut(Schema):
    """One coded reason for which targets were moved."""

    label: str
    figure: FigureOut
    days: int


class SlippageOut(Schema):
    """How far targets have moved."""

    moved: FigureOut
    median_days: int
    by_reason: list[ReasonOut]


class ReliabilityOut(Schema):
    """How far one service's dates can be relied on."""

    label: str
    come: FigureOut
    kept: FigureOut
    median_slippage: int


class FiguresOut(Schema):
    """Where a review or a committee stood on a day."""

    as_at: date
    compared_with: date | None
    headline: str
    recommendations: FigureOut
    groups: list[GroupOut]
    by_theme: list[BreakdownOut]
    by_review: list[BreakdownOut]
    by_service: list[BreakdownOut]
    by_response: list[BreakdownOut]
    claims_and_verdicts: list[ClaimRowOut]
    disagreements: FigureOut
    late_responses: FigureOut
    looked_for: list[NamedFigure]
    timeliness: list[NamedFigure]
    slippage: SlippageOut
    reliability: list[ReliabilityOut]
    questions: list[NamedFigure] | None = Field(description="For people of the council.")


# --- Evidence and reports --------------------------------------------------------------------------------------------


class ParagraphOut(Schema):
    """A numbered paragraph of the published report."""

    number: str
    section: str = Field(alias="section_title")
    heading: str
    summary: str
    is_verbatim: bool
    exempt_under: int | None


class WitnessOut(Schema):
    """Somebody who gave evidence, as the report prints them. How to reach them is not told."""

    id: int
    name: str
    printed: str = Field(description="Role and organisation as printed.")
    role: str
    organisation: str
    group: str = Field(alias="group.name")
    page: str = Field(alias="get_absolute_url")


class CitationOut(Schema):
    """This paragraph led to that recommendation."""

    paragraph: str = Field(alias="paragraph.number")
    recommendation: int = Field(alias="recommendation_id")
    reference: str = Field(alias="recommendation.reference")
    kind: str
    basis: str
    exempt_under: int | None


class ReportOut(Schema):
    """An issued report, in the version for the public."""

    id: int
    number: int
    committee: int = Field(alias="committee_id")
    review: str | None
    as_at: date
    issued_at: datetime
    issued_as: str
    supersedes: int | None = Field(alias="supersedes_id")
    url: str
    page: str = Field(alias="get_absolute_url")

    @staticmethod
    def resolve_review(obj: Any) -> str | None:
        """The review that it is about; null for all of the committee."""
        return obj.review.slug if obj.review else None

    @staticmethod
    def resolve_url(obj: Any) -> str:
        """Its own address in the API."""
        return reverse("api:report", args=[obj.pk])


class OneReport(ReportOut):
    """An issued report with all that it says, as it was sealed."""

    sha256: str = Field(description="Of the sealed data.")
    says: dict[str, Any]


class Start(Schema):
    """Where everything is."""

    title: str
    version: str
    described_at: str
    explained_at: str
    lists: dict[str, str]
