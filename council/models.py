"""What people belong to: councils, their committees and meetings, directorates, services and posts.

Work belongs to posts and a Holding says who holds a post from when to when, so a leaver leaves no orphan.
"""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from simple_history.models import HistoricalRecords

from council.spans import overlapping, span


class SetUp(models.Model):
    """A row of the set-up that people edit. The version tells whether somebody else saved it meanwhile."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Council(models.Model):
    """A local authority. One install may serve several: everything hangs on a committee, a committee on a council."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    illustrative_notice = models.CharField(
        max_length=300, blank=True, help_text="Shown on every page and paper where the data is not the council’s own."
    )
    # How its pages look; the verb counts on, so that browsers may keep each look for ever.
    colour = models.CharField(max_length=7, blank=True)
    has_logo = models.BooleanField(default=False)
    look_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(colour="") | Q(colour__regex=r"^#[0-9a-f]{6}$"), name="a_colour_is_six_hexadecimal_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> int:
        """Which look it has: whoever changes it has seen this one."""
        return self.look_version


class Logo(models.Model):
    """A council's logo: a small picture, kept in the database so that a copy of the one is a copy of the other."""

    council = models.OneToOneField(Council, on_delete=models.CASCADE, related_name="logo")
    content = models.BinaryField()
    content_type = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"Logo of {self.council}"


class Committee(SetUp):
    """An overview and scrutiny committee (Local Government Act 2000, section 9F), with its own periods."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="committees")
    name = models.CharField(max_length=200)
    # Two months: Local Government Act 2000, section 9FE. A setting, because committees agree other periods.
    response_months = models.PositiveSmallIntegerField("months for the executive to respond", default=2)
    stale_after_days = models.PositiveSmallIntegerField("days until a status counts as not updated", default=90)
    due_soon_days = models.PositiveSmallIntegerField("days before a target date that count as due soon", default=30)
    answer_days = models.PositiveSmallIntegerField("working days to answer a member’s question", default=10)
    publishes = models.BooleanField(
        "the public may read what is published",
        default=False,
        help_text="Published recommendations, responses, verdicts and updates, without signing in. Nothing exempt.",
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                "council",
                name="one_committee_for_each_name_in_a_council",
                violation_error_message="There is a committee of this name already",
                violation_error_code="name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its settings, members and meetings."""
        return reverse("council:committee", args=[self.pk])


class Membership(models.Model):
    """What a person does on a committee, from when to when (last day included)."""

    class Role(models.TextChoices):
        MEMBER = "member", "Scrutiny member"
        CHAIR = "chair", "Chair"
        SCRUTINY_OFFICER = "scrutiny_officer", "Scrutiny officer"

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    from_on = models.DateField("from")
    to_on = models.DateField("to", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("-from_on",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="membership_ends_after_it_begins",
                violation_error_message="A membership cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} of {self.committee}"


class Meeting(SetUp):
    """A meeting of a committee, and the day by which its papers are due."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField("date of the meeting")
    papers_due_on = models.DateField("papers are due on")

    history = HistoricalRecords()

    class Meta:
        ordering = ("held_on",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "held_on"],
                name="one_meeting_of_a_committee_a_day",
                violation_error_message="There is a meeting of this committee on this day already",
                violation_error_code="held_on",
            ),
            models.CheckConstraint(
                condition=Q(papers_due_on__lte=F("held_on")),
                name="papers_are_due_before_the_meeting",
                violation_error_message="Papers cannot be due after the meeting",
                violation_error_code="papers_due_on",
            ),
        ]

    def __str__(self) -> str:
        return f"Meeting of {self.held_on:%-d %B %Y}"


class Directorate(SetUp):
    """A part of the council under one director."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="directorates")
    name = models.CharField(max_length=200)

    history = HistoricalRecords()

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["council", "name"],
                name="one_directorate_for_each_name_in_a_council",
                violation_error_message="There is a directorate of this name already",
                violation_error_code="name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Service(SetUp):
    """A service of a directorate."""

    directorate = models.ForeignKey(Directorate, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)

    history = HistoricalRecords()

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["directorate", "name"],
                name="one_service_for_each_name_in_a_directorate",
                violation_error_message="There is a service of this name in this directorate already",
                violation_error_code="name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(SetUp):
    """A post in a service. Actions belong to posts; people come and go."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)
    is_head = models.BooleanField("answers for the whole service", default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ("title",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service", "title"],
                name="one_post_for_each_title_in_a_service",
                violation_error_message="There is a post of this title in this service already",
                violation_error_code="title",
            ),
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(is_head=True),
                name="one_head_of_a_service",
                violation_error_message="Another post answers for this service already. Change that one first",
                violation_error_code="is_head",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Who holds it, and who held it when."""
        return reverse("council:post", args=[self.pk])


class Holding(models.Model):
    """Who holds a post from when to when (last day included), as holder or deputy."""

    class Capacity(models.TextChoices):
        HOLDER = "holder", "Holder"
        DEPUTY = "deputy", "Deputy"

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holdings")
    capacity = models.CharField(max_length=10, choices=Capacity.choices, default=Capacity.HOLDER)
    from_on = models.DateField("from")
    to_on = models.DateField("to", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("-from_on",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="holding_ends_after_it_begins",
                violation_error_message="A holding cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_capacity_display().lower()} of {self.post}"

    def clean(self) -> None:
        """A post has one holder at a time, whoever says who it is."""
        super().clean()
        if self.capacity != Holding.Capacity.HOLDER or not all((self.post_id, self.from_on)):
            return
        same_days = Holding.objects.filter(overlapping(self.from_on, self.to_on), post=self.post_id).exclude(pk=self.pk)
        if other := same_days.filter(capacity=self.capacity).select_related("user").first():
            when = span(other.from_on, other.to_on)
            raise ValidationError({"from_on": f"{other.user} holds this post {when}. End that first"})


class PlainTerm(SetUp):
    """A vague or labelling term that officers are asked to think about, with the wording to prefer and why.

    Recommendation 9 of the Prevent Duty review made into a list that the scrutiny officer keeps. It advises only.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="plain_terms")
    term = models.CharField("the term", max_length=80, help_text="A star at the end stands for any ending.")
    instead = models.TextField("wording to prefer, one on each line", blank=True)
    why = models.CharField(max_length=300)
    source = models.CharField("where this comes from", max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("term",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("term"),
                "council",
                name="one_plain_term_for_each_term_of_a_council",
                violation_error_message="This term is on the list already",
                violation_error_code="term",
            ),
        ]

    def __str__(self) -> str:
        return self.term

    @property
    def wordings(self) -> list[str]:
        """Each wording to prefer."""
        return [line.strip() for line in self.instead.splitlines() if line.strip()]


class Vacancy(models.Model):
    """Nobody holds a post from a day on, and somebody said so, with why. The head of its service answers for it."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="vacancies")
    from_on = models.DateField("from")
    to_on = models.DateField("expected to be filled by", null=True, blank=True)
    why = models.CharField(max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField()

    history = HistoricalRecords()

    class Meta:
        ordering = ("-from_on",)
        verbose_name_plural = "vacancies"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="vacancy_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="a_vacancy_says_why"),
            models.UniqueConstraint(fields=["post", "from_on"], name="one_vacancy_of_a_post_begins_on_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.post}: vacant from {self.from_on:%-d %B %Y}"


class Departure(models.Model):
    """Somebody leaves the council. It is closed once every post that they hold is covered from the day after."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="departures")
    last_day = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("last_day", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(closed_on__isnull=True), name="one_open_departure_of_a_person"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_by__isnull=True)
                | Q(closed_on__isnull=False, closed_by__isnull=False),
                name="a_closed_departure_names_who_closed_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} leaves on {self.last_day:%-d %B %Y}"


class SheetImport(models.Model):
    """A sheet of posts and people that somebody chose, kept until they have looked at it and imported it."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("name of the file", max_length=120)
    rows = models.JSONField()
    chosen_on = models.DateField()
    imported_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name
