"""The technical administrator's view of accounts."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm

from accounts.models import User


class AccountCreationForm(AdminUserCreationForm):  # type: ignore[type-arg]  # not generic at run time
    """A new account, known by its address."""

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes = {"email": forms.EmailField}  # noqa: RUF012  # Django reads it as a plain dict


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    """Accounts by address."""

    add_form = AccountCreationForm
    ordering = ("name",)
    list_display = ("name", "email", "is_active", "is_staff")
    search_fields = ("name", "email")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("What they may do", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)
