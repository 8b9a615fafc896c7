"""The figures of services and posts: what they carry on a day, and how far their dates can be relied on."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from council.models import Departure, Post, Service
from council.organisation import PostLine, post_lines, posts_seen_by
from council.roles import Roles
from council.workflow import carried, covering
from council.workflow.posts import ONE_DAY
from recommendations.figures import TIMELINESS, Figure, Reliability, grouped
from recommendations.ledger import standings_of
from recommendations.models import Action, Question
from recommendations.standing import ActionStanding

OPEN = "open"


@dataclass(frozen=True)
class Workload:
    """What one service carries on a day, with its posts."""

    service: Service
    lines: tuple[PostLine, ...]
    actions: tuple[ActionStanding, ...]

    def timely(self, kind: str, post_id: int | None = None) -> tuple[ActionStanding, ...]:
        """The actions of one kind of timeliness (all open ones for "open"), of one post where it is named."""
        fits = (lambda a: a.is_open) if kind == OPEN else TIMELINESS[kind][1]
        return tuple(a for a in self.actions if fits(a) and post_id in (None, a.action.post_id))

    def figure(self, kind: str, post_id: int | None = None) -> Figure:
        """How many, and the address of their list."""
        query = {"timeliness": kind, "post": post_id} if post_id else {"timeliness": kind}
        url = reverse("recommendations:service", args=[self.service.pk]) + f"?{urlencode(query)}"
        count = len(self.timely(kind, post_id))
        return Figure(count, "action" if count == 1 else "actions", url)

    @property
    def open(self) -> Figure:
        """Open actions."""
        return self.figure(OPEN)

    @property
    def overdue(self) -> Figure:
        """Past their target."""
        return self.figure("overdue")

    @property
    def stale(self) -> Figure:
        """Silent for longer than the committee's limit."""
        return self.figure("stale")

    @property
    def vacant(self) -> tuple[PostLine, ...]:
        """Posts that nobody holds."""
        return tuple(line for line in self.lines if line.is_vacant)

    @cached_property
    def reliability(self) -> Reliability:
        """How far its dates can be relied on, as dashboards measure it."""
        come, kept = (self.figure(kind) for kind in ("first_date_come", "first_date_kept"))
        return Reliability(self.service.name, come, kept, self.timely("first_date_come"))

    @property
    def moved(self) -> Figure:
        """Actions whose target date has moved."""
        return self.figure("moved")

    @property
    def most_moved(self) -> int:
        """Days by which the target that went furthest has moved; 0 where none has."""
        return max((a.slippage for a in self.actions), default=0)

    @property
    def by_post(self) -> list[tuple[PostLine, Figure, Figure]]:
        """Each post with its open and its overdue actions."""
        return [(line, self.figure(OPEN, line.post.pk), self.figure("overdue", line.post.pk)) for line in self.lines]


def workloads(roles: Roles, service_id: int | None = None) -> list[Workload]:
    """The services of a person's councils by name, or one of them: ten queries, however many there are."""
    posts = posts_seen_by(roles).order_by("-is_head", "title")
    services = Service.objects.filter(directorate__council__in=list(roles.council_ids)).select_related("directorate")
    actions = Action.objects.visible_to(roles).filter(post__in=posts.order_by())
    if service_id is not None:
        services, posts = services.filter(pk=service_id), posts.filter(service=service_id)
        actions = actions.filter(post__service=service_id)
    lines = grouped(post_lines(posts, roles.on), lambda line: line.post.service_id)
    standings = (a for a in standings_of(actions.order_by("target_on", "pk"), roles) if not a.is_withdrawn)
    rows = grouped(standings, lambda a: a.action.post.service_id)
    return [Workload(s, tuple(lines[s.pk]), tuple(rows[s.pk])) for s in services.order_by("name")]


@dataclass(frozen=True)
class Carried:
    """One post of somebody who leaves: as what they have it, what it carries, and who has it from the day after."""

    post: Post
    capacities: tuple[str, ...]
    actions: tuple[ActionStanding, ...]
    questions: tuple[Question, ...]
    covered_by: str

    @property
    def open(self) -> tuple[ActionStanding, ...]:
        """Its open actions, the most urgent first."""
        return tuple(a for a in self.actions if a.is_open)

    @property
    def waiting(self) -> tuple[ActionStanding, ...]:
        """Those for which more time was asked and not decided."""
        return tuple(a for a in self.actions if a.waiting)


def carried_by(departure: Departure, roles: Roles) -> list[Carried]:
    """Everything that a leaver's posts carry, post by post, for the person who hands over."""
    holdings = carried(departure.user, departure.last_day)
    posts = {h.post_id: h.post for h in holdings}
    capacities: defaultdict[int, list[str]] = defaultdict(list)
    for holding in holdings:
        capacities[holding.post_id].append(holding.get_capacity_display())
    covered = covering(list(posts.values()), departure.user, departure.last_day + ONE_DAY)
    work = Action.objects.visible_to(roles).filter(post__in=posts).order_by("target_on", "pk")
    actions = grouped(standings_of(work, roles), lambda a: a.action.post_id)
    asked = Question.objects.visible_to(roles).waiting().filter(post__in=posts).for_list().order_by("due_on", "pk")
    questions = grouped(asked, lambda q: q.post_id)
    return [
        Carried(post, tuple(capacities[pk]), tuple(actions[pk]), tuple(questions[pk]), covered.get(pk, ""))
        for pk, post in posts.items()
    ]
