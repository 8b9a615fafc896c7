"""How many queries a page takes: the same for one row and for three, and no more than was promised."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence import models as evidence
from evidence.models import Citation, Contradiction, Paragraph, Witness, WitnessGroup
from recommendations import exempting, workflow
from recommendations.models import Action, Recommendation
from recommendations.states import Status, VerdictKind
from tests import factories as f
from tests import verbs
from tests.conftest import Cast

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("day")]

DASHBOARD = "/reviews/harbour-review/"

PAGES = [
    # address, person, queries of the whole request (sign-in and roles take 4, a head's 5)
    ("/my-actions/", "officer", 10),
    ("/my-service/", "head", 9),
    ("/my-service/", "scrutiny", 5),
    (DASHBOARD, "member", 12),
    (f"{DASHBOARD}?as_at=2026-05-01", "member", 11),
    (f"{DASHBOARD}?theme=1&q=council", "member", 12),
    (f"{DASHBOARD}recommendations/", "member", 10),
    (f"{DASHBOARD}recommendations/?state=delayed", "member", 10),
    (f"{DASHBOARD}actions/", "member", 9),
    (f"{DASHBOARD}actions/?timeliness=moved", "member", 9),
    (f"{DASHBOARD}recommendations/1/", "member", 12),
    (f"{DASHBOARD}recommendations/1/", "officer", 12),
    (f"{DASHBOARD}evidence/", "member", 15),
    ("/actions/{action}/", "member", 13),
    ("/actions/{action}/update/", "officer", 10),
    ("/services/", "member", 11),
    ("/services/{service}/", "member", 11),
    ("/services/{service}/?timeliness=overdue", "head", 12),
    # Two of them ask whether the first steps are done.
    ("/set-up/", "scrutiny", 15),
    ("/set-up/services/", "scrutiny", 10),
    ("/set-up/people/", "scrutiny", 9),
    ("/set-up/posts/{post}/", "scrutiny", 13),
    ("/exempt/", "scrutiny", 10),
    ("/my-account/", "member", 4),
    ("/exempt/paragraph/{paragraph}/", "scrutiny", 9),
    (f"{DASHBOARD}questions/", "member", 10),
    (f"{DASHBOARD}recommendations/1/ask/", "member", 5),
    ("/plain-language/", "scrutiny", 6),
    ("/words/", "member", 4),
    ("/sign-in/", "public", 2),
]


def keep_back(cast: Cast, row: Any) -> None:
    """Exempt: those who may read it are not asked for one by one."""
    exempting.exempt(row, by=cast.roles("scrutiny"), terms=verbs.terms(), review=cast.review)


def fill(cast: Cast, number: int) -> None:
    """One more of everything: a recommendation, its actions with all that can happen to them, and its evidence."""
    row = cast.recommendation
    if number > 1:
        row = f.RecommendationFactory.create(
            review=cast.review,
            theme=f.ThemeFactory.create(review=cast.review, number=number),
            number=number,
            lead_service=f.ServiceFactory.create(directorate=cast.service.directorate),
        )
    verbs.respond(row, cast.scrutiny, on=f.days(-200))
    for label in "abc"[:number]:
        part = f.PartFactory.create(recommendation=row, label=label)
        action = f.ActionFactory.create(recommendation=row, part=part, post=cast.post, number=1)
        keep_back(cast, verbs.tell(action, cast.officer, Status.DELAYED, on=f.days(-30)))
        verbs.decide(verbs.ask(action, cast.officer, f.days(90), on=f.days(-20)), cast.head, on=f.days(-19))
        verbs.tell(action, cast.deputy, Status.ACHIEVED, on=f.days(-9))
        waiting = f.ActionFactory.create(recommendation=row, part=part, post=cast.post, number=2)
        verbs.ask(waiting, cast.officer, f.days(100), on=f.days(-3))
        asked = workflow.Asked("How many schools take part?", action)
        question = workflow.ask(row, by=cast.roles("member"), asked=asked)
        if label != "a":
            workflow.answer_question(question, by=cast.roles("officer"), at=f.noon(f.DAY), words="There are 14 now.")
        own = f.ActionFactory.create(recommendation=row, part=part, post=cast.head_post, number=3)
        verbs.ask(own, cast.head, f.days(100), on=f.days(-3))
    verbs.judge(row, cast.chair, VerdictKind.UNACCEPTABLE, held_on=f.days(-5 - number))
    group = WitnessGroup.objects.create(review=cast.review, name="Partners", order=number)
    witness = Witness.objects.create(
        group=group, order=1, name="A partner", printed="A partner", organisation="Partners"
    )
    paragraph = Paragraph.objects.create(
        review=cast.review,
        number=f"4.{number}",
        order=number,
        section_number=4,
        section_title="What was found",
        summary="What the partners said.",
    )
    keep_back(cast, paragraph)
    for kind in Citation.Kind:
        keep_back(cast, Citation.objects.create(paragraph=paragraph, recommendation=row, kind=kind))
    heard_at_a_session(cast, row, witness, paragraph)
    Contradiction.objects.create(
        review=cast.review,
        order=number,
        subject="Sessions",
        first_place="1.1",
        first_words="five",
        second_place="1.2",
        second_words="six",
        note="Both are kept.",
    )


def heard_at_a_session(cast: Cast, row: Recommendation, witness: Witness, paragraph: Paragraph) -> None:
    """Every kind of link that a thread can have: the witness and their session are cited, and told of as well."""
    session = evidence.EvidenceSession.objects.create(
        review=cast.review, order=row.number, title=f"Session {row.number}"
    )
    evidence.Attendance.objects.create(session=session, witness=witness)
    evidence.SessionParagraph.objects.create(session=session, paragraph=paragraph)
    judged = {"linked_by": cast.scrutiny, "linked_on": f.days(-3)}
    evidence.Testimony.objects.create(paragraph=paragraph, witness=witness, basis=evidence.Basis.PERSON, **judged)
    for source in ({"witness": witness}, {"session": session}):
        Citation.objects.create(recommendation=row, kind=Citation.Kind.ARGUES, **source)


def counted(cast: Cast, address: str, person: str, **numbers: int) -> CaptureQueriesContext:
    client = cast.client(person)
    address = address.format(
        action=cast.action.pk,
        service=cast.service.pk,
        post=cast.post.pk,
        paragraph=Paragraph.objects.earliest("pk").pk,
        **numbers,
    )
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return queries


@pytest.mark.parametrize(("address", "person", "count"), PAGES)
def test_a_page_takes_as_many_queries_for_three_rows_as_for_one(
    cast: Cast, address: str, person: str, count: int
) -> None:
    fill(cast, 1)
    one = counted(cast, address, person)
    for number in (2, 3):
        fill(cast, number)
    three = counted(cast, address, person)
    assert len(three) == len(one), "\n".join(q["sql"] for q in three.captured_queries)
    assert len(one) == count, "\n".join(q["sql"] for q in one.captured_queries)


COMMITTEE, HELD, COMING = "/committees/{committee}/", "/meetings/{held}/", "/meetings/{coming}/"
# Pages of a committee as a member reads them.
OF_A_COMMITTEE = {
    COMMITTEE: 11,
    f"{COMMITTEE}?as_at=2026-05-01": 11,
    f"{COMMITTEE}?list=reviews": 10,
    f"{COMMITTEE}recommendations/": 9,
    f"{COMMITTEE}actions/": 10,
    f"{COMMITTEE}questions/": 10,
    COMING: 11,
    f"{COMING}?list=missing": 11,
    HELD: 12,
    f"{HELD}?list=decided": 12,
}


def test_pages_of_a_committee_take_as_many_queries_for_three_rows_as_for_one(cast: Cast) -> None:
    coming = f.MeetingFactory.create(committee=cast.committee, held_on=f.days(14)).pk
    held = f.MeetingFactory.create(committee=cast.committee, held_on=f.days(-1)).pk
    # Stale, so that its words stand on the dashboard.
    verbs.tell(cast.action, cast.officer, on=f.days(-100))
    for numbers in ([1], [2, 3]):
        for number in numbers:
            fill(cast, number)
        found = {
            address: len(counted(cast, address, "member", committee=cast.committee.pk, held=held, coming=coming))
            for address in OF_A_COMMITTEE
        }
        assert found == OF_A_COMMITTEE


def test_lists_take_at_most_ten_queries() -> None:
    lists = [
        f"{page}{name}/" for page in (DASHBOARD, COMMITTEE) for name in ("recommendations", "actions", "questions")
    ]
    pages = [(address, count) for address, _, count in PAGES] + list(OF_A_COMMITTEE.items())
    assert max(count for address, count in pages if address.partition("?")[0] in (*lists, "/my-actions/")) <= 10


def test_as_many_queries_at_1300_recommendations_as_at_13(cast: Cast) -> None:
    fill(cast, 1)
    promised = {DASHBOARD: 12, f"{DASHBOARD}recommendations/": 10, f"{DASHBOARD}recommendations/1/": 12}
    for more in (range(2, 14), range(14, 1301)):
        rows = [
            f.RecommendationFactory.build(review=cast.review, theme=cast.recommendation.theme, number=n) for n in more
        ]
        agreed = [f.ActionFactory.build(recommendation=row, post=cast.post, part=None, number=1) for row in rows]
        Recommendation.objects.bulk_create(rows)
        Action.objects.bulk_create(agreed)
        assert cast.review.recommendations.count() == more[-1]
        assert {address: len(counted(cast, address, "member")) for address in promised} == promised


def test_saving_an_update_takes_at_most_fifteen_queries(cast: Cast) -> None:
    client = cast.client("officer")
    typed = {"status": "on_track", "words": verbs.WORDS, "reason": "", "version": "1"}
    with CaptureQueriesContext(connection) as queries:
        response = client.post(f"/actions/{cast.action.pk}/update/", typed)
    assert response.status_code == 302
    statements = [q["sql"] for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(statements) == 13, "\n".join(statements)
