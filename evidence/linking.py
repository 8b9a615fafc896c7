"""What led to a recommendation: said by the report or judged by a person, confirmed where it was found by name, struck
where it is wrong. Nothing is ever unsaid: what is struck stays, with its reason."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from council.roles import Roles
from evidence.likely import Likely
from evidence.models import SAID, Basis, Citation, EvidenceSession, Paragraph, Testimony, Witness
from evidence.sourcing import must_run
from evidence.threads import Telling, weave
from recommendations.models import Recommendation, Review

Source = Paragraph | Witness | EvidenceSession
WITHOUT_A_REASON = "Say why it is struck, so that nobody links it again without knowing"


@transaction.atomic
def cite(recommendation: Recommendation, *, by: Roles, sources: Sequence[Source], basis: Basis, place: str = "") -> int:
    """Say that paragraphs, witnesses or sessions led to a recommendation. What is linked already stays as it is.

    ``place`` is where the report says so. Returns how many are new. Raises PermissionDenied for anybody but the
    scrutiny officer, ValidationError, by field, for nothing, for what belongs to another review, and where the report
    is said to say so and nobody says where.
    """
    person = must_run(by, recommendation.review)
    if not sources:
        raise ValidationError({"paragraphs": "Choose at least one paragraph, witness or session"})
    if any(review_of(source) != recommendation.review_id for source in sources):
        raise ValidationError({"paragraphs": "Choose from the evidence of this review"})
    if basis not in SAID:
        raise ValidationError({"basis": "Say whether the report says so, or you judge so"})
    if basis == Basis.REPORT and not place:
        raise ValidationError({"place": "Say where the report says so, such as “Paragraph 4.12”"})
    # One at a time for a recommendation, so that two presses of a button make one link.
    Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    new = 0
    for source in sources:
        told = {"basis": basis, "place": place, "linked_by_id": person, "linked_on": by.on}
        _, is_new = Citation.objects.filter(struck_on__isnull=True).get_or_create(
            recommendation=recommendation, kind=Citation.Kind.ARGUES, **{field_of(source): source}, defaults=told
        )
        new += is_new
    return new


@transaction.atomic
def cite_likely(links: Sequence[Likely], *, by: Roles) -> int:
    """Make links that were found likely, each with what it rests on. Returns how many are new. Raises as ``cite``."""
    return sum(
        cite(likely.recommendation, by=by, sources=[likely.paragraph], basis=likely.basis, place=likely.place)
        for likely in links
    )


@transaction.atomic
def strike(link: Citation | Testimony, *, by: Roles, because: str) -> None:
    """Strike a link that is wrong. It stays, with who struck it, when and why.

    Raises PermissionDenied for anybody but the scrutiny officer, ValidationError without a reason and for what is
    struck already.
    """
    person = must_run(by, review_of_link(link))
    if not because:
        raise ValidationError({"because": WITHOUT_A_REASON})
    now = type(link)._default_manager.select_for_update(of=("self",)).get(pk=link.pk)
    if now.struck_on:
        raise ValidationError("It is struck already")
    now.struck_on, now.struck_by_id, now.struck_because = by.on, person, because
    now.save(update_fields=["struck_on", "struck_by", "struck_because"])


def found_by_name(review: Review, by: Roles) -> list[Telling]:
    """The paragraphs that name a witness or their organisation, and nobody has said whether they tell of them."""
    return [telling for telling in weave(review, by).tellings if telling.basis == Basis.NAME]


@transaction.atomic
def confirm_names(review: Review, *, by: Roles, tellings: Sequence[Telling]) -> int:
    """Say that paragraphs which name somebody tell what they said: a person judges so, whatever the report means.

    Returns how many. Raises PermissionDenied for anybody but the scrutiny officer.
    """
    person = must_run(by, review)
    new = 0
    for telling in tellings:
        _, is_new = Testimony.objects.filter(struck_on__isnull=True).get_or_create(
            paragraph=telling.paragraph,
            witness=telling.witness,
            defaults={"basis": Basis.PERSON, "linked_by_id": person, "linked_on": by.on},
        )
        new += is_new
    return new


@transaction.atomic
def strike_names(review: Review, *, by: Roles, tellings: Sequence[Telling], because: str) -> int:
    """Say that paragraphs which name somebody tell nothing of what they said. Returns how many.

    Raises PermissionDenied for anybody but the scrutiny officer, ValidationError without a reason.
    """
    person = must_run(by, review)
    if not because:
        raise ValidationError({"because": WITHOUT_A_REASON})
    struck = {"struck_on": by.on, "struck_by_id": person, "struck_because": because}
    for telling in tellings:
        Testimony.objects.create(
            paragraph=telling.paragraph,
            witness=telling.witness,
            basis=Basis.NAME,
            linked_by_id=person,
            linked_on=by.on,
            **struck,
        )
    return len(tellings)


def field_of(source: Source) -> str:
    """The column of a citation for this source."""
    return {Paragraph: "paragraph", Witness: "witness", EvidenceSession: "session"}[type(source)]


def review_of(source: Source) -> int:
    """The id of the review that a source belongs to."""
    return source.group.review_id if isinstance(source, Witness) else source.review_id


def review_of_link(link: Citation | Testimony) -> Review:
    """The review that a link belongs to."""
    return link.recommendation.review if isinstance(link, Citation) else link.paragraph.review
