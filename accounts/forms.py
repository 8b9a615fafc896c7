"""The forms of signing in, in the product's own words."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    SetPasswordForm,
)
from allauth.mfa.webauthn.forms import AddWebAuthnForm
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


class FirstPasswordForm(SetPasswordForm):  # type: ignore[misc]  # it has no types
    """A password, twice."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        in_our_words(self.fields, "password1", "password2")


class OtherPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # it has no types
    """The password so far, and another one, twice."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["oldpassword"].label = "The password you have now"
        self.fields["oldpassword"].widget.attrs = {"autocomplete": "current-password"}
        in_our_words(self.fields, "password1", "password2")


def in_our_words(fields: dict[str, forms.Field], first: str, again: str) -> None:
    """Two boxes for a new password, with nothing written inside them."""
    fields[first].label, fields[again].label = "New password", "The same password again"
    fields[first].help_text = "At least 12 characters. Three words that do not belong together are good."
    for name in (first, again):
        fields[name].widget.attrs = {"autocomplete": "new-password"}


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # it has no types
    """A passkey, with a name to know it by."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Its own proposal is "Master key".
        self.initial["name"] = "Passkey"
        self.fields["name"].label = "Name"
        self.fields["name"].help_text = "To know it by later, such as “Work telephone”"
        self.fields["passwordless"].label = "Sign in with it alone"
        self.fields["passwordless"].help_text = "The device then asks for your finger, your face or a PIN each time."
