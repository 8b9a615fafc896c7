"""A review of 13 recommendations in every state, around the cast's first one."""

from dataclasses import dataclass
from datetime import date

import pytest

from council.models import Meeting
from recommendations.models import Recommendation, Review
from recommendations.states import Reason, ResponseKind, Status, VerdictKind
from reports import drafting, issuing, making
from reports.freezing import freeze
from reports.models import Copy, Frozen, Report
from reports.quarters import Period
from reports.states import Progress, Version
from tests import factories as f
from tests.conftest import Cast

# The last quarter that had ended on DAY: January to March 2026.
QUARTER = "2025-Q4"
QUARTER_END = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def at_noon(day: None) -> None:
    """Every test of reports stands at noon on DAY."""


def fill(cast: Cast, upto: int = 13) -> Review:
    """Recommendations 2 to ``upto`` beside the cast's first, each with what puts it into another state."""
    meeting = f.MeetingFactory.create(committee=cast.committee, held_on=f.days(-40))
    f.MeetingFactory.create(committee=cast.committee, held_on=f.days(30))
    f.ResponseFactory.create(recommendation=cast.recommendation)
    f.UpdateFactory.create(action=cast.action, words="The first chapter is written.")
    for number in range(2, upto + 1):
        add(cast, number, meeting)
    return Review.objects.for_page().get(pk=cast.review.pk)


def add(cast: Cast, number: int, meeting: Meeting) -> None:
    """One more recommendation. Its number decides its state."""
    themes = {theme.number: theme for theme in cast.review.themes.all()}
    theme = themes.get(number % 3 + 1) or f.ThemeFactory.create(review=cast.review, number=number % 3 + 1)
    row = f.RecommendationFactory.create(
        review=cast.review, theme=theme, number=number, lead_service=cast.service if number % 2 else None
    )
    if number % 5 == 0:
        f.PartFactory.create(recommendation=row, label="a", text=f"Do the first half of {number};")
        f.PartFactory.create(recommendation=row, label="b", text=f"Do the second half of {number}.")
    kind = number % 6
    if kind == 0:
        return
    f.ResponseFactory.create(
        recommendation=row, kind=ResponseKind.REJECTED if kind == 1 else ResponseKind.ACCEPTED, reason="Too dear."
    )
    if kind == 1:
        return
    act(cast, row, kind, meeting)


def act(cast: Cast, row: Recommendation, kind: int, meeting: Meeting) -> None:
    """An action on it: overdue, delayed, silent or achieved and signed off."""
    action = f.ActionFactory.create(
        recommendation=row,
        number=1,
        post=cast.post,
        original_target_on=f.days(-20) if kind == 2 else f.days(90),
        target_on=f.days(120) if kind == 3 else f.days(-20) if kind == 2 else f.days(90),
    )
    said = {2: Status.DELAYED, 3: Status.DELAYED, 4: Status.ON_TRACK, 5: Status.ACHIEVED}[kind]
    f.UpdateFactory.create(
        action=action,
        status=said,
        reason=Reason.STAFFING if said == Status.DELAYED else "",
        words=f"Words on {row.reference}.",
        given_on=f.days(-200) if kind == 4 else f.days(-50),
    )
    if kind == 3:
        f.ExtensionFactory.create(
            action=action,
            from_on=f.days(90),
            to_on=f.days(120),
            agreed=True,
            decided_by=cast.head,
            decided_on=f.days(-10),
        )
    if kind == 5:
        f.VerdictFactory.create(
            recommendation=row, meeting=meeting, verdict=VerdictKind.ACHIEVED, minute=f"5.{row.number}"
        )


@pytest.fixture
def review(cast: Cast) -> Review:
    """The review with its 13 recommendations."""
    return fill(cast)


@pytest.fixture
def few(cast: Cast) -> Review:
    """The review with 2 of them, where laying out all would only take longer."""
    return fill(cast, upto=2)


PROGRESS: dict[Progress, dict[str, object]] = {
    Progress.WAITING: {},
    Progress.RUNNING: {
        "lease_until": f.noon(f.days(1)),
        "steps": 4,
        "step": 2,
        "doing": "Laying out the pages",
    },
    Progress.DONE: {
        "file": "reports/1.pdf",
        "size": 64_000,
        "pages": 9,
        "sha256": "a61f" * 16,
        "made_at": f.noon(f.DAY),
    },
    Progress.FAILED: {"reason": "The file could not be written: No space left on device."},
}


@dataclass(frozen=True)
class Rows:
    """Makes drafts, and copies of them."""

    cast: Cast

    def draft(self, period: Period | None = None) -> Report:
        """A draft that the chair began."""
        return drafting.begin(
            self.cast.committee,
            self.cast.review,
            by=f.roles(self.cast.chair),
            period=period or Period(f.DAY),
            at=f.noon(f.DAY),
        )

    def frozen(self, report: Report | None = None, version: Version = Version.PUBLIC) -> Frozen:
        """What a draft says, kept."""
        return freeze(report or self.draft(), version, f.noon(f.DAY))

    def waiting(self, frozen: Frozen | None = None) -> Copy:
        """A copy that nobody has started."""
        return Copy.objects.create(
            frozen=frozen or self.frozen(), requested_by=self.cast.chair, requested_at=f.noon(f.DAY)
        )

    def in_state(self, state: Progress, /, **values: object) -> Copy:
        """A copy in a state, as the verbs leave it, but for these values."""
        copy = self.waiting()
        Copy.objects.filter(pk=copy.pk).update(**{"state": state, **PROGRESS[state], **values})
        copy.refresh_from_db()
        return copy

    def issued(self, period: Period | None = None) -> Report:
        """An issued report, whose copies wait."""
        return issuing.issue(self.draft(period), by=f.roles(self.cast.chair), at=f.noon(f.DAY))


@pytest.fixture
def rows(cast: Cast) -> Rows:
    """Makes rows of reports."""
    return Rows(cast)


@pytest.fixture
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is woken: what is made is made by the test."""
    monkeypatch.setattr(making, "wake", lambda task, copy_id: None)
    monkeypatch.setattr(issuing, "wake", lambda task, copy_id: None)
