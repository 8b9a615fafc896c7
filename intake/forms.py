"""The shape of what people type while a report is imported."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import get_valid_filename

from council.fields import Chosen, Line, ThreeBoxDate, VerbForm, Words
from council.models import Committee, Council, Post, Service
from intake.answers import adopted_in
from intake.models import ImportedReport, PrintedAction, ProposedItem
from intake.reading.source import BYTES_MOST
from intake.workflow import Edited
from recommendations.review_forms import who_reads
from recommendations.states import ResponseKind

PASTED_MOST = 2_000_000
PARTS_MOST = 200
# The choice of the owner that the report names, who need not be a service of the council.
AS_NAMED = "named"
BOTH = "Choose a file or paste the text, one or the other. Your text is kept below: empty it, or read it without a file"


class ChooseForm(VerbForm):
    """A published report: a file, or its text."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(), label="Committee", empty_label=None, error_messages={"required": "Choose a committee"}
    )
    report = Chosen(
        label="The published report",
        required=False,
        allow_empty_file=True,
        help_text="PDF, Word (docx), web page or text, up to 20 MB and 500 pages. Drop it on the box, or choose it.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.html,.htm,.txt,.md"}),
    )
    pasted = Words(
        label="Or paste its text",
        what="The text",
        maximum=PASTED_MOST,
        required=False,
        help_text="For a report that is a scan, or in another format.",
        widget=forms.Textarea(attrs={"rows": 6, "class": "govuk-js-character-count"}),
    )

    def __init__(self, data: Any, files: Any, *, committees: "QuerySet[Committee]", wanted: str = "") -> None:
        """``wanted``: the number of the committee that the page was opened for."""
        super().__init__(data, files)
        cast("forms.ModelChoiceField[Committee]", self.fields["committee"]).queryset = committees
        numbers = {str(row.pk): row for row in committees}
        self.fields["committee"].initial = numbers.get(wanted) or next(iter(numbers.values()), None)
        # What is pasted keeps its control characters out by the reader, which drops them.
        self.fields["pasted"].validators = self.fields["pasted"].validators[1:]

    def clean(self) -> dict[str, Any]:
        """One of the two, and not more than is read."""
        data: dict[str, Any] = super().clean() or {}
        upload, pasted = data.get("report"), data.get("pasted")
        if upload and upload.size > BYTES_MOST:
            self.add_error(
                "report",
                f"The file is larger than {BYTES_MOST // 1024 // 1024} MB. Choose a smaller one, or paste its text",
            )
        elif upload is not None and upload.size == 0:
            self.add_error("report", "The file is empty. Choose another, or paste the text of the report")
        elif upload and pasted:
            self.add_error("report", BOTH)
        elif not upload and not pasted and not self.errors:
            raise ValidationError({"report": "Choose a file, or paste the text of the report"})
        return data

    @property
    def chosen(self) -> tuple[str, bytes]:
        """The name and the bytes of what was chosen."""
        upload = self.cleaned_data.get("report")
        if upload:
            return get_valid_filename(upload.name or "report")[-120:], upload.read()
        return "Pasted text.txt", str(self.cleaned_data["pasted"]).encode()


class ItemForm(VerbForm):
    """What is taken over of one recommendation."""

    number = Line(
        label="Number, as printed",
        what="The number",
        maximum=12,
        required=False,
        help_text="For example, 3 or 5.2. Left empty, it is numbered on after the last.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4"}),
    )
    title = Line(label="Short title", what="The title", maximum=120, error_messages={"required": "Enter a short title"})
    text = Words(
        label="Recommendation, word for word",
        what="The recommendation",
        maximum=20_000,
        error_messages={"required": "A recommendation needs words. Leave it out instead"},
    )
    parts = Words(label="Parts", what="The parts", maximum=20_000, required=False, help_text="One on each line.")
    theme = Line(label="Theme", what="The theme", required=False)
    service = forms.ChoiceField(label="Owning service", required=False)
    response_kind = forms.ChoiceField(
        label="The executive’s answer",
        required=False,
        choices=[("", "None, or still to be decided"), *ResponseKind.choices],
    )
    response = Words(
        label="Its words, as printed", what="The answer", maximum=20_000, required=False,
        help_text="Kept as the reason given, once you say who answered and when.",
    )  # fmt: skip
    action = Words(
        label="Action, as printed", what="The action", maximum=20_000, required=False,
        help_text="Agreed with the review where it has a post and a target date; otherwise it stays on this import.",
    )  # fmt: skip
    post = forms.ChoiceField(label="Post that is to do it", required=False)
    target_on = ThreeBoxDate(label="Target date", required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, item: ProposedItem) -> None:
        initial = {
            "response_kind": item.response_kind,
            "response": item.response,
            "action": item.action,
            "post": item.post_id or "",
            "target_on": item.target_on,
            "number": item.number,
            "title": item.title,
            "text": item.text,
            "parts": item.part_lines,
            "theme": item.theme,
            "service": item.service_id or (AS_NAMED if item.owner else ""),
            "version": item.version,
        }
        super().__init__(data, initial=initial)
        if data is None:
            self.fields["number"].widget.attrs["autofocus"] = True
        self.services = {str(row.pk): row for row in services_of(item.imported.committee.council)}
        named = [(AS_NAMED, item.named_words)] if item.owner else []
        own = [(pk, row.name) for pk, row in self.services.items()]
        cast("forms.ChoiceField", self.fields["service"]).choices = [("", "To be assigned"), *named, *own]
        posts = Post.objects.filter(service__directorate__council=item.imported.committee.council)
        self.posts = {str(row.pk): row for row in posts.select_related("service__directorate").order_by("title")}
        named_post = f"Not decided: the report says “{item.lead}”" if item.lead else "Not decided"
        of_council = [(pk, f"{row.title}, {row.service.name}") for pk, row in self.posts.items()]
        cast("forms.ChoiceField", self.fields["post"]).choices = [("", named_post), *of_council]
        self.printed = item.further_actions
        for at, action in enumerate(self.printed, 2):
            named_post = f"Not decided: the report says “{action.lead}”" if action.lead else "Not decided"
            self.fields[f"action_{at}"] = Words(
                label=f"Action {at}, as printed", what="The action", maximum=20_000, required=False,
                help_text="Empty, it is not taken over.", initial=action.text,
            )  # fmt: skip
            self.fields[f"post_{at}"] = forms.ChoiceField(
                label=f"Post that is to do action {at}", required=False, initial=action.post or "",
                choices=[("", named_post), *of_council],
            )  # fmt: skip
            self.fields[f"target_on_{at}"] = ThreeBoxDate(
                label=f"Target date of action {at}", required=False, initial=action.target_on,
                help_text=f"The report says “{action.due}”." if action.due else "",
            )  # fmt: skip
        if item.due:
            self.fields["target_on"].help_text = f"The report says “{item.due}”. Leave it empty to decide later."

    def clean_parts(self) -> tuple[str, ...]:
        """Each line that has words."""
        lines = tuple(" ".join(line.split()) for line in str(self.cleaned_data["parts"]).split("\n") if line.strip())
        if len(lines) > PARTS_MOST:
            raise ValidationError(f"There can be {PARTS_MOST} parts at most. Split the recommendation")
        return lines

    @property
    def more_fields(self) -> list[Any]:
        """The fields of the further actions, in their order."""
        names = ("action", "post", "target_on")
        return [self[f"{name}_{at}"] for at in range(2, len(self.printed) + 2) for name in names]

    @property
    def more_actions(self) -> tuple[PrintedAction, ...]:
        """The further actions as they are to be, without those whose words were taken away."""
        data = self.cleaned_data
        found = []
        for at, action in enumerate(self.printed, 2):
            post = self.posts.get(data[f"post_{at}"])
            told = PrintedAction(
                data[f"action_{at}"], action.lead, action.due, post.pk if post else None, data[f"target_on_{at}"]
            )
            found += [told] if told.text else []
        return tuple(found)

    @property
    def edited(self) -> Edited:
        """What was typed."""
        data = self.cleaned_data
        chosen = data["service"]
        service = self.services.get(chosen)
        return Edited(
            data["title"],
            data["text"],
            data["theme"],
            data["parts"],
            service,
            keeps_owner=chosen == AS_NAMED,
            response=data["response"],
            response_kind=data["response_kind"],
            action=data["action"],
            post=self.posts.get(data["post"]),
            target_on=data["target_on"],
            more_actions=self.more_actions,
            number=data["number"] if "number" in self.data else None,
        )


class AddForm(ItemForm):
    """A recommendation that the reader did not find, with its words and its place in the report."""

    page = forms.IntegerField(
        label="Page it is printed on",
        required=False,
        min_value=1,
        max_value=100_000,
        help_text="Left empty, its place is found by its words.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        error_messages={
            "invalid": "Enter the page as a number, such as 12",
            "min_value": "Pages begin with 1",
            "max_value": "The report has no lines on that page",
        },
    )

    def __init__(self, data: Any = None, *, item: ProposedItem) -> None:
        super().__init__(data, item=item)
        self.fields["title"].required = False
        self.fields["title"].help_text = "Left empty, it is made of the first words."
        self.fields["text"].error_messages["required"] = "Enter its words, as the report prints them"


# So many lines of a report may say when it was adopted; further down others are told of.
FRONT_LINES = 100


class MakeForm(VerbForm):
    """What a report does not always say: its title and its days."""

    title = Line(
        label="Title of the review", what="The title", error_messages={"required": "Enter the title of the review"}
    )
    adopted_on = ThreeBoxDate(label="Adopted by the committee on")
    published_on = ThreeBoxDate(
        label="Published on",
        required=False,
    )
    sent_to_executive_on = ThreeBoxDate(
        label="Sent to the executive on",
        required=False,
        help_text="From this day the time for its response runs. Leave it empty if it is not known.",
    )
    deciding_body = Line(label="Who answered", what="The name", required=False, help_text="For example, Cabinet")
    decided_on = ThreeBoxDate(label="Answered on", required=False)

    def __init__(self, data: Any = None, *, imported: ImportedReport) -> None:
        found: dict[str, Any] = imported.found or {}
        adopted_on = adopted_in(words for _, _, words in imported.source[:FRONT_LINES])
        super().__init__(data, initial={"title": (found.get("title") or "")[:200], "adopted_on": adopted_on})
        self.fields["published_on"].help_text = who_reads(imported.committee.publishes)
        if imported.typed and data is None:
            typed = QueryDict(mutable=True)
            typed.update(imported.typed)
            self.fill(typed)

    def clean(self) -> dict[str, Any]:
        """Who answered and when, or neither."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("decided_on") and not data.get("deciding_body"):
            self.add_error("deciding_body", "Enter who answered, or leave the date empty as well")
        if data.get("deciding_body") and not data.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", "Enter when it was answered, or leave empty who answered as well")
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        data = dict(self.cleaned_data)
        body, on = data.pop("deciding_body"), data.pop("decided_on")
        return data | {"answered": (body, on) if body and on else None}


def services_of(council: Council) -> "QuerySet[Service]":
    """The services of a council, as a choice offers them."""
    return Service.objects.filter(directorate__council=council).order_by("name")
