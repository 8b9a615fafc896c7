"""The shape of a session at which evidence was heard."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from council.fields import Line, SetUpForm, ThreeBoxDate, Words
from evidence.models import EvidenceSession
from evidence.sessions import Heard

AS_PRINTED = "In the report’s own words. Leave it empty where the report does not say."


class Several(forms.TypedMultipleChoiceField):
    """Any number of rows, by their keys, each with a box to tick."""

    def __init__(self, label: str) -> None:
        wrong = {"invalid_choice": "Choose from what is listed"}
        widget = forms.CheckboxSelectMultiple
        super().__init__(label=label, coerce=int, required=False, widget=widget, error_messages=wrong)


class SessionForm(SetUpForm):
    """What a session was, where and when, who was there, and which paragraphs tell of it."""

    title = Line(label="Title", what="The title", error_messages={"required": "Enter what the session is called"})
    kind = forms.ChoiceField(label="Kind", choices=EvidenceSession.Kind.choices)
    held_on = ThreeBoxDate(
        label="Day, where it is known", required=False, help_text="For example, 31 3 2026. A month alone goes below."
    )
    when = Line(label="When, as printed", what="When it was", required=False, help_text=AS_PRINTED)
    venue = Line(label="Venue, as printed", what="The venue", maximum=300, required=False, help_text=AS_PRINTED)
    about = Words(label="What is said of it, as printed", what="What is said of it", required=False)
    place = Line(
        label="Place in the report", what="The place", maximum=40, required=False, help_text="For example, 1.13"
    )
    witnesses = Several("Witnesses who attended")
    panel = Several("Members of the panel who attended")
    paragraphs = Several("Paragraphs that tell of it")

    class Meta:
        model = EvidenceSession
        fields = ("title", "kind", "held_on", "when", "venue", "about", "place")

    def __init__(self, data: Any = None, *, instance: EvidenceSession) -> None:
        super().__init__(data, instance=instance)
        review = instance.review
        self.rows: dict[str, dict[int, Any]] = {
            "witnesses": {w.pk: w for group in review.witness_groups.all() for w in group.witnesses.all()},
            "panel": {member.pk: member for member in review.panel.all()},
            "paragraphs": {p.pk: p for p in review.paragraphs.all()},
        }
        for name, rows in self.rows.items():
            box = self.fields[name]
            assert isinstance(box, Several)
            box.choices = [(pk, in_words(row)) for pk, row in rows.items()]
        if instance.pk:
            there = list(instance.attendances.all())
            self.initial["witnesses"] = [a.witness_id for a in there if a.witness_id]
            self.initial["panel"] = [a.member_id for a in there if a.member_id]
            self.initial["paragraphs"] = [told.paragraph_id for told in instance.told_in.all()]

    @property
    def choosing(self) -> list[BoundField]:
        """The boxes that are ticked from a list."""
        return [self[name] for name in self.rows]

    @property
    def heard(self) -> Heard:
        """Whom and what was chosen."""
        chosen = {name: [rows[pk] for pk in self.cleaned_data[name]] for name, rows in self.rows.items()}
        return Heard(chosen["witnesses"], chosen["panel"], chosen["paragraphs"])


def in_words(row: Any) -> str:
    """What stands beside a box: a person with their role, a paragraph with the beginning of its words, a session."""
    if isinstance(row, EvidenceSession):
        return ", ".join(filter(None, [row.title, row.when]))
    if hasattr(row, "number"):
        words = row.summary if len(row.summary) < 140 else f"{row.summary[:139]}…"
        return f"{row.number} {words}"
    return ", ".join(filter(None, [row.name, getattr(row, "printed", "") or row.role]))
