"""What verbs record is told to the rooms above, which the settings name: a verb must not know them.

They are asked inside the verb's own transaction, so that what they note is kept or undone with what was recorded.
"""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def tell(row: Any) -> None:
    """Tell of a row that a verb has just recorded."""
    for path in settings.TOLD_OF_RECORDS:
        import_string(path)(row)
