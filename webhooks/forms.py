"""The shape of a webhook, as somebody types it."""

from ipaddress import IPv4Address
from typing import Any

from django import forms

from council.fields import Line, VerbForm
from webhooks.models import Endpoint
from webhooks.reaching import may_be_reached
from webhooks.states import Event
from webhooks.workflow import Wish

CHOICES = [(event.value, event.label) for event in (Event.REPORT, Event.VERDICT)]


class EndpointForm(VerbForm):
    """What it is for, where messages go, and of what."""

    name = Line(
        label="What is it for?",
        what="What it is for",
        maximum=80,
        help_text="So that you know it again, such as “Performance dashboard” or “Committee papers”.",
        error_messages={"required": "Say what it is for"},
    )
    address = Line(
        label="Address",
        what="The address",
        maximum=500,
        help_text="Where your program waits for messages. It begins with https://",
        error_messages={"required": "Enter the address where your program waits for messages"},
    )
    events = forms.MultipleChoiceField(
        label="What does it hear of?",
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one event", "invalid_choice": "Choose from these events"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, endpoint: Endpoint | None = None) -> None:
        super().__init__(data)
        self.fields["address"].widget.attrs |= {"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
        if may_be_reached(IPv4Address("127.0.0.1")):
            self.fields["address"].help_text += ". A program on this same machine may have http://"
        self.initial["events"] = [event.value for event in endpoint.told_of] if endpoint else list(dict(CHOICES))
        if endpoint:
            self.initial.update(name=endpoint.name, address=endpoint.address, version=endpoint.version)

    @property
    def wish(self) -> Wish:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return Wish(data["name"], data["address"], Event.REPORT in data["events"], Event.VERDICT in data["events"])
