"""What the executive and the committee decided on recommendations, read in one query.

Four short tables are read as one union, because every page about a review needs all of them and a page is promised in
a fixed, small number of queries. The rows are for reading: they carry what pages print, and are never saved.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any, cast

from django.db.models import F, Field, Q, QuerySet
from django.db.models.expressions import Combinable

from accounts.statements import Ids, statement
from council.models import Meeting, Post, Service
from recommendations.brief import Owners
from recommendations.models import (
    CallIn,
    OutcomeCheck,
    Part,
    Recommendation,
    Response,
    Verdict,
    WordingDifference,
)
from recommendations.readings import belonging
from recommendations.slim import Slim, maker
from recommendations.standing import Answer, Judgement
from recommendations.standing.decided import COLUMNS, meeting
from recommendations.unions import DAY, NUMBER, TEXT, Sheet

KINDS: dict[str, Field[Any, Any]] = {
    **dict.fromkeys(("row", "of", "meeting"), NUMBER),
    **dict.fromkeys(("day", "known_on", "held_on"), DAY),
}
SHEET = Sheet(**{name: KINDS.get(name, TEXT) for name in COLUMNS[2:]})

WHAT, PK, OF, KNOWN_ON = map(COLUMNS.index, ("what", "row", "of", "known_on"))
# As they were recorded; and by meeting, then as they were recorded.
RECORDED, HELD = itemgetter(KNOWN_ON, PK), itemgetter(COLUMNS.index("held_on"), PK)

Decided = tuple[Any, ...]
make_part = maker(Slim(Part, ("id", "recommendation_id", "label", "text", "body_text", "partner_service_id")))
make_service = maker(Slim(Service, ("id", "name")))
make_difference = maker(
    Slim(WordingDifference, ("id", "recommendation_id", "order", "kind", "summary_words", "body_words", "note"))
)
make_label = maker(Slim(Part, ("id", "label")))
make_post = maker(Slim(Post, ("id", "title", "service_id")))
make_meeting = maker(Slim(Meeting, ("id", "committee_id", "held_on", "papers_due_on")))
CALL_IN = ("why", "called_as", "called_on", "meeting_id", "withdrawn_as", "withdrawn_because", "withdrawn_on")
make_call_in = maker(Slim(CallIn, ("id", "recommendation_id", *CALL_IN)))


@dataclass(frozen=True)
class Decisions:
    """Responses and verdicts in their order, call-ins and outcome checks in the order in which they were recorded."""

    responses: tuple[Answer, ...] = ()
    verdicts: tuple[Judgement, ...] = ()
    call_ins: tuple[CallIn, ...] = ()
    outcome_checks: tuple[OutcomeCheck, ...] = ()
    # What the page of one recommendation prints besides, where that was asked for.
    parts: tuple[Part, ...] = ()
    differences: tuple[WordingDifference, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    # Whom the actions of a whole committee belong to, where that was asked for.
    owners: Owners | None = None


# Of which reviews, of which number alone (or all), and up to which day.
Asked = tuple[list[int], int | None, date]


def decided_on(
    reviews: list[int],
    only: int | None,
    up_to: date,
    page_of: Recommendation | None = None,
    council: int | None = None,
) -> Decisions:
    """What was decided on the recommendations of these reviews and recorded by the end of a day: one query.

    ``only`` limits it to those of one number. For the page of one recommendation there come, in the same query, its
    parts, where the report words it differently, and its committee's meetings. With the number of a ``council`` there
    come its posts, and the labels of all parts.
    """
    recommendation, committee = (page_of.pk, page_of.review.committee_id) if page_of else (None, None)
    told: defaultdict[str, list[Decided]] = defaultdict(list)
    for row in decided(reviews, only, up_to, recommendation, committee, council):
        told[row[WHAT]].append(row)
    # Of a committee's rows Python sorts what is left in less time than PostgreSQL all.
    return Decisions(
        tuple(map(Answer, sorted(told["response"], key=RECORDED))),
        tuple(map(Judgement, sorted(told["verdict"], key=HELD))),
        tuple(map(call_in, sorted(told["call-in"], key=RECORDED))),
        tuple(map(check, sorted(told["check"], key=RECORDED))),
        tuple(sorted(map(part, told["part"]), key=lambda p: p.label)),
        tuple(sorted(map(difference, told["difference"]), key=lambda d: d.order)),
        tuple(sorted(map(met, told["meeting"]), key=lambda m: m.held_on)),
        owners(told["post"], told["label"]) if council else None,
    )


@statement
def decided(
    reviews: Ids, only: int | None, up_to: date, page_of: int | None, committee: int | None, council: int | None
) -> QuerySet[Any, Any]:
    """The same as rows of the union."""
    inside = partial(belonging, reviews, only)
    here = inside("recommendation__")
    verdicts = rows(
        Verdict.objects.filter(here, recorded_on__lte=up_to),
        "verdict",
        kind=F("verdict"),
        words=F("words"),
        minute=F("minute"),
        body=F("corrected_as"),
        wording=F("corrected_because"),
        known_on=F("recorded_on"),
        meeting=F("meeting_id"),
        held_on=F("meeting__held_on"),
    )
    call_ins = rows(
        CallIn.objects.filter(here, called_on__lte=up_to),
        "call-in",
        words=F("why"),
        body=F("called_as"),
        known_on=F("called_on"),
        minute=F("withdrawn_as"),
        wording=F("withdrawn_because"),
        day=F("withdrawn_on"),
        meeting=F("meeting_id"),
        held_on=F("meeting__held_on"),
    )
    checks = rows(
        OutcomeCheck.objects.filter(inside("verdict__recommendation__"), checked_on__lte=up_to),
        "check",
        of=F("verdict__recommendation_id"),
        kind=F("worked"),
        words=F("words"),
        body=F("checked_as"),
        known_on=F("checked_on"),
        # Of an outcome check, the verdict that it is about.
        meeting=F("verdict_id"),
    )
    # Verdicts first: of a union Django reads the columns as those of its first table, where it has nothing to convert.
    others = [answered(here, up_to), call_ins, checks]
    others += printed_beside(page_of, committee) if page_of else []
    others += acting(council, here) if council else []
    return verdicts.union(*others, all=True)


def answered(here: Q, up_to: date) -> QuerySet[Any, Any]:
    """The executive's answers as rows of the union."""
    return rows(
        Response.objects.filter(here, recorded_on__lte=up_to),
        "response",
        kind=F("kind"),
        words=F("reason"),
        minute=F("minute"),
        body=F("deciding_body"),
        wording=F("replacement_wording"),
        day=F("decided_on"),
        known_on=F("recorded_on"),
    )


def printed_beside(recommendation: int, committee: int | None) -> list[QuerySet[Any, Any]]:
    """The parts and differences of a recommendation, and the meetings of its committee, as rows of the union."""
    parts = rows(
        Part.objects.filter(recommendation=recommendation),
        "part",
        kind=F("label"),
        words=F("text"),
        wording=F("body_text"),
        body=F("partner_service__name"),
        meeting=F("partner_service_id"),
    )
    differences = rows(
        WordingDifference.objects.filter(recommendation=recommendation),
        "difference",
        kind=F("kind"),
        words=F("summary_words"),
        wording=F("body_words"),
        body=F("note"),
        meeting=F("order"),
    )
    meetings = rows(
        Meeting.objects.filter(committee=committee),
        "meeting",
        of=F("committee_id"),
        day=F("papers_due_on"),
        held_on=F("held_on"),
    )
    return [parts, differences, meetings]


def acting(council: int, here: Q) -> list[QuerySet[Any, Any]]:
    """The posts of a council and the labels of parts, as rows of the union."""
    posts = rows(
        Post.objects.filter(service__directorate__council=council),
        "post",
        of=F("service_id"),
        kind=F("title"),
        words=F("service__name"),
    )
    return [posts, rows(Part.objects.filter(here), "label", kind=F("label"))]


def rows(found: QuerySet[Any, Any], what: str, **values: Combinable) -> QuerySet[Any, Any]:
    """A table's rows in the columns of the union; what a table does not have is empty."""
    return SHEET.rows(found, what, **{"of": F("recommendation_id"), **values})


def call_in(row: Decided) -> CallIn:
    """A call-in, with its meeting."""
    _, pk, of, _, words, seat, body, because, until, known_on, met, held_on = row
    found: CallIn = make_call_in((pk, of, words, body, known_on, met, seat, because, until))
    found._state.fields_cache["meeting"] = meeting(met, held_on)  # noqa: SLF001  # where Django keeps its joins
    return found


def check(row: Decided) -> OutcomeCheck:
    """An outcome check, which knows its verdict by number, and its recommendation."""
    _, pk, of, kind, words, _, body, _, _, known_on, about, _ = row
    found = OutcomeCheck(pk=pk, worked=kind, words=words, checked_as=body, checked_on=known_on)
    found.verdict = Verdict(pk=about, recommendation_id=of)
    return found


def part(row: Decided) -> Part:
    """A part, with its partner service by name."""
    _, pk, of, label, words, _, partner, wording, _, _, partner_id, _ = row
    found: Part = make_part((pk, of, label, words, wording, partner_id))
    named = make_service((partner_id, partner)) if partner_id else None
    found._state.fields_cache["partner_service"] = named  # noqa: SLF001  # where Django keeps its joins
    return found


def difference(row: Decided) -> WordingDifference:
    """One place where summary and body word a recommendation differently."""
    _, pk, of, kind, words, _, note, wording, _, _, order, _ = row
    return cast("WordingDifference", make_difference((pk, of, order, kind, words, wording, note)))


def met(row: Decided) -> Meeting:
    """A meeting of the committee, with the day on which its papers are due."""
    _, pk, of, *_, day, _, _, held_on = row
    return cast("Meeting", make_meeting((pk, of, held_on, day)))


def owners(posts: list[Decided], labels: list[Decided]) -> Owners:
    """Posts with their services, one instance of each, and parts."""
    services: dict[int, Service] = {}
    found: dict[int, Post] = {}
    for _, pk, of, title, name, *_ in posts:
        found[pk] = post = make_post((pk, title, of))
        post._state.fields_cache["service"] = services.setdefault(of, make_service((of, name)))  # noqa: SLF001  # as above
    return Owners(found, {pk: make_label((pk, label)) for _, pk, _, label, *_ in labels})
