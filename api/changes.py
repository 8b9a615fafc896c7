"""What was said and decided on a review or a committee, as an Atom feed for anybody who may read it."""

from datetime import date, datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from recommendations.history import Event, history
from recommendations.ledger import Ledger
from recommendations.models import Recommendation
from recommendations.scope import Scope

IN_THE_FEED = 50
# What is computed happens by itself, and what officers and members write to each other stays inside the council.
TOLD = ("verdict", "response", "update", "agreed", "call_in", "outcome")


def happened(ledger: Ledger, on: date) -> list[tuple[Recommendation, Event]]:
    """What the feed tells by a day, the latest first."""
    found = [
        (standing.recommendation, event)
        for standing in ledger.position(on).standings
        for event in history(
            standing,
            [u for a in ledger.actions[standing.recommendation.pk] for u in ledger.updates[a.pk]],
            [],
            [],
        )
        if event.kind in TOLD and event.day <= on
    ]
    return sorted(found, key=lambda pair: (pair[1].day, pair[0].number), reverse=True)[:IN_THE_FEED]


class Changes(Feed[Any, Any]):
    """The feed of one scope."""

    feed_type = Atom1Feed

    def __init__(self, scope: Scope, told: list[tuple[Recommendation, Event]]) -> None:
        self.scope, self.told = scope, told

    def title(self) -> str:
        """What it is about."""
        return f"{self.scope.title}: what was said and decided"

    def link(self) -> str:
        """Where it all stands."""
        return self.scope.url()

    def items(self) -> list[tuple[int, Recommendation, Event]]:
        """Each with its place among those of its day and kind, so that its name lasts."""
        return [(place, *pair) for place, pair in enumerate(self.told)]

    def item_title(self, item: tuple[int, Recommendation, Event]) -> str:
        """R3: Verdict, acceptable progress."""
        _, recommendation, event = item
        about = event.reference or recommendation.reference
        return f"{about}: {event.label}, {event.summary}" if event.summary else f"{about}: {event.label}"

    def item_description(self, item: tuple[int, Recommendation, Event]) -> str:
        """Who said it, and their words."""
        _, _, event = item
        return " ".join(filter(None, [f"{event.who.rstrip('.')}:" if event.who else "", event.words]))

    def item_link(self, item: tuple[int, Recommendation, Event]) -> str:
        """The recommendation, where it stands in its timeline."""
        return item[1].get_absolute_url()

    def item_guid(self, item: tuple[int, Recommendation, Event]) -> str:
        """A name that stays: what, of which recommendation, on which day, and which of several."""
        _, recommendation, event = item
        same = [e for r, e in self.told if (r, e.day, e.kind) == (recommendation, event.day, event.kind)]
        at = len(same) - next(n for n, e in enumerate(same) if e is event)
        return f"tag:{recommendation.review.slug},{event.day.isoformat()}:{recommendation.number}/{event.kind}/{at}"

    def item_updateddate(self, item: tuple[int, Recommendation, Event]) -> datetime:
        """The day, at noon: only days are recorded."""
        return timezone.make_aware(datetime.combine(item[2].day, time(12)))

    item_pubdate = item_updateddate
