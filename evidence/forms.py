"""The shape of proof: a few rows, each a file or a link with what it shows and who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms.boundfield import BoundField

from council.fields import AtMost, Chosen, VerbForm, no_control_characters, seen
from evidence.inspection import Inspected, Refused, inspect
from evidence.kinds import ACCEPT, IN_WORDS
from evidence.models import Proof
from evidence.workflow import Offer
from recommendations.exempt_forms import kept_back_because
from recommendations.exempting import Terms, usual_review
from recommendations.forms import UpdateForm
from recommendations.models import Action
from recommendations.question_forms import AnswerForm
from recommendations.states import Schedule12A

ROWS = 3
DESCRIPTION_MAX = 300
URL_MAX = 500
NOT_HELD = (
    "Do not attach what a government department gave in confidence, or what a court or a law forbids to disclose: "
    "confidential material is not held here."
)


class ProofFile(Chosen):
    """A file, judged by its content."""

    def __init__(self, **options: Any) -> None:
        chooser = forms.FileInput(attrs={"accept": ACCEPT})
        super().__init__(required=False, allow_empty_file=True, widget=chooser, **options)

    def clean(self, data: Any, initial: Any = None) -> Inspected | None:
        """The file as it was found, or None. Raises ValidationError with why it is not kept."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return inspect(upload)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal


class Link(forms.URLField):
    """An address on the web, without a password in it."""

    def __init__(self, **options: Any) -> None:
        wrong = {"invalid": "Enter a link like https://www.example.gov.uk/minutes"}
        super().__init__(required=False, assume_scheme="https", widget=forms.TextInput, error_messages=wrong, **options)
        self.validators = [
            partial(no_control_characters, what="The link"),
            AtMost(URL_MAX, "The link"),
            URLValidator(schemes=["http", "https"]),
            no_password,
        ]


def no_password(value: str) -> None:
    """Refuse an address that carries somebody's password."""
    if "@" in value.split("/")[2 if "://" in value else 0]:
        raise ValidationError("Enter a link without a user name or password")


class Line(forms.CharField):
    """One line of words."""

    def __init__(self, *, what: str, maximum: int, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.validators = [partial(no_control_characters, what=what), AtMost(maximum, what)]

    def to_python(self, value: Any) -> str:
        """The words without what nobody sees."""
        return seen(super().to_python(value)).strip()


@dataclass(frozen=True)
class Row:
    """The boxes of one proof."""

    number: int
    file: BoundField
    link: BoundField
    shows: BoundField
    seen_by: BoundField
    reason: BoundField

    @property
    def is_used(self) -> bool:
        """Whether something was put in, or has to be put right."""
        boxes = (self.file, self.link, self.shows, self.seen_by, self.reason)
        return any(box.errors or box.value() for box in boxes)


def largest() -> int:
    """The largest file that may be kept, in MB."""
    limit: int = settings.PROOF_MAX_BYTES
    return limit // 1024 // 1024


def row_fields(number: int) -> dict[str, forms.Field]:
    """The boxes of one proof, by name."""
    paragraphs = [(str(value), f"Exempt, paragraph {label}") for value, label in Schedule12A.choices]
    return {
        f"proof_{number}_file": ProofFile(label="File", help_text=f"{IN_WORDS}, up to {largest()} MB."),
        f"proof_{number}_link": Link(label="Or a link"),
        f"proof_{number}_shows": Line(
            label="What does it show?", what="What it shows", maximum=DESCRIPTION_MAX, help_text="One sentence."
        ),
        f"proof_{number}_seen_by": forms.ChoiceField(
            label="Who may see it?",
            choices=[("", "Everyone who may see this update"), *paragraphs],
            required=False,
            help_text=NOT_HELD,
        ),
        f"proof_{number}_reason": kept_back_because(),
    }


class ProofRows(VerbForm):
    """A form with room for proof. Mixed into others: they bring ``self.action``."""

    action: Action
    rows = ROWS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, self.rows + 1):
            self.fields.update(row_fields(number))

    @property
    def proof_rows(self) -> list[Row]:
        """The rows, as the page draws them."""
        return [
            Row(n, *(self[f"proof_{n}_{box}"] for box in ("file", "link", "shows", "seen_by", "reason")))
            for n in range(1, self.rows + 1)
        ]

    @property
    def has_proof_to_show(self) -> bool:
        """Whether any row is in use, so that the page does not fold it away."""
        return any(row.is_used for row in self.proof_rows)

    def clean(self) -> dict[str, Any]:
        """Each row that is begun is whole."""
        data: dict[str, Any] = super().clean() or {}
        for number in range(1, self.rows + 1):
            self.clean_row(number, data)
        return data

    def clean_row(self, number: int, data: dict[str, Any]) -> None:
        """One of a file and a link, what it shows, and why it is exempt where it is."""
        box = {name: f"proof_{number}_{name}" for name in ("file", "link", "shows", "seen_by", "reason")}
        said = {name: data.get(field) for name, field in box.items()}
        which = f"Proof {number}" if self.rows > 1 else "Proof"

        def refuse(name: str, why: str) -> None:
            if box[name] not in self.errors:
                self.add_error(box[name], f"{which}: {why}")

        if box["file"] in self.errors or box["link"] in self.errors:
            return
        if said["file"] and said["link"]:
            refuse("link", "choose a file or enter a link, not both")
        elif not said["file"] and not said["link"]:
            if any(said.values()):
                refuse("file", "choose a file, or enter a link")
        elif not said["shows"]:
            refuse("shows", "say what it shows")
        if said["seen_by"] and not said["reason"]:
            refuse("reason", "say why the public interest is in keeping it back")
        if said["reason"] and not said["seen_by"]:
            refuse("seen_by", "choose the paragraph under which it is exempt, or leave out the reason")

    def puts_in(self, number: int) -> bool:
        """Whether a row holds a file or a link."""
        return any(self.cleaned_data.get(f"proof_{number}_{box}") for box in ("file", "link"))

    def offers(self, on: date) -> list[Offer]:
        """What was put in, on a day: those who answer for the action decide what of it is exempt."""
        found = []
        for number in range(1, self.rows + 1):
            said = {name: self.cleaned_data[f"proof_{number}_{name}"] for name in ("file", "link", "shows")}
            paragraph, reason = (self.cleaned_data[f"proof_{number}_{name}"] for name in ("seen_by", "reason"))
            terms = None
            if paragraph:
                terms = Terms(Schedule12A(int(paragraph)), reason, self.action.post.title, usual_review(on))
            if said["file"] or said["link"]:
                found.append(Offer(said["shows"], said["file"], said["link"], terms))
        return found


class UpdateWithProofForm(ProofRows, UpdateForm):
    """An officer's update on one action, with its proof."""

    @property
    def shows_proof(self) -> bool:
        """Whether any proof was put in; a box that is wrong has its own message."""
        return any(row.file.errors or row.link.errors or self.puts_in(row.number) for row in self.proof_rows)


class AttachForm(ProofRows):
    """Proof for an update that was given before."""

    def __init__(self, *args: Any, action: Action, **options: Any) -> None:
        self.action = action
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        """At least one."""
        data = super().clean()
        if not self.errors and not any(map(self.puts_in, range(1, self.rows + 1))):
            self.add_error("proof_1_file", "Choose a file, or enter a link")
        return data


class ProvingForm(ProofRows, AnswerForm):
    """The answer to a request for proof of an action: the proof right there, or why there is none."""

    no_proof = forms.BooleanField(
        label="There is no such proof",
        required=False,
        help_text="Say above why there is none, or what members can look at instead.",
    )

    def __init__(self, *args: Any, action: Action, attached: Sequence[Proof], **options: Any) -> None:
        """``attached`` was put beside the action since proof was asked for, and is as good as what is attached here."""
        self.action, self.attached = action, attached
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        """Proof, or that there is none."""
        data = super().clean()
        if data.get("no_proof") and any(map(self.puts_in, range(1, self.rows + 1))):
            self.add_error("no_proof", "Attach the proof or say that there is none, not both")
        return data


class RevisionForm(AttachForm):
    """One file or link in place of an earlier one."""

    rows = 1
