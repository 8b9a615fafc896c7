"""The shape of what is put right about a review and what it recommends: its title and its days, and who leads."""

from typing import Any, cast

from django import forms

from council.fields import Line, ThreeBoxDate, VerbForm, reason_box
from council.models import Service
from recommendations.models import Recommendation, Review
from recommendations.workflow import Facts


class ReviewForm(VerbForm):
    """The title and the days of a review, to be put right, and why."""

    title = Line(
        label="Title of the review", what="The title", error_messages={"required": "Enter the title of the review"}
    )
    adopted_on = ThreeBoxDate(label="Adopted by the committee on")
    published_on = ThreeBoxDate(label="Published on", required=False)
    sent_to_executive_on = ThreeBoxDate(
        label="Sent to the executive on",
        required=False,
        help_text="From this day the time for its response runs. Leave it empty if it is not known.",
    )
    reason = reason_box(help_text="People of the council read it beside what was changed.")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, review: Review) -> None:
        facts = ("title", "adopted_on", "published_on", "sent_to_executive_on", "version")
        super().__init__(data, initial={name: getattr(review, name) for name in facts})
        self.review, self.changes = review, review.changes.order_by("-changed_on", "-pk")
        self.fields["published_on"].help_text = who_reads(review.committee.publishes)

    @property
    def facts(self) -> Facts:
        """What was typed, as the verb takes it."""
        data = self.cleaned_data
        return Facts(data["title"], data["adopted_on"], data["published_on"], data["sent_to_executive_on"])


def who_reads(publishes: bool) -> str:
    """Who reads a review from the day of its publishing, before anybody presses a button."""
    readers = "everybody reads it here, without signing in" if publishes else "everybody in the council reads it here"
    return (
        f"From this day {readers}; if the day is today or in the past, at once. Until then, and while this is empty, "
        "only the people who run it see it."
    )


class ServiceChoice(forms.ModelChoiceField[Service]):
    """A service, with its directorate."""

    def label_from_instance(self, obj: Service) -> str:
        """Youth Service (Children’s Services)."""
        return f"{obj.name} ({obj.directorate.name})"


class LeadForm(VerbForm):
    """Which services lead and partner a recommendation, and why that changes."""

    lead_service = ServiceChoice(
        Service.objects.none(),
        label="Lead service",
        required=False,
        empty_label="Owner to be assigned",
        help_text="Members’ questions go to its head, and figures by service count the recommendation there.",
    )
    partner_service = ServiceChoice(
        Service.objects.none(), label="Partner service", required=False, empty_label="No partner"
    )
    reason = reason_box(
        plain=True,
        help_text="It stands in the timeline of the recommendation, which the public reads too where the committee "
        "publishes.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, recommendation: Recommendation) -> None:
        row = recommendation
        initial = {"lead_service": row.lead_service_id, "partner_service": row.partner_service_id}
        super().__init__(data, initial={**initial, "version": row.version})
        services = Service.objects.filter(directorate__council=row.review.committee.council_id)
        for name in initial:
            cast("ServiceChoice", self.fields[name]).queryset = services.select_related("directorate")
