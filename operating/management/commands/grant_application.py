"""Gives the role that the site uses its rights."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from operating.granting import CannotGrant, grant


class Command(BaseCommand):
    """Run as the owner of the tables, after each migrate."""

    help = "Gives a role of PostgreSQL the rights that the site needs, and none that could rewrite history."

    def add_arguments(self, parser: CommandParser) -> None:
        """To whom."""
        parser.add_argument("role", help="the role in the site's DATABASE_URL, such as scrutiny_site")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant."""
        try:
            kept = grant(options["role"], settings.APPLICATION_PASSWORD)
        except CannotGrant as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['role']} may read and write rows; {kept} tables of history it cannot delete from.")
