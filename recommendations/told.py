"""What was told of actions: as much of their updates as it takes to say where they stand, or all of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model

from council.models import Committee, Post
from council.roles import Roles
from recommendations import brief, readings
from recommendations.brief import BriefAction, Owners, briefed
from recommendations.decisions import Asked
from recommendations.figures import grouped
from recommendations.models import Action, Recommendation, Update
from recommendations.querysets import telling_since
from recommendations.scope import Days
from recommendations.slim import made
from recommendations.standing import ActionStanding, Word

Held = TypeVar("Held", bound=Model)
# Characters of a day.
DAY = len("2026-03-31")


def told_of(
    recommendations: Mapping[int, Recommendation],
    asked: Asked,
    days: Days,
    roles: Roles,
    *,
    are_own: bool,
    owners: Owners | None,
) -> tuple[list[Any], Mapping[int, Sequence[Any]]]:
    """The actions of recommendations that are in hand, and their updates by action: two queries. In brief, where it is
    known whom they belong to: one query today."""
    if owners and days.first:
        return in_brief(recommendations, asked, days, roles, are_own=are_own, owners=owners)
    actions, told = actions_and_updates(asked, days.first, roles, are_own)
    actions = handed(actions, "recommendation", recommendations)
    told = handed(told, "action", {action.id: action for action in actions})
    handed(told, "given_for", posts_of(actions, told))
    return actions, grouped(told, lambda u: u.action_id)


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
    recommendations: Mapping[int, Recommendation],
    asked: Asked,
    days: Days,
    roles: Roles,
    *,
    are_own: bool,
    owners: Owners,
) -> tuple[list[BriefAction], Mapping[int, Sequence[Word]]]:
    """Actions, with the updates of those that do not tell themselves where they stood on these days."""
    reviews, _, up_to = asked
    first = days.first or up_to
    is_today = are_own and days.standing_from == up_to == roles.on
    if is_today:
        # All of them tell where they stand; of an earlier day the states alone are asked for.
        rows = readings.brief_actions_today(reviews, up_to, first)
    else:
        rows = readings.brief_actions_in(reviews, up_to, first, roles, are_own)
    actions = briefed(rows, recommendations, owners.with_posts({row[brief.POST] for row in rows}))
    if is_today:
        return actions, {a.id: (word_of(a.id, said),) for a in actions if (said := a.said) is not None}
    return actions, told_besides(actions, reviews, up_to, first, roles, are_own)


def told_besides(
    actions: list[BriefAction], reviews: list[int], up_to: date, since: date, roles: Roles, are_own: bool
) -> Mapping[int, Sequence[Word]]:
    """The updates of those actions that do not tell themselves where they stood on a day and since: one query."""
    by_id = {action.id: action for action in actions if not action.tells_itself}
    reach = telling_since(by_id.values(), since)
    found = readings.brief_updates_in(reviews, up_to, since, *reach, roles, are_own)
    told: defaultdict[int, list[Word]] = defaultdict(list)
    for word in map(Word._make, found):
        action = by_id.get(word.action_id)
        if action is not None and tells(action, word):
            told[word.action_id].append(word)
    return told


def word_of(pk: int, said: str) -> Word:
    """A word of an action that was read as its day and status: 2026-03-31on_track."""
    day = date.fromisoformat(said[:DAY])
    return Word(pk, said[DAY:], day, day)


def hear(rows: Iterable[ActionStanding], roles: Roles, committee: Committee) -> None:
    """Give these standings of a committee, which a page prints, their last update with its words: one query, none for
    no rows."""
    said = [row for row in rows if row.updates]
    if not said:
        return
    ids, since = sorted({row.action.pk for row in said}), min(row.said_on for row in said)
    last = readings.updates_since(ids, since, roles, committee.pk in roles.committee_ids)
    told = grouped(made(last, readings.UPDATE), lambda u: u.action_id)
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
