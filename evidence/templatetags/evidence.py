"""The thread on a recommendation's page: the paragraphs that led to it."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from council.roles import Roles
from evidence.models import Citation, Witness
from evidence.searching import Piece
from evidence.strands import Strands, strands
from evidence.threads import SUREST_FIRST, Ground, ground_of, woven
from recommendations import rules
from recommendations.models import Recommendation

register = template.Library()


@register.simple_tag
def querystring_of(asked: str, kind: str = "") -> str:
    """The query of a search for these words, of one kind or of all."""
    return urlencode({"q": asked, "kind": kind} if kind else {"q": asked})


@register.filter
def around(words: str, name: str) -> str:
    """The sentences of a paragraph that hold a name, with marks where others are left out."""
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z“‘])", words)
    held = [at for at, sentence in enumerate(sentences) if name in sentence]
    if not held:
        return words
    shown = " ".join(sentences[held[0] : held[-1] + 1])
    return f"{'… ' if held[0] else ''}{shown}{' …' if held[-1] + 1 < len(sentences) else ''}"


@register.simple_tag
def marked(pieces: Iterable[Piece]) -> SafeString:
    """A text with what was searched for marked, 400 times on a page of hits."""
    texts = ((escape(piece.text), piece.is_hit) for piece in pieces)
    words = (f"<mark>{text}</mark>" if is_hit else text for text, is_hit in texts)
    return mark_safe("".join(words))  # noqa: S308  # each piece is escaped


@register.inclusion_tag("evidence/_thread.html", takes_context=True)
def thread(context: Context, recommendation: Recommendation) -> dict[str, Any]:
    """Why a recommendation was made, as far as this reader may know on the day that is looked at: one query."""
    request, kind = context["request"], Citation.Kind
    view = context.get("view")
    day = view.as_at if view else request.day
    known = strands(recommendation.review, day, recommendation, request.roles)
    rows = known.citations
    argued = [row for row in rows if row.kind == kind.ARGUES and row.paragraph]
    at = {k: next((row.paragraph for row in rows if row.kind == k), None) for k in (kind.CONCLUDES, kind.PRINTED)}
    return {
        "argued": argued,
        "heard": [row for row in rows if not row.paragraph],
        "told_of": told_of(known, recommendation, request.roles, day),
        "are_verbatim": any(row.paragraph.is_verbatim for row in argued if row.paragraph),
        "made_at": at[kind.CONCLUDES],
        "box_after": at[kind.PRINTED],
        "recommendation": recommendation,
        "review": recommendation.review,
        "may_run": rules.runs(request.roles, recommendation.review),
    }


def told_of(known: Strands, of: Recommendation, roles: Roles, day: date) -> list[tuple[Ground, list[Witness]]]:
    """Whom its paragraphs tell of, by what that rests on; without those who led to it as surely by themselves."""
    leading = [c for c in known.citations if c.kind != Citation.Kind.PRINTED]
    if not leading:
        return []
    paragraphs = {c.paragraph.pk: c.paragraph for c in leading if c.paragraph}
    themselves = {c.witness_id: ground_of(c).place for c in leading if c.witness_id}
    never = (len(SUREST_FIRST), date.min)
    told = woven(list(paragraphs.values()), leading, [of], of.review, day, known).shown_to(roles).heard_for(of)
    found = [(ground, [w for w in heard if ground.place < themselves.get(w.pk, never)]) for ground, heard in told]
    return [(ground, heard) for ground, heard in found if heard]
