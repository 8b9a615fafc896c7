"""One action, one response, one change in the words of a report. Pure: dates are written out, nothing is counted."""

from dataclasses import dataclass
from datetime import date

from recommendations import drawing
from recommendations.figures import Change, lower_first
from recommendations.sentences import listed
from recommendations.standing import ActionStanding, RecommendationStanding
from recommendations.states import Reason, State, Status
from recommendations.templatetags.standing import days, times


def written(day: date) -> str:
    """30 September 2017"""
    return f"{day:%-d %B %Y}"


def counted(count: int, one: str, many: str = "") -> str:
    """1 action, 3 actions; the plural is given where it is not made with an s."""
    return f"{count} {one if count == 1 else many or one + 's'}"


@dataclass(frozen=True)
class ActionLine:
    """One action on the day of the report."""

    standing: ActionStanding

    @property
    def words(self) -> str:
        """The officers' latest words."""
        return self.standing.update.words if self.standing.update else ""

    @property
    def reason(self) -> str:
        """The coded reason, where officers gave one."""
        update = self.standing.update
        return Reason(update.reason).label if update and update.reason else ""

    @property
    def said(self) -> str:
        """15 September 2017; or that nothing was said yet."""
        if update := self.standing.update:
            return written(update.given_on)
        return f"No update yet, agreed {written(self.standing.action.agreed_on)}"

    @property
    def target(self) -> str:
        """31 July 2017"""
        return written(self.standing.target_on)

    @property
    def moves(self) -> str:
        """First 31 March 2017, moved twice; or: never moved."""
        if not self.standing.moves:
            return "Never moved"
        return f"First {written(self.standing.action.original_target_on)}, moved {times(len(self.standing.moves))}"

    @property
    def request(self) -> str:
        """A request for more time that waits for its decision."""
        waiting = self.standing.waiting
        return f"More time asked for, to {written(waiting.to_on)}. Not decided yet." if waiting else ""

    @property
    def slippage(self) -> drawing.Slippage | None:
        """The drawing of its targets, with every move in words."""
        return drawing.slippage(self.standing)

    @property
    def in_the_way(self) -> str:
        """3b.1 due 31 October 2017; 3c.1 overdue."""
        reference = self.standing.action.reference
        return f"{reference} overdue" if self.standing.is_overdue else f"{reference} due {self.target}"


def claim_detail(standing: RecommendationStanding) -> str:
    """3 actions: 2 achieved, 1 delayed."""
    said = [a.status for a in standing.actions]
    counts = [f"{said.count(status)} {lower_first(status.label)}" for status in Status if status in said]
    return f"{counted(len(said), 'action')}: {', '.join(counts)}." if said else "No action has been agreed."


def verdict_detail(standing: RecommendationStanding) -> str:
    """19 July 2017, minute 5.2"""
    verdict = standing.verdict
    return f"{written(verdict.meeting.held_on)}, minute {verdict.minute}" if verdict else ""


def sign_off_detail(standing: RecommendationStanding) -> str:
    """What stands between it and the committee's sign-off."""
    if standing.is_signed_off:
        return "The committee agrees that it is achieved. Monitoring has ended."
    if standing.state == State.NOT_ACCEPTED:
        return "The executive did not accept it."
    if standing.state == State.AWAITING:
        return "The executive has not answered."
    if in_the_way := [ActionLine(a).in_the_way for a in standing.actions if a.is_open]:
        return f"{'; '.join(in_the_way)}."
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
    if now.is_signed_off:
        return verdict_detail(now)
    references = [a.action.reference for a in change.actions]
    if not references:
        return f"Answered {answered(now).rstrip('.')}" if now.response else ""
    since = f"{written(now.since)}, " if now.since else ""
    return f"{since}action{'s' if len(references) > 1 else ''} {listed(references)}"
