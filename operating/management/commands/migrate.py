"""Django's own, with the patience that it needs: none with locks, and all of it with work."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections


class Command(migrate.Command):
    """On PostgreSQL, waits for a lock for 5 seconds at most, so that no page queues behind it; then try again later."""

    def handle(self, *args: Any, **options: Any) -> None:
        """As Django does it."""
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET lock_timeout = '5s'")
        try:
            super().handle(*args, **options)
        finally:
            # A connection that is lost has nothing to be put back.
            if connection.is_usable():
                with connection.cursor() as cursor:
                    cursor.execute("RESET statement_timeout; RESET lock_timeout")
