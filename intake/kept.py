"""Which files of the storage belong to imports, for whoever takes stock of it."""

from collections.abc import Iterator

from intake.models import ImportedReport
from intake.states import Stage


def kept_files() -> Iterator[tuple[str, str, str]]:
    """What it belongs to, name in the storage and SHA-256 of the file of every import that was not removed."""
    rows = ImportedReport.objects.exclude(stage=Stage.REMOVED).order_by("pk").values_list("pk", "kept_as", "sha256")
    return ((f"import {pk}", name, sha256) for pk, name, sha256 in rows.iterator())
