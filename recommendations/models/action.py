"""Actions, what officers say of them, and the time they asked for. Updates and decided extensions never change."""

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from council.addresses import address
from council.models import Post
from recommendations.models.change import Change
from recommendations.models.review import Part, Recommendation
from recommendations.querysets import OF_THE_REPORT, ActionQuerySet, ExtensionQuerySet, UpdateQuerySet
from recommendations.states import IN_TROUBLE, Answering, Reason, Status


class Action(models.Model):
    """One piece of work for one post, with a success measure and a target date.

    ``status``, ``updated_on``, ``achieved_on``, ``target_on`` and ``times_moved`` repeat what the history says, so that
    lists of any length can filter on them and figures of today need not read it; only the verbs of ``workflow.py``
    write them, together with the history row.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="actions")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    success_measure = models.CharField(max_length=300)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="actions")
    agreed_on = models.DateField()
    original_target_on = models.DateField("first target date")
    target_on = models.DateField("target date now")
    times_moved = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.NOT_STARTED)
    updated_on = models.DateField("day of the last update", null=True, blank=True)
    # As ``standing.achieved_since`` has it.
    achieved_on = models.DateField("since when officers have said that it is achieved", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_on = models.DateField(null=True, blank=True)
    # The latest day on which its words, owner or part changed, so that only those who look further back ask for it.
    changed_on = models.DateField("day of the last change", null=True, blank=True)

    # Filled by ActionQuerySet.with_draft_of().
    draft_at: datetime | None = None
    # Filled by ActionQuerySet.with_sign_off() and with_last_verdict().
    is_signed_off: bool
    last_verdict: str
    # Filled by ActionQuerySet.with_last_settled().
    settled_on: date | None = None
    # Filled by ActionQuerySet.in_brief().
    tells_itself: bool

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = OF_THE_REPORT
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recommendation", "number"], condition=Q(part__isnull=True), name="one_action_for_each_number"
            ),
            models.UniqueConstraint(
                fields=["part", "number"], condition=Q(part__isnull=False), name="one_action_for_each_number_in_a_part"
            ),
            models.CheckConstraint(
                condition=Q(target_on__gte=F("original_target_on")), name="target_is_never_before_the_first_one"
            ),
            models.CheckConstraint(
                condition=Q(original_target_on__gte=F("agreed_on")), name="first_target_is_not_before_the_agreement"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["post", "target_on"], name="actions_of_a_post"),
            models.Index(fields=["status", "target_on"], name="open_actions_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """The action's own page."""
        return address("recommendations:action", self.pk)

    @property
    def reference(self) -> str:
        """3c.1: recommendation, part, number."""
        return f"{self.recommendation.number}{self.part.label if self.part else ''}.{self.number}"

    @property
    def slippage(self) -> int:
        """Days between the first target date and the one now."""
        return (self.target_on - self.original_target_on).days


class ActionChange(Change):
    """A change to what an action says, to whom it belongs or to which part, or its withdrawal.

    The first target date is put right on the day it was agreed alone.

    ``before`` and ``after`` hold the words, or the id of the post or part (empty for none).
    """

    class What(models.TextChoices):
        TITLE = "title", "Title"
        SUCCESS_MEASURE = "success_measure", "Success measure"
        POST = "post", "Owner"
        PART = "part", "Part"
        TARGET = "target_on", "First target date"
        WITHDRAWN = "withdrawn", "Withdrawn"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=20, choices=What.choices)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    # As they were called on the day, for the history; a post may be renamed later.
    before_words = models.CharField(max_length=300, blank=True)
    after_words = models.CharField(max_length=300, blank=True)
    changed_as = models.CharField("in which part", max_length=200)

    class Meta(Change.Meta):
        constraints: ClassVar = [
            *Change.Meta.constraints,
            models.UniqueConstraint(
                fields=["action"], condition=Q(what="withdrawn"), name="an_action_is_withdrawn_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.reference}: {self.get_what_display().lower()} changed"


class Update(models.Model):
    """An officer's dated statement on an action. A mistake is corrected by a further update."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    status = models.CharField(max_length=20, choices=Status.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    words = models.TextField()
    has_proof = models.BooleanField("was given with proof that is as open as itself", default=False)
    no_proof_because = models.TextField("why an achievement comes without proof", blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_for = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    given_as = models.CharField(max_length=10, choices=Answering.choices, default=Answering.HOLDER)
    given_at = models.DateTimeField()
    given_on = models.DateField("local day of given_at")
    # Figures count from given_on, so that no past day changes. Timeliness of an achievement counts from this one.
    effective_on = models.DateField("day from which it holds")
    unchanged = models.BooleanField("says that nothing has changed since the one before", default=False)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    # Filled by UpdateQuerySet.shown_to().
    exempt_under: int | None = None

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ("given_on", "pk")
        indexes: ClassVar = [models.Index(fields=["action", "-given_on", "-id"], name="latest_update_of_an_action")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=IN_TROUBLE) ^ Q(reason=""), name="trouble_has_a_reason_and_nothing_else_has"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="an_update_says_something"),
            models.CheckConstraint(
                condition=~Q(status=Status.ACHIEVED) | Q(has_proof=True) | ~Q(no_proof_because=""),
                name="an_achievement_has_proof_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.ACHIEVED) | Q(no_proof_because=""),
                name="only_an_achievement_says_why_it_has_no_proof",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__lte=F("given_on")), name="an_update_holds_from_its_day_or_an_earlier_one"
            ),
            models.CheckConstraint(condition=~Q(corrects=F("pk")), name="an_update_does_not_correct_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.action.reference}: {self.get_status_display()}"

    @property
    def who(self) -> str:
        """The post for which it was given, and in which part where that was not its holder."""
        if self.given_as == Answering.HOLDER:
            return self.given_for.title
        return f"{self.given_for.title}, {Answering(self.given_as).label.lower()}"


class Extension(models.Model):
    """More time for an action: asked for, then agreed or refused by somebody else. Decided once."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="extensions")
    from_on = models.DateField("from")
    to_on = models.DateField("to")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    words = models.TextField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_on = models.DateField()
    agreed = models.BooleanField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    decided_as = models.CharField("post that decided", max_length=200, blank=True)
    note = models.TextField(blank=True)

    # Filled by ExtensionQuerySet.for_decision().
    has_other_head: bool
    # Filled by ExtensionQuerySet.worded_for().
    is_inside: bool
    may_be_read: bool
    exempt_under: int | None = None

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ("requested_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="an_extension_gives_more_time"),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True, decided_by__isnull=True, decided_on__isnull=True)
                | Q(agreed__isnull=False, decided_by__isnull=False, decided_on__isnull=False),
                name="a_decided_extension_names_its_decider",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="nobody_decides_their_own_request",
            ),
            models.UniqueConstraint(
                fields=["action"], condition=Q(agreed__isnull=True), name="one_open_request_for_an_action"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.reference}: to {self.to_on:%-d %B %Y}"
