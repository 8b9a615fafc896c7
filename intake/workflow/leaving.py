"""Leaving an import: what was typed is kept for whoever comes back, and what is abandoned is removed."""

from datetime import datetime
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import QueryDict

from council.roles import Roles
from council.rules import may_run
from evidence import keeping
from intake.models import ImportedReport
from intake.states import Stage
from intake.workflow.deciding import opened
from intake.workflow.reading import NOT_ALLOWED

NOT_TO_BE_REMOVED = "A review was made of this import, so it stays: it says where the review came from"
BEING_READ = "It is being read at this moment. Remove it when that is done"
IS_REMOVED = "It is removed already"
REFUSALS = {Stage.MADE: NOT_TO_BE_REMOVED, Stage.READING: BEING_READ, Stage.REMOVED: IS_REMOVED}
NEVER_KEPT = ("csrfmiddlewaretoken", "typed_by", "keep")
MOST_CHARACTERS = 4000


@transaction.atomic
def keep_typed(imported: ImportedReport, *, by: Roles, typed: QueryDict) -> None:
    """Keep what was typed of the review to be made, until it is made or the import is removed.

    Raises PermissionDenied, and ValidationError for more than is kept or an import that is not open.
    """
    row = opened(imported, by)
    words = {name: str(typed[name]).replace("\0", "") for name in typed if name not in NEVER_KEPT}
    if sum(map(len, words.values())) > MOST_CHARACTERS:
        raise ValidationError("This is too long to be kept")
    row.typed = words
    row.save(update_fields=["typed"])


@transaction.atomic
def remove(imported: ImportedReport, *, by: Roles, at: datetime) -> ImportedReport:
    """Remove an import of which no review was made: its file, what was found in it and what was decided about that.

    Its row stays, with its name, size and checksum, who chose it, and who removed it when. Raises PermissionDenied, and
    ValidationError for one that was made into a review, is being read, or is removed already.
    """
    row = ImportedReport.objects.select_for_update(of=("self",)).select_related("committee").get(pk=imported.pk)
    if by.user_id is None or not may_run(by, row.committee):
        raise PermissionDenied(NOT_ALLOWED)
    if row.stage in REFUSALS:
        raise ValidationError(REFUSALS[Stage(row.stage)])
    row.items.all().delete()
    row.stage, row.removed_by_id, row.removed_at = Stage.REMOVED, by.user_id, at
    row.reason, row.found, row.source, row.left_out, row.settled, row.typed = "", None, [], [], {}, None
    row.save()
    # Only once nothing leads to it any more, and whatever the storage answers.
    transaction.on_commit(partial(keeping.discard, row.kept_as))
    return row
