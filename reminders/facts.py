"""Facts of actions for the schedule, read from the rows: one query for any number of them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import FilteredRelation, Q, Subquery

from recommendations.models import Action, Recommendation
from recommendations.querysets import ActionQuerySet, RecommendationQuerySet, latest_verdicts
from recommendations.states import Status, VerdictKind
from reminders.books import Books, read_books
from reminders.recipients import Recipients, recipients_on
from reminders.rule import Clock
from reminders.schedule import Facts
from reminders.states import Subject

# So many actions are read at a time: memory stays constant, and each query joins its tables anew.
BATCH = 10_000


@dataclass(frozen=True)
class Ground:
    """What all facts of a day stand on: the day, who is told, and the rules; and how many days ahead are looked at."""

    day: date
    recipients: Recipients
    books: Books
    days_ahead: int = 0


def ground_on(day: date, days_ahead: int = 0) -> Ground:
    """Read for a day: four queries."""
    return Ground(day, recipients_on(day), read_books(), days_ahead)


class Row(NamedTuple):
    """The columns that facts are made of."""

    pk: int
    status: str
    target_on: date
    updated_on: date | None
    agreed_on: date
    post_id: int
    post__service_id: int
    recommendation__review__published_on: date | None
    recommendation__review__committee_id: int
    recommendation__review__committee__stale_after_days: int
    waiting__pk: int | None
    waiting__requested_on: date | None
    waiting__requested_by_id: int | None
    waiting__to_on: date | None


def read_facts(actions: ActionQuerySet, ground: Ground) -> list[Facts]:
    """The facts of these actions, in their order. An action has at most one request that waits, so no row repeats."""
    rows = with_request(actions.with_sign_off()).values_list(*Row._fields, "is_signed_off", "withdrawn_on")
    width = len(Row._fields)
    return [facts_of(Row(*row[:width]), any(row[width:]), ground) for row in rows]


def with_request(actions: ActionQuerySet) -> ActionQuerySet:
    """With the request for more time that waits, if one does."""
    return actions.annotate(waiting=FilteredRelation("extensions", condition=Q(extensions__agreed__isnull=True)))


def facts_of(row: Row, is_closed: bool, ground: Ground) -> Facts:
    """One action's facts."""
    committee = row.recommendation__review__committee_id
    dates = {Clock.TARGET: row.target_on, Clock.LAST_WORD: row.updated_on or row.agreed_on}
    request = None
    if row.waiting__pk is not None and row.waiting__requested_on and row.waiting__to_on:
        dates[Clock.REQUEST] = row.waiting__requested_on
        request = (row.waiting__pk, row.waiting__to_on)
    return Facts(
        subject_id=row.pk,
        committee_id=committee,
        rules=ground.books.rules(committee, Subject.ACTION),
        dates=dates,
        people=ground.recipients.of_action(row.post_id, row.post__service_id, committee, row.waiting__requested_by_id),
        is_open=row.status != Status.ACHIEVED and not is_closed,
        published_on=row.recommendation__review__published_on,
        stale_after_days=row.recommendation__review__committee__stale_after_days,
        request=request,
    )


def of_actions(ids: Collection[int], ground: Ground) -> list[Facts]:
    """The facts of the actions with these ids, open or not."""
    return read_facts(Action.objects.filter(pk__in=ids), ground) if ids else []


def signed_off() -> RecommendationQuerySet:
    """Recommendations that the committee agrees are achieved. Asked once, and not of each of 100,000 actions."""
    last = Subquery(latest_verdicts("pk").values("verdict")[:1])
    return Recommendation.objects.annotate(last_verdict=last).filter(last_verdict=VerdictKind.ACHIEVED)


def batches(ground: Ground, committee_id: int | None = None) -> Iterator[list[Facts]]:
    """The facts of all open actions in published reviews, a bounded number at a time; of one committee, or of all.

    The same actions as ``ActionQuerySet.open()``, with the question of sign-off put first.
    """
    actions = Action.objects.exclude(status=Status.ACHIEVED).filter(
        withdrawn_on__isnull=True, recommendation__review__published_on__lte=ground.day
    )
    if committee_id is not None:
        actions = actions.filter(recommendation__review__committee=committee_id)
    closed = frozenset(signed_off().order_by().values_list("pk", flat=True))
    last, columns = 0, (*Row._fields, "recommendation_id")
    while True:
        rows = list(with_request(actions.filter(pk__gt=last).order_by("pk")).values_list(*columns)[:BATCH])
        if batch := [facts_of(Row(*row[:-1]), False, ground) for row in rows if row[-1] not in closed]:
            yield batch
        if len(rows) < BATCH:
            return
        last = rows[-1][0]
