"""Which rows: who may see them, and one named queryset for each page's need. Deny by default."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from council.models import Holding
from council.roles import Roles, current
from recommendations.states import Status, VerdictKind

if TYPE_CHECKING:
    from recommendations.models import Action, Extension, Question, Recommendation, Review, Update
else:
    Action = Extension = Question = Recommendation = Review = Update = Any

Row = TypeVar("Row", bound=models.Model)
BOOLEAN = models.BooleanField()
# An action on which something new was said within so many days is looked for by the day, not by name.
SETTLED_LATELY = timedelta(days=180)


def reviews_seen_by(roles: Roles, prefix: str = "") -> Q:
    """Published reviews of committees that publish and of the councils a person belongs to, and unpublished ones of
    committees they run."""
    for_everyone = Q(**{f"{prefix}committee__publishes": True})
    of_their_council = Q(**{f"{prefix}committee__council__in": list(roles.council_ids)})
    published = Q(**{f"{prefix}published_on__lte": roles.on}) & (for_everyone | of_their_council)
    run = Q(**{f"{prefix}committee__in": list(roles.chair_of | roles.scrutiny_officer_of)})
    return published | run


class Exemptible(models.QuerySet[Row], Generic[Row]):
    """Rows that can be exempt: which of them a person may read.

    The committee's own people read everything. Officers read what concerns the posts that they answer for and the
    services that they head. Nobody else learns that an exempt row exists.
    """

    # From the row to the committee, and to the post whose work it concerns (empty where it concerns no one's).
    to_committee: ClassVar[str]
    to_post: ClassVar[str] = ""

    def with_exemption(self) -> Self:
        """With ``exempt_under``: the paragraph of Schedule 12A, or None where the row is not exempt."""
        return self.annotate(exempt_under=Subquery(self.in_force().values("paragraph")[:1]))

    def shown_to(self, roles: Roles) -> Self:
        """Those that a person may read who may see their review, each with ``exempt_under``."""
        return self.readable_by(roles).with_exemption()

    def readable_by(self, roles: Roles) -> Self:
        """The same rows without ``exempt_under``, to be asked for inside another query."""
        return self.filter(self.may_read(roles))

    def not_exempt(self) -> Self:
        """Those that no exemption of their own keeps back."""
        return self.filter(~Exists(self.in_force()))

    def may_read(self, roles: Roles) -> Q:
        """Not exempt, or concerning this person."""
        return ~Exists(self.in_force()) | self.concerns(roles)

    def concerns(self, roles: Roles) -> Q:
        """Of a committee that this person is on, or about work that they answer for."""
        concerns = Q(**{f"{self.to_committee}__in": list(roles.committee_ids)})
        if self.to_post:
            concerns |= Q(**{f"{self.to_post}__in": list(roles.post_ids)})
            concerns |= Q(**{f"{self.to_post}__service__in": list(roles.headed_service_ids)})
        return concerns

    def in_force(self) -> models.QuerySet[Any, Any]:
        """The exemption in force of the outer row."""
        kept = self.model._meta.get_field("exemptions").related_model
        return kept._default_manager.filter(subject=OuterRef("pk"), ended_on__isnull=True)  # type: ignore[union-attr]


# The order of the report's actions. Those of no part come last, which each database would see differently.
OF_THE_REPORT = ("recommendation__number", F("part__label").asc(nulls_last=True), "number")


class ReviewQuerySet(models.QuerySet[Review]):
    """Reviews."""

    def visible_to(self, roles: Roles) -> Self:
        """Those that a person with these roles may see."""
        return self.filter(reviews_seen_by(roles))

    def concerning(self, roles: Roles) -> Self:
        """Of those, the ones of a person's own councils; for the public, all that is published."""
        seen = self.visible_to(roles)
        return seen.filter(committee__council__in=list(roles.council_ids)) if roles.is_signed_in else seen

    def for_page(self) -> Self:
        """With what every page about a review prints in its head."""
        return self.select_related("committee__council")


class RecommendationQuerySet(models.QuerySet[Recommendation]):
    """Recommendations."""

    def visible_to(self, roles: Roles) -> Self:
        """Those of reviews that a person with these roles may see."""
        return self.filter(reviews_seen_by(roles, "review__"))

    def for_figures(self) -> Self:
        """With the theme and services that figures are grouped by."""
        ordered = self.order_by("review__adopted_on", "review_id", "number")
        return ordered.select_related("theme", "lead_service", "partner_service")

    def for_page(self) -> Self:
        """With what a recommendation's own page prints."""
        return self.select_related("review__committee__council", "theme", "lead_service", "partner_service")


class ActionQuerySet(models.QuerySet[Action]):
    """Actions. The day is always an argument."""

    def visible_to(self, roles: Roles) -> Self:
        """Those of reviews that a person with these roles may see."""
        return self.filter(reviews_seen_by(roles, "recommendation__review__"))

    def of_posts(self, post_ids: frozenset[int]) -> Self:
        """Work of these posts."""
        return self.filter(post__in=list(post_ids))

    def with_draft_of(self, roles: Roles) -> Self:
        """With ``draft_at``: when this person last typed into its form without giving the update."""
        # Here and not at the top: models import this module.
        from recommendations.models import Draft

        mine = Draft.objects.filter(action=OuterRef("pk"), person=roles.user_id)
        return self.annotate(draft_at=Subquery(mine.values("saved_at")[:1]))

    def with_sign_off(self) -> Self:
        """With ``is_signed_off``: whether the committee agrees that its recommendation is achieved.

        Asked row by row: to ask it of every recommendation first took a second for fifty actions among 100,000.
        """
        signed_off = Q(last_verdict=VerdictKind.ACHIEVED)
        return self.with_last_verdict().annotate(is_signed_off=models.ExpressionWrapper(signed_off, BOOLEAN))

    def with_last_verdict(self) -> Self:
        """With ``last_verdict``: what the committee last said of its recommendation; empty where it has not."""
        last = Coalesce(Subquery(latest_verdicts("recommendation").values("verdict")[:1]), Value(""))
        return self.annotate(last_verdict=last)

    def in_brief(self, told: "UpdateQuerySet", kept: "UpdateQuerySet | None", day: date) -> Self:
        """With ``tells_itself``: its own columns say where it stood on this day and since. The others come with
        ``settled_on``, as their updates are needed. ``kept`` are updates that the reader may not read, where there
        may be any."""
        untold = untold_since(day, kept)
        settled = models.Case(models.When(untold, then=last_settled(told, day)), default=None)
        tells = models.ExpressionWrapper(~untold, BOOLEAN)
        return self.annotate(tells_itself=tells, settled_on=settled, said=Value(None, models.CharField()))

    def in_brief_today(self, day: date) -> Self:
        """The same, today, for somebody from whom nothing is kept: all their own columns tell where they stand. Of
        those updated after an earlier day with what was ``said`` last by then: its own day, and its status behind it.
        """
        # Here and not at the top: models import this module.
        from recommendations.models import Update

        last = Update.objects.filter(action=OuterRef("pk"), given_on__lte=day).order_by("-given_on", "-pk")
        # As one word: to look for each took twice as long.
        word = Concat(Cast("given_on", models.CharField()), "status", output_field=models.CharField())
        said = models.Case(models.When(updated_on__gt=day, then=Subquery(last.values(word=word)[:1])), default=None)
        return self.annotate(tells_itself=Value(True, BOOLEAN), settled_on=Value(None, models.DateField()), said=said)

    def with_last_settled(self, told: "UpdateQuerySet", day: date) -> Self:
        """With ``settled_on``: the day of its last word, by this day, behind which no standing reaches."""
        return self.annotate(settled_on=last_settled(told, day))

    def open(self) -> Self:
        """Neither achieved by the officers' word nor withdrawn, and on a recommendation that is not signed off."""
        return self.open_to_updates().exclude(status=Status.ACHIEVED)

    def open_to_updates(self) -> Self:
        """Those of which more may be said: neither withdrawn nor signed off."""
        return self.with_sign_off().filter(withdrawn_on__isnull=True, is_signed_off=False)

    def overdue(self, on: date) -> Self:
        """Open and past the target date on this day."""
        return self.open().filter(target_on__lt=on)

    def stale(self, on: date, limit_days: int) -> Self:
        """Open and without an update for more than ``limit_days`` days."""
        since = on - timedelta(days=limit_days)
        silent = Q(updated_on__lt=since) | Q(updated_on__isnull=True, agreed_on__lt=since)
        return self.open().filter(silent)

    def for_list(self) -> Self:
        """With what a row of a list prints."""
        return self.select_related("recommendation__review__committee__council", "part", "post__service")

    def for_figures(self) -> Self:
        """In the order of the report."""
        return self.order_by(*OF_THE_REPORT)


class UpdateQuerySet(Exemptible[Update]):
    """What officers said."""

    to_committee = "action__recommendation__review__committee"
    to_post = "action__post"

    def visible_to(self, roles: Roles) -> Self:
        """Those of reviews that a person with these roles may see, and may read."""
        return self.filter(reviews_seen_by(roles, "action__recommendation__review__")).shown_to(roles)

    def telling_of(self, since: date, far: Collection[int]) -> Self:
        """Those that may tell where actions stand, of which ``telling_since()`` says how far back they reach."""
        lately = Q(given_on__gte=since)
        return self.filter(lately | Q(action__in=far) if far else lately)


class ExtensionQuerySet(Exemptible[Extension]):
    """Requests for more time."""

    to_committee = "action__recommendation__review__committee"
    to_post = "action__post"

    def worded_for(self, roles: Roles) -> list[Extension]:
        """All of them, since they move targets: ``worded`` for a person."""
        return worded(self.judged_for(roles))

    def judged_for(self, roles: Roles) -> Self:
        """With ``is_inside``: a person belongs to the council; and ``may_be_read``: they may read the words."""
        is_inside = Q(**{f"{self.to_committee}__council__in": list(roles.council_ids)})
        judged: dict[str, Any] = {
            "is_inside": models.ExpressionWrapper(is_inside, BOOLEAN),
            "may_be_read": models.ExpressionWrapper(is_inside & self.may_read(roles), BOOLEAN),
        }
        return self.with_exemption().annotate(**judged)

    def for_decision(self, on: date) -> Self:
        """With what decides who may decide: ``has_other_head`` tells whether, on this day, somebody other than the
        one who asked answers for the service."""
        heads = Holding.objects.filter(
            current(on),
            user__is_active=True,
            post__is_head=True,
            post__service=models.OuterRef("action__post__service"),
        ).exclude(user=models.OuterRef("requested_by"))
        return self.for_list().with_exemption().annotate(has_other_head=models.Exists(heads))

    def waiting(self) -> Self:
        """Not decided yet."""
        return self.filter(agreed__isnull=True, action__withdrawn_on__isnull=True)

    def for_list(self) -> Self:
        """With what a row of a list prints."""
        return self.select_related(
            "action__recommendation__review__committee__council",
            "action__part",
            "action__post__service",
            "requested_by",
        )


class QuestionQuerySet(Exemptible[Question]):
    """What members asked. Questions and answers stay inside the council, exempt or not."""

    to_committee = "recommendation__review__committee"
    to_post = "post"

    def shown_to(self, roles: Roles) -> Self:
        """Those that a person of the council may read, each with ``exempt_under``."""
        return super().shown_to(roles).filter(recommendation__review__committee__council__in=list(roles.council_ids))

    def visible_to(self, roles: Roles) -> Self:
        """Those of reviews that a person with these roles may see, and may read."""
        return self.filter(reviews_seen_by(roles, "recommendation__review__")).shown_to(roles)

    def waiting(self) -> Self:
        """Neither answered nor closed."""
        return self.filter(answer__isnull=True, outcome="")

    def with_answers(self) -> Self:
        """With what a question prints: its answer, whom it is put to, and what it is about."""
        return self.select_related("answer__given_for", "post__service", "action__part", "action__recommendation")

    def for_list(self) -> Self:
        """With what a row of a list prints besides."""
        return self.with_answers().select_related("recommendation__review__committee__council")


class VerdictQuerySet(models.QuerySet[Any, Any]):
    """What the committee said, what was recorded wrongly included."""

    def in_force(self, on: date) -> Self:
        """Those recorded by a day, without those that were put right by then."""
        later = self.model.objects.filter(
            recommendation=OuterRef("recommendation"),
            meeting=OuterRef("meeting"),
            pk__gt=OuterRef("pk"),
            recorded_on__lte=on,
        )
        return self.filter(~Exists(later), recorded_on__lte=on)

    def corrections(self) -> Self:
        """Those that put another right, with its number: ``instead_of``."""
        same = self.model.objects.filter(recommendation=OuterRef("recommendation"), meeting=OuterRef("meeting"))
        before = same.filter(pk__lt=OuterRef("pk")).order_by("-pk").values("pk")[:1]
        return self.exclude(corrected_because="").annotate(instead_of=Subquery(before))


def last_settled(told: UpdateQuerySet, day: date) -> Subquery:
    """Of an action as the outer row, the day of its last word, by this day, behind which no standing reaches.

    That is its last update, of those ``told``, which said something new, did not claim achievement and was never
    corrected: whatever came before it has been superseded, however long the history.
    """
    # Here and not at the top: models import this module.
    from recommendations.models import Update

    of_it = told.filter(action=OuterRef("pk"), given_on__lte=day, unchanged=False).exclude(status=Status.ACHIEVED)
    # Not as a join: one update after the other is looked at, the latest first, until one was never corrected.
    stands = of_it.filter(~Exists(Update.objects.filter(corrects=OuterRef("pk"))))
    return Subquery(stands.order_by("-given_on", "-pk").values("given_on")[:1])


def untold_since(day: date, kept: UpdateQuerySet | None, prefix: str = "") -> Q:
    """Actions whose own columns do not tell where they stood on a day and since; the prefix leads to the action.

    They tell of the last update alone. It must be of that day or before; and for whom something is ``kept`` back, it
    may not be the last one.
    """
    untold = Q(**{f"{prefix}updated_on__gt": day})
    return untold if kept is None else untold | Q(Exists(kept.filter(action=OuterRef(f"{prefix}pk"))))


def telling_since(actions: Iterable[Any], day: date) -> tuple[date, list[int]]:
    """From which day on updates tell where these actions, which come ``with_last_settled()``, stand on this day or a
    later one; and the actions of which all updates do.

    They may leave a few that do not. Most actions were settled lately, and one day for all of them is what an index
    serves; the others are named.
    """
    near = day - SETTLED_LATELY
    far = [action.pk for action in actions if action.settled_on is None or action.settled_on < near]
    return min((a.settled_on for a in actions if a.settled_on and a.settled_on >= near), default=day), far


def worded(extensions: Iterable[Extension]) -> list[Extension]:
    """Requests that were ``judged_for`` a person: the words are taken off those that they may not read.

    Somebody from outside the council reads the agreed dates alone: what officers and heads wrote to each other is not
    published.
    """
    return [row if row.may_be_read else without_words(row) for row in extensions if row.is_inside or row.agreed]


def without_words(extension: Extension) -> Extension:
    """A request as those see it who may not read it: its dates. It is shown, never saved."""
    extension.words = extension.note = extension.reason = extension.decided_as = ""
    extension.exempt_under = None
    return extension


def latest_verdicts(of: str) -> models.QuerySet[Any, Any]:
    """Verdicts on the recommendation that this field of the outer row names, the last meeting's first."""
    # Here and not at the top: models import this module.
    from recommendations.models import Verdict

    return Verdict.objects.filter(recommendation=OuterRef(of)).order_by("-meeting__held_on", "-pk")
