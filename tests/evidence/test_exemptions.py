"""Exempt things of every kind: who keeps them back, who reads them, who lets them go, and the list of them all."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client

from evidence.exemptions import KINDS
from evidence.models import Citation, Paragraph
from recommendations import exempting, workflow
from recommendations.models import Action, Exemption, Update
from recommendations.states import Schedule12A, Status
from tests import factories as f
from tests import verbs
from tests.conftest import Cast
from tests.pages import Page
from tests.services import needs_postgres

pytestmark = pytest.mark.usefixtures("day")

COUNCIL = {"officer", "deputy", "other_officer", "head", "member", "chair", "scrutiny"}
COMMITTEE = {"member", "chair", "scrutiny"}
# Of each kind: who may keep it back, and who reads it then. The request is read by the whole council otherwise too.
WHO: dict[str, tuple[set[str], set[str]]] = {
    "update": ({"officer", "deputy", "scrutiny"}, {"officer", "deputy", "head", *COMMITTEE}),
    "request": ({"officer", "deputy", "scrutiny"}, {"officer", "deputy", "head", *COMMITTEE}),
    "proof": ({"officer", "deputy", "scrutiny"}, {"officer", "deputy", "head", *COMMITTEE}),
    "paragraph": ({"scrutiny"}, COMMITTEE),
    "citation": ({"scrutiny"}, COMMITTEE),
    "question": ({"scrutiny"}, {"officer", "deputy", "head", *COMMITTEE}),
}
TERMS = {"exempt_paragraph": "3", "exempt_reason": "A tender is open.", "decided_by": "Head of Law"}
TERMS |= {"review_on_day": "1", "review_on_month": "6", "review_on_year": "2027"}


def an_update(cast: Cast) -> Any:
    return verbs.tell(cast.action, cast.officer, words="The price is 90 pounds.")


def a_request(cast: Cast) -> Any:
    request = verbs.ask(cast.action, cast.officer, f.days(90))
    return verbs.decide(request, cast.head, note="The tender explains it.")


def a_proof(cast: Cast) -> Any:
    return verbs.attach(an_update(cast), cast.officer, verbs.link("The price range."))


def a_paragraph(cast: Cast, number: str = "4.1") -> Any:
    order = Paragraph.objects.count()
    found = Paragraph.objects.create(
        review=cast.review, number=number, order=order, section_number=4, section_title="Four", summary="Who said what."
    )
    Citation.objects.create(paragraph=found, recommendation=cast.recommendation, kind=Citation.Kind.ARGUES)
    return found


def a_citation(cast: Cast) -> Any:
    return a_paragraph(cast).citations.get()


def a_question(cast: Cast) -> Any:
    asked = workflow.Asked("What does it cost?", cast.action)
    return workflow.ask(cast.recommendation, by=cast.roles("member"), asked=asked)


MAKERS: dict[str, Callable[[Cast], Any]] = {
    "update": an_update,
    "request": a_request,
    "proof": a_proof,
    "paragraph": a_paragraph,
    "citation": a_citation,
    "question": a_question,
}


def keep(cast: Cast, kind: str, row: Any, by: str = "scrutiny", **terms: Any) -> Exemption:
    at = KINDS[kind]
    on = terms.get("on", f.DAY)
    return exempting.exempt(
        row, by=cast.roles(by, on), terms=verbs.terms(**terms), review=at.review_of(row), action=at.action_of(row)
    )


def reads(cast: Cast, kind: str, row: Any) -> set[str]:
    return {key for key in cast.people if KINDS[kind].rows(cast.roles(key)).filter(pk=row.pk).exists()}


def test_every_kind_is_tried_here() -> None:
    assert WHO.keys() == MAKERS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_keep_it_back_and_who_reads_it_then(cast: Cast, kind: str) -> None:
    row = MAKERS[kind](cast)
    assert reads(cast, kind, row) == COUNCIL
    keepers, readers = WHO[kind]
    for person in cast.people:
        with transaction.atomic():
            if person in keepers:
                keep(cast, kind, row, person)
                assert reads(cast, kind, row) == readers
            else:
                with pytest.raises(PermissionDenied):
                    keep(cast, kind, row, person)
            transaction.set_rollback(True)


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_scrutiny_officer_keeps_it_for_longer_or_lets_it_go(cast: Cast, kind: str) -> None:
    row = MAKERS[kind](cast)
    old = keep(cast, kind, row)
    review = KINDS[kind].review_of(row)
    for person in set(cast.people) - {"scrutiny"}:
        roles = cast.roles(person)
        with pytest.raises(PermissionDenied):
            exempting.end_exemption(old, by=roles, why="It is over.", review=review)
        with pytest.raises(PermissionDenied):
            exempting.keep_exempt(old, by=roles, terms=verbs.terms(), review=review)
    exempting.end_exemption(old, by=cast.roles("scrutiny"), why="It is over.", review=review)
    assert reads(cast, kind, row) == COUNCIL


@pytest.mark.parametrize("kind", KINDS)
def test_the_database_lets_no_exemption_be_deleted_or_ended_twice(cast: Cast, kind: str) -> None:
    row = MAKERS[kind](cast)
    old = keep(cast, kind, row)
    table = type(old)._meta.db_table

    def refused(statement: str) -> None:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    refused(f"DELETE FROM {table}")
    exempting.end_exemption(old, by=cast.roles("scrutiny"), why="It is over.", review=KINDS[kind].review_of(row))
    refused(f"UPDATE {table} SET ended_why = 'Because.'")
    refused(f"DELETE FROM {table}")


def test_a_citation_of_an_exempt_paragraph_is_as_invisible_as_the_paragraph(cast: Cast) -> None:
    paragraph = a_paragraph(cast)
    keep(cast, "paragraph", paragraph)
    assert reads(cast, "citation", paragraph.citations.get()) == COMMITTEE
    address = "/reviews/harbour-review/recommendations/1/"
    assert "Why it was made" not in Page(cast.client("officer").get(address)).text
    assert "Why it was made" in Page(cast.client("member").get(address)).text


@pytest.mark.parametrize(("hidden", "left"), [("argues", "4.2"), ("concludes", "4.1")])
def test_the_thread_names_no_paragraph_that_is_kept_back(cast: Cast, hidden: str, left: str) -> None:
    argued = a_paragraph(cast, "4.1").citations.get()
    concluded = Citation.objects.create(
        paragraph=a_paragraph(cast, "4.2"), recommendation=cast.recommendation, kind=Citation.Kind.CONCLUDES
    )
    keep(cast, "paragraph", (argued if hidden == "argues" else concluded).paragraph)
    text = Page(cast.client("officer").get("/reviews/harbour-review/recommendations/1/")).text
    assert ("It makes the recommendation at paragraph 4.2." in text) == (hidden == "argues")
    assert left in text
    assert {"4.1", "4.2"} - {left} == {number for number in ("4.1", "4.2") if number not in text}


# --- The pages that keep back and let go ------------------------------------------------------------------------------


def address_of(kind: str, row: Any, end: bool = False) -> str:
    return f"/exempt/{kind}/{row.pk}/{'end/' if end else ''}"


@pytest.mark.parametrize("kind", KINDS)
def test_something_is_kept_back_looked_at_again_and_let_go(cast: Cast, kind: str) -> None:
    row = MAKERS[kind](cast)
    client = cast.client("scrutiny")
    assert "Now it is read by Everybody in the council." in Page(client.get(address_of(kind, row))).text
    assert client.post(address_of(kind, row), TERMS).status_code == 302
    first = row.exemptions.get()
    assert (first.paragraph, first.reason, first.decided_by) == (3, "A tender is open.", "Head of Law")
    page = Page(client.get(address_of(kind, row)))
    assert "Exempt, paragraph 3: financial or business affairs. Not for the public" in page.text
    again = {**TERMS, "exempt_paragraph": "5", "seen": page.fields["seen"]}
    assert client.post(address_of(kind, row), again).status_code == 302
    assert [e.paragraph for e in row.exemptions.filter(ended_on__isnull=True)] == [5]
    page = Page(client.get(address_of(kind, row, end=True)))
    assert "It can be read at once by everybody in the council." in page.text
    assert KINDS[kind].words_of(row) in page.text
    for what in KINDS[kind].let_go(row):
        assert what in page.text
    done = client.post(
        address_of(kind, row, end=True), {"why": "It is over.", "seen": page.fields["seen"]}, follow=True
    )
    assert f"{KINDS[kind].label} is exempt no longer." in Page(done).text
    assert reads(cast, kind, row) == COUNCIL


def test_each_box_that_is_missing_gets_its_message_and_what_was_typed_is_kept(cast: Cast) -> None:
    update = an_update(cast)
    response = cast.client("officer").post(address_of("update", update), {"exempt_reason": "It names a <price>."})
    page = Page(response)
    assert response.status_code == 422
    for message in (
        "Choose the paragraph that it falls under",
        "Say which post decided",
        "Say when it is to be looked at again",
    ):
        assert message in page.text
    assert "It names a &lt;price&gt;." in response.content.decode()
    assert not update.exemptions.exists()


def test_a_review_later_than_a_year_is_refused_beside_its_boxes(cast: Cast) -> None:
    update = an_update(cast)
    late = {**TERMS, "review_on_month": "7"}
    response = cast.client("scrutiny").post(address_of("update", update), late)
    assert response.status_code == 422
    assert 'id="id_review_on_error"' in response.content.decode()
    assert "Choose a day after today and by 17 June 2027" in Page(response).text


def test_the_form_begins_with_a_review_after_a_year_and_asks_who_decided(cast: Cast) -> None:
    fields = Page(cast.client("officer").get(address_of("update", an_update(cast)))).fields
    assert fields["decided_by"] == ""
    assert [fields[f"review_on_{box}"] for box in ("day", "month", "year")] == ["17", "6", "2027"]


def test_every_form_says_that_confidential_material_is_not_entered_here_at_all(cast: Cast) -> None:
    update = an_update(cast)
    for address in (address_of("update", update), f"/actions/{cast.action.pk}/update/"):
        assert "Do not enter confidential material here at all" in Page(cast.client("officer").get(address)).text


def test_who_comes_second_is_told_and_presses_once_more(cast: Cast) -> None:
    update = an_update(cast)
    first, second = cast.client("scrutiny"), cast.client("scrutiny")
    stale = Page(second.get(address_of("update", update))).fields["seen"]
    assert first.post(address_of("update", update), TERMS).status_code == 302
    theirs = {**TERMS, "exempt_paragraph": "7", "exempt_reason": "Mine.", "seen": stale}
    response = second.post(address_of("update", update), theirs)
    page = Page(response)
    assert response.status_code == 409
    assert "because somebody else decided first" in page.text
    assert "A tender is open." in page.text and "Mine." in page.text
    assert update.exemptions.get().paragraph == 3
    response = second.post(address_of("update", update), {**theirs, "seen": page.fields["seen"]})
    assert response.status_code == 302
    assert update.exemptions.get(ended_on__isnull=True).paragraph == 7


def test_pressing_end_twice_says_that_it_is_done(cast: Cast) -> None:
    update = an_update(cast)
    keep(cast, "update", update)
    client = cast.client("scrutiny")
    assert client.post(address_of("update", update, end=True), {"why": "It is over."}).status_code == 302
    again = client.post(address_of("update", update, end=True), {"why": "It is over."}, follow=True)
    assert "The exemption had ended already." in Page(again).text
    assert update.exemptions.count() == 1


def test_ending_what_never_was_exempt_is_no_address(cast: Cast) -> None:
    update = an_update(cast)
    assert cast.client("scrutiny").get(address_of("update", update, end=True)).status_code == 404
    assert cast.client("scrutiny").get("/exempt/verdict/1/").status_code == 404


def test_ending_says_exactly_what_becomes_public(cast: Cast) -> None:
    cast.committee.publishes = True
    cast.committee.save()
    update = verbs.tell(cast.action, cast.officer, Status.DELAYED, words="The price is 90 pounds.")
    keep(cast, "update", update)
    verbs.attach(update, cast.officer, verbs.link("The open notice."))
    verbs.attach(update, cast.officer, verbs.link("The bids.", exempt=verbs.terms()))
    text = Page(cast.client("scrutiny").get(address_of("update", update, end=True))).text
    assert "It can be read at once by everybody, without signing in." in text
    assert "what was said on 17 June 2026: delayed (staffing or vacancy)" in text
    assert "its proof: The open notice." in text
    assert "The bids." not in text


def test_what_something_else_keeps_back_too_is_not_said_to_become_public(cast: Cast) -> None:
    update = an_update(cast)
    proof = verbs.attach(update, cast.officer, verbs.link("The bids.", exempt=verbs.terms()))
    keep(cast, "update", update)
    text = Page(cast.client("scrutiny").get(address_of("proof", proof, end=True))).text
    assert "The update that it belongs to is exempt too, so it stays unseen until that ends as well." in text
    assert "It can be read at once" not in text


def test_the_words_of_a_request_stay_inside_the_council_whatever_the_committee_publishes(cast: Cast) -> None:
    cast.committee.publishes = True
    cast.committee.save()
    request = a_request(cast)
    keep(cast, "request", request)
    text = Page(cast.client("scrutiny").get(address_of("request", request, end=True))).text
    assert "It can be read at once by everybody in the council." in text
    assert "why more time was asked for: staffing or vacancy" in text
    assert "the answer: “The tender explains it.”" in text


def test_an_unpublished_review_opens_to_those_who_run_it_alone(cast: Cast) -> None:
    cast.review.published_on = None
    cast.review.save()
    paragraph = a_paragraph(cast)
    text = Page(cast.client("scrutiny").get(address_of("paragraph", paragraph))).text
    assert (
        "Now it is read by The committee’s chair and the scrutiny officer, because the review is not published." in text
    )


def test_a_part_can_be_kept_back_by_itself(cast: Cast) -> None:
    paragraph = a_paragraph(cast)
    citation = paragraph.citations.get()
    page = Page(cast.client("scrutiny").get(address_of("paragraph", paragraph)))
    assert "Paragraph 4.1 argues for it: R1" in page.text
    assert address_of("citation", citation) in page.links
    keep(cast, "citation", citation)
    assert "Led to R1" not in Page(cast.client("officer").get("/reviews/harbour-review/evidence/")).text
    assert "Paragraph 4.1" in str(KINDS["paragraph"].words_of(paragraph))


# --- Marks ------------------------------------------------------------------------------------------------------------

LONG = "Exempt, paragraph 3: financial or business affairs. Not for the public"


def marked(client: Client, address: str) -> int:
    return Page(client.get(address)).text.count(LONG)


def test_an_exempt_update_is_marked_wherever_its_words_or_what_follows_from_them_stand(cast: Cast) -> None:
    verbs.tell(cast.action, cast.officer, Status.ON_TRACK, on=f.days(-200))
    update = verbs.tell(cast.action, cast.officer, Status.DELAYED, words="The price is 90 pounds.", on=f.days(-100))
    keep(cast, "update", update)
    places = {
        ("officer", "/my-actions/"): 1,
        ("officer", f"/actions/{cast.action.pk}/"): 1,
        ("officer", f"/actions/{cast.action.pk}/update/"): 1,
        ("member", "/reviews/harbour-review/"): 1,
        ("member", "/reviews/harbour-review/actions/"): 1,
        # With its latest word, and in the timeline.
        ("member", "/reviews/harbour-review/recommendations/1/"): 2,
        ("head", "/my-service/"): 1,
        ("head", f"/services/{cast.service.pk}/"): 1,
        ("other_officer", "/reviews/harbour-review/recommendations/1/"): 0,
        ("other_officer", f"/services/{cast.service.pk}/"): 0,
    }
    assert {place: marked(cast.client(place[0]), place[1]) for place in places} == places
    rests = "This rests on exempt updates too."
    one = "/reviews/harbour-review/recommendations/1/"
    assert rests in Page(cast.client("member").get(one)).text
    assert rests not in Page(cast.client("other_officer").get(one)).text


def test_a_request_is_marked_for_those_who_read_its_words_and_reads_naturally_for_the_others(cast: Cast) -> None:
    request = verbs.ask(cast.action, cast.officer, f.days(90))
    keep(cast, "request", request)
    for address in ("/my-service/", f"/requests-for-more-time/{request.pk}/"):
        assert marked(cast.client("head"), address) == 1
    verbs.decide(request, cast.head, note="The tender explains it.")
    address = f"/actions/{cast.action.pk}/"
    assert marked(cast.client("member"), address) == 1
    text = Page(cast.client("other_officer").get(address)).text
    assert "From 16 August 2026 to 15 September 2026: agreed, 17 June 2026." in text
    assert "To 15 September 2026. Agreed 17 June 2026." in text
    one = Page(cast.client("other_officer").get("/reviews/harbour-review/recommendations/1/")).text
    assert "From 16 August 2026 to 15 September 2026" in one
    for page in (text, one):
        assert not re.search(r"“”|Reason: ?\.|\. ?\.|: ?\.| , ", page)
        assert "Staffing" not in page and "tender" not in page


def test_saving_an_exempt_update_in_its_row_says_who_can_read_it(cast: Cast) -> None:
    typed = {"status": "on_track", "words": verbs.WORDS, "reason": "", "version": "1", "keep_back": "on", **TERMS}
    client = cast.client("officer")
    saved = client.post(f"/actions/{cast.action.pk}/update/", typed, headers={"HX-Request": "true"})
    text = Page(saved).text
    assert saved.status_code == 200
    assert "It is kept from the public: the committee’s people can read it now" in text
    assert "Members can see it now" not in text
    assert Update.objects.get().exemptions.get().decided_by == "Head of Law"


def test_terms_that_are_not_whole_keep_the_form_open_with_every_word(cast: Cast) -> None:
    typed = {"status": "on_track", "words": verbs.WORDS, "reason": "", "version": "1", "keep_back": "on"}
    response = cast.client("officer").post(f"/actions/{cast.action.pk}/update/", {**typed, "exempt_reason": "A price."})
    content = response.content.decode()
    assert response.status_code == 422
    assert '<details class="more" open><summary>Not for the public' in content
    assert verbs.WORDS in content and "A price." in content
    assert not Action.objects.get().updates.exists()


def test_the_links_stand_where_they_lead_somewhere(cast: Cast) -> None:
    """Its officer keeps an update back, the scrutiny officer everything; nobody else is offered it."""
    update, request = an_update(cast), verbs.ask(cast.action, cast.officer, f.days(90))
    proof = verbs.attach(update, cast.officer, verbs.link("The price range."))
    ways = {address_of("update", update), address_of("request", request), address_of("proof", proof)}
    address = f"/actions/{cast.action.pk}/"
    for person in COUNCIL:
        offered = {link for link in Page(cast.client(person).get(address)).links if link.startswith("/exempt/")}
        # The list of exempt items is a tab of the scrutiny officer's.
        assert offered - {"/exempt/"} == (ways if person in {"officer", "deputy", "scrutiny"} else set()), person


# --- The list ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(cast: Cast) -> Cast:
    """One that is past its review, one due in 12 days, one due in a year and one that ended."""
    past = verbs.tell(cast.action, cast.officer, on=f.days(-426), words="The first price was named.")
    keep(cast, "update", past, on=f.days(-426))
    soon = verbs.tell(cast.action, cast.officer, on=f.days(-353), words="The second price was named.")
    keep(cast, "update", soon, paragraph=Schedule12A.LABOUR, on=f.days(-353))
    keep(cast, "paragraph", a_paragraph(cast))
    over = a_request(cast)
    exempting.end_exemption(
        keep(cast, "request", over), by=cast.roles("scrutiny"), why="The contract is public.", review=cast.review
    )
    return cast


def listed(cast: Cast, query: str = "") -> Page:
    return Page(cast.client("scrutiny").get(f"/exempt/{query}"))


def test_the_list_begins_with_what_is_due_for_review(kept: Cast) -> None:
    text = listed(kept).text
    assert "2 exemptions are due for review, 1 of them past the day that was set." in text
    places = [
        text.index(words) for words in ("61 days past review", "due in 12 days", "due in 365 days", "Ended 17 Jun")
    ]
    assert places == sorted(places)
    assert "The contract is public." in text


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 4),
        ("?show=due", 2),
        ("?show=later", 1),
        ("?show=ended", 1),
        ("?paragraph=3", 3),
        ("?paragraph=4", 1),
        ("?q=second+price", 1),
        ("?q=HARBOUR", 1),
        ("?paragraph=3&show=due", 1),
        ("?paragraph=7", 0),
        ("?q=nothing+of+the+kind", 0),
        ("?show=never", 4),
        ("?paragraph=12", 4),
        ("?page=99", 4),
    ],
)
def test_the_list_shows_what_its_address_asks_for_and_its_count_is_its_length(
    kept: Cast, query: str, rows: int
) -> None:
    page = listed(kept, query)
    shown = page.rows
    counts = re.search(r"Show All, (\d+) Due for review, (\d+) Not due yet, (\d+) Ended, (\d+)", page.text)
    assert shown == rows
    assert counts
    total, *parts = map(int, counts.groups())
    assert total == sum(parts)


def test_what_cannot_be_asked_for_is_said(kept: Cast) -> None:
    assert "“12” is not a paragraph of the Schedule." in listed(kept, "?paragraph=12").text


def test_a_list_of_none_says_so(cast: Cast) -> None:
    assert "Nothing is kept from the public." in listed(cast).text
    assert "No exemption is due for review." in listed(cast).text


def test_a_filter_that_fits_nothing_says_how_to_take_it_off(kept: Cast) -> None:
    page = listed(kept, "?q=nothing")
    assert "No exemption matches." in page.text
    assert "?" in page.links


def test_the_list_is_paged_with_its_filters(cast: Cast) -> None:
    for number in range(52):
        keep(cast, "paragraph", a_paragraph(cast, f"4.{number}"))
    first = listed(cast, "?show=later&paragraph=3")
    assert first.rows == 50
    assert "1 to 50 of 52 exemptions" in first.text
    assert "?show=later&paragraph=3&page=2" in first.links
    assert listed(cast, "?show=later&paragraph=3&page=2").rows == 2


def test_a_scrutiny_officer_sees_the_exemptions_of_their_own_committees_alone(kept: Cast) -> None:
    elsewhere = f.MembershipFactory.create(role="scrutiny_officer", user=f.UserFactory.create())
    client = Client()
    client.force_login(elsewhere.user)
    assert "Nothing is kept from the public." in Page(client.get("/exempt/")).text


def test_the_tab_stands_for_the_scrutiny_officer_alone(cast: Cast) -> None:
    for person in COUNCIL:
        there = "/exempt/" in Page(cast.client(person).get("/reviews/harbour-review/")).links
        assert there == (person == "scrutiny"), person


# --- The administration -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "model"),
    [
        ("update", "recommendations/update"),
        ("request", "recommendations/extension"),
        ("proof", "evidence/proof"),
        ("paragraph", "evidence/paragraph"),
        ("citation", "evidence/citation"),
    ],
)
def test_the_administration_shows_nothing_exempt(cast: Cast, kind: str, model: str) -> None:
    row = MAKERS[kind](cast)
    client = cast.client("administrator")
    row_page = f"/administration/{model}/{row.pk}/change/"
    assert client.get(row_page).status_code == 200
    keep(cast, kind, row)
    assert client.get(row_page).status_code == 302
    assert f"/{row.pk}/change/" not in client.get(f"/administration/{model}/").content.decode()


# --- Races ------------------------------------------------------------------------------------------------------------


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_who_keep_it_back_at_once_one_does_and_the_others_are_told(cast: Cast) -> None:
    update = an_update(cast)

    def kept_back(number: int) -> bool:
        try:
            keep(cast, "update", Update.objects.get(pk=update.pk), reason=f"Reason {number}.")
        except ValidationError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(kept_back, range(4))) == [False, False, False, True]
    assert update.exemptions.count() == 1
