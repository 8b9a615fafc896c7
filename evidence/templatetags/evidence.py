"""The thread on a recommendation's page: the paragraphs that led to it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.db.models import OuterRef, Subquery
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from council.roles import Roles
from evidence.models import Citation, ParagraphExemption
from evidence.searching import Piece
from recommendations.models import Recommendation

register = template.Library()


@register.simple_tag
def querystring_of(asked: str, kind: str = "") -> str:
    """The query of a search for these words, of one kind or of all."""
    return urlencode({"q": asked, "kind": kind} if kind else {"q": asked})


@register.simple_tag
def marked(pieces: Iterable[Piece]) -> SafeString:
    """A text with what was searched for marked, 400 times on a page of hits."""
    texts = ((escape(piece.text), piece.is_hit) for piece in pieces)
    words = (f"<mark>{text}</mark>" if is_hit else text for text, is_hit in texts)
    return mark_safe("".join(words))  # noqa: S308  # each piece is escaped


@register.inclusion_tag("evidence/_thread.html", takes_context=True)
def thread(context: Context, recommendation: Recommendation) -> dict[str, Any]:
    """Why a recommendation was made, as far as this reader may know: one query."""
    kind = Citation.Kind
    rows = cited_for(context["request"].roles, recommendation)
    # A paragraph is marked where it or its citation is exempt.
    for row in rows:
        row.paragraph.exempt_under = row.exempt_under or row.of_paragraph
    by_kind = {k: [row.paragraph for row in rows if row.kind == k] for k in kind}
    return {
        "argued": by_kind[kind.ARGUES],
        "made_at": next(iter(by_kind[kind.CONCLUDES]), None),
        "box_after": next(iter(by_kind[kind.PRINTED]), None),
        "review": recommendation.review,
    }


def cited_for(roles: Roles, recommendation: Recommendation) -> list[Any]:
    """The citations that a reader may know of, each with ``of_paragraph``: under what its paragraph is exempt."""
    kept = ParagraphExemption.objects.filter(subject=OuterRef("paragraph"), ended_on__isnull=True)
    rows = Citation.objects.filter(recommendation=recommendation).shown_to(roles).select_related("paragraph")
    return list(rows.annotate(of_paragraph=Subquery(kept.values("paragraph")[:1])))
