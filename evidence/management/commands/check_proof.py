"""Reads every kept file, of proof and of imports, and holds it against its checksum."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evidence.stocktaking import take_stock


class Command(BaseCommand):
    """Ends with an error where a file cannot be had as it was given."""

    help = "Reads every kept file and holds it against its checksum. Names files that belong to nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was found."""
        stock = take_stock()
        self.stdout.write(f"{stock.whole} whole, {len(stock.lost)} lost, {len(stock.changed)} changed.")
        if stock.left_over:
            self.stdout.write(f"Belonging to nothing, and to be deleted by hand: {', '.join(stock.left_over)}")
        if not stock.is_right:
            lost, changed = (", ".join(rows) or "nothing" for rows in (stock.lost, stock.changed))
            raise CommandError(f"Lost: {lost}. Changed: {changed}. Restore them from a backup.")
