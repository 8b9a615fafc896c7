"""The technical administrator's view of evidence."""

from typing import ClassVar

from django.contrib import admin
from django.db import models

from evidence.models import (
    Citation,
    Contradiction,
    EvidenceSession,
    GovernanceBody,
    PanelMember,
    Paragraph,
    Proof,
    Venue,
    Witness,
    WitnessGroup,
)
from recommendations.admin import ReadOnly, ReadOnlyWithoutExempt

# What the report says is read here as it was published. Sessions, links and contacts have verbs on the site.
admin.site.register(
    [Contradiction, EvidenceSession, GovernanceBody, PanelMember, Venue, Witness, WitnessGroup], ReadOnly
)
admin.site.register([Citation, Paragraph], ReadOnlyWithoutExempt)


@admin.register(Proof)
class ProofAdmin(ReadOnlyWithoutExempt):
    """Proof as it was given."""

    # The page makes a form of it before it finds that nothing may be changed.
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}
