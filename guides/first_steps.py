"""What a scrutiny officer of an empty install does first, and which of it is done already."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from council.models import Committee, Holding, Meeting, Membership, Post
from council.roles import Roles, current
from recommendations.models import Action, Review


@dataclass(frozen=True)
class Step:
    """One thing to do: what, why, where, and whether it is done."""

    title: str
    why: str
    label: str
    url: str
    is_done: bool


def first_steps(roles: Roles) -> list[Step]:
    """The steps for the first committee that this person runs, in order; none once all are done, or for others.

    At most seven queries, and one where work has begun: who has actions needs no first steps.
    """
    committee = Committee.objects.filter(pk__in=roles.scrutiny_officer_of).order_by("pk").first()
    if committee is None:
        return []
    reviews = Review.objects.filter(committee=committee)
    if Action.objects.filter(recommendation__review__in=reviews).exists():
        return []
    return [*setting_up(roles, committee), *beginning(committee, reviews)]


def setting_up(roles: Roles, committee: Committee) -> list[Step]:
    """The committee, its meetings, the posts, the people."""
    page = committee.get_absolute_url()
    seats = Membership.objects.filter(current(roles.on), committee=committee).exclude(user=roles.user_id)
    posts = Post.objects.filter(service__directorate__council=committee.council_id)
    return [
        Step(
            "Create the committee",
            f"{committee} is here. Check its periods, and whether the public may read what it publishes.",
            "Check its settings",
            page,
            True,
        ),
        Step(
            "Add its next meeting",
            "Reminders and reports are counted back from the day on which papers are due.",
            "Add a meeting",
            reverse("council:add_meeting", args=[committee.pk]),
            Meeting.objects.filter(committee=committee, held_on__gte=roles.on).exists(),
        ),
        Step(
            "Invite the chair and the members",
            "Each gets an e-mail that says how to sign in.",
            "Add a member",
            reverse("council:add_member", args=[committee.pk]),
            seats.exists(),
        ),
        Step(
            "Add services and posts",
            "Work belongs to posts, so that nothing is lost when somebody leaves.",
            "Import them from a sheet",
            reverse("council:import"),
            posts.exists(),
        ),
        Step(
            "Invite the officers who hold the posts",
            "A sheet can name them; otherwise open the post and say who holds it.",
            "Open services and posts",
            reverse("council:services"),
            Holding.objects.filter(current(roles.on), post__in=posts).exists(),
        ),
    ]


def beginning(committee: Committee, reviews: QuerySet[Review]) -> list[Step]:
    """The first review and its first actions."""
    review = reviews.order_by("pk").first()
    return [
        Step(
            "Import a published report",
            "A PDF, a Word document or text. You confirm what was found before anything is made.",
            "Import a report",
            reverse("intake:imports"),
            review is not None,
        ),
        Step(
            "Give each recommendation its actions",
            "Open a recommendation, record what the executive answered, then agree actions with posts and dates.",
            "Open the recommendations" if review else "After the import",
            reverse("recommendations:recommendation_list", args=[review.slug]) if review else "",
            False,
        ),
    ]
