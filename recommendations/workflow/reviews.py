"""Making a review: its themes, its recommendations with their parts, and where summary and body differ."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils.html import strip_tags
from django.utils.text import slugify

from council.horizon import must_be_near
from council.models import Committee, Service
from council.roles import Roles
from council.rules import author, may_run, must
from council.workflow import ChangedMeanwhile
from recommendations.models import (
    Part,
    Recommendation,
    Response,
    Review,
    ReviewChange,
    Theme,
    Verdict,
    WordingDifference,
)
from recommendations.states import DifferenceKind
from recommendations.workflow.acts import must_say_why

NOT_YOURS = "Only the scrutiny officer of the committee sets up its reviews."
ONE_THEME = "No theme"
SLUG_MOST = 44
SAME_TITLE = "Another review of this council has this title. Add what sets this one apart, such as its year"


@dataclass(frozen=True)
class Facts:
    """What a review says of itself."""

    title: str
    adopted_on: date
    published_on: date | None = None
    sent_to_executive_on: date | None = None


@dataclass(frozen=True)
class NewPart:
    """A lettered part, with the other wording where summary and body differ."""

    label: str
    text: str
    body_text: str = ""


@dataclass(frozen=True)
class NewDifference:
    """Where summary and body differ."""

    kind: DifferenceKind
    summary_words: str
    body_words: str


@dataclass(frozen=True)
class NewRecommendation:
    """A recommendation to be taken over, word for word.

    ``body_text``: the wording of the body, or of the summary where ``is_as_body``. ``printed_as``: its label in the
    report, where that is no number.
    """

    number: int
    title: str
    text: str
    theme: str = ""
    body_text: str = ""
    lead_service: Service | None = None
    parts: Sequence[NewPart] = field(default_factory=tuple)
    differences: Sequence[NewDifference] = field(default_factory=tuple)
    is_as_body: bool = False
    printed_as: str = ""


@transaction.atomic
def make_review(
    committee: Committee,
    *,
    by: Roles,
    title: str,
    adopted_on: date,
    published_on: date | None,
    recommendations: Sequence[NewRecommendation],
    sent_to_executive_on: date | None = None,
) -> Review:
    """A review with all that it recommends.

    Raises PermissionDenied for anybody but the committee's scrutiny officer, ValidationError for a day of adoption in
    the future, for one after the day of publication, for a title that another review of the council has, and for a
    review that recommends nothing.
    """
    must(may_run(by, committee), NOT_YOURS)
    must_fit(Facts(title, adopted_on, published_on, sent_to_executive_on), Review(committee=committee), by)
    if not recommendations:
        raise ValidationError("A review needs at least one recommendation")
    review = Review.objects.create(
        committee=committee,
        title=title,
        slug=free_slug(title),
        adopted_on=adopted_on,
        published_on=published_on,
        sent_to_executive_on=sent_to_executive_on,
    )
    names = list(dict.fromkeys(row.theme or ONE_THEME for row in recommendations))
    themes = {name: Theme.objects.create(review=review, number=n, title=name) for n, name in enumerate(names, 1)}
    for row in recommendations:
        add_recommendation(review, themes[row.theme or ONE_THEME], row)
    return review


@transaction.atomic
def change_review(review: Review, *, by: Roles, to: Facts, reason: str, seen_version: int) -> Review:
    """Put the title or the days of a review right, with a reason. Its address stays, so that links go on working.

    Raises PermissionDenied for anybody but the committee's scrutiny officer, ChangedMeanwhile where somebody else
    changed them since, ValidationError as ``make_review``, without a reason, where nothing is changed, and for a day of
    adoption or sending after a recorded answer, or of adoption after the meeting of a verdict.
    """
    review = Review.objects.select_for_update(of=("self",)).select_related("committee").get(pk=review.pk)
    must(may_run(by, review.committee), NOT_YOURS)
    if review.version != seen_version:
        raise ChangedMeanwhile(review)
    must_fit(to, review, by)
    answered_on = Response.objects.filter(recommendation__review=review).aggregate(first=Min("decided_on"))["first"]
    if answered_on and to.adopted_on > answered_on:
        said = f"The executive answered on {answered_on:%-d %B %Y}, so the review was adopted by then"
        raise ValidationError({"adopted_on": said})
    if answered_on and to.sent_to_executive_on and to.sent_to_executive_on > answered_on:
        said = f"The executive answered on {answered_on:%-d %B %Y}, so the review was sent by then"
        raise ValidationError({"sent_to_executive_on": said})
    judged = Verdict.objects.filter(recommendation__review=review).aggregate(first=Min("meeting__held_on"))["first"]
    if judged and to.adopted_on > judged:
        said = f"The committee gave a verdict at its meeting of {judged:%-d %B %Y}, so the review was adopted by then"
        raise ValidationError({"adopted_on": said})
    must_say_why(reason)
    changes = [(what, getattr(review, what), getattr(to, what)) for what in ReviewChange.What.values]
    changes = [(what, before, after) for what, before, after in changes if before != after]
    if not changes:
        raise ValidationError("Nothing is changed yet")
    for what, before, after in changes:
        setattr(review, what, after)
        kept = {"before": in_words(before), "after": in_words(after), "reason": reason}
        ReviewChange.objects.create(review=review, what=what, changed_by_id=author(by), changed_on=by.on, **kept)
    review.save(update_fields=[what for what, _, _ in changes])
    return review


def in_words(value: str | date | None) -> str:
    """A title as it is, a day as it is written; empty for none."""
    return f"{value:%-d %B %Y}" if isinstance(value, date) else value or ""


def must_fit(facts: Facts, review: Review, by: Roles) -> None:
    """Raise ValidationError, by field, for what a new or changed review cannot say of itself."""
    must_be_a_new_title(facts.title, review)
    if facts.adopted_on > by.on:
        raise ValidationError({"adopted_on": "The review cannot have been adopted in the future"})
    if facts.published_on and facts.published_on < facts.adopted_on:
        raise ValidationError({"published_on": "The review cannot be published before it is adopted"})
    must_be_near(facts.published_on, by.on, "published_on", "The day of publication")
    sent_on = facts.sent_to_executive_on
    if sent_on and sent_on < facts.adopted_on:
        raise ValidationError({"sent_to_executive_on": "The review cannot be sent before it is adopted"})
    if sent_on and sent_on > by.on:
        raise ValidationError({"sent_to_executive_on": "The review cannot have been sent in the future"})


def must_be_a_new_title(title: str, review: Review) -> None:
    """Raise ValidationError for the title of another review of the council: lists and letters could not tell them."""
    others = Review.objects.filter(committee__council=review.committee.council_id).exclude(pk=review.pk)
    known = {" ".join(title.split()).casefold() for title in others.values_list("title", flat=True)}
    if " ".join(title.split()).casefold() in known:
        raise ValidationError({"title": SAME_TITLE})


def add_recommendation(review: Review, theme: Theme, row: NewRecommendation) -> None:
    """One recommendation with its parts and differences."""
    made = Recommendation.objects.create(
        review=review,
        theme=theme,
        number=row.number,
        title=row.title,
        text=row.text,
        body_text=row.body_text,
        lead_service=row.lead_service,
        is_as_body=row.is_as_body,
        printed_as=row.printed_as,
    )
    for part in row.parts:
        Part.objects.create(recommendation=made, label=part.label, text=part.text, body_text=part.body_text)
    for order, difference in enumerate(row.differences):
        WordingDifference.objects.create(
            recommendation=made,
            order=order,
            kind=difference.kind,
            summary_words=difference.summary_words,
            body_words=difference.body_words,
            note=f"Found while the report was read: {difference.kind.label.lower()}.",
        )


def free_slug(title: str) -> str:
    """An address that no review has yet."""
    # A title may have been pasted with the tags of a page.
    whole = slugify(strip_tags(title))
    # Not in the middle of a word, where there is another end.
    kept = whole if len(whole) <= SLUG_MOST else whole[: SLUG_MOST + 1].rpartition("-")[0]
    wanted = (kept or whole[:SLUG_MOST]).strip("-") or "review"
    taken = set(Review.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := wanted if n == 1 else f"{wanted}-{n}") not in taken)
