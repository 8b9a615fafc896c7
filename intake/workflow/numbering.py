"""The numbers that recommendations are printed with: no number twice, unless the report itself prints it twice."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from intake.models import ProposedItem
from intake.states import Decision


def plain(number: str) -> str:
    """A number as it is compared: "03", "r3" and "3" are one."""
    folded = "".join(number.split()).rstrip(".:)").upper()
    bare = folded[1:] if folded[:1] == "R" and folded[1:].isdigit() else folded
    return bare.lstrip("0") if bare.isdigit() else bare


def must_be_free(number: str, item: ProposedItem) -> None:
    """Raise ValidationError, by field, for a number that another one of the import has; what is left out has none."""
    wanted = plain(number)
    if not wanted or wanted == plain(item.number):
        return
    others = item.imported.items.exclude(pk=item.pk).exclude(decision=Decision.DROPPED)
    for other in others:
        if plain(other.number) == wanted:
            raise ValidationError(
                {"number": f"“{other.title}” has number {other.number} already. Change that one first"}
            )


def are_missing(items: Iterable[ProposedItem], number: str) -> bool:
    """Whether none of the items is printed with a number."""
    return plain(number) not in {plain(item.number) for item in items}
