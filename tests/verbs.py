"""The verbs of the workflow with what a test does not care about filled in. Each happens at noon on its day."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from council.models import Meeting
from evidence import workflow as proving
from evidence.inspection import inspect
from evidence.models import Proof
from evidence.workflow import Offer
from recommendations import exempting, workflow
from recommendations.exempting import Terms
from recommendations.models import Action, Extension, Recommendation, Response, Update, Verdict
from recommendations.states import IN_TROUBLE, Reason, ResponseKind, Schedule12A, Status, VerdictKind
from recommendations.workflow import MoreTime, Statement
from tests import factories as f

WORDS = "The first half is done, the second is booked."
NO_PROOF = "The sessions were not written down."


def tell(
    action: Action,
    by: User,
    status: Status = Status.ON_TRACK,
    *,
    on: date = f.DAY,
    words: str = WORDS,
    reason: str | None = None,
    seen_version: int | None = None,
    more_time: MoreTime | None = None,
    exempt: Terms | None = None,
    no_proof_because: str | None = None,
    among_several: bool = False,
) -> Update:
    """An update; where the status needs a reason and none is named, the reason is staffing.

    An achievement says why it has no proof, unless a test says otherwise.
    """
    needed = Reason.STAFFING if status in IN_TROUBLE else ""
    excuse = NO_PROOF if status == Status.ACHIEVED else ""
    return workflow.give_update(
        action,
        by=f.roles(by, on),
        at=f.noon(on),
        said=Statement(
            status,
            words,
            needed if reason is None else reason,
            more_time=more_time,
            exempt=exempt,
            no_proof_because=excuse if no_proof_because is None else no_proof_because,
            among_several=among_several,
        ),
        seen_version=seen_version,
    )


TABLE = b"Date,Session\n1 May 2026,First\n8 May 2026,Second\n"


def file(
    shows: str = "The sessions that were held.",
    content: bytes = TABLE,
    *,
    name: str = "sessions.csv",
    exempt: Terms | None = None,
) -> Offer:
    """A file to be attached, inspected as one that is uploaded."""
    return Offer(shows, inspect(SimpleUploadedFile(name, content)), exempt=exempt)


def link(
    shows: str = "The published guide.", url: str = "https://www.harbour.example/guide", *, exempt: Terms | None = None
) -> Offer:
    """A link to be attached."""
    return Offer(shows, url=url, exempt=exempt)


def prove(
    action: Action,
    by: User,
    *proofs: Offer,
    status: Status = Status.ON_TRACK,
    on: date = f.DAY,
    words: str = WORDS,
    exempt: Terms | None = None,
) -> Update:
    """An update with its proof."""
    said = Statement(status, words, exempt=exempt)
    return proving.give_update(action, by=f.roles(by, on), at=f.noon(on), said=said, proofs=proofs)


def attach(update: Update, by: User, *proofs: Offer, on: date = f.DAY) -> Proof:
    """Proof for an update given before; the first of what was attached."""
    return proving.attach(update, by=f.roles(by, on), at=f.noon(on), proofs=proofs)[0]


def revise(proof: Proof, by: User, offer: Offer | None = None, *, on: date = f.DAY) -> Proof:
    """A revision in place of a proof."""
    return proving.replace_proof(proof, by=f.roles(by, on), at=f.noon(on), offer=offer or file(name="newer.csv"))


def terms(
    paragraph: Schedule12A = Schedule12A.FINANCIAL, *, on: date = f.DAY, reason: str = "A tender is open."
) -> Terms:
    """Why something is exempt, to be reviewed after a year."""
    return Terms(paragraph, reason, "Monitoring Officer", exempting.usual_review(on))


def wish(to_on: date, reason: str = Reason.STAFFING, words: str = "The post was vacant.") -> MoreTime:
    """A wish for more time."""
    return MoreTime(to_on, reason, words)


def ask(action: Action, by: User, to_on: date, *, on: date = f.DAY) -> Extension:
    """A request for more time."""
    return workflow.request_extension(action, by=f.roles(by, on), more_time=wish(to_on))


def decide(
    extension: Extension, by: User, agreed: bool = True, *, note: str = "Agreed with the service.", on: date = f.DAY
) -> Extension:
    """A decision on a request."""
    return workflow.decide_extension(extension, by=f.roles(by, on), agreed=agreed, note=note)


def respond(
    recommendation: Recommendation,
    by: User,
    kind: ResponseKind = ResponseKind.ACCEPTED,
    *,
    on: date = f.DAY,
    decided_on: date | None = None,
    reason: str = "The Mayor said so.",
) -> Response:
    """A response, recorded on the day it was decided unless a test says otherwise."""
    return workflow.record_response(
        recommendation,
        by=f.roles(by, on),
        kind=kind,
        deciding_body="Cabinet",
        decided_on=decided_on or on,
        reason=reason,
        minute="6.1",
    )


# How the committee knows, where the executive has not answered.
SEEN = "The committee has seen it."


def judge(
    recommendation: Recommendation,
    by: User,
    verdict: VerdictKind = VerdictKind.ACCEPTABLE,
    *,
    held_on: date = f.DAY,
    on: date | None = None,
    words: str = "",
) -> Verdict:
    """A verdict at a meeting of the review's committee, recorded on its day unless a test says otherwise."""
    if verdict == VerdictKind.ACHIEVED and not recommendation.responses.exists():
        words = words or SEEN
    committee = recommendation.review.committee
    meeting, _ = Meeting.objects.get_or_create(
        committee=committee, held_on=held_on, defaults={"papers_due_on": held_on}
    )
    return workflow.record_verdict(
        recommendation, by=f.roles(by, on or held_on), meeting=meeting, verdict=verdict, minute="5.2", words=words
    )


def correct(
    was: Verdict,
    by: User,
    verdict: VerdictKind,
    *,
    minute: str = "5.2",
    words: str = SEEN,
    why: str = "It was mistyped.",
    on: date = f.DAY,
) -> Verdict:
    """A verdict that was recorded wrongly is put right."""
    to = workflow.Decided(was.recommendation, verdict, minute, words)
    return workflow.correct_verdict(was, by=f.roles(by, on), to=to, why=why)
