"""The forms of signing in, in the product's own words."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from django import forms

ADDRESS = {
    "required": "Enter your e-mail address",
    "invalid": "Enter an e-mail address, like name@council.gov.uk",
}


class AddressForm(RequestLoginCodeForm):  # type: ignore[misc]  # it has no types
    """Where to send the code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"] = forms.EmailField(
            label="E-mail address",
            max_length=254,
            error_messages=ADDRESS,
            widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        )


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # it has no types
    """The code from the mail."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = forms.CharField(
            label="Code",
            max_length=20,
            error_messages={"required": "Enter the code from the mail"},
            widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        )


class PasswordForm(LoginForm):  # type: ignore[misc]  # it has no types
    """An address and a password. Its message does not tell whether an address is known."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = "E-mail address"
        self.fields["login"].error_messages |= ADDRESS
        self.fields["login"].widget.attrs = {"autocomplete": "username"}
        self.fields["password"].error_messages["required"] = "Enter your password"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields.pop("remember", None)
