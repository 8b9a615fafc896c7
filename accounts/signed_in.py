"""Who is signed in: the session and the person behind it, which every page asks for before anything else.

Django builds both queries anew for each request, which took longer than to find the two rows.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.statements import statement


@statement
def sessions_of(key: str) -> QuerySet[Session, Session]:
    """The session of this key."""
    return Session.objects.filter(session_key=key)


@statement
def people_of(pk: int) -> QuerySet[User, User]:
    """The person of this number."""
    return User.objects.filter(pk=pk)


class SessionStore(db.SessionStore):
    """Sessions as Django keeps them."""

    def _get_session_from_db(self) -> Any:
        """The row, where it has not run out; else the key is forgotten."""
        for found in sessions_of(self.session_key or ""):
            if found.expire_date > timezone.now():
                return found
        self._session_key = None
        return None


class Backend(AuthenticationBackend):  # type: ignore[misc]  # its library has no types
    """Signing in as allauth has it."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session; None where they have gone, or their account is closed."""
        return next((user for user in people_of(int(user_id)) if self.user_can_authenticate(user)), None)
