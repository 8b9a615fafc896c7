"""What a paper says of itself: under which number it was issued, and how it looks."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Issue:
    """Under which number a report was issued, when and by whom; where a copy is checked, without ``https://``.

    ``instead_of`` says which report it supersedes, and why.
    """

    number: int
    on: date
    by: str
    check_at: str
    instead_of: str = ""


@dataclass(frozen=True)
class Look:
    """How the council's papers look: its colour, and its logo as an address that holds the picture itself."""

    colour: str
    logo: str
