"""What a letter to a witness says, as plain values: what was heard from them, what came of it, what has been done.

It is computed by somebody who may read nothing exempt, from the same blocks as the public version of a report. How to
reach the witness is no part of it.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from council.amounts import written
from evidence.models import Basis, Witness
from evidence.threads import Weave, weave
from recommendations.scope import of_review
from reports.builders import build, reader_of
from reports.imprint import Look
from reports.looks import look_of
from reports.quarters import Period
from reports.states import Version
from reports.values import Block, Fact


@dataclass(frozen=True)
class Heard:
    """One paragraph of the report that tells of the witness, and what it led to."""

    number: str
    words: str
    led_to: tuple[str, ...]


@dataclass(frozen=True)
class Work:
    """One action on a recommendation: how it stands, by when it is to be done, and its officer's latest words."""

    title: str
    state: str
    words: str
    target: str


@dataclass(frozen=True)
class Became:
    """One recommendation that their evidence led to."""

    reference: str
    text: str
    parts: tuple[Fact, ...]
    response: str
    works: tuple[Work, ...]
    verdict: str


@dataclass(frozen=True)
class LetterContents:
    """Everything that a letter says."""

    council: str
    committee: str
    review: str
    adopted: str
    witness: str
    printed: str
    as_at: date
    made_on: date
    # In which part it was issued; empty in a draft.
    issued_by: str
    notice: str
    words: str
    sessions: tuple[str, ...]
    heard: tuple[Heard, ...]
    became: tuple[Became, ...]
    # Where the review can be followed, for a committee that publishes.
    address: str
    look: Look | None = None

    @property
    def title(self) -> str:
        """You said, we did: what came of your evidence to the Prevent Duty review."""
        return f"You said, we did: what came of your evidence to the {self.review}"

    @property
    def foot(self) -> str:
        """The running foot: whose letter it is, and that the data is illustrative where it is."""
        when = f"{'Issued' if self.issued_by else 'Draft made'} {written(self.made_on)}"
        return " ".join(filter(None, [f"{self.council}, {self.committee}. {when}.", self.notice]))


def woven_for_all(witness: Witness, on: date) -> Weave:
    """The threads of the witness's review, as far as anybody at all may read them."""
    review = witness.group.review
    return weave(review, reader_of(Version.PUBLIC, review.committee_id, review.committee.council_id, on))


def left_out_of(witness: Witness, on: date) -> int:
    """How many paragraphs are left out of a letter, because they only name the witness and nobody confirmed them."""
    return sum(1 for told in woven_for_all(witness, on).told_in.get(witness.pk, []) if told.basis == Basis.NAME)


def letter_of(witness: Witness, on: date, words: str, issued_by: str = "") -> LetterContents:
    """What a letter to a witness says on a day. The witness must come with its review, committee and council."""
    review = witness.group.review
    committee = review.committee
    report = build(of_review(review), Period(on), on, Version.PUBLIC)
    # A name alone is no evidence: whoever it is written to reads what the report or a person says.
    woven = woven_for_all(witness, on).confirmed
    numbers = {row.number for row in woven.led_to[witness.pk]}
    heard = tuple(
        Heard(
            number=told.paragraph.number,
            words=told.paragraph.summary,
            led_to=tuple(dict.fromkeys(c.recommendation.reference for c in woven.cited_by.get(told.paragraph.pk, []))),
        )
        for told in sorted(woven.told_in.get(witness.pk, []), key=lambda told: told.paragraph.order)
    )
    attended = witness.attendances.select_related("session").order_by("session__order")
    return LetterContents(
        council=committee.council.name,
        committee=committee.name,
        review=review.title,
        adopted=written(review.adopted_on),
        witness=witness.name,
        printed=witness.printed,
        as_at=on,
        made_on=on,
        issued_by=issued_by,
        notice=committee.council.illustrative_notice,
        words=words,
        sessions=tuple(attendance.session.title for attendance in attended),
        heard=heard,
        became=tuple(became(block) for block in report.blocks if block.number in numbers),
        address=f"{settings.SITE_URL}{review.get_absolute_url()}" if committee.publishes else "",
        look=look_of(committee.council),
    )


def became(block: Block) -> Became:
    """One recommendation, in the words of the public report."""
    # Accepted by Cabinet, 9 October 2025; without a decision, that there is none, and by when it was to come.
    answer = block.response if block.executive_date else "None yet."
    said = " ".join(filter(None, [answer, block.response_detail]))
    return Became(
        reference=block.of.reference,
        text=block.text,
        parts=block.parts,
        response=f"{said} “{block.response_reason}”" if block.response_reason else said,
        works=tuple(Work(line.title, line.claim.word, line.words, line.target) for line in block.actions),
        verdict=". ".join(filter(None, [block.verdict.word, block.verdict.detail])),
    )
