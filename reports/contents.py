"""Everything that a report says, as frozen dataclasses of plain values: words, numbers, days and addresses.

What a report says can be kept as JSON (``frozen.py``) and drawn again years later, the same on screen and on paper.
``builders.py`` fills it. A chapter is a module of ``chapters/``: what it says, how that is computed, its template.
"""

from dataclasses import dataclass
from datetime import date

from reports.chapters.clock import Clock
from reports.chapters.exceptions import Exceptions
from reports.chapters.ledger import Ledger
from reports.chapters.outcomes import Outcomes
from reports.chapters.questions import Questions
from reports.chapters.receipts import Receipts
from reports.imprint import Issue, Look
from reports.values import Ask, Block, Breakdown, BurnUp, Change, Chapter, Fact, Group, Piece, State

# The chapters in their order, each with the name of its field. Builders fill them, screen and paper draw them.
BEFORE_BLOCKS: dict[str, type[Chapter]] = {"exceptions": Exceptions, "ledger": Ledger, "clock": Clock}
AFTER_BLOCKS: dict[str, type[Chapter]] = {"receipts": Receipts, "questions": Questions, "outcomes": Outcomes}


@dataclass(frozen=True)
class Contents:
    """Everything that one version of a report says."""

    version: str
    version_words: str
    council: str
    committee: str
    about: str
    title: str
    period: str
    as_at: date
    since: date | None
    compared_with: str
    made_on: date
    issue: Issue | None
    notice: str
    facts: tuple[Fact, ...]
    headline: tuple[Piece, ...]
    count: int
    groups: tuple[Group, ...]
    foreword: str
    asks: tuple[Ask, ...]
    change_sentence: str
    changes: tuple[Change, ...]
    happenings: tuple[str, ...]
    states: tuple[State, ...]
    breakdowns: tuple[Breakdown, ...]
    notes: tuple[str, ...]
    burn_up: BurnUp | None
    exceptions: Exceptions
    ledger: Ledger
    clock: Clock
    blocks: tuple[Block, ...]
    # None in the public version: reminders and questions stay inside the council, whether there are any or not.
    receipts: Receipts | None
    questions: Questions | None
    outcomes: Outcomes
    method: tuple[str, ...]
    glossary: tuple[Fact, ...]
    # None where the council has neither, and in reports that were issued before papers had it.
    look: Look | None = None

    @property
    def before_blocks(self) -> list[Chapter]:
        """The chapters that it has before its recommendations one by one."""
        return [chapter for name in BEFORE_BLOCKS if (chapter := getattr(self, name))]

    @property
    def after_blocks(self) -> list[Chapter]:
        """Those that it has after them."""
        return [chapter for name in AFTER_BLOCKS if (chapter := getattr(self, name))]

    @property
    def head(self) -> str:
        """The running head: what report it is."""
        return f"{self.about}: progress report{f' {self.issue.number}' if self.issue else ', draft'}"

    @property
    def foot(self) -> str:
        """The running foot: whose report it is, when it was issued, and that the data is illustrative where it is."""
        when = f"Issued {self.issue.on:%-d %B %Y}" if self.issue else f"Draft made {self.made_on:%-d %B %Y}"
        return " ".join(filter(None, [f"{self.council}, {self.committee}. {when}.", self.notice]))

    @property
    def as_at_words(self) -> str:
        """The other half of the running head: as at which day, and for whom."""
        return f"As at {self.as_at:%-d %B %Y}. {self.version_words}"
