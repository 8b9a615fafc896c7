"""One action, one response, one change in the words of a report. Pure: dates are written out, nothing is counted."""

from collections.abc import Iterable
from dataclasses import dataclass

from council.amounts import counted, listed, written
from recommendations import drawing
from recommendations.figures import Change, lower_first
from recommendations.models import Action, Recommendation
from recommendations.standing import ActionStanding, AnyVerdict, RecommendationStanding
from recommendations.states import Reason, State, Status
from recommendations.templatetags import standing as tags
from recommendations.templatetags.standing import days, times
from reports.values import ActionLine, Claim, Link, Verdict

# Of more actions than these, a sentence says the numbers without the titles.
FEW = 2


@dataclass(frozen=True)
class Names:
    """How recommendations are called and where they stand: in a report on several reviews the review goes with them."""

    is_committee: bool

    def reference(self, row: Recommendation) -> str:
        """R3; in a report on several reviews: R3 (Prevent Duty review)."""
        return f"{row.reference} ({row.review.title})" if self.is_committee else row.reference

    def action(self, action: Action, row: Recommendation) -> str:
        """3c.1 “Visit each school”; in a report on several reviews: 3c.1 “Visit each school” (Prevent Duty review)."""
        return f"{titled(action)} ({row.review.title})" if self.is_committee else titled(action)

    def anchor(self, row: Recommendation) -> str:
        """The name of its place in the report."""
        return f"{row.review.slug}-{row.number}" if self.is_committee else f"recommendation-{row.number}"

    def link(self, row: Recommendation) -> Link:
        """The way to its place in the report."""
        return Link(self.anchor(row), self.reference(row), row.title)

    def listed(self, standings: Iterable[RecommendationStanding]) -> str:
        """R2, R4 and R10."""
        return listed([self.reference(s.recommendation) for s in standings])


def claim_of(standing: ActionStanding | RecommendationStanding) -> Claim:
    """What officers say, and what was computed, as every page of the tracker shows it."""
    shown = tags.claim_of(standing)
    return Claim(str(shown["state"]), str(shown["word"]), shown["second"], shown["second_kind"])


def verdict_of(standing: RecommendationStanding) -> Verdict:
    """What the committee says."""
    shown = tags.verdict_of(standing)
    words = standing.verdict.words if standing.verdict else ""
    return Verdict(shown["verdict"], str(shown["word"]), words, verdict_detail(standing), tags.agreement(standing))


def exempt_words(paragraph: int | None) -> str:
    """Exempt, paragraph 3; nothing where it is for everybody."""
    return f"Exempt, paragraph {paragraph}" if paragraph else ""


def action_line(standing: ActionStanding, names: Names) -> ActionLine:
    """One action on the day of the report."""
    action, update, waiting = standing.action, standing.update, standing.waiting
    return ActionLine(
        of=names.link(action.recommendation),
        reference=action.reference,
        title=action.title,
        url=action.get_absolute_url(),
        success_measure=action.success_measure,
        post=action.post.title,
        service=action.post.service.name,
        claim=claim_of(standing),
        state=standing.word,
        said=written(update.given_on) if update else f"No update yet, agreed {written(action.agreed_on)}",
        silent=f"no update for {days(standing.days_silent)}" if standing.is_overdue and standing.is_stale else "",
        reason=Reason(update.reason).label if update and update.reason else "",
        words=update.words if update else "",
        target_on=standing.target_on,
        target=written(standing.target_on),
        until=tags.until(standing.target_on, standing.on) if standing.is_open else "",
        is_overdue=standing.is_overdue,
        moves=moves_of(standing),
        is_called_in=standing.is_called_in,
        request=f"More time asked for, to {written(waiting.to_on)}. Not decided yet." if waiting else "",
        slippage=drawing.slippage(standing),
        exempt=exempt_words(update.exempt_under if update else None),
    )


def moves_of(standing: ActionStanding) -> str:
    """First 31 March 2017, moved twice; or: never moved."""
    if not standing.moves:
        return "Never moved"
    return f"First {written(standing.action.original_target_on)}, moved {times(len(standing.moves))}"


def in_the_way(standing: ActionStanding) -> str:
    """3b.1 due 31 October 2017; 3c.1 overdue."""
    reference = standing.action.reference
    return f"{reference} overdue" if standing.is_overdue else f"{reference} due {written(standing.target_on)}"


def claim_detail(standing: RecommendationStanding) -> str:
    """3 actions: 2 achieved, 1 delayed."""
    said = [a.status for a in standing.actions]
    counts = [f"{said.count(status)} {lower_first(status.label)}" for status in Status if status in said]
    return f"{counted(len(said), 'action')}: {', '.join(counts)}." if said else "No action has been agreed."


def verdict_detail(standing: RecommendationStanding) -> str:
    """19 July 2017, minute 5.2"""
    return told_at(standing.verdict) if standing.verdict else ""


def told_at(verdict: AnyVerdict) -> str:
    """19 July 2017, minute 5.2"""
    return f"{written(verdict.meeting.held_on)}, minute {verdict.minute}"


def sign_off_detail(standing: RecommendationStanding) -> str:
    """What stands between it and the committee's sign-off."""
    if standing.is_signed_off:
        return "The committee agrees that it is achieved. Monitoring has ended."
    if standing.state == State.NOT_ACCEPTED:
        return "The executive did not accept it."
    if standing.state == State.AWAITING:
        return "The executive has not answered."
    if left := [in_the_way(a) for a in standing.actions if a.is_open]:
        return f"{'; '.join(left)}."
    return "It waits for the committee’s verdict." if standing.actions else "No action has been agreed."


def response_sentence(standing: RecommendationStanding) -> str:
    """by Cabinet, 6 December 2016, minute 6.1. Due 28 November 2016, given 8 days late."""
    return " ".join(filter(None, [answered(standing), clock(standing)]))


def answered(standing: RecommendationStanding) -> str:
    """Who answered, when and where it is minuted; nothing while the answer is awaited."""
    response = standing.response
    if response is None:
        return ""
    minute = f", minute {response.minute}" if response.minute else ""
    return f"by {response.deciding_body}, {written(response.decided_on)}{minute}."


def clock(standing: RecommendationStanding) -> str:
    """Due 28 November 2016, given 8 days late; nothing until it was sent to the executive."""
    due, over = standing.response_due_on, days(standing.response_days_over)
    if due is None:
        return ""
    if standing.response is None:
        return f"Due {written(due)}, overdue {over}." if standing.response_days_over else f"Due {written(due)}."
    return f"Due {written(due)}, given {f'{over} late' if standing.response_days_over else 'in time'}."


def change_note(change: Change) -> str:
    """When a recommendation came into its new state, and by what: 19 July 2017, minute 5.4."""
    now = change.now
    if change.verdict:
        return told_at(change.verdict)
    actions = [a.action for a in change.actions]
    if not actions:
        return f"Answered {answered(now).rstrip('.')}" if now.response else ""
    since = f"{written(change.on)}, " if change.on else ""
    if len(actions) > FEW:
        return f"{since}actions {listed([action.reference for action in actions])}"
    return f"{since}action{'s' if len(actions) > 1 else ''} {listed([titled(action) for action in actions])}"


def titled(action: Action) -> str:
    """3c.1 “Visit each school”."""
    return f"{action.reference} “{action.title}”"
