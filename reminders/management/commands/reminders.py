"""``manage.py reminders status`` and ``manage.py reminders plan [--day 2026-11-22]``."""

from argparse import ArgumentParser
from collections import Counter
from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from council.amounts import counted, written
from reminders import planning, status


class Command(BaseCommand):
    """Says how reminders stand, plans today’s, or shows what another day would bring."""

    help = "How reminders stand (status), or plan them (plan). With a day to come, plan shows and writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """status, or plan with a day."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("status", help="what waits, what failed, when planning last ran")
        plan = verbs.add_parser("plan", help="plan today’s reminders, or show those of a day to come")
        plan.add_argument("--day", type=date.fromisoformat, help="2026-11-22; today when left out")

    def handle(self, *args: Any, verb: str, day: date | None = None, **options: Any) -> None:
        """Do it and say how reminders stand now."""
        at = timezone.now()
        today = timezone.localdate(at)
        if day and day > today:
            self.show(day)
            return
        if day and day < today:
            raise CommandError(f"{written(day)} is over. What it left unsaid is planned with today’s.")
        if verb == "plan":
            planning.plan(today, at)
        for sentence in status.sentences(at):
            self.stdout.write(sentence)

    def show(self, day: date) -> None:
        """What would be planned for a day to come if nothing changed."""
        counts = Counter(due.recipient_id for due in planning.would_say(day))
        for person in User.objects.filter(pk__in=counts).order_by("name"):
            self.stdout.write(f"{person}: {counted(counts[person.pk], 'reminder')}")
        people = counted(len(counts), "person") if len(counts) == 1 else f"{len(counts)} people"
        self.stdout.write(f"{people} would be written to on {written(day)}. Nothing was written down.")
