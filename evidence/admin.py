"""The technical administrator's view of evidence."""

from django.contrib import admin

from evidence.models import (
    Citation,
    Contradiction,
    GovernanceBody,
    PanelMember,
    Paragraph,
    Proof,
    Venue,
    Witness,
    WitnessGroup,
)
from recommendations.admin import ReadOnlyWithoutExempt, WithoutExempt

admin.site.register([Contradiction, GovernanceBody, PanelMember, Venue, Witness, WitnessGroup])
admin.site.register([Citation, Paragraph], WithoutExempt)
admin.site.register(Proof, ReadOnlyWithoutExempt)
