"""Adding by hand a recommendation that the reader did not find, from its place in the source."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from council.roles import Roles
from intake.beside import place_of_words, start_of_page
from intake.models import ImportedReport, ProposedItem
from intake.states import Decision
from intake.workflow.deciding import Edited, must_be_of, must_hold, opened
from intake.workflow.numbering import must_be_free
from intake.workflow.reading import short_title

BY_HAND = "added by hand, with its place in the source"
NOT_THERE = "The report has no lines on that page"
NOT_FOUND = "These words do not stand in the report as they are typed. Enter the page they are printed on"
NO_WORDS = "Enter its words, as the report prints them"


@transaction.atomic
def add(imported: ImportedReport, *, by: Roles, to: Edited, page: int | None = None) -> ProposedItem:
    """Add a recommendation with the words of the report, confirmed. Its place is found by them, or is the page said.

    Raises PermissionDenied, and ValidationError, by field, for words that are none, stand in no place or are proposed
    already, for a number that another one has, and for a page that the report has not.
    """
    row = opened(imported, by)
    item = ProposedItem(imported=row, number="", title=to.title, text=to.text.strip(), theme=to.theme)
    if not item.text:
        raise ValidationError({"text": NO_WORDS})
    must_be_free(to.number or "", item)
    must_be_of(to.service, item)
    must_hold(to, item, by.on)
    items = list(row.items.all())
    if same := next((other for other in items if other.text.split() == item.text.split()), None):
        raise ValidationError({"text": f"“{same.title}” has these very words already"})
    item.number = to.number or ""
    item.place = place_in(row.source, item.text, page)
    item.title = to.title or short_title(item.text, to.parts[0] if to.parts else "")
    item.parts = ProposedItem.labelled([(text, "") for text in to.parts])
    item.service = to.service
    item.response, item.response_kind = to.response, to.response_kind
    item.action, item.post, item.target_on = to.action, to.post, to.target_on
    item.confidence, item.why, item.decision, item.is_added = 1.0, BY_HAND, Decision.ACCEPTED, True
    item.order = order_for(item.number, items)
    row.items.filter(order__gte=item.order).update(order=F("order") + 1)
    item.save()
    return item


def place_in(source: Sequence[Sequence[int | str]], words: str, page: int | None) -> str:
    """Where its words stand; the first line of the page that was said, where they stand nowhere as they are typed."""
    found = place_of_words(source, words, page)
    if found:
        return found
    if page is None:
        raise ValidationError({"page": NOT_FOUND})
    if not (begins := start_of_page(source, page)):
        raise ValidationError({"page": NOT_THERE})
    return begins


def order_for(number: str, items: Sequence[ProposedItem]) -> int:
    """The place of a number among those there are: before the first that is greater; at the end where there is none."""
    last = max((item.order for item in items), default=0) + 1
    if not number.isdecimal():
        return last
    later = (item.order for item in items if item.number.isdecimal() and int(item.number) > int(number))
    return min(later, default=last)
