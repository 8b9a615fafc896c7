"""A review from its file of facts into the tables, and back out as JSON. Loading twice changes nothing."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from council.models import Committee, Council, Directorate, Service
from evidence.models import (
    Citation,
    Contradiction,
    EvidenceSession,
    GovernanceBody,
    PanelMember,
    Paragraph,
    SessionParagraph,
    Venue,
    Witness,
    WitnessGroup,
)
from recommendations.models import Part, Recommendation, Review, Theme, WordingDifference

Facts = dict[str, Any]

OWNER_TO_BE_ASSIGNED = "owner to be assigned"
# The report names services without saying where in the council they stand.
DIRECTORATE_NOT_KNOWN = "Directorate to be confirmed"
SAYS_WHAT_IT_IS = re.compile(r"\b(?:Services?|Team|Department|Directorate|Division|Unit)\b")
SERVICE_NAME_MOST = 200


def read_facts(path: Path) -> Facts:
    """The facts of a review from a JSON file."""
    facts: Facts = json.loads(path.read_text(encoding="utf-8"))
    return facts


@transaction.atomic
def load_review(facts: Facts, committee: Committee, slug: str) -> tuple[Review, bool]:
    """The review of this committee, and whether it was new. Rows already there are left as they are."""
    source = facts["source"]
    review, is_new = Review.objects.get_or_create(
        slug=slug,
        defaults={
            "committee": committee,
            "title": source["title"],
            "adopted_on": date.fromisoformat(source["adopted_on"]),
            "published_on": date.fromisoformat(source["adopted_on"]),
        },
    )
    if is_new:
        load_source(review, facts)
        for row in facts["recommendations"]:
            load_recommendation(review, row)
    return review, is_new


def load_source(review: Review, facts: Facts) -> None:
    """Themes, paragraphs, panel, venues, sessions, witnesses, governance bodies and contradictions."""
    titles = {section["number"]: section["title"] for section in facts["sections"]}
    for row in facts["themes"]:
        Theme.objects.create(review=review, number=row["number"], title=row["title"])
    for order, row in enumerate(facts["paragraphs"]):
        Paragraph.objects.create(
            review=review,
            number=row["number"],
            order=order,
            section_number=row["section"],
            section_title=titles[row["section"]],
            heading=row["heading"] or "",
            summary=row["summary"],
        )
    for order, row in enumerate(facts["people"]):
        part = row["part"].replace(" ", "_").replace("co-optee", "co_optee")
        PanelMember.objects.create(
            review=review, order=order, name=row["name"], role=row["role"] or "", part=part, place=row["place"]
        )
    for order, row in enumerate(facts["venues"]):
        Venue.objects.create(review=review, order=order, name=row["name"], place=row["place"])
    for order, row in enumerate(facts["sessions"]):
        load_session(review, order, row)
    for order, name in enumerate(facts["governance_bodies"]):
        GovernanceBody.objects.create(review=review, order=order, name=name)
    load_witnesses(review, facts["witness_groups"])
    load_contradictions(review, facts["contradictions"])


def load_session(review: Review, order: int, row: Facts) -> None:
    """What the report tells of its sessions, and which paragraphs tell of each."""
    told = {name: row[name] or "" for name in ("title", "kind", "when", "venue", "about", "place")}
    session = EvidenceSession.objects.create(review=review, order=order, **told)
    for paragraph in review.paragraphs.filter(number__in=row["paragraphs"]):
        SessionParagraph.objects.create(session=session, paragraph=paragraph)


def load_witnesses(review: Review, groups: list[Facts]) -> None:
    """Witness groups and their witnesses, in the report's order."""
    for group_order, row in enumerate(groups):
        group = WitnessGroup.objects.create(review=review, name=row["name"], order=group_order)
        for order, witness in enumerate(row["witnesses"]):
            Witness.objects.create(
                group=group,
                order=order,
                name=witness["name"],
                printed=witness["printed"],
                role=witness["role"] or "",
                organisation=witness["organisation"],
            )


def load_contradictions(review: Review, rows: list[Facts]) -> None:
    """The places where the report disagrees with itself."""
    for order, row in enumerate(rows):
        Contradiction.objects.create(
            review=review,
            order=order,
            subject=row["subject"],
            first_place=row["first"]["place"],
            first_words=row["first"]["words"],
            second_place=row["second"]["place"],
            second_words=row["second"]["words"],
            note=row["note"],
        )


def load_recommendation(review: Review, row: Facts) -> None:
    """One recommendation with its parts, differences and the paragraphs that led to it."""
    body = row["body"] or {"text": "", "parts": []}
    partner = service_named(review.committee.council, row["partner_service"])
    recommendation = Recommendation.objects.create(
        review=review,
        theme=review.themes.get(number=row["theme"]),
        number=row["number"],
        title=row["title"],
        text=row["text"],
        body_text=body["text"] if body["text"] != row["text"] else "",
        lead_service=service_named(review.committee.council, row["named_service"]),
        partner_service=partner,
    )
    body_parts = {part["label"]: part["text"] for part in body["parts"]}
    for part in row["parts"]:
        in_body = body_parts.get(part["label"], part["text"])
        Part.objects.create(
            recommendation=recommendation,
            label=part["label"],
            text=part["text"],
            body_text=in_body if in_body != part["text"] else "",
            partner_service=partner if part["label"] == row["partner_part"] else None,
        )
    for order, difference in enumerate(row["differences"]):
        WordingDifference.objects.create(
            recommendation=recommendation,
            order=order,
            kind=difference["kind"],
            summary_words=difference["summary"],
            body_words=difference["body"],
            note=difference["note"],
        )
    cite(recommendation, row)


def cite(recommendation: Recommendation, row: Facts) -> None:
    """Link the paragraphs that argue for a recommendation, close its argument, and stand before its box."""
    kind = Citation.Kind
    links = [(number, kind.ARGUES) for number in row["argued_in"]]
    links += [(row["made_at"], kind.CONCLUDES), (row["box_after"], kind.PRINTED)]
    paragraphs = {p.number: p for p in recommendation.review.paragraphs.all()}
    for number, which in links:
        Citation.objects.create(paragraph=paragraphs[number], recommendation=recommendation, kind=which)


def service_named(council: Council, name: str | None) -> Service | None:
    """The council's service of this name, made where there is none yet; None where the report names none.

    "Community Safety" and "Community Safety Service" are the same service.
    """
    if not name:
        return None
    if found := known_service(council, name):
        return found
    directorate, _ = Directorate.objects.get_or_create(council=council, name=DIRECTORATE_NOT_KNOWN)
    return Service.objects.create(directorate=directorate, name=full_name(name))


def known_service(council: Council, name: str | None) -> Service | None:
    """The service of this name that the council has already; None where it has none."""
    if not name:
        return None
    return Service.objects.filter(directorate__council=council, name__in=[name, full_name(name)]).first()


def full_name(name: str) -> str:
    """The name of a service: "Community Safety" is the Community Safety Service, a team or a department says so."""
    full = name if SAYS_WHAT_IT_IS.search(name) else f"{name} Service"
    return full[:SERVICE_NAME_MOST]


def review_as_facts(review: Review) -> Facts:
    """What the database holds of a review's source, in the report's order."""
    return {
        "title": review.title,
        "adopted_on": review.adopted_on.isoformat(),
        "themes": [{"number": t.number, "title": t.title} for t in review.themes.all()],
        "recommendations": [
            recommendation_as_facts(r)
            for r in review.recommendations.for_figures().prefetch_related(
                "parts__partner_service", "differences", "citations__paragraph"
            )
        ],
        "witness_groups": [
            {"name": group.name, "witnesses": [witness_as_facts(w) for w in group.witnesses.all()]}
            for group in review.witness_groups.prefetch_related("witnesses")
        ],
        "panel": [
            {"name": p.name, "role": p.role or None, "part": p.get_part_display(), "place": p.place}
            for p in review.panel.all()
        ],
        "venues": [{"name": v.name, "place": v.place} for v in review.venues.all()],
        "sessions": [session_as_facts(s) for s in review.evidence_sessions.prefetch_related("told_in__paragraph")],
        "governance_bodies": [b.name for b in review.governance_bodies.all()],
        "contradictions": [
            {
                "subject": c.subject,
                "first": {"place": c.first_place, "words": c.first_words},
                "second": {"place": c.second_place, "words": c.second_words},
                "note": c.note,
            }
            for c in review.contradictions.all()
        ],
    }


def both_wordings(row: Recommendation | Part, is_as_body: bool) -> Facts:
    """The summary's words and the body's, whichever of them was taken over."""
    other = row.body_text or row.text
    return {"text": other, "body_text": row.text} if is_as_body else {"text": row.text, "body_text": other}


def recommendation_as_facts(row: Recommendation) -> Facts:
    """One recommendation: both wordings, owner, differences, and where the report argues and makes it."""
    kind = Citation.Kind
    standing = [(c.kind, c.paragraph.number) for c in row.citations.all() if c.paragraph and c.struck_on is None]
    cited = {k: [number for of_kind, number in standing if of_kind == k] for k in kind}
    return {
        "number": row.number,
        "reference": row.reference,
        "title": row.title,
        "theme": row.theme.title,
        **both_wordings(row, row.is_as_body),
        "parts": [
            {
                "label": part.label,
                **both_wordings(part, row.is_as_body),
                "partner": part.partner_service.name if part.partner_service else None,
            }
            for part in row.parts.all()
        ],
        "owner": row.lead_service.name if row.lead_service else OWNER_TO_BE_ASSIGNED,
        "partner": row.partner_service.name if row.partner_service else None,
        "differences": [
            {"kind": d.kind, "summary": d.summary_words, "body": d.body_words, "note": d.note}
            for d in row.differences.all()
        ],
        "made_at": cited[kind.CONCLUDES][0],
        "box_after": cited[kind.PRINTED][0],
        "argued_in": cited[kind.ARGUES],
    }


def session_as_facts(session: EvidenceSession) -> Facts:
    """One session, what the report does not tell as None."""
    told = {name: getattr(session, name) or None for name in ("when", "venue", "about", "place")}
    paragraphs = [link.paragraph.number for link in session.told_in.all()]
    return {"title": session.title, "kind": session.kind, **told, "paragraphs": paragraphs}


def witness_as_facts(witness: Witness) -> Facts:
    """One witness as printed."""
    return {
        "name": witness.name,
        "printed": witness.printed,
        "role": witness.role or None,
        "organisation": witness.organisation,
    }
