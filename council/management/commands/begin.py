"""The first council of an install, or a further one: the council, its committee, and who sets up the rest."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.workflow import MailNotSent, send_invitation
from council.people import welcome_of
from council.workflow import found


class Command(BaseCommand):
    """Begin with a council."""

    help = "Make a council, its first committee and its scrutiny officer, who sets up the rest on the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who and what."""
        parser.add_argument("--council", required=True, help="its name, such as “Harbour Council”")
        parser.add_argument("--committee", default="Overview and Scrutiny Committee", help="its first committee")
        parser.add_argument("--email", required=True, help="address of the scrutiny officer, who signs in with it")
        parser.add_argument("--name", default="Scrutiny Officer", help="name or post title, as shown")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them, and invite whoever is new."""
        now = timezone.now()
        asked = {field: options[field] for field in ("council", "committee", "email", "name")}
        try:
            made = found(**asked, on=timezone.localdate(now))
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{made.council} is there, with its {made.committee}.")
        if not made.is_new:
            self.stdout.write(f"{made.scrutiny_officer} runs it, with the account that was there already.")
            return
        try:
            welcome = welcome_of(made.scrutiny_officer, timezone.localdate(now))
            send_invitation(made.scrutiny_officer, at=now, of=made.council, welcome=welcome)
        except MailNotSent as failed:
            self.stderr.write(f"{failed} They can sign in with a code by e-mail once mail works: see manage.py doctor.")
            return
        who = made.scrutiny_officer
        self.stdout.write(f"{who} is invited at {who.email}, and signs in by a code.")
