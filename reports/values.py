"""What a report is made of: plain values in frozen dataclasses, and what a chapter is. No database."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from recommendations.drawing import Slippage

if TYPE_CHECKING:
    from recommendations.figures import Position
    from reports.lines import Names


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


class Chapter:
    """A chapter of a report: its place in an address, its name in the list of chapters, and what draws it."""

    key: ClassVar[str]
    heading: ClassVar[str]
    template: ClassVar[str]
    # Whether the public version goes without it.
    is_inside: ClassVar[bool] = False

    @classmethod
    def of(cls, position: "Position", names: "Names") -> Self:
        """What it says of where things stand on a day."""
        raise NotImplementedError
