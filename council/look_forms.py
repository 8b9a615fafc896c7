"""The form of how a council's pages look."""

from importlib import import_module
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from council import workflow
from council.fields import Chosen, Line, VerbForm
from council.models import Council


class Logo(Chosen):
    """A picture, judged by its content. What looks at it is a room above: settings name it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, allow_empty_file=True, widget=forms.FileInput, **options)

    def clean(self, data: Any, initial: Any = None) -> workflow.Picture | None:
        """The picture as it was found, or None. Raises ValidationError with why it is not taken."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        inspection = import_module(settings.INSPECTION)
        try:
            found = inspection.inspect(upload)
        except inspection.Refused as refusal:
            # Its words are about proof of every kind; of a logo there is one thing to say.
            raise ValidationError("Choose a PNG, JPEG or WebP picture. This file cannot be read as one") from refusal
        return workflow.Picture(found.content, found.kind.content_type)


class LookForm(VerbForm):
    """How a council's pages look."""

    name = Line(label="Name", what="The name", error_messages={"required": "Enter the name of the council"})
    colour = Line(
        label="Colour",
        what="The colour",
        maximum=7,
        required=False,
        help_text="As # and six digits or letters, like #0b4a60. White words stand on it, and links have it, so it "
        "must be dark. Leave it empty for the product’s own.",
    )
    logo = Logo(
        label="Logo",
        help_text=f"A PNG, JPEG or WebP picture of up to {workflow.LARGEST_LOGO // 1000} KB. Shown 32 pixels high.",
    )
    without_logo = forms.BooleanField(label="Do without the logo", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, files: Any = None, council: Council) -> None:
        now = {"name": council.name, "colour": council.colour, "version": council.look_version}
        super().__init__(data, files, initial=now)
        if not council.has_logo:
            del self.fields["without_logo"]

    def clean_colour(self) -> str:
        """In small letters, as it is kept."""
        return str(self.cleaned_data["colour"]).lower()

    @property
    def look(self) -> workflow.Look:
        """What was chosen."""
        data = self.cleaned_data
        return workflow.Look(data["name"], data["colour"], data["logo"], data.get("without_logo", False))
