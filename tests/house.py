"""One review with something behind each kind of address that leads to it."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from council.models import Meeting
from evidence import keeping
from evidence.models import Citation, EvidenceSession, Paragraph, Proof, Witness, WitnessGroup
from intake.models import ImportedReport, ProposedItem
from intake.states import Stage
from recommendations import links
from recommendations.models import (
    Action,
    CallIn,
    Extension,
    Question,
    Recommendation,
    Review,
    SavedView,
    Update,
    Verdict,
)
from reports import issuing
from reports.freezing import freeze
from reports.imprint import Issue
from reports.models import Copy, Letter, Report
from reports.states import Progress, Version
from tests import factories as f
from tests import verbs
from tests.conftest import Cast


@dataclass(frozen=True)
class Papers:
    """Reports on the review: one that is issued, with its PDF; a draft, with a PDF that was not made."""

    issued: Report
    done: Copy
    done_exempt: Copy
    draft: Report
    failed: Copy


@dataclass(frozen=True)
class House:
    """One review with something behind each kind of address."""

    review: Review
    action: Action
    request: Extension
    request_of_head: Extension
    papers: Papers
    update: Update
    proof: Proof
    paragraph: Paragraph
    citation: Citation
    # Asked by a member, put to the officer, and not answered yet.
    question: Question
    # Of a link in a mail to the officer, for the action.
    token: str
    # An update of the officer's that is exempt.
    kept_back: Update
    # A meeting of the review's committee that was held, with no verdict recorded yet.
    meeting: Meeting
    # A way of looking at the review, saved and shared by the member.
    view: SavedView
    # Somebody who was heard, a session that nothing refers to yet, and a report that was read for the review's
    # committee, with what was found in it.
    witness: Witness
    session: EvidenceSession
    found: ProposedItem
    # A draft to the witness.
    letter: Letter
    # To a meeting that is to come.
    call_in: CallIn
    # At an earlier meeting.
    verdict: Verdict

    @property
    def exemptible(self) -> dict[str, list[Any]]:
        """The way to each kind of thing that can be kept from the public."""
        return {
            "update": ["update", self.update.pk],
            "proof": ["proof", self.proof.pk],
            "paragraph": ["paragraph", self.paragraph.pk],
            "citation": ["citation", self.citation.pk],
            "request": ["request", self.request.pk],
            "question": ["question", self.question.pk],
        }


def reports_of(cast: Cast, review: Review) -> Papers:
    """An issued report and a draft. Who made them does not matter to what is behind a door."""
    asked = {"requested_by": cast.chair, "requested_at": f.noon(f.days(-1))}
    begun = {"committee": review.committee, "review": review, "begun_by": cast.chair, "begun_at": f.noon(f.days(-1))}
    draft = Report.objects.create(as_at=f.days(-20), **begun)
    failed = Copy.objects.create(
        frozen=freeze(draft, Version.PUBLIC, f.noon(f.days(-1))), state=Progress.FAILED, reason="Full.", **asked
    )
    number = issuing.next_number(review.committee_id)
    seal = {"number": number, "issued_at": f.noon(f.days(-1)), "issued_on": f.days(-1), "issued_by": cast.chair}
    issued = Report.objects.create(as_at=f.days(-30), issued_as="Chair", **seal, **begun)
    said = Issue(number, f.days(-1), "Chair", "check.example/check-a-copy/")
    copies = []
    for version in Version:
        name = f"reports/{review.slug}-{version}.pdf"
        default_storage.save(name, ContentFile(b"%PDF"))
        made = {"size": 4, "pages": 1, "sha256": "a" * 64, "made_at": f.noon(f.days(-1)), "file": name}
        frozen = freeze(issued, version, f.noon(f.days(-1)), said)
        copies.append(Copy.objects.create(frozen=frozen, state=Progress.DONE, **made, **asked))
    public, exempt = copies
    return Papers(issued, public, exempt, draft, failed)


def furnished(cast: Cast, review: Review) -> House:
    """A review's rows: work for the cast's posts, and requests of the officer and of the head."""
    theme = f.ThemeFactory.create(review=review, number=9)
    recommendation = f.RecommendationFactory.create(review=review, theme=theme, number=9)
    action = f.ActionFactory.create(recommendation=recommendation, post=cast.post)
    own = f.ActionFactory.create(recommendation=recommendation, post=cast.head_post)
    papers = reports_of(cast, review)
    asked, asked_by_head = verbs.ask(action, cast.officer, f.days(90)), verbs.ask(own, cast.head, f.days(90))
    proved = verbs.tell(own, cast.head, on=f.days(-3))
    proof = verbs.attach(proved, cast.head, verbs.file("The minutes of the first meeting."))
    paragraph = Paragraph.objects.create(
        review=review, number="9.9", order=9, section_number=9, section_title="Nine", summary="What was heard."
    )
    citation = Citation.objects.create(paragraph=paragraph, recommendation=recommendation, kind=Citation.Kind.ARGUES)
    question = Question.objects.create(
        recommendation=recommendation,
        action=action,
        post=cast.post,
        words="How many schools take part?",
        asked_by=cast.member,
        asked_as="Scrutiny member",
        asked_on=f.days(-4),
        due_on=f.days(10),
    )
    token = links.issue(cast.officer.pk, [action.pk], f.DAY)[action.pk]
    kept_back = f.UpdateFactory.create(action=action, given_by=cast.officer, given_on=f.days(-2))
    kept_back.exemptions.create(
        paragraph=3,
        reason="A tender is open.",
        decided_by="Monitoring Officer",
        decided_on=f.days(-2),
        review_on=f.days(300),
        recorded_by=cast.scrutiny,
    )
    committee = review.committee
    meeting, _ = Meeting.objects.get_or_create(
        committee=committee, held_on=f.days(-20), defaults={"papers_due_on": f.days(-30)}
    )
    view = SavedView.objects.create(
        committee=committee,
        review=review,
        owner=cast.member,
        name=f"Overdue in {review.slug}",
        page="action_list",
        query="timeliness=overdue",
        is_shared=True,
        saved_on=f.DAY,
    )
    group = WitnessGroup.objects.create(review=review, name="Experts", order=9)
    witness = Witness.objects.create(
        group=group, order=9, name="Ivo Lenton", printed="Trainer", organisation="Boxing Club"
    )
    return House(
        review,
        action,
        asked,
        asked_by_head,
        papers,
        proved,
        proof,
        paragraph,
        citation,
        question,
        token,
        kept_back,
        meeting,
        view,
        witness,
        EvidenceSession.objects.create(review=review, order=9, title="A session at the boxing club"),
        an_import(cast, review),
        Letter.objects.create(witness=witness, review=review, begun_by=cast.chair, begun_at=f.noon(f.days(-1))),
        a_call_in(cast, recommendation),
        a_verdict(cast, recommendation),
    )


def a_verdict(cast: Cast, recommendation: Recommendation) -> Verdict:
    """What the committee said of a recommendation some weeks ago."""
    held_on, committee = f.days(-21), recommendation.review.committee
    meeting, _ = Meeting.objects.get_or_create(
        committee=committee, held_on=held_on, defaults={"papers_due_on": f.days(-30)}
    )
    made: Verdict = f.VerdictFactory.create(recommendation=recommendation, meeting=meeting, recorded_by=cast.chair)
    return made


def a_call_in(cast: Cast, recommendation: Recommendation) -> CallIn:
    """A recommendation that is called in to the next meeting."""
    committee = recommendation.review.committee
    coming = committee.meetings.filter(held_on__gte=f.DAY).order_by("held_on").first()
    meeting = coming or Meeting.objects.create(committee=committee, held_on=f.days(40), papers_due_on=f.days(30))
    facts = {"why": "It is late.", "called_by": cast.chair, "called_as": "Chair", "called_on": f.days(-1)}
    return CallIn.objects.create(recommendation=recommendation, meeting=meeting, **facts)


def an_import(cast: Cast, review: Review) -> ProposedItem:
    """A report that waits to be confirmed, with one recommendation."""
    imported = ImportedReport.objects.create(
        committee=review.committee,
        by=cast.scrutiny,
        chosen_at=f.noon(f.days(-1)),
        name="report.txt",
        kept_as=keeping.storage().save(f"report-{review.pk}", ContentFile(b"A report.")),
        sha256=f"{review.pk:064d}",
        size=9,
        stage=Stage.READY,
        found={
            "kind": "text",
            "pages": 1,
            "title": None,
            **{name: [] for name in ("recommendations", "questions", "witnesses", "panel", "paragraphs", "footnotes")},
        },
    )
    return ProposedItem.objects.create(
        imported=imported, order=1, number="1", title="Open", text="The council should open.", confidence=0.9
    )
