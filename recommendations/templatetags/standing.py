"""How a standing looks: the claim, the verdict, a day, a span of days. One tag for each, on screen and paper."""

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from council.amounts import counted, written
from council.templatetags.drawn import drawn
from recommendations import drawing, paging
from recommendations.drawing import Slippage
from recommendations.figures import Breakdown, Pile, Position, lower_first
from recommendations.standing import ActionStanding, RecommendationStanding
from recommendations.states import IN_TROUBLE, Agreement, Schedule12A, State, Status, ViewPage
from recommendations.viewing import Viewing

register = template.Library()
register.filter(counted)

# Squares that only an action's own claim carries; everything else is a state.
OWN_MARKS = (Status.PAUSED, Status.NOT_ACHIEVED, Status.NO_LONGER_FEASIBLE)


@register.simple_tag
def claim(standing: ActionStanding | RecommendationStanding, paper: bool = False) -> SafeString:
    """What officers say, and beneath it what was computed: the word is theirs, the second line is ours."""
    return drawn("claim", **claim_of(standing), paper=paper)


def claim_of(standing: ActionStanding | RecommendationStanding) -> dict[str, str]:
    """The square, the word, the second line and its kind."""
    status = standing.status if isinstance(standing, ActionStanding) else standing.claim
    second, kind = computed(standing)
    if status is None:
        state = standing.state
        return {"state": state, "word": "No action", "second": lower_first(state.label), "second_kind": "ok"}
    return {"state": mark_of(standing, status), "word": status.label, "second": second, "second_kind": kind}


def mark_of(standing: ActionStanding | RecommendationStanding, status: Status) -> str:
    """The square of a claim. Overdue is never shown as something that an officer said."""
    if standing.state == State.SIGNED_OFF:
        return State.SIGNED_OFF.value
    if status == Status.ACHIEVED:
        return State.CLAIMED.value
    if status in OWN_MARKS:
        return status.value
    if status in IN_TROUBLE:
        return State.DELAYED.value
    if status == Status.ON_TRACK and silence(standing):
        return State.NOT_UPDATED.value
    return status.value


def silence(standing: ActionStanding | RecommendationStanding) -> str:
    """How long nothing was said, where that is longer than the limit; of a recommendation, on which action."""
    if isinstance(standing, ActionStanding):
        return f"no update for {days(standing.days_silent)}" if standing.is_stale else ""
    silent = standing.most_silent
    return f"{silent.action.reference}: no update for {days(silent.days_silent)}" if silent else ""


def computed(standing: ActionStanding | RecommendationStanding) -> tuple[str, str]:
    """The second line of a claim and its kind."""
    if standing.days_over:
        return f"Overdue {days(standing.days_over)}", "over"
    if silent := silence(standing):
        return silent, "late"
    if isinstance(standing, ActionStanding) and standing.days_late:
        return f"{days(standing.days_late)} late", "late"
    return "", "ok"


@register.simple_tag
def verdict(standing: RecommendationStanding, paper: bool = False) -> SafeString:
    """What the committee says of a recommendation."""
    return drawn("verdict", **verdict_of(standing), paper=paper)


def verdict_of(standing: RecommendationStanding) -> dict[str, str]:
    """The circle and the word."""
    if standing.verdict is None:
        return {"verdict": "none", "word": "No verdict yet"}
    return {"verdict": standing.verdict.verdict, "word": standing.verdict.get_verdict_display()}


@register.simple_tag
def agreement(standing: RecommendationStanding) -> str:
    """How claim and verdict stand to each other; empty where there is nothing to say."""
    if standing.is_signed_off or standing.agreement not in (Agreement.DISAGREE, Agreement.CLAIM_SINCE):
        return ""
    return standing.agreement.value


@register.simple_tag
def bar_unit(*tables: Iterable[Breakdown]) -> float:
    """The pixels of one recommendation in the bars of a table, or of several that stand in one."""
    return drawing.bar_unit(row.count for rows in tables for row in rows)


@register.filter
def status_mark(status: str) -> str:
    """The square of a status by itself, as in a list of updates."""
    if status == Status.ACHIEVED:
        return State.CLAIMED.value
    return status


@register.simple_tag
def slippage(row: ActionStanding) -> Slippage | None:
    """The drawing of how far a target moved."""
    return drawing.slippage(row)


@register.filter
def schedule(paragraph: int) -> str:
    """What a paragraph of Schedule 12A is about: financial or business affairs."""
    return lower_first(Schedule12A(paragraph).label.partition(". ")[2])


# What a column of a table has room for, and what comes after it.
LONG_WORD = re.compile(r"(\S{20})\S{6,}")


@register.filter
def shortened(words: str, count: int) -> str:
    """The first words, with dots that never stand alone on a line. A pasted address is cut: no column holds it."""
    short = Truncator(words).words(count, truncate="…")
    return LONG_WORD.sub(r"\1…", short)


@register.filter
def long_day(day: date | None) -> str:
    """30 September 2017."""
    return written(day) if day else ""


@register.filter
def short_day(day: date | None) -> str:
    """30 Sep 2017, for columns."""
    return f"{day:%-d %b %Y}" if day else ""


@register.filter
def days(count: int) -> str:
    """1 day, 61 days."""
    return counted(count, "day")


@register.filter
def ago(day: date | None, today: date) -> str:
    """Today, yesterday, 26 days ago."""
    if day is None:
        return ""
    count = (today - day).days
    return {0: "today", 1: "yesterday"}.get(count, f"{days(count)} ago")


@register.filter
def until(day: date, today: date) -> str:
    """In 9 days, today, 61 days over."""
    count = (day - today).days
    if count == 0:
        return "today"
    return f"in {days(count)}" if count > 0 else f"{days(-count)} over"


@register.filter
def times(count: int) -> str:
    """Once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


@register.simple_tag
def handful(pile: Pile, wanted: str = "") -> tuple[ActionStanding, ...]:
    """The rows of a pile that stand on a page beside other piles."""
    return paging.handful(pile, wanted)


@register.filter
def direction(position: Position, standing: RecommendationStanding) -> str:
    """Better, worse, changed, same or new since the day compared with; empty where there is none."""
    if position.earlier is None:
        return ""
    change = position.change_of(standing)
    if change is None:
        return "new" if standing.recommendation.review.adopted_on > position.earlier.on else "same"
    return "changed" if change.is_inside else "better" if change.is_forward else "worse"


@register.simple_tag
def query_with(query: dict[str, str], **changes: str) -> str:
    """An address's query with some parameters set, or left out when empty; with its question mark."""
    merged = {**query, **changes}
    kept = {name: value for name, value in merged.items() if value}
    return f"?{urlencode(kept)}" if kept else "?"


@register.simple_tag(takes_context=True)
def file_of(context: Context, page: str, kind: str) -> str:
    """The address of the list that is shown as a file, with its filters."""
    asked = context["request"].GET.urlencode()
    return str(context["scope"].file_url(page, kind)) + (f"?{asked}" if asked else "")


@register.simple_tag(takes_context=True)
def save_view_url(context: Context) -> str:
    """Where the view of this page is saved under a name; empty where this page's view cannot be."""
    request, scope = context["request"], context["scope"]
    page = request.resolver_match.url_name.removeprefix("committee_")
    if page not in ViewPage.values or scope.committee.council_id not in request.roles.council_ids:
        return ""
    asked = request.GET.urlencode()
    return str(scope.save_url(page)) + (f"?{asked}" if asked else "")


@register.filter
def at(view: Viewing, day: date) -> str:
    """The address's query that looks at the same as at another day. A comparison with a later one falls away."""
    later = view.since_asked and view.since is not None and view.since >= day
    return changed_query(view, "as_at", None if day == view.today else day, without="since" if later else "")


@register.filter
def compared_with(view: Viewing, day: date) -> str:
    """The address's query that compares the same with another day."""
    return changed_query(view, "since", day)


def changed_query(view: Viewing, name: str, day: date | None, without: str = "") -> str:
    """The query as asked, with one day set or taken out, and another parameter taken out."""
    asked = view.asked.copy()
    asked.pop(name, None)
    asked.pop(without, None)
    if day:
        asked[name] = day.isoformat()
    return f"?{asked.urlencode()}"


@register.simple_tag
def query_without(asked: QueryDict, name: str) -> str:
    """The query as asked, without one parameter."""
    left = asked.copy()
    left.pop(name, None)
    return f"?{left.urlencode()}"
