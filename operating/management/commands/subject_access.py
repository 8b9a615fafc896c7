"""Everything that is held about one person, as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from operating.personal import about


class Command(BaseCommand):
    """For a request under the data protection law. Somebody reads it before it is handed over."""

    help = (
        "Prints every row about a person, or written by them, as JSON. It may name others: read it before it goes out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """About whom."""
        parser.add_argument("address", help="the person's e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        found = about(options["address"])
        if not found:
            raise CommandError(f"Nothing is held about {options['address']}.")
        told = {"about": options["address"], "made_at": timezone.now(), "held": found}
        self.stdout.write(json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
