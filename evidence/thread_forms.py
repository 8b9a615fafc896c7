"""The shape of how a witness can be reached."""

from typing import Any

from django import forms

from council.fields import Line, VerbForm
from evidence.models import Witness, WitnessContact


class ContactForm(VerbForm):
    """An address, a note, and whether they agreed to be written to."""

    email = forms.EmailField(label="E-mail address", required=False, max_length=254)
    note = Line(label="Note", what="The note", maximum=300, required=False)
    consents = forms.BooleanField(label="They agreed to be written to", required=False)

    def __init__(self, data: Any = None, *, witness: Witness) -> None:
        known = WitnessContact.objects.filter(witness=witness).first()
        initial = {"email": known.email, "note": known.note, "consents": known.consents} if known else {}
        super().__init__(data, initial=initial)
