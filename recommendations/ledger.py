"""All that was recorded on a review, read once, and where it stood on any day up to then."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import QuerySet

from council.models import Meeting, Post
from council.roles import Roles
from recommendations import readings
from recommendations.brief import brief_standing, brief_state, is_plain, said, tells_itself
from recommendations.deadlines import Limits, limits_of
from recommendations.decisions import Asked, decided_on
from recommendations.figures import Earlier, Position, grouped
from recommendations.models import (
    Action,
    ActionChange,
    CallIn,
    Extension,
    LeadChange,
    OutcomeCheck,
    Part,
    Question,
    Recommendation,
    Update,
    WordingDifference,
)
from recommendations.querysets import ActionQuerySet, telling_since, worded
from recommendations.readings import LISTED
from recommendations.scope import Days, Scope
from recommendations.slim import made, read, slim
from recommendations.standing import ActionStanding, AnyResponse, AnyVerdict, Before, RecommendationStanding, signs_off
from recommendations.standing.action import NOT_STARTED, STATUSES, state_of
from recommendations.states import State, Status, VerdictKind
from recommendations.told import handed, posts_of, telling, told_of

Row = TypeVar("Row")


@dataclass(frozen=True)
class Ledger:
    """All that was recorded on a review up to a day. Positions on that day and any before are computed from it."""

    scope: Scope
    numbers: tuple[int, ...]
    recommendations: tuple[Recommendation, ...]
    actions: Mapping[int, Sequence[Any]]
    # Of an action that tells itself where it stands, its last word alone.
    updates: Mapping[int, Sequence[Any]]
    extensions: dict[int, list[Extension]]
    verdicts: Mapping[int, Sequence[AnyVerdict]]
    responses: Mapping[int, Sequence[AnyResponse]]
    questions: dict[int, list[Question]]
    changes: dict[int, list[ActionChange]]
    call_ins: dict[int, list[CallIn]]
    outcome_checks: dict[int, list[OutcomeCheck]]
    # Of those recommendations whose lead or partner was ever changed.
    lead_changes: dict[int, list[LeadChange]]
    # The posts and parts that changes name, by what and id.
    owners: dict[tuple[str, int], Post | Part]
    # The recommendations of which a verdict was ever put right: few.
    put_right: frozenset[int] = frozenset()
    # Of one recommendation alone, what its page prints besides.
    parts: tuple[Part, ...] = ()
    differences: tuple[WordingDifference, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    # Nothing was read that was recorded after this day.
    up_to: date = date.max

    @property
    def all_updates(self) -> list[Update]:
        """Every update, whatever its action."""
        return [update for rows in self.updates.values() for update in rows]

    @property
    def all_extensions(self) -> list[Extension]:
        """Every request for more time, whatever its action."""
        return [extension for rows in self.extensions.values() for extension in rows]

    def limits(self, on: date) -> Limits:
        """The committee's limits on a day."""
        return limits_of(on, self.scope.committee.stale_after_days, self.scope.committee.due_soon_days)

    def position(self, on: date, compared_with: date | None = None) -> Position:
        """Where it all stood on a day, beside an earlier day where one is given. Reviews of later days are absent."""
        known = tuple([self.standing(r, on) for r in self.adopted_by(on)])
        return Position(self.scope, on, known, self.earlier(compared_with) if compared_with else None)

    def earlier(self, on: date) -> Earlier:
        """The states of a day with which another is compared."""
        limits, stood = self.limits(on), dict[int, tuple[State, Status]]()
        return Earlier(on, tuple([self.before(r, limits, stood) for r in self.adopted_by(on)]), stood)

    def adopted_by(self, on: date) -> Sequence[Recommendation]:
        """The recommendations of reviews of this day and before."""
        reviews = {review.pk for review in self.scope.reviews if review.adopted_on <= on}
        return [r for r in self.recommendations if r.review_id in reviews]

    def before(self, recommendation: Recommendation, limits: Limits, stood: dict[int, tuple[State, Status]]) -> Before:
        """In which state one recommendation was on a day; how its actions ``stood`` is noted."""
        pk, on = recommendation.id, limits.on
        signed_off = False
        for verdict in reversed(self.verdicts.get(pk, ())):
            if verdict.recorded_on <= on:
                signed_off = verdict.verdict == VerdictKind.ACHIEVED
                break
        agreed = () if signed_off else self.actions.get(pk, ())
        states = set()
        for action in agreed:
            if action.agreed_on <= on:
                stood[action.id] = found = self.action_state(action, limits)
                states.add(found[0])
        states.discard(State.WITHDRAWN)
        return Before(recommendation, on, signed_off, self.known(on, self.responses.get(pk), RECORDED), states)

    def standing(self, recommendation: Recommendation, on: date) -> RecommendationStanding:
        """Where one recommendation stood on a day. What was recorded later is absent."""
        pk, limits = recommendation.id, self.limits(on)
        verdicts = self.in_force(pk, on)
        signed_off = signs_off(verdicts)
        agreed = self.actions.get(pk, ())
        if on != self.up_to:
            agreed = [a for a in agreed if a.agreed_on <= on]
        rows = tuple([self.action_standing(a, limits, signed_off) for a in agreed])
        withdrawn = tuple([row for row in rows if row.is_withdrawn])
        changes = [change for a in agreed if a.changed_on for change in self.changes[a.pk]] if self.changes else []
        led = self.lead_changes.get(pk)
        if led:
            recommendation = led_as_it_was(recommendation, led, on)
        return RecommendationStanding(
            recommendation,
            on,
            tuple([row for row in rows if not row.is_withdrawn]) if withdrawn else rows,
            verdicts,
            self.known(on, self.responses.get(pk), RECORDED),
            self.scope.committee.response_months,
            withdrawn,
            # Most have none of these.
            questions=self.known(on, self.questions[pk], ASKED) if pk in self.questions else (),
            call_ins=self.known(on, self.call_ins[pk], CALLED) if pk in self.call_ins else (),
            outcome_checks=self.known(on, self.outcome_checks[pk], CHECKED) if pk in self.outcome_checks else (),
            # These were read whole, since a later one says what there was before.
            changes=tuple([change for change in changes if change.changed_on <= on]),
            lead_changes=tuple([change for change in led or () if change.changed_on <= on]),
            put_right=corrections(self.known(on, self.verdicts[pk], RECORDED)) if pk in self.put_right else (),
        )

    def in_force(self, pk: int, on: date) -> tuple[AnyVerdict, ...]:
        """The verdicts on the recommendation of this number on a day: of each meeting the last one recorded by then."""
        verdicts = self.known(on, self.verdicts.get(pk), RECORDED)
        return tuple({v.meeting_id: v for v in verdicts}.values()) if pk in self.put_right else verdicts

    def known(self, on: date, rows: Sequence[Row] | None, day: Callable[[Row], date]) -> tuple[Row, ...]:
        """Of rows that each have a day, those of this day and before."""
        if not rows:
            return ()
        return tuple(rows) if on == self.up_to else tuple([row for row in rows if day(row) <= on])

    def as_it_was(self, action: Action, on: date) -> Action:
        """An action that was changed since with the words, owner and part that it had on a day."""
        later = [c for c in self.changes[action.pk] if c.changed_on > on and c.what not in STAYS]
        if not later:
            return action
        was = copy(action)
        for change in reversed(later):
            owner = change.what in (ActionChange.What.POST, ActionChange.What.PART)
            before = self.owners.get((change.what, int(change.before or 0))) if owner else change.before
            setattr(was, change.what, before)
        return was

    def action_standing(self, action: Any, limits: Limits, signed_off: bool) -> ActionStanding:
        """Where one action stood on a day."""
        if is_plain(action):
            return brief_standing(action, limits, signed_off)
        pk = action.id
        if action.changed_on is not None and action.changed_on > limits.on:
            action = self.as_it_was(action, limits.on)
        updates, extensions = self.updates.get(pk, ()), self.extensions.get(pk)
        if tells_itself(action):
            updates = brief_standing(action, limits, signed_off).updates
        return action_standing(action, limits, updates, extensions, signed_off=signed_off)

    def action_state(self, action: Any, limits: Limits) -> tuple[State, Status]:
        """The state alone of one that is not signed off, with what officers had said."""
        pk, on = action.id, limits.on
        told = self.updates.get(pk, ())
        if not told and is_plain(action):
            return brief_state(action.row, limits)
        if action.withdrawn_on is not None and action.withdrawn_on <= on:
            return State.WITHDRAWN, NOT_STARTED
        status, said_on = said(action.row, on) if tells_itself(action) else (NOT_STARTED, action.agreed_on)
        for update in reversed(told):
            if update.given_on <= on:
                status, said_on = STATUSES[update.status], update.given_on
                break
        target_on = action.original_target_on
        for extension in self.extensions.get(pk, ()):
            if extension.agreed and extension.decided_on and extension.decided_on <= on:
                target_on = extension.to_on
        return state_of(status, said_on, target_on, limits), status


RECORDED, ASKED, CALLED = attrgetter("recorded_on"), attrgetter("asked_on"), attrgetter("called_on")
CHECKED = attrgetter("checked_on")
# No day before such a change saw anything else: the one is told of by its own day, the other is made on the first one.
STAYS = (ActionChange.What.WITHDRAWN, ActionChange.What.TARGET)


def action_standing(
    action: Any, limits: Limits, updates: Sequence[Any], extensions: list[Extension] | None, *, signed_off: bool
) -> ActionStanding:
    """Where an action stood on a day, from its updates in order and its extensions in order of decision."""
    on = limits.on
    if updates and updates[-1].given_on > on:
        updates = [u for u in updates if u.given_on <= on]
    if not extensions:
        return ActionStanding(action, limits, updates, signed_off=signed_off)
    asked = [e for e in extensions if e.requested_on <= on]
    decided = [e for e in asked if e.decided_on and e.decided_on <= on]
    return ActionStanding(
        action,
        limits,
        updates,
        tuple([e for e in decided if e.agreed]),
        latest([e for e in asked if e not in decided]),
        latest(decided),
        signed_off,
    )


def corrections(verdicts: Sequence[AnyVerdict]) -> tuple[tuple[AnyVerdict, AnyVerdict], ...]:
    """Of verdicts in their order, each that was put right, with the one in its place."""
    return tuple([(was, now) for was, now in pairwise(verdicts) if was.meeting_id == now.meeting_id])


def led_as_it_was(recommendation: Recommendation, changes: list[LeadChange], on: date) -> Recommendation:
    """A recommendation with the services that led and partnered it on a day."""
    after = next((change for change in changes if change.changed_on > on), None)
    if after is None:
        return recommendation
    was = copy(recommendation)
    was.lead_service, was.partner_service = after.lead_before, after.partner_before
    return was


def standings_of(actions: ActionQuerySet, roles: Roles, *, with_history: bool = False) -> list[ActionStanding]:
    """Where these actions stand on the day of these roles, whatever their review: three queries.

    An update that this person may not read does not exist for them: nobody sees a figure from what they may not read.
    Without their history they have no more updates than it takes to say where they stand.
    """
    listed = actions.with_last_verdict()
    if not with_history:
        listed = listed.with_last_settled(Update.objects.all().readable_by(roles), roles.on)
    shape = slim(Action, *listed.query.annotation_select, joined=LISTED)
    return standing_today(read(listed, shape), roles, with_history=with_history)


def standing_today(rows: list[Action], roles: Roles, *, with_history: bool = False) -> list[ActionStanding]:
    """The same of actions that were read as LISTED with their last verdict, and with what settled them: two queries."""
    ids = [row.pk for row in rows]
    if with_history:
        told = made(readings.updates_of(ids, roles), readings.UPDATE)
    else:
        told = made(readings.telling_updates_of(ids, *telling_since(rows, roles.on), roles), readings.UPDATE)
    handed(told, "given_for", posts_of(rows, told))
    asked = worded(made(readings.extensions_of(ids, roles), readings.EXTENSION))
    updates, extensions = grouped(told, lambda u: u.action_id), grouped(asked, lambda e: e.action_id)
    return [
        action_standing(
            row,
            limits_of(roles.on, committee.stale_after_days, committee.due_soon_days),
            updates[row.pk] if with_history else telling(row, updates[row.pk]),
            extensions.get(row.pk),
            signed_off=row.last_verdict == VerdictKind.ACHIEVED,
        )
        for row in rows
        for committee in [row.recommendation.review.committee]
    ]


def load(
    scope: Scope,
    up_to: date,
    roles: Roles,
    only: int | None = None,
    *,
    with_questions: bool = True,
    days: Days | None = None,
    brief: bool = False,
    known: list[Recommendation] | None = None,
) -> Ledger:
    """Read the rows of a review, or of a committee's reviews, up to a day, for a person with these roles.

    Six queries, however many recommendations; where an action was changed three more tell what it was before.

    What this person may not read is absent, from words and figures alike. ``only`` limits it to the recommendation of
    this number; for its page the recommendations are ``known`` already. Lists that do not tell of questions leave those
    out. Updates that had been superseded by the first of the ``days`` are left out where these are given; ``brief``
    leaves out the words of the others too: a page that prints some asks to ``hear`` them.
    """
    days = days or Days()
    reviews = {review.pk: review for review in scope.reviews}
    asked: Asked = (list(reviews), only, up_to)
    are_own = scope.committee.pk in roles.committee_ids
    page_of = next((row for row in known if row.number == only), None) if known else None
    known = known or recommendations_in(list(reviews), brief=brief)
    by_id = {row.pk: row for row in known if only in (None, row.number)}
    handed(by_id.values(), "review", reviews)
    decisions = decided_on(*asked, page_of, scope.committee.council_id if brief else None)
    actions, updates = told_of(by_id, asked, days, roles, are_own=are_own, owners=decisions.owners)
    action_by_id = {action.id: action for action in actions}
    moves = made(readings.extensions_in(*asked, roles), readings.EXTENSION)
    extensions = handed(worded(moves), "action", action_by_id)
    for extension in extensions if brief else ():
        action_by_id[extension.action_id].is_plain = False
    questions = handed(readings.questions_in(*asked, roles, are_own) if with_questions else [], "recommendation", by_id)
    handed((question for question in questions if question.action_id), "action", action_by_id)
    changes = changes_of(actions)
    return Ledger(
        scope=scope,
        numbers=tuple(row.number for row in known),
        recommendations=tuple(by_id.values()),
        actions=grouped(actions, attrgetter("recommendation_id")),
        updates=updates,
        extensions=grouped(extensions, lambda e: e.action_id),
        verdicts=grouped(decisions.verdicts, attrgetter("recommendation_id")),
        responses=grouped(decisions.responses, attrgetter("recommendation_id")),
        questions=grouped(questions, lambda q: q.recommendation_id),
        changes=grouped(changes, lambda c: c.action_id),
        call_ins=grouped(decisions.call_ins, lambda c: c.recommendation_id),
        outcome_checks=grouped(decisions.outcome_checks, lambda c: c.verdict.recommendation_id),
        lead_changes=led_otherwise(by_id.values(), None if page_of else days.first),
        owners=owners_named(changes),
        put_right=frozenset([v.recommendation_id for v in decisions.verdicts if v.corrected_because]),
        parts=decisions.parts,
        differences=decisions.differences,
        meetings=decisions.meetings,
        up_to=up_to,
    )


def recommendations_in(reviews: list[int], *, brief: bool) -> list[Recommendation]:
    """The recommendations of reviews; brief ones without their words."""
    if brief:
        return made(readings.brief_recommendations_in(reviews), readings.BRIEF_RECOMMENDATION)
    return made(readings.recommendations_in(reviews), readings.RECOMMENDATION)


def recommendations_of(slug: str, roles: Roles) -> list[Recommendation]:
    """The recommendations of a review that a person may see, with the review: one query. Empty where they may not."""
    return made(readings.recommendations_seen(slug, roles), readings.WITH_REVIEW)


def changes_of(actions: list[Any]) -> list[ActionChange]:
    """Every change of these actions, with its action; no query where none was ever changed."""
    by_id = {action.id: action for action in actions if action.changed_on}
    return handed(ActionChange.objects.filter(action__in=list(by_id)), "action", by_id) if by_id else []


def led_otherwise(rows: Iterable[Recommendation], since: date | None) -> dict[int, list[LeadChange]]:
    """Every change of who leads those that were led otherwise after a day, or ever; no query where none was."""
    ids = [row.pk for row in rows if row.lead_changed_on and (since is None or row.lead_changed_on > since)]
    services = ("lead_before", "lead_after", "partner_before", "partner_after")
    found = LeadChange.objects.filter(recommendation__in=ids).select_related(*services)
    return grouped(found, lambda c: c.recommendation_id) if ids else {}


def owners_named(changes: list[ActionChange]) -> dict[tuple[str, int], Post | Part]:
    """The posts and parts to which actions belonged before."""
    found: dict[tuple[str, int], Post | Part] = {}
    kinds: tuple[tuple[str, QuerySet[Any]], ...] = (
        (ActionChange.What.POST.value, Post.objects.select_related("service")),
        (ActionChange.What.PART.value, Part.objects.all()),
    )
    for what, rows in kinds:
        ids = [int(c.before) for c in changes if c.what == what and c.before]
        found |= {(what, pk): row for pk, row in rows.in_bulk(ids).items()} if ids else {}
    return found


def latest(rows: Sequence[Row]) -> Row | None:
    """The last of rows that come in order."""
    return rows[-1] if rows else None
