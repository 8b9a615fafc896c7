"""What a report says of one recommendation."""

from dataclasses import dataclass

from council.roles import Roles
from evidence.models import Citation
from recommendations.figures import Position, grouped
from recommendations.models import Part, Review, WordingDifference
from recommendations.sentences import listed
from recommendations.standing import RecommendationStanding
from reports import lines
from reports.lines import ActionLine


@dataclass(frozen=True)
class Block:
    """All that the report says of one recommendation."""

    standing: RecommendationStanding
    parts: tuple[Part, ...]
    citations: tuple[Citation, ...]
    differences: tuple[WordingDifference, ...]
    actions: tuple[ActionLine, ...]

    @property
    def lead(self) -> str:
        """The service that leads, with its partner."""
        recommendation = self.standing.recommendation
        lead = recommendation.lead_service.name if recommendation.lead_service else "Owner to be assigned"
        return f"{lead}, with {recommendation.partner_service.name}" if recommendation.partner_service else lead

    @property
    def claim(self) -> str:
        """What officers say of its actions."""
        return lines.claim_detail(self.standing)

    @property
    def verdict(self) -> str:
        """When the committee said what it says, and where it is minuted."""
        return lines.verdict_detail(self.standing)

    @property
    def sign_off(self) -> str:
        """Why monitoring has ended, or what stands in the way."""
        return lines.sign_off_detail(self.standing)

    @property
    def response(self) -> str:
        """Who answered and when, and how that stands to the due day."""
        return lines.response_sentence(self.standing)

    @property
    def why(self) -> str:
        """Argued for in the review's paragraphs 4.25 and 4.26. Made at paragraph 4.27."""
        made = self.paragraphs(Citation.Kind.CONCLUDES)
        argued = [number for number in self.paragraphs(Citation.Kind.ARGUES) if number not in made]
        kinds = (("Argued for in the review’s", argued), ("Made at", made))
        return " ".join(f"{how} paragraph{'s'[: len(found) > 1]} {listed(found)}." for how, found in kinds if found)

    def paragraphs(self, kind: str) -> list[str]:
        """Numbers of the review's paragraphs that led to it in one way."""
        return [citation.paragraph.number for citation in self.citations if citation.kind == kind]


def blocks(review: Review, position: Position, reader: Roles) -> tuple[Block, ...]:
    """One block for each recommendation, in the review's order: three queries."""
    parts = grouped(Part.objects.filter(recommendation__review=review).order_by("label"), lambda p: p.recommendation_id)
    cited = Citation.objects.filter(recommendation__review=review).shown_to(reader).select_related("paragraph")
    citations = grouped(cited.order_by("paragraph__order"), lambda c: c.recommendation_id)
    worded = WordingDifference.objects.filter(recommendation__review=review).order_by("order")
    differences = grouped(worded, lambda d: d.recommendation_id)
    return tuple(
        Block(
            standing=standing,
            parts=tuple(parts[standing.recommendation.pk]),
            citations=tuple(citations[standing.recommendation.pk]),
            differences=tuple(differences[standing.recommendation.pk]),
            actions=tuple(ActionLine(action) for action in standing.actions),
        )
        for standing in position.standings
    )
