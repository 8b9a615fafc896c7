"""How an install is, in sentences."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from operating.doctoring import findings


class Command(BaseCommand):
    """Says what is wrong and what to do about it; its exit code is 1 where anything is."""

    help = "Says in sentences what is wrong with this install, and what to do. Exit code 1 where anything is."
    # It says itself what they find.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Each part in its turn."""
        found = list(findings(timezone.now()))
        wrong = [part for part in found if not part.is_well]
        for part in wrong:
            self.stdout.write(f"{part.name}: {part.fault} {part.cure}".strip())
        well = sorted({part.name for part in found} - {part.name for part in wrong})
        self.stdout.write(f"Well: {', '.join(well)}.")
        if wrong:
            sys.exit(1)
        self.stdout.write("Nothing is wrong.")
