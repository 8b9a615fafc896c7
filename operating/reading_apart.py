"""A second database that is read and never written: the server's own copy of the first (REPLICA_URL).

It may lag behind by seconds, so only what nobody has just changed is read there: pages as at a past day, and files of
lists. Who is asking, and everything that is written or locked, stays on the first.
"""

from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.http import HttpRequest

ALIAS = "replica"
apart: ContextVar[bool] = ContextVar("apart", default=False)


def may_be_read_apart(request: HttpRequest) -> bool:
    """Whether there is a copy, and this request changes nothing and asks for a past day or a file."""
    if ALIAS not in settings.DATABASES or request.method not in ("GET", "HEAD"):
        return False
    name = request.resolver_match.view_name if request.resolver_match else ""
    on_a_day = name.startswith("api:") or name in settings.READ_ON_A_DAY
    return name in settings.READ_APART or (on_a_day and bool(request.GET.get("as_at")))


class ReadsApart:
    """Django's router of databases."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """The copy, where the request at hand may be read there."""
        return ALIAS if apart.get() else None

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """The server brings the copy up to date itself."""
        return db != ALIAS
