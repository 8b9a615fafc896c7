"""Every kind of thing that can be exempt, in one register: what it is called, where it stands, who decides about it.

A further kind is one more entry in KINDS.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from council.roles import Roles
from evidence.models import Citation, Paragraph, Proof
from recommendations import rules
from recommendations.models import Action, Exemption, Extension, Question, Review, Update


def nothing_else(row: Any) -> str:
    """Most rows are kept back by their own exemption alone."""
    return ""


@dataclass(frozen=True)
class Kind:
    """One kind of thing. ``review_of`` and ``action_of`` say what a row of it belongs to, ``words_of`` what it says.

    ``let_go`` lists what can be read once its exemption ends, ``kept_too`` says what keeps it back besides.
    """

    name: str
    label: str
    model: type[Model]
    related: tuple[str, ...]
    to_review: str
    review_of: Callable[[Any], Review]
    action_of: Callable[[Any], Action | None]
    words_of: Callable[[Any], str]
    url_of: Callable[[Any], str]
    let_go: Callable[[Any], list[str]]
    kept_too: Callable[[Any], str] = field(default=nothing_else)
    # The kind of what hangs on it and can be exempt by itself, and by what name it is reached.
    below: tuple[str, str] | None = None
    # What officers and heads write to each other stays inside the council, exempt or not.
    is_published: bool = True

    def rows(self, roles: Roles) -> "QuerySet[Any]":
        """The rows of this kind that a person may see, with what they belong to."""
        manager: Any = self.model._default_manager
        seen = manager.filter(**{f"{self.to_review}__in": Review.objects.visible_to(roles)}).shown_to(roles)
        found: QuerySet[Any] = seen.select_related(*self.related)
        return found

    @property
    def exemptions(self) -> type[Exemption]:
        """The class of its exemptions."""
        related: Any = self.model._meta.get_field("exemptions").related_model
        kept: type[Exemption] = related
        return kept

    def readers_while_exempt(self, row: Any) -> str:
        """Who reads it while it is exempt."""
        people = "the committee’s members, its chair and the scrutiny officer"
        return f"{people}, and those who answer for the action and its service" if self.action_of(row) else people

    def readers_otherwise(self, row: Any, on: date) -> str:
        """Who reads it on a day when it is not exempt."""
        review = self.review_of(row)
        if not review.is_published(on):
            return "the committee’s chair and the scrutiny officer, because the review is not published"
        if review.committee.publishes and self.is_published:
            return "everybody, without signing in"
        return "everybody in the council"


def update_let_go(update: Update) -> list[str]:
    """What goes with an update: all that it says, and its proof."""
    because = f" ({update.get_reason_display().lower()})" if update.reason else ""
    found = [f"what was said on {update.given_on:%-d %B %Y}: {update.get_status_display().lower()}{because}"]
    found.append("every figure, age and state that is worked out from it")
    if update.no_proof_because:
        found.append(f"what was said instead of proof: “{update.no_proof_because}”")
    if titles := [proof.title for proof in update.proofs.not_exempt()]:
        found.append(f"its proof: {', '.join(titles)}")
    return found


def request_let_go(extension: Extension) -> list[str]:
    """Its dates are known already, since they move a target. Its reason and its words are let go, with the answer."""
    found = [f"why more time was asked for: {extension.get_reason_display().lower()}"]
    if extension.note:
        found.append(f"the answer: “{extension.note}”")
    return found


def question_let_go(question: Question) -> list[str]:
    """The question, and its answer with it."""
    found = [f"what was asked on {question.asked_on:%-d %B %Y}, and that it was put to {question.post}"]
    if question.given:
        found.append(f"the answer: “{question.given.words}”")
    return found


def proof_let_go(proof: Proof) -> list[str]:
    """The file or the link, with what it shows."""
    return [f"{'the link' if proof.kind == Proof.Kind.LINK else 'the file'} “{proof.title}”, with what it shows"]


def paragraph_let_go(paragraph: Paragraph) -> list[str]:
    """The paragraph and what it led to."""
    cited = paragraph.citations.not_exempt().leading().filter(struck_on__isnull=True).select_related("recommendation")
    led_to = sorted({citation.recommendation.number for citation in cited})
    found = [f"that there is a paragraph {paragraph.number}, and its summary"]
    if led_to:
        found.append(f"that it led to {', '.join(f'R{number}' for number in led_to)}")
    return found


def of_paragraph(paragraph: Paragraph) -> str:
    """Where a paragraph stands on the page of evidence."""
    return reverse("evidence:evidence", args=[paragraph.review.slug]) + f"#paragraph-{paragraph.number}"


def with_its_update(proof: Proof) -> str:
    """Proof of an exempt update is as invisible as the update."""
    kept = proof.update.exemptions.filter(ended_on__isnull=True).exists()
    return "The update that it belongs to is exempt too, so it stays unseen until that ends as well." if kept else ""


def of_citation(citation: Citation) -> str:
    """Where a citation stands: at its paragraph, or on the page of its witness or session."""
    source = citation.source
    return of_paragraph(source) if isinstance(source, Paragraph) else source.get_absolute_url()


def in_words(citation: Citation) -> str:
    """What led to the recommendation, as a sentence names it."""
    return f"paragraph {citation.paragraph.number}" if citation.paragraph else f"“{citation.source}”"


def with_its_paragraph(citation: Citation) -> str:
    """A citation of an exempt paragraph is as invisible as the paragraph."""
    kept = citation.paragraph and citation.paragraph.exemptions.filter(ended_on__isnull=True).exists()
    return "Its paragraph is exempt too, so it stays unseen until that ends as well." if kept else ""


OF_ACTION = ("recommendation__review__committee__council", "recommendation__theme", "part", "post__service")
TO_REVIEW = "recommendation__review"

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "update",
            "Update",
            Update,
            tuple(f"action__{name}" for name in OF_ACTION),
            f"action__{TO_REVIEW}",
            lambda u: u.action.recommendation.review,
            lambda u: u.action,
            lambda u: u.words,
            lambda u: f"{u.action.get_absolute_url()}#update-{u.pk}",
            update_let_go,
            below=("proof", "proofs"),
        ),
        Kind(
            "request",
            "Request for more time",
            Extension,
            tuple(f"action__{name}" for name in OF_ACTION),
            f"action__{TO_REVIEW}",
            lambda e: e.action.recommendation.review,
            lambda e: e.action,
            lambda e: e.words,
            lambda e: f"{e.action.get_absolute_url()}#request-{e.pk}",
            request_let_go,
            is_published=False,
        ),
        Kind(
            "question",
            "Question",
            Question,
            (
                "recommendation__review__committee__council",
                "action__recommendation",
                "action__part",
                "post",
                "answer",
            ),
            TO_REVIEW,
            lambda q: q.recommendation.review,
            lambda q: None,
            lambda q: q.words,
            lambda q: q.get_absolute_url(),
            question_let_go,
            is_published=False,
        ),
        Kind(
            "proof",
            "Proof",
            Proof,
            tuple(f"update__action__{name}" for name in OF_ACTION),
            f"update__action__{TO_REVIEW}",
            lambda p: p.update.action.recommendation.review,
            lambda p: p.update.action,
            lambda p: p.description if p.title == p.description else f"{p.title}: {p.description}",
            lambda p: f"{p.update.action.get_absolute_url()}#proof-{p.pk}",
            proof_let_go,
            with_its_update,
        ),
        Kind(
            "paragraph",
            "Paragraph",
            Paragraph,
            ("review__committee__council",),
            "review",
            lambda p: p.review,
            lambda p: None,
            lambda p: f"Paragraph {p.number}. {p.summary}",
            of_paragraph,
            paragraph_let_go,
            below=("citation", "citations"),
        ),
        Kind(
            "citation",
            "Citation",
            Citation,
            ("recommendation__review__committee__council", "paragraph__review", "witness", "session"),
            "recommendation__review",
            lambda c: c.recommendation.review,
            lambda c: None,
            lambda c: capfirst(f"{in_words(c)} {c.get_kind_display().lower()}: {c.recommendation.reference}"),
            of_citation,
            lambda c: [f"that {in_words(c)} stands behind {c.recommendation.reference}"],
            with_its_paragraph,
        ),
    )
}


def hanging_on(roles: Roles, kind: Kind, row: Any) -> list[tuple[Kind, Any, str]]:
    """What hangs on a row and can be exempt by itself, as far as a person may read it, with its words."""
    if kind.below is None:
        return []
    name, reached_by = kind.below
    return [(KINDS[name], part, KINDS[name].words_of(part)) for part in getattr(row, reached_by).shown_to(roles)]


def may_exempt(roles: Roles, kind: Kind, row: Any) -> bool:
    """Whether a person may keep this row from the public."""
    return rules.may_exempt(roles, kind.review_of(row), kind.action_of(row))


def may_end(roles: Roles, kind: Kind, row: Any) -> bool:
    """Whether a person may let it be read again, or keep it for longer."""
    return rules.may_end_exemption(roles, kind.review_of(row))
