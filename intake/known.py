"""Which recommendations of a report stand in the tracker already, whatever file they came from."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from intake.beside import letters_of
from intake.models import ImportedReport, ProposedItem
from intake.states import Stage
from recommendations.models import Part, Recommendation, Review

# How many of a report's recommendations stand where, the most first.
Elsewhere = list[tuple[int, Review | ImportedReport]]


def known_elsewhere(imported: ImportedReport, items: Sequence[ProposedItem]) -> Elsewhere:
    """The reviews of its committee, and its other imports that are still open, that have some of the same words.

    Only letters and figures count, so that neither a newline nor a hyphen more makes another report of it. Either
    wording of summary and body is the same recommendation. Four queries.
    """
    wanted = [wordings(item.text, item.body_text, item.parts) for item in items]
    return in_reviews(imported, wanted) + in_imports(imported, wanted)


def wordings(text: str, body: str, parts: Iterable[dict[str, str]]) -> frozenset[str]:
    """The letters of a recommendation with its parts, in each of its wordings."""
    rows = list(parts)
    summary = [text, *(row["text"] for row in rows)]
    other = [body or text, *(row.get("body") or row["text"] for row in rows)]
    return frozenset(letters_of("".join(words)) for words in (summary, other))


def in_reviews(imported: ImportedReport, wanted: Sequence[frozenset[str]]) -> Elsewhere:
    """Those that stand in reviews of the committee."""
    of_committee = Recommendation.objects.filter(review__committee=imported.committee_id).order_by()
    parts: dict[int, list[dict[str, str]]] = defaultdict(list)
    rows = Part.objects.filter(recommendation__in=of_committee.values("pk")).order_by("recommendation", "label")
    for recommendation, text, body in rows.values_list("recommendation", "text", "body_text"):
        parts[recommendation].append({"text": text, "body": body})
    found: dict[int, set[str]] = defaultdict(set)
    for pk, review, text, body in of_committee.values_list("pk", "review", "text", "body_text"):
        found[review] |= wordings(text, body, parts[pk])
    counts = counted(found, wanted)
    reviews = Review.objects.in_bulk(list(counts))
    return [(count, reviews[pk]) for pk, count in counts.most_common()]


def in_imports(imported: ImportedReport, wanted: Sequence[frozenset[str]]) -> Elsewhere:
    """Those that stand in other imports of the committee of which no review is made yet."""
    others = ImportedReport.objects.filter(committee=imported.committee_id, stage=Stage.READY).exclude(pk=imported.pk)
    rows = ProposedItem.objects.filter(imported__in=others).order_by()
    found: dict[int, set[str]] = defaultdict(set)
    for pk, text, body, parts in rows.values_list("imported", "text", "body_text", "parts"):
        found[pk] |= wordings(text, body, parts)
    counts = counted(found, wanted)
    imports = ImportedReport.objects.only("name").in_bulk(list(counts))
    return [(count, imports[pk]) for pk, count in counts.most_common()]


def counted(found: dict[int, set[str]], wanted: Sequence[frozenset[str]]) -> Counter[int]:
    """How many of them each has, without those that have none."""
    return +Counter({pk: sum(not words.isdisjoint(known) for words in wanted) for pk, known in found.items()})
