"""What an officer attaches to an update to show that it is so: a file or a link. Never changed, never deleted."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from council.models import Post
from evidence.kinds import KINDS
from evidence.querysets import ProofQuerySet
from recommendations.models import Exemption, Update


class Proof(models.Model):
    """A file or a link. A better one is a further row, which names the one that it replaces; both are kept.

    ``content_type`` is what the content showed, ``name`` is cleaned for display, and ``stored_as`` is a random name
    in the storage that says nothing of either.
    """

    class Kind(models.TextChoices):
        FILE = "file", "File"
        LINK = "link", "Link"

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    description = models.CharField("what it shows", max_length=300)
    url = models.URLField(max_length=500, blank=True)
    name = models.CharField(max_length=120, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField("size in bytes", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    stored_as = models.CharField(max_length=64, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_for = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_on = models.DateField("local day of given_at")
    # One revision at most: the next one replaces the revision.
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    # Filled by ProofQuerySet.shown_to().
    exempt_under: int | None = None
    exempt_itself: int | None = None

    objects = ProofQuerySet.as_manager()

    class Meta:
        ordering = ("given_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="file", url="", size__gt=0)
                & ~Q(name="")
                & ~Q(content_type="")
                & ~Q(sha256="")
                & ~Q(stored_as="")
                | Q(kind="link", name="", content_type="", size=0, sha256="", stored_as="") & ~Q(url=""),
                name="a_proof_is_a_whole_file_or_a_link",
            ),
            models.CheckConstraint(condition=~Q(description=""), name="a_proof_says_what_it_shows"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")), name="a_proof_does_not_replace_itself"
            ),
            models.UniqueConstraint(
                fields=["stored_as"], condition=~Q(stored_as=""), name="one_proof_for_each_stored_file"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where a file is downloaded, through the permission check; a link leads straight to what it names."""
        return self.url or reverse("evidence:proof", args=[self.pk])

    @property
    def title(self) -> str:
        """The file's name; of a link, what it shows."""
        return self.name or self.description

    @property
    def form(self) -> str:
        """PDF, Word document, link: the form in which it comes."""
        return next((kind.word for kind in KINDS if kind.content_type == self.content_type), "Link")


class ProofExemption(Exemption):
    """A proof that is not for the public, though its update may be."""

    subject = models.ForeignKey(Proof, on_delete=models.PROTECT, related_name="exemptions")
