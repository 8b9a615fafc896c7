"""Facts of everything besides actions that reminders speak of: a few queries each, for any number of rows.

Each reader takes the ids that are asked about, or None for everything that may be due.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Subquery

from council.models import Holding, Meeting, Post, Vacancy
from council.roles import current
from evidence.exemptions import KINDS
from recommendations.deadlines import response_due
from recommendations.models import Action, OutcomeCheck, Question, Recommendation, Response, Review, Verdict
from recommendations.querysets import RecommendationQuerySet
from recommendations.standing import RecommendationStanding
from recommendations.states import NOT_ACCEPTED, Status
from reminders.facts import Ground, signed_off
from reminders.rule import Audience, Clock
from reminders.schedule import ONE_DAY, Facts
from reminders.states import Subject

Ids = Collection[int] | None
# A meeting whose papers are due later than this is not looked at: twenty working days, and the holidays in them.
PAPERS_AHEAD = timedelta(days=45)


def asked(ids: Ids, name: str = "pk") -> Q:
    """Rows with these ids; all where none are named."""
    return Q() if ids is None else Q(**{f"{name}__in": ids})


def of_questions(ids: Ids, ground: Ground) -> Iterator[Facts]:
    """Questions that wait for an answer."""
    rows = Question.objects.waiting().filter(asked(ids), recommendation__review__published_on__lte=ground.day)
    fields = ("pk", "due_on", "post_id", "post__service_id", "recommendation__review__committee_id")
    for pk, due_on, post, service, committee in rows.values_list(*fields):
        people = {Audience.ANSWERS: ground.recipients.answering(post, service)}
        rules = ground.books.rules(committee, Subject.QUESTION)
        yield Facts(pk, committee, rules, {Clock.ANSWER_DUE: due_on}, people)


def unanswered() -> RecommendationQuerySet:
    """Recommendations to which the executive has said nothing."""
    return Recommendation.objects.filter(~Exists(Response.objects.filter(recommendation=OuterRef("pk"))))


def of_reviews(ids: Ids, ground: Ground) -> Iterator[Facts]:
    """Reviews on which the executive has not answered, or of which something exempt is to be looked at again."""
    awaiting = dict(
        unanswered()
        .filter(asked(ids, "review"), review__sent_to_executive_on__isnull=False)
        .order_by()
        .values_list("review")
        .annotate(Count("pk"))
    )
    exempt_until = first_exemptions(ids)
    rows = Review.objects.filter(pk__in={*awaiting, *exempt_until}, published_on__lte=ground.day)
    fields = ("pk", "committee_id", "sent_to_executive_on", "committee__response_months")
    for pk, committee, sent_on, months in rows.values_list(*fields):
        dates = {}
        if pk in awaiting and sent_on:
            dates[Clock.RESPONSE_DUE] = response_due(sent_on, months)
        if pk in exempt_until:
            dates[Clock.EXEMPT_UNTIL] = exempt_until[pk]
        people = {Audience.RUNS: ground.recipients.running(committee)}
        rules = ground.books.rules(committee, Subject.REVIEW)
        yield Facts(pk, committee, rules, dates, people, count=awaiting.get(pk, 0))


def first_exemptions(ids: Ids) -> dict[int, date]:
    """By review, the first day on which one of its exemptions in force is to be looked at again: a query a kind."""
    found: dict[int, date] = {}
    for kind in KINDS.values():
        review = f"subject__{kind.to_review}"
        rows = kind.exemptions._default_manager.filter(asked(ids, review), ended_on__isnull=True).order_by()
        for pk, first in rows.values_list(review).annotate(first=Min("review_on")):
            found[pk] = min(first, found.get(pk, date.max))
    return found


def of_recommendations(ids: Ids, ground: Ground) -> Iterator[Facts]:
    """Recommendations that are signed off and whose outcome is to be checked: four queries, as thousands of verdicts
    share a few hundred meetings."""
    rows = signed_off().filter(asked(ids), review__published_on__lte=ground.day).select_related("review")
    found = list(rows.order_by("pk"))
    given = Verdict.objects.in_force(ground.day).filter(recommendation__in=found).prefetch_related("meeting")
    verdicts = grouped(given, "recommendation_id")
    checks = grouped(OutcomeCheck.objects.filter(verdict__recommendation__in=found), "verdict_id")
    for row in found:
        of_it = tuple(verdicts[row.pk])
        looked = sorted((c for v in of_it for c in checks[v.pk]), key=lambda c: (c.checked_on, c.pk))
        standing = RecommendationStanding(row, ground.day, (), of_it, (), 0, outcome_checks=tuple(looked))
        if standing.outcome_window is None:
            continue
        committee = row.review.committee_id
        people = {Audience.RECORDS: ground.recipients.recording(committee)}
        rules = ground.books.rules(committee, Subject.RECOMMENDATION)
        yield Facts(row.pk, committee, rules, {Clock.OUTCOME_FROM: standing.outcome_window[0]}, people)


def grouped(rows: Any, name: str) -> defaultdict[int, list[Any]]:
    """Rows by one of their ids, in their order."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def of_posts(ids: Ids, ground: Ground) -> Iterator[Facts]:
    """Posts that nobody has and on which open work hangs, once for each committee that waits for it."""
    held = Holding.objects.filter(current(ground.day), post=OuterRef("pk"), user__is_active=True)
    posts = Post.objects.filter(asked(ids), ~Exists(held)).values("pk")
    waiting = Action.objects.exclude(status=Status.ACHIEVED).filter(
        post__in=posts, withdrawn_on__isnull=True, recommendation__review__published_on__lte=ground.day
    )
    waiting = waiting.exclude(recommendation__in=signed_off().order_by().values("pk"))
    to_committee = "recommendation__review__committee"
    rows = list(
        waiting.order_by().values_list("post", to_committee).annotate(Count("pk", distinct=True), Min("agreed_on"))
    )
    vacant = {row[0] for row in rows}
    left = Holding.objects.filter(post__in=vacant, to_on__lt=ground.day).order_by()
    since = {post: last + ONE_DAY for post, last in left.values_list("post").annotate(Max("to_on"))}
    since |= dict(Vacancy.objects.filter(current(ground.day), post__in=vacant).values_list("post", "from_on"))
    for post, committee, count, agreed_on in rows:
        people = {Audience.RUNS: ground.recipients.running(committee)}
        rules = ground.books.rules(committee, Subject.POST)
        dates = {Clock.VACANT_SINCE: since.get(post, agreed_on)}
        yield Facts(post, committee, rules, dates, people, count=count)


def of_meetings(ids: Ids, ground: Ground) -> Iterator[Facts]:
    """Meetings to come for which updates are missing: two queries a meeting."""
    last = ground.day + timedelta(days=ground.days_ahead) + PAPERS_AHEAD
    coming = Meeting.objects.filter(asked(ids), papers_due_on__gte=ground.day, papers_due_on__lte=last)
    for meeting in coming:
        missing = missing_for(meeting, ground)
        if not missing:
            continue
        by_person: defaultdict[int, list[int]] = defaultdict(list)
        for action, post, service in missing:
            for person in ground.recipients.answering(post, service):
                by_person[person].append(action)
        officers = ground.recipients.running(meeting.committee_id)
        yield Facts(
            meeting.pk,
            meeting.committee_id,
            ground.books.rules(meeting.committee_id, Subject.MEETING),
            {Clock.PAPERS_DUE: meeting.papers_due_on},
            {Audience.UPDATES: tuple(dict.fromkeys((*by_person, *officers)))},
            count=len(missing),
            missing={person: tuple(actions) for person, actions in by_person.items()},
        )


def missing_for(meeting: Meeting, ground: Ground) -> list[tuple[int, int, int]]:
    """Open actions on which nothing was said since the committee last met, as the meeting's page counts them.

    The id of each, of its post and of that post's service. Nothing is missing yet while an earlier meeting is to come.
    """
    before = Meeting.objects.filter(committee=meeting.committee_id, held_on__lt=meeting.held_on)
    since = before.aggregate(last=Max("held_on"))["last"] or date.min
    if since > ground.day:
        return []
    answer = Response.objects.filter(recommendation=OuterRef("recommendation")).order_by("-recorded_on", "-pk")
    rows = (
        Action.objects.open()
        .filter(
            Q(updated_on__isnull=True) | Q(updated_on__lte=since),
            recommendation__review__committee=meeting.committee_id,
            recommendation__review__published_on__lte=ground.day,
        )
        .annotate(answered=Subquery(answer.values("kind")[:1]))
        .filter(Q(answered__isnull=True) | ~Q(answered__in=NOT_ACCEPTED))
    )
    return list(rows.order_by("target_on", "pk").values_list("pk", "post_id", "post__service_id"))


READERS: dict[Subject, Callable[[Ids, Ground], Iterator[Facts]]] = {
    Subject.QUESTION: of_questions,
    Subject.REVIEW: of_reviews,
    Subject.RECOMMENDATION: of_recommendations,
    Subject.POST: of_posts,
    Subject.MEETING: of_meetings,
}


def all_matters(ground: Ground, committee_id: int | None = None) -> Iterator[tuple[Subject, list[Facts]]]:
    """Everything that may be due besides actions, by what it is; of one committee, or of all."""
    for subject, reader in READERS.items():
        yield subject, [f for f in reader(None, ground) if committee_id in (None, f.committee_id)]
