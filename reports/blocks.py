"""What a report says of one recommendation."""

from collections.abc import Iterable

from council.amounts import listed, written
from council.roles import Roles
from evidence.models import Citation, Proof
from recommendations.figures import Position, grouped
from recommendations.models import Part, WordingDifference
from recommendations.standing import RecommendationStanding
from recommendations.states import State
from reports import lines, values
from reports.lines import Names


def blocks(position: Position, reader: Roles, names: Names, comments: dict[int, str]) -> tuple[values.Block, ...]:
    """One block for each recommendation, in the review's order: four queries.

    ``comments`` are the chair's, by the recommendation's id.
    """
    ids = [s.recommendation.pk for s in position.standings]
    parts = grouped(Part.objects.filter(recommendation__in=ids).order_by("label"), lambda p: p.recommendation_id)
    cited = Citation.objects.filter(recommendation__in=ids).of_paragraphs().standing(position.on).shown_to(reader)
    citations = grouped(cited.select_related("paragraph").order_by("paragraph__order"), lambda c: c.recommendation_id)
    worded = WordingDifference.objects.filter(recommendation__in=ids).order_by("order")
    differences = grouped(worded, lambda d: d.recommendation_id)
    proofs = proofs_of(ids, position, reader)
    return tuple(
        block(
            standing,
            names,
            parts[standing.recommendation.pk],
            citations[standing.recommendation.pk],
            differences[standing.recommendation.pk],
            proofs[standing.recommendation.pk],
            comments.get(standing.recommendation.pk, ""),
        )
        for standing in position.standings
    )


def proofs_of(ids: list[int], position: Position, reader: Roles) -> dict[int, list[Proof]]:
    """What officers attached by the day, by recommendation, without what a better one has replaced by then."""
    attached = Proof.objects.filter(update__action__recommendation__in=ids).up_to(position.on).shown_to(reader)
    rows = list(attached.select_related("update").order_by("given_on", "pk"))
    replaced = {row.replaces_id for row in rows if row.replaces_id}
    # The actions are in hand with their references; asking for them again would be a query for each.
    of_action = {a.action.pk: a.action for s in position.standings for a in s.actions}
    kept = [row for row in rows if row.pk not in replaced and row.update.action_id in of_action]
    for row in kept:
        row.update.action = of_action[row.update.action_id]
    return grouped(kept, lambda row: row.update.action.recommendation_id)


def block(
    standing: RecommendationStanding,
    names: Names,
    parts: list[Part],
    citations: list[Citation],
    differences: list[WordingDifference],
    proofs: list[Proof],
    comment: str,
) -> values.Block:
    """All that the report says of one recommendation."""
    row, response = standing.recommendation, standing.response
    signed_off = standing.is_signed_off
    return values.Block(
        of=names.link(row),
        number=row.number,
        review=row.review.title,
        theme=row.theme.title,
        url=row.get_absolute_url(),
        text=row.text,
        parts=tuple(values.Fact(part.label, part.text) for part in parts),
        why=why(citations),
        origin=origin(row.review.title, citations),
        adopted=written(row.review.adopted_on),
        differences=tuple(
            f"The review words this in two ways: “{d.summary_words}” in its summary, “{d.body_words}” in its body."
            for d in differences
        ),
        state=values.Mark(standing.state.value, standing.state.label),
        lead=lead(standing),
        response=standing.response_words,
        response_detail=lines.response_sentence(standing),
        response_reason=response.reason if response else "",
        own_wording=response.replacement_wording if response else "",
        executive_date=written(response.decided_on) if response else "",
        claim=lines.claim_of(standing),
        claim_detail=lines.claim_detail(standing),
        verdict=lines.verdict_of(standing),
        sign_off=values.Mark(
            State.SIGNED_OFF.value if signed_off else State.NOT_STARTED.value,
            "Signed off" if signed_off else "Not signed off",
        ),
        sign_off_detail=lines.sign_off_detail(standing),
        actions=tuple(lines.action_line(action, names) for action in standing.actions),
        proofs=tuple(
            values.Proof(
                reference=proof.update.action.reference,
                title=proof.title,
                form=proof.form,
                on=written(proof.given_on),
                exempt=lines.exempt_words(proof.exempt_under),
            )
            for proof in proofs
        ),
        comment=comment,
    )


def lead(standing: RecommendationStanding) -> str:
    """The service that leads, with its partner."""
    row = standing.recommendation
    name = row.lead_service.name if row.lead_service else "Owner to be assigned"
    return f"{name}, with {row.partner_service.name}" if row.partner_service else name


def why(citations: Iterable[Citation]) -> str:
    """Argued for in the review's paragraphs 4.25 and 4.26. Made at paragraph 4.27."""
    made = numbers(citations, Citation.Kind.CONCLUDES)
    argued = [number for number in numbers(citations, Citation.Kind.ARGUES) if number not in made]
    kinds = (("Argued for in the review’s", argued), ("Made at", made))
    return " ".join(f"{how} paragraph{'s'[: len(found) > 1]} {listed(found)}." for how, found in kinds if found)


def origin(review: str, citations: Iterable[Citation]) -> str:
    """Prevent Duty review, paragraph 4.27: where a recommendation comes from, as a tracker names it."""
    made = numbers(citations, Citation.Kind.CONCLUDES)
    return f"{review}, paragraph{'s'[: len(made) > 1]} {listed(made)}" if made else review


def numbers(citations: Iterable[Citation], kind: str) -> list[str]:
    """Numbers of the review's paragraphs that led to it in one way."""
    return [c.paragraph.number for c in citations if c.kind == kind and c.paragraph]
