"""As at which day a review or a committee is looked at, compared with which. All of it lives in the address."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from council.amounts import written
from council.middleware import Request
from council.models import Meeting
from council.written_days import read_day
from recommendations import readings
from recommendations.deadlines import quarter_ends_before
from recommendations.figures import Position
from recommendations.ledger import Ledger
from recommendations.scope import Days, Scope

QUARTERS_OFFERED = MEETINGS_OFFERED = 5


@dataclass(frozen=True)
class Viewing:
    """The day looked at and the day compared with, and what was wrong with what was asked for."""

    scope: Scope
    today: date
    as_at: date
    since: date | None
    meetings: tuple[Meeting, ...]
    asked: QueryDict
    errors: dict[str, str] = field(default_factory=dict)
    since_asked: bool = False

    @property
    def is_past(self) -> bool:
        """Whether another day than today is looked at."""
        return self.as_at != self.today

    @property
    def days(self) -> Days:
        """The days of which positions are asked for."""
        return Days(self.as_at, self.since)

    @property
    def query(self) -> dict[str, str]:
        """What the address must carry to look at the same."""
        asked = {"as_at": self.as_at.isoformat()} if self.is_past else {}
        return asked | ({"since": self.since.isoformat()} if self.since_asked and self.since else {})

    @property
    def banner(self) -> dict[str, str] | None:
        """What the banner of a past day says and where it leads; None today."""
        if not self.is_past:
            return None
        left = self.asked.copy()
        left.pop("as_at", None)
        return {"day_words": f"{self.as_at:%-d %B %Y}", "today_url": f"?{left.urlencode()}"}

    @property
    def address(self) -> str:
        """What links to other pages must end with to look at the same; empty for today."""
        return f"?{urlencode(self.query)}" if self.query else ""

    @property
    def refused(self) -> str:
        """Why the day that was asked for is not shown; empty where it is."""
        return self.errors.get("as_at", "")

    @property
    def typed(self) -> dict[str, str]:
        """What the boxes of the two days show: the day, or what was typed where that is none."""
        days = {"as_at": self.as_at, "since": self.since if self.since_asked else None}
        return {
            name: self.asked.get(name, "") if name in self.errors else f"{day:%-d %B %Y}" if day else ""
            for name, day in days.items()
        }

    @property
    def next_meeting(self) -> Meeting | None:
        """The first meeting after the day looked at."""
        return next((m for m in self.meetings if m.held_on >= self.as_at), None)

    @property
    def days_met(self) -> list[date]:
        """The days of all meetings."""
        return [m.held_on for m in self.meetings]

    @property
    def last_meeting(self) -> Meeting | None:
        """The last meeting up to the day looked at, that day included."""
        return max((m for m in self.meetings if m.held_on <= self.as_at), key=lambda m: m.held_on, default=None)

    @property
    def days_offered(self) -> list[tuple[date, str]]:
        """Days to look at: today, the ends of the last quarters, and the one in the address."""
        ends = [day for day in quarter_ends_before(self.today, QUARTERS_OFFERED) if day >= self.first_day]
        days = {self.today: "Today", **{day: f"{day:%-d %B %Y}" for day in ends}}
        days.setdefault(self.as_at, f"{self.as_at:%-d %B %Y}")
        return sorted(days.items(), reverse=True)

    @property
    def comparisons_offered(self) -> list[tuple[date, str]]:
        """Days to compare with: the last meetings, and the one in the address. The box beside them takes any day."""
        held = [m.held_on for m in self.meetings if m.held_on < self.as_at][-MEETINGS_OFFERED:]
        days = {day: f"Meeting of {day:%-d %B %Y}" for day in held}
        if self.since:
            days.setdefault(self.since, f"{self.since:%-d %B %Y}")
        return sorted(days.items(), reverse=True)

    @property
    def first_day(self) -> date:
        """The first day of which anything can be known."""
        return self.scope.first_day

    def position(self, ledger: Ledger, *, compared: bool = True) -> Position:
        """Where the review stood, its links carrying this viewing on."""
        return ledger.position(self.as_at, self.since if compared else None).asked_for(**self.query)


def looked_at(request: Request, scope: Scope, meetings: tuple[Meeting, ...] | None = None) -> Viewing:
    """What the address of a page asks for. The frame of the page says which day that is, or why it is not shown."""
    view: Viewing = viewing(scope, request.GET, request.day, meetings)
    request.viewing = view
    return view


def viewing(scope: Scope, asked: QueryDict, today: date, meetings: tuple[Meeting, ...] | None = None) -> Viewing:
    """What an address asks for. A day that cannot be looked at falls back to today, with a message.

    One query, for the committee's ``meetings``; none where they are in hand.
    """
    errors: dict[str, str] = {}
    as_at = day_looked_at(scope, asked, today, errors)
    if meetings is None:
        meetings = tuple(readings.meetings_of([scope.committee.pk]))
    since = day_asked(asked, "since", errors)
    if since and since >= as_at:
        errors["since"] = f"{since:%-d %B %Y} is not before {as_at:%-d %B %Y}. Choose an earlier day."
        since = None
    before = [m.held_on for m in meetings if m.held_on < as_at]
    return Viewing(
        scope=scope,
        today=today,
        as_at=as_at,
        since=since or max(before, default=None),
        meetings=meetings,
        asked=asked,
        errors=errors,
        since_asked=bool(since),
    )


def day_looked_at(scope: Scope, asked: QueryDict, today: date, errors: dict[str, str]) -> date:
    """The day as at which an address asks to look; today where that day cannot be, with a message."""
    as_at = day_asked(asked, "as_at", errors) or today
    if as_at > today:
        errors["as_at"] = f"{as_at:%-d %B %Y} is in the future. Choose today or an earlier day."
        return today
    first = scope.first_day
    if as_at < first <= today:
        errors["as_at"] = f"Nothing is known of days before {written(first)}. Choose that day or a later one."
        return today
    return as_at


def day_asked(asked: QueryDict, name: str, errors: dict[str, str]) -> date | None:
    """The day of one parameter, as links write it or as people type it; None where it is absent or is no day."""
    if not (value := asked.get(name, "").strip()):
        return None
    try:
        return read_day(value)
    except ValueError:
        errors[name] = f"“{value[:40]}” is not a date. Write it like 31 March 2026 or 31/3/2026."
        return None
