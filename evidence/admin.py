"""The technical administrator's view of evidence."""

from django.contrib import admin

from evidence.models import (
    Citation,
    Contradiction,
    GovernanceBody,
    PanelMember,
    Paragraph,
    Proof,
    ProofExemption,
    Venue,
    Witness,
    WitnessGroup,
)
from recommendations.admin import ReadOnly

admin.site.register([Citation, Contradiction, GovernanceBody, PanelMember, Paragraph, Venue, Witness, WitnessGroup])
admin.site.register([Proof, ProofExemption], ReadOnly)
