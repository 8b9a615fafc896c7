"""Accounts are known by their address, whatever its case."""

import pytest
from django.contrib.auth import authenticate

from accounts.models import DemonstrationPerson, User


@pytest.mark.django_db
def test_an_account_is_made_with_its_address_and_name() -> None:
    user = User.objects.create_user("Officer@Harbour.EXAMPLE", "Youth Service Manager", "a long password")
    assert (user.email, user.name) == ("Officer@harbour.example", "Youth Service Manager")
    assert (user.is_active, user.is_staff, user.is_superuser) == (True, False, False)
    assert user.check_password("a long password")
    assert str(user) == "Youth Service Manager"


@pytest.mark.django_db
def test_an_account_without_a_password_cannot_be_signed_in_with_one() -> None:
    user = User.objects.create_user("officer@harbour.example", "Youth Service Manager")
    assert user.has_usable_password() is False
    assert authenticate(username="officer@harbour.example", password="") is None


def test_an_account_needs_an_address() -> None:
    with pytest.raises(ValueError, match=r"^An account needs an e-mail address\.$"):
        User.objects.create_user("", "Nobody")


@pytest.mark.django_db
def test_the_administrator_may_use_the_administration() -> None:
    user = User.objects.create_superuser("admin@harbour.example", "Administrator", "a long password")
    assert (user.is_staff, user.is_superuser, user.is_active) == (True, True, True)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["officer@harbour.example", "OFFICER@harbour.example", "Officer@HARBOUR.example"])
def test_sign_in_does_not_mind_the_case_of_the_address(address: str) -> None:
    user = User.objects.create_user("officer@harbour.example", "Youth Service Manager", "a long password")
    assert authenticate(username=address, password="a long password") == user


@pytest.mark.django_db
def test_a_button_of_the_demonstration_names_kind_and_person() -> None:
    user = User.objects.create_user("officer@harbour.example", "Youth Service Manager")
    person = DemonstrationPerson.objects.create(user=user, kind="Officer", says="See what is due.", order=1)
    assert str(person) == "Officer: Youth Service Manager"
