"""All that was recorded on a review, read once, and where it stood on any day up to then."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from council.models import Committee, Meeting, Post
from council.roles import Roles
from recommendations import readings
from recommendations.brief import BriefAction, briefed
from recommendations.decisions import Asked, decided_on
from recommendations.figures import Earlier, Position, grouped
from recommendations.models import (
    Action,
    ActionChange,
    CallIn,
    Extension,
    OutcomeCheck,
    Part,
    Question,
    Recommendation,
    Response,
    Update,
    Verdict,
    WordingDifference,
)
from recommendations.querysets import ActionQuerySet, telling_since, worded
from recommendations.readings import LISTED
from recommendations.scope import Scope
from recommendations.slim import made, read, slim
from recommendations.standing import ActionStanding, Before, RecommendationStanding, Word, signs_off
from recommendations.standing.action import NOT_STARTED, STATUSES, state_of
from recommendations.states import State, VerdictKind

Row = TypeVar("Row")
Held = TypeVar("Held", bound=Model)


@dataclass(frozen=True)
class Ledger:
    """All that was recorded on a review up to a day. Positions on that day and any before are computed from it."""

    scope: Scope
    numbers: tuple[int, ...]
    recommendations: tuple[Recommendation, ...]
    actions: dict[int, list[Action]]
    # Of an action that tells itself where it stands, its last word alone.
    updates: Mapping[int, Sequence[Any]]
    extensions: dict[int, list[Extension]]
    verdicts: dict[int, list[Verdict]]
    responses: dict[int, list[Response]]
    questions: dict[int, list[Question]]
    changes: dict[int, list[ActionChange]]
    call_ins: dict[int, list[CallIn]]
    outcome_checks: dict[int, list[OutcomeCheck]]
    # The posts and parts that changes name, by what and id.
    owners: dict[tuple[str, int], Post | Part]
    # Of one recommendation alone, what its page prints besides.
    parts: tuple[Part, ...] = ()
    differences: tuple[WordingDifference, ...] = ()
    meetings: tuple[Meeting, ...] = ()

    @property
    def all_updates(self) -> list[Update]:
        """Every update, whatever its action."""
        return [update for rows in self.updates.values() for update in rows]

    @property
    def all_extensions(self) -> list[Extension]:
        """Every request for more time, whatever its action."""
        return [extension for rows in self.extensions.values() for extension in rows]

    def position(self, on: date, compared_with: date | None = None) -> Position:
        """Where it all stood on a day, beside an earlier day where one is given. Reviews of later days are absent."""
        known = tuple(self.standing(r, on) for r in self.recommendations if r.review.adopted_on <= on)
        return Position(self.scope, on, known, self.earlier(compared_with) if compared_with else None)

    def earlier(self, on: date) -> Earlier:
        """The states of a day with which another is compared."""
        return Earlier(on, tuple(self.before(r, on) for r in self.recommendations if r.review.adopted_on <= on))

    def before(self, recommendation: Recommendation, on: date) -> Before:
        """In which state one recommendation was on a day."""
        signed_off = signs_off(known_by(on, self.verdicts.get(recommendation.id), RECORDED))
        agreed = () if signed_off else self.actions.get(recommendation.id, ())
        states = {self.action_state(action, on) for action in agreed if action.agreed_on <= on}
        responses = known_by(on, self.responses.get(recommendation.id), RECORDED)
        return Before(recommendation, on, signed_off, responses, states - {State.WITHDRAWN})

    def standing(self, recommendation: Recommendation, on: date) -> RecommendationStanding:
        """Where one recommendation stood on a day. What was recorded later is absent."""
        pk = recommendation.id
        verdicts = known_by(on, self.verdicts.get(pk), RECORDED)
        signed_off = signs_off(verdicts)
        agreed = self.actions.get(pk, ())
        rows = [self.action_standing(a, on, signed_off) for a in agreed if a.agreed_on <= on]
        withdrawn = tuple([row for row in rows if row.is_withdrawn])
        changes = [change for action in agreed if action.changed_on for change in self.changes[action.pk]]
        return RecommendationStanding(
            recommendation=recommendation,
            on=on,
            actions=tuple([row for row in rows if not row.is_withdrawn]) if withdrawn else tuple(rows),
            verdicts=verdicts,
            responses=known_by(on, self.responses.get(pk), RECORDED),
            response_months=self.scope.committee.response_months,
            withdrawn=withdrawn,
            questions=known_by(on, self.questions.get(pk), ASKED),
            call_ins=known_by(on, self.call_ins.get(pk), CALLED),
            outcome_checks=known_by(on, self.outcome_checks.get(pk), CHECKED),
            changes=known_by(on, changes, CHANGED),
        )

    def as_it_was(self, action: Action, on: date) -> Action:
        """An action that was changed since with the words, owner and part that it had on a day."""
        later = [c for c in self.changes[action.pk] if c.changed_on > on and c.what != ActionChange.What.WITHDRAWN]
        if not later:
            return action
        was = copy(action)
        for change in reversed(later):
            owner = change.what in (ActionChange.What.POST, ActionChange.What.PART)
            before = self.owners.get((change.what, int(change.before or 0))) if owner else change.before
            setattr(was, change.what, before)
        return was

    def action_standing(self, action: Action, on: date, signed_off: bool) -> ActionStanding:
        """Where one action stood on a day."""
        pk = action.id
        updates, extensions = self.updates.get(pk, ()), self.extensions.get(pk, [])
        if action.changed_on is not None and action.changed_on > on:
            action = self.as_it_was(action, on)
        return action_standing(action, self.scope.committee, on, updates, extensions, signed_off)

    def action_state(self, action: Action, on: date) -> State:
        """The state alone of one that is not signed off."""
        pk = action.id
        said = last_by(on, self.updates.get(pk, ()))
        moves = [e for e in self.extensions.get(pk, ()) if e.agreed and e.decided_on and e.decided_on <= on]
        return state_of(
            on,
            STATUSES[said.status] if said else NOT_STARTED,
            said.given_on if said else action.agreed_on,
            moves[-1].to_on if moves else action.original_target_on,
            action.withdrawn_on is not None and action.withdrawn_on <= on,
            False,
            self.scope.committee.stale_after_days,
        )


RECORDED, ASKED, CALLED = attrgetter("recorded_on"), attrgetter("asked_on"), attrgetter("called_on")
CHECKED, CHANGED = attrgetter("checked_on"), attrgetter("changed_on")


def known_by(on: date, rows: list[Row] | None, day: Callable[[Row], date]) -> tuple[Row, ...]:
    """Of rows that each have a day, those of this day and before."""
    return tuple([row for row in rows if day(row) <= on]) if rows else ()


def last_by(on: date, updates: Sequence[Any]) -> Any:
    """The last of updates in their order by a day; None where there is none."""
    return next((update for update in reversed(updates) if update.given_on <= on), None)


def action_standing(
    action: Action,
    committee: Committee,
    on: date,
    updates: Sequence[Any],
    extensions: list[Extension],
    signed_off: bool,
) -> ActionStanding:
    """Where an action stood on a day, from its updates in order and its extensions in order of decision."""
    known = updates if not updates or updates[-1].given_on <= on else [u for u in updates if u.given_on <= on]
    asked = [e for e in extensions if e.requested_on <= on] if extensions else extensions
    decided = [e for e in asked if e.decided_on and e.decided_on <= on] if asked else asked
    return ActionStanding(
        action,
        on,
        tuple(known),
        tuple([e for e in decided if e.agreed]) if decided else (),
        latest([e for e in asked if e not in decided]) if asked else None,
        decided[-1] if decided else None,
        committee.stale_after_days,
        committee.due_soon_days,
        signed_off,
    )


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
            row.recommendation.review.committee,
            roles.on,
            updates[row.pk] if with_history else telling(row, updates[row.pk]),
            extensions[row.pk],
            signed_off=row.last_verdict == VerdictKind.ACHIEVED,
        )
        for row in rows
    ]


def load(
    scope: Scope,
    up_to: date,
    roles: Roles,
    only: int | None = None,
    *,
    with_questions: bool = True,
    standing_from: date | None = None,
    brief: bool = False,
    known: list[Recommendation] | None = None,
) -> Ledger:
    """Read the rows of a review, or of a committee's reviews, up to a day, for a person with these roles.

    Six queries, however many recommendations; where an action was changed three more tell what it was before.

    What this person may not read is absent, from words and figures alike. ``only`` limits it to the recommendation of
    this number; for its page the recommendations are ``known`` already. Lists that do not tell of questions leave those
    out. Updates that had been superseded by the day ``standing_from`` are left out where it is given; ``brief`` leaves
    out the words of the others too, and those of actions that tell themselves where they stand: a page that prints some
    asks to ``hear`` them.
    """
    reviews = {review.pk: review for review in scope.reviews}
    asked: Asked = (list(reviews), only, up_to)
    are_own = scope.committee.pk in roles.committee_ids
    page_of = next((row for row in known if row.number == only), None) if known else None
    if brief:
        known = made(readings.brief_recommendations_in(list(reviews)), readings.BRIEF_RECOMMENDATION)
    known = known or made(readings.recommendations_in(list(reviews)), readings.RECOMMENDATION)
    by_id = {row.pk: row for row in known if only in (None, row.number)}
    handed(by_id.values(), "review", reviews)
    actions: Any
    updates: Mapping[int, Sequence[Any]]
    if brief and standing_from:
        actions, updates = in_brief(by_id, list(reviews), up_to, standing_from, roles, are_own)
        action_by_id = {action.id: action for action in actions}
    else:
        actions, told = actions_and_updates(asked, standing_from, roles, are_own)
        actions = handed(actions, "recommendation", by_id)
        action_by_id = {action.id: action for action in actions}
        told = handed(told, "action", action_by_id)
        handed(told, "given_for", posts_of(actions, told))
        updates = grouped(told, lambda u: u.action_id)
    moves = made(readings.extensions_in(*asked, roles), readings.EXTENSION)
    extensions = handed(worded(moves), "action", action_by_id)
    put = readings.questions_in(*asked, roles, are_own) if with_questions else []
    questions = handed(put, "recommendation", by_id)
    handed((question for question in questions if question.action_id), "action", action_by_id)
    decisions = decided_on(*asked, page_of, standing_from)
    changes = changes_of(actions)
    return Ledger(
        scope=scope,
        numbers=tuple(row.number for row in known),
        recommendations=tuple(by_id.values()),
        actions=grouped(actions, lambda a: a.recommendation_id),
        updates=updates,
        extensions=grouped(extensions, lambda e: e.action_id),
        verdicts=grouped(decisions.verdicts, lambda v: v.recommendation_id),
        responses=grouped(decisions.responses, lambda r: r.recommendation_id),
        questions=grouped(questions, lambda q: q.recommendation_id),
        changes=grouped(changes, lambda c: c.action_id),
        call_ins=grouped(decisions.call_ins, lambda c: c.recommendation_id),
        outcome_checks=grouped(decisions.outcome_checks, lambda c: c.verdict.recommendation_id),
        owners=owners_named(changes),
        parts=decisions.parts,
        differences=decisions.differences,
        meetings=decisions.meetings,
    )


def recommendations_of(slug: str, roles: Roles) -> list[Recommendation]:
    """The recommendations of a review that a person may see, with the review: one query. Empty where they may not."""
    return made(readings.recommendations_seen(slug, roles), readings.WITH_REVIEW)


def actions_and_updates(
    asked: Asked, standing_from: date | None, roles: Roles, are_own: bool
) -> tuple[list[Action], list[Update]]:
    """Actions with all their updates; where only standings from a day on are asked for, those that tell of them."""
    if standing_from is None:
        return (
            made(readings.actions_in(*asked), readings.ACTION),
            made(readings.updates_in(*asked, roles, are_own), readings.UPDATE),
        )
    settled = readings.settled_actions_in(*asked, standing_from, roles, are_own)
    actions: list[Action] = made(settled, readings.SETTLED_ACTION)
    told = readings.telling_updates_in(*asked, *telling_since(actions, standing_from), roles, are_own)
    by_id = {action.id: action for action in actions}
    rows: list[Update] = made(told, readings.STANDING_UPDATE)
    return actions, [row for row in rows if row.action_id in by_id and tells(by_id[row.action_id], row)]


def in_brief(
    of: Mapping[int, Recommendation], reviews: list[int], up_to: date, since: date, roles: Roles, are_own: bool
) -> tuple[list[BriefAction], dict[int, Sequence[Word]]]:
    """Actions, with their last words; with the updates of those that do not tell themselves where they stood on a day
    and since."""
    actions = briefed(readings.brief_actions_in(reviews, up_to, since, roles, are_own), of)
    by_id = {action.id: action for action in actions if not action.tells_itself}
    reach = telling_since(by_id.values(), since)
    found = readings.brief_updates_in(reviews, up_to, since, *reach, roles, are_own)
    words: dict[int, Sequence[Word]] = dict(last_words(actions))
    told = (word for word in map(Word._make, found) if word.action_id in by_id)
    words.update(grouped((word for word in told if tells(by_id[word.action_id], word)), attrgetter("action_id")))
    return actions, words


def last_words(actions: list[BriefAction]) -> dict[int, tuple[Word, ...]]:
    """What the actions that tell themselves where they stand say, by action."""
    return {
        a.id: (Word(a.id, a.status, a.updated_on, a.updated_on),)
        for a in actions
        if a.tells_itself and a.updated_on is not None
    }


def hear(rows: Iterable[ActionStanding], roles: Roles) -> None:
    """Give these standings, which a page prints, their last update with its words: one query, none for no rows."""
    said = [row for row in rows if row.updates]
    if not said:
        return
    ids, since = sorted({row.action.pk for row in said}), min(row.said_on for row in said)
    told = grouped(made(readings.telling_updates_of(ids, since, (), roles), readings.UPDATE), lambda u: u.action_id)
    for row in said:
        row.updates = tuple(u for u in told[row.action.pk] if u.given_on <= row.on)[-1:]


def tells(action: Action | BriefAction, update: Update | Word) -> bool:
    """Whether an update tells where its action stands: it is its last settled word, or came after."""
    return action.settled_on is None or update.given_on >= action.settled_on


def telling(action: Action, updates: list[Update]) -> list[Update]:
    """Of an action's updates, those that tell where it stands."""
    return [update for update in updates if tells(action, update)]


def handed(rows: Iterable[Held], name: str, parents: Mapping[int, Any]) -> list[Held]:
    """Rows with the parent that is in hand, as a join would give it to them.

    One whose parent is not in hand is left out: each query sees what was committed by then, and its action was agreed
    since. An assignment does the same and asks each time whether it may: of 20,000 updates that took a second.
    """
    column, found = f"{name}_id", []
    for row in rows:
        # Past the descriptor, which is a call for each row.
        parent = parents.get(vars(row)[column])
        if parent is not None:
            row._state.fields_cache[name] = parent  # noqa: SLF001  # where Django keeps its joins
            found.append(row)
    return found


def posts_of(actions: list[Action], updates: list[Update]) -> dict[int, Post]:
    """The posts for which updates were given: those of the actions; one query more where an action has moved since."""
    posts = {action.post_id: action.post for action in actions}
    missing = {update.given_for_id for update in updates} - posts.keys()
    return posts | (Post.objects.in_bulk(missing) if missing else {})


def changes_of(actions: list[Any]) -> list[ActionChange]:
    """Every change of these actions, with its action; no query where none was ever changed."""
    by_id = {action.id: action for action in actions if action.changed_on}
    return handed(ActionChange.objects.filter(action__in=list(by_id)), "action", by_id) if by_id else []


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


def latest(rows: list[Row]) -> Row | None:
    """The last of rows that come in order."""
    return rows[-1] if rows else None
