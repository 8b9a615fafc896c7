"""Sessions at which evidence was heard: who keeps them, their pages, and the thread through them."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from council.workflow import ChangedMeanwhile
from evidence import sessions
from evidence.models import (
    Attendance,
    EvidenceSession,
    PanelMember,
    Paragraph,
    ParagraphExemption,
    Witness,
    WitnessGroup,
)
from evidence.portable import ADDED_LATER, exported, imported, same
from evidence.sessions import Heard
from evidence.threads import weave
from recommendations.models import Review
from tests import factories as f
from tests.conftest import Cast
from tests.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day")]

ADD = "/reviews/harbour-review/evidence/sessions/add/"


@pytest.fixture
def heard(cast: Cast) -> Heard:
    """A witness, the chair of the panel, and a paragraph that names neither and led to Recommendation 1."""
    group = WitnessGroup.objects.create(review=cast.review, name="Experts", order=0)
    witness = Witness.objects.create(group=group, order=0, name="Ivo Lenton", printed="Trainer", organisation="")
    member = PanelMember.objects.create(review=cast.review, order=0, name="The chair", part="chair", place="1.1")
    paragraph = Paragraph.objects.create(
        review=cast.review, number="1.1", order=0, section_number=1, section_title="One", summary="Clubs want training."
    )
    paragraph.citations.create(recommendation=cast.recommendation, kind="argues")
    return Heard([witness], [member], [paragraph])


def kept(cast: Cast, heard: Heard, **given: Any) -> EvidenceSession:
    row = EvidenceSession(review=cast.review, **{"title": "An evening at the club", **given})
    return sessions.keep_session(row, by=cast.roles("scrutiny"), heard=heard)


def ticked(heard: Heard) -> dict[str, list[int]]:
    chosen = {"witnesses": heard.witnesses, "panel": heard.panel, "paragraphs": heard.paragraphs}
    return {name: [row.pk for row in rows] for name, rows in chosen.items()}


def elsewhere(cast: Cast) -> Heard:
    """The same of another review."""
    other = f.ReviewFactory.create(committee=cast.committee)
    group = WitnessGroup.objects.create(review=other, name="Experts", order=0)
    return Heard(
        [Witness.objects.create(group=group, order=0, name="Another", printed="Trainer")],
        [PanelMember.objects.create(review=other, order=0, name="Another", part="chair", place="1.1")],
        [Paragraph.objects.create(review=other, number="1.1", order=0, section_number=1, section_title="", summary="")],
    )


# --- Keeping them -----------------------------------------------------------------------------------------------------


def test_the_scrutiny_officer_adds_a_session_on_a_page_and_everybody_reads_it(cast: Cast, heard: Heard) -> None:
    typed = {
        "title": "An evening at the club", "kind": "visit", "when": "one evening in March", "venue": "Boxing Club",
        "about": "What clubs need.", "place": "1.1", **ticked(heard),
    }  # fmt: skip
    answer = cast.client("scrutiny").post(ADD, typed)
    row = EvidenceSession.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, row.get_absolute_url())
    page = Page(cast.client("member").get(row.get_absolute_url()))
    for words in ("Visit", "“one evening in March”", "“Boxing Club”", "“What clubs need.”", "Ivo Lenton", "The chair"):
        assert words in page.text, words
    assert "The paragraphs that tell of it led to 1 recommendation: R1." in page.text
    assert f"/evidence-sessions/{row.pk}/change/" not in page.links
    listed = Page(cast.client("member").get("/reviews/harbour-review/evidence/"))
    assert row.get_absolute_url() in listed.links and ADD not in listed.links
    assert ADD in Page(cast.client("scrutiny").get("/reviews/harbour-review/evidence/")).links


def test_a_session_of_which_only_the_title_is_known_says_that_nothing_else_is_told(cast: Cast) -> None:
    row = kept(cast, Heard())
    page = Page(cast.client("member").get(row.get_absolute_url()))
    assert "When Not told Venue Not told What is said of it Not told Place in the report Not in the report" in page.text
    assert "No recommendation is linked to it yet." in page.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Enter what the session is called"),
        ({"title": "x" * 201}, "The title must be 200 characters or fewer"),
        ({"title": "Kept already"}, "There is a session of this title in this review already"),
        ({"kind": "séance"}, "Select a valid choice"),
        ({"held_on_day": "31", "held_on_month": "2", "held_on_year": "2026"}, "There is no such date as 31 2 2026"),
        ({"held_on_month": "3", "held_on_year": "2026"}, "The date must include a day"),
        ({"held_on_day": "1", "held_on_month": "1", "held_on_year": "2027"}, "enter today or an earlier day"),
        (
            {"kind": "several", "held_on_day": "1", "held_on_month": "3", "held_on_year": "2026"},
            "Several sessions were not held on one day: leave the date empty",
        ),
        ({"witnesses": ["999"]}, "Choose from what is listed"),
        ({"paragraphs": ["x"]}, "Choose from what is listed"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, wrong: dict[str, Any], said: str
) -> None:
    kept(cast, Heard(), title="Kept already")
    typed = {"title": "Another", "kind": "session", "venue": "A hall by the sea", **wrong}
    answer = cast.client("scrutiny").post(ADD, typed)
    assert answer.status_code == 422
    page = Page(answer)
    assert said in page.text.replace("&#x27;", "’")
    assert page.fields["venue"] == "A hall by the sea" and page.fields["title"] == typed["title"]
    assert EvidenceSession.objects.count() == 1


def test_nobody_else_keeps_changes_or_removes_a_session(cast: Cast) -> None:
    row = kept(cast, Heard())
    for who in ("chair", "member", "officer", "head"):
        roles = cast.roles(who)
        with pytest.raises(PermissionDenied):
            sessions.keep_session(EvidenceSession(review=cast.review, title="Another"), by=roles)
        with pytest.raises(PermissionDenied):
            sessions.keep_session(row, by=roles, seen_version=1)
        with pytest.raises(PermissionDenied):
            sessions.remove_session(row, by=roles)


@pytest.mark.parametrize("field", ["witnesses", "panel", "paragraphs"])
def test_people_and_paragraphs_of_another_review_are_refused(cast: Cast, field: str) -> None:
    foreign = Heard(**{field: getattr(elsewhere(cast), field)})
    with pytest.raises(ValidationError) as refusal:
        kept(cast, foreign)
    assert list(refusal.value.message_dict) == [field]
    assert not EvidenceSession.objects.exists()


def test_a_change_says_who_was_there_and_no_others(cast: Cast, heard: Heard) -> None:
    row = kept(cast, heard, kind="visit")
    address = f"/evidence-sessions/{row.pk}/change/"
    form = cast.client("scrutiny").get(address).content.decode()
    assert form.count(" checked") == 3
    typed = {"title": "An evening", "kind": "visit", "version": "1", "panel": ticked(heard)["panel"]}
    assert cast.client("scrutiny").post(address, typed).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.version, row.order) == ("An evening", 2, 0)
    assert [(a.witness, a.member) for a in row.attendances.all()] == [(None, heard.panel[0])]
    assert not row.told_in.exists()


def test_whoever_comes_second_keeps_their_words_and_sees_what_is_kept_now(cast: Cast) -> None:
    row = kept(cast, Heard())
    stale = EvidenceSession.objects.get()
    stale.venue = "First"
    sessions.keep_session(stale, by=cast.roles("scrutiny"), seen_version=1)
    answer = cast.client("scrutiny").post(
        f"/evidence-sessions/{row.pk}/change/",
        {"title": row.title, "kind": "session", "venue": "Second", "version": "1"},
    )
    page = Page(answer)
    assert (answer.status_code, page.fields["venue"], page.fields["version"]) == (409, "Second", "2")
    assert "Venue, as printed: First" in page.text
    with pytest.raises(ChangedMeanwhile):
        sessions.keep_session(row, by=cast.roles("scrutiny"), seen_version=1)


def test_a_session_is_removed_after_asking_while_nothing_refers_to_it(cast: Cast, heard: Heard) -> None:
    row = kept(cast, Heard())
    address = f"/evidence-sessions/{row.pk}/remove/"
    client = cast.client("scrutiny")
    assert "Remove “An evening at the club”?" in Page(client.get(address)).text
    assert EvidenceSession.objects.exists()
    for one in (Heard(heard.witnesses), Heard(panel=heard.panel), Heard(paragraphs=heard.paragraphs)):
        row.refresh_from_db()
        sessions.keep_session(row, by=cast.roles("scrutiny"), heard=one, seen_version=row.version)
        answer = client.post(address)
        assert (answer.status_code, EvidenceSession.objects.count()) == (422, 1)
        assert "People or paragraphs are linked to it." in Page(answer).text
        with pytest.raises(ProtectedError):
            row.delete()
    sessions.keep_session(row, by=cast.roles("scrutiny"), seen_version=row.version)
    assert client.post(address)["Location"] == "/reviews/harbour-review/evidence/#sessions"
    assert not EvidenceSession.objects.exists()


# --- The thread -------------------------------------------------------------------------------------------------------


def test_the_thread_goes_from_witness_to_session_to_paragraph_to_recommendation_and_back(
    cast: Cast, heard: Heard
) -> None:
    reader, (witness,) = cast.roles("member"), heard.witnesses
    assert weave(cast.review, reader).led_to[witness.pk] == []
    row = kept(cast, heard)
    woven = weave(cast.review, reader)
    assert woven.led_to[witness.pk] == [cast.recommendation]
    assert woven.came_from[cast.recommendation.pk] == [witness]
    page = Page(cast.client("member").get(witness.get_absolute_url()))
    assert "Attended An evening at the club" in page.text
    assert "It tells of a session where they were heard Heard at An evening at the club" in page.text
    assert row.get_absolute_url() in page.links and cast.recommendation.get_absolute_url() in page.links


def test_an_exempt_paragraph_of_a_session_leads_nobody_from_outside_anywhere(cast: Cast, heard: Heard) -> None:
    row = kept(cast, heard)
    ParagraphExemption.objects.create(
        subject=heard.paragraphs[0], paragraph=3, reason="A tender.", decided_by="Monitoring Officer",
        decided_on=f.DAY, review_on=f.days(90), recorded_by=cast.scrutiny,
    )  # fmt: skip
    for address in (row.get_absolute_url(), heard.witnesses[0].get_absolute_url()):
        outside, inside = (Page(cast.client(who).get(address)).text for who in ("officer", "member"))
        assert "Clubs want training." in inside and "R1" in inside
        assert "Clubs want training." not in outside and "R1" not in outside


def test_a_session_page_asks_as_often_for_many_as_for_one(
    cast: Cast, heard: Heard, django_assert_num_queries: Any
) -> None:
    row = kept(cast, heard)
    client = cast.client("member")
    with CaptureQueriesContext(connection) as first:
        client.get(row.get_absolute_url())
    group = heard.witnesses[0].group
    for order in range(1, 6):
        witness = Witness.objects.create(group=group, order=order, name=f"Heard {order}", printed="Trainer")
        Attendance.objects.create(session=row, witness=witness)
        paragraph = Paragraph.objects.create(
            review=cast.review, number=f"2.{order}", order=order, section_number=2, section_title="Two", summary="More."
        )
        paragraph.citations.create(recommendation=cast.recommendation, kind="argues")
        row.told_in.create(paragraph=paragraph)
    with django_assert_num_queries(len(first)):
        assert "Heard 5" in Page(client.get(row.get_absolute_url())).text


# --- The real review, and other installs ------------------------------------------------------------------------------


def test_of_the_real_review_no_day_and_no_attendance_is_invented(demonstration: Review) -> None:
    rows = list(demonstration.evidence_sessions.all())
    assert [row.title for row in rows] == ["Sessions of the review", "Joint scrutiny session", "Workshop with students"]
    assert {row.held_on for row in rows} == {None}
    assert not Attendance.objects.filter(session__review=demonstration).exists()
    assert [row.venue for row in rows[1:]] == ["", ""]


def test_the_dashboard_says_in_how_many_places_the_report_disagrees_and_leads_there(demonstration: Review) -> None:
    type(demonstration.committee).objects.filter(pk=demonstration.committee_id).update(publishes=True)
    page = Page(Client().get("/reviews/prevent-duty/"))
    assert f"About the report itself: in {demonstration.contradictions.count()} places it words" in page.text
    assert "/reviews/prevent-duty/evidence/#contradictions" in page.links


def test_a_dashboard_of_a_report_that_agrees_with_itself_says_nothing_of_it(cast: Cast) -> None:
    assert "About the report itself" not in Page(cast.client("member").get("/reviews/harbour-review/")).text


def test_sessions_travel_with_their_review(cast: Cast, heard: Heard) -> None:
    kept(cast, heard, held_on=date(2026, 3, 31), when="in March")
    document = exported(cast.review)
    assert {label: len(document["rows"][label]) for label in ADDED_LATER} == {
        "evidence.EvidenceSession": 1,
        "evidence.Attendance": 2,
        "evidence.SessionParagraph": 1,
    }
    other = json.loads(json.dumps(document).replace("harbour", "seaside"))
    again = json.loads(json.dumps(exported(imported(other))).replace("seaside", "harbour"))
    assert list(same(document, again)) == []


def test_a_document_made_before_there_were_sessions_is_imported_without_them(cast: Cast) -> None:
    document = json.loads(json.dumps(exported(cast.review)).replace("harbour", "seaside"))
    for label in ADDED_LATER:
        del document["rows"][label]
    assert not imported(document).evidence_sessions.exists()
