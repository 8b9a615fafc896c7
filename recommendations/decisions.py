"""What the executive and the committee decided on recommendations, read in one query.

Four short tables are read as one union, because every page about a review needs all of them and a page is promised in
a fixed, small number of queries. The rows are for reading: they carry what pages print, and are never saved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import groupby
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, F, Field, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from council.models import Meeting
from recommendations.models import CallIn, OutcomeCheck, Response, Verdict

COLUMNS = ("what", "row", "of", "kind", "words", "minute", "body", "wording", "day", "known_on", "meeting", "held_on")


@dataclass(frozen=True)
class Decisions:
    """Responses and verdicts in their order, call-ins and outcome checks in the order in which they were recorded."""

    responses: tuple[Response, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    call_ins: tuple[CallIn, ...] = ()
    outcome_checks: tuple[OutcomeCheck, ...] = ()


def decided_on(inside: Callable[[str], Q], up_to: date) -> Decisions:
    """What was decided on some recommendations and recorded by the end of a day.

    ``inside`` says which recommendations, given the path that leads from a row to one.
    """
    here = inside("recommendation__")
    responses = rows(
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
    verdicts = rows(
        Verdict.objects.filter(here, recorded_on__lte=up_to),
        "verdict",
        kind=F("verdict"),
        words=F("words"),
        minute=F("minute"),
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
    found = responses.union(verdicts, call_ins, checks, all=True).order_by("u_what", "u_known_on", "u_row")
    # One row for all that was decided at a meeting: a committee's page has it 2,000 times.
    at = cache(meeting)
    told = {what: list(inside) for what, inside in groupby(found, key=lambda row: row[0])}
    return Decisions(
        tuple(map(response, told.get("response", ()))),
        tuple(sorted(map(partial(verdict, at), told.get("verdict", ())), key=lambda v: (v.meeting.held_on, v.pk))),
        tuple(map(partial(call_in, at), told.get("call-in", ()))),
        tuple(map(check, told.get("check", ()))),
    )


def rows(found: QuerySet[Any, Any], what: str, **columns: F) -> QuerySet[Any, Any]:
    """A table's rows in the columns of the union; what a table does not have is empty."""
    text, number, day = TextField(), BigIntegerField(), DateField()
    empty: dict[str, Any] = {
        "what": Value(what, output_field=CharField()),
        "row": F("pk"),
        "of": F("recommendation_id"),
        **{name: Value("", output_field=text) for name in ("kind", "words", "minute", "body", "wording")},
        **{name: Value(None, output_field=day) for name in ("day", "known_on", "held_on")},
        "meeting": Value(None, output_field=number),
    }
    kinds: dict[str, Field[Any, Any]] = {
        **dict.fromkeys(("row", "of", "meeting"), number),
        **dict.fromkeys(("day", "known_on", "held_on"), day),
    }
    named = {f"u_{name}": Cast(value, kinds.get(name, text)) for name, value in (empty | columns).items()}
    table: QuerySet[Any, Any] = found.order_by().annotate(**named).values_list(*(f"u_{name}" for name in COLUMNS))
    return table


def response(row: tuple[Any, ...]) -> Response:
    """The executive's answer."""
    _, pk, of, kind, words, minute, body, wording, day, known_on, *_ = row
    return Response(
        pk=pk,
        recommendation_id=of,
        kind=kind,
        reason=words,
        minute=minute,
        deciding_body=body,
        replacement_wording=wording,
        decided_on=day,
        recorded_on=known_on,
    )


def verdict(at: Callable[[int, date], Meeting], row: tuple[Any, ...]) -> Verdict:
    """The committee's verdict, with its meeting."""
    _, pk, of, kind, words, minute, *_, known_on, met, held_on = row
    return Verdict(
        pk=pk,
        recommendation_id=of,
        verdict=kind,
        words=words,
        minute=minute,
        meeting=at(met, held_on),
        recorded_on=known_on,
    )


def call_in(at: Callable[[int, date], Meeting], row: tuple[Any, ...]) -> CallIn:
    """A call-in, with its meeting."""
    _, pk, of, _, words, _, body, _, _, known_on, met, held_on = row
    found = CallIn(pk=pk, recommendation_id=of, why=words, called_as=body, called_on=known_on)
    found.meeting = at(met, held_on)
    return found


def check(row: tuple[Any, ...]) -> OutcomeCheck:
    """An outcome check, which knows its verdict by number, and its recommendation."""
    _, pk, of, kind, words, _, body, _, _, known_on, about, _ = row
    found = OutcomeCheck(pk=pk, worked=kind, words=words, checked_as=body, checked_on=known_on)
    found.verdict = Verdict(pk=about, recommendation_id=of)
    return found


def meeting(pk: int, held_on: date) -> Meeting:
    """The meeting of a verdict or call-in: its number and day."""
    return Meeting(pk=pk, held_on=held_on)
