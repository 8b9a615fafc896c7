"""What may be asked for: the parameters of each list. The screens' filters judge the values; here are the names."""

from typing import Annotated, Any

from django.db.models import TextChoices
from ninja import Field, Path, Schema

from recommendations.figures import HAVING, NONE, QUESTIONS, REASONS, TIMELINESS, VERDICTS
from recommendations.filters import RESPONSES
from recommendations.states import OF_A_RECOMMENDATION, Agreement, Status

SLUG = r"^[-a-zA-Z0-9_]{1,50}$"
LARGEST_ID = 2**63 - 1
MOST_ROWS = 200
USUAL_ROWS = 100
LONGEST_WORDS = 100

# Parts of an address.
AnId = Path[Annotated[int, Field(ge=1, le=LARGEST_ID)]]
ASlug = Path[Annotated[str, Field(pattern=SLUG)]]


def one_of(values: Any, description: str) -> Any:
    """A code out of several. The filter of the screens refuses any other, so that both say the same."""
    known = list(values.values if isinstance(values, type) and issubclass(values, TextChoices) else values)
    return Field(None, description=description, json_schema_extra={"enum": known})


def an_id(description: str) -> Any:
    """An id, where one is given."""
    return Field(None, ge=1, le=LARGEST_ID, description=description)


def a_day(description: str) -> Any:
    """A day, as the screens read it from their address."""
    return Field(None, description=description, json_schema_extra={"format": "date"})


def a_slug(description: str) -> Any:
    """The short name of a review, as its address has it."""
    return Field(None, pattern=SLUG, description=description)


class Paged(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=1_000_000, description="From 1 on; behind the last one there are no rows.")
    per_page: int = Field(USUAL_ROWS, ge=1, le=MOST_ROWS, description="Rows on a page.")


class OfCommittee(Paged):
    """Rows of one committee, or of all that may be seen."""

    committee: int | None = an_id("The id of a committee.")


class OfReview(Paged):
    """Rows of one review."""

    review: str = Field(pattern=SLUG, description="The slug of a review.")


class AsAt(Schema):
    """As at which day."""

    as_at: str | None = a_day("A past day, such as 2026-03-31: what was known then. Today where it is left out.")


class Scoped(AsAt):
    """A review, or all reviews of a committee, narrowed by the same filters as on the screens."""

    review: str | None = a_slug("The slug of a review; beside a committee it narrows.")
    committee: int | None = an_id("The id of a committee: all its reviews.")
    since: str | None = a_day("The earlier day that is compared with. The last meeting before, where it is left out.")
    theme: int | None = Field(None, ge=0, le=9999, description="The number of a theme of the review.")
    service: str | None = Field(None, description="The id of a lead service, or “none”.")
    state: str | None = one_of([s.value for s in OF_A_RECOMMENDATION], "Where it stands.")
    response: str | None = one_of([kind for kind, _ in RESPONSES], "The executive’s response.")
    claim: str | None = one_of([*Status.values, NONE], "What officers say.")
    verdict: str | None = one_of([kind for kind, _ in VERDICTS], "What the committee says.")
    agreement: str | None = one_of(Agreement, "Claim and verdict.")
    post: str | None = Field(None, description="The id of a post with an action.")
    having: str | None = one_of(HAVING, "What else to look for. “unanswered” is for people of the council.")
    q: str | None = Field(
        None, max_length=LONGEST_WORDS, description="Words in the title, wording or parts, or in the titles of actions."
    )


class PagedScope(Scoped, Paged):
    """A list of a review or a committee."""


class Actions(PagedScope):
    """A list of actions."""

    timeliness: str | None = one_of(TIMELINESS, "In time or not.")
    moved_for: str | None = one_of([kind for kind, _ in REASONS], "The reason for which its target was moved.")
    acting: str | None = Field(None, description="The id of the service that acts.")


class Questions(PagedScope):
    """A list of questions."""

    question: str | None = one_of(QUESTIONS, "How it stands.")


class Reports(OfCommittee):
    """Issued reports."""

    review: str | None = a_slug("The slug of a review.")
