"""Rows for tests. Everything is dated from DAY, so that a test can name the day it needs."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from council.models import Committee, Council, Directorate, Holding, Meeting, Membership, Post, Service
from council.roles import Roles, anybody_of, roles_of
from recommendations.models import (
    Action,
    Extension,
    Part,
    Recommendation,
    Response,
    Review,
    Theme,
    Update,
    Verdict,
)
from recommendations.states import Reason, ResponseKind, Status, VerdictKind

# A Wednesday in summer time.
DAY = date(2026, 6, 17)
LONDON = ZoneInfo("Europe/London")


def days(count: int) -> date:
    """The day ``count`` days after DAY (before it when negative)."""
    return DAY + timedelta(days=count)


def noon(day: date) -> datetime:
    """Noon in London on a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)


def roles(user: User, on: date = DAY) -> Roles:
    """The roles of a person on a day."""
    return roles_of(user, on)


def reader(review: Review, on: date = DAY) -> Roles:
    """Somebody of the review's council without a part in it, who reads everything that is not exempt."""
    return anybody_of(review.committee.council_id, on)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Officer {n}")
    email = factory.Sequence(lambda n: f"officer.{n}@council.example")


class CouncilFactory(DjangoModelFactory[Council]):
    class Meta:
        model = Council

    name = factory.Sequence(lambda n: f"Council {n}")
    slug = factory.Sequence(lambda n: f"council-{n}")


class CommitteeFactory(DjangoModelFactory[Committee]):
    class Meta:
        model = Committee

    council: Any = factory.SubFactory(CouncilFactory)
    name = "Overview and Scrutiny Committee"


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    committee: Any = factory.SubFactory(CommitteeFactory)
    user: Any = factory.SubFactory(UserFactory)
    role = Membership.Role.MEMBER
    from_on = days(-500)


class MeetingFactory(DjangoModelFactory[Meeting]):
    class Meta:
        model = Meeting

    committee: Any = factory.SubFactory(CommitteeFactory)
    held_on = days(-60)
    papers_due_on: Any = factory.LazyAttribute(lambda o: o.held_on - timedelta(days=8))


class DirectorateFactory(DjangoModelFactory[Directorate]):
    class Meta:
        model = Directorate

    council: Any = factory.SubFactory(CouncilFactory)
    name = factory.Sequence(lambda n: f"Directorate {n}")


class ServiceFactory(DjangoModelFactory[Service]):
    class Meta:
        model = Service

    directorate: Any = factory.SubFactory(DirectorateFactory)
    name = factory.Sequence(lambda n: f"Service {n}")


class PostFactory(DjangoModelFactory[Post]):
    class Meta:
        model = Post

    service: Any = factory.SubFactory(ServiceFactory)
    title = factory.Sequence(lambda n: f"Post {n}")


class HoldingFactory(DjangoModelFactory[Holding]):
    class Meta:
        model = Holding

    post: Any = factory.SubFactory(PostFactory)
    user: Any = factory.SubFactory(UserFactory)
    from_on = days(-500)


class ReviewFactory(DjangoModelFactory[Review]):
    class Meta:
        model = Review

    committee: Any = factory.SubFactory(CommitteeFactory)
    title = factory.Sequence(lambda n: f"Review {n}")
    slug = factory.Sequence(lambda n: f"review-{n}")
    adopted_on = days(-460)
    sent_to_executive_on = days(-450)
    published_on = days(-450)


class ThemeFactory(DjangoModelFactory[Theme]):
    class Meta:
        model = Theme

    review: Any = factory.SubFactory(ReviewFactory)
    number = factory.Sequence(lambda n: n + 1)
    title: Any = factory.LazyAttribute(lambda o: f"Theme {o.number}")


class RecommendationFactory(DjangoModelFactory[Recommendation]):
    class Meta:
        model = Recommendation

    review: Any = factory.SubFactory(ReviewFactory)
    theme: Any = factory.SubFactory(ThemeFactory, review=factory.SelfAttribute("..review"))
    number = factory.Sequence(lambda n: n + 1)
    title: Any = factory.LazyAttribute(lambda o: f"Title {o.number}")
    text: Any = factory.LazyAttribute(lambda o: f"The council should do thing {o.number}.")


class PartFactory(DjangoModelFactory[Part]):
    class Meta:
        model = Part

    recommendation: Any = factory.SubFactory(RecommendationFactory)
    label = "a"
    text = "Do the first half;"


class ActionFactory(DjangoModelFactory[Action]):
    """An action as agreed. Later history is added through the verbs, or by the factories below."""

    class Meta:
        model = Action

    recommendation: Any = factory.SubFactory(RecommendationFactory)
    number = factory.Sequence(lambda n: n + 1)
    title: Any = factory.LazyAttribute(lambda o: f"Do thing {o.number}")
    success_measure = "It is done"
    post: Any = factory.SubFactory(PostFactory)
    agreed_on = days(-300)
    original_target_on = days(60)
    target_on: Any = factory.LazyAttribute(lambda o: o.original_target_on)


class UpdateFactory(DjangoModelFactory[Update]):
    class Meta:
        model = Update

    action: Any = factory.SubFactory(ActionFactory)
    status = Status.ON_TRACK
    words = "Work goes on as planned."
    no_proof_because: Any = factory.LazyAttribute(
        lambda o: "Nothing was written down." if o.status == Status.ACHIEVED else ""
    )
    given_by: Any = factory.SubFactory(UserFactory)
    given_for: Any = factory.LazyAttribute(lambda o: o.action.post)
    given_on = days(-10)
    given_at: Any = factory.LazyAttribute(lambda o: noon(o.given_on))
    effective_on: Any = factory.LazyAttribute(lambda o: o.given_on)


class ExtensionFactory(DjangoModelFactory[Extension]):
    class Meta:
        model = Extension

    action: Any = factory.SubFactory(ActionFactory)
    from_on: Any = factory.LazyAttribute(lambda o: o.action.target_on)
    to_on: Any = factory.LazyAttribute(lambda o: o.from_on + timedelta(days=60))
    reason = Reason.STAFFING
    words = "The post was vacant."
    requested_by: Any = factory.SubFactory(UserFactory)
    requested_on = days(-20)


class ResponseFactory(DjangoModelFactory[Response]):
    class Meta:
        model = Response

    recommendation: Any = factory.SubFactory(RecommendationFactory)
    kind = ResponseKind.ACCEPTED
    deciding_body = "Cabinet"
    decided_on = days(-400)
    minute = "6.1"
    recorded_by: Any = factory.SubFactory(UserFactory)
    recorded_on = days(-400)


class VerdictFactory(DjangoModelFactory[Verdict]):
    class Meta:
        model = Verdict

    recommendation: Any = factory.SubFactory(RecommendationFactory)
    meeting: Any = factory.SubFactory(
        MeetingFactory, committee=factory.SelfAttribute("..recommendation.review.committee")
    )
    verdict = VerdictKind.ACCEPTABLE
    minute = "5.2"
    recorded_by: Any = factory.SubFactory(UserFactory)
    recorded_on: Any = factory.LazyAttribute(lambda o: o.meeting.held_on)
