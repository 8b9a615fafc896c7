"""One press makes the review: in one transaction, through the verbs of the rooms below."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction

from council.models import Post, Service
from council.roles import Roles
from evidence.loading import service_named
from evidence.models import PanelMember
from evidence.sourcing import NewContradiction, NewParagraph, NewPerson, NewWitness, Source, keep_source
from intake.answers import reason_in
from intake.models import ImportedReport, ProposedItem, letters
from intake.states import Decision, Stage
from intake.workflow.deciding import opened
from intake.workflow.numbering import plain
from intake.workflow.reading import short_title
from recommendations.models import Recommendation, Review
from recommendations.states import NOT_ACCEPTED, DifferenceKind, ResponseKind
from recommendations.workflow import NewDifference, NewPart, NewRecommendation, agree_action, record_response
from recommendations.workflow import make_review as make

NOTHING_CONFIRMED = "Confirm at least one recommendation first"
STILL_OPEN = "{} still to be decided. Confirm them or leave them out, and make the review then"
LABEL_MOST = 3
MEASURE_MOST = 300
NUMBER_MOST = 10
PARTS = {
    "chair": PanelMember.Part.CHAIR,
    "support": PanelMember.Part.SUPPORT_OFFICER,
    "member": PanelMember.Part.MEMBER,
}


@transaction.atomic
def make_review(
    imported: ImportedReport,
    *,
    by: Roles,
    at: datetime,
    title: str,
    adopted_on: date,
    published_on: date | None,
    sent_to_executive_on: date | None = None,
    answered: tuple[str, date] | None = None,
) -> Review:
    """The review of everything that was confirmed, with its evidence, its answers and its actions. All, or nothing.

    The answers are recorded where it is said who gave them, and when (``answered``); actions are agreed where all that
    they need is there. Raises PermissionDenied for anybody but the scrutiny officer, ValidationError where something is
    still to be decided, nothing is confirmed, or a day cannot be.
    """
    imported = opened(imported, by)
    items = list(imported.items.select_related("service", "post"))
    if still := sum(item.is_open for item in items):
        raise ValidationError(
            STILL_OPEN.format("1 recommendation is" if still == 1 else f"{still} recommendations are")
        )
    items = [item for item in items if item.decision == Decision.ACCEPTED]
    if not items:
        raise ValidationError(NOTHING_CONFIRMED)
    numbered = list(zip(numbers_of(items), items, strict=True))
    review = make(
        imported.committee,
        by=by,
        title=title,
        adopted_on=adopted_on,
        published_on=published_on,
        sent_to_executive_on=sent_to_executive_on,
        recommendations=[new(number, item, owner_of(item, imported)) for number, item in numbered],
    )
    keep_source(review, by=by, source=source_of(imported, numbered))
    rows = {row.number: row for row in review.recommendations.all()}
    for number, item in numbered:
        rows[number].review = review
        if answered and item.response_kind:
            record_response(
                rows[number],
                by=by,
                kind=ResponseKind(item.response_kind),
                reason=reason_in(item.response, ResponseKind(item.response_kind)),
                deciding_body=answered[0],
                decided_on=answered[1],
            )
        agree(rows[number], item, by)
    imported.stage, imported.review, imported.made_by_id, imported.made_at = Stage.MADE, review, by.user_id, at
    imported.typed = None
    imported.save(update_fields=["stage", "review", "made_by", "made_at", "typed"])
    return review


def agree(row: Recommendation, item: ProposedItem, by: Roles) -> None:
    """Agree each action that is printed for a recommendation, where nothing is missing for it. No owner is guessed."""
    if item.response_kind in NOT_ACCEPTED:
        return
    of_council = Post.objects.filter(service__directorate__council=item.imported.committee.council)
    for action in item.actions:
        if action.missing(by.on):
            continue
        agree_action(
            row,
            by=by,
            post=of_council.get(pk=cast("int", action.post)),
            title=short_title(action.text),
            success_measure=action.text[:MEASURE_MOST],
            target_on=cast("date", action.target_on),
        )


def numbers_of(items: Sequence[ProposedItem]) -> list[int]:
    """The number of each in the review: as printed, where it is a plain one and the first of it.

    What is printed without a number, or is a piece of another, is numbered on after the last.
    """
    numbers: list[int | None] = []
    for item in items:
        told = plain(item.number)
        printed = int(told) if told.isascii() and told.isdigit() else 0
        numbers.append(printed if 0 < printed < 1000 and printed not in numbers else None)
    free = count(max((number for number in numbers if number), default=0) + 1)
    return [number or next(free) for number in numbers]


def numbers_by_item(items: Sequence[ProposedItem]) -> dict[int, int]:
    """The number that the review will give each item, by its id, as it stands now. Those left out have none."""
    kept = [item for item in items if item.decision != Decision.DROPPED]
    return {item.pk: number for item, number in zip(kept, numbers_of(kept), strict=True)}


def owner_of(item: ProposedItem, imported: ImportedReport) -> Service | None:
    """The service that was assigned; else the one that the report names, made where the council has none of the name.

    A post or a member that the report names is no service, so that the owner is still to be assigned.
    """
    if item.service or not item.names_a_service:
        return item.service
    return service_named(imported.committee.council, item.owner)


def new(number: int, item: ProposedItem, owner: Service | None) -> NewRecommendation:
    """An item as the review takes it over."""
    labels = labels_of(item)
    parts = [
        NewPart(label, str(part["text"]), str(part.get("body", "")))
        for label, part in zip(labels, item.parts, strict=True)
    ]
    differences = [NewDifference(DifferenceKind(d["kind"]), d["summary"], d["body"]) for d in item.differences]
    return NewRecommendation(
        number,
        item.title,
        item.text,
        item.theme,
        item.body_text,
        owner,
        parts,
        differences,
        is_as_body=item.is_as_body,
        printed_as="" if plain(item.number).isdecimal() else item.number,
    )


def contradictions_of(number: int, item: ProposedItem) -> list[NewContradiction]:
    """Each difference between the summary's words for a recommendation and the body's."""
    kept = "The body’s words are taken over." if item.is_as_body else "The summary’s words are taken over."
    return [
        NewContradiction(
            subject=f"R{number} in summary and body: {what_differs(row)}",
            first_place=item.place,
            first_words=row["summary"],
            second_place=item.body_place,
            second_words=row["body"],
            note="It was edited when the report was imported." if item.is_edited else kept,
        )
        for row in item.differences
    ]


def what_differs(row: dict[str, Any]) -> str:
    """What two wordings differ in, in a word: their numbers, where these are others, else the kind of difference."""
    numbers = [re.findall(r"\d+(?:[.,]\d+)*", row[side]) for side in ("summary", "body")]
    return "numbers" if numbers[0] != numbers[1] else str(DifferenceKind(row["kind"]).label).lower()


def labels_of(item: ProposedItem) -> list[str]:
    """The labels of its parts as printed, where a review can keep them and sort by them; else letters of ours.

    Roman numerals beyond viii, and 10 beside 2, sort as they were not printed.
    """
    labels = [str(part["label"]) for part in item.parts]
    are_good = all(0 < len(label) <= LABEL_MOST for label in labels) and labels == sorted(set(labels))
    return labels if are_good else letters(len(labels))


def source_of(imported: ImportedReport, numbered: Sequence[tuple[int, ProposedItem]]) -> Source:
    """What the report tells beside its recommendations, without what was left out."""
    found: dict[str, Any] = imported.found or {}
    left_out = set(imported.left_out)
    return Source(
        paragraphs=[
            NewParagraph(
                number=number,
                section_number=int(row["section_number"] or row["number"].split(".")[0]),
                section_title=(row["section"] or "")[:200],
                heading=(row["heading"] or "")[:200],
                words=row["text"],
            )
            for number, row in numbered_apart(found["paragraphs"])
        ],
        footnotes=[(number, row["text"]) for number, row in numbered_apart(found["footnotes"])],
        witnesses=[
            NewWitness(
                name=row["name"][:200],
                group=(row["group"] or "")[:200],
                printed=row["printed"][:300],
                role=(row["role"] or "")[:300],
                organisation=(row["organisation"] or "")[:200],
            )
            for place, row in enumerate(found["witnesses"])
            if place not in left_out
        ],
        panel=[
            NewPerson(row["name"][:200], (row["role"] or "")[:300], PARTS[row["part"]], row["place"][:40])
            for row in found["panel"]
        ],
        printed_after=[(number, item.after[:NUMBER_MOST]) for number, item in numbered if item.after],
        contradictions=[row for number, item in numbered for row in contradictions_of(number, item)],
    )


def numbered_apart(rows: Sequence[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Every row with a number of its own: a report that prints 2.3 twice has 2.3 and 2.3-2, and loses neither."""
    known: dict[str, dict[str, Any]] = {}
    for row in rows:
        number = row["number"][:NUMBER_MOST]
        endings = (f"-{again}" for again in count(2))
        while number in known:
            ending = next(endings)
            number = row["number"][: NUMBER_MOST - len(ending)] + ending
        known[number] = row
    return list(known.items())
