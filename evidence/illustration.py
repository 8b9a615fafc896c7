"""Illustrative proof for the illustrative council, attached through the same verb that officers use."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from council.roles import roles_of
from evidence.inspection import Inspected, inspect
from evidence.workflow import Offer, attach
from recommendations.exempting import Terms, usual_review
from recommendations.models import Review, Update
from recommendations.states import Schedule12A

Facts = dict[str, Any]

# After the update, on the same day.
LATER = timedelta(minutes=10)


def play(rows: list[Facts], review: Review) -> None:
    """Attach each proof to the update that it names: its action, and which of its updates, from 0."""
    for row in rows:
        updates = Update.objects.filter(action__recommendation__review=review, action__title=row["action"])
        update = updates.select_related("action__post", "given_by").order_by("given_on")[row["update"]]
        by = roles_of(update.given_by, update.given_on)
        attach(update, by=by, at=update.given_at + LATER, proofs=[offer_of(row, update)])


def offer_of(row: Facts, update: Update) -> Offer:
    """The file or link of one row, exempt where the row says so."""
    terms = None
    if exempt := row.get("exempt"):
        review_on = usual_review(update.given_on)
        terms = Terms(Schedule12A(exempt["paragraph"]), exempt["reason"], update.action.post.title, review_on)
    if link := row.get("link"):
        return Offer(row["shows"], url=link, exempt=terms)
    return Offer(row["shows"], table(row), exempt=terms)


def table(row: Facts) -> Inspected:
    """A table as a file."""
    text = StringIO()
    csv.writer(text).writerows(row["rows"])
    return inspect(SimpleUploadedFile(row["name"], text.getvalue().encode()))
