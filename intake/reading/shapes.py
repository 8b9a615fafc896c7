"""What reading a report yields. Frozen, without a framework, and the same as JSON.

A proposal holds only what the document says. What it does not say is None or empty, and stands as a question.
"""

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a line or a block of a document is, as far as its beginning or its mark-up says."""

    TEXT = "text"
    BLANK = "blank"
    HEADING = "heading"
    LABEL = "label"
    PARAGRAPH = "paragraph"
    NUMBER = "number"
    LETTER = "letter"
    ROMAN = "roman"
    BULLET = "bullet"
    ROW = "row"
    FIELD = "field"


def listed(words: str) -> tuple[str, ...]:
    """Words that stand in one string, one by one."""
    return tuple(words.split())


@dataclass(frozen=True)
class Line:
    """One line of a document: its words, its page and its number, both from 1, and what its mark-up says it is.

    ``bold``: the words of it that a page sets in bold, where not all are: another column stands beside them.
    """

    text: str
    page: int = 1
    number: int = 1
    kind: Kind = Kind.TEXT
    cells: tuple[str, ...] = ()
    starts_page: bool = False
    is_bold: bool = False
    level: int = 0
    bold: str = ""

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"page {self.page}, line {self.number}"


@dataclass(frozen=True)
class Difference:
    """Where summary and body word a recommendation differently: kind is one of DifferenceKind's values."""

    kind: str
    summary: str
    body: str


@dataclass(frozen=True)
class ProposedPart:
    """A lettered or bulleted sub-point; ``body`` is the body's wording where it differs."""

    label: str
    text: str
    body: str = ""


@dataclass(frozen=True)
class ProposedAction:
    """A further action that a table prints for a recommendation, with who is to do it and by when, as printed."""

    text: str
    lead: str | None = None
    due: str | None = None


@dataclass(frozen=True)
class ProposedRecommendation:
    """One recommendation, word for word. ``confidence`` is from 0 to 1; ``why`` says in words what it rests on."""

    number: str
    text: str
    theme: str | None = None
    owner: str | None = None
    parts: tuple[ProposedPart, ...] = ()
    response: str | None = None
    lead: str | None = None
    due: str | None = None
    action: str | None = None
    more_actions: tuple[ProposedAction, ...] = ()
    body: str = ""
    differences: tuple[Difference, ...] = ()
    place: str = ""
    body_place: str = ""
    after: str | None = None
    confidence: float = 1.0
    why: str = ""
    labels: int = 1
    is_cut_off: bool = False


@dataclass(frozen=True)
class ProposedWitness:
    """Somebody who gave evidence, with role and organisation as printed."""

    name: str
    role: str | None
    organisation: str | None
    group: str | None
    printed: str = ""
    place: str = ""
    confidence: float = 1.0


@dataclass(frozen=True)
class ProposedPerson:
    """Somebody on the panel: part is "chair", "member" or "support"."""

    name: str
    role: str | None
    part: str
    place: str = ""


@dataclass(frozen=True)
class ProposedParagraph:
    """A numbered paragraph, its section and heading, and its words without the footnotes that it cites."""

    number: str
    section: str | None
    text: str
    section_number: str = ""
    heading: str | None = None
    footnotes: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class ProposedFootnote:
    """A footnote, by its number."""

    number: str
    text: str
    place: str = ""


# What a question ends with where it asks about a number that no recommendation has.
MISSING = "Is it missing?"


@dataclass(frozen=True)
class Question:
    """What the reader could not decide."""

    about: str
    asks: str
    place: str = ""


@dataclass(frozen=True)
class Proposal:
    """Everything that a document was found to say."""

    title: str | None
    committee: str | None
    council: str | None
    dates: tuple[str, ...] = ()
    recommendations: tuple[ProposedRecommendation, ...] = ()
    witnesses: tuple[ProposedWitness, ...] = ()
    panel: tuple[ProposedPerson, ...] = ()
    paragraphs: tuple[ProposedParagraph, ...] = ()
    footnotes: tuple[ProposedFootnote, ...] = ()
    questions: tuple[Question, ...] = ()
    kind: str = ""
    pages: int = 0
    lines: int = 0
    source: tuple[tuple[int, int, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain lists and dictionaries."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Proposal":
        """Back from ``as_json()``."""
        rows: dict[str, Any] = {key: tuple(made(shape, row) for row in data[key]) for key, shape in SHAPES.items()}
        source = tuple((page, number, text) for page, number, text in data.get("source", ()))
        return cls(**{**data, "dates": tuple(data["dates"]), "source": source, **rows})


SHAPES: dict[str, type] = {
    "recommendations": ProposedRecommendation,
    "witnesses": ProposedWitness,
    "panel": ProposedPerson,
    "paragraphs": ProposedParagraph,
    "footnotes": ProposedFootnote,
    "questions": Question,
}
INNER: dict[str, type] = {"parts": ProposedPart, "differences": Difference, "more_actions": ProposedAction}


def made(shape: type, row: dict[str, Any]) -> Any:
    """One frozen row of a shape from its dictionary."""
    known = {field.name for field in fields(shape)}
    values = {key: value for key, value in row.items() if key in known}
    for key, value in values.items():
        if key in INNER:
            values[key] = tuple(made(INNER[key], inner) for inner in value)
        elif isinstance(value, list):
            values[key] = tuple(value)
    return shape(**values)
