"""What was said and decided on a review or a committee, as an Atom feed for anybody who may read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from council.roles import Roles
from recommendations.history import KINDS, Event, called, checked, put_right, replied, ruled, taken_on, told, uncalled
from recommendations.models import Action, CallIn, OutcomeCheck, Recommendation, Response, Update, Verdict
from recommendations.scope import Scope

IN_THE_FEED = 50


@dataclass(frozen=True)
class Told:
    """One entry: what happened, to which recommendation, and the number of its row."""

    event: Event
    recommendation: Recommendation
    number: int

    @property
    def place(self) -> tuple[date, int, int, int]:
        """Where it stands among the others."""
        kind = list(KINDS).index(self.event.kind)
        return self.event.day, self.recommendation.number, kind, self.number


def happened(scope: Scope, roles: Roles) -> list[Told]:
    """What the feed tells by the day of these roles, the latest first.

    What is computed happens by itself, and what officers and members write to each other stays inside the council. Of
    each kind no more is read than the feed can tell, however long the history.
    """
    reviews = {review.pk: review for review in scope.reviews}
    found = [*decided(list(reviews), roles.on), *done(list(reviews), roles)]
    latest = sorted(found, key=lambda entry: entry.place, reverse=True)[:IN_THE_FEED]
    for entry in latest:
        entry.recommendation.review = reviews[entry.recommendation.review_id]
    return latest


def decided(reviews: list[int], on: date) -> Iterator[Told]:
    """What the committee and the executive said."""
    inside = {"recommendation__review__in": reviews}
    verdicts = Verdict.objects.filter(**inside, meeting__held_on__lte=on).select_related("recommendation", "meeting")
    for verdict in last(verdicts.in_force(on), "meeting__held_on"):
        yield Told(ruled(verdict, verdict.recommendation.reference), verdict.recommendation, verdict.pk)
    for was, now in corrected(verdicts.filter(recorded_on__lte=on)):
        yield Told(put_right(was, now, now.recommendation.reference), now.recommendation, now.pk)
    responses = Response.objects.filter(**inside, recorded_on__lte=on, decided_on__lte=on)
    for response in last(responses.select_related("recommendation"), "decided_on"):
        yield Told(replied(response, response.recommendation.reference), response.recommendation, response.pk)
    call_ins = CallIn.objects.filter(**inside, called_on__lte=on)
    for call_in in last(call_ins.select_related("recommendation", "meeting"), "called_on"):
        yield Told(called(call_in, call_in.recommendation.reference), call_in.recommendation, call_in.pk)
        if call_in.withdrawn_on and call_in.withdrawn_on <= on:
            yield Told(uncalled(call_in, call_in.recommendation.reference), call_in.recommendation, call_in.pk)
    checks = OutcomeCheck.objects.filter(verdict__recommendation__review__in=reviews, checked_on__lte=on)
    for check in last(checks.select_related("verdict__recommendation"), "checked_on"):
        about = check.verdict.recommendation
        yield Told(checked(check, about.reference), about, check.pk)


def corrected(verdicts: Any) -> Iterator[tuple[Verdict, Verdict]]:
    """Verdicts that were put right, each with the one in its place; one query more where there is any."""
    found = list(last(verdicts.corrections(), "recorded_on"))
    rows = Verdict.objects.filter(pk__in=[now.instead_of for now in found])[:IN_THE_FEED] if found else ()
    before = {was.pk: was for was in rows}
    yield from ((before[now.instead_of], now) for now in found)


def done(reviews: list[int], roles: Roles) -> Iterator[Told]:
    """What was agreed to be done, and what officers said of it."""
    actions = Action.objects.filter(recommendation__review__in=reviews, agreed_on__lte=roles.on)
    for action in last(actions.select_related("recommendation", "part", "post"), "agreed_on"):
        yield Told(taken_on(action), action.recommendation, action.pk)
    readable = Update.objects.filter(given_on__lte=roles.on).readable_by(roles)
    # The last updates of all are on the actions of which something was said last. Each of those an index finds.
    said_on = readable.filter(action=OuterRef("pk")).order_by("-given_on", "-pk").values("given_on")[:1]
    lately = actions.order_by(F("said_on").desc(nulls_last=True)).annotate(said_on=Subquery(said_on))
    of = list(lately.values_list("pk", flat=True)[:IN_THE_FEED])
    updates = readable.filter(action__in=of).with_exemption()
    for update in last(updates.select_related("action__recommendation", "action__part", "given_for"), "given_on"):
        yield Told(told(update), update.action.recommendation, update.pk)


def last(rows: QuerySet[Any, Any], day: str) -> QuerySet[Any, Any]:
    """As many of them as a feed has, the latest by this day."""
    return rows.order_by(f"-{day}", "-pk")[:IN_THE_FEED]


class Changes(Feed[Any, Any]):
    """The feed of one scope."""

    feed_type = Atom1Feed

    def __init__(self, scope: Scope, entries: list[Told]) -> None:
        self.scope, self.entries = scope, entries

    def title(self) -> str:
        """What it is about."""
        return f"{self.scope.title}: what was said and decided"

    def link(self) -> str:
        """Where it all stands."""
        return self.scope.url()

    def items(self) -> list[Told]:
        """The latest first."""
        return self.entries

    def item_title(self, item: Told) -> str:
        """R3: Verdict, acceptable progress."""
        event = item.event
        about = event.reference or item.recommendation.reference
        return f"{about}: {event.label}, {event.summary}" if event.summary else f"{about}: {event.label}"

    def item_description(self, item: Told) -> str:
        """Who said it, and their words."""
        event = item.event
        return " ".join(filter(None, [f"{event.who.rstrip('.')}:" if event.who else "", event.words]))

    def item_link(self, item: Told) -> str:
        """The recommendation, where it stands in its timeline."""
        return item.recommendation.get_absolute_url()

    def item_guid(self, item: Told) -> str:
        """A name that stays, whatever else happens: of which recommendation, on which day, what, and its number."""
        about, event = item.recommendation, item.event
        return f"tag:{about.review.slug},{event.day.isoformat()}:{about.number}/{event.kind}/{item.number}"

    def item_updateddate(self, item: Told) -> datetime:
        """The day, at noon: only days are recorded."""
        return timezone.make_aware(datetime.combine(item.event.day, time(12)))

    item_pubdate = item_updateddate
