"""A review or a committee and a period -> everything that a report says, as frozen dataclasses of plain values.

Screens and papers are drawn from the same object, so they cannot differ. The rows are read once, in a fixed number of
queries; every count is the length of a list that stands in the report. The two versions come from the same lines of
code: what differs is who reads.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from council.amounts import written
from council.roles import Roles
from recommendations.figures import Breakdown, Position
from recommendations.ledger import load
from recommendations.scope import Scope
from recommendations.sentences import headline
from reports import method, summary, values
from reports.blocks import blocks
from reports.burn_up import burn_up
from reports.contents import AFTER_BLOCKS, BEFORE_BLOCKS, Contents
from reports.happenings import happenings
from reports.imprint import Issue
from reports.lines import Names, change_note
from reports.looks import look_of
from reports.quarters import Period
from reports.states import MARKINGS, Version
from reports.values import Fact


@dataclass(frozen=True)
class ChairsWords:
    """What the chair says in a report: before it, and on recommendations by their id."""

    foreword: str = ""
    comments: dict[int, str] = field(default_factory=dict)


NO_WORDS = ChairsWords()


@dataclass(frozen=True)
class LastReport:
    """The report that was issued before, on the same review or committee."""

    number: int
    as_at: date


def reader_of(version: Version, committee_id: int, council_id: int, on: date) -> Roles:
    """Who reads a version: anybody at all, or somebody on the committee. What they may not read does not exist."""
    if version == Version.PUBLIC:
        return Roles(on=on)
    return Roles(on=on, council_ids=frozenset({council_id}), member_of=frozenset({committee_id}))


def told_since(scope: Scope, period: Period, last: LastReport | None) -> date | None:
    """The day that changes are told since; none where no review had been adopted yet."""
    before = last.as_at if last else period.since
    return before if before >= min(r.adopted_on for r in scope.reviews) else None


def build(
    scope: Scope,
    period: Period,
    made_on: date,
    version: Version = Version.PUBLIC,
    *,
    words: ChairsWords = NO_WORDS,
    issue: Issue | None = None,
    last: LastReport | None = None,
) -> Contents:
    """Everything that one version of a report says, however many recommendations, in a fixed number of queries.

    The scope's committee must come with its council. What changed is told since the ``last`` report, else since the end
    of the quarter before. ``made_on`` is a local day.
    """
    committee = scope.committee
    reader = reader_of(version, committee.pk, committee.council_id, made_on)
    read = load(scope, period.as_at, reader)
    since = told_since(scope, period, last)
    position, names = looking(read.position(period.as_at, since)), Names(scope.is_committee)
    return Contents(
        version=version.value,
        version_words=MARKINGS[version],
        council=committee.council.name,
        committee=committee.name,
        about=scope.title,
        title=title(scope, period),
        period=str(period),
        as_at=period.as_at,
        since=since,
        compared_with=compared_with(since, last),
        made_on=made_on,
        issue=issue,
        notice=committee.council.illustrative_notice,
        facts=tuple(facts(scope, period, compared_with(since, last), version, made_on)),
        headline=tuple(values.Piece(piece.text, piece.url) for piece in headline(position)),
        count=position.count,
        groups=groups(position),
        foreword=words.foreword,
        asks=tuple(summary.asks(position, names)),
        change_sentence=summary.change_sentence(position),
        changes=changes(position, names),
        happenings=tuple(h.sentence for h in happenings(read, names, since, period.as_at)) if since else (),
        states=method.states(position),
        breakdowns=tuple(breakdowns(position)),
        notes=summary.notes(position, names),
        burn_up=burn_up(position),
        blocks=blocks(position, reader, names, words.comments),
        look=look_of(committee.council),
        method=method.method(position, version),
        glossary=method.glossary(),
        **chapters(position, names, version),
    )


def chapters(position: Position, names: Names, version: Version) -> dict[str, Any]:
    """Every chapter. The public version lacks those that stay inside the council, whether they would say anything or
    not."""
    return {
        name: None if version == Version.PUBLIC and chapter.is_inside else chapter.of(position, names)
        for name, chapter in (BEFORE_BLOCKS | AFTER_BLOCKS).items()
    }


def title(scope: Scope, period: Period) -> str:
    """Prevent Duty review: progress from July to September 2017."""
    return f"{scope.title}: {f'progress from {period.words}' if period.quarter else period.words}"


def compared_with(since: date | None, last: LastReport | None) -> str:
    """30 June 2017 (report 3): what the report is compared with; nothing in the first quarter."""
    if since is None:
        return ""
    return f"{written(since)} (report {last.number})" if last else written(since)


def looking(position: Position) -> Position:
    """The position, with links that open its lists as at the same day, compared with the same day."""
    days = {"as_at": position.on, "since": position.earlier and position.earlier.on}
    return position.asked_for(**{name: day.isoformat() for name, day in days.items() if day})


def facts(scope: Scope, period: Period, compared: str, version: Version, made_on: date) -> Iterable[Fact]:
    """What the report is about, beside its title."""
    # The next one that can still receive it.
    later = scope.committee.meetings.filter(held_on__gt=period.as_at, held_on__gte=made_on)
    meeting = later.order_by("held_on").first()
    yield Fact("Version", MARKINGS[version])
    yield Fact("As at", written(period.as_at))
    yield Fact("Compared with", compared or "Nothing: this is the first quarter")
    yield Fact("For the meeting of", written(meeting.held_on) if meeting else "No later meeting is set")
    if scope.is_committee:
        yield Fact("Reviews", ", ".join(review.title for review in scope.reviews))
    else:
        review = scope.reviews[0]
        yield Fact("Review adopted", written(review.adopted_on))
        if review.sent_to_executive_on:
            yield Fact("Sent to the executive", written(review.sent_to_executive_on))
    if notice := scope.committee.council.illustrative_notice:
        yield Fact("About these figures", notice)


def groups(position: Position) -> tuple[values.Group, ...]:
    """The headline strip."""
    return tuple(
        values.Group(
            state=group.state.value,
            word=group.word,
            definition=group.definition,
            count=group.count,
            change=group.change,
            url=group.url,
            items=tuple(values.Item(item["ref"], item["url"]) for item in group.items),
        )
        for group in position.groups
        if group.count
    )


def changes(position: Position, names: Names) -> tuple[values.Change, ...]:
    """Recommendations that changed their state, forward ones first, then those that changed in it."""
    return tuple(
        values.Change(
            of=names.link(change.now.recommendation),
            before=values.Mark(change.before.state.value, change.before.state.label),
            now=values.Mark(change.now.state.value, change.now.state.label),
            note=". ".join(change.news) if change.is_inside else change_note(change),
            is_forward=change.is_forward,
        )
        for change in position.all_changes
    )


def breakdowns(position: Position) -> Iterable[values.Breakdown]:
    """By theme or by review, then by service."""
    if position.scope.is_committee:
        yield values.Breakdown("reviews", "By review", "Review", rows(position.by_review))
    else:
        yield values.Breakdown("themes", "By theme", "Theme", rows(position.by_theme))
    yield values.Breakdown("services", "By service", "Lead service", rows(position.by_service))


def rows(found: tuple[Breakdown, ...]) -> tuple[values.Row, ...]:
    """The rows of one breakdown."""
    return tuple(
        values.Row(
            label=row.label,
            count=row.count,
            url=row.url,
            in_words=row.in_words,
            segments=tuple(values.Segment(g.state.value, g.word, g.count, g.url) for g in row.groups),
        )
        for row in found
    )
