"""What is looked at: one review, or all the reviews of a committee, which have the same pages and the same figures;
and on which days.
"""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from council.addresses import address
from council.models import Committee
from recommendations.models import Review

# In characters: no row has a longer number, and no database takes one.
LONGEST_NUMBER = 18


@dataclass(frozen=True)
class Days:
    """Of which days it is asked where all stands: of every one from ``standing_from`` on, or of all where that is not
    given; and of an earlier one the states alone, with which another day is compared."""

    standing_from: date | None = None
    compared_with: date | None = None

    @property
    def first(self) -> date | None:
        """The earliest of them; None where all are asked for."""
        return self.standing_from and min(self.standing_from, self.compared_with or self.standing_from)


@dataclass(frozen=True)
class Scope:
    """One review, or those of a committee that a person may see; with the addresses of its pages."""

    committee: Committee
    reviews: tuple[Review, ...]
    is_committee: bool = False

    @property
    def title(self) -> str:
        """What its pages are headed with."""
        return self.committee.name if self.is_committee else self.reviews[0].title

    @property
    def first_day(self) -> date:
        """The first day of which anything can be known."""
        return min((r.sent_to_executive_on or r.adopted_on for r in self.reviews), default=date.max)

    @property
    def headed_by(self) -> Review | None:
        """The review whose menu its pages have: the only one; of a committee with several, or none yet, none."""
        return self.reviews[0] if len(self.reviews) == 1 else None

    def save_url(self, page: str) -> str:
        """The address at which a view of one of its pages is saved."""
        if self.is_committee:
            return address("recommendations:committee_save_view", self.committee.pk, page)
        return address("recommendations:save_view", self.reviews[0].slug, page)

    def file_url(self, page: str, kind: str) -> str:
        """The address of a list as a file: recommendations or actions, as csv or xlsx."""
        if self.is_committee:
            named = {"committee": self.committee.pk}
            return reverse("recommendations:committee_export", kwargs={**named, "page": page, "kind": kind})
        return reverse("recommendations:export", kwargs={"slug": self.reviews[0].slug, "page": page, "kind": kind})

    def url(self, page: str = "dashboard") -> str:
        """The address of one of its pages: dashboard, recommendation_list, action_list or question_list."""
        if self.is_committee:
            return address(f"recommendations:committee_{page}", self.committee.pk)
        return address(f"recommendations:{page}", self.reviews[0].slug)


def of_review(review: Review) -> Scope:
    """One review, which must come with its committee (``for_page()``)."""
    return Scope(review.committee, (review,))


def of_committee(committee: Committee, reviews: list[Review]) -> Scope:
    """These reviews of a committee, the oldest first."""
    for review in reviews:
        review.committee = committee
    return Scope(committee, tuple(sorted(reviews, key=lambda r: (r.adopted_on, r.pk))), is_committee=True)
