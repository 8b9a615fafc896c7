"""The technical administrator's view of accounts."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.http import HttpRequest

from accounts.models import User


class AccountCreationForm(forms.ModelForm[User]):
    """A new account, known by its address. Its person signs in with a code; a password only they set, if they want."""

    class Meta:
        model = User
        fields = ("email", "name")


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    """Accounts by address."""

    add_form = AccountCreationForm
    ordering = ("name",)
    list_display = ("name", "email", "is_active", "is_staff")
    search_fields = ("name", "email")
    fieldsets = (
        (None, {"fields": ("email", "name")}),
        ("What they may do", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name")}),)

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool) -> None:
        """A new account has no password."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
