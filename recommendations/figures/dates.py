"""How dates were kept: how far targets moved, and how far those of a service can be relied on."""

from collections import Counter, defaultdict
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING

from recommendations.figures.kinds import NONE, REASONS
from recommendations.figures.shapes import ReasonLine, Reliability, Slippage, grouped

if TYPE_CHECKING:
    from recommendations.figures.position import Position


def slippage_of(position: "Position") -> Slippage:
    """How far targets have moved, and for which reasons. An action moved for two reasons counts under both."""
    moved = position.timely("moved")
    days: Counter[str] = Counter()
    actions: defaultdict[str, set[int]] = defaultdict(set)
    for action in moved:
        for move in action.moves:
            days[move.reason or NONE] += (move.to_on - move.from_on).days
            actions[move.reason or NONE].add(action.action.pk)
    return Slippage(
        moved=position.timely_figure("moved"),
        median_days=int(median(a.slippage for a in moved)) if moved else 0,
        worst=max(moved, key=lambda a: (a.slippage, a.action.pk), default=None),
        by_reason=tuple(
            ReasonLine(label, position.action_figure(len(actions[reason]), moved_for=reason), days[reason])
            for reason, label in sorted(REASONS, key=lambda row: -days[row[0]])
            if actions[reason]
        ),
    )


def reliability_of(position: "Position") -> tuple[Reliability, ...]:
    """How far the dates of each service that acts can be relied on, A to Z; those without a date that has come
    are left out."""
    # By number: to hash a model takes longer than to count it.
    come = grouped(position.timely_kinds["first_date_come"], attrgetter("post_id"))
    kept = Counter(a.post_id for a in position.timely_kinds["first_date_kept"])
    posts = grouped(come, lambda post: come[post][0].action.post.service)
    return tuple(
        Reliability(
            service.name,
            position.acting_figure(service, "first_date_come", sum(len(come[post]) for post in inside)),
            position.acting_figure(service, "first_date_kept", sum(kept[post] for post in inside)),
            tuple([a for post in inside for a in come[post]]),
        )
        for service, inside in sorted(posts.items(), key=lambda row: row[0].name)
    )
