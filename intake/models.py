"""A published report on its way to being a review: the file, what was found in it, and what was decided about that."""

import hashlib
import re
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import count, islice, product
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from council.horizon import YEARS_AHEAD, furthest
from council.models import Committee, Post, Service
from intake.querysets import ImportedReportQuerySet
from intake.states import ENDED, UNREAD, Decision, Stage, Sureness, sureness
from recommendations.models import Review
from recommendations.states import ResponseKind

REASON_MAX, BECAUSE_MAX = 500, 300
# The title of an action for which the report prints a date, and not what is to be done.
TO_BE_AGREED = "Words to be agreed: {}"
A_SERVICE = re.compile(r"\b(?:Services?|Team|Department|Directorate|Division|Unit)$")
LABELS = "abcdefghijklmnopqrstuvwxyz"


class ImportedReport(models.Model):
    """One file that was chosen. The row is the truth: a message to a worker is only the wake-up."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    name = models.CharField("name of the file", max_length=120)
    kept_as = models.CharField("name in the storage", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("size in bytes")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    lease_until = models.DateTimeField("the worker is given up after", null=True)
    step = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField("why it was not read", max_length=REASON_MAX, blank=True)
    found = models.JSONField("what was found, as the reader told it", null=True)
    source = models.JSONField("the lines that were read: page, number, words", default=list)
    left_out = models.JSONField("what is not taken over, beside recommendations", default=list)
    settled = models.JSONField("what was said of the questions, by their places", default=dict)
    review = models.OneToOneField(Review, on_delete=models.PROTECT, null=True, related_name="imported_from")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)
    typed = models.JSONField("what was typed of the review to be made, by field", null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = ImportedReportQuerySet.as_manager()

    class Meta:
        ordering = ("-chosen_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="an_import_has_a_known_stage"),
            models.CheckConstraint(
                condition=Q(stage=Stage.READING, lease_until__isnull=False)
                | (~Q(stage=Stage.READING) & Q(lease_until__isnull=True)),
                name="an_import_being_read_has_a_lease",
            ),
            models.CheckConstraint(
                condition=(Q(stage=Stage.FAILED) & ~Q(reason="")) | (~Q(stage=Stage.FAILED) & Q(reason="")),
                name="an_import_that_was_not_read_says_why",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.MADE, review__isnull=False, made_by__isnull=False, made_at__isnull=False)
                | Q(~Q(stage=Stage.MADE), review__isnull=True, made_by__isnull=True, made_at__isnull=True),
                name="an_import_that_was_made_has_its_review",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.REMOVED, removed_by__isnull=False, removed_at__isnull=False)
                | Q(~Q(stage=Stage.REMOVED), removed_by__isnull=True, removed_at__isnull=True),
                name="an_import_that_was_removed_says_who_and_when",
            ),
            models.UniqueConstraint(
                fields=["committee", "sha256"],
                condition=~Q(stage__in=ENDED),
                name="one_import_of_a_file_in_a_committee",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page: progress, then what was found."""
        return reverse("intake:report", args=[self.pk])

    @property
    def is_unread(self) -> bool:
        """Waiting, or being read."""
        return self.stage in UNREAD

    @property
    def seen(self) -> str:
        """Changes whenever what people see of its progress changes."""
        return f"{self.stage}-{self.step}"


@dataclass(frozen=True)
class PrintedAction:
    """One action as the report prints it, and the post and the day that were chosen for it. ``post``: its key."""

    text: str
    lead: str
    due: str
    post: int | None
    target_on: date | None
    # Whether the report says what is to be done; it may print a date alone, and then the words are to be agreed.
    is_named: bool = True

    def missing(self, on: date) -> list[str]:
        """What is still missing before it can be agreed on a day."""
        missing = [] if self.post else ["a post"]
        if self.target_on is None:
            return [*missing, "a target date"]
        if self.target_on > furthest(on):
            return [*missing, f"a target date within {YEARS_AHEAD} years"]
        return missing if self.target_on >= on else [*missing, "a target date that has not passed"]

    def as_json(self) -> dict[str, Any]:
        """As a row of further actions is kept."""
        return asdict(self) | {"target_on": self.target_on.isoformat() if self.target_on else None}

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "PrintedAction":
        """Back from ``as_json()``."""
        return cls(**{**row, "target_on": date.fromisoformat(row["target_on"]) if row["target_on"] else None})


class ProposedItem(models.Model):
    """One proposed recommendation, as it is to be taken over: the reader's words, or what somebody made of them."""

    imported = models.ForeignKey(ImportedReport, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    number = models.CharField("number as printed", max_length=12, blank=True)
    title = models.CharField("short title of ours", max_length=120)
    text = models.TextField("wording, word for word")
    body_text = models.TextField("wording in the body, where it differs", blank=True)
    theme = models.CharField(max_length=200, blank=True)
    owner = models.CharField("owner as the report names it", max_length=200, blank=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    parts = models.JSONField(default=list)
    differences = models.JSONField(default=list)
    response = models.TextField("executive response, as printed", blank=True)
    response_kind = models.CharField(max_length=30, choices=ResponseKind.choices, blank=True)
    lead = models.CharField("who is to do it, as printed", max_length=200, blank=True)
    due = models.CharField("completion date, as printed", max_length=200, blank=True)
    action = models.TextField("what is to be done, as printed", blank=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    target_on = models.DateField("target date", null=True, blank=True)
    more_actions = models.JSONField("further actions: text, lead, due, post, target_on", default=list)
    left_out_because = models.CharField("why it is left out", max_length=BECAUSE_MAX, blank=True)
    place = models.CharField(max_length=60, blank=True)
    body_place = models.CharField(max_length=60, blank=True)
    after = models.CharField("paragraph that it is printed after", max_length=12, blank=True)
    confidence = models.FloatField()
    why = models.CharField("what that rests on", max_length=300, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    is_edited = models.BooleanField(default=False)
    is_added = models.BooleanField("added by hand", default=False, db_default=False)
    is_as_body = models.BooleanField("worded as the body has it, not as the summary", default=False, db_default=False)

    class Meta:
        ordering = ("order", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="an_item_has_a_known_decision"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0) & Q(confidence__lte=1), name="a_confidence_is_from_nought_to_one"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="an_item_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """R3, or R5.2 as printed."""
        return f"R{self.number or self.order}"

    @property
    def sureness(self) -> Sureness:
        """How sure the reader is, in a word."""
        return sureness(self.confidence)

    @property
    def is_open(self) -> bool:
        """Whether it waits to be decided."""
        return self.decision == Decision.OPEN

    @property
    def part_lines(self) -> str:
        """Its parts, one on each line, as they are edited."""
        return "\n".join(str(part["text"]) for part in self.parts)

    @property
    def may_be_worded_otherwise(self) -> bool:
        """Whether summary and body word it in two ways, of which one can be chosen."""
        return not self.is_edited and (bool(self.body_text) or any(part.get("body") for part in self.parts))

    @property
    def names_a_service(self) -> bool:
        """Whether the owner that the report names is a service: a post or a member leads no recommendation."""
        return bool(A_SERVICE.search(self.owner))

    @property
    def owner_words(self) -> str:
        """Who is to own it: the service that was assigned, else as named, else to be assigned."""
        return self.service.name if self.service else self.owner or "To be assigned"

    @property
    def owner_told(self) -> str:
        """The same, with what is made of an owner that the report names."""
        return self.owner_words if self.service or not self.owner else self.named_words

    @property
    def named_words(self) -> str:
        """What is made of the owner that the report names."""
        if self.names_a_service:
            return f"{self.owner}, as the report names it"
        return f"To be assigned: “{self.owner}”, whom the report names, is no service"

    @property
    def version(self) -> str:
        """Changes whenever what an edit would change does."""
        words = (self.number, self.title, self.text, self.parts, self.theme, self.owner, self.service_id, self.decision)
        actions = (self.action, self.post_id, self.target_on, self.more_actions)
        told = repr((*words, self.response, self.response_kind, *actions))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def actions(self) -> list["PrintedAction"]:
        """Every action that is printed for it, the first one first; one without words where only a date is."""
        first = PrintedAction(self.action, self.lead, self.due, self.post_id, self.target_on)
        if not self.action and not self.more_actions and (self.due or self.target_on):
            return [replace(first, text=TO_BE_AGREED.format(self.title), is_named=False)]
        return [*([first] if self.action else []), *self.further_actions]

    @property
    def further_actions(self) -> list["PrintedAction"]:
        """Those behind the first one."""
        return [PrintedAction.from_json(row) for row in self.more_actions]

    def turn(self) -> None:
        """Put the other of the two wordings in place of the one that is taken over; it becomes the other."""
        if self.body_text:
            self.text, self.body_text = self.body_text, self.text
        self.parts = [
            part | {"text": part["body"], "body": part["text"]} if part.get("body") else part for part in self.parts
        ]
        self.is_as_body = not self.is_as_body

    @staticmethod
    def labelled(parts: list[tuple[str, str]]) -> list[dict[str, Any]]:
        """Parts with letters of ours, of their words and the body's wording of each."""
        labels = letters(len(parts))
        return [{"label": label, "text": text, "body": body} for label, (text, body) in zip(labels, parts, strict=True)]


def letters(how_many: int) -> list[str]:
    """So many labels: a to z, or aa, ab and on where there are more. All of one length, so that they sort right."""
    length = next(n for n in count(1) if len(LABELS) ** n >= how_many)
    return ["".join(letter) for letter in islice(product(LABELS, repeat=length), how_many)]
