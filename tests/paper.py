"""A review on paper: rows that no database ever sees, for the pure half of the domain."""

from collections import defaultdict
from datetime import date
from itertools import count

from accounts.models import User
from council.models import Committee, Council, Directorate, Meeting, Post, Service
from recommendations.figures import Position
from recommendations.ledger import Ledger
from recommendations.models import (
    Action,
    Extension,
    Part,
    Recommendation,
    Response,
    Review,
    Theme,
    Update,
    Verdict,
)
from recommendations.scope import of_review
from recommendations.standing import ActionStanding, RecommendationStanding
from recommendations.states import IN_TROUBLE, Reason, ResponseKind, Status, VerdictKind
from tests import factories as f

# When things happen unless a test says otherwise.
SENT_ON = f.days(-450)
ANSWERED_ON = f.days(-400)
AGREED_ON = f.days(-300)
ASKED_ON, DECIDED_ON = f.days(-40), f.days(-39)
HELD_ON = f.days(-20)
TOLD_ON = f.days(-10)
TARGET_ON = f.days(60)


class Paper:
    """A review, the rows around it, and where it stands. Everything is dated from DAY."""

    def __init__(self, *, stale: int = 90, due_soon: int = 30, months: int = 2, sent_on: date | None = SENT_ON) -> None:
        self.keys = count(1)
        self.council = Council(pk=1, name="Harbour Council", slug="harbour")
        self.committee = Committee(
            pk=1,
            council=self.council,
            name="Overview and Scrutiny Committee",
            stale_after_days=stale,
            due_soon_days=due_soon,
            response_months=months,
        )
        self.review = Review(
            pk=1,
            committee=self.committee,
            title="Harbour review",
            slug="harbour-review",
            adopted_on=f.days(-460),
            sent_to_executive_on=sent_on,
        )
        directorate = Directorate(pk=1, council=self.council, name="Children’s Services")
        self.service = Service(pk=1, directorate=directorate, name="Youth Service")
        self.post = Post(pk=1, service=self.service, title="Youth Service Manager")
        self.officer = User(pk=1, name="Youth Service Manager", email="officer@harbour.example")
        self.head = User(pk=2, name="Head of the Youth Service", email="head@harbour.example")
        self.themes: dict[int, Theme] = {}
        self.recommendations: list[Recommendation] = []
        self.actions: dict[int, list[Action]] = defaultdict(list)
        self.updates: dict[int, list[Update]] = defaultdict(list)
        self.extensions: dict[int, list[Extension]] = defaultdict(list)
        self.verdicts: dict[int, list[Verdict]] = defaultdict(list)
        self.responses: dict[int, list[Response]] = defaultdict(list)

    def recommendation(
        self, *, theme: int = 1, service: Service | None = None, accepted: bool = True
    ) -> Recommendation:
        """The next recommendation; answered with "accepted" unless a test says otherwise."""
        number = len(self.recommendations) + 1
        heading = self.themes.setdefault(
            theme, Theme(pk=theme, review=self.review, number=theme, title=f"Theme {theme}")
        )
        row = Recommendation(
            pk=number,
            review=self.review,
            theme=heading,
            number=number,
            title=f"Title {number}",
            text=f"Do thing {number}.",
            lead_service=service,
        )
        self.recommendations.append(row)
        if accepted:
            self.respond(row)
        return row

    def action(
        self,
        recommendation: Recommendation,
        *,
        target_on: date = TARGET_ON,
        agreed_on: date = AGREED_ON,
        part: Part | None = None,
    ) -> Action:
        """An action as it was agreed."""
        pk = next(self.keys)
        row = Action(
            pk=pk,
            recommendation=recommendation,
            part=part,
            number=len(self.actions[recommendation.pk]) + 1,
            title="Write a curriculum",
            post=self.post,
            agreed_on=agreed_on,
            original_target_on=target_on,
            target_on=target_on,
        )
        self.actions[recommendation.pk].append(row)
        return row

    def tell(self, action: Action, status: Status = Status.ON_TRACK, *, on: date = TOLD_ON) -> Update:
        """What an officer said on a day."""
        row = Update(
            pk=next(self.keys),
            action=action,
            status=status,
            reason=Reason.STAFFING if status in IN_TROUBLE else "",
            words="Half of it is done.",
            given_by=self.officer,
            given_for=self.post,
            given_on=on,
            given_at=f.noon(on),
            effective_on=on,
        )
        self.updates[action.pk].append(row)
        return row

    def move(
        self,
        action: Action,
        to_on: date,
        *,
        asked_on: date = ASKED_ON,
        decided_on: date | None = DECIDED_ON,
        agreed: bool = True,
    ) -> Extension:
        """A request for more time; undecided where there is no day of decision."""
        is_decided = decided_on is not None
        moved = [e.to_on for e in self.extensions[action.pk] if e.agreed]
        row = Extension(
            pk=next(self.keys),
            action=action,
            from_on=moved[-1] if moved else action.original_target_on,
            to_on=to_on,
            reason=Reason.PARTNER,
            words="The partner answers in spring.",
            requested_by=self.officer,
            requested_on=asked_on,
            agreed=agreed if is_decided else None,
            decided_by=self.head if is_decided else None,
            decided_as=self.head.name if is_decided else "",
            decided_on=decided_on,
            note="Agreed." if is_decided else "",
        )
        self.extensions[action.pk].append(row)
        return row

    def judge(
        self,
        recommendation: Recommendation,
        verdict: VerdictKind,
        *,
        held_on: date = HELD_ON,
        recorded_on: date | None = None,
    ) -> Verdict:
        """A verdict, recorded on the day of its meeting unless a test says otherwise."""
        row = Verdict(
            pk=next(self.keys),
            recommendation=recommendation,
            meeting=Meeting(pk=next(self.keys), committee=self.committee, held_on=held_on, papers_due_on=held_on),
            verdict=verdict,
            minute="5.2",
            recorded_on=recorded_on or held_on,
        )
        self.verdicts[recommendation.pk].append(row)
        return row

    def respond(
        self, recommendation: Recommendation, kind: ResponseKind = ResponseKind.ACCEPTED, *, on: date = ANSWERED_ON
    ) -> Response:
        """A response, recorded on the day it was decided."""
        row = Response(
            pk=next(self.keys),
            recommendation=recommendation,
            kind=kind,
            deciding_body="Cabinet",
            decided_on=on,
            minute="6.1",
            recorded_on=on,
        )
        self.responses[recommendation.pk].append(row)
        return row

    def ledger(self) -> Ledger:
        """All that was written so far, in the order in which ``ledger.load`` reads it."""
        for rows in self.updates.values():
            rows.sort(key=lambda u: (u.given_on, u.pk))
        for moves in self.extensions.values():
            moves.sort(key=lambda e: (e.decided_on is None, e.decided_on or e.requested_on, e.pk))
        for verdicts in self.verdicts.values():
            verdicts.sort(key=lambda v: (v.meeting.held_on, v.pk))
        for responses in self.responses.values():
            responses.sort(key=lambda r: (r.recorded_on, r.pk))
        return Ledger(
            scope=of_review(self.review),
            numbers=tuple(r.number for r in self.recommendations),
            recommendations=tuple(self.recommendations),
            actions=self.actions,
            updates=self.updates,
            extensions=self.extensions,
            verdicts=self.verdicts,
            responses=self.responses,
            questions=defaultdict(list),
            changes=defaultdict(list),
            call_ins=defaultdict(list),
            lead_changes=defaultdict(list),
            outcome_checks=defaultdict(list),
            owners={},
        )

    def position(self, on: date = f.DAY, compared_with: date | None = None) -> Position:
        """Where the review stands on a day."""
        return self.ledger().position(on, compared_with)

    def standing(self, recommendation: Recommendation, on: date = f.DAY) -> RecommendationStanding:
        """Where one recommendation stands on a day."""
        return self.ledger().standing(recommendation, on)

    def stand(self, action: Action, on: date = f.DAY) -> ActionStanding:
        """Where one action stands on a day."""
        found = self.standing(action.recommendation, on).actions
        return next(a for a in found if a.action.pk == action.pk)
