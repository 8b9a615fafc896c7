"""The figures of a position as the API gives them: the same dataclasses as on the screens, in the API's shape."""

from typing import Any

from api.looking import Look
from recommendations.figures import HAVING, QUESTIONS, TIMELINESS, Breakdown, Figure
from recommendations.sentences import headline


def figures_of(seen: Look) -> dict[str, Any]:
    """Every figure, each with the address of its list."""
    position = seen.position
    counts = [kind for kind in HAVING if seen.is_inside or kind != "unanswered"]
    return {
        "as_at": seen.view.as_at,
        "compared_with": seen.view.since,
        "headline": "".join(piece.text for piece in headline(position)),
        "recommendations": Figure(position.count, "recommendations", position.link()),
        "groups": position.all_groups,
        "by_theme": rows(position.by_theme) if not position.scope.is_committee else [],
        "by_review": rows(position.by_review) if position.scope.is_committee else [],
        "by_service": rows(position.by_service),
        "by_response": rows(position.by_response),
        "claims_and_verdicts": position.claims_and_verdicts,
        "disagreements": position.disagreement_figure,
        "late_responses": position.late_response_figure,
        "looked_for": [named(kind, HAVING[kind][0], position.having_figure(kind)) for kind in counts],
        "timeliness": [named(k, position.timely_title(k), position.timely_figure(k)) for k in TIMELINESS],
        "slippage": position.slippage,
        "reliability": position.reliability,
        "questions": (
            [named(kind, title, position.question_figure(kind)) for kind, (title, _) in QUESTIONS.items()]
            if seen.is_inside
            else None
        ),
    }


def named(kind: str, title: str, figure: Figure) -> dict[str, Any]:
    """A figure with its kind."""
    return {"kind": kind, "title": title, "figure": figure}


def rows(breakdowns: tuple[Breakdown, ...]) -> list[Breakdown]:
    """The rows of a breakdown."""
    return list(breakdowns)
