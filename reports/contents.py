"""Everything that a report says, as frozen dataclasses of plain values: words, numbers, days and addresses.

Nothing in here knows the database, so what a report says can be kept as JSON (``frozen.py``) and drawn again years
later, the same on screen and on paper. ``builders.py`` fills it.
"""

from dataclasses import dataclass
from datetime import date

from recommendations.drawing import Slippage
from reports.imprint import Issue, Look


@dataclass(frozen=True)
class Fact:
    """A label and what stands beside it: a fact about the report, a lettered sub-point, a word and its meaning."""

    label: str
    value: str


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence; with an address where it is a figure."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Mark:
    """The mark of a state and its word."""

    state: str
    word: str


@dataclass(frozen=True)
class Item:
    """One recommendation in the strip."""

    ref: str
    url: str


@dataclass(frozen=True)
class Group:
    """The recommendations in one state; ``change`` since the day compared with."""

    state: str
    word: str
    definition: str
    count: int
    change: str
    url: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Segment:
    """A part of a bar."""

    state: str
    word: str
    count: int
    url: str


@dataclass(frozen=True)
class Row:
    """One row of a breakdown."""

    label: str
    count: int
    url: str
    in_words: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Breakdown:
    """Progress by theme, by service or by review."""

    key: str
    title: str
    head: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Link:
    """A recommendation's place in the report."""

    anchor: str
    reference: str
    title: str


@dataclass(frozen=True)
class Ask:
    """One thing that members are asked to do, with the recommendations that it is about and why."""

    sentence: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """A recommendation that changed its state, with when and by what."""

    of: Link
    before: Mark
    now: Mark
    note: str
    is_forward: bool


@dataclass(frozen=True)
class Claim:
    """What officers say, and beneath it what was computed."""

    state: str
    word: str
    second: str
    second_kind: str


@dataclass(frozen=True)
class ActionLine:
    """One action on the day of the report."""

    of: Link
    reference: str
    title: str
    url: str
    success_measure: str
    post: str
    service: str
    claim: Claim
    state: str
    said: str
    silent: str
    reason: str
    words: str
    target_on: date
    target: str
    until: str
    is_overdue: bool
    moves: str
    is_called_in: bool
    request: str
    slippage: Slippage | None
    exempt: str


@dataclass(frozen=True)
class ExceptionList:
    """Actions of one kind that want the committee's attention."""

    key: str
    title: str
    none: str
    actions: tuple[ActionLine, ...]

    @property
    def count(self) -> int:
        """Actions in it."""
        return len(self.actions)


@dataclass(frozen=True)
class Moved:
    """One line of the slippage ledger: an action whose target moved."""

    of: Link
    reference: str
    title: str
    first: str
    now: str
    days: int
    moves: tuple[str, ...]
    is_called_in: bool


@dataclass(frozen=True)
class Answer:
    """One line of the response clock."""

    of: Link
    due: str
    given: str
    response: str
    standing: str
    is_late: bool


@dataclass(frozen=True)
class Verdict:
    """What the committee says."""

    verdict: str
    word: str
    words: str
    detail: str
    agreement: str


@dataclass(frozen=True)
class Proof:
    """Something that officers attached to show that it is so."""

    reference: str
    title: str
    form: str
    on: str
    exempt: str


@dataclass(frozen=True)
class Question:
    """A member's question and what became of it."""

    of: Link
    about: str
    words: str
    asked: str
    post: str
    answer: str
    standing: str
    is_late: bool
    exempt: str


@dataclass(frozen=True)
class Outcome:
    """Whether something that was signed off made a difference, or when that is to be checked."""

    of: Link
    signed_off: str
    found: str
    words: str
    is_late: bool


@dataclass(frozen=True)
class Receipt:
    """What became of one reminder."""

    reference: str
    day: str
    about: str
    to: str
    result: str
    kind: str


@dataclass(frozen=True)
class Block:
    """All that the report says of one recommendation."""

    of: Link
    number: int
    review: str
    theme: str
    url: str
    text: str
    parts: tuple[Fact, ...]
    why: str
    origin: str
    adopted: str
    differences: tuple[str, ...]
    state: Mark
    lead: str
    response: str
    response_detail: str
    response_reason: str
    own_wording: str
    executive_date: str
    claim: Claim
    claim_detail: str
    verdict: Verdict
    sign_off: Mark
    sign_off_detail: str
    actions: tuple[ActionLine, ...]
    proofs: tuple[Proof, ...]
    comment: str

    @property
    def action_taken(self) -> str:
        """What was done, in the officers' latest words on each action: a column of a council's own tracker."""
        return " ".join(f"{a.reference} {a.claim.word}: {a.words}" for a in self.actions if a.words)


@dataclass(frozen=True)
class Step:
    """Actions due and achieved by the end of a quarter; ``achieved`` is None for days to come."""

    label: str
    planned: int
    achieved: int | None


@dataclass(frozen=True)
class BurnUp:
    """Achieved actions against the plan of first target dates; the paths are in a drawing of 600 by 150."""

    total: int
    steps: tuple[Step, ...]
    planned_path: str
    achieved_path: str
    now_x: float
    sentence: str


@dataclass(frozen=True)
class State:
    """A state, its meaning, and how many are in it."""

    mark: Mark
    meaning: str
    count: int


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
    exceptions: tuple[ExceptionList, ...]
    ledger: tuple[Moved, ...]
    ledger_sentence: str
    clock: tuple[Answer, ...]
    clock_sentence: str
    blocks: tuple[Block, ...]
    # None in the public version: reminders and questions stay inside the council, whether there are any or not.
    receipts: tuple[Receipt, ...] | None
    receipt_sentence: str
    questions: tuple[Question, ...] | None
    question_sentence: str
    outcomes: tuple[Outcome, ...]
    outcome_sentence: str
    method: tuple[str, ...]
    glossary: tuple[Fact, ...]
    # None where the council has neither, and in reports that were issued before papers had it.
    look: Look | None = None

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
