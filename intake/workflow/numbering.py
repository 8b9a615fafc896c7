"""The numbers that recommendations are printed with: no number twice, unless the report itself prints it twice."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from intake.models import ProposedItem
from intake.states import Decision

# What reports number with: 3, R3, 5.2, 2a, (iv), C, 24/01, OSC/23/01. Words alone are no number.
NUMBER = re.compile(r"(?=.*\d|\W?(?:[A-Z]{1,2}|[IVXL]+)\W?$)[A-Z\d./() :-]+", re.I | re.A)
NO_NUMBER = "Enter the number as it is printed, such as 3, 5.2, 2a or OSC/23/01, or leave it empty"


def plain(number: str) -> str:
    """A number as it is compared: "03", "r3" and "3" are one."""
    folded = "".join(number.split()).rstrip(".:)").upper()
    bare = folded[1:] if folded[:1] == "R" and folded[1:].isdigit() else folded
    return bare.lstrip("0") if bare.isdigit() else bare


def must_be_free(number: str, item: ProposedItem) -> None:
    """Raise ValidationError, by field, for what is no number, and for one that another one of the import has.

    What is left out has none.
    """
    wanted = plain(number)
    if not wanted or wanted == plain(item.number):
        return
    if not NUMBER.fullmatch(number):
        raise ValidationError({"number": NO_NUMBER})
    others = item.imported.items.exclude(pk=item.pk).exclude(decision=Decision.DROPPED)
    for other in others:
        if plain(other.number) == wanted:
            raise ValidationError(
                {"number": f"“{other.title}” has number {other.number} already. Change that one first"}
            )


def are_missing(items: Iterable[ProposedItem], number: str) -> bool:
    """Whether none of the items is printed with a number."""
    return plain(number) not in {plain(item.number) for item in items}
