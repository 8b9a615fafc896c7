"""Who holds which post on a day: read once for any number of posts, for lists and pages."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from council.models import Committee, Holding, Post, Vacancy
from council.roles import Roles, current


def committees_seen_by(roles: Roles) -> QuerySet[Committee]:
    """The committees of a person's councils, and those that publish; each with its council."""
    seen = Q(publishes=True) | Q(council__in=list(roles.council_ids))
    return Committee.objects.filter(seen).select_related("council")


@dataclass(frozen=True)
class PostLine:
    """One post on one day: who holds it, who deputises, and the vacancy that was declared."""

    post: Post
    on: date
    holders: tuple[Holding, ...]
    deputies: tuple[Holding, ...]
    vacancy: Vacancy | None
    last: Holding | None

    @property
    def is_vacant(self) -> bool:
        """Nobody holds it, whether that was declared or not."""
        return not self.holders

    @property
    def is_unanswered(self) -> bool:
        """Nobody holds it or deputises, and nobody has said since when and why: something to put right."""
        return not self.holders and not self.deputies and self.vacancy is None

    @property
    def vacant_since(self) -> date | None:
        """Since when nobody holds it, as declared, else the day after its last holder's; None where nobody ever did."""
        if self.vacancy:
            return self.vacancy.from_on
        return self.last.to_on if self.last and self.last.to_on else None


def post_lines(posts: "QuerySet[Post]", on: date) -> list[PostLine]:
    """These posts as they are on a day: three queries, and the posts' own."""
    rows = list(posts.select_related("service__directorate__council"))
    known = Holding.objects.filter(post__in=rows, from_on__lte=on, user__is_active=True).select_related("user")
    held: defaultdict[int, list[Holding]] = defaultdict(list)
    for holding in known.order_by("from_on", "pk"):
        held[holding.post_id].append(holding)
    vacancies = {v.post_id: v for v in Vacancy.objects.filter(current(on), post__in=rows)}
    return [line(post, on, held[post.pk], vacancies.get(post.pk)) for post in rows]


def line(post: Post, on: date, known: list[Holding], vacancy: Vacancy | None) -> PostLine:
    """One post, from its holdings in order."""
    now = [h for h in known if h.to_on is None or h.to_on >= on]
    holders = tuple(h for h in now if h.capacity == Holding.Capacity.HOLDER)
    deputies = tuple(h for h in now if h.capacity == Holding.Capacity.DEPUTY)
    before = [h for h in known if h.capacity == Holding.Capacity.HOLDER and h not in holders]
    return PostLine(post, on, holders, deputies, vacancy, before[-1] if before else None)


def posts_seen_by(roles: Roles) -> "QuerySet[Post]":
    """The posts of a person's own councils."""
    return Post.objects.filter(service__directorate__council__in=list(roles.council_ids))


def posts_assigned_by(roles: Roles) -> "QuerySet[Post]":
    """The posts whose holders this person says: of the services they head and the councils they set up."""
    headed = Q(service__in=list(roles.headed_service_ids))
    return Post.objects.filter(headed | Q(service__directorate__council__in=list(roles.sets_up_council_ids)))
