"""Facts for the schedule, read from the rows: one query for any number of actions."""

from datetime import date
from typing import NamedTuple

from django.db.models import FilteredRelation, Q

from recommendations.querysets import ActionQuerySet
from recommendations.states import Status
from reminders.recipients import Recipients
from reminders.schedule import Facts


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
    is_closed: bool


def read_facts(actions: ActionQuerySet, recipients: Recipients) -> list[Facts]:
    """The facts of these actions, in their order. An action has at most one request that waits, so no row repeats."""
    rows = actions.with_sign_off().annotate(
        waiting=FilteredRelation("extensions", condition=Q(extensions__agreed__isnull=True)),
        is_closed=Q(is_signed_off=True) | Q(withdrawn_on__isnull=False),
    )
    return [facts_of(Row(*row), recipients) for row in rows.values_list(*Row._fields)]


def facts_of(row: Row, recipients: Recipients) -> Facts:
    """One action's facts."""
    service, committee = row.post__service_id, row.recommendation__review__committee_id
    asker = row.waiting__requested_by_id
    return Facts(
        action_id=row.pk,
        is_open=row.status != Status.ACHIEVED and not row.is_closed,
        published_on=row.recommendation__review__published_on,
        target_on=row.target_on,
        last_word_on=row.updated_on or row.agreed_on,
        stale_after_days=row.recommendation__review__committee__stale_after_days,
        request_id=row.waiting__pk,
        requested_on=row.waiting__requested_on,
        requested_to=row.waiting__to_on,
        answering=recipients.answering(row.post_id, service),
        deciding=() if asker is None else recipients.deciding(service, committee, asker),
    )
