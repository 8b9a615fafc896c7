"""The shape of what the scrutiny officer says of links: what led to what, what was found by name, why one is struck."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from council.fields import Line, VerbForm, reason_box
from evidence.likely import Likely
from evidence.linking import Source
from evidence.models import Basis
from evidence.session_forms import Several, in_words
from evidence.threads import Telling
from recommendations.models import Review


class CiteForm(VerbForm):
    """What led to one recommendation, and what that rests on."""

    paragraphs = Several("Paragraphs")
    witnesses = Several("Witnesses")
    sessions = Several("Sessions")
    basis = forms.ChoiceField(
        label="What this rests on",
        choices=[(Basis.PERSON.value, "I judge so"), (Basis.REPORT.value, Basis.REPORT.label)],
        widget=forms.RadioSelect,
        initial=Basis.PERSON.value,
        error_messages={"required": "Say whether the report says so, or you judge so"},
    )
    place = Line(
        label="Where the report says so",
        what="The place",
        maximum=120,
        required=False,
        help_text="Only where the report says so itself. For example, Recommendation 4 or Appendix B, page 31",
    )

    def __init__(self, data: Any = None, *, review: Review) -> None:
        super().__init__(data)
        self.rows: dict[str, dict[int, Any]] = {
            "paragraphs": {row.pk: row for row in review.paragraphs.all()},
            "witnesses": {row.pk: row for group in review.witness_groups.all() for row in group.witnesses.all()},
            "sessions": {row.pk: row for row in review.evidence_sessions.all()},
        }
        for name, rows in self.rows.items():
            box = self.fields[name]
            assert isinstance(box, Several)
            box.choices = [(pk, in_words(row)) for pk, row in rows.items()]

    @property
    def choosing(self) -> list[BoundField]:
        """The boxes that are ticked from a list."""
        return [self[name] for name, rows in self.rows.items() if rows]

    @property
    def sources(self) -> list[Source]:
        """What was ticked."""
        return [rows[pk] for name, rows in self.rows.items() for pk in self.cleaned_data[name]]

    @property
    def told(self) -> tuple[Basis, str]:
        """What it rests on, and where the report says so."""
        basis = Basis(self.cleaned_data["basis"])
        return basis, self.cleaned_data["place"] if basis == Basis.REPORT else ""


class LikelyForm(VerbForm):
    """Which of the links that are likely hold."""

    links = forms.MultipleChoiceField(
        required=True,
        error_messages={
            "required": "Tick at least one link, or go back",
            "invalid_choice": "One of these links was made or struck meanwhile. Look again, and tick those that hold",
        },
    )

    def __init__(self, data: Any = None, *, likely: Sequence[Likely]) -> None:
        super().__init__(data)
        self.likely = {row.key: row for row in likely}
        box = self.fields["links"]
        assert isinstance(box, forms.MultipleChoiceField)
        box.choices = [(key, key) for key in self.likely]
        # What the report says itself is ticked; what only may be so is for a person to say.
        referred = {key for key, row in self.likely.items() if row.is_referred_to}
        self.ticked = referred if data is None else set(data.getlist("links"))

    @property
    def chosen(self) -> list[Likely]:
        """The links that were ticked."""
        return [self.likely[key] for key in self.cleaned_data["links"]]


class NamesForm(VerbForm):
    """Which of the paragraphs that name somebody are confirmed, or struck and why."""

    pairs = forms.MultipleChoiceField(
        error_messages={
            "required": "Tick at least one paragraph",
            "invalid_choice": "One of these was confirmed or struck meanwhile. Look again, and tick what is left",
        },
    )
    because = Line(
        label="Why they are struck",
        what="The reason",
        maximum=300,
        required=False,
        help_text="Needed only to strike. For example, it names another person of this name",
    )

    def __init__(self, data: Any = None, *, tellings: Sequence[Telling]) -> None:
        super().__init__(data)
        self.tellings = {f"{t.paragraph.pk}-{t.witness.pk}": t for t in tellings}
        box = self.fields["pairs"]
        assert isinstance(box, forms.MultipleChoiceField)
        box.choices = [(key, key) for key in self.tellings]
        self.ticked: set[str] = set() if data is None else set(data.getlist("pairs"))

    @property
    def chosen(self) -> list[Telling]:
        """The paragraphs that were ticked, each with whom it names."""
        return [self.tellings[key] for key in self.cleaned_data["pairs"]]


class StrikeForm(VerbForm):
    """Why a link is wrong."""

    because = reason_box("Why it is wrong", empty="Say why it is struck, so that nobody links it again without knowing")
