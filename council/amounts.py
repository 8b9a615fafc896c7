"""Numbers, days and lists as people say them. Pure."""

from collections.abc import Sequence
from datetime import date


def written(day: date) -> str:
    """30 September 2017."""
    return f"{day:%-d %B %Y}"


def counted(count: int, one: str, many: str = "") -> str:
    """1 action, 3 actions; the plural is given where it is not made with an s."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(words: Sequence[object]) -> str:
    """R2, R4 and R10."""
    *head, last = [str(word) for word in words] or [""]
    return f"{', '.join(head)} and {last}" if head else last
