"""Reads every file of proof and holds it against its checksum."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evidence.stocktaking import take_stock


class Command(BaseCommand):
    """Ends with an error where a proof cannot be had as it was given."""

    help = "Reads every file of proof and holds it against its checksum. Names files that belong to no proof."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was found."""
        stock = take_stock()
        self.stdout.write(f"{stock.whole} whole, {len(stock.lost)} lost, {len(stock.changed)} changed.")
        if stock.left_over:
            self.stdout.write(f"Belonging to no proof, and to be deleted by hand: {', '.join(stock.left_over)}")
        if not stock.is_right:
            raise CommandError(f"Lost: proof {stock.lost}. Changed: proof {stock.changed}. Restore them from a backup.")
