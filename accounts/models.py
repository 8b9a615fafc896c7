"""Who people are. An account is known by its e-mail address and shown by its post title or name."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Makes accounts; addresses are compared without regard to case."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """A new account. Without a password it can only be signed in by other means.

        Raises ValueError when the address is empty.
        """
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """A technical administrator's account."""
        return self.create_user(email, name, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account with this address, whatever its case (used at sign-in)."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField("name or post title, as shown", max_length=200)
    is_active = models.BooleanField("may sign in", default=True)
    is_staff = models.BooleanField("may use the technical administration", default=False)
    invited_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    invited_on = models.DateField(null=True, blank=True)
    invitation_sent_on = models.DateField("invitation last sent on", null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="one_account_for_each_address"),
        ]

    def __str__(self) -> str:
        return self.name


class DemonstrationPerson(models.Model):
    """One button on the demonstration's sign-in page. Rows exist only where demonstration data was loaded."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="demonstration")
    kind = models.CharField(max_length=60)
    says = models.CharField("what this person comes to do", max_length=200)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)
        verbose_name_plural = "demonstration people"

    def __str__(self) -> str:
        return f"{self.kind}: {self.user}"
